"""Names in lines where capitals say nothing: titles in Title Case, lines in capitals.

Only what the rest of the text names, or the gazetteer knows well, is a name there.
"""

from __future__ import annotations

from collections.abc import Iterable

from testigo.reading.finders.capitals import Run, Word
from testigo.reading.finders.name_reading import NameReading

_LONGEST = 6  # words of a name looked for at once


class Headlines:
    """The names of one document that a headline may repeat."""

    def __init__(self, reading: NameReading, known: Iterable[tuple[tuple[str, ...], str]]) -> None:
        self.reading = reading
        self.types: dict[tuple[str, ...], str] = {}
        for words, kind in known:
            if kind != "unknown":
                self.types[words] = kind
            if kind == "person" and len(words[-1]) > 3:
                self.types.setdefault(words[-1:], kind)

    def read(self, run: Run) -> list[tuple[list[Word], str]]:
        """Return the names in a shouted run, the longest first at each word, with their types."""
        found, at, words = [], 0, list(run.words)
        while at < len(words):
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                kind = self._type(words[at : at + length])
                if kind:
                    found.append((words[at : at + length], kind))
                    at += length
                    break
            else:
                at += 1
        return found

    def _type(self, words: list[Word]) -> str:
        known = self.types.get(tuple(w.folded for w in words))
        if known or self.reading.words.is_common(words[0].lower):
            return known or ""
        if words[0].lower in self.reading.words.place_words["not_place"]:
            return ""
        entries = self.reading.places.find(self.reading.text(words))
        well_known = any(e.is_main and e.kind in ("country", "capital", "area") for e in entries)
        return "place" if well_known else ""
