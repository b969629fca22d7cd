"""Numbers in a report: what they say, how exactly, what they are for and what they count.

Every number is found, also dates, sums and roads, for a reader must know that "7" in "December 7"
is no toll. Bound words, ranges and shares make one mention: "at least 27", "all but one of the 10".
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.finders.mentions import NumberMention
from testigo.reading.finders.number_bounds import Limits, flat_low, with_bounds
from testigo.reading.finders.number_lists import Number, with_uses_of_lists
from testigo.reading.finders.number_nouns import Counted, NounReader, each_after
from testigo.reading.finders.number_ones import OneReader
from testigo.reading.finders.number_ranges import Joined, RangeReader
from testigo.reading.finders.number_uses import (
    currency_before,
    is_age_if_bare,
    is_age_in_apposition,
    is_hour,
    is_list_number,
    is_year,
    neighbour_use,
    shaped_use,
)
from testigo.reading.finders.numerals import Numeral, NumeralReader, number_words
from testigo.record.counts import CountRange

__all__ = ["find_numbers", "flat_low"]

_PLURAL_FORMS = frozenset({"collective", "scaled", "vague"})


def find_numbers(document: Document) -> tuple[NumberMention, ...]:
    """Find every number of a document, in reading order; spans may nest ("all but one of the 10").

    The use `count` says that a number may count persons, not that it does; a number whose noun is
    a thing ("nine towns") is `other`. A decimal is the two whole numbers around it.
    """
    found: list[NumberMention] = []
    for sentence in document.sentences:
        found.extend(_SentenceNumbers(document, sentence).read())
    return tuple(found)


@functools.cache
def _starters(language: str) -> frozenset[str]:
    words = {
        term
        for term, word in number_words(language).items()
        if word.rank not in ("joiner", "ordinal_ending", "parts")
    }
    for entry in lexicon(language, "number_bounds"):
        if entry.get("side") == "alone":
            words.update(term.split()[0] for term in entry.terms)
    return frozenset(words)


class _SentenceNumbers:
    """Reads the numbers of one sentence, from left to right."""

    def __init__(self, document: Document, sentence: Sentence) -> None:
        self._document, self._tokens = document, document.tokens
        self._floor, self._ceiling = sentence.first, sentence.last
        self._numerals = NumeralReader(document)
        self._nouns = NounReader(document)
        self._bounds = lexicon(document.language, "number_bounds")
        self._ranges = RangeReader(document, self._numerals, sentence)
        self._ones = OneReader(document, self._nouns, sentence)

    def read(self) -> list[NumberMention]:
        starters = _starters(self._document.language)
        numbers: list[Number] = []
        at = self._floor
        while at < self._ceiling:
            token = self._tokens[at]
            if not token.text[0].isdecimal() and token.lower not in starters:
                at += 1
                continue
            number, at = self._number_at(at, numbers[-1] if numbers else None)
            if number is None:
                continue
            if numbers and _is_inside(numbers[-1], number):
                numbers.pop()  # the "many" of "as many as 50"
            numbers.append(number)
        return [self._mention(number) for number in with_uses_of_lists(self._document, numbers)]

    def _number_at(self, at: int, before: Number | None) -> tuple[Number | None, int]:
        """Return the number that begins at token `at`, if any, and where to read on.

        `before` is the number before it in the sentence.
        """
        if self._tokens[at].text[0].isdecimal():
            shaped = shaped_use(self._document, at)
            if shaped is not None:
                last = max(self._document.token_at(shaped[1] - 1) + 1, at + 1)
                return self._shaped(at, last, shaped[0]), last
        vague = self._vague(at)
        if vague is not None:
            return vague, max(vague.limits.last, at + 1)
        numeral = self._numerals.read(at, self._ceiling)
        if numeral is None:
            return self._listed_article(at, before), at + 1
        joined = self._ranges.read(numeral)
        number = self._single(numeral, before) if joined is None else self._joined(joined)
        if number is None:
            return None, numeral.last
        return number, max(numeral.last, number.numeral.last, number.end)

    def _shaped(self, first: int, last: int, use: str) -> Number:
        value = int(re.split(r"\D", self._tokens[first].text)[0][:12])
        numeral = Numeral(first, last, value, value, "figure")
        return Number(Limits(first, last, value, value, "exact"), numeral, use)

    def _vague(self, at: int) -> Number | None:
        hit = self._bounds.at(self._tokens, at, self._ceiling)
        if hit is None or hit.entry.get("side") != "alone":
            return None
        numeral = Numeral(at, hit.last, 0, 0, "vague")
        low, high, bound = None, None, "vague"
        if hit.entry.get("bound") == "tens":
            ten = int(str(hit.entry.attributes["flat_low"]))
            low, high, bound = ten + 1, ten + 9, "about"
        limits = self._bounded(Limits(at, hit.last, low, high, bound), at)
        return self._used(numeral, limits)

    def _joined(self, joined: Joined) -> Number:
        if joined.is_ratio:
            return Number(joined.limits, joined.numeral, "ratio")
        return self._used(joined.numeral, self._bounded(joined.limits, joined.limits.first))

    def _single(self, numeral: Numeral, before: Number | None) -> Number | None:
        stated = "about" if numeral.is_round else "exact"
        bare = Limits(numeral.first, numeral.last, numeral.low, numeral.high, stated)
        limits = self._bounded(bare, numeral.first)
        exception = self._all_but(numeral, limits, before)
        if exception is not None:
            return exception
        if not self._ones.stands(numeral, limits) and not self._ones.is_listed(numeral, before):
            return None
        return self._used(numeral, limits)

    def _listed_article(self, at: int, before: Number | None) -> Number | None:
        """Read "a soldier" as one in "three students and a soldier"; None anywhere else."""
        word = number_words(self._document.language).get(self._tokens[at].lower)
        if word is None or word.rank != "article":
            return None
        numeral = Numeral(at, at + 1, 1, 1, "words")
        if not self._ones.is_listed(numeral, before):
            return None
        return self._used(numeral, Limits(at, at + 1, 1, 1, "exact"))

    def _bounded(self, limits: Limits, first: int) -> Limits:
        start = currency_before(self._document, first, self._floor)
        return with_bounds(
            replace(limits, first=start),
            self._tokens,
            self._floor,
            self._ceiling,
            self._document.language,
        )

    def _all_but(self, numeral: Numeral, limits: Limits, before: Number | None) -> Number | None:
        """Read "all but one of the 10" as 9 of 10, "733, all but five of whom" as 728 of 733.

        Where the total stands elsewhere the words are kept as vague: five is not the number meant.
        """
        hit = self._bounds.ending_at(self._tokens, numeral.first, self._floor, "bound")
        if hit is None or hit.entry.get("bound") != "all_but":
            return None
        last, whole, counted = numeral.last, None, None
        total = self._total_after(limits.last)
        if total is not None:
            last, whole = (
                total.last,
                CountRange(total.low, total.high, "exact", self._wording(total)),
            )
            counted = self._nouns.read(last, self._ceiling)
        elif before is not None and before.use == "count" and self._is_of_whom(limits.last):
            whole, counted = before.limits.count(self._wording(before.numeral)), before.counted
        spot = replace(numeral, first=hit.first, form="vague")
        if whole is None or whole.low is None or whole.low <= numeral.high:
            return Number(Limits(hit.first, last, None, None, "vague"), spot, "count")
        left = whole.low - numeral.high
        return Number(Limits(hit.first, last, left, left, "exact"), spot, "count", counted, whole)

    def _is_of_whom(self, at: int) -> bool:
        return self._nouns.role_at(at, self._ceiling)[0] == "part"

    def _total_after(self, at: int) -> Numeral | None:
        """Return the number in "of the seven" at token `at`."""
        role, end = self._nouns.role_at(at, self._ceiling)
        if role not in ("part", "link") or end >= self._ceiling:
            return None
        total = self._numerals.read(end, self._ceiling)
        if total is None or total.form == "ordinal" or total.low != total.high:
            return None
        return total

    def _used(self, numeral: Numeral, limits: Limits) -> Number:
        """Decide the use of a number, and read what it counts."""
        told = neighbour_use(self._document, numeral, limits, self._floor, self._ceiling)
        if numeral.form in ("ordinal", "parts"):
            use = "ordinal" if numeral.form == "ordinal" else "ratio"
            return Number(limits, numeral, "date" if told and told[0] == "date" else use)
        if told is not None and told[1] is not None:
            return Number(limits, numeral, told[0], end=told[1].last)
        counted, total = self._counted(numeral, limits)
        if told is not None and not (told[0] == "identifier" and self._befalls(limits, counted)):
            return Number(limits, numeral, told[0])
        placed = self._use_by_place(numeral, limits, counted, total)
        if placed is not None:
            return Number(limits, numeral, placed)
        thing = counted is not None and counted.role == "thing"
        decimal = numeral.low != numeral.high and numeral.last == numeral.first + 1
        each = each_after(self._document, limits.last, self._ceiling)
        use = "other" if thing or decimal else "count"
        return Number(limits, numeral, use, counted, total, each)

    def _befalls(self, limits: Limits, counted: Counted | None) -> bool:
        """Tell whether persons or harm follow: "in one case 38 people died" names no case 38."""
        if counted is not None and counted.role == "person":
            return True
        return self._nouns.role_at(limits.last, self._ceiling)[0] == "harm"

    def _use_by_place(
        self, numeral: Numeral, limits: Limits, counted: Counted | None, total: CountRange | None
    ) -> str | None:
        """Return the use of a year, an hour, an age in apposition, a list number; else None."""
        place = self._document, numeral, self._floor
        persons = counted is not None and counted.role == "person"
        if is_year(*place, counts_persons=persons or limits.bound != "exact"):
            return "date"
        if counted is None and is_hour(*place):
            return "clock"
        if is_age_in_apposition(*place, self._ceiling):
            return "age"
        if counted is None and total is None and is_age_if_bare(*place):
            return "age"
        if counted is None and total is None and is_list_number(*place, self._ceiling):
            return "other"
        return None

    def _counted(
        self, numeral: Numeral, limits: Limits
    ) -> tuple[Counted | None, CountRange | None]:
        """Return the noun, and the total in "two of the seven miners"."""
        at = limits.last
        role, end = self._nouns.role_at(at, self._ceiling)
        one = numeral.low == numeral.high == 1
        if role == "link" and numeral.form in _PLURAL_FORMS:
            return self._nouns.read(end, self._ceiling), None
        if role not in ("part", "link"):
            return self._nouns.read(at, self._ceiling, one=one), None
        total = self._total_after(at)
        if total is None:
            return (self._nouns.read(end, self._ceiling) if role == "part" else None), None
        if numeral.form == "vague" or total.low < numeral.high:
            return None, None
        whole = CountRange(total.low, total.high, "exact", self._wording(total))
        return self._nouns.read(total.last, self._ceiling), whole

    def _wording(self, numeral: Numeral) -> str:
        return self._document.span_of(numeral.first, numeral.last).quote

    def _mention(self, number: Number) -> NumberMention:
        span = self._document.span_of(number.limits.first, number.limits.last)
        counted = number.counted
        return NumberMention(
            span=span,
            numeral=self._document.span_of(number.numeral.first, number.numeral.last),
            count=number.limits.count(span.quote),
            use=number.use,
            noun=None if counted is None else self._document.span_of(counted.first, counted.last),
            of_total=number.of_total,
            each=number.each,
        )


def _is_inside(vague: Number, number: Number) -> bool:
    return vague.limits.bound == "vague" and number.limits.first <= vague.limits.first
