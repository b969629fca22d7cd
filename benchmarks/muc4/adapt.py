"""Learn the adapter: `python -m benchmarks.muc4.adapt TRAIN.jsonl WORK [--nets 2] [--passes 13]`.

Reads the training documents with testigo (kept in WORK, a folder that git ignores, as long as the
net is the same), learns each net of heads on all but a share of them, fits on what the nets say of
the documents they have not seen which candidates are right.
Writes `adapter.npz`. Needs torch; TRAIN is pinned by its SHA-256.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import hashlib
import pickle
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.muc4.adapter import FILE, TYPES, Adapter, Floats, Scores, save
from benchmarks.muc4.bag import Bag
from benchmarks.muc4.net import DILATIONS, Example, example, learn, learn_bag, types_of
from benchmarks.muc4.reading import ReadDocument, documents, read
from benchmarks.muc4.scoring import SLOTS, count, normalised, total
from benchmarks.muc4.templates import (
    Numbers,
    assembled,
    candidates,
    probability,
    type_evidence,
)

from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.learned.reader import LearnedReader
from testigo.reading.learned.weights import WORDS
from testigo.record.errors import TestigoError

TRAIN = "6037c0999bd101b3fec2d629cb2a91b2e69f74e57825d9feee5c965c6d1201e5"
"""SHA-256 of the training documents with their keys."""
LEAST_WORD = 3
"""Words seen less often have no vector of their own."""
PARTS = 5
RIDGE = 3.0
LEAST = dict.fromkeys(TYPES, 0.3) | dict.fromkeys(SLOTS, 0.25)
"""Least probabilities, chosen on dev (44.2); the best pair on training documents that the nets had
not seen, 0.3 and 0.35, gives 43.0 there. Ten of them, each set in turn, fitted those documents and
not dev (34.7 against 37.0, at an earlier stage)."""
Keys = Mapping[str, Sequence[Mapping[str, Any]]]


class OtherTraining(TestigoError):
    """The training documents are not those that the scores in README.md were reached with."""

    def __init__(self, given: str) -> None:
        super().__init__(f"the training documents have SHA-256 {given} and not {TRAIN}")


def read_all(file: Path, work: Path, reader: LearnedReader) -> list[ReadDocument]:
    """Read the documents, or take what the same net, rules and lists read before."""
    net, rules = reader.about.sha256[WORDS][:16], BuiltinReader().identity.resources
    kept = work / f"{file.stem}-{net}-{rules}.pickle"
    if kept.is_file():
        with kept.open("rb") as stream:
            found: list[ReadDocument] = pickle.load(stream)
        return found
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(_read_one, documents(file), chunksize=20))
    with kept.open("wb") as stream:
        pickle.dump(found, stream)
    return found


def _read_one(document: Mapping[str, Any]) -> ReadDocument:
    """Read a document; of its statements only the features of words are learnt from."""
    return dataclasses.replace(read(document, LearnedReader.load()), told=[])


def part_of(docid: str) -> int:
    """Return the part of a document, by hash: one net has not seen it."""
    return int(hashlib.sha256(docid.encode()).hexdigest(), 16) % PARTS


def fitted(rows: Numbers, right: Numbers) -> list[float]:
    """Return the weights of a logistic regression with a ridge, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    ridge = RIDGE * np.eye(len(weights))
    ridge[0, 0] = 1e-3
    for _ in range(25):
        share = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (right - share) - ridge @ weights
        curvature = (rows * (share * (1 - share))[:, None]).T @ rows + ridge
        weights += np.linalg.solve(curvature, gradient)
    return [round(float(one), 5) for one in weights]


Habits = dict[str, dict[str, float]]
Unseen = Sequence[tuple[ReadDocument, Scores, Habits]]


def habits_of(read_: Sequence[ReadDocument], keys: Keys) -> Habits:
    """Return how often a word ends a fill of each slot in documents that hold it, as log odds."""
    holds: collections.Counter[str] = collections.Counter()
    ends: dict[str, collections.Counter[str]] = {slot: collections.Counter() for slot in SLOTS}
    for one in read_:
        holds.update(set(one.page.folded))
        for slot in SLOTS:
            strings = {s for key in keys[one.docid] for entity in key[slot] for s in entity}
            lasts = {(re.findall(r"[^\W_]+|[^\w\s]", string) or [""])[-1] for string in strings}
            ends[slot].update(lasts)
    return {
        slot: {
            word: round(float(np.log((times + 0.1) / (holds[word] - times + 2))), 2)
            for word, times in counted.items()
            if holds[word] >= max(times, 2)
        }
        for slot, counted in ends.items()
    }


