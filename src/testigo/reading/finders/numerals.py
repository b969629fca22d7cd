"""Figures and number words -> values: "1.200", "2,5 millones", "two hundred and six".

One grammar for every language; what a word is worth, and how it joins the next, stands in the
lexicon `number_words`. A value is a range only where the words give no whole number ("2.5").
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from testigo.languages.document import Document
from testigo.languages.lexicons import lexicon

_GROUPED = re.compile(r"\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3})+)")
_DECIMAL_COMMA_AFTER_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
_DECIMAL_POINT_AFTER_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_HYPHENS = frozenset("-‐‑–")
_THIN_SPACES = frozenset("\u00a0\u202f\u2009")
_LARGEST = 10**12
"""No report counts more; beyond it digits are an identifier."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in tokens `[first, last)`, a whole one where `low == high`.

    `form` is `figure`, `words`, `collective` (a dozen), `scaled` (millions), `ordinal` or `parts`
    (two thirds). `digits` is the number of digits where it is one unseparated figure, else 0.
    `is_round` marks words that give a round number ("una veintena": about twenty).
    """

    first: int
    last: int
    low: int
    high: int
    form: str
    digits: int = 0
    is_round: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    rank: str
    value: int
    bare: bool
    after: str | None
    is_round: bool


@functools.cache
def number_words(language: str) -> Mapping[str, _Word]:
    """Return the number words of a language by their lower-case form."""
    words = {}
    for entry in lexicon(language, "number_words"):
        value = entry.attributes.get("value", 0)
        assert isinstance(value, int)
        own = entry.attributes
        word = _Word(str(own["rank"]), value, "bare" in own, entry.get("after"), "round" in own)
        words.update(dict.fromkeys(entry.terms, word))
    return words


def figure_value(text: str, *, scaled: bool, language: str) -> Fraction | None:
    """Read digits with separators of either convention; None where they are no number ("1.2.3").

    "1.200" and "1,200" are both 1200; before a scale word (`scaled`) the language's own decimal
    mark wins: "1.250 million" is 1,250,000, "1.250 millones" 1,250,000,000.

    >>> figure_value("1.234,5", scaled=False, language="en")
    Fraction(2469, 2)
    """
    if text.isdecimal():
        return Fraction(int(text)) if len(text) <= 12 else None
    decimal = "," if language == "es" else "."
    if _GROUPED.fullmatch(text) and text[0] != "0":
        marks = text.count(".") + text.count(",")
        if not (scaled and marks == 1 and decimal in text):
            return Fraction(int(re.sub(r"[.,]", "", text)))
    if _DECIMAL_COMMA_AFTER_POINTS.fullmatch(text):
        return Fraction(text.replace(".", "").replace(",", "."))
    if _DECIMAL_POINT_AFTER_COMMAS.fullmatch(text):
        return Fraction(text.replace(",", ""))
    if _DECIMAL.fullmatch(text):
        return Fraction(text.replace(",", "."))
    return None


class NumeralReader:
    """Reads numerals in one document. Token limits are those of the sentence."""

    def __init__(self, document: Document) -> None:
        self._tokens = document.tokens
        self._content = document.content
        self._language = document.language
        self._words = number_words(document.language)

    def read(self, first: int, limit: int) -> Numeral | None:
        """Return the longest numeral that begins at token `first`, or None."""
        word = self._word(first, limit)
        if word is not None and word.rank == "half":
            return self._half(first, limit, word)
        if word is not None and word.rank in ("ordinal", "whole"):
            form = "ordinal" if word.rank == "ordinal" else "words"
            return Numeral(first, first + 1, word.value, word.value, form)
        amount = self._amount(first, limit)
        if amount is None:
            return None
        return self._closed(first, *amount, limit)

    def _closed(
        self, first: int, value: Fraction, last: int, form: str, limit: int
    ) -> Numeral | None:
        if value > _LARGEST:
            return None
        following = self._word(last, limit)
        if following is not None and self._ends_ordinal(last, following):
            total = int(value) + following.value
            return Numeral(first, last + 1, total, total, "ordinal")
        if form == "words" and self._is_hyphen(last, limit):
            beyond = self._word(last + 1, limit)
            if beyond is not None and beyond.rank == "ordinal" and value % 10 == 0:
                total = int(value) + beyond.value
                return Numeral(first, last + 2, total, total, "ordinal")
        if following is not None and following.rank == "parts":
            return Numeral(first, last + 1, int(value), math.ceil(value), "parts")
        digits = 0
        if last == first + 1 and form == "figure" and self._tokens[first].text.isdecimal():
            digits = len(self._tokens[first].text)
        unit = self._words.get(self._tokens[last - 1].lower)
        is_round = form == "collective" and unit is not None and unit.is_round
        return Numeral(first, last, math.floor(value), math.ceil(value), form, digits, is_round)

    def _ends_ordinal(self, index: int, word: _Word) -> bool:
        glued = self._tokens[index].start == self._tokens[index - 1].end
        return (
            word.rank == "ordinal_ending" and glued and self._tokens[index - 1].text[0].isdecimal()
        )

    def _half(self, first: int, limit: int, half: _Word) -> Numeral | None:
        at = first + 1
        while self._is_hyphen(at, limit) or self._rank(at, limit) == "article":
            at += 1
        word = self._word(at, limit)
        if word is None or word.rank not in ("scale", "collective") or word.value % half.value:
            return None
        form = "collective" if word.rank == "collective" else "scaled"
        value = word.value // half.value
        return Numeral(first, at + 1, value, value, form, is_round=word.is_round)

    def _amount(self, first: int, limit: int) -> tuple[Fraction, int, str] | None:
        """Read groups and scales of falling size: "two million three hundred thousand and six"."""
        total, ceiling, at, form = Fraction(0), Fraction(_LARGEST), first, "words"
        while at < limit:
            group = self._group(at, limit, after_scale=at > first)
            value, end, kind = group if group is not None else (Fraction(1), at, "bare")
            word = self._word(end, limit)
            if word is not None and word.rank == "scale" and word.value < ceiling:
                if group is None and not word.bare:
                    break
                scaled, end = self._and_a_half(value, word.value, end + 1, limit)
                total, ceiling, at, form = total + scaled, Fraction(word.value), end, "scaled"
                continue
            if word is not None and word.rank == "collective" and at == first:
                if group is None and not word.bare:
                    break
                scaled, end = self._and_a_half(value, word.value, end + 1, limit)
                return scaled, end, "collective"
            if group is None or value >= ceiling or kind == "article":
                break
            if kind == "figure" and at > first and (value.denominator > 1 or ceiling > 1000):
                break
            return total + value, end, "scaled" if form == "scaled" else kind
        return (total, at, form) if total else None

    def _and_a_half(self, value: Fraction, unit: int, at: int, limit: int) -> tuple[Fraction, int]:
        """Add half a unit where "y medio" follows: "millón y medio" is 1,500,000."""
        if self._rank(at, limit) == "joiner" and self._rank(at + 1, limit) == "half":
            return value * unit + Fraction(unit, 2), at + 2
        return value * unit, at

    def _group(self, at: int, limit: int, *, after_scale: bool) -> tuple[Fraction, int, str] | None:
        """Read one group: a figure, "a" before a unit of counting, or words below a thousand."""
        if at >= limit:
            return None
        if self._tokens[at].text[0].isdecimal():
            return self._figure(at, limit)
        word = self._words.get(self._tokens[at].lower)
        if word is not None and word.rank == "joiner" and after_scale and word.after == "hundred":
            small = self._below_hundred(at + 1, limit)
            return None if small is None else (Fraction(small[0]), small[1], "words")
        if word is not None and (word.rank == "article" or word.value == 1):
            follower = self._rank(at + 1, limit)
            if follower == "times":
                return self._hundreds(1, at + 1, limit)
            if follower in ("scale", "collective"):
                return Fraction(1), at + 1, "article"
            if word.rank == "article":
                return None
        return self._below_thousand(at, limit)

    def _below_thousand(self, at: int, limit: int) -> tuple[Fraction, int, str] | None:
        word = self._word(at, limit)
        if word is not None and word.rank == "hundred":
            rest = self._below_hundred(at + 1, limit)
            if rest is None:
                return Fraction(word.value), at + 1, "words"
            return Fraction(word.value + rest[0]), rest[1], "words"
        small = self._below_hundred(at, limit)
        if small is None:
            return None
        value, end = small
        if self._rank(end, limit) == "times" and value:
            return self._hundreds(value, end, limit)
        return Fraction(value), end, "words"

    def _hundreds(self, value: int, at: int, limit: int) -> tuple[Fraction, int, str]:
        """Read "hundred (and six)" at `at`, `value` times."""
        hundred = self._words[self._tokens[at].lower].value
        joiner = self._word(at + 1, limit)
        joined = joiner is not None and joiner.rank == "joiner" and joiner.after == "hundred"
        rest = self._below_hundred(at + 2 if joined else at + 1, limit)
        if rest is None:
            return Fraction(value * hundred), at + 1, "words"
        return Fraction(value * hundred + rest[0]), rest[1], "words"

    def _below_hundred(self, at: int, limit: int) -> tuple[int, int] | None:
        word = self._word(at, limit)
        if word is None or word.rank not in ("unit", "ten"):
            return None
        if word.rank == "unit":
            return word.value, at + 1
        joiner = self._word(at + 1, limit)
        skip = self._is_hyphen(at + 1, limit) or (
            joiner is not None and joiner.rank == "joiner" and joiner.after == "ten"
        )
        unit = self._word(at + 2 if skip else at + 1, limit)
        if unit is not None and unit.rank == "unit" and 0 < unit.value < 10:
            return word.value + unit.value, at + (3 if skip else 2)
        return word.value, at + 1

    def _figure(self, at: int, limit: int) -> tuple[Fraction, int, str] | None:
        end = self._end_of_spaced_figure(at, limit)
        if end > at + 1:
            digits = "".join(t.text for t in self._tokens[at:end])
            return Fraction(int(digits)), end, "figure"
        scaled = self._rank(at + 1, limit) in ("scale", "collective")
        value = figure_value(self._tokens[at].text, scaled=scaled, language=self._language)
        return None if value is None else (value, at + 1, "figure")

    def _end_of_spaced_figure(self, at: int, limit: int) -> int:
        """Return the end of "1 200 000": groups of three after one to three digits."""
        end = at + 1
        if len(self._tokens[at].text) > 3 or self._tokens[at].text[0] == "0":
            return end
        while end < limit and self._is_group_of_three(end):
            end += 1
        return end

    def _is_group_of_three(self, at: int) -> bool:
        before, token = self._tokens[at - 1], self._tokens[at]
        gap = self._content[before.end : token.start]
        closed = len(gap) == 1 and (gap == " " or gap in _THIN_SPACES)
        return (
            closed and before.text.isdecimal() and len(token.text) == 3 and token.text.isdecimal()
        )

    def _is_hyphen(self, at: int, limit: int) -> bool:
        return at < limit and self._tokens[at].text in _HYPHENS

    def _word(self, at: int, limit: int) -> _Word | None:
        return self._words.get(self._tokens[at].lower) if at < limit else None

    def _rank(self, at: int, limit: int) -> str | None:
        word = self._word(at, limit)
        return None if word is None else word.rank
