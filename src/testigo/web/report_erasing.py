"""The one page before what cannot be undone: what erasing a report removes, and what stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.store.kept import KeptReport
from testigo.web.history_view import HistoryRow
from testigo.web.report_lines import ReportLine, report_line
from testigo.web.site import Site


class EraseTwin(TypedDict):
    """What erasing a report would remove, in numbers."""

    id: str
    bytes: int
    characters: int
    captures: int
    readings: int
    statements: int
    decisions: int


@dataclass(frozen=True, slots=True)
class ErasePage:
    """What would be removed, and the form; see `EraseTwin`.

    `typed` is what a refused form held, `wrong` what is wrong with its fields, `meanwhile` what
    others decided while it was open.
    """

    kept: KeptReport
    line: ReportLine
    characters: int
    captures: int
    readings: int
    statements: int
    decisions: int
    seen: int
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    meanwhile: tuple[HistoryRow, ...] = ()

    @property
    def path(self) -> str:
        """The address of the report's page."""
        return f"/reports/{self.kept.id[:16]}"

    def to_json(self) -> EraseTwin:
        """Return the JSON twin."""
        return {
            "id": self.kept.id,
            "bytes": self.kept.size,
            "characters": self.characters,
            "captures": self.captures,
            "readings": self.readings,
            "statements": self.statements,
            "decisions": self.decisions,
        }


def erase_answer(
    request: Request,
    site: Site,
    kept: KeptReport,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    meanwhile: tuple[HistoryRow, ...] = (),
) -> Response:
    """Answer with that page; with what was typed and what is wrong if the form was refused."""
    casebook = site.casebook
    handles = {s.id for s in casebook.statements(report=kept.id, superseded=True)}
    handles |= {item.handle for item in casebook.review.of_report(kept.id)}
    page = ErasePage(
        kept,
        report_line(kept, None, site.words(request)),
        len(casebook.text(kept.id).content),
        len(casebook.captures(kept.id)),
        len(list(casebook.readings(kept.id, superseded=True))),
        len(handles),
        len(casebook.review.history([kept.id, *handles])),
        casebook.review.seen([kept.id])[kept.id],
        typed or {},
        wrong or {},
        meanwhile,
    )
    status = 409 if meanwhile else 422 if wrong else 200
    return site.answer(request, "report_erase.html", page, status)
