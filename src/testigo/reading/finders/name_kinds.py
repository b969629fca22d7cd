"""Is it a person, a body or a place? Decided for one name by its shape and the words beside it.

Strength 2: the words beside it or the gazetteer decide; 1: its shape does; 0: a guess.
"""

from __future__ import annotations

import re

from testigo.reading.finders.capitals import Run, Word
from testigo.reading.finders.name_reading import SITE_SHAPE, NameReading, is_acronym, is_weighty
from testigo.reading.gazetteer.names import name_key
from testigo.reading.gazetteer.table import GazetteerEntry

INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){2,}$")
PLACE_PREFIXES = frozenset(
    [
        "san",
        "santa",
        "santo",
        "saint",
        "st",
        "ste",
        "los",
        "las",
        "nueva",
        "nuevo",
        "new",
        "puerto",
        "port",
        "fort",
        "villa",
        "mount",
        "monte",
        "lake",
        "lago",
        "north",
        "south",
        "east",
        "west",
        "upper",
        "lower",
        "cape",
        "el",
        "la",
        "le",
    ]
)
_NOT_INITIALS = frozenset(["un", "eu", "dc", "la", "ny", "am", "pm", "ad", "bc", "ac", "sa"])
_PRETERITES = ("ó", "aron", "ieron")  # verbs that open Spanish sentences: "Cayó en la plaza"
_LARGE_TOWN = 50_000  # inhabitants; a bare capitalised word is taken for a town from here on


def has_site_word(reading: NameReading, words: list[Word]) -> bool:
    """Whether the outer word makes a place of a name: "Market Square", "Plaza Mayor"."""
    outer = words[-1] if reading.document.language == "en" else words[0]
    if reading.words.is_place_word(outer.lower, "town", "part", "quarter", *SITE_SHAPE):
        return True
    return words[0].lower in (
        "lake",
        "mount",
        "fort",
        "port",
        "camp",
        "plaza",
        "avenida",
        "calle",
    )


class Kinds:
    """The types of the names of one document."""

    def __init__(self, reading: NameReading) -> None:
        self.reading, self.words = reading, reading.words
        self.near, self.places = reading.near, reading.places

    def of(self, words: list[Word], title: tuple[int, int] | None, run: Run) -> tuple[str, int]:
        """Return the type and its strength; an empty type where the words name nothing."""
        text = self.reading.text(words)
        if INITIALS.match(text + ("" if text.endswith(".") else ".")) and text.count(".") >= 2:
            return self._initials_kind(text, words)
        entries = self.places.find(text)
        if len(words) == 1 and is_acronym(words[0].text) and not run.shouted:
            return self._acronym_kind(words, entries)
        if title is not None and not (len(words) == 1 and self._is_bare_place(words, entries)):
            return "person", 2
        if self.near.has_age_after(words[-1].last) and len(words) > 1 and not entries:
            return "person", 2
        if len(words) == 1:
            return self._single_kind(words[0], entries, run)
        return self._long_kind(words, entries)

    def _is_bare_place(self, words: list[Word], entries: tuple[GazetteerEntry, ...]) -> bool:
        return self.near.is_after_preposition(words[0].first) and bool(entries)

    def _initials_kind(self, text: str, words: list[Word]) -> tuple[str, int]:
        if any(e.kind == "country" for e in self.places.find(text)):
            return "place", 2
        if name_key(text) in _NOT_INITIALS:
            return "organisation", 1
        return "person", 2 if self.near.has_age_after(words[-1].last) else 1

    def _acronym_kind(
        self, words: list[Word], entries: tuple[GazetteerEntry, ...]
    ) -> tuple[str, int]:
        if any(e.kind in ("country", "unit") and e.is_main for e in entries):
            return "place", 2
        if entries and self.near.is_dateline(words[0].first, words[0].last):
            return "place", 2
        return "organisation", 1

    def _single_kind(
        self, word: Word, entries: tuple[GazetteerEntry, ...], run: Run
    ) -> tuple[str, int]:
        if word.lower in self.words.place_words["not_place"] or len(word.folded) < 3:
            entries, led = (), False
        else:
            led = self.near.is_after_preposition(word.first)
            led = led or self.near.place_noun_before(word.first)
        if self.near.is_named(word.first) or self.near.has_age_after(word.last):
            return "person", 2
        if entries and (led or self.near.is_dateline(word.first, word.last)):
            return "place", 2
        opens = run.opens and word.first == run.words[0].first
        if opens and self.reading.document.language == "es" and word.lower.endswith(_PRETERITES):
            return "", 0
        if self.near.place_noun_after(word.last) and not opens:
            return "place", 1
        if self._is_bracketed(word) and any(not e.is_town and e.is_main for e in entries):
            return "place", 1
        if self.words.is_common(word.lower) or self._is_title_or_place_word(word):
            return "", 0
        if word.lower in self.words.things:
            return "", 0
        if word.folded in self.words.given and not any(is_weighty(e) for e in entries):
            return "person", 1
        if any(is_weighty(e) or (e.population >= _LARGE_TOWN and e.is_main) for e in entries):
            return "place", 1
        if opens and word.folded not in self.reading.seen_inside:
            is_name = self.near.speaks(word.first, word.last) or self._reopens(word)
            return ("unknown", 0) if is_name else ("", 0)
        return ("place", 0) if led else ("unknown", 0)

    def _is_bracketed(self, word: Word) -> bool:
        return self.near.word(word.first - 1) == "(" and self.near.word(word.last) == ")"

    def _reopens(self, word: Word) -> bool:
        """Whether a word that only ever opens sentences does so often, and is never lower case."""
        return self.reading.openers[word.folded] > 1 and word.lower not in self.reading.lower_words

    def _is_title_or_place_word(self, word: Word) -> bool:
        if self.reading.people_end([word]):
            return True
        return self.words.title_at(self.reading.tokens, word.first, word.last) is not None or (
            self.words.is_place_word(
                word.lower,
                "unit",
                "town",
                "part",
                "quarter",
                "site",
                "natural",
                "direction",
                "closeness",
            )
        )

    def _long_kind(self, words: list[Word], entries: tuple[GazetteerEntry, ...]) -> tuple[str, int]:
        first, last = words[0], words[-1]
        led = self.near.is_after_preposition(first.first) or self.near.place_noun_before(
            first.first
        )
        is_given = first.folded in self.words.given
        if entries and (led or not is_given or any(is_weighty(e) for e in entries)):
            return "place", 2
        if has_site_word(self.reading, words) and not (is_given and len(words) == 2):
            return "place", 1
        if any(w.lower in self.words.things for w in words):
            return "unknown", 0
        if is_given:
            return "person", 1
        if first.folded in PLACE_PREFIXES:
            return ("place", 1) if led else ("unknown", 0)
        if self.near.place_noun_after(last.last):
            return "place", 1
        if any(is_acronym(w.text) and len(w.text) > 2 for w in words):
            return "organisation", 0
        if any(self.words.is_common(w.lower) and len(w.text) > 2 for w in words):
            return "unknown", 0
        if led and self.near.word(first.first - 1) not in (
            "from",
            "to",
            "between",
            "entre",
            "hacia",
        ):
            return "place", 0
        return ("unknown" if self.near.has_article_before(first.first) else "person"), 0
