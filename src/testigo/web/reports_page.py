"""The list of all reports, as the inbox shows it: what is known of each and what waits there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.record.reading import Coverage
from testigo.store.kept import KeptReport
from testigo.web.listing import Listing, Wanted, listing
from testigo.web.report_lines import coverage_words, repeats_of, report_line
from testigo.web.report_page import CoverageTwin, coverage_json
from testigo.web.words import Words


class ReportLineTwin(TypedDict):
    """One report of the list; `statements` counts them by kind, `waiting` those to review."""

    id: str
    metadata: dict[str, Any]
    statements: dict[str, int]
    waiting: int
    confidentiality: str
    coverage: list[CoverageTwin]
    repeats: str | None
    is_demonstration: bool


class ReportsTwin(TypedDict):
    """One page of the list: `found` of `of` reports fit the address."""

    found: int
    of: int
    page: int
    pages: int
    reports: list[ReportLineTwin]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """One page of the list; `notes` says of each report what was not understood."""

    listing: Listing
    kept: Mapping[str, KeptReport]
    coverage: Mapping[str, list[Coverage]]
    notes: Mapping[str, list[str]]

    def to_json(self) -> ReportsTwin:
        """Return the JSON twin."""
        return {
            "found": self.listing.found,
            "of": self.listing.of,
            "page": self.listing.wanted.page,
            "pages": self.listing.pages,
            "reports": [
                {
                    "id": line.id,
                    "metadata": self.kept[line.id].metadata.to_json(),
                    "statements": dict(self.kept[line.id].statements),
                    "waiting": line.waiting,
                    "confidentiality": line.confidentiality,
                    "coverage": [coverage_json(c) for c in self.coverage[line.id]],
                    "repeats": None if line.repeats is None else line.repeats.id,
                    "is_demonstration": line.is_demonstration,
                }
                for line in self.listing.lines
            ],
        }


def reports_page(casebook: Casebook, wanted: Wanted, t: Words) -> ReportsPage:
    """Read one page of the list."""
    kept = {report.id: report for report in casebook.reports()}
    repeats = repeats_of(list(casebook.groups()), kept)
    waiting = casebook.review.waiting_by_report()
    lines = [
        report_line(report, repeats.get(id_), t, waiting.get(id_, 0))
        for id_, report in kept.items()
    ]
    shown = listing(lines, wanted)
    coverage = {line.id: casebook.coverage(line.id) for line in shown.lines}
    notes = {
        id_: [w for c in found for w in coverage_words(c, t)] for id_, found in coverage.items()
    }
    return ReportsPage(shown, kept, coverage, notes)
