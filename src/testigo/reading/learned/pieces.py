"""A text -> word pieces of the model's vocabulary, each with its offsets into the text.

Reads the `tokenizer.json` of a Unigram model as the library `tokenizers` does, piece for piece
(Kudo 2018, "Subword regularization", section 3.2: the likeliest segmentation of each word). That
library is not used, since it brings a client for downloads, and testigo reads without a network.
"""

from __future__ import annotations

import base64
import functools
import itertools
import json
import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from testigo.reading.learned.errors import AlteredModel

_SPACE = "▁"
_CHUNK = re.compile(r"[^ \n]+")
_UNKNOWN_COST = 10.0
_JOINERS = "\u200c\u200d\uff9e\uff9f🏻🏼🏽🏾🏿"
"""What joins the character before it though it is no mark (Unicode, UAX 29, Extend and ZWJ)."""
_LONGEST_CLUSTER = 6
"""Bytes: longer clusters of characters are normalised one character at a time."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The pieces of a text: their numbers, and `[start, end)` of each in it.

    A space before a word belongs to no piece, though each word's first piece has its mark.
    """

    ids: list[int]
    offsets: list[tuple[int, int]]


class Pieces:
    """Cuts texts into pieces. Make one with `read_pieces`."""

    def __init__(
        self, vocabulary: Sequence[tuple[str, float]], specials: Sequence[str], charsmap: bytes
    ) -> None:
        self._numbers = {piece: number for number, (piece, _) in enumerate(vocabulary)}
        self._scores = {p: score for p, score in vocabulary if p not in specials}
        self._longest = max(map(len, self._scores), default=1)
        self._unknown = self._numbers.get("<unk>", 0)
        self._unknown_score = min((s for _, s in vocabulary), default=0.0) - _UNKNOWN_COST
        self._normal_form = CharacterMap(charsmap) if charsmap else None
        self._of_chunk = functools.lru_cache(maxsize=1 << 15)(self._cut)

    def special(self, piece: str) -> int:
        """Return the number of a piece that stands for no text.

        Raises:
            AlteredModel: if there is none of that name.
        """
        if piece not in self._numbers:
            raise AlteredModel("tokenizer.json", f"it has no piece {piece}")
        return self._numbers[piece]

    def encode(self, text: str) -> Encoding:
        """Cut a text into pieces."""
        ids: list[int] = []
        offsets: list[tuple[int, int]] = []
        for chunk in _CHUNK.finditer(text):
            shift = chunk.start()
            for number, start, end in self._of_chunk(chunk[0]):
                ids.append(number)
                offsets.append((start + shift, end + shift))
        if offsets and offsets[0] == (0, 0):
            offsets[0] = (0, 1)  # no space stands before the text: its first word has the mark
        return Encoding(ids, offsets)

    def _cut(self, chunk: str) -> tuple[tuple[int, int, int], ...]:
        """Return number, start and end of each piece of what stands between two spaces."""
        found = []
        for word, places in _words(self._characters(chunk)):
            at = 0
            for number, length in self._segment(word):
                found.append((number, places[at][0], places[at + length - 1][1]))
                at += length
        return tuple(found)

    def _characters(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield normalised characters, each with the offsets of what it stands for."""
        if self._normal_form is None or (text.isascii() and text.isprintable()):
            yield from ((character, at, at + 1) for at, character in enumerate(text))
            return
        for start, end in _clusters(text):
            whole = text[start:end]
            short = len(whole.encode()) < _LONGEST_CLUSTER
            new = self._normal_form.of(whole) if short else None
            if new is not None:
                # As many as before stand each for its own; any more stand for the last.
                places = [min(start + i, end - 1) for i in range(len(new))]
                yield from ((c, at, at + 1) for c, at in zip(new, places, strict=True))
                continue
            for at in range(start, end):
                new = self._normal_form.of(text[at])
                yield from ((c, at, at + 1) for c in (text[at] if new is None else new))

    def _segment(self, word: str) -> tuple[tuple[int, int], ...]:
        """Return number and length of each piece of the likeliest segmentation of a word."""
        size = len(word)
        best: list[tuple[float, int, bool]] = [(0.0, 0, True)] + [(-1e300, -1, False)] * size
        for start in range(size):
            till_here = best[start][0]
            for end in range(start + 1, min(start + self._longest, size) + 1):
                score = self._scores.get(word[start:end])
                if score is not None and till_here + score > best[end][0]:
                    best[end] = (till_here + score, start, True)
            unknown = till_here + self._unknown_score
            if word[start] not in self._scores and unknown > best[start + 1][0]:
                best[start + 1] = (unknown, start, False)
        return tuple(self._back(word, best))

    def _back(
        self, word: str, best: Sequence[tuple[float, int, bool]]
    ) -> Iterator[tuple[int, int]]:
        """Walk the best path; unknown characters in a row are one piece."""
        limits, end = [], len(word)
        while end > 0:
            _, start, known = best[end]
            limits.append((start, end, known))
            end = start
        for known, run in itertools.groupby(reversed(limits), key=lambda one: one[2]):
            parts = list(run)
            if known:
                yield from ((self._numbers[word[a:b]], b - a) for a, b, _ in parts)
            else:
                yield self._unknown, parts[-1][1] - parts[0][0]


def read_pieces(content: str) -> Pieces:
    """Build pieces from the content of `tokenizer.json`.

    Raises:
        AlteredModel: if it is none of a Unigram model.
    """
    try:
        data = json.loads(content)
        vocabulary = [(str(piece), float(score)) for piece, score in data["model"]["vocab"]]
        specials = [str(one["content"]) for one in data["added_tokens"]]
        return Pieces(vocabulary, specials, _charsmap(data["normalizer"]))
    except (KeyError, TypeError, ValueError, struct.error) as fault:
        raise AlteredModel("tokenizer.json", f"it is of no Unigram model ({fault!r})") from fault


def _charsmap(normaliser: dict[str, Any] | None) -> bytes:
    parts = (normaliser or {}).get("normalizers", [normaliser] if normaliser else [])
    maps = [part["precompiled_charsmap"] for part in parts if part["type"] == "Precompiled"]
    return base64.b64decode(maps[0]) if maps else b""


class CharacterMap:
    """Normal forms of characters, as SentencePiece compiles them: a double-array trie and texts.

    The form is that of the library Darts-clone (Yata), which SentencePiece uses.
    """

    def __init__(self, content: bytes) -> None:
        (size,) = struct.unpack_from("<I", content)
        self._units = struct.unpack_from(f"<{size // 4}I", content, 4)
        self._texts = content[4 + size :]
        self.of = functools.lru_cache(maxsize=1 << 14)(self._of)

    def _of(self, cluster: str) -> str | None:
        """Return the normal form of the shortest known beginning, or None where none is known."""
        place = _offset(self._units[0])
        for byte in cluster.encode():
            place ^= byte
            unit = self._units[place]
            if unit & 0x800000FF != byte:
                return None
            place ^= _offset(unit)
            if unit >> 8 & 1:
                start = self._units[place] & 0x7FFFFFFF
                return self._texts[start : self._texts.index(b"\0", start)].decode()
        return None


def _offset(unit: int) -> int:
    return unit >> 10 << ((unit & 0x200) >> 6)


def _joins(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in _JOINERS


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield `[start, end)` of each character with the marks that combine with it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[at]):
            if at > start:
                yield start, at
            start = at


def _words(
    characters: Iterator[tuple[str, int, int]],
) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield words, each with the mark of a space before it; a normal form may hold spaces."""
    word, places = [_SPACE], [(0, 0)]
    for character, start, end in characters:
        if character != " ":
            word.append(character)
            places.append((start, end))
            continue
        if len(word) > 1:
            yield "".join(word), places
        word, places = [_SPACE], [(start, end)]
    if len(word) > 1:
        yield "".join(word), places
