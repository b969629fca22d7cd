"""Numbers in a list share their use: "aged 12, 14 and 17", "articles 5 and 7", "7 y 9 de mayo"."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from testigo.languages.document import Document
from testigo.languages.lexicons import lexicon
from testigo.reading.finders.number_bounds import Limits
from testigo.reading.finders.number_nouns import Counted, NounReader
from testigo.reading.finders.numerals import Numeral
from testigo.record.counts import CountRange

_FORWARD = frozenset({"identifier", "age", "date", "clock"})
_BACKWARD = frozenset({"date", "age", "percent", "clock", "duration", "measure", "money"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number on its way to a mention; `end` is the token after what was read with it, or 0."""

    limits: Limits
    numeral: Numeral
    use: str
    counted: Counted | None = None
    of_total: CountRange | None = None
    each: bool = False
    end: int = 0

    @property
    def is_bare(self) -> bool:
        """Whether nothing yet says what it is for."""
        return self.use == "count" and self.counted is None and self.of_total is None


@functools.cache
def joining_words(language: str) -> frozenset[str]:
    """Return the words and marks that join two numbers of a language."""
    bounds = lexicon(language, "number_bounds")
    return frozenset(t for e in bounds if e.get("side") == "join" for t in e.terms)


def with_uses_of_lists(document: Document, numbers: Sequence[Number]) -> list[Number]:
    """Give the bare numbers of one sentence the use of their neighbour in a list."""
    told = list(numbers)
    for at in range(len(told) - 2, -1, -1):
        number, after = told[at], told[at + 1]
        is_year = after.numeral.digits == 4
        if number.is_bare and after.use in _BACKWARD and not is_year:
            use = _use_of_years(document, number) if after.use == "duration" else after.use
            if _are_listed(document, number, after):
                told[at] = replace(number, use=use)
    for at in range(1, len(told)):
        before, number = told[at - 1], told[at]
        if not _takes_on(document, before, number):
            continue
        told[at] = replace(number, use=before.use)
    return told


def _takes_on(document: Document, before: Number, number: Number) -> bool:
    """Tell whether a number takes the use of the one before it."""
    if before.use not in _FORWARD or not _are_listed(document, before, number):
        return False
    if before.use == "age" and number.use == "duration":
        return True
    return number.is_bare and _goes_on(document, before.use, number.limits.last)


def _use_of_years(document: Document, number: Number) -> str:
    """Tell an age from a duration by the word before the first number: "de 12, 14 y 17 años"."""
    words = lexicon(document.language, "number_units")
    before = words.ending_at(document.tokens, number.limits.first, 0, "years")
    return "duration" if before is None else before.entry.get("years") or "duration"


def _are_listed(document: Document, first: Number, second: Number) -> bool:
    """Tell whether nothing but a comma or a joining word stands between two numbers."""
    gap = document.tokens[first.limits.last : second.limits.first]
    return len(gap) == 1 and (
        gap[0].text == "," or gap[0].lower in joining_words(document.language)
    )


def _goes_on(document: Document, use: str, end: int) -> bool:
    """Tell whether a list of this use may end at token `end`: ages also before a verb."""
    tokens = document.tokens
    if end >= len(tokens) or not tokens[end].is_word:
        return True
    if use == "age":
        return NounReader(document).role_at(end, len(tokens))[0] in ("stop", "verb")
    return tokens[end].lower in joining_words(document.language)
