"""Whether "one", "un", "a" or "both" counts: often it is an article or a pronoun.

Each errs to the side that its language needs: English "one" counts before any noun, Spanish "un"
only before words for persons or harm, an English "a" only where a list of counts goes on with it.
"""

from __future__ import annotations

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.finders.number_bounds import Limits
from testigo.reading.finders.number_lists import Number, joining_words
from testigo.reading.finders.number_nouns import NounReader
from testigo.reading.finders.numerals import Numeral, number_words


class OneReader:
    """Tells in one sentence whether a word worth one (or "both") is a number."""

    def __init__(self, document: Document, nouns: NounReader, sentence: Sentence) -> None:
        self._tokens, self._language, self._nouns = document.tokens, document.language, nouns
        self._floor, self._ceiling = sentence.first, sentence.last
        self._bounds = lexicon(document.language, "number_bounds")

    def is_listed(self, numeral: Numeral, before: Number | None) -> bool:
        """Tell whether "a", "un" or "uno" goes on a list of counts that "and" joins."""
        at = numeral.first - 1
        if before is None or before.use != "count" or numeral.low != 1 or numeral.form != "words":
            return False
        end = before.limits.last if before.counted is None else before.counted.last
        if at < end or self._tokens[at].lower not in joining_words(self._language):
            return False
        word = number_words(self._language)[self._tokens[numeral.first].lower]
        role, _ = self._nouns.role_at(numeral.last, self._ceiling)
        if at > end + 2:
            return word.bare and role in ("stop", "verb")
        if role in ("person", "harm"):
            return True
        if word.rank == "article" or role == "thing":
            return False
        counted = self._nouns.read(numeral.last, self._ceiling, one=True)
        return counted is None or before.counted is not None

    def stands(self, numeral: Numeral, limits: Limits) -> bool:
        """Tell whether "one", "un" or "both" counts here, or is an article or a pronoun."""
        word = number_words(self._language).get(self._tokens[numeral.first].lower)
        if word is None or numeral.last != numeral.first + 1 or numeral.form != "words":
            return True
        if word.rank != "whole" and word.value != 1:
            return True
        after = self._nouns.skip_quote(limits.last, self._ceiling)
        role, end = self._nouns.role_at(after, self._ceiling)
        if role == "adjective":
            role, end = self._nouns.role_at(end, self._ceiling)
        if role in ("person", "harm") or (role == "part" and word.rank != "article"):
            return not self._is_barred(numeral.first)
        if word.rank == "whole":
            return False
        if limits.bound != "exact":
            return limits.first < numeral.first
        if not word.bare or self._is_barred(numeral.first):
            return False
        if role in ("stop", "verb"):
            return role == "verb"
        return after < self._ceiling and self._tokens[after].is_word

    def _is_barred(self, first: int) -> bool:
        hit = self._bounds.ending_at(self._tokens, first, self._floor, "side")
        return hit is not None and hit.entry.get("side") in ("bar", "each")
