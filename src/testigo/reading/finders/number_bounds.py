"""Limits of a number and ranges: "at least 27", "no más de 30", "27 or more", "between 10 and 15".

The words stand in the lexicon `number_bounds`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from testigo.languages.document import Token
from testigo.languages.lexicons import Hit, Lexicon, lexicon
from testigo.record.counts import CountRange

_NEUTRAL = frozenset({"more", "exact", "all_but"})
"""Words that belong to the wording and set no limit."""
_CLOSERS = frozenset(",.;:)")


@dataclass(frozen=True, slots=True)
class Limits:
    """A number with its limits, and the tokens `[first, last)` of its whole wording."""

    first: int
    last: int
    low: int | None
    high: int | None
    bound: str

    def count(self, wording: str) -> CountRange:
        """Return the count as the record keeps it."""
        return CountRange(self.low, self.high, self.bound, wording)


@functools.cache
def flat_numbers(language: str) -> dict[str, int]:
    """Return the number that the flat form gives each vague term of a language."""
    numbers = {}
    for entry in lexicon(language, "number_bounds"):
        value = entry.attributes.get("flat_low")
        if isinstance(value, int):
            numbers.update(dict.fromkeys(entry.terms, value))
    return numbers


def flat_low(wording: str, language: str) -> int | None:
    """Return the number that the flat form writes for a vague wording; None where it has none.

    The longest term inside the wording decides: "more than several dozen" is 24.

    >>> flat_low("tens of thousands", "en")
    20000
    """
    words = f" {' '.join(wording.lower().split())} "
    inside = [term for term in flat_numbers(language) if f" {term} " in words]
    return flat_numbers(language)[max(inside, key=len)] if inside else None


def limited(
    low: int | None, high: int | None, old: str, bound: str
) -> tuple[int | None, int | None, str]:
    """Put a bound word on `low` to `high`: "more than" 40 is 41 or more."""
    if low is None or high is None or old == "vague":
        return low, high, old
    match bound:
        case "at_least":
            return low, None, "at_least"
        case "more_than":
            return low + 1, None, "more_than"
        case "at_most":
            return None, high, "at_most"
        case "less_than":
            return None, max(high - 1, 0), "at_most"
        case "about":
            return low, high, "about"
        case "tens" if low == high and low % 10 == 0 and 20 <= low < 100:
            return low + 1, low + 9, "about"
        case "tens":
            return low, None, "at_least"
    return low, high, old


def with_bounds(
    limits: Limits, tokens: Sequence[Token], floor: int, ceiling: int, language: str
) -> Limits:
    """Widen a bare number by the bound words around it, within tokens `[floor, ceiling)`.

    The outermost word before the number decides ("up to some 30" is at most 30); a word after it
    only where none stands before.
    """
    words = lexicon(language, "number_bounds")
    first, last, bounds = limits.first, limits.last, []
    while hit := words.ending_at(tokens, first, floor, "bound"):
        if hit.entry.get("side") not in ("before", "around"):
            break
        bounds.append(hit.entry.get("bound") or "")
        first = hit.first
    while after := _bound_after(words, tokens, last, ceiling):
        last = after.last
        if all(b in _NEUTRAL for b in bounds):
            bounds.append(after.entry.get("bound") or "")
    low, high, bound = limits.low, limits.high, limits.bound
    telling = [name for name in bounds if name not in _NEUTRAL]
    if telling:
        low, high, bound = limited(low, high, bound, telling[-1])
    return Limits(first, last, low, high, bound)


def _bound_after(words: Lexicon, tokens: Sequence[Token], at: int, ceiling: int) -> Hit | None:
    """Return the bound word that follows a number, also between commas: "13, at least, died"."""
    apposed = at + 1 < ceiling and tokens[at].text == ","
    first = at + 1 if apposed else at
    hit = words.at(tokens, first, ceiling) if first < ceiling else None
    if hit is None or hit.entry.get("side") not in ("after", "around"):
        return None
    if apposed:
        closed = hit.last >= ceiling or tokens[hit.last].text in _CLOSERS
        telling = hit.entry.get("bound") not in _NEUTRAL
        return hit if closed and telling and hit.entry.get("side") == "around" else None
    return hit
