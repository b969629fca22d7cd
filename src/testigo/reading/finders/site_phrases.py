"""The words that name a place: a name with the noun that makes it a site, a region or a town.

"Olmedo bridge", "aeropuerto de Juliaca", "the police post at Ilave", "northern Cusco"; and sites
without a name of their own behind a preposition ("in the hospital").
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from testigo.languages.document import Document, Token
from testigo.languages.lexicons import Lexicon, lexicon
from testigo.reading.finders.mentions import NameMention
from testigo.reading.finders.name_words import NameWords, name_words
from testigo.reading.gazetteer.table import GazetteerEntry, gazetteer

_LINKS = frozenset(["of", "the", "de", "del", "la", "el", "los", "las"])
_SITE_LINKS = {
    "en": frozenset(
        [
            "of",
            "the",
            "at",
            "in",
            "on",
            "near",
            "to",
            "named",
            "for",
            "outside",
            "north",
            "south",
            "east",
            "west",
        ]
    ),
    "es": frozenset(["de", "del", "la", "el", "los", "las", "en", "a", "al", "hacia"]),
}
_LEADING = {
    "en": frozenset(
        ["in", "at", "near", "outside", "inside", "from", "into", "to", "on", "across"]
    ),
    "es": frozenset(["en", "al", "del", "desde", "hacia", "contra", "tras"]),
}
_DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "their", "its", "el", "la", "los", "las", "un", "una", "su"]
)
_KINDS_OF_SITE = frozenset(
    ["international", "central", "main", "railway", "metro", "border", "bus", "memorial", "public"]
)
_REACH = 4  # tokens between a site's noun and the name that tells where it is


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place phrase at offsets `[start, end)`; `entries` are what its name may be.

    `as_unit` and `as_town` say that a noun makes it a region or a town, `is_site` that it is a
    building, road or other site, of which `entries` only tell what it lies in; `is_generic` that
    the site has no name.
    """

    start: int
    end: int
    entries: tuple[GazetteerEntry, ...] = ()
    as_unit: bool = False
    as_town: bool = False
    is_site: bool = False
    is_generic: bool = False


def place_phrases(document: Document, names: tuple[NameMention, ...]) -> list[Phrase]:
    """Return the place phrases of a document in order, none overlapping; the longest wins."""
    found = _Phrases(document, names).read()
    out: list[Phrase] = []
    for phrase in sorted(found, key=lambda p: (p.start, -p.end)):
        if not out or phrase.start >= out[-1].end:
            out.append(phrase)
        elif out[-1].is_generic and phrase.is_site and not phrase.is_generic:
            out[-1] = replace(phrase, start=out[-1].start)  # "regional hospital in Ilave"
    return out


@functools.cache
def _nouns(language: str) -> Lexicon:
    return lexicon(language, "place_words")


