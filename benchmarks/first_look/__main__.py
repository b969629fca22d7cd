"""What the first look passes over.

    python benchmarks/first_look [CORPORA] [MUC4] [--fit] [--floors]

Counts relevant reports that would be lost: those of CORPORA (`invented` and `real`; part `held` of
`training/split.tsv` apart) and of testigo's own corpus that hold a statement, and documents of
MUC-4 `train` and `dev` with a template. For each group n, losses and the one-sided 95 % upper bound
of the share lost (Clopper and Pearson 1934). Then the share passed over of texts that hold nothing:
the 80 invented ones beside this file, documents of the treebanks by genre, reports without a
statement, and MUC-4 documents without a template, which are near misses. Without CORPORA and MUC4
only what lies in the project is counted.

`--fit` sets weights and threshold anew (held reports, the 80 texts and the near misses take no
part) and writes `src/testigo/reading/first_look.toml`. `--floors` ends with exit code 1 where a
relevant report is lost or fewer of the 80 are passed over than `floors.toml` asks.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpus_documents import treebank_documents

from testigo.languages.document import tokenise
from testigo.reading.first_look import FEWEST_WORDS, LISTS, features_of, is_worth_reading, score_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WEIGHTS = ROOT / "src" / "testigo" / "reading" / "first_look.toml"
FEATURES = (*LISTS, "quotes", "closest")
FAR_GENRES = (
    "answers",
    "reviews",
    "email",
    "academic",
    "voyage",
    "vlog",
    "textbook",
    "conversation",
)
"""Treebank genres that are learnt from as irrelevant: far from news; a few texts are not."""
MARGIN = 0.5
"""How far the threshold lies under the lowest relevant report that is learnt from."""


@dataclass(frozen=True)
class Example:
    """A text, what group it is counted in, and whether it is learnt from."""

    group: str
    language: str
    content: str
    relevant: bool
    learnt: bool


def own_texts() -> Iterator[Example]:
    """Yield what lies in the project: the invented irrelevant texts and testigo's own corpus."""
    for language in ("en", "es"):
        texts = (HERE / f"irrelevant_{language}.txt").read_text(encoding="utf-8").split("\n\n")
        for text in texts:
            yield Example(f"invented texts of nothing, {language}", language, text, False, False)
        for path in sorted((ROOT / "training" / "corpus" / language).glob("*.txt")):
            content = path.read_text(encoding="utf-8")
            yield Example(f"own corpus, {language}", language, content, True, True)


def annotated(corpora: Path) -> Iterator[Example]:
    """Yield the annotated reports; one without a statement is irrelevant."""
    with (ROOT / "training" / "split.tsv").open(encoding="utf-8") as file:
        parts = {row["report"]: row["part"] for row in csv.DictReader(file, delimiter="\t")}
    for path in sorted(corpora.glob("*/e[ns]/*.txt")):
        gold = path.with_suffix(".gold.jsonl")
        relevant = gold.is_file() and bool(gold.read_text(encoding="utf-8").strip())
        language, part = path.parent.name, parts.get(path.stem, "tune")
        group = f"{path.parent.parent.name}, {language}, {part}"
        group = group if relevant else f"reports without a statement, {language}"
        content = path.read_text(encoding="utf-8")
        yield Example(group, language, content, relevant, relevant and part == "tune")


def treebanks(corpora: Path) -> Iterator[Example]:
    """Yield the documents of the treebanks by genre."""
    for genre, language, content in treebank_documents(corpora / "ud"):
        yield Example(f"treebank: {genre}", language, content, False, genre in FAR_GENRES)


