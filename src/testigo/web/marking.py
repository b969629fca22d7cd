"""Which words of a text belong to which statements: spans cut into pieces that never overlap.

Spans overlap and nest; HTML elements may not. So the text is cut at every edge of every span, and
each piece says whose it is. Invariant: paragraphs with the gaps between them, sentences and pieces
each fill the text in order, so that their words put together are the text, character by character.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from testigo.record.kinds import kind
from testigo.record.span import Span
from testigo.record.statement import Statement

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_FLAGGED, _SOUGHT = -1, -2
"""Stand in the place of a statement number for a sentence that is marked for another reason."""
_Item = TypeVar("_Item")
_WRAPPED = range(50, 101)
"""Length of the lines of mail and old wire text, whose line ends carry no meaning."""


@dataclass(frozen=True, slots=True)
class Role:
    """What some words are to one statement.

    `number` counts the statements of the page from 1, in reading order; `is_head` marks the words
    that carry it (the number and the outcome of a toll, the name of a casualty).
    """

    number: int
    kind: str
    field: str
    is_head: bool

    @property
    def is_long(self) -> bool:
        """Whether its words run over most of a sentence, and others stand inside them."""
        return self.kind == "claim" and self.field == "content"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch in which no span begins or ends; `begins` are the roles that begin with it."""

    start: int
    end: int
    roles: tuple[Role, ...]
    begins: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of evidence, or between two; `shows` are the numbers of the statements it shows.

    `is_flagged`: it holds a number or harm and gave nothing. `is_sought`: a search led here.
    """

    pieces: tuple[Piece, ...]
    shows: tuple[int, ...] = ()
    is_flagged: bool = False
    is_sought: bool = False

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.pieces[-1].end

    @property
    def is_unread(self) -> bool:
        """Whether it holds a number or harm and shows no statement."""
        return self.is_flagged and not self.shows

    @property
    def is_plain(self) -> bool:
        """Whether nothing is known of it."""
        return not (self.shows or self.is_flagged or self.is_sought)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and `gap_end`, the end of the white space after it.

    `is_wrapped`: its line ends are those of a fixed line length and mean nothing.
    """

    start: int
    end: int
    gap_end: int
    is_title: bool
    is_wrapped: bool
    sentences: tuple[Sentence, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The statements that begin their evidence here or are shown here, in order."""
        return tuple(sorted({n for sentence in self.sentences for n in sentence.shows}))


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be marked: the statements in reading order, sentences flagged, one sought.

    `shown` are the numbers that are marked, None for all; the numbers stay those of the whole page.
    """

    statements: Sequence[Statement]
    flagged: Sequence[Span] = ()
    sought: Span | None = None
    shown: frozenset[int] | None = None

    def numbered(self) -> Iterator[tuple[int, Statement]]:
        """Yield what is marked, each with its number on the page."""
        for number, statement in enumerate(self.statements, 1):
            if self.shown is None or number in self.shown:
                yield number, statement


@functools.cache
def head_fields(kind_name: str) -> frozenset[str]:
    """Return the fields that carry a statement of this kind: its key and what it needs one of."""
    shape = kind(kind_name)
    keys = {field.name for field in shape.fields.values() if field.is_key}
    return frozenset(keys.union(*shape.require_any))


def roles_of(number: int, statement: Statement) -> Iterator[tuple[Span, Role]]:
    """Yield every span of a statement but its evidence, with what its words are to it."""
    heads = head_fields(statement.kind)
    for name, field in statement.fields:
        for span in field.spans:
            yield span, Role(number, statement.kind, name, name in heads)
    extras = (
        ("speaker", statement.source.speaker),
        ("origin", statement.source.origin),
        ("said_on", statement.said_on),
    )
    for name, extra in extras:
        for span in () if extra is None else extra.spans:
            yield span, Role(number, statement.kind, name, False)
    for span in statement.modality_spans:
        yield span, Role(number, statement.kind, "modality", False)


def mark(content: str, title: str | None, marks: Marks) -> tuple[Paragraph, ...]:
    """Cut a text into paragraphs, sentences and pieces.

    `title` is the report's; where the text begins with it, that is the first paragraph. A text of
    white space alone has no paragraph.

    Raises:
        UnanchoredSpan: if a span does not quote the text.
    """
    roles = [pair for n, s in marks.numbered() for pair in roles_of(n, s)]
    claims = list(_claims(marks))
    for span, _ in (*roles, *claims):
        span.check(content)
    is_titled = bool(title) and content.startswith(title or "")
    blocks = list(_paragraphs(content, len(title or "") if is_titled else 0))
    ranges = [(start, end) for start, end, _ in blocks]
    return tuple(
        Paragraph(
            start,
            end,
            gap_end,
            is_titled and start == 0,
            _is_wrapped(content[start:end]),
            tuple(_sentences(start, end, claimed, held)),
        )
        for (start, end, gap_end), claimed, held in zip(
            blocks, _shared_out(ranges, claims), _shared_out(ranges, roles), strict=True
        )
    )


def _claims(marks: Marks) -> Iterator[tuple[Span, int]]:
    """Yield the spans that are whole sentences, with the statement shown, or why else marked."""
    for number, statement in marks.numbered():
        for span in statement.evidence:
            yield span, number
    for span in marks.flagged:
        yield span, _FLAGGED
    if marks.sought is not None:
        yield marks.sought, _SOUGHT


def _paragraphs(content: str, title_end: int) -> Iterator[tuple[int, int, int]]:
    """Yield `(start, end, gap_end)`; white space before the first paragraph is no paragraph's."""
    first = len(content) - len(content.lstrip())
    if first == len(content):
        return
    if title_end:
        gap_end = len(content) - len(content[title_end:].lstrip())
        yield 0, title_end, gap_end
        first = gap_end
    # A text without one blank line has a paragraph on every line.
    separator = _BLANK_LINES if _BLANK_LINES.search(content, first) else _LINE_END
    last = len(content.rstrip())
    while first < last:
        found = separator.search(content, first, last)
        end, gap_end = found.span() if found else (last, len(content))
        yield first, end, gap_end
        first = gap_end


def _is_wrapped(words: str) -> bool:
    lines = words.split("\n")[:-1]
    return bool(lines) and all(len(line) in _WRAPPED for line in lines)


def _sentences(
    start: int,
    end: int,
    claims: Sequence[tuple[Span, int]],
    roles: Sequence[tuple[Span, Role]],
) -> Iterator[Sentence]:
    """Cut `[start, end)` where a claim begins or ends."""
    ranges = list(pairwise(_edges(claims, start, end)))
    for (first, last), claimed, held in zip(
        ranges, _shared_out(ranges, claims), _shared_out(ranges, roles), strict=True
    ):
        numbers = {number for _, number in claimed}
        yield Sentence(
            tuple(_pieces(first, last, held)),
            tuple(sorted(numbers - {_FLAGGED, _SOUGHT})),
            _FLAGGED in numbers,
            _SOUGHT in numbers,
        )


def _pieces(start: int, end: int, roles: Sequence[tuple[Span, Role]]) -> Iterator[Piece]:
    """Cut `[start, end)` where a field begins or ends."""
    ranges = list(pairwise(_edges(roles, start, end)))
    for (first, last), held in zip(ranges, _shared_out(ranges, roles), strict=True):
        ranked = sorted(held, key=_rank)
        yield Piece(
            first,
            last,
            tuple(dict.fromkeys(role for _, role in ranked)),
            tuple(dict.fromkeys(role for span, role in ranked if span.start == first)),
        )


def _edges(pairs: Sequence[tuple[Span, object]], start: int, end: int) -> list[int]:
    edges = {edge for span, _ in pairs for edge in (span.start, span.end) if start < edge < end}
    return [start, *sorted(edges), end]


def _shared_out(
    ranges: Sequence[tuple[int, int]], pairs: Sequence[tuple[Span, _Item]]
) -> list[list[tuple[Span, _Item]]]:
    """Return, for each of the ranges, which stand in order, the pairs whose span touches it."""
    ends = [end for _, end in ranges]
    shares: list[list[tuple[Span, _Item]]] = [[] for _ in ranges]
    for pair in pairs:
        span = pair[0]
        # The first range that ends after the span begins.
        at = bisect_right(ends, span.start)
        while at < len(ranges) and ranges[at][0] < span.end:
            shares[at].append(pair)
            at += 1
    return shares


def _rank(pair: tuple[Span, Role]) -> tuple[bool, bool, int, int, str]:
    """Order the roles of a piece: heads first, then the narrowest span, then reading order.

    The content of a claim comes after the heads that stand inside it, and after the parts too.
    """
    span, role = pair
    return (role.is_long, not role.is_head, span.end - span.start, role.number, role.field)
