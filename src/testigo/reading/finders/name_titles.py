"""Titles inside a run of capitals, and what else stands before a person's name in it."""

from __future__ import annotations

from dataclasses import dataclass

from testigo.reading.finders.capitals import Word
from testigo.reading.finders.name_bodies import Bodies
from testigo.reading.finders.name_kinds import has_site_word
from testigo.reading.finders.name_reading import NameReading, is_acronym, is_weighty


@dataclass(frozen=True, slots=True)
class Cut:
    """A run cut at its title: the words before it, the name, the tokens of the title."""

    before: list[Word]
    name: list[Word]
    title: tuple[int, int] | None


class Titles:
    """The titles of one document."""

    def __init__(self, reading: NameReading, bodies: Bodies) -> None:
        self.reading, self.bodies, self.words = reading, bodies, reading.words
        self.near, self.places = reading.near, reading.places

    def cut(self, words: list[Word]) -> Cut:
        """Cut the title off: "Interior Minister Ana Torres" -> Ana Torres."""
        if not words or (len(words) == 2 and self._is_named_like_title(words)):
            return Cut([], words, None)
        if words[0].lower in self.words.portfolios and self._follows_title(words[0].first):
            return self._without_fields(words)
        end = self.end_of(words)
        rest = [w for w in words if w.first >= end]
        if end and rest and self.bodies.is_body(words) and self._all_fields(rest):
            return Cut([], words, None)  # "Policía Nacional": the head is the body's
        if end and rest and not self.bodies.is_body(rest):
            return Cut([], rest, (words[0].first, end))
        if end and not rest:
            return Cut([], words if self.bodies.is_body(words) else [], None)
        inner = self._inner_title(words)
        if inner is None:
            return Cut([], words, None)
        first, last = inner
        return Cut(words[:first], words[last:], (words[first].first, words[last - 1].last))

    def _without_fields(self, words: list[Word]) -> Cut:
        """Cut off the field of a title before it: "ministro del Interior Juan Rey"."""
        rest = words
        while rest and rest[0].lower in self.words.portfolios:
            rest = rest[1:]
        if not rest:
            return Cut([], words if self.bodies.is_body(words) else [], None)
        return Cut([], rest, self.near.title_before(rest[0].first))

    def _is_named_like_title(self, words: list[Word]) -> bool:
        """Whether a title is a given name here: "Reina Torres"."""
        return words[0].folded in self.words.given and words[1].folded not in self.words.given

    def _all_fields(self, words: list[Word]) -> bool:
        return all(w.lower in self.words.portfolios for w in words)

    def _follows_title(self, first: int) -> bool:
        if self.near.word(first - 1) not in self.reading.connectors:
            return False
        at = first - 2
        while at > 0 and (
            self.near.word(at) in self.reading.connectors
            or self.near.word(at) in self.words.portfolios
        ):
            at -= 1
        hit = self.words.title_at(self.reading.tokens, at, first) if at >= 0 else None
        return self.words.is_title_head(hit)

    def end_of(self, words: list[Word]) -> int:
        """Return the token after the title that a run begins with; 0 if it has none."""
        at, limit, end = words[0].first, words[-1].last, 0
        while at < limit:
            hit = self.words.title_at(self.reading.tokens, at, limit)
            if hit is None:
                hit = self.words.demonyms.at(self.reading.tokens, at, limit)
                if hit is None:
                    break
            elif self.words.is_title_head(hit):
                end = hit.last
            at = hit.last
            if at < limit and self.reading.tokens[at].text in (".", "-"):
                end = at + 1 if end == at else end
                at += 1
        return end

    def _inner_title(self, words: list[Word]) -> tuple[int, int] | None:
        """Return the words of a title inside a run: "Superior Court Judge Ana Torres"."""
        for index in range(1, len(words) - 1):
            if words[index - 1].folded in self.words.given:
                return None
            hit = self.words.title_at(self.reading.tokens, words[index].first, words[-1].first)
            if hit is None or not self.words.is_title_head(hit):
                continue
            last = next((i for i, w in enumerate(words) if w.first >= hit.last), len(words))
            rest = words[last:]
            if rest and not any(w.lower in self.words.heads for w in rest):
                more = self.end_of(rest)
                return index, last + sum(w.last <= more for w in rest)
        return None

    def prefix(self, words: list[Word]) -> int:
        """Return how many words stand before a person without being of the name.

        "alcalde de Ilave Juan Ticona", "jueza de Control Ana Torres", "PNP Juan Ticona".
        """
        if len(words) < 2 or words[0].folded in self.words.given:
            return 0
        if len(words) > 2 and is_acronym(words[0].text) and len(words[0].text) > 2:
            return 0 if self.places.knows(self.reading.text(words[1:])) else 1
        named = next((i for i, w in enumerate(words) if w.folded in self.words.given), 0)
        if self._after_title_and_connector(words[0].first):
            known = [
                i for i in range(1, len(words)) if self.places.knows(self.reading.text(words[:i]))
            ]
            whole = self.places.knows(self.reading.text(words))
            return named or (known[-1] if known and not whole else 0)
        if named and named < len(words) - 1 and not has_site_word(self.reading, words):
            entries = self.places.find(self.reading.text(words[:named]))
            return named if any(is_weighty(e) for e in entries) else 0
        return 0

    def _after_title_and_connector(self, first: int) -> bool:
        at = first - 1
        while at > 0 and self.near.word(at) in self.reading.connectors | {"the", "el"}:
            at -= 1
        if at == first - 1 or at < 0:
            return False
        titles = (
            self.words.title_at(self.reading.tokens, i, at + 1)
            for i in range(max(at - 2, 0), at + 1)
        )
        return any(self.words.is_title_head(hit) for hit in titles)
