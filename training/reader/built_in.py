"""Count the built-in reader as users have it, the net and the rules together.

    PYTHONPATH=src:. python -m training.reader.built_in CORPORA SCORER PART [--alone] [--fields]

PART is `dev` (`split.tsv` here: every choice is made there) or `held` (for the final count only).
Prints precision, recall, F1, slot F1 and sources by kind, for all reports and by language. With
`--alone` the rules read alone; with `--fields` each field of the matched statements follows: right,
given, and in the gold.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from training.reader.figures import Figures, table
from training.reader.reports import AnnotatedReport, held, paths, read_report
from training.scorer import load_scorer

from testigo.exports.flat import flat_statement, flat_statements
from testigo.reading.builtin.reader import BuiltinReader, propose, setting_of
from testigo.reading.builtin.union import NEEDED, Proposal
from testigo.reading.builtin.vetoes import without_vetoed
from testigo.reading.grounding import ground
from testigo.reading.learned.candidates import Row
from testigo.reading.learned.grammar import KINDS
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

Proposed = tuple[Proposal, Row]
"""A statement as it was found, and as the scorer sees it."""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """An annotated report and what was read of it, in the flat form."""

    report: AnnotatedReport
    rows: list[Row]


def reports_of(corpora: Path, part: str) -> list[AnnotatedReport]:
    """Return the annotated reports of a part."""
    return [
        read_report(base) for base in (held(corpora) if part == "held" else paths(corpora, part))
    ]


def page_of(report: AnnotatedReport) -> Page:
    """Return a report as readers take it."""
    stated = {"language": report.language}
    if report.published:
        stated["published"] = report.published
    if report.title:
        stated["title"] = report.title
    metadata = Metadata(**{name: Stated(value, "meta file") for name, value in stated.items()})
    return Page(Text(report.name, report.content, "training"), metadata)


def read_all(reports: Sequence[AnnotatedReport], reader: BuiltinReader) -> list[ReadReport]:
    """Read reports."""
    readings = reader.read([page_of(report) for report in reports])
    return [
        ReadReport(report, flat_statements(reading.statements, report.language))
        for report, reading in zip(reports, readings, strict=True)
    ]


def proposed(report: AnnotatedReport, needed: Mapping[str, float] = NEEDED) -> list[Proposed]:
    """Return the statements proposed of one report that stand, each with its row."""
    page = page_of(report)
    setting = setting_of(page)
    found: list[Proposed] = []
    for proposal in propose(setting, needed):
        grounded, _ = ground(page.text, without_vetoed(setting, [proposal.draft]))
        rows = (flat_statement(one.statement, report.language) for one in grounded)
        found += [(proposal, row) for row in rows if row is not None]
    return found


def figures(scorer: ModuleType, read: Sequence[ReadReport]) -> Figures:
    """Return the scorer's summary of each kind and of all (`overall`)."""
    total: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for one in read:
        for kind, counts in scorer.tally(list(one.report.gold), one.rows).items():
            total[kind].update(counts)
            total["overall"].update(counts)
    return {kind: scorer.summary(total[kind]) for kind in (*KINDS, "overall")}


def matched(
    scorer: ModuleType, kind: str, gold: Sequence[Row], rows: Sequence[Row]
) -> list[tuple[int, int]]:
    """Return which statement of the gold each row is, by the scorer's alignment."""
    weights = [
        [
            1 + scorer.likeness(kind, one, row) if scorer.matches(kind, one, row) else 0.0
            for row in rows
        ]
        for one in gold
    ]
    pairs: list[tuple[int, int]] = scorer.assign(weights)
    return pairs


def field_lines(scorer: ModuleType, read: Sequence[ReadReport]) -> list[str]:
    """Return for each kind its fields in matched statements: right / given / in the gold."""
    counts: dict[tuple[str, str], list[float]] = collections.defaultdict(lambda: [0.0, 0, 0])
    for one in read:
        for kind in KINDS:
            gold = [row for row in one.report.gold if row["kind"] == kind]
            rows = [row for row in one.rows if row["kind"] == kind]
            for i, j in matched(scorer, kind, gold, rows):
                for name in (*scorer.SLOTS[kind], *scorer.COMMON):
                    told = scorer.filled(gold[i], name), scorer.filled(rows[j], name)
                    count = counts[kind, name]
                    count[1] += told[1]
                    count[2] += told[0]
                    if all(told):
                        count[0] += scorer.slot_sim(kind, name, gold[i][name], rows[j][name])
    return [
        f"{kind}: "
        + ", ".join(
            f"{name} {right:.0f}/{given:.0f}/{gold:.0f}"
            for (other, name), (right, given, gold) in counts.items()
            if other == kind
        )
        for kind in KINDS
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("part", choices=("dev", "held"))
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--fields", action="store_true")
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    reports = reports_of(options.corpora, options.part)
    read = read_all(reports, BuiltinReader(rules_alone=options.alone))
    for language in (None, "en", "es"):
        those = [one for one in read if language in (None, one.report.language)]
        print(f"{language or 'all'}: {len(those)} reports\n{table(figures(scorer, those))}\n")
    if options.fields:
        print("\n".join(field_lines(scorer, read)))


if __name__ == "__main__":
    main()
