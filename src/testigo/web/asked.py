"""What a request asks for beside its page: the language, the JSON twin, the page to go back to."""

from __future__ import annotations

import re

from starlette.requests import Request

from testigo.casebook.settings import LANGUAGES
from testigo.record.errors import TestigoError

_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
_FORMATS = ("", "html", "json")


class BadParameter(TestigoError):
    """What an address or a form asks for cannot be had. `parameter` is its name."""

    def __init__(self, parameter: str, why: str) -> None:
        super().__init__(f"{parameter} cannot be used: {why}")
        self.parameter = parameter


def wants_json(request: Request, *, is_strict: bool) -> bool:
    """Whether the address asks for the JSON twin.

    Raises:
        BadParameter: if it asks for a form that no page has; only where `is_strict`, so that the
            page that says so can be shown.
    """
    asked = request.query_params.get("format", "")
    if is_strict and asked not in _FORMATS:
        raise BadParameter("format", "it is html or json")
    return asked == "json"


def address_of(request: Request) -> str:
    """Return path and query of this page, for a form that comes back to it."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def local(address: str) -> str:
    """Return an address on this site, the first page for one that leads elsewhere.

    >>> local("/people?name=Ticona"), local("//elsewhere.example/"), local("https://a.example")
    ('/people?name=Ticona', '/', '/')
    """
    return address if _LOCAL.fullmatch(address) else "/"


def accepted_language(header: str) -> str:
    """Return the language of ours that `Accept-Language` puts first (RFC 9110, 12.5.4).

    >>> accepted_language("fr, es-PE;q=0.8, en;q=0.5"), accepted_language("")
    ('es', 'en')
    """
    asked: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, weight = part.partition(";q=")
        asked.append((_weight(weight), tag.strip().lower().partition("-")[0]))
    ours = [language for _, language in sorted(asked, key=lambda a: -a[0]) if language in LANGUAGES]
    return ours[0] if ours else LANGUAGES[0]


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
