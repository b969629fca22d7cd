"""Where sentences begin and end. A line end is a limit, unless the text is wrapped; a full stop is
one only where no abbreviation, initial, list number or figure explains it.

PDF and mail wrap their lines. Where blank lines part the paragraphs, a long line that another
follows was wrapped, and a sentence runs on over its end.

Abbreviations and the words that begin sentences stand in the lexicons `abbreviations` and
`sentence_starters`; after "U.S." or "p.m." only such a word shows that a sentence ended too.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping

from testigo.languages.lexicons import lexicon

LONGEST_SENTENCE = 1200
"""Characters: tables and broken files give "sentences" of megabytes, over which rules crawl."""
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_CLOSERS = "\"”’»'\\)\\]"
_STOP = re.compile(
    rf"[.!?…]+[{_CLOSERS}]*(?:\[\d+\])*(?=\s|$)"
    # A space lost between sentences: "del hospital.El ministro".
    r"|(?<=[a-záéíóúñ]{3})\.(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2})"
)
_OPENERS = "\"“‘«'([¿¡—–-"
_NEXT = re.compile(r"\s*[\"“‘«'\(\[¿¡—–\-•*]*\s*([^\W_]+)")
_LAST_WORD = re.compile(r"\S+$")
_LONGEST_WORD = 40
_WRAPPED = 45
"""Shortest line, in characters, that may have been wrapped: columns of a PDF hold 45 to 100, mail
72; titles, bylines and items of lists are mostly shorter."""
_ITEM = re.compile(r"\s*(?:[-–—•*·]|\d{1,2}[.)])\s")
_LIST_NUMBER = re.compile(r"[\s•*\-–(]*(?:\d{1,2}|[a-zA-Z])[.)]+")


@functools.cache
def _abbreviations(language: str) -> Mapping[str, str]:
    """Return each abbreviation and what lets it end a sentence: figure, starter, capital or ""."""
    return {
        term.rstrip("."): entry.get("unless") or ""
        for entry in lexicon(language, "abbreviations")
        for term in entry.terms
    }


@functools.cache
def _starters(language: str) -> frozenset[str]:
    return frozenset(t for entry in lexicon(language, "sentence_starters") for t in entry.terms)


def sentence_limits(content: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Yield `(paragraph, start, end)` of each sentence, white space at its ends left out.

    A paragraph ends at a blank line or, where the text has none, at a line end.
    """
    paragraph = -1
    for start, end, begins in _stretches(content):
        paragraph += begins
        for stop in _STOP.finditer(content, start, end):
            if _ends_sentence(content, start, stop, end, language):
                yield from _pieces(content, paragraph, start, stop.end())
                start = stop.end()
        yield from _pieces(content, paragraph, start, end)


def _pieces(content: str, paragraph: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the sentence, cut at white space where it is longer than any sentence people write."""
    while end - start > LONGEST_SENTENCE:
        space = content.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = space if space > start else start + LONGEST_SENTENCE
        yield from _trimmed(content, paragraph, start, cut)
        start = cut
    yield from _trimmed(content, paragraph, start, end)


def _stretches(content: str) -> Iterator[tuple[int, int, bool]]:
    """Yield `[start, end)` of each line, wrapped lines as one, and whether a paragraph begins."""
    lines = [line.span() for line in _LINE.finditer(content)]
    gaps = [content.count("\n", a[1], b[0]) for a, b in itertools.pairwise(lines)]
    has_blank_lines = any(gap > 1 for gap in gaps)
    start, begins = None, True
    for number, (first, end) in enumerate(lines):
        start = first if start is None else start
        gap = gaps[number] if number < len(gaps) else 2
        if has_blank_lines and gap == 1 and _is_wrapped(content, first, end):
            continue
        yield start, end, begins
        start, begins = None, gap > 1 or not has_blank_lines


def _is_wrapped(content: str, first: int, end: int) -> bool:
    """Whether the line `[first, end)` was broken only because it was full.

    Lines that end with a closing quotation mark or a colon are items of a list or lead one in.
    """
    line = content[first:end].strip()
    ended = line.endswith(("”", "»", '"', ":"))
    return len(line) >= _WRAPPED and not ended and not _ITEM.match(content, end + 1)


def _trimmed(content: str, paragraph: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    while start < end and content[start].isspace():
        start += 1
    while end > start and content[end - 1].isspace():
        end -= 1
    if start < end:
        yield paragraph, start, end


def _ends_sentence(content: str, start: int, stop: re.Match[str], end: int, language: str) -> bool:
    following = _NEXT.match(content, stop.end(), end)
    if following is None:
        return not content[stop.end() : end].strip()
    word_after = following[1]
    if word_after[0].islower():
        return False
    if stop[0] != ".":
        return True
    if _LIST_NUMBER.fullmatch(content, start, stop.end()):
        return False
    word = _word_before(content, start, stop.start())
    needs = _abbreviations(language).get(word.lower())
    if needs is None:
        return not _is_initials(word) or word_after.lower() in _starters(language)
    if needs == "figure":
        opened = content[stop.end() : following.start(1)].strip()
        return not word_after[0].isdecimal() and opened != "("
    if needs == "capital":
        return True
    return needs == "starter" and word_after.lower() in _starters(language)


def _word_before(content: str, start: int, end: int) -> str:
    match = _LAST_WORD.search(content, max(start, end - _LONGEST_WORD), end)
    return "" if match is None else match[0].lstrip(_OPENERS)


def _is_initials(word: str) -> bool:
    """Tell whether a word is an initial or a chain of them: "J", "U.S", "EE", "EE.UU", "p.m"."""
    parts = word.split(".")
    if not all(part.isalpha() and len(part) <= 2 for part in parts):
        return False
    return len(parts) > 1 or len(word) == 1 or (word.isupper() and word[0] == word[1])
