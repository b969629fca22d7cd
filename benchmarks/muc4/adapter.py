"""The adapter at work: light heads over the vectors of testigo's net, in numpy.

It tells for each word how likely it begins or goes on with a fill of each slot, and how likely an
incident of each type is told of it and in the whole document. It was learnt on the training
documents of MUC-4 by `adapt.py` and belongs to this benchmark only. Sizes: n words, w width.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.muc4.bag import Bag
from benchmarks.muc4.reading import ReadDocument
from numpy.typing import NDArray

from testigo.record.errors import TestigoError

Floats = NDArray[np.float32]
FILE = Path(__file__).parent / "adapter.npz"
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery")
MOST_FEATURES = 16
LONG = 400.0
"""Words of a common document: positions are counted in it."""


class OtherNet(TestigoError):
    """The adapter was learnt over the vectors of another net than the one at hand."""

    def __init__(self, learnt: str, given: str) -> None:
        super().__init__(
            f"the adapter was learnt over the net {learnt[:12]}, testigo holds {given[:12]}; "
            "learn it again with python -m benchmarks.muc4.adapt"
        )


class NoAdapter(TestigoError):
    """There is no adapter yet."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file.name} is not there; learn it with python -m benchmarks.muc4.adapt, "
            "or use --mapping"
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """What the adapter says of one document, as probabilities.

    `tags` `[n, 5, 3]`: no fill, its first word, a further word; for each slot. `types` `[6]`: an
    incident of each type is told, any is told. `of_type` `[n, 5]`: a fill at this word belongs to
    each type. `by_words` `[6]`: as `types`, by the words of the document alone; `types` is the mean
    of that and of what the heads say.
    """

    tags: Floats
    types: Floats
    of_type: Floats
    by_words: Floats


class Adapter:
    """Light heads, the mean of several that differ in their seed."""

    def __init__(self, about: Mapping[str, Any], parts: list[dict[str, Floats]], bag: Bag) -> None:
        self.about = about
        self._parts, self._bag = parts, bag
        self._words = {word: number + 1 for number, word in enumerate(about["words"])}
        self._features = {name: number for number, name in enumerate(about["features"])}

    @classmethod
    def load(cls, file: Path = FILE) -> Adapter:
        """Load an adapter written by `save`.

        Raises:
            NoAdapter: if there is none.
        """
        if not file.is_file():
            raise NoAdapter(file)
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes().decode())
            parts: list[dict[str, Floats]] = [{} for _ in range(about["parts"])]
            rarity = dict(zip(about["terms"], arrays["rarity"].tolist(), strict=True))
            wide = {n: arrays[n].astype(np.float32) for n in ("term_weights", "term_bias")}
            for name in arrays.files:
                if "/" in name:
                    part, _, weight = name.partition("/")
                    parts[int(part)][weight] = arrays[name].astype(np.float32)
        return cls(about, parts, Bag(rarity, wide["term_weights"], wide["term_bias"]))

    def check_net(self, sha256: str) -> None:
        """Do nothing if the net's words part is the one learnt over.

        Raises:
            OtherNet: if it is not.
        """
        if sha256 != self.about["net"]:
            raise OtherNet(self.about["net"], sha256)

    def scores(self, document: ReadDocument) -> Scores:
        """Return what the adapter says of a document of at least one word."""
        given = inputs(document, self._words, self._features)
        all_ = [_forward(part, given, tuple(self.about["dilations"])) for part in self._parts]
        tags, types, of_type = (np.mean([one[k] for one in all_], 0) for k in range(3))
        by_words = self._bag.probabilities(document)
        return Scores(tags, (types + by_words) / 2, of_type, by_words)


@dataclass(frozen=True, slots=True)
class Inputs:
    """One document as arrays: `features` `[n, MOST_FEATURES]` padded with -1."""

    vectors: Floats
    features: NDArray[np.int64]
    words: NDArray[np.int64]
    rest: Floats


