"""A long report cut into windows that overlap, at the ends of paragraphs or else of sentences.

Invariant: together the windows hold every sentence, and each is at most as long as asked unless one
sentence alone is longer.
"""

from __future__ import annotations

from dataclasses import dataclass

from testigo.languages.document import Document

OVERLAP = 0.12
"""Share of a window that is said again in the next: some three sentences of 6,000 characters, so
that a number and the sentence that it leans on stand in one window."""
LATE = 0.6
"""Share of a window behind which the end of a paragraph is preferred to one more sentence."""
FLOOR = 400
"""Characters below which a window is not cut in two: three sentences."""


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences `[first, last)` of a document and the characters `[start, end)` they take."""

    start: int
    end: int
    first: int
    last: int


def windows(document: Document, size: int) -> tuple[Window, ...]:
    """Return windows of at most `size` characters, in order; none for a text without words."""
    total = len(document.sentences)
    out: list[Window] = []
    first = 0
    while first < total:
        last = _last(document, first, size)
        out.append(_window(document, first, last))
        if last == total:
            break
        first = max(first + 1, _again(document, last, size))
    return tuple(out)


def halves(document: Document, window: Window) -> tuple[Window, ...]:
    """Return a window cut in two at the sentence end nearest its middle.

    The window alone where it is too small to be cut.
    """
    if window.end - window.start < FLOOR or window.last - window.first < 2:
        return (window,)
    middle = (window.start + window.end) / 2
    inner = range(window.first + 1, window.last)
    cut = min(inner, key=lambda index: abs(document.sentences[index].start - middle))
    return _window(document, window.first, cut), _window(document, cut, window.last)


def _window(document: Document, first: int, last: int) -> Window:
    sentences = document.sentences
    return Window(sentences[first].start, sentences[last - 1].end, first, last)


def _last(document: Document, first: int, size: int) -> int:
    """Return where a window that begins with sentence `first` ends."""
    sentences = document.sentences
    start = sentences[first].start
    last = first + 1
    paragraph = 0
    while last < len(sentences) and sentences[last].end - start <= size:
        last += 1
        ends = last == len(sentences) or sentences[last].paragraph != sentences[last - 1].paragraph
        if ends and sentences[last - 1].end - start >= LATE * size:
            paragraph = last
    return last if last == len(sentences) else paragraph or last


def _again(document: Document, last: int, size: int) -> int:
    """Return the first sentence before `last` from which the next window says it again."""
    sentences = document.sentences
    first = last
    while first > 1 and sentences[last - 1].end - sentences[first - 1].start <= OVERLAP * size:
        first -= 1
    return first
