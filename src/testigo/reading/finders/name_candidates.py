"""First reading of the capitals of a document: each run cut into candidates with their likely type.

`name_memory` then lets the whole document decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from testigo.languages.document import Document
from testigo.reading.finders.capitals import Run, Word
from testigo.reading.finders.name_bodies import Bodies
from testigo.reading.finders.name_headlines import Headlines
from testigo.reading.finders.name_joins import Joins
from testigo.reading.finders.name_kinds import INITIALS, PLACE_PREFIXES, Kinds
from testigo.reading.finders.name_openers import Openers
from testigo.reading.finders.name_reading import NameReading, is_acronym
from testigo.reading.finders.name_titles import Titles

_LEADING = frozenset(["on", "of", "contra"])  # lead to a place only where the rest explains it


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens `[first, last)`, offsets `[start, end)`, folded words, and what they seem to be."""

    first: int
    last: int
    start: int
    end: int
    words: tuple[str, ...]
    type: str
    strength: int
    title: tuple[int, int] | None = None
    is_acronym: bool = False
    is_initials: bool = False
    opens: bool = False


def read_candidates(document: Document) -> list[Candidate]:
    """Return the candidates of a document in reading order, none overlapping."""
    return _Candidates(NameReading(document)).read()


class _Candidates:
    def __init__(self, reading: NameReading) -> None:
        self.reading, self.words = reading, reading.words
        self.bodies = Bodies(reading)
        self.titles = Titles(reading, self.bodies)
        self.openers = Openers(reading, self.bodies)
        self.joins, self.kinds = Joins(reading), Kinds(reading)
        self.out: list[Candidate] = []

    def read(self) -> list[Candidate]:
        at, runs = 0, [r for r in self.reading.runs if not r.shouted]
        while at < len(runs):
            at += self._read(runs, at)
        headlines = Headlines(self.reading, [(c.words, c.type) for c in self.out])
        for run in self.reading.runs:
            for words, kind in headlines.read(run) if run.shouted else ():
                self._add(words, kind, 2)
        return self._held(sorted(self.out, key=lambda c: c.start))

    def _read(self, runs: list[Run], at: int) -> int:
        """Read the run at `at`; return how many runs it took."""
        run = runs[at]
        if len(run.words) == 1 and run.words[0].lower in self.words.calendar:
            return 1
        place = self._joined_place(runs, at)
        if place:
            return place
        cut = self.titles.cut(self.openers.strip(run))
        self._before(cut.before, run)
        words = cut.name
        if not words:
            return 1
        if len(words) > 1 and self.bodies.is_region(words):
            self._add(words, "place", 2, run=run)
            return 1
        if self.bodies.is_body(words):
            return self._body(runs, at, words, "organisation")
        if self.bodies.is_site(words):
            return self._body(runs, at, words, "place")
        split, title = self.titles.prefix(words), cut.title
        if split:
            title = title or self.reading.near.title_before(words[split].first)
            self._before(words[:split], run)
        return self._person_or_place(runs, at, words[split:], title)

    def _joined_place(self, runs: list[Run], at: int) -> int:
        words = list(runs[at].words)
        if self.bodies.is_head(words[0]) or self.titles.end_of(words):
            return 0
        group = self.joins.place(runs, at)
        if group:
            self._add([w for run in group for w in run.words], "place", 2, run=runs[at])
        return len(group)

    def _body(self, runs: list[Run], at: int, words: list[Word], kind: str) -> int:
        all_words, taken = self.bodies.read(runs, at, words)
        lone = all_words[0] if len(all_words) == 1 else None
        is_generic = lone is not None and runs[at].opens
        is_generic = is_generic and lone is not None and lone.folded not in self.reading.seen_inside
        if not is_generic and (kind == "organisation" or lone is None):
            self._add(all_words, kind, 2 if kind == "organisation" else 1, run=runs[at])
        return taken

    def _before(self, words: list[Word], run: Run) -> None:
        """Add what stands before a title or a person: a place, a body, or nothing."""
        words = [w for w in words if self.bodies.is_head(w) or not self.words.is_common(w.lower)]
        if not words or self.reading.people_end(words):
            return
        if all(w.lower in self.words.portfolios for w in words):
            return
        if self.bodies.is_body(words) or (len(words) == 1 and is_acronym(words[0].text)):
            self._add(words, "organisation", 1, run=run)
        elif self.reading.places.knows(self.reading.text(words)):
            self._add(words, "place", 1, run=run)

    def _person_or_place(
        self, runs: list[Run], at: int, words: list[Word], title: tuple[int, int] | None
    ) -> int:
        near = self.reading.near
        title = title or near.title_before(words[0].first) or near.title_after(words[-1].last)
        kind, strength = self.kinds.of(words, title, runs[at])
        taken = 1
        if kind not in ("place", "organisation"):
            more, taken = self.joins.person(runs, at, words, is_titled=title is not None)
            if len(more) > len(words):
                words, kind, strength = more, "person", max(strength, 1)
                title = title or near.title_after(words[-1].last)
        elif kind == "place" and words[0].folded in PLACE_PREFIXES:
            words, taken = self.joins.town(runs, at, words)
        if kind:
            self._add(words, kind, strength, title if kind == "person" else None, runs[at])
        return taken

    def _add(
        self,
        words: list[Word],
        kind: str,
        strength: int,
        title: tuple[int, int] | None = None,
        run: Run | None = None,
    ) -> None:
        text = self.reading.text(words)
        may_be_initials = kind in ("person", "unknown") and text.count(".") >= 2
        self.out.append(
            Candidate(
                first=words[0].first,
                last=words[-1].last,
                start=words[0].start,
                end=words[-1].end,
                words=tuple(w.folded for w in words),
                type=kind,
                strength=strength,
                title=title,
                is_acronym=len(words) == 1 and is_acronym(words[0].text),
                is_initials=may_be_initials and INITIALS.match(text) is not None,
                opens=run is not None and run.opens and words[0].first == run.words[0].first,
            )
        )

    # -- places that the rest of the document explains ---------------------------------------

    def _held(self, candidates: list[Candidate]) -> list[Candidate]:
        """Take an unexplained word for a place if a region follows, or its country is named."""
        countries = self._countries_named()
        followers = [*candidates[1:], None][: len(candidates)]
        return [
            replace(c, type="place", strength=1) if self._is_held(c, after, countries) else c
            for c, after in zip(candidates, followers, strict=True)
        ]

    def _is_held(self, candidate: Candidate, after: Candidate | None, countries: set[str]) -> bool:
        if candidate.strength > 0 or candidate.type not in ("unknown", "person"):
            return False
        before = self.reading.near.word(candidate.first - 1)
        leads = self.words.is_place_word(before, "preposition") or before in _LEADING
        if candidate.opens or not leads:
            return False
        content = self.reading.document.content
        if after is not None and after.type == "place":
            ends = after.end == self.reading.tokens[after.last - 1].end
            if content[candidate.end : after.start] == ", " and ends:
                return True
        entries = self.reading.places.find(content[candidate.start : candidate.end])
        return any(e.country in countries and e.is_main for e in entries)

    def _countries_named(self) -> set[str]:
        """Return the countries that the document names, or whose people or things."""
        demonyms = self.words.demonyms.find(self.reading.tokens)
        named = {str(hit.entry.get("country")) for hit in demonyms}
        for candidate in self.out:
            if candidate.type == "place" and len(candidate.words) < 4:
                text = self.reading.document.content[candidate.start : candidate.end]
                entries = self.reading.places.find(text)
                named |= {str(e.country) for e in entries if e.kind == "country" and e.is_main}
        return named
