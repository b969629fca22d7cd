"""Cut pages into windows of at most `MOST_PIECES` word pieces, each with context before it.

A report that fits is one window. In later windows the title and `LEFT_PIECES` pieces before the new
part are repeated; statements are anchored in the new part only, so no word is read twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from testigo.reading.learned.page import AnalysedPage
from testigo.reading.learned.pieces import Pieces, read_pieces

MOST_PIECES = 500
LEFT_PIECES = 150
LONGEST_TITLE = 40
_SHORTEST_NEW_PART = 40
# No report comes near these; blobs, rulers and strings of invisible characters do.
_MOST_OF_WORD = 16
_MOST_OF_TITLE = 120
_MOST_WORDS = 1500


@dataclass(frozen=True, slots=True)
class Window:
    """`words`: words of the page, in order; those from word `new_from` on may be anchors.

    `pieces`: with the begin and end pieces. `limits`: first and last piece of each word.
    """

    words: list[int]
    new_from: int
    pieces: list[int]
    limits: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Pieces:
    ids: list[int]
    limits: list[tuple[int, int]]

    def count(self, first: int, last: int) -> int:
        """Return how many pieces words `[first, last)` have."""
        return self.limits[last - 1][1] - self.limits[first][0] + 1 if last > first else 0


def load_tokenizer(path: str) -> Pieces:
    """Read `tokenizer.json`."""
    return read_pieces(Path(path).read_text(encoding="utf-8"))


def _pieces(page: AnalysedPage, tokenizer: Pieces) -> _Pieces:
    encoding = tokenizer.encode(page.content)
    offsets, limits, piece = encoding.offsets, [], 0
    for start, end in zip(page.starts, page.ends, strict=True):
        while piece < len(offsets) - 1 and offsets[piece][1] <= start:
            piece += 1
        last = piece
        while last + 1 < len(offsets) and offsets[last + 1][0] < end:
            last += 1
        limits.append((piece, last))
    return _shortened(_Pieces(encoding.ids, limits))


def _shortened(pieces: _Pieces) -> _Pieces:
    """Drop what a word has beyond `_MOST_OF_WORD` pieces, so that any word fits into a window."""
    limits, gone, cut = [], 0, [0]
    for first, last in pieces.limits:
        kept = min(last, first + _MOST_OF_WORD - 1)
        limits.append((first - gone, kept - gone))
        if kept < last:
            gone += last - kept
            cut += [kept + 1, last + 1]
    if not gone:
        return pieces
    parts = zip(cut[::2], [*cut[1::2], len(pieces.ids)], strict=True)
    return _Pieces([number for a, b in parts for number in pieces.ids[a:b]], limits)


def windows(page: AnalysedPage, tokenizer: Pieces) -> list[Window]:
    """Cut a page into windows."""
    if not page.starts:
        return []
    begin, end = (tokenizer.special(name) for name in ("<s>", "</s>"))
    pieces, size = _pieces(page, tokenizer), len(page.starts)
    if pieces.count(0, size) <= MOST_PIECES and size <= _MOST_WORDS:
        return [_window(pieces, [(0, size)], 0, (begin, end))]
    title, found, new = _title(page, pieces), [], 0
    while new < size:
        first = _context(page, pieces, new, title)
        parts = [(0, title)] if first > 0 else []
        room = MOST_PIECES - sum(pieces.count(*part) for part in parts)
        last = new + 1
        most = min(size, first + _MOST_WORDS)
        while last < most and pieces.count(first, last + 1) <= room:
            last += 1
        if last < size:
            sentence = page.sentence_limits(last)[0]
            last = sentence if sentence > new + _SHORTEST_NEW_PART else last
        found.append(_window(pieces, [*parts, (first, last)], new, (begin, end)))
        new = last
    return found


def _title(page: AnalysedPage, pieces: _Pieces) -> int:
    """Return how many words stand for the title: the first paragraph, else the first sentence."""
    if page.has_title:
        length = sum(1 for paragraph in page.paragraphs if paragraph == page.paragraphs[0])
    else:
        length = page.sentence_limits(0)[1]
    length = min(length, LONGEST_TITLE)
    while length > 1 and pieces.count(0, length) > _MOST_OF_TITLE:
        length -= 1
    return length


def _context(page: AnalysedPage, pieces: _Pieces, new: int, title: int) -> int:
    """Return the first word of the context of a window whose new part begins at `new`."""
    if new == 0:
        return 0
    first, least = new, max(title, new - _MOST_WORDS // 2)
    while first > least and pieces.count(first - 1, new) <= LEFT_PIECES:
        first -= 1
    while first < new and first != page.sentence_limits(first)[0]:
        first += 1
    return first


def _window(
    pieces: _Pieces, parts: list[tuple[int, int]], new_from: int, special: tuple[int, int]
) -> Window:
    ids, limits = [special[0]], []
    words: list[int] = []
    for first, last in parts:
        shift = len(ids) - pieces.limits[first][0]
        ids += pieces.ids[pieces.limits[first][0] : pieces.limits[last - 1][1] + 1]
        words += range(first, last)
        limits += [(a + shift, b + shift) for a, b in pieces.limits[first:last]]
    ids.append(special[1])
    return Window(words, new_from, ids, limits)