def regressions(unseen: Unseen, keys: Keys) -> dict[str, list[float]]:
    """Return the weights of the regressions of slots and types."""
    rows: dict[str, list[Numbers]] = collections.defaultdict(list)
    right: dict[str, list[float]] = collections.defaultdict(list)
    for document, scores, habits in unseen:
        found, here = candidates(document, scores, habits), keys[document.docid]
        for one in found:
            rows[one.slot].append(one.evidence)
            entities = [entity for key in here for entity in key[one.slot]]
            strings = {normalised(string) for entity in entities for string in entity}
            right[one.slot].append(float(one.key in strings))
        told = {name for key in here for name in types_of(key)}
        for name, row in zip(TYPES, type_evidence(scores, found), strict=True):
            rows[name].append(row)
            right[name].append(float(name in told))
    return {name: fitted(np.array(rows[name]), np.array(right[name])) for name in rows}


def unseen_f1(
    unseen: Unseen, keys: Keys, weights: Mapping[str, Sequence[float]], least: Mapping[str, float]
) -> float:
    """Return F1 on the training documents that the nets have not seen."""
    counts = []
    for document, scores, habits in unseen:
        found = candidates(document, scores, habits)
        rows = zip(TYPES, type_evidence(scores, found), strict=True)
        likely = {name: probability(weights[name], row) for name, row in rows}
        fills = [(one, probability(weights[one.slot], one.evidence)) for one in found]
        counts.append(count(assembled(likely, fills, least), keys[document.docid]))
    return total(counts).f1()


def vocabularies(read_: Sequence[ReadDocument]) -> tuple[list[str], list[str]]:
    """Return the words seen often enough, and all features."""
    seen = collections.Counter(word for one in read_ for word in one.page.folded)
    words = sorted(word for word, times in seen.items() if times >= LEAST_WORD)
    return words, sorted({name for one in read_ for all_ in one.features for name in all_})


def _bag(read_: Sequence[ReadDocument], examples: Sequence[Example]) -> Bag:
    types = {one.docid: one.types for one in examples}
    return learn_bag(read_, np.stack([types[one.docid] for one in read_]))


def _learnt(
    options: argparse.Namespace, examples: Sequence[Example], sizes: tuple[int, int, int]
) -> list[dict[str, Floats]]:
    """Learn the nets at once, one a process; with `--kept-nets` take those learnt last."""
    kept = options.work / "nets.pickle"
    if options.kept_nets:
        with kept.open("rb") as stream:
            parts: list[dict[str, Floats]] = pickle.load(stream)
        return parts
    seeds = range(options.nets)
    learnt = [[one for one in examples if part_of(one.docid) != seed] for seed in seeds]
    with ProcessPoolExecutor(options.nets) as pool:
        same = [sizes] * options.nets, [options.passes] * options.nets
        parts = list(pool.map(learn, learnt, *same, seeds))
    with kept.open("wb") as stream:
        pickle.dump(parts, stream)
    return parts


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("train", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--nets", type=int, default=2)
    parser.add_argument("--passes", type=int, default=13)
    parser.add_argument("--kept-nets", action="store_true", help="fit only what follows the nets")
    options = parser.parse_args()
    given = hashlib.sha256(options.train.read_bytes()).hexdigest()
    if given != TRAIN:
        raise OtherTraining(given)
    options.work.mkdir(parents=True, exist_ok=True)
    reader = LearnedReader.load()
    read_ = [one for one in read_all(options.train, options.work, reader) if one.page.starts]
    keys: Keys = {one["docid"]: one["templates"] for one in documents(options.train)}
    words, features = vocabularies(read_)
    numbers = {word: number + 1 for number, word in enumerate(words)}
    places = {name: number for number, name in enumerate(features)}
    examples = [example(one, keys[one.docid], numbers, places) for one in read_]
    about: dict[str, Any] = {
        "words": words,
        "features": features,
        "dilations": DILATIONS,
        "net": reader.about.sha256[WORDS],
        "train": given,
        "passes": options.passes,
    }
    sizes = read_[0].vectors.shape[1], len(features), len(words)
    parts = _learnt(options, examples, sizes)
    unseen: list[tuple[ReadDocument, Scores, Habits]] = []
    for seed, part in enumerate(parts):
        bag = _bag([one for one in read_ if part_of(one.docid) != seed], examples)
        one_net = Adapter(about | {"parts": 1}, [part], bag)
        seen = habits_of([one for one in read_ if part_of(one.docid) != seed], keys)
        left = [one for one in read_ if part_of(one.docid) == seed]
        unseen += [(one, one_net.scores(one), seen) for one in left]
    weights = regressions(unseen, keys)
    print(f"{len(unseen)} unseen: F1 {100 * unseen_f1(unseen, keys, weights, LEAST):.1f}")
    settings = {"weights": weights, "least": LEAST, "habits": habits_of(read_, keys)}
    about |= {"parts": len(parts), "settings": settings}
    save(FILE, about, parts, _bag(read_, examples))
    print(f"{FILE.name}: {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
