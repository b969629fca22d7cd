"""The model on disk: found in the package, checked against its hashes, loaded once.

The folder `testigo/languages/model` holds `model.toml` and the files that it names:

    name = "testigo-reader"
    version = "1"
    features = ["harm", "harm:outcome=killed"]   # the word features the net knows, in its order
    [settings]
    evidence = true                              # found speakers bias the pointers
    [thresholds]
    toll = 0.4                                   # least probability of a statement, by kind
    [sha256]
    "words.onnx" = "..."                         # and embeddings.npz, heads.npz, tokenizer.json

Without `model.toml` there is no model, and the rules read alone. It is a file of the package and
not of a cache, so that nothing is fetched when a report is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from testigo.reading.learned.errors import AlteredModel, NoModel
from testigo.reading.learned.grammar import KINDS
from testigo.reading.learned.laid import Floats

ABOUT: Final = "model.toml"
WORDS, EMBEDDINGS, HEADS, TOKENIZER = "words.onnx", "embeddings.npz", "heads.npz", "tokenizer.json"
FILES: Final = (WORDS, EMBEDDINGS, HEADS, TOKENIZER)
_BLOCK = 32
"""Weights of a four-bit block: half a byte each, behind the two bytes of their scale."""


def model_folder() -> Traversable:
    """Return the folder of the package that holds the model, whether or not there is one."""
    return resources.files("testigo.languages") / "model"


@dataclass(frozen=True, slots=True)
class About:
    """What `model.toml` says of a model."""

    name: str
    version: str
    features: tuple[str, ...]
    evidence: bool
    thresholds: Mapping[str, float]
    sha256: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """A model in memory: what is said of it, the net's words part, and the arrays of the rest."""

    about: About
    words: bytes
    embeddings: Embeddings
    heads: Mapping[str, Floats]
    tokenizer: str


class Embeddings:
    """The embeddings of word pieces, kept in four bits and made whole a window at a time."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._pieces = np.asarray(arrays["matrix:emb.word"], np.uint8)
        positions = np.asarray(arrays["vector:emb.pos"], np.float32)
        self._positions = positions + np.asarray(arrays["vector:emb.type"], np.float32)[0]
        self._scale = np.asarray(arrays["vector:emb.ln.w"], np.float32)
        self._shift = np.asarray(arrays["vector:emb.ln.b"], np.float32)
        self._epsilon = float(json.loads(str(arrays["shape"]))["epsilon"])

    def __len__(self) -> int:
        return len(self._pieces)

    def of(self, pieces: list[int]) -> Floats:
        """Return the normalised embeddings `[p, hidden]` of the pieces of one window."""
        x = _dequantised(self._pieces[pieces]) + self._positions[: len(pieces)]
        x -= x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + self._epsilon)
        out: Floats = x * self._scale + self._shift
        return out


def _dequantised(blocks: NDArray[np.uint8]) -> Floats:
    """Return four-bit rows `[p, blocks, 18]` as weights `[p, 32 blocks]`.

    Of a block's 16 bytes the low halves are its first 16 weights, the high halves the others.
    """
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    halves = blocks[..., 2:]
    weights = np.concatenate([halves & 15, halves >> 4], -1).astype(np.float32)
    weights -= 8
    weights *= scale
    return weights.reshape(len(blocks), -1)


def load_model(folder: Traversable | None = None) -> Model:
    """Load the model of the package, or that of `folder`.

    Raises:
        NoModel: if there is none.
        AlteredModel: if one of its files is missing, broken, or has another hash.
    """
    folder = folder or model_folder()
    about = read_about(folder)
    content = {name: _checked(folder, name, about) for name in FILES}
    try:
        embeddings = Embeddings(_arrays(content[EMBEDDINGS]))
    except (KeyError, ValueError, zipfile.BadZipFile) as fault:
        raise AlteredModel(EMBEDDINGS, str(fault)) from fault
    try:
        heads = {k: v.astype(np.float32) for k, v in _arrays(content[HEADS]).items()}
    except (ValueError, zipfile.BadZipFile) as fault:
        raise AlteredModel(HEADS, str(fault)) from fault
    tokenizer = content[TOKENIZER].decode("utf-8", errors="replace")
    return Model(about, content[WORDS], embeddings, heads, tokenizer)


def read_about(folder: Traversable) -> About:
    """Read `model.toml`.

    Raises:
        NoModel: if there is none.
        AlteredModel: if it is not of the form above.
    """
    file = folder / ABOUT
    if not file.is_file():
        raise NoModel
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        about = About(
            str(data["name"]),
            str(data["version"]),
            tuple(data["features"]),
            bool(data["settings"]["evidence"]),
            {kind: float(data["thresholds"][kind]) for kind in KINDS},
            {name: str(data["sha256"][name]) for name in FILES},
        )
    except (KeyError, TypeError, ValueError) as fault:
        why = f"it lacks {fault}" if isinstance(fault, KeyError) else str(fault)
        raise AlteredModel(ABOUT, why) from fault
    return about


def _checked(folder: Traversable, name: str, about: About) -> bytes:
    file = folder / name
    if not file.is_file():
        raise AlteredModel(name, "it is missing")
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != about.sha256[name]:
        raise AlteredModel(name, f"its SHA-256 is not the one that {ABOUT} gives")
    return content


def _arrays(content: bytes) -> dict[str, NDArray[np.generic]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}
