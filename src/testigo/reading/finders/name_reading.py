"""What every step of reading names asks of one document: words, lexicons, places, neighbours."""

from __future__ import annotations

from collections import Counter

from testigo.languages.document import Document
from testigo.reading.finders.capitals import Run, Word, capital_runs
from testigo.reading.finders.name_evidence import Neighbours
from testigo.reading.finders.name_words import CONNECTORS, name_words
from testigo.reading.gazetteer.table import GazetteerEntry, gazetteer

SITE_SHAPE = ("unit", "site", "natural")
# Inhabitants from which a town is meant by its bare name; an alternate name needs more.
_WELL_KNOWN, _WELL_KNOWN_BY_ALTERNATE = 300_000, 1_000_000


def is_acronym(word: str) -> bool:
    """Whether a word is written as an acronym: "PNP", "M23", "EE.UU."."""
    letters = word.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isupper() and letters.isalnum()


def is_weighty(entry: GazetteerEntry) -> bool:
    """Whether a place is known well enough to be meant by its bare name."""
    if entry.is_town:
        return entry.kind == "capital" or entry.population >= (
            300_000 if entry.is_main else 1_000_000
        )
    return entry.kind in ("country", "unit", "area")


class NameReading:
    """One document with its runs of capitals and what the steps look up."""

    def __init__(self, document: Document) -> None:
        self.document, self.tokens = document, document.tokens
        self.words = name_words(document.language)
        self.connectors = CONNECTORS[document.language]
        self.near = Neighbours(document, self.words)
        self.places = gazetteer()
        self.runs: list[Run] = capital_runs(document, self.words)
        self.lower_words = {t.text for t in self.tokens if t.is_word and not t.is_capitalised}
        self.seen_inside = {w.folded for r in self.runs for w in r.words[1 if r.opens else 0 :]}
        self.openers = Counter(
            r.words[0].folded for r in self.runs if r.opens and len(r.words) == 1
        )

    def text(self, words: list[Word]) -> str:
        """Return the text of words in a row."""
        return self.document.content[words[0].start : words[-1].end]

    def link(self, last: Word, following: Word) -> list[str] | None:
        """Return the lower-case words between two words, None where a mark stands between."""
        if last.end < self.tokens[last.last - 1].end:
            return None
        between = self.tokens[last.last : following.first]
        if not between or len(between) > 3 or not all(t.is_word for t in between):
            return None
        return [t.lower for t in between]

    def people_end(self, words: list[Word]) -> int:
        """Return the token after a word for a people that a run begins with, 0 if none does."""
        if words[0].lower in self.words.peoples:
            return words[0].last
        if any(e.kind == "country" for e in self.places.find(words[0].text)):
            return 0  # "Siria" is a demonym too, but not with a capital
        hit = self.words.demonyms.at(self.tokens, words[0].first, words[-1].last)
        return 0 if hit is None else hit.last
