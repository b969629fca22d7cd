"""The list of all reports: what is known of each, and what was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.record.reading import Coverage
from testigo.store.kept import KeptReport
from testigo.web.listing import SORTS, Listing, Wanted, listing
from testigo.web.report_lines import coverage_words, repeats_of, report_line
from testigo.web.report_page import CoverageTwin, coverage_json
from testigo.web.site import Site
from testigo.web.words import Words


class ReportLineTwin(TypedDict):
    """One report of the list; `statements` counts them by kind."""

    id: str
    metadata: dict[str, Any]
    statements: dict[str, int]
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
    lines = [report_line(report, repeats.get(id_), t) for id_, report in kept.items()]
    shown = listing(lines, wanted)
    coverage = {line.id: casebook.coverage(line.id) for line in shown.lines}
    notes = {
        id_: [w for c in found for w in coverage_words(c, t)] for id_, found in coverage.items()
    }
    return ReportsPage(shown, kept, coverage, notes)


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the list under `/reports`."""

    def reports(
        request: Request,
        sort: Annotated[str, Query(description=f"One of {', '.join(SORTS)}")] = "",
        outlet: str = "",
        language: str = "",
        kind: Annotated[str, Query(description="Letter of a kind that the report has")] = "",
        title: Annotated[str, Query(description="Part of the title")] = "",
        undated: Annotated[str, Query(description="Anything: undated reports alone")] = "",
        page: Annotated[str, Query(description="Number of the page, from 1")] = "",
    ) -> Response:
        """The list of reports, sorted and filtered by the address."""
        wanted = Wanted.of(request.query_params)
        shown = reports_page(site.casebook, wanted, site.words(request))
        return site.answer(request, "reports.html", shown, sorts=SORTS)

    site.get(app, "/reports", reports, twin=ReportsTwin)
