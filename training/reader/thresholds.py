"""Show what each kind would score at other probabilities of what only the net found.

    PYTHONPATH=src:. python -m training.reader.thresholds CORPORA SCORER

Prints precision, recall and F1 of each kind on the development reports for a few thresholds, the
one in force (`NEEDED` in `testigo.reading.builtin.union`) marked by a star. Choose there, by hand:
thresholds a little apart score alike, and a choice that gains less than .005 is noise.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from training.reader.built_in import Proposed, matched, proposed, reports_of
from training.reader.reports import AnnotatedReport
from training.scorer import load_scorer

from testigo.reading.builtin.union import NEEDED, SUPPORTED
from testigo.reading.learned.grammar import KINDS

TRIED = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def line(
    scorer: ModuleType,
    kind: str,
    read: Sequence[tuple[AnnotatedReport, list[Proposed]]],
    needed: float,
) -> str:
    """Return the figures of one kind at one threshold."""
    hits = given = wanted = 0
    for report, found in read:
        rows = [row for p, row in found if row["kind"] == kind and _stands(p.way, p.likely, needed)]
        gold = [row for row in report.gold if row["kind"] == kind]
        hits += len(matched(scorer, kind, gold, rows))
        given, wanted = given + len(rows), wanted + len(gold)
    precision, recall = hits / max(given, 1), hits / max(wanted, 1)
    f1 = 2 * hits / max(given + wanted, 1)
    star = " *" if needed == NEEDED[kind] else ""
    return f"{kind:12}{needed:5}{precision:7.3f}{recall:7.3f}{f1:7.3f}{star}"


def _stands(way: str, likely: float | None, needed: float) -> bool:
    return way != "learned" or (likely is not None and likely >= needed)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("scorer", type=Path)
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    everything = dict.fromkeys(KINDS, SUPPORTED)
    reports = reports_of(options.corpora, "dev")
    read = [(report, proposed(report, everything)) for report in reports]
    for kind in KINDS:
        print("\n".join(line(scorer, kind, read, needed) for needed in TRIED))


if __name__ == "__main__":
    main()
