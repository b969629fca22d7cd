"""Pages that say what is wrong, where, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from markupsafe import Markup
from starlette.exceptions import HTTPException as NoSuchPage
from starlette.responses import RedirectResponse, Response

from testigo.casebook.settings import (
    BadSetting,
    BrokenSettings,
    CannotWriteSettings,
    checked_name,
    store_settings,
)
from testigo.record.errors import TestigoError
from testigo.reports.limits import MEGABYTE
from testigo.store.errors import (
    AmbiguousId,
    CannotWrite,
    CasebookBusy,
    DamagedCasebook,
    NotACasebook,
    NotKept,
    StaleDecision,
)
from testigo.web.access import CSRF_FIELD, LIMITS, Forged
from testigo.web.asked import address_of, local
from testigo.web.reasons import sentence
from testigo.web.site import BadParameter, NameUnset, Site
from testigo.web.words import BrokenWords, NoSuchWords, Words

_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotKept, 404),
    (AmbiguousId, 404),
    (BadParameter, 400),
    (BadSetting, 400),
    (StaleDecision, 409),
    (CasebookBusy, 503),
)
_OF_THE_SERVER = (
    BrokenSettings,
    BrokenWords,
    CannotWrite,
    CannotWriteSettings,
    DamagedCasebook,
    NoSuchWords,
    NotACasebook,
)
"""What no other form would have avoided."""


_OWN_WORDS = frozenset({"why", "title", "outlet", "published", "addresses"})
"""Fields in which a person writes freely, whatever the form."""


_OF_THE_PAGE = frozenset({CSRF_FIELD, "decider", "then", "came_from"})


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was refused: where it was sent to, and all that it held, to be sent again.

    `typed` are the words that only its writer has; they are shown, so that none has to be found
    again.
    """

    address: str
    held: tuple[tuple[str, str], ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """The words of its writer, each once, as the form had them."""
        own = (value.strip() for name, value in self.held if name in _OWN_WORDS)
        return tuple(dict.fromkeys(value for value in own if value))


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence each; `sent` is the form that was refused, None where a page was asked for.

    `is_passing`: the same form may be taken in a moment.
    """

    what: str
    where: str
    next: str
    sent: Sent | None = None
    is_passing: bool = False

    def to_json(self) -> dict[str, str]:
        """Return the JSON twin."""
        # A sentence that stays in English says so in a page by a tag, which JSON does not need.
        return {"what": Markup(self.what).striptags(), "where": self.where, "next": self.next}


@dataclass(frozen=True, slots=True)
class NameAsked:
    """Somebody decided before a name was set; `back` is the page that they came from.

    `sent` is what they decided: it goes on as soon as the name is there. `wrong`: why a name that
    was given is none.
    """

    what: str
    back: str
    sent: Sent
    wrong: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, str]:
        """Return the JSON twin, a problem like any other."""
        return {"what": self.what, "where": self.back, "next": "POST a name to /settings"}


class Problems:
    """The answers to what goes wrong; its methods are exception handlers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def refused(self, request: Request, why: str) -> Response:
        """The door did not open: `why` is foreign, unknown, used, forged or large."""
        t = self._site.words(request)
        host = request.scope["server"] or ("127.0.0.1", "")
        return self._problem(
            request,
            413 if why == "large" else 403,
            {
                "foreign": t("door.foreign"),
                "unknown": t("door.unknown"),
                "used": t("door.used"),
                "forged": t("door.forged"),
                "large": t("door.large"),
            }[why],
            {
                "foreign": t("door.foreign_where"),
                "unknown": t("door.unknown_where"),
                "used": t("door.used_where"),
                "forged": t("door.forged_where"),
                "large": t("door.large_where", n=LIMITS.upload_bytes // MEGABYTE),
            }[why],
            {
                "foreign": t("door.foreign_next", address=f"http://127.0.0.1:{host[1]}/"),
                "unknown": t("door.unknown_next"),
                "used": t("door.used_next"),
                "forged": t("door.forged_next"),
                "large": t("door.large_next"),
            }[why],
        )

    def forged(self, request: Request, fault: Exception) -> Response:
        """A form that is not ours, or of a server that has ended."""
        return self.refused(request, "forged")

    async def fault(self, request: Request, fault: Exception) -> Response:
        """A fault that testigo names: its own sentence, which holds ids and no words of reports."""
        status = _status(request, fault)
        t = self._site.words(request)
        next_ = t("problem.fault_next") if status != 400 else t("problem.bad_next")
        problem = Problem(_said(fault, t), self._where(request), next_)
        if request.method == "POST":
            is_passing = isinstance(fault, CasebookBusy)
            problem = replace(problem, sent=await _sent(request), is_passing=is_passing)
        return self._site.answer(request, "problem.html", problem, status)

    async def nameless(self, request: Request, fault: Exception) -> Response:
        """A decision before a name was set: the page that asks for it, and then goes on with it."""
        back = request.headers.get("referer", "").partition("/")[2].partition("/")[2]
        what = self._site.words(request)("problem.nameless")
        page = NameAsked(what, "/" + back.partition("/")[2], await _sent(request))
        return self._site.answer(request, "nameless.html", page, 409)

    async def named(self, request: Request) -> Response:
        """Set the name, and send the decision that waited for it once more (307)."""
        sent = await _sent(request)
        form = await request.form()
        given, then, back = (str(form.get(name, "")) for name in ("decider", "then", "came_from"))
        try:
            store_settings(replace(self._site.settings(), name=checked_name(given)))
        except BadSetting:
            t = self._site.words(request)
            wrong = {"decider": t("settings.wrong_name")}
            page = NameAsked(t("problem.nameless"), local(back), replace(sent, address=then), wrong)
            return self._site.answer(request, "nameless.html", page, 400)
        # A 307 keeps the method and the form: the decision is made as it was first sent.
        return RedirectResponse(local(then), status_code=307)

    async def misread(self, request: Request, fault: Exception) -> Response:
        """A parameter of an address or a form that is not of its type."""
        assert isinstance(fault, RequestValidationError)
        t = self._site.words(request)
        first = fault.errors()[0]
        name = str(first["loc"][-1])
        what = (
            t("problem.missing", name=name)
            if first["type"] == "missing"
            else t("problem.misread", name=name)
        )
        sent = await _sent(request) if request.method == "POST" else None
        problem = Problem(what, self._where(request), t("problem.bad_next"), sent)
        return self._site.answer(request, "problem.html", problem, 422)

    def no_such_page(self, request: Request, fault: Exception) -> Response:
        """An address that leads nowhere, or where this cannot be done."""
        t = self._site.words(request)
        status = fault.status_code if isinstance(fault, HTTPException | NoSuchPage) else 404
        what = t("problem.no_page") if status == 404 else t("problem.not_here")
        answer = self._problem(request, status, what, self._where(request), t("problem.next"))
        for name, value in (getattr(fault, "headers", None) or {}).items():
            answer.headers[name] = value
        return answer

    def breakdown(self, request: Request, fault: Exception) -> Response:
        """A fault nobody foresaw: which kind, and nothing of what it says."""
        t = self._site.words(request)
        where = f"{self._where(request)}: {type(fault).__name__}"
        return self._problem(request, 500, t("problem.broke"), where, t("problem.broke_next"))

    def _where(self, request: Request) -> str:
        return self._site.words(request)("problem.page", path=request.url.path)

    def _problem(
        self, request: Request, status: int, what: str, where: str, next_: str
    ) -> Response:
        return self._site.answer(request, "problem.html", Problem(what, where, next_), status)


def add_to(app: FastAPI, site: Site) -> Problems:
    """Answer every fault with a page."""
    problems = Problems(site)
    app.add_exception_handler(Forged, problems.forged)
    app.add_exception_handler(NameUnset, problems.nameless)
    app.add_exception_handler(TestigoError, problems.fault)
    app.add_exception_handler(RequestValidationError, problems.misread)
    app.add_exception_handler(NoSuchPage, problems.no_such_page)
    app.add_exception_handler(Exception, problems.breakdown)
    site.post(app, "/settings/name", problems.named, body={"type": "object"})
    return problems


async def _sent(request: Request) -> Sent:
    """Return the form of a request, but for the secret that the page puts in anew."""
    form = await request.form()
    held = tuple(
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and name not in _OF_THE_PAGE
    )
    return Sent(address_of(request), held)


def _status(request: Request, fault: Exception) -> int:
    """A form that asks for what cannot be (400), or a server that cannot show what it has (500)."""
    is_asked_for = request.method == "POST" and not isinstance(fault, _OF_THE_SERVER)
    default = 400 if is_asked_for else 500
    return next((number for kind, number in _STATUS if isinstance(fault, kind)), default)


def _said(fault: Exception, t: Words) -> str:
    """The sentence of a fault: in the reader's language where the pages have one, else its own."""
    if isinstance(fault, NotKept):
        return t("problem.not_kept")
    if isinstance(fault, AmbiguousId):
        return t("problem.ambiguous")
    if isinstance(fault, CasebookBusy):
        return t("problem.busy")
    if isinstance(fault, StaleDecision):
        return t("problem.stale")
    if isinstance(fault, BadParameter):
        return t("problem.misread", name=fault.parameter)
    return sentence(str(fault).removesuffix("."), t.language)
