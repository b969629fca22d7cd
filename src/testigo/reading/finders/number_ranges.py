"""Two numbers that make one: "between 10 and 15", "10-15", "two or three", "one in five", "87-31".

The words that open and join stand in the lexicon `number_bounds`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.number_bounds import Limits
from testigo.reading.finders.numerals import Numeral, NumeralReader


@dataclass(frozen=True, slots=True)
class Joined:
    """Two numbers read as one: a range, or a ratio, of which `limits` gives the first number."""

    limits: Limits
    numeral: Numeral
    is_ratio: bool = False


class RangeReader:
    """Reads ranges and ratios in one sentence."""

    def __init__(self, document: Document, numerals: NumeralReader, sentence: Sentence) -> None:
        self._tokens, self._numerals = document.tokens, numerals
        self._floor, self._ceiling = sentence.first, sentence.last
        self._bounds = lexicon(document.language, "number_bounds")

    def read(self, numeral: Numeral) -> Joined | None:
        """Return what a numeral makes with the next one; None where it stands alone."""
        return self._ratio(numeral) or self._range(numeral)

    def _range(self, numeral: Numeral) -> Joined | None:
        """Read "between 10 and 15", "10-15", "two or three", "de 10 a 15" as one number."""
        join = self._term_at(numeral.last, "join")
        if join is None or (join.entry.get("joins") == "mark" and not self._is_glued(join)):
            return None
        upper = self._numerals.read(join.last, self._ceiling)
        if upper is None or "ordinal" in (upper.form, numeral.form):
            return None
        joins = join.entry.get("joins")
        opened = self._opened_at(numeral.first, joins)
        first = numeral.first if opened is None else opened
        if (joins == "and" and opened is None) or (joins == "to" and self._changes(first)):
            return None
        low = _scaled_alike(numeral, upper)
        digits = 4 if numeral.digits == upper.digits == 4 else 0
        both = replace(upper, first=numeral.first, low=low, digits=digits)
        if low < upper.high:
            return Joined(Limits(first, upper.last, low, upper.high, "exact"), both)
        figures = upper.form == numeral.form == "figure"
        if opened is not None or joins not in ("to", "mark") or not figures:
            return None
        limits = Limits(numeral.first, upper.last, numeral.low, numeral.low, "exact")
        return Joined(limits, replace(both, low=numeral.low), is_ratio=True)

    def _term_at(self, at: int, side: str) -> Hit | None:
        """Return the term of that side at token `at`, if the sentence goes on after it."""
        hit = self._bounds.at(self._tokens, at, self._ceiling) if at < self._ceiling else None
        if hit is None or hit.entry.get("side") != side or hit.last >= self._ceiling:
            return None
        return hit

    def _opened_at(self, first: int, joins: str | None) -> int | None:
        """Return where a range that begins before token `first` is opened ("between"), or None."""
        hit = self._bounds.ending_at(self._tokens, first, self._floor, "joins")
        if hit is None or hit.entry.get("side") != "open" or hit.entry.get("joins") != joins:
            return None
        return hit.first

    def _is_glued(self, hit: Hit) -> bool:
        """Tell whether no white space stands around a mark: "June 3 - Eleven died" is no range."""
        before, mark, after = self._tokens[hit.first - 1], self._tokens[hit.first], hit.last
        return before.end == mark.start and mark.end == self._tokens[after].start

    def _changes(self, first: int) -> bool:
        """Tell whether a word of rising or falling stands just before: then 10 and 15 are two."""
        for at in range(max(self._floor, first - 3), first):
            hit = self._bounds.at(self._tokens, at, self._ceiling)
            if hit is not None and hit.entry.get("side") == "change":
                return True
        return False

    def _ratio(self, numeral: Numeral) -> Joined | None:
        """Read "one in five", "tres de cada diez" as a ratio."""
        hit = self._term_at(numeral.last, "ratio")
        if hit is None:
            return None
        whole = self._numerals.read(hit.last, self._ceiling)
        if whole is None or whole.low <= numeral.high:
            return None
        if hit.last == hit.first + 1 and not (whole.form == numeral.form == "words"):
            return None
        limits = Limits(numeral.first, whole.last, numeral.low, numeral.high, "exact")
        return Joined(limits, replace(numeral, last=whole.last), is_ratio=True)


def _scaled_alike(lower: Numeral, upper: Numeral) -> int:
    """Return the lower end of "2 to 3 million": it shares the scale of the upper."""
    for unit in (10**6, 1000, 100):
        shares = upper.high % unit == 0 and upper.form in ("scaled", "words")
        if shares and lower.low < 100 and lower.form != "scaled" and lower.low * unit < upper.high:
            return lower.low * unit
    return lower.low