def muc4(folder: Path) -> Iterator[Example]:
    """Yield the MUC-4 documents; those without a template are near misses."""
    for part in ("train", "dev"):
        for line in (folder / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            relevant = bool(row["templates"])
            group = f"MUC-4 {part}" if relevant else f"MUC-4 {part} without a template"
            yield Example(group, "en", row["text"], relevant, relevant)


def lost_at_most(lost: int, n: int) -> float:
    """Return the one-sided 95 % upper bound of a share (Clopper and Pearson 1934)."""
    if lost >= n:
        return 1.0
    low, high = lost / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        few = sum(math.comb(n, k) * middle**k * (1 - middle) ** (n - k) for k in range(lost + 1))
        low, high = (middle, high) if few > 0.05 else (low, middle)
    return high


def fit(examples: list[Example]) -> None:
    """Learn weights of zero or more by logistic regression and write them with a threshold."""
    learnt = [e for e in examples if e.learnt]
    tokens = [tokenise(e.content, 0, len(e.content)) for e in learnt]
    kept = [i for i, t in enumerate(tokens) if sum(x.is_word for x in t) >= FEWEST_WORDS]
    rows = [features_of(tokens[i], learnt[i].language) for i in kept]
    x = np.array([[row[name] for name in FEATURES] for row in rows])
    y = np.array([learnt[i].relevant for i in kept], float)
    each = np.where(y == 1, 1 / y.sum(), 1 / (1 - y).sum())
    weights, bias = np.zeros(len(FEATURES)), 0.0
    for _ in range(20_000):
        slope = (1 / (1 + np.exp(-(x @ weights + bias))) - y) * each
        weights = np.maximum(0, weights - x.T @ slope - 0.002 * weights)
        bias -= slope.sum()
    weights, bias = weights.round(3), round(float(bias), 3)
    lowest = float((x @ weights + bias)[y == 1].min())
    lines = [
        "# Weights of the first look (`benchmarks/first_look --fit`): zero or more, by feature.",
        f"# Learnt from {int(y.sum())} relevant and {int((1 - y).sum())} other texts; the lowest",
        f"# relevant one scores {lowest:.3f}, the threshold lies {MARGIN} under it.",
        f"threshold = {lowest - MARGIN:.3f}",
        f"bias = {bias}",
        "",
        "[weights]",
        *(f"{name} = {w}" for name, w in zip(FEATURES, weights, strict=True) if w > 0),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def show(examples: list[Example]) -> tuple[int, float]:
    """Print the tables; return the losses and the share of the invented texts passed over."""
    start = time.process_time()
    read = [is_worth_reading(e.content, e.language) for e in examples]
    seconds = time.process_time() - start
    print(f"{'relevant reports':44}{'n':>6}{'lost':>6}  lost at most (95 %)")
    relevant = [e for e in examples if e.relevant]
    for group in [*dict.fromkeys(e.group for e in relevant), "all"]:
        got = [
            r
            for e, r in zip(examples, read, strict=True)
            if e.relevant and group in (e.group, "all")
        ]
        lost = got.count(False)
        print(f"  {group:42}{len(got):6}{lost:6}  {100 * lost_at_most(lost, len(got)):.2f} %")
    print(f"{'other texts':44}{'n':>6}{'passed over':>13}")
    for group in dict.fromkeys(e.group for e in examples if not e.relevant):
        got = [r for e, r in zip(examples, read, strict=True) if e.group == group]
        print(f"  {group:42}{len(got):6}{got.count(False):6} ({got.count(False) / len(got):.2f})")
    print(f"{1000 * seconds / len(examples):.1f} ms of processor time a text")
    losses = sum(e.relevant and not r for e, r in zip(examples, read, strict=True))
    mine = [r for e, r in zip(examples, read, strict=True) if e.group.startswith("invented texts")]
    return losses, mine.count(False) / len(mine)


def closest(examples: list[Example], count: int) -> None:
    """Print the scores nearest to being lost, without a word of the texts."""
    scores = sorted(
        (score_of(features_of(tokenise(e.content, 0, len(e.content)), e.language)), e.group)
        for e in examples
        if e.relevant
    )
    for score, group in scores[:count]:
        print(f"  {score:.2f}  {group}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, nargs="?")
    parser.add_argument("muc4", type=Path, nargs="?")
    parser.add_argument("--fit", action="store_true", help="learn the weights anew and write them")
    parser.add_argument("--floors", action="store_true", help="fail below floors.toml")
    parser.add_argument("--closest", type=int, default=0, help="print the N lowest scores")
    options = parser.parse_args()
    examples = list(own_texts())
    if options.corpora:
        examples += [*annotated(options.corpora), *treebanks(options.corpora)]
    if options.muc4:
        examples += muc4(options.muc4)
    if options.fit:
        fit(examples)
        print(f"written: {WEIGHTS.relative_to(ROOT)}; run again without --fit to measure it")
        return 0
    losses, share = show(examples)
    closest(examples, options.closest)
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    if options.floors and (losses > 0 or share < floors["invented_passed_over"]):
        print(f"BELOW THE FLOOR: {losses} relevant reports lost, {share:.2f} passed over")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
