"""A number of persons as people type it -> `CountRange`.

Bounds and number words are those of the lexicons `number_bounds` and `number_words`, in both
languages; unlike the reader, this takes the whole of what is typed or nothing of it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from testigo.languages.document import analyse
from testigo.languages.lexicons import lexicon
from testigo.reading.finders.numerals import NumeralReader, number_words
from testigo.record.counts import CountRange
from testigo.record.errors import UnclearCount
from testigo.record.vocabularies import LANGUAGES
from testigo.review.typed.complaints import complaint, plain, speaks

_QUOTED = re.compile("[“\"«‘']\\s*(.*?)\\s*[”\"»’']", re.DOTALL)
_PERSONS = re.compile(r"(?<=.) (?:people|persons?|personas?)$")
_OF = re.compile(r" (?:of|de)$", re.IGNORECASE)
_NONE = frozenset({"no", "none", "nobody", "no one", "ninguno", "ninguna", "ningun", "nadie"})
_FIGURES = re.compile(r"\d{1,3}(?:([ ,.'’])\d{3})(?:\1\d{3})*|\d{1,12}", re.ASCII)
_SIGNS = {
    ">=": "at_least",
    "≥": "at_least",
    ">": "more_than",
    "<=": "at_most",
    "≤": "at_most",
    "<": "less_than",
    "~": "about",
    "≈": "about",
    "±": "about",
}
_BOUNDS = frozenset(_SIGNS.values()) | {"exact"}
_OPENED = (
    (re.compile(r"(?:between|entre) "), re.compile(r" (?:and|y|e) ")),
    (re.compile(r"(?:from|desde|de) "), re.compile(r" (?:to|through|a|hasta) ")),
    (re.compile(""), re.compile(r" (?:to|or|a|o|u) | ?[-–—] ?")),
)


def read_typed_count(text: str, language: str = "en") -> CountRange:
    """Read a number of persons with its bound; its wording is the text as typed.

    A vague word ("dozens", or any words in quotes) gives no number. "Fewer than 50" is at most 49.

    Raises:
        UnclearCount: if the words give no such number.

    >>> read_typed_count("más de 40", "es")
    CountRange(low=41, high=None, bound='more_than', wording='más de 40')
    """
    wording = text.strip()
    if quoted := _QUOTED.fullmatch(wording):
        if not quoted[1] or any(c.isdecimal() for c in quoted[1]):
            raise UnclearCount(complaint("figure in quotes", language))
        return CountRange(None, None, "vague", quoted[1])
    words = plain(text).strip(" .;")
    if _OF.sub("", words) in _vague():
        return CountRange(None, None, "vague", _OF.sub("", wording))
    words = _PERSONS.sub("", words)
    if words in _NONE:
        return CountRange(0, 0, "exact", wording)
    for bound, number in _readings(words):
        limits = _limits(number, language)
        if limits is not None and (bound in ("exact", "about") or limits[0] == limits[1]):
            return _bounded(bound, *limits, wording, language)
    raise UnclearCount(complaint("count", language))


def _readings(words: str) -> Iterator[tuple[str, str]]:
    """Yield a bound and the words it bounds: no bound first, then the longest words of one."""
    yield "exact", words
    for sign, bound in _SIGNS.items():
        if words.startswith(sign):
            yield bound, words.removeprefix(sign).lstrip()
    for term, bound in _terms("before"):
        if words.startswith(f"{term} "):
            yield bound, words[len(term) + 1 :]
    for term, bound in _terms("after"):
        gap = "" if not term[0].isalnum() else " "
        if words.endswith(gap + term):
            yield bound, words[: -len(gap + term)].rstrip()


def _bounded(bound: str, low: int, high: int, wording: str, language: str) -> CountRange:
    if low > high:
        raise UnclearCount(complaint("count order", language))
    if bound == "at_least":
        return CountRange(low, None, bound, wording)
    if bound == "more_than":
        return CountRange(low + 1, None, bound, wording)
    if bound == "less_than" and high == 0:
        raise UnclearCount(complaint("count", language))
    if bound in ("at_most", "less_than"):
        return CountRange(None, high - (bound == "less_than"), "at_most", wording)
    return CountRange(low, high, bound, wording)


def _limits(words: str, language: str) -> tuple[int, int] | None:
    """Read one number, or two as a range; None where the words are neither."""
    number = _number(words, language)
    if number is not None:
        return number, number
    for opened, joiner in _OPENED:
        opening = opened.match(words)
        if opening is None:
            continue
        rest = words[opening.end() :]
        for join in joiner.finditer(rest):
            low, high = (_number(w, language) for w in (rest[: join.start()], rest[join.end() :]))
            if low is not None and high is not None:
                return low, high
    return None


def _number(words: str, language: str) -> int | None:
    if match := _FIGURES.fullmatch(words):
        return int(re.sub(r"\D", "", match[0]))
    first = speaks(language)
    for spoken in sorted(LANGUAGES, key=lambda known: known != first):
        value = _numeral(words, spoken)
        if value is not None:
            return value
    return None


def _numeral(words: str, language: str) -> int | None:
    """Read number words that are the whole text ("twenty-seven", "3 mil")."""
    if not words:
        return None
    accented = _accented(language)
    document = analyse(re.sub(r"\w+", lambda word: accented.get(word[0], word[0]), words), language)
    end = len(document.tokens)
    found = NumeralReader(document).read(0, end) if end else None
    whole = found is not None and found.last == end and found.low == found.high
    return found.low if found is not None and whole and found.form != "ordinal" else None


@functools.cache
def _accented(language: str) -> dict[str, str]:
    return {plain(term): term for term in number_words(language)}


@functools.cache
def _vague() -> frozenset[str]:
    return frozenset(
        plain(term)
        for language in LANGUAGES
        for entry in lexicon(language, "number_bounds")
        if entry.get("side") == "alone" and entry.get("bound") == "vague"
        for term in entry.terms
    )


@functools.cache
def _terms(side: str) -> tuple[tuple[str, str], ...]:
    """Return the terms that stand on that side of a number, longest first, with their bound."""
    found = {
        plain(term): str(entry.get("bound"))
        for language in LANGUAGES
        for entry in lexicon(language, "number_bounds")
        if entry.get("side") in (side, "around") and entry.get("bound") in _BOUNDS
        for term in entry.terms
    }
    return tuple(sorted(found.items(), key=lambda item: -len(item[0])))
