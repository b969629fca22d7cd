"""Every decision on one report and on its statements: who, what, when, why, and what undid it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.review.history import HistoryLine
from testigo.store.kept import KeptReport
from testigo.web.cards import lead_words
from testigo.web.history_view import HistoryRow, HistoryTwin, history_rows, history_twin
from testigo.web.report_cards import report_cards
from testigo.web.report_erased import erased_answer
from testigo.web.report_lines import ReportLine, report_line
from testigo.web.site import Site


class ReportHistoryTwin(TypedDict):
    """The decisions on a report and its statements, newest first."""

    id: str
    decisions: list[HistoryTwin]


@dataclass(frozen=True, slots=True)
class About:
    """The statement of the page that a decision is about: its letter and number, what it says."""

    number: int
    letter: str
    lead: str


@dataclass(frozen=True, slots=True)
class ReportHistoryPage:
    """The decisions on a report, newest first.

    `about` maps decisions to the statement meant, `undoes` those that undo to what they undid; one
    in neither is about the whole report.
    """

    kept: KeptReport
    line: ReportLine
    lines: tuple[HistoryLine, ...]
    rows: tuple[HistoryRow, ...]
    about: Mapping[str, About]
    undoes: Mapping[str, HistoryRow]
    done: HistoryRow | None

    @property
    def path(self) -> str:
        """The address of the report's page."""
        return f"/reports/{self.kept.id[:16]}"

    def to_json(self) -> ReportHistoryTwin:
        """Return the JSON twin."""
        return {"id": self.kept.id, "decisions": history_twin(self.lines)}


def history_page(site: Site, request: Request, kept: KeptReport, done: str) -> ReportHistoryPage:
    """Read the decisions on a report and its statements."""
    t = site.words(request)
    casebook = site.casebook
    items = casebook.review.of_report(kept.id)
    cards = {c.handle: c for c in report_cards(items, (), kept.text_id or "", t)}
    lines = casebook.review.history([kept.id, *cards])
    about: dict[str, About] = {}
    for line in lines:
        for subject in line.decision.subjects:
            if subject in cards:
                held = cards[subject]
                lead = lead_words(held.item.statement, language=t.language)
                about[line.id] = About(held.number, held.card.letter, lead)
    rows = history_rows(lines, t)
    by_id = {row.id: row for row in rows}
    undoes = {
        line.id: by_id[subject]
        for line in lines
        for subject in line.decision.subjects
        if subject in by_id
    }
    return ReportHistoryPage(
        kept,
        report_line(kept, None, t),
        tuple(lines),
        rows,
        about,
        undoes,
        next((row for row in rows if row.id == done), None),
    )


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the history of a report."""

    def past(
        request: Request,
        id_: str,
        done: Annotated[str, Query(description="The decision that was just made")] = "",
    ) -> Response:
        """Who decided what on a report and its statements, and why."""
        kept = site.casebook.report(id_)
        if kept.erased:
            return erased_answer(request, site, kept)
        return site.answer(request, "report_history.html", history_page(site, request, kept, done))

    site.get(app, "/reports/{id_}/history", past, twin=ReportHistoryTwin)
