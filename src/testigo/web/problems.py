"""Pages that say what is wrong, where, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as NoSuchPage
from starlette.responses import Response

from testigo.casebook.settings import BadSetting, BrokenSettings, CannotWriteSettings
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
from testigo.web.access import LIMITS, Forged
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


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence each."""

    what: str
    where: str
    next: str

    def to_json(self) -> dict[str, str]:
        """Return the JSON twin."""
        return {"what": self.what, "where": self.where, "next": self.next}


@dataclass(frozen=True, slots=True)
class NameAsked:
    """Somebody decided before a name was set; `back` is the page that they came from."""

    what: str
    back: str

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

    def fault(self, request: Request, fault: Exception) -> Response:
        """A fault that testigo names: its own sentence, which holds ids and no words of reports."""
        status = _status(request, fault)
        t = self._site.words(request)
        next_ = t("problem.fault_next") if status != 400 else t("problem.bad_next")
        return self._problem(request, status, _said(fault, t), self._where(request), next_)

    def nameless(self, request: Request, fault: Exception) -> Response:
        """A decision before a name was set: the page that asks for it, and then goes back."""
        back = request.headers.get("referer", "").partition("/")[2].partition("/")[2]
        page = NameAsked(
            self._site.words(request)("problem.nameless"), "/" + back.partition("/")[2]
        )
        return self._site.answer(request, "nameless.html", page, 409)

    def misread(self, request: Request, fault: Exception) -> Response:
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
        return self._problem(request, 422, what, self._where(request), t("problem.bad_next"))

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
    return problems


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
    own = str(fault)
    return own[0].upper() + own[1:].removesuffix(".") + "."
