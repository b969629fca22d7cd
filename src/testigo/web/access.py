"""Who may see the pages: the person who was shown the address, in the browser that opened it.

Others may share the machine, and pages of the web run in the same browser. So: a request must name
this server as its host (a name that a foreign page made to point here is refused), must not come
from another origin, and must carry the cookie that the one-time token was exchanged for. What
changes something must say that it comes from a page of ours, and carry the secret of its form.
Every answer forbids the browser to load, send or keep anything elsewhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from testigo.reports.limits import Limits

ENTRANCE = "/enter"
OPEN_TO_ALL = "/static/"
"""Stylesheet, script and fonts: no word of any report, and the page that refuses needs them."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    # A browser looks up the names of hosts that a page links to, unless it is told not to.
    "X-DNS-Prefetch-Control": "off",
}
_OWN_SITES = (None, "none", "same-origin")
_ONLY_READ = ("GET", "HEAD")

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
"""Where a form, or an island, puts the secret that only pages of this server know."""

Refuse = Callable[[Request, str], Response]
"""`(request, why)` -> the page that says so; `why` is `foreign`, `unknown`, `used`, `forged` or
`large`."""

LIMITS = Limits()
"""What a form may bring."""


@dataclass(slots=True)
class Keys:
    """The token in the address, until it is used; the session it is exchanged for, and its forms.

    Held in memory alone: they end with the server.
    """

    token: str | None = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def exchange(self, token: str) -> bool:
        """Use up the token; False if it is wrong or was used."""
        if self.token is None or not _same(token, self.token):
            return False
        self.token = None
        return True


class Door:
    """Lets a request through to the pages, or refuses it; puts the headers on every answer."""

    def __init__(self, app: ASGIApp, *, keys: Keys, port: int, refuse: Refuse) -> None:
        self._app = app
        self._keys = keys
        self._host = f"127.0.0.1:{port}"
        self._refuse = refuse
        # Cookies know no port: two casebooks served at once need two names.
        self._cookie = f"testigo-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close", "code": 1008})

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        answer = self._foreign(request) or self._unknown(request)
        if answer is None and not _fits(request):
            await _drain(receive)
            answer = self._refuse(request, "large")
        await (answer or self._app)(scope, receive, send_guarded)

    def _foreign(self, request: Request) -> Response | None:
        origin = request.headers.get("origin")
        own = f"http://{self._host}"
        if request.headers.getlist("host") != [self._host] or origin not in (None, own):
            return self._refuse(request, "foreign")
        # A browser names the origin of every POST; what names none is no form of ours.
        is_ours = origin == own or request.headers.get("sec-fetch-site") == "same-origin"
        if request.method not in _ONLY_READ and not is_ours:
            return self._refuse(request, "foreign")
        return None

    def _unknown(self, request: Request) -> Response | None:
        if request.url.path.startswith(OPEN_TO_ALL):
            return None
        is_known = _same(request.cookies.get(self._cookie, ""), self._keys.session)
        if request.url.path == ENTRANCE:
            return self._enter(request, is_known)
        # The cookie is not sent from other sites; a page on another port of this machine is the
        # same site, and a browser says so here.
        if is_known and request.headers.get("sec-fetch-site") in _OWN_SITES:
            return None
        return self._refuse(request, "unknown")

    def _enter(self, request: Request, is_known: bool) -> Response:
        if request.method != "GET" or request.headers.get("sec-purpose", "").startswith("prefetch"):
            return Response(status_code=405, headers={"Allow": "GET"})
        if not self._keys.exchange(request.query_params.get("token", "")):
            if is_known:
                return RedirectResponse("/", status_code=303)
            return self._refuse(request, "used")
        answer = self._onward(request)
        answer.set_cookie(
            self._cookie, self._keys.session, httponly=True, samesite="strict", path="/"
        )
        return answer

    def _onward(self, request: Request) -> Response:
        if request.headers.get("sec-fetch-site") in (None, "none", "same-origin"):
            return RedirectResponse("/", status_code=303)
        # Followed from a page elsewhere (the file that opens the browser): a browser keeps a strict
        # cookie back on the redirect, but sends it when this page itself goes on.
        return HTMLResponse(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>testigo</title>'
            '<meta http-equiv="refresh" content="0; url=/"><p><a href="/">Go on to the casebook</a>'
        )


def _fits(request: Request) -> bool:
    """Whether a request brings no more than a form may; one that does not say is taken for more."""
    if "transfer-encoding" in request.headers:
        return False
    length = request.headers.get("content-length", "0")
    return length.isdecimal() and int(length) <= LIMITS.upload_bytes


async def _drain(receive: Receive) -> None:
    """Let what is too much pass by: a browser that is cut off while it sends shows no page."""
    while (message := await receive()).get("more_body"):
        if message["type"] != "http.request":
            return


class Forged(Exception):
    """A POST without the secret of our forms; the answer to it is the page for `forged`."""


async def check_form(request: Request, keys: Keys) -> None:
    """Let a request through that only reads, or that carries the secret of our forms.

    Raises:
        Forged: if it does not.
    """
    if request.method in _ONLY_READ:
        return
    given = request.headers.get(CSRF_HEADER)
    if given is None:
        form = await request.form(
            max_files=LIMITS.upload_files, max_part_size=LIMITS.document_bytes
        )
        field_ = form.get(CSRF_FIELD)
        given = field_ if isinstance(field_, str) else ""
    if not _same(given, keys.csrf):
        raise Forged


def _same(given: str, known: str) -> bool:
    return secrets.compare_digest(given.encode(), known.encode())
