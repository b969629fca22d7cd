"""Where all the words of one proposed statement stand, each told of the others.

The quotation comes first: it gives the sentences that show the statement. Every other phrase is
sought in them, and only then in what else the model saw. A phrase that stands several times takes
the place nearest to those that stand once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from testigo.languages.document import Document
from testigo.languages.splitting import sentence_limits
from testigo.reading.llm.answers import Item, Proposed
from testigo.reading.llm.locating import ELISION, Located, Locator, Range
from testigo.record.span import Span

Path = tuple[int, str]
"""An item by its number, and a member of it by name ("" for its own words)."""
MEMBERS = ("population", "place", "category", "area")
"""Members of small records that are words of the text."""
GAP = 200
"""Characters between two parts of an elided phrase up to which it is one phrase of the text."""
MOST_SENTENCES = 6
"""Sentences that show one statement: a longer quotation shows nothing, and is cut to those that
hold its words."""
MOST_PLACES = 50
"""Places of one phrase that are weighed: a word as common as that says little of where it is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Words of an item where they stand; `is_inside` tells whether that is in the quotation."""

    span: Span
    is_exact: bool
    is_elided: bool
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """One proposed statement with its place in the text.

    `evidence` are the whole sentences that its quotation touches, neighbours as one; `words` every
    phrase that was found, `lost` the parts of the quotation that were not.
    """

    evidence: tuple[Span, ...]
    words: Mapping[Path, Placed]
    lost: tuple[str, ...] = ()


def place(
    document: Document,
    locator: Locator,
    proposed: Proposed,
    seen: Sequence[Range],
    fits: Callable[[Item, Span], bool],
) -> Placement | None:
    """Find a statement in the ranges of the text that the model has `seen`; None where it is not.

    What stands outside of those ranges is not found: nobody quotes what was not shown. Of the
    places of an item's words those that `fits` says can hold its value go before the others.
    """
    asked = dict(_asked(proposed.items))
    quoted, lost = _quoted(document, locator, proposed.quote, seen, list(asked.values()))
    if not quoted:
        return None
    evidence = _sentences(document, [one.span for one in quoted])
    found: dict[Path, list[Placed]] = {}
    for path, phrase in asked.items():
        options = _options(locator, phrase, evidence, seen)
        item = proposed.items[path[0]]
        if options:
            fitting = [one for one in options if path[1] or fits(item, one.span)]
            found[path] = fitting or options
    words = dict(_settled(found, evidence))
    if sum(_count_of(document, span) for span in evidence) > MOST_SENTENCES:
        inside = [one.span for one in words.values() if one.is_inside]
        evidence = _sentences(document, inside) if inside else evidence
    return Placement(evidence, words, tuple(lost))


def with_sentences_of(
    document: Document, evidence: tuple[Span, ...], spans: Sequence[Span]
) -> tuple[Span, ...]:
    """Return sentences that show a statement, with those that hold `spans` beside them."""
    outside = [s for s in spans if not any(one.covers(s) for one in evidence)]
    return _sentences(document, [*evidence, *outside]) if outside else evidence


def _asked(items: Sequence[Item]) -> Iterator[tuple[Path, str]]:
    """Yield all words of a statement that are to be found."""
    for number, item in enumerate(items):
        yield (number, ""), item.words
        for name in MEMBERS:
            words = item.members.get(name)
            if name != item.key and isinstance(words, str) and words.strip():
                yield (number, name), words


def _quoted(
    document: Document, locator: Locator, quote: str, seen: Sequence[Range], asked: list[str]
) -> tuple[list[Located], list[str]]:
    """Return where a quotation stands, whole or in parts, and its parts that do not stand there."""
    whole = locator.find(quote, seen)[:MOST_PLACES]
    if whole:
        return [_fullest(document, locator, whole, asked)], []
    found, lost = locator.find_parts(quote, seen) if ELISION.search(quote) else ([], [quote])
    left: list[str] = []
    for part in lost:  # sentences told in another order than the text has them, or one by one
        for _, start, end in sentence_limits(part, document.language):
            places = locator.find(part[start:end], seen)[:MOST_PLACES]
            if places:
                found.append(_fullest(document, locator, places, asked))
            else:
                left.append(part[start:end])
    return found, left


def _fullest(
    document: Document, locator: Locator, places: Sequence[Located], asked: list[str]
) -> Located:
    """Return the place of a quotation whose sentences hold most of the words; of equals the last.

    A lead repeats the title: the text itself comes after it.
    """
    if len(places) == 1:
        return places[0]

    def held(one: Located) -> tuple[int, int]:
        [around] = _sentences(document, [one.span])
        ranges = [(around.start, around.end)]
        return sum(bool(locator.find(words, ranges)) for words in asked), one.span.start

    return max(places, key=held)


def _sentences(document: Document, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the whole sentences that `spans` touch, neighbours as one, in order."""
    touched = sorted(
        {
            index
            for span in spans
            for index in range(
                document.sentence_at(span.start).index, document.sentence_at(span.end - 1).index + 1
            )
        }
    )
    out: list[tuple[int, int]] = []
    for index in touched:
        if out and out[-1][1] == index:
            out[-1] = (out[-1][0], index + 1)
        else:
            out.append((index, index + 1))
    sentences = document.sentences
    return tuple(document.cut(sentences[a].start, sentences[b - 1].end) for a, b in out)


def _count_of(document: Document, span: Span) -> int:
    first, last = document.sentence_at(span.start), document.sentence_at(span.end - 1)
    return last.index - first.index + 1


def _options(
    locator: Locator, words: str, evidence: Sequence[Span], seen: Sequence[Range]
) -> list[Placed]:
    """Return the places of a phrase: in its own sentences, else in all that was seen."""
    own = [(span.start, span.end) for span in evidence]
    for ranges, is_inside in ((own, True), (seen, False)):
        places = locator.find(words, ranges)[:MOST_PLACES]
        if places:
            return [Placed(p.span, p.is_exact, False, is_inside) for p in places]
        if ELISION.search(words):
            parts, lost = locator.find_parts(words, ranges)
            if parts and not lost:
                return [_one_of(locator, parts, is_inside)]
    return []


def _one_of(locator: Locator, parts: Sequence[Located], is_inside: bool) -> Placed:
    """Return parts that lie close together as the one phrase they are of, else the longest."""
    spans = [part.span for part in parts]
    is_exact = all(part.is_exact for part in parts)
    gaps = (b.start - a.end for a, b in itertools.pairwise(spans))
    if all(gap <= GAP for gap in gaps):
        return Placed(locator.cut(spans[0].start, spans[-1].end), is_exact, True, is_inside)
    return Placed(max(spans, key=lambda s: s.end - s.start), is_exact, True, is_inside)


def _settled(
    found: Mapping[Path, Sequence[Placed]], evidence: Sequence[Span]
) -> Iterator[tuple[Path, Placed]]:
    """Yield each phrase at one place: of several the nearest to those that stand but once."""
    sure = [options[0].span for options in found.values() if len(options) == 1]
    inside = [s for s in sure if any(one.covers(s) for one in evidence)]
    marks = inside or list(evidence[:1])
    for path, options in found.items():
        yield path, min(options, key=lambda one: (_distance(one.span, marks), one.span.start))


def _distance(span: Span, marks: Sequence[Span]) -> int:
    return min(max(span.start - m.end, m.start - span.end, 0) for m in marks)