class _Phrases:
    def __init__(self, document: Document, names: tuple[NameMention, ...]) -> None:
        self.document, self.names = document, names
        self.tokens: tuple[Token, ...] = document.tokens
        self.english = document.language == "en"
        self.words: NameWords = name_words(document.language)
        self.nouns = _nouns(document.language)
        self.links = _SITE_LINKS[document.language]
        self.places = gazetteer()

    def read(self) -> list[Phrase]:
        out: list[Phrase] = []
        for name in self.names:
            first, last = self.document.token_range(name.span)
            phrase = self._site(first, last, name) or self._named(first, last, name)
            if phrase is not None and out and phrase.start < out[-1].end <= name.span.start:
                phrase = self._named(first, last, name)  # "Evin prison in Tehran": two phrases
            if phrase is not None:
                out.append(phrase)
        return out + self._generic()

    def _word(self, at: int) -> str:
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def _noun_at(self, at: int, *kinds: str) -> int:
        """Return the token after a lower-case noun of place that begins at `at`; 0 if none does."""
        if not 0 <= at < len(self.tokens) or self.tokens[at].is_capitalised:
            return 0
        hit = self.nouns.at(self.tokens, at)
        return hit.last if hit is not None and hit.entry.get("kind") in kinds else 0

    def _noun_before(self, first: int, links: frozenset[str], *kinds: str) -> int | None:
        """Return the token where a noun that leads to a name begins ("police post at"), or None."""
        at, linked = first - 1, not self.english
        for _ in range(_REACH):
            if self._word(at) not in links:
                break
            linked = linked or self._word(at) != "the"
            at -= 1
        if not linked or (at >= 0 and self._breaks(at, first)):
            return None
        for skipped in range(2):  # an adjective may stand between: "puerto panameño de Colón"
            for length in (3, 2, 1):
                start = at - skipped - length + 1
                if start >= 0 and self._noun_at(start, *kinds) == at - skipped + 1:
                    return start
            if self.english or self.words.demonyms.at(self.tokens, at, at + 1) is None:
                return None
        return None

    def _breaks(self, first: int, last: int) -> bool:
        """Whether a line ends between two tokens."""
        return "\n" in self.document.content[self.tokens[first].end : self.tokens[last].start]

    # -- names of places ---------------------------------------------------------------------

    def _named(self, first: int, last: int, name: NameMention) -> Phrase | None:
        if name.type != "place":
            return None
        start, end, as_unit, as_town = name.span.start, name.span.end, False, False
        part = self._noun_before(first, _LINKS, "part", "quarter")
        is_quarter = part is not None and self._is_quarter(part)
        if part is not None and not (self.english and is_quarter):
            start = self.tokens[part].start
        elif self._noun_before(first, _LINKS, "unit") is not None:
            as_unit = True
        elif self._noun_before(first, _LINKS, "town") is not None:
            as_town = True
        after = self._noun_at(last, "unit", "town", "part", "quarter") if self.english else 0
        if after:
            end = self.tokens[after - 1].end
            as_unit = self.words.is_place_word(self._word(last), "unit")
            is_quarter = self._is_quarter(last)
        if is_quarter:  # a quarter's name says nothing of a town that bears it too
            return Phrase(start, end, is_site=self._is_site_name(first, last))
        entries = self.places.find(name.span.quote)
        if not entries and last - first > 1:
            entries, as_unit = self._shorn(first, last, as_unit)
        is_site = not entries and self._is_site_name(first, last)
        return Phrase(start, end, entries, as_unit, as_town, is_site)

    def _is_quarter(self, at: int) -> bool:
        return self.words.is_place_word(self._word(at), "quarter")

    def _shorn(
        self, first: int, last: int, as_unit: bool
    ) -> tuple[tuple[GazetteerEntry, ...], bool]:
        """Look a name up without the unit's noun that is part of it: "Kachin State"."""
        noun = last - 1 if self.english else first
        if not self.words.is_place_word(self._word(noun), "unit", "town"):
            return (), as_unit
        inner = first if self.english else first + 1
        while not self.english and inner < last - 1 and self._word(inner) in _LINKS:
            inner += 1
        text = self.document.span_of(inner, noun if self.english else last).quote
        return self.places.find(text), self.words.is_place_word(self._word(noun), "unit")

    def _is_site_name(self, first: int, last: int) -> bool:
        noun = last - 1 if self.english else first
        return last - first > 1 and self.words.is_place_word(self._word(noun), "site", "natural")

    # -- sites -------------------------------------------------------------------------------

    def _site(self, first: int, last: int, name: NameMention) -> Phrase | None:
        """Read the site that a noun makes of a name: "Olmedo bridge", "puente Olmedo"."""
        start, end = name.span.start, name.span.end
        before = self._noun_before(first, self.links, "site", "natural")
        after = self._noun_after(last) if self.english and name.type != "organisation" else 0
        if before is not None and (name.type == "place" or not self.english):
            start = self.tokens[before].start
        elif not after:
            return None
        if after:
            end = self.tokens[after - 1].end
        entries = self.places.find(self.document.content[start:end])
        if not entries and name.type == "place" and self._tells(before, after, first):
            entries = self.places.find(name.span.quote) or self._shorn(first, last, False)[0]
        return Phrase(start, end, entries, is_site=True)

    def _tells(self, before: int | None, after: int, first: int) -> bool:
        """Whether a site's name tells where it lies: "Ilave prison" does, "calle Moreno" does not.

        Rivers, streets and what is named in somebody's honour tell only by "in", "at", "en".
        """
        if before is not None and self._word(first - 1) in ("in", "at", "near", "en", "outside"):
            return True
        if before is not None and self._word(first - 1) not in self.links:
            return False
        nouns = range(before, first) if before is not None else range(max(first, after - 3), after)
        hits = [hit for at in nouns if (hit := self.nouns.at(self.tokens, at)) is not None]
        return not any(h.entry.get("kind") == "natural" or h.entry.get("tells") for h in hits)

    def _noun_after(self, last: int) -> int:
        for at in range(last, min(last + 3, len(self.tokens))):
            if self._breaks(last - 1, at):
                return 0
            end = self._noun_at(at, "site", "natural")
            if end:
                return end
            if not self.tokens[at].is_word or self.words.is_common(self._word(at)):
                return 0
            if self._word(at) not in self.words.portfolios and self._word(at) not in _KINDS_OF_SITE:
                return 0
        return 0

    def _generic(self) -> list[Phrase]:
        """Find sites without a name behind a preposition: "in the hospital", "en una comisaría"."""
        leading, out = _LEADING[self.document.language], []
        for at, token in enumerate(self.tokens):
            if token.lower not in leading:
                continue
            first = at + 1
            if self._word(first) in _DETERMINERS:
                first += 1
            elif token.lower not in ("al", "del"):
                continue
            for noun in range(first, min(first + (3 if self.english else 1), len(self.tokens))):
                end = self._noun_at(noun, "site")
                if end:
                    out.append(self._generic_phrase(first, end))
                    break
                if not self.tokens[noun].is_word or self.words.is_common(self._word(noun)):
                    break
        return out

    def _generic_phrase(self, first: int, last: int) -> Phrase:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Phrase(start, end, is_site=True, is_generic=True)
