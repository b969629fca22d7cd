"""Set the package's reader beside the trained net: the same words, scores and candidates.

    PYTHONPATH=src:. python -m training.reader.parity READER ENCODER FULL PACKED PAGES [--first 5]

FULL is the words part in full precision that `training.reader.export` leaves, PACKED and PAGES two
files of one set of reports. For the first pages: word pieces against those of the library
`tokenizers`; for each window how the package lays it out, word vectors of ONNX, every head, and the
candidates of both ways from text to values, each against PyTorch. Exits with 1 where a probability
differs by more than 0.001. What eight bits change is told by the figures of
`training.reader.export`.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from training.reader.batch import Batch, Packed
from training.reader.decode import head_arrays, laid_window
from training.reader.model import ReaderNet
from training.reader.model import States as NetStates
from training.reader.page import LearningPage, read_pages
from training.reader.saving import load_reader

from testigo.reading.learned.candidates import Candidate
from testigo.reading.learned.decode import candidates
from testigo.reading.learned.features import is_listed
from testigo.reading.learned.heads import Heads, States
from testigo.reading.learned.laid import Floats, LaidWindow, Numbers, lay_out
from testigo.reading.learned.reasons import FeatureNames
from testigo.reading.learned.weights import Embeddings
from testigo.reading.learned.windows import load_tokenizer, windows
from testigo.reading.learned.words import WordVectors

LARGEST = 1e-3
"""The largest difference of a probability that rounding explains."""


class NetHeads(Heads):
    """The heads of the net in PyTorch, asked as the package asks its own."""

    def __init__(self, net: ReaderNet, batch: Batch, window: LaidWindow, vectors: Tensor) -> None:
        super().__init__(head_arrays(net), window, vectors[0].numpy(), net.settings.evidence)
        self.net, self.batch, self.words = net, batch, vectors
        self.kept: dict[int, NetStates] = {}

    def anchors(self) -> Floats:
        """Return how likely each word is the anchor of each kind."""
        return _array(torch.sigmoid(self.net.anchor(self.words))[0])

    def states(self, kind: str, anchors: Numbers) -> States:
        """Return the states of anchors, the net's own kept beside them."""
        own = self.net.states(self.words, self.batch, kind, torch.as_tensor(anchors)[None])
        columns = np.zeros((5, 0, 0), np.int64)
        states = States(anchors, _array(own.vectors[0]), _array(own.looks[0]), columns)
        self.kept[id(states)] = own
        return states

    def pointers(self, kind: str, states: States) -> Floats:
        """Return the probabilities of pointers."""
        return _shares(self.net.pointers(self.words, self.batch, kind, self.kept[id(states)]))

    def dates(self, kind: str, states: States) -> Floats:
        """Return the probabilities of dates: those packed for wider windows are cut off."""
        return self._choices(kind, states, len(self.window.dates), age=False)

    def ages(self, states: States) -> Floats:
        """Return the probabilities of ages."""
        return self._choices("casualty", states, len(self.window.ages), age=True)[:, 0]

    def _choices(self, kind: str, states: States, count: int, age: bool) -> Floats:
        anchors = torch.as_tensor(states.anchors)[None]
        own = self.kept[id(states)]
        shares = _shares(self.net.choices(self.words, self.batch, kind, own, anchors, age))
        rest = shares[..., -1:] if age else shares[..., -2:]
        return np.concatenate([shares[..., :count], rest], -1)

    def ends(self, ends: Numbers) -> Floats:
        """Return the scores of ends."""
        rows = np.column_stack((np.zeros(len(ends), np.int64), ends, ends[:, 1]))
        return _array(self.net.ends(self.words, self.batch, torch.as_tensor(rows)))

    def class_scores(self, kind: str, states: States, votes: Floats) -> dict[str, Floats]:
        """Return the scores of codes; the net counts its votes itself."""
        anchors = torch.as_tensor(states.anchors)[None]
        own = self.kept[id(states)]
        scores = self.net.class_scores(self.batch, kind, own, anchors)
        return {name: _array(values[0]) for name, values in scores.items()}


