"""Limits of a number and ranges: "at least 27", "no más de 30", "27 or more", "between 10 and 15".

The words stand in the lexicon `number_bounds`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from testigo.languages.document import Token
from testigo.languages.lexicons import lexicon
from testigo.record.counts import CountRange


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
    after = words.at(tokens, last, ceiling) if last < ceiling else None
    while after is not None and after.entry.get("side") in ("after", "around"):
        last = after.last
        if not any(b not in ("more", "exact") for b in bounds):
            bounds.append(after.entry.get("bound") or "")
        after = words.at(tokens, last, ceiling) if last < ceiling else None
    low, high, bound = limits.low, limits.high, limits.bound
    for name in reversed(bounds):
        if name == "all_but":
            continue
        if name not in ("more", "exact"):
            low, high, bound = limited(low, high, bound, name)
            break
    return Limits(first, last, low, high, bound)
