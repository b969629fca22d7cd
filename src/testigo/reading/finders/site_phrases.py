"""The words that name a place: a name with the noun that makes it a site, a region or a town."""

from __future__ import annotations

from dataclasses import dataclass

from testigo.languages.document import Document
from testigo.reading.finders.mentions import NameMention
from testigo.reading.finders.name_words import NameWords, name_words
from testigo.reading.gazetteer.table import GazetteerEntry, gazetteer

_LINKS = frozenset(["of", "the", "de", "del", "la", "el", "los", "las"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place phrase at offsets `[start, end)`; `entries` are what its name may be.

    `as_unit` and `as_town` say that a noun makes it a region or a town, `is_site` that it is a
    building, road or other site, of which `entries` only tell what it lies in.
    """

    start: int
    end: int
    entries: tuple[GazetteerEntry, ...]
    as_unit: bool = False
    as_town: bool = False
    is_site: bool = False
    closes: bool = False

    @property
    def whole_end(self) -> int:
        """Return the end with the bracket that closes it: "Ilave (Puno)"."""
        return self.end + 1 if self.closes else self.end


def place_phrases(document: Document, names: tuple[NameMention, ...]) -> list[Phrase]:
    """Return the place phrases of a document in order, none overlapping."""
    reader = _Phrases(document, names)
    out: list[Phrase] = []
    for phrase in sorted(reader.read(), key=lambda p: (p.start, -p.end)):
        if not out or phrase.start >= out[-1].end:
            out.append(phrase)
    return out


class _Phrases:
    def __init__(self, document: Document, names: tuple[NameMention, ...]) -> None:
        self.document, self.tokens, self.names = document, document.tokens, names
        self.words: NameWords = name_words(document.language)
        self.places = gazetteer()

    def read(self) -> list[Phrase]:
        out = []
        for name in self.names:
            first, last = self.document.token_range(name.span)
            sited = self._site(first, last, name)
            if sited is not None:
                out.append(sited)
            elif name.type == "place":
                out.append(self._plain(first, last, name))
        return out

    def _word(self, at: int) -> str:
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def _plain(self, first: int, last: int, name: NameMention) -> Phrase:
        start, end, as_unit, as_town = name.span.start, name.span.end, False, False
        before = self._noun_before(first)
        if before is not None and self.words.is_place_word(self._word(before), "unit"):
            start, as_unit = self.tokens[before].start, True
        elif before is not None and self.words.is_place_word(self._word(before), "town"):
            as_town = True
        elif self.document.language == "en" and self.words.is_place_word(self._word(last), "unit"):
            end, as_unit = self.tokens[last].end, True
        entries = self._entries(name.span.quote)
        if not entries:
            entries, as_unit = self._shorn(first, last, as_unit)
        closes = self.document.content[end : end + 1] == ")" and "(" not in name.span.quote
        return Phrase(start, end, entries, as_unit, as_town, self._has_site(first, last), closes)

    def _noun_before(self, first: int) -> int | None:
        """Return the token of a noun of place that leads to a name by "of" or "de", or None."""
        at = first - 1
        while at > 0 and self._word(at) in _LINKS:
            at -= 1
        linked = at < first - 1 or self.document.language == "es"
        if linked and self.words.is_place_word(self._word(at), "unit", "town", "site", "natural"):
            return at
        return None

    def _entries(self, text: str) -> tuple[GazetteerEntry, ...]:
        return self.places.find(text)

    def _shorn(
        self, first: int, last: int, as_unit: bool
    ) -> tuple[tuple[GazetteerEntry, ...], bool]:
        """Look a name up without the unit's word that is part of it: "Kachin State"."""
        at_end = self.document.language == "en"
        noun = last - 1 if at_end else first
        if last - first < 2 or not self.words.is_place_word(self._word(noun), "unit", "town"):
            return (), as_unit
        inner = (first, last - 1) if at_end else (first + 1, last)
        is_unit = self.words.is_place_word(self._word(noun), "unit")
        return self._entries(self.document.span_of(*inner).quote), is_unit

    def _has_site(self, first: int, last: int) -> bool:
        return (
            any(
                self.words.is_place_word(self._word(at), "site")
                for at in ((last - 1,) if self.document.language == "en" else (first,))
            )
            and last - first > 1
        )

    def _site(self, first: int, last: int, name: NameMention) -> Phrase | None:
        """Read the site that a noun makes of a name: "Olmedo bridge", "puente Olmedo"."""
        if self.document.language == "en":
            noun = self._site_noun_after(first, last)
            if noun is not None and name.type != "organisation":
                return Phrase(
                    name.span.start, self.tokens[noun - 1].end, self._inside(name), is_site=True
                )
        before = self._noun_before(first)
        if before is None or not self.words.is_place_word(self._word(before), "site", "natural"):
            return None
        if name.type == "organisation" and self.document.language == "en":
            return None
        return Phrase(self.tokens[before].start, name.span.end, self._inside(name), is_site=True)

    def _site_noun_after(self, first: int, last: int) -> int | None:
        at = last
        while (
            at < len(self.tokens)
            and at < last + 3
            and self._word(at)
            in (
                "international",
                "central",
                "main",
                "military",
                "police",
                "railway",
                "metro",
                "border",
                "bus",
            )
        ):
            at += 1
        if at < len(self.tokens) and self.words.is_place_word(self._word(at), "site", "natural"):
            return at + 1
        return None

    def _inside(self, name: NameMention) -> tuple[GazetteerEntry, ...]:
        """Return the places that a site's name tells it lies in: none where it is a person's."""
        return self._entries(name.span.quote) if name.type == "place" else ()
