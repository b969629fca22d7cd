"""Names that lower-case words or a nickname hold together: "Ana de la Vega", 'Juan "Tito" Rey'."""

from __future__ import annotations

import itertools

from testigo.reading.finders.capitals import Run, Word
from testigo.reading.finders.name_reading import NameReading, is_acronym, is_weighty
from testigo.reading.finders.name_words import PARTICLES

_FOREIGN_PARTICLES = frozenset(["van", "von", "bin", "ibn", "bint", "ould", "ag", "der", "ter"])


class Joins:
    """What joins the runs of one document."""

    def __init__(self, reading: NameReading) -> None:
        self.reading, self.words = reading, reading.words
        self.near, self.places = reading.near, reading.places

    def place(self, runs: list[Run], at: int) -> list[Run]:
        """Return the runs of a place whose name holds lower-case words, empty if none begins."""
        for count in (3, 2):
            group = runs[at : at + count]
            if len(group) == count and self._are_linked(group):
                words = [w for run in group for w in run.words]
                if self.places.knows(self.reading.text(words)):
                    return group
        return []

    def _are_linked(self, group: list[Run]) -> bool:
        allowed = PARTICLES | self.reading.connectors - {"y", "and"}
        links = [self.reading.link(a.words[-1], b.words[0]) for a, b in itertools.pairwise(group)]
        return all(link is not None and set(link) <= allowed for link in links)

    def person(
        self, runs: list[Run], at: int, words: list[Word], *, is_titled: bool
    ) -> tuple[list[Word], int]:
        """Join what particles or a nickname hold together: "Ana de la Vega", 'Juan "Tito" Rey'."""
        taken = 1
        while at + taken < len(runs):
            following = runs[at + taken]
            link = self.reading.link(words[-1], following.words[0])
            if link and set(link) <= PARTICLES - {"y", "e"}:
                if not self._is_surname(words, link, following, is_titled):
                    break
                words = [*words, *following.words]
                taken += 1
            elif self._is_nickname(words[-1], following) and at + taken + 1 < len(runs):
                words = [*words, *following.words, *runs[at + taken + 1].words]
                taken += 2
            else:
                break
        return words, taken

    def town(self, runs: list[Run], at: int, words: list[Word]) -> tuple[list[Word], int]:
        """Join the by-name of a town that the gazetteer lacks: "San Benito del Monte"."""
        if at + 1 == len(runs) or len(runs[at + 1].words) > 2:
            return words, 1
        following = runs[at + 1].words
        link = self.reading.link(words[-1], following[0])
        if not link or link[0] not in ("de", "del") or not set(link) <= PARTICLES:
            return words, 1
        if any(is_weighty(e) for e in self.places.find(self.reading.text(list(following)))):
            return words, 1
        return [*words, *following], 2

    def _is_nickname(self, last: Word, following: Run) -> bool:
        """Whether a run stands in quotation marks within a name, which goes on behind it."""
        before = self.reading.document.content[last.end : following.words[0].start]
        after = self.reading.document.content[following.words[-1].end :][:3]
        return (
            before in (' "', " “", " «", " ‘", " '")
            and after[:2] in ('" ', "” ", "» ", "’ ", "' ")
            and after[2:].isupper()
            and len(following.words) <= 3
        )

    def _is_surname(
        self, words: list[Word], link: list[str], following: Run, is_titled: bool
    ) -> bool:
        if link[0] in _FOREIGN_PARTICLES:
            return True
        if words[0].folded not in self.words.given and len(words) < 2 and not is_titled:
            return False
        first = following.words[0]
        if first.lower in self.words.heads or is_acronym(first.text):
            return False
        if self.words.is_common(first.lower):
            return False
        if link[0] in ("de", "del", "da", "do", "du", "di", "la", "el") and len(words) >= 2:
            entries = self.places.find(self.reading.text(list(following.words)))
            return not any(is_weighty(entry) for entry in entries)
        return link[0] not in ("a", "el", "la", "al") or len(words) < 2