def inputs(document: ReadDocument, words: Mapping[str, int], features: Mapping[str, int]) -> Inputs:
    """Lay out a document; unknown words are 0, unknown features are passed over."""
    size = len(document.page.starts)
    table = np.full((size, MOST_FEATURES), -1, np.int64)
    for word, names in enumerate(document.features):
        known = [features[name] for name in names if name in features][-MOST_FEATURES:]
        table[word, : len(known)] = known
    place = np.arange(size, dtype=np.float32)[:, None] / LONG
    length = np.full((size, 1), size / LONG, np.float32)
    return Inputs(
        document.vectors.astype(np.float32),
        table,
        np.array([words.get(word, 0) for word in document.page.folded], np.int64),
        np.concatenate([document.anchors, place, length], 1),
    )


def _forward(
    w: Mapping[str, Floats], given: Inputs, dilations: tuple[int, ...]
) -> tuple[Floats, Floats, Floats]:
    lists = np.concatenate([w["fe.weight"][:-1], np.zeros_like(w["fe.weight"][:1])])
    x = np.concatenate(
        [
            _norm(w, "ln", given.vectors),
            lists[given.features].sum(1),
            w["we.weight"][given.words],
            given.rest,
        ],
        1,
    )
    x = _gelu(_linear(w, "inp", x))
    for number, reach in enumerate(dilations):
        y = _norm(w, f"lns.{number}", x)
        x = x + _gelu(_linear(w, f"convs.{number}", _with_neighbours(y, reach)))
        if number == len(dilations) - 2:
            whole = np.concatenate([x.max(0), x.mean(0)])
            x = x + _gelu(_linear(w, "glob", whole))
    looks = _softmax(_linear(w, "att", x), 0)
    types = (looks * _linear(w, "val", x)).sum(0)
    tags = _softmax(_linear(w, "tags", x).reshape(len(x), 5, 3), -1)
    return tags, _sigmoid(types), _sigmoid(_linear(w, "wty", x))


def _with_neighbours(x: Floats, reach: int) -> Floats:
    """Return each word with the ones `reach` before and behind, zeros beyond the ends."""
    padded = np.pad(x, ((reach, reach), (0, 0)))
    return np.concatenate([padded[: len(x)], x, padded[2 * reach :]], 1)


def _linear(w: Mapping[str, Floats], name: str, x: Floats) -> Floats:
    out: Floats = x @ w[f"{name}.weight"].T + w[f"{name}.bias"]
    return out


def _norm(w: Mapping[str, Floats], name: str, x: Floats) -> Floats:
    x = x - x.mean(-1, keepdims=True)
    x = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5)
    out: Floats = x * w[f"{name}.weight"] + w[f"{name}.bias"]
    return out


def _gelu(x: Floats) -> Floats:
    """Return the Gaussian error linear unit, by its tanh form."""
    out: Floats = 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    return out


def _softmax(x: Floats, axis: int) -> Floats:
    x = np.exp(x - x.max(axis, keepdims=True))
    out: Floats = x / x.sum(axis, keepdims=True)
    return out


def _sigmoid(x: Floats) -> Floats:
    out: Floats = 1 / (1 + np.exp(-x))
    return out


def save(
    file: Path, about: Mapping[str, Any], parts: list[Mapping[str, NDArray[Any]]], bag: Bag
) -> None:
    """Write an adapter, its weights in sixteen bits; the same one gives the same bytes."""
    about = {**about, "terms": list(bag.rarity)}
    content = json.dumps(about, ensure_ascii=True, sort_keys=True).encode()
    arrays: dict[str, NDArray[Any]] = {
        "about": np.frombuffer(content, np.uint8),
        "rarity": np.array(list(bag.rarity.values()), np.float16),
        "term_weights": bag.weights.astype(np.float16),
        "term_bias": bag.bias.astype(np.float32),
    }
    for number, part in enumerate(parts):
        arrays |= {f"{number}/{k}": np.asarray(v, np.float16) for k, v in sorted(part.items())}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array, allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, buffer.getvalue())
