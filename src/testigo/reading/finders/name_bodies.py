"""Bodies, by the words that head their names, with what is joined: "Ministry of the Interior"."""

from __future__ import annotations

from testigo.reading.finders.capitals import Run, Word
from testigo.reading.finders.name_reading import SITE_SHAPE, NameReading, is_acronym


class Bodies:
    """The names of bodies, and of sites built alike, in one document."""

    def __init__(self, reading: NameReading) -> None:
        self.reading, self.words = reading, reading.words
        self.near, self.places = reading.near, reading.places

    def read(self, runs: list[Run], at: int, words: list[Word]) -> tuple[list[Word], int]:
        """Return all words of a name whose first run has `words`, and how many runs it took."""
        taken, joined, all_words = 1, False, list(words)
        while at + taken < len(runs):
            following = runs[at + taken]
            link = self.reading.link(all_words[-1], following.words[0])
            if link is None or not self._joins(link, following, joined):
                break
            joined, kept = True, self._part(following)
            all_words += kept
            taken += 1
            if len(kept) < len(following.words):
                break
        return all_words, taken

    def is_body(self, words: list[Word]) -> bool:
        """Whether words name a body: one of them heads such names ("Ministry", "Frente")."""
        heads = [i for i, w in enumerate(words) if self.is_head(w)]
        if not heads or self._is_unit(words) or self._is_site_of_body(words):
            return False
        if words[0].folded in self.words.given:
            return (heads[0] > 0 and len(words) > 2 and heads[-1] == len(words) - 1) or (
                len(words) == 1 and self.near.word(words[0].last) in self.reading.connectors
            )
        return True

    def _is_site_of_body(self, words: list[Word]) -> bool:
        """Whether a site's noun ends a name that holds a body's: "Kandy International Airport"."""
        noun = words[-1]
        return (
            self.reading.document.language == "en"
            and len(words) > 1
            and self.words.is_place_word(noun.lower, "site", "natural")
            and not self.is_head(noun)
        )

    def is_site(self, words: list[Word]) -> bool:
        """Whether a capitalised noun of place goes on with a connector: "Universidad de Dakar"."""
        noun = words[-1] if self.reading.document.language == "en" else words[0]
        link = self.near.word(words[-1].last)
        return (
            link in ("of", "de", "del")
            and self.words.is_place_word(noun.lower, *SITE_SHAPE, "part")
            and words[0].folded not in self.words.given
        )

    def is_region(self, words: list[Word]) -> bool:
        """Whether a name is a country's or region's although it ends like a body: "West Bank"."""
        entries = self.places.find(self.reading.text(words))
        return self.is_head(words[-1]) and any(
            e.kind in ("country", "area", "unit") and e.is_main for e in entries
        )

    def is_head(self, word: Word) -> bool:
        """Whether a word heads the names of bodies."""
        if word.lower in self.words.heads:
            return True
        return self.words.body_names.at(self.reading.tokens, word.first) is not None

    def _is_unit(self, words: list[Word]) -> bool:
        """Whether a noun that may head a body makes a region: "Chocó Department"."""
        at_end = self.reading.document.language == "en"
        noun, rest = (words[-1], words[:-1]) if at_end else (words[0], words[1:])
        if not rest or not self.words.is_place_word(noun.lower, "unit", "town"):
            return False
        if any(self._is_field(w) for w in rest):
            return False
        if at_end and self.near.word(noun.last) in ("of", "for"):
            return False  # "United States Department of Justice"
        return self.places.knows(self.reading.text(rest))

    def _is_field(self, word: Word) -> bool:
        return (
            word.lower in self.words.portfolios
            or word.lower in self.words.place_words["not_place"]
            or word.lower in self.words.heads
        )

    def _joins(self, link: list[str], following: Run, joined: bool) -> bool:
        if link in (["and"], ["y"], ["e"], ["&"]):
            first = following.words[0]
            return (
                joined
                and len(following.words) <= 2
                and first.folded not in self.words.given
                and first.lower not in self.words.heads
                and not is_acronym(first.text)
                and not self.places.knows(first.text)
            )
        articles = {"the", "la", "las", "los", "el", "lo"}
        return link[0] in self.reading.connectors - articles - {
            "y",
            "e",
            "on",
            "against",
            "al",
        } and all(word in articles | self.reading.connectors for word in link[1:])

    def _part(self, run: Run) -> list[Word]:
        """Return the words of a run that belong to the body's name: a person's do not."""
        for index, word in enumerate(run.words):
            if index and (word.folded in self.words.given and index + 1 < len(run.words)):
                return list(run.words[:index])
        return list(run.words)
