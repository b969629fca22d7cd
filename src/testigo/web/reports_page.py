"""The list of all reports, as the inbox shows it: what is known of each and what waits there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.record.reading import Coverage
from testigo.review.standing import Standing
from testigo.store.kept import IndependenceGroup, KeptReport
from testigo.web.listing import Lines, Listing, Wanted, fitting_lines, listing
from testigo.web.report_lines import ReportLine, coverage_words, repeats_of, report_line
from testigo.web.report_twin import CoverageTwin, coverage_json
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
    is_withdrawn: bool


class ReportsTwin(TypedDict):
    """One page of the list: `found` of `of` reports fit the address."""

    found: int
    of: int
    page: int
    pages: int
    reports: list[ReportLineTwin]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """One page of the list.

    `notes` says of each report what was not understood, `standings` what people decided on it.
    """

    listing: Listing
    kept: Mapping[str, KeptReport]
    coverage: Mapping[str, list[Coverage]]
    notes: Mapping[str, list[str]]
    standings: Mapping[str, Standing]

    def is_withdrawn(self, id_: str) -> bool:
        """Whether a report no longer counts."""
        standing = self.standings.get(id_)
        return standing is not None and standing.withdrawn is not None

    def confidentiality(self, line: ReportLine) -> str:
        """Return who may see a report: as a person decided, else as it was taken in."""
        standing = self.standings.get(line.id)
        decided = None if standing is None else standing.confidentiality
        return decided or line.confidentiality

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
                    "waiting": self.listing.waiting.get(line.id, 0),
                    "confidentiality": self.confidentiality(line),
                    "coverage": [coverage_json(c) for c in self.coverage[line.id]],
                    "repeats": None if line.repeats is None else line.repeats.id,
                    "is_demonstration": line.is_demonstration,
                    "is_withdrawn": self.is_withdrawn(line.id),
                }
                for line in self.listing.lines
            ],
        }


@dataclass(frozen=True, slots=True)
class _Known:
    """The reports as they were when the casebook had this stamp; lines by language."""

    stamp: tuple[int, ...]
    kept: Mapping[str, KeptReport]
    groups: list[IndependenceGroup]
    lines: dict[str, Lines]


class ReportList:
    """The list of all reports; what it is made of is read again only when a report changed.

    Safe to use from any thread.
    """

    def __init__(self, today: Callable[[], Casebook]) -> None:
        self._today = today
        self._lock = threading.Lock()
        self._known: _Known | None = None

    def page(self, wanted: Wanted, t: Words) -> ReportsPage:
        """Read one page of the list."""
        known, lines = self._lines(t)
        waiting = self._today().review.waiting_by_report()
        shown = listing(lines, wanted, waiting)
        ids = [line.id for line in shown.lines]
        coverage = self._today().coverages(ids)
        notes = {
            id_: [w for c in found for w in coverage_words(c, t)] for id_, found in coverage.items()
        }
        standings = self._today().review.standings(ids)
        return ReportsPage(shown, known.kept, coverage, notes, standings)

    def fitting(self, wanted: Wanted, t: Words) -> list[str]:
        """Return the ids of all wanted reports that were not withdrawn, newest first."""
        _, lines = self._lines(t)
        waiting = self._today().review.waiting_by_report() if wanted.waiting else {}
        ids = [line.id for line in fitting_lines(lines, wanted, waiting)]
        out = self._today().review.standings(ids)
        return [id_ for id_ in ids if id_ not in out or out[id_].withdrawn is None]

    def _lines(self, t: Words) -> tuple[_Known, Lines]:
        stamp = self._today().stamp()
        with self._lock:
            known = self._known
            if known is None or known.stamp != stamp:
                kept = {report.id: report for report in self._today().reports()}
                known = _Known(stamp, kept, list(self._today().groups()), {})
                self._known = known
            if t.language not in known.lines:
                repeats = repeats_of(known.groups, known.kept)
                lines = [report_line(r, repeats.get(id_), t) for id_, r in known.kept.items()]
                known.lines[t.language] = Lines.of(lines)
            return known, known.lines[t.language]