def _array(values: Tensor) -> Floats:
    out: Floats = values.float().numpy()
    return out


def _shares(scores: Tensor) -> Floats:
    return _array(torch.softmax(scores.float(), -1)[0])


def compare_windows(
    net: ReaderNet, packed: Packed, pages: list[LearningPage], words: WordVectors, encoder: Path
) -> Iterator[tuple[str, float]]:
    """Yield what was compared and its largest difference, window by window."""
    file = str(encoder.with_name("tokenizer.json"))
    tokenizer, library = load_tokenizer(file), Tokenizer.from_file(file)
    for page in pages:
        # The library also gives a piece to a space at the very end, where no word is.
        ids = library.encode(page.content.rstrip(), add_special_tokens=False).ids
        yield "pages cut into other pieces", float(tokenizer.encode(page.content).ids != ids)
    by_name = {page.name: page for page in pages}
    width = len(packed.feature_names)
    listed = np.array([is_listed(name) for name in packed.feature_names])
    names = FeatureNames(packed.feature_names, listed)
    cut = [(page, window) for page in pages for window in windows(page, tokenizer)]
    numbers = [number for number, name in enumerate(packed.names) if name in by_name]
    for number, (page, window) in zip(numbers, cut, strict=True):
        laid, batch = laid_window(packed, number, page), packed.batch([number])
        own = lay_out(page, window, np.arange(width), width)
        yield "windows that are laid out otherwise", float(not _same(laid, own))
        vectors = net.words(batch)
        yield "word vectors", float(np.abs(words.of(window, own) - vectors[0].numpy()).max())
        theirs = NetHeads(net, batch, laid, vectors)
        ours = Heads(head_arrays(net), own, words.of(window, own), net.settings.evidence)
        yield "anchor probabilities", float(np.abs(theirs.anchors() - ours.anchors()).max())
        pairs = candidates(theirs, names), candidates(ours, names)
        yield from _differences(*pairs)


def _same(one: LaidWindow, other: LaidWindow) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in dataclasses.fields(LaidWindow)
        if field.name != "page"
    )


def _differences(theirs: list[Candidate], ours: list[Candidate]) -> Iterator[tuple[str, float]]:
    """Compare the candidates of one window."""
    keys = [[(c.kind, c.anchor, c.end) for c in those] for those in (theirs, ours)]
    yield "candidates of one way only", float(len(set(keys[0]) ^ set(keys[1])))
    by_key = dict(zip(keys[1], ours, strict=True))
    for key, one in zip(keys[0], theirs, strict=True):
        if key in by_key:
            other = by_key[key]
            yield "confidence", abs(one.confidence - other.confidence)
            yield "rows that differ", float(one.row != other.row)
            for name, share in one.absent.items():
                yield "probability of no value", abs(share - other.absent[name])
                for a, b in zip(one.words[name], other.words[name], strict=False):
                    yield "probability of words", abs(a.probability - b.probability)
            for name, date in one.dates.items():
                yield "probability of a date", abs(date.probability - other.dates[name].probability)
            for name, code in one.codes.items():
                yield "probability of a code", abs(code.probability - other.codes[name].probability)


@torch.inference_mode()
def main() -> None:
    """Print the largest differences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name in ("reader", "encoder", "full", "packed", "pages"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--first", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    packed = Packed(options.packed, torch.device("cpu"))
    net = load_reader(options.reader, options.encoder, packed.feature_names)
    pages = read_pages(options.pages)[: options.first]
    with np.load(options.encoder) as file:
        embeddings = Embeddings({name: file[name] for name in file.files})
    words = WordVectors(options.full.read_bytes(), embeddings)
    largest: dict[str, float] = collections.defaultdict(float)
    counts: dict[str, int] = collections.defaultdict(int)
    for name, difference in compare_windows(net, packed, pages, words, options.encoder):
        largest[name] = max(largest[name], difference)
        counts[name] += 1
    for name, difference in largest.items():
        print(f"{name}: {difference:.6f} at most, {counts[name]} compared")
    limits = {"word vectors": 0.01}
    if any(difference > limits.get(name, LARGEST) for name, difference in largest.items()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
