"""Set the learned reader beside the rules of the built-in one, kind by kind.

    python -m training.reader.beside_rules READER ENCODER PACKED PAGES SCORER [--threshold X]

For each kind that has rules, prints the F1 of: the learned reader; the rules; the learned reader
with what only the rules found (`either`); only what both found (`both`); the learned reader with
the rules' outcome where both count the same words (`outcome`). Needs testigo itself.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import torch

from testigo.exports.flat import flat_statements
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text
from training.reader.batch import Packed
from training.reader.decode import Row, candidates
from training.reader.evaluate import load_scorer
from training.reader.grammar import KINDS
from training.reader.merging import statements
from training.reader.page import LearningPage, read_pages
from training.reader.saving import load_reader

Rows = list[Row]
Way = Callable[[ModuleType, Rows, Rows], Rows]
RULED = ("toll", "casualty", "measure")


def rule_rows(page: LearningPage) -> Rows:
    """Return what the built-in rules read in a page, in the flat form."""
    stated = {"language": page.language}
    if page.published:
        stated["published"] = page.published
    if page.has_title:
        stated["title"] = page.content.split("\n", 1)[0]
    metadata = Metadata(**{name: Stated(value, "meta file") for name, value in stated.items()})
    reading = BuiltinReader().read([Page(Text(page.name, page.content, "training"), metadata)])[0]
    return flat_statements([found.statement for found in reading.found], page.language)


def _pairs(scorer: ModuleType, one: Rows, other: Rows) -> list[tuple[int, int]]:
    """Pair rows of one kind that the scorer calls the same statement."""
    weights = [
        [
            1 + scorer.likeness(a["kind"], a, b) if scorer.matches(a["kind"], a, b) else 0.0
            for b in other
        ]
        for a in one
    ]
    pairs: list[tuple[int, int]] = scorer.assign(weights)
    return pairs


def _either(scorer: ModuleType, learned: Rows, rules: Rows) -> Rows:
    known = {b for _, b in _pairs(scorer, learned, rules)}
    return learned + [row for index, row in enumerate(rules) if index not in known]


def _both(scorer: ModuleType, learned: Rows, rules: Rows) -> Rows:
    return [learned[a] for a, _ in _pairs(scorer, learned, rules)]


def _outcome(_: ModuleType, learned: Rows, rules: Rows) -> Rows:
    def key(row: Row) -> tuple[object, ...]:
        return row["kind"], row.get("low"), row.get("high"), str(row["quote"])

    given: dict[tuple[object, ...], set[object]] = collections.defaultdict(set)
    for row in rules:
        if row["kind"] == "toll":
            given[key(row)].add(row["outcome"])
    return [
        {**row, "outcome": next(iter(given[key(row)]))}
        if row["kind"] == "toll" and len(given.get(key(row), ())) == 1
        else row
        for row in learned
    ]


WAYS: dict[str, Way] = {
    "learned": lambda _, learned, __: learned,
    "rules": lambda _, __, rules: rules,
    "either": _either,
    "both": _both,
    "outcome": _outcome,
}


def compare(
    scorer: ModuleType, pages: Sequence[LearningPage], learned: dict[str, Rows]
) -> dict[str, dict[str, dict[str, float]]]:
    """Return the scorer's summary by way and kind."""
    total: dict[str, dict[str, collections.Counter[str]]] = {
        way: collections.defaultdict(collections.Counter) for way in WAYS
    }
    for page in pages:
        rules = rule_rows(page)
        for way, merge in WAYS.items():
            rows = []
            for kind in KINDS:
                mine = [row for row in learned[page.name] if row["kind"] == kind]
                theirs = [row for row in rules if row["kind"] == kind]
                rows += merge(scorer, mine, theirs) if kind in RULED else mine
            for kind, counts in scorer.tally(page.gold, rows).items():
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
    parser.add_argument("--threshold", type=float, default=0.4)
    options = parser.parse_args()
    torch.set_num_threads(1)
    packed = Packed(options.packed, torch.device("cpu"))
    net = load_reader(options.reader, options.encoder, len(packed.feature_names))
    pages = read_pages(options.pages)
    found = candidates(net, packed, pages)
    thresholds = dict.fromkeys(KINDS, options.threshold)
    learned = {name: [c.row for c in statements(those, thresholds)] for name, those in found.items()}
    summary = compare(load_scorer(options.scorer), pages, learned)
    print(f"{'':10}" + "".join(f"{kind:>22}" for kind in (*RULED, "overall")))
    for way, kinds in summary.items():
        cells = (f"{r['precision']:.2f} {r['recall']:.2f} {r['f1']:.3f}" for r in kinds.values())
        print(f"{way:10}" + "".join(f"{cell:>22}" for cell in cells))


if __name__ == "__main__":
    main()
