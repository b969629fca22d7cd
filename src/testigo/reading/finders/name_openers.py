"""Words that are capital only because of where they stand: sentence openers, days, peoples."""

from __future__ import annotations

from testigo.reading.finders.capitals import Run, Word
from testigo.reading.finders.name_bodies import Bodies
from testigo.reading.finders.name_reading import SITE_SHAPE, NameReading, is_acronym

_LOOSE = frozenset(["the", "a", "an", "i"])  # no part of a name even inside a sentence


class Openers:
    """The openers of one document."""

    def __init__(self, reading: NameReading, bodies: Bodies) -> None:
        self.reading, self.bodies, self.words = reading, bodies, reading.words

    def strip(self, run: Run) -> list[Word]:
        """Return the words of a run without an opener, a day or a people before the name."""
        words = list(run.words)
        may_open = run.opens or words[0].lower in _LOOSE
        if may_open and self._is_opener(words[0], words[1:]):
            words.pop(0)
        if words and words[0].lower in self.words.calendar - self.words.given:
            words.pop(0)
        while words and (end := self.reading.people_end(words)) and not self._is_region(words):
            rest = [w for w in words if w.first >= end]
            if rest and self.bodies.is_body(rest):
                break
            words = rest
        return words

    def _is_region(self, words: list[Word]) -> bool:
        """Whether a people's word is part of a region's name: "British Columbia"."""
        entries = self.reading.places.find(self.reading.text(words))
        return any(not entry.is_town and entry.is_main for entry in entries)

    def _is_opener(self, word: Word, rest: list[Word]) -> bool:
        is_noun = self.bodies.is_head(word) or self.words.is_place_word(word.lower, *SITE_SHAPE)
        if is_noun and (rest or self.reading.near.word(word.last) in self.reading.connectors):
            return False
        if rest and (self.bodies.is_body(rest) or self.bodies.is_site(rest)):
            return word.lower in self.words.common and word.lower not in self.words.portfolios
        if self._begins_place([word, *rest[:2]]):
            return False
        if self.words.is_common(word.lower):
            return True
        if word.folded in self.words.given or is_acronym(word.text):
            return False
        is_known = not rest and self.reading.places.knows(word.text)
        return word.lower in self.reading.lower_words and not is_known

    def _begins_place(self, words: list[Word]) -> bool:
        """Whether words in a row, the opener among them, name a place: "La Paz", "The Hague"."""
        return any(
            self.reading.places.knows(self.reading.text(words[:n]))
            for n in range(len(words), 1, -1)
            if words[n - 1].lower not in self.words.heads
            and words[n - 1].lower not in self.words.place_words["not_place"]
        )
