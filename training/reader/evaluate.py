"""Count the statements of a trained reader with a scorer that is given by its path.

    python -m training.reader.evaluate READER ENCODER PACKED PAGES SCORER [--language en] [--json]

READER is what `training.reader.train` wrote, PACKED and PAGES the two files of one set of reports.
Prints precision, recall, F1, slot F1 and sources, by kind.
"""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import torch
from training.reader.batch import Packed
from training.reader.decode import candidates
from training.reader.figures import Figures, table
from training.reader.page import LearningPage, read_pages
from training.reader.saving import load_reader
from training.scorer import load_scorer

from testigo.reading.learned.candidates import Candidate
from testigo.reading.learned.grammar import KINDS
from testigo.reading.learned.merging import statements


def figures(
    scorer: ModuleType,
    pages: Sequence[LearningPage],
    found: dict[str, list[Candidate]],
    thresholds: dict[str, float] | None = None,
) -> Figures:
    """Return the scorer's summary of each kind and of all (`overall`)."""
    total: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for page in pages:
        rows = [c.row for c in statements(found[page.name], thresholds)]
        for kind, counts in scorer.tally(page.gold, rows).items():
            total[kind].update(counts)
            total["overall"].update(counts)
    return {kind: scorer.summary(total[kind]) for kind in (*KINDS, "overall")}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name in ("reader", "encoder", "packed", "pages", "scorer"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--language", choices=("en", "es"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    packed = Packed(options.packed, torch.device("cpu"))
    net = load_reader(options.reader, options.encoder, packed.feature_names)
    pages = read_pages(options.pages)
    found = candidates(net, packed, pages)
    pages = [p for p in pages if options.language in (None, p.language)]
    summary = figures(load_scorer(options.scorer), pages, found)
    print(json.dumps(summary) if options.json else table(summary))


if __name__ == "__main__":
    main()
