"""Measures the threshold of `testigo.reports.nearness` on invented stories and their copies.

python benchmarks/nearness/measure.py [FOLDER of different reports]
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from stories import copies, story

from testigo.reports.nearness import DispatchFingerprinter, Fingerprint, likeness, propose_groups

STORIES = 300
SEED = 7


def invented() -> tuple[list[Fingerprint], dict[str, list[Fingerprint]]]:
    """The originals, and their copies by what was done to them."""
    chance, fingerprinter = random.Random(SEED), DispatchFingerprinter()
    originals, changed = [], defaultdict(list)
    for number in range(STORIES):
        original = story(chance)
        originals.append(fingerprinter.fingerprint(f"{number:03}", "\n\n".join(original)))
        for name, copy in copies(chance, original):
            copied = fingerprinter.fingerprint(f"{number:03} {name}", "\n\n".join(copy))
            changed[name].append(copied)
    return originals, dict(changed)


def found(originals: list[Fingerprint], changed: Iterable[Fingerprint]) -> float:
    """The share of copies that are proposed with their original."""
    pairs = list(zip(originals, changed, strict=True))
    return sum(bool(propose_groups(pair)) for pair in pairs) / len(pairs)


def of_folder(folder: Path) -> Iterator[Fingerprint]:
    for path in sorted(folder.rglob("*.txt")):
        yield DispatchFingerprinter().fingerprint(path.stem, path.read_text(encoding="utf-8"))


def false_ties(different: list[Fingerprint]) -> str:
    """How alike different reports are, and how many pairs the threshold would tie."""
    pairs = combinations([f for f in different if f.signature], 2)
    measured = sorted((likeness(a.signature, b.signature) for a, b in pairs), reverse=True)
    tied = sum(len(group.ties) for group in propose_groups(different))
    highest = ", ".join(f"{value:.2f}" for value in measured[:5])
    return f"{len(different)} reports, {len(measured)} pairs: tied {tied}; most alike {highest}"


def main() -> None:
    print("| copy | least alike | 5th percentile | median | found |\n|---|---|---|---|---|")
    originals, changed = invented()
    for name, copied in changed.items():
        values = sorted(
            likeness(a.signature, b.signature) for a, b in zip(originals, copied, strict=True)
        )
        low, middle = values[len(values) // 20], values[len(values) // 2]
        share = found(originals, copied)
        print(f"| {name} | {values[0]:.2f} | {low:.2f} | {middle:.2f} | {share:.3f} |")
    for folder in sys.argv[1:]:
        print("folder:", false_ties(list(of_folder(Path(folder)))))


if __name__ == "__main__":
    main()
