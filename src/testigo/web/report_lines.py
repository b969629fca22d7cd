"""What is said about a report wherever it is named: who published it, when, how surely known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from testigo.record.edtf import Edtf
from testigo.record.kinds import KINDS, kind
from testigo.record.reading import Coverage
from testigo.record.report import Stated
from testigo.record.wording import date_words
from testigo.store.kept import IndependenceGroup, KeptReport
from testigo.web.words import Words

DEMONSTRATION = "Written for testing"
"""How the title of every demonstration report begins; pages that show one say so."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report in a list. `date` and `date_basis` are None where it is undated.

    `counts` maps a kind letter to the number of statements; `repeats` is another report of its
    independence group, `likeness` of the two None where a person joined them.
    """

    id: str
    outlet: str
    title: str
    title_is_known: bool
    date: str | None
    date_basis: str | None
    date_sort: str
    language: str
    counts: Mapping[str, int]
    taken_in: int
    is_demonstration: bool
    is_erased: bool
    confidentiality: str
    repeats: Repeat | None = None

    @property
    def total(self) -> int:
        """How many statements it has."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Repeat:
    """The report that another one repeats, and how much of it (0 to 1, None: a person joined)."""

    id: str
    title: str
    likeness: float | None


def report_line(report: KeptReport, repeats: Repeat | None, t: Words) -> ReportLine:
    """Return what a list shows of one report."""
    known = report.metadata
    published = known.published
    title = "" if known.title is None else known.title.value
    return ReportLine(
        id=report.id,
        outlet=_value(known.publisher, t("report.outlet_unknown")),
        title=title or report.address or report.id[:12],
        title_is_known=bool(title),
        date=None if published is None else date_words(Edtf(published.value), language=t.language),
        date_basis=None if published is None else basis_shown(published.basis, t),
        date_sort="" if published is None else published.value,
        language=_value(known.language, "und"),
        counts={kind(k).letter: n for k in KINDS if (n := report.statements.get(k, 0))},
        taken_in=report.sequence,
        is_demonstration=title.startswith(DEMONSTRATION),
        is_erased=report.erased,
        confidentiality=report.confidentiality,
        repeats=repeats,
    )


def basis_shown(basis: str, t: Words) -> str:
    """Return what a value of the metadata rests on; that a person corrected it, without the id."""
    if basis.startswith("decision "):
        return t("report.corrected")
    kind, _, name = basis.partition(" ")
    if kind in _NAMED:
        return t(f"report.basis_{kind}", name=name)
    return t(f"report.basis_{basis.replace(' ', '_')}") if basis in _BASES else basis


_BASES = ("option", "meta file", "visible dateline", "first line", "address", "detected")
_NAMED = ("tag", "header", "key")
"""What a value may rest on (`record.report.Stated`); these name a part of the document."""


def repeats_of(
    groups: list[IndependenceGroup], reports: Mapping[str, KeptReport]
) -> dict[str, Repeat]:
    """Return, for each report that repeats another, the first of its group."""
    found: dict[str, Repeat] = {}
    for group in groups:
        first = reports.get(group.id)
        if first is None:
            continue
        title = _value(first.metadata.title, first.address or first.id[:12])
        for member in group.reports:
            if member != group.id:
                pair = min(member, group.id), max(member, group.id)
                found[member] = Repeat(group.id, title, group.likeness.get(pair))
    return found


def coverage_words(coverage: Coverage, t: Words) -> list[str]:
    """Return what of a report was not understood, a clause each; nothing where all was."""
    if coverage.passed_over:
        return [t("coverage.passed_over")]
    if coverage.read_to == 0 and coverage.length:
        return [t("coverage.not_read", language=coverage.language)]
    words = [t("coverage.rules_alone")] if coverage.rules_alone else []
    if coverage.read_to < coverage.length:
        words.append(t("coverage.read_to", to=coverage.read_to, of=coverage.length))
    if coverage.flagged:
        words.append(t("coverage.flagged", n=len(coverage.flagged)))
    if coverage.unresolved_dates:
        words.append(t("coverage.unresolved_dates", n=coverage.unresolved_dates))
    return words


def _value(stated: Stated | None, otherwise: str) -> str:
    return otherwise if stated is None else stated.value
