"""Where words that somebody claims to quote stand in a text: exactly, or up to their dress.

The dress is spacing, quotation marks, dashes, accents, letter case and characters that are not
seen. What differs by more is not found. A place found begins and ends where a word or figure does
("9" is not in "19" nor "1" in "1,300") and never parts a letter from its accent.

Invariant: every span returned is cut out of the text, whatever was looked for.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testigo.record.span import Span

Range = tuple[int, int]
"""Characters `[start, end)` in which to look."""

ELISION = re.compile(r"[\[(] ?(?:\.{3,}|…) ?[\])]|\.{3,}|…")
"""How quotations mark that words were left out."""
_QUOTES = frozenset("\"'`´‘’‚‛“”„‟«»‹›′″＂＇")
_DASH = "-"
_JOINER, _VARIATIONS = "\u200d", frozenset("\ufe0e\ufe0f")
_ENDS = " \t\n.,;:!?¡¿"
"""What a model adds to, or leaves off, the ends of what it quotes."""


@dataclass(frozen=True, slots=True)
class Located:
    """Words found: one span, and whether they stand there letter for letter."""

    span: Span
    is_exact: bool


class Locator:
    """Looks for words in one text. Making one goes through the whole text once."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._folded, self._origins = _fold(content)

    def find(self, words: str, ranges: Sequence[Range]) -> list[Located]:
        """Return every place of `words` inside one of `ranges`, in the order of the text.

        Places where they stand exactly; only where there is none, those that match but for their
        dress. No words, or words of marks alone, stand nowhere.
        """
        stripped = words.strip()
        if not any(c.isalnum() for c in stripped):
            return []
        exact = [Located(s, True) for s in self._exactly(stripped, ranges)]
        return exact or [Located(s, False) for s in self._loosely(stripped, ranges)]

    def cut(self, start: int, end: int) -> Span:
        """Cut a span out of the text."""
        return Span.cut(self._content, start, end)

    def find_parts(self, words: str, ranges: Sequence[Range]) -> tuple[list[Located], list[str]]:
        """Return the parts of an elided quotation, each behind the one before, and those not found.

        Words without a mark of elision are their only part.
        """
        found: list[Located] = []
        lost: list[str] = []
        for part in ELISION.split(words):
            if not any(c.isalnum() for c in part):
                continue
            after = found[-1].span.end if found else 0
            behind = [(max(start, after), end) for start, end in ranges if end > after]
            places = self.find(part, behind)
            if places:
                found.append(places[0])
            else:
                lost.append(part.strip())
        return found, lost

    def _exactly(self, words: str, ranges: Sequence[Range]) -> Iterator[Span]:
        for start, end in _merged(ranges):
            at = self._content.find(words, start, end)
            while at >= 0:
                if _is_whole(self._content, at, at + len(words)):
                    yield Span.cut(self._content, at, at + len(words))
                at = self._content.find(words, at + 1, end)

    def _loosely(self, words: str, ranges: Sequence[Range]) -> Iterator[Span]:
        for form in dict.fromkeys((_folded_words(words), _folded_words(words.strip(_ENDS)))):
            found = list(self._folded_places(form, ranges))
            if found:
                yield from found
                return

    def _folded_places(self, form: str, ranges: Sequence[Range]) -> Iterator[Span]:
        if not form:
            return
        for start, end in _merged(ranges):
            first = bisect.bisect_left(self._origins, start)
            last = bisect.bisect_left(self._origins, end)
            at = self._folded.find(form, first, last)
            while at >= 0:
                span = self._span(at, at + len(form))
                if span is not None and span.end <= end:
                    yield span
                at = self._folded.find(form, at + 1, last)

    def _span(self, first: int, last: int) -> Span | None:
        """Return what stands at folded characters `[first, last)`, None where a word is cut."""
        start, end = self._origins[first], self._origins[last - 1] + 1
        while end < len(self._content) and _clings(self._content[end]):
            end += 1
        if not _is_whole(self._content, start, end):
            return None
        return Span.cut(self._content, start, end)


def _merged(ranges: Sequence[Range]) -> list[Range]:
    """Return the ranges in order, those that overlap as one: no place is found twice."""
    out: list[Range] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _is_whole(content: str, start: int, end: int) -> bool:
    """Tell whether neither end of `[start, end)` parts a word, a figure or a drawn character."""
    if end < len(content) and (_clings(content[end]) or content[end - 1] == _JOINER):
        return False
    if _clings(content[start]) or (start > 0 and content[start - 1] == _JOINER):
        return False
    return not (_joins(content, start - 1, start) or _joins(content, end - 1, end))


def _joins(content: str, left: int, right: int) -> bool:
    """Tell whether two neighbouring characters belong to one word or figure."""
    if left < 0 or right >= len(content):
        return False
    a, b = _letter(content, left), content[right]
    if a.isalnum() and b.isalnum():
        return True
    before = content[left - 1] if left > 0 else ""
    after = content[right + 1] if right + 1 < len(content) else ""
    in_front = b.isdigit() and a in ".," and before.isdigit()
    return in_front or (a.isdigit() and b in ".," and after.isdigit())


def _letter(content: str, at: int) -> str:
    """Return the character at `at`, or the one that the marks there cling to."""
    while at > 0 and _clings(content[at]):
        at -= 1
    return content[at]


def _clings(char: str) -> bool:
    """Tell whether a character is drawn with the one before it."""
    return char in _VARIATIONS or char == _JOINER or unicodedata.category(char) in ("Mn", "Me")


def _fold(content: str) -> tuple[str, list[int]]:
    """Return the text without its dress, and for each character left where it comes from."""
    out: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(content):
        for plain in _plain(char):
            if plain == " " and (not out or out[-1] in (" ", _DASH)):
                continue
            if plain == _DASH and out and out[-1] == " ":
                out.pop()
                origins.pop()
            out.append(plain)
            origins.append(index)
    return "".join(out), origins


def _folded_words(words: str) -> str:
    return _fold(words)[0].strip()


@functools.lru_cache(maxsize=1 << 12)
def _plain(char: str) -> str:
    """Return what is left of a character without its dress; nothing of what is not seen."""
    if char.isspace():
        return " "
    if char in _QUOTES:
        return ""
    category = unicodedata.category(char)
    if category == "Pd" or char == "\u2212":
        return _DASH
    if category in ("Cf", "Cc", "Mn", "Me"):
        return ""
    parts = unicodedata.normalize("NFKD", char)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()
