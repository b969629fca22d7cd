"""Set the learned reader beside the rules of the built-in one, kind by kind.

    python -m training.reader.beside_rules READER ENCODER PACKED PAGES SCORER

Prints precision, recall and F1 of: the learned reader; the rules; what either found; what both
found; and the two `together`: a learned statement needs less of a probability where the rules
found it too, tolls take the rules' outcome, and what only the rules found is added for the kinds
where that pays (`TOGETHER`, chosen on development reports). Needs testigo itself.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import torch
from training.reader.batch import Packed
from training.reader.decode import candidates
from training.reader.page import LearningPage, read_pages
from training.reader.saving import load_reader
from training.scorer import load_scorer

from testigo.exports.flat import flat_statements
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.learned.candidates import Candidate, Row
from testigo.reading.learned.grammar import KINDS
from testigo.reading.learned.merging import THRESHOLD, statements
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

Rows = list[Row]
RULED = ("toll", "casualty", "measure")
SUPPORTED = 0.1
"""A statement that the rules found too needs only this probability."""
TOGETHER = {"toll": (0.8, False), "casualty": (0.6, True), "measure": (0.6, True)}
"""By kind: the probability that a statement needs which the rules did not find, and whether what
only the rules found is added."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind in one report."""

    kind: str
    candidates: Sequence[Candidate]
    rules: Rows
    scorer: ModuleType

    def learned(self, threshold: float = THRESHOLD) -> list[Candidate]:
        """Return the learned statements."""
        return statements(self.candidates, {self.kind: threshold})

    def pairs(self, rows: Rows) -> list[tuple[int, int]]:
        """Pair rows with those of the rules that the scorer calls the same statement."""
        weights = [[self._weight(row, rule) for rule in self.rules] for row in rows]
        pairs: list[tuple[int, int]] = self.scorer.assign(weights)
        return pairs

    def _weight(self, one: Row, other: Row) -> float:
        if not self.scorer.matches(self.kind, one, other):
            return 0.0
        return 1 + float(self.scorer.likeness(self.kind, one, other))

    def only_rules(self, rows: Rows) -> Rows:
        """Return what the rules found and `rows` do not hold."""
        known = {index for _, index in self.pairs(rows)}
        return [row for index, row in enumerate(self.rules) if index not in known]


def _learned(found: Found) -> Rows:
    return [candidate.row for candidate in found.learned()]


def _either(found: Found) -> Rows:
    rows = _learned(found)
    return rows + found.only_rules(rows)


def _both(found: Found) -> Rows:
    rows = _learned(found)
    return [rows[index] for index, _ in found.pairs(rows)]


def _together(found: Found) -> Rows:
    likely = found.learned(SUPPORTED)
    rows = _with_outcomes([candidate.row for candidate in likely], found.rules)
    supported = {index for index, _ in found.pairs(rows)}
    needed, adds = TOGETHER[found.kind]
    kept = [
        row
        for index, row in enumerate(rows)
        if index in supported or likely[index].probability >= needed
    ]
    return kept + (found.only_rules(rows) if adds else [])


def _with_outcomes(rows: Rows, rules: Rows) -> Rows:
    """Give tolls the outcome that the rules read for the same number in the same sentence."""

    def key(row: Row) -> tuple[object, ...]:
        return row.get("low"), row.get("high"), str(row["quote"])

    given: dict[tuple[object, ...], set[object]] = collections.defaultdict(set)
    for rule in rules:
        given[key(rule)].add(rule.get("outcome"))
    return [
        {**row, "outcome": next(iter(given[key(row)]))}
        if row["kind"] == "toll" and len(given.get(key(row), ())) == 1
        else row
        for row in rows
    ]


WAYS: dict[str, Callable[[Found], Rows]] = {
    "learned": _learned,
    "rules": lambda found: found.rules,
    "either": _either,
    "both": _both,
    "together": _together,
}


def rule_rows(page: LearningPage) -> Rows:
    """Return what the built-in rules read in a page, in the flat form."""
    stated = {"language": page.language}
    if page.published:
        stated["published"] = page.published
    if page.has_title:
        stated["title"] = page.content.split("\n", 1)[0]
    metadata = Metadata(**{name: Stated(value, "meta file") for name, value in stated.items()})
    pages = [Page(Text(page.name, page.content, "training"), metadata)]
    reading = BuiltinReader(rules_alone=True).read(pages)[0]
    return flat_statements([found.statement for found in reading.found], page.language)


def compare(
    scorer: ModuleType, pages: Sequence[LearningPage], found: dict[str, list[Candidate]]
) -> dict[str, dict[str, dict[str, float]]]:
    """Return the scorer's summary by way and kind."""
    total: dict[str, dict[str, collections.Counter[str]]] = {
        way: collections.defaultdict(collections.Counter) for way in WAYS
    }
    for page in pages:
        rules = rule_rows(page)
        for kind in KINDS:
            gold = [row for row in page.gold if row["kind"] == kind]
            mine = [candidate for candidate in found[page.name] if candidate.kind == kind]
            here = Found(kind, mine, [row for row in rules if row["kind"] == kind], scorer)
            for way, read in WAYS.items():
                rows = read(here) if kind in RULED else _learned(here)
                counts = scorer.tally(gold, rows)[kind]
                total[way][kind].update(counts)
                total[way]["overall"].update(counts)
    return {
        way: {kind: scorer.summary(counts[kind]) for kind in (*RULED, "overall")}
        for way, counts in total.items()
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name in ("reader", "encoder", "packed", "pages", "scorer"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    packed = Packed(options.packed, torch.device("cpu"))
    net = load_reader(options.reader, options.encoder, packed.feature_names)
    pages = read_pages(options.pages)
    found = candidates(net, packed, pages)
    for language in ("en", "es", None):
        those = [page for page in pages if language in (None, page.language)]
        summary = compare(load_scorer(options.scorer), those, found)
        print(f"{language or 'all':10}" + "".join(f"{kind:>22}" for kind in (*RULED, "overall")))
        for way, kinds in summary.items():
            cells = (
                f"{r['precision']:.2f} {r['recall']:.2f} {r['f1']:.3f}" for r in kinds.values()
            )
            print(f"{way:10}" + "".join(f"{cell:>22}" for cell in cells))


if __name__ == "__main__":
    main()
