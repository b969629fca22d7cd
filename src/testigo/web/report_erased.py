"""The page of a report that was erased: that it was, by whom and why, and nothing it said."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from testigo.review.history import HistoryLine
from testigo.store.kept import KeptReport
from testigo.web.history_view import HistoryRow, history_rows
from testigo.web.site import Site

GONE = 410


@dataclass(frozen=True, slots=True)
class ErasedPage:
    """What is left of an erased report: its id, and the decisions on it that the log holds."""

    id: str
    what: str
    where: str
    next: str
    rows: tuple[HistoryRow, ...]

    def to_json(self) -> dict[str, str]:
        """Return what every refusal has as its JSON twin."""
        return {"what": self.what, "where": self.where, "next": self.next}


def erased_answer(request: Request, site: Site, kept: KeptReport) -> Response:
    """Answer for a report that was erased, whatever was asked of it."""
    t = site.words(request)
    lines: list[HistoryLine] = site.casebook.review.history([kept.id])
    page = ErasedPage(
        kept.id,
        t("report.erased_what"),
        t("report.erased_where", id=kept.id),
        t("report.erased_next"),
        history_rows(lines, t),
    )
    return site.answer(request, "report_erased.html", page, GONE)
