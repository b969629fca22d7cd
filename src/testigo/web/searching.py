"""One box for everything: entries whose names or places hold the words, and sentences that do.

Each sentence comes with its report and the way to it; entries stand apart by view, and none of
them is counted as more than it is (its level stands beside it).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.casebook.sentences import fit_to_leave
from testigo.casebook.withholding import ChildrenNames
from testigo.languages.document import fold
from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import days_words
from testigo.review.lists import VIEWS, EntryRow, ListWanted
from testigo.store.kept import Hit
from testigo.web.asked import wants_json
from testigo.web.report_lines import ReportLine, report_line
from testigo.web.site import Site
from testigo.web.words import Words

LIMIT = 100
"""Sentences a search shows: more than anybody reads through; the page says that it was cut."""
ENTRIES = 5
"""Entries of a view that a search shows; the list of the view has the rest."""
_CODES = {
    "agent": "outcome",
    "toll": "outcome",
    "incident": "incident_type",
    "measure": "measure_type",
}


class HitTwin(TypedDict):
    """One sentence that was found; its quote is null where it has the name of a child."""

    report: str
    sentence: dict[str, Any]


class EntryTwin(TypedDict):
    """One entry that was found; no name where it is that of a child."""

    id: str
    name: str | None
    level: str


class ViewTwin(TypedDict):
    """The first entries of a view (people, incidents …) that were found, of `found`."""

    view: str
    found: int
    entries: list[EntryTwin]


class SearchTwin(TypedDict):
    """What was found, sentences best first; `cut` if there may be more."""

    q: str
    entries: list[ViewTwin]
    cut: bool
    hits: list[HitTwin]


@dataclass(frozen=True, slots=True)
class Found:
    """One sentence; `parts` are its words in order, each with whether it was searched for."""

    line: ReportLine
    language: str
    sentence: Span
    parts: tuple[tuple[str, bool], ...]

    @property
    def address(self) -> str:
        """Where the sentence stands in its report."""
        start, end = self.sentence.start, self.sentence.end
        return f"/reports/{self.line.id}?sentence={start}-{end}#c{start}"


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One entry; `about` says in words what happened, where, when, as far as it is stated."""

    id: str
    name: str
    about: str
    level: str


@dataclass(frozen=True, slots=True)
class FoundEntries:
    """The first entries of a view, of `found`; `address` leads to its list with all of them."""

    view: str
    entries: tuple[FoundEntry, ...]
    found: int
    address: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was searched for and found, sentences best first; `is_cut` if there may be more.

    `casebook` knows which names are of children.
    """

    casebook: Casebook
    words: str
    views: tuple[FoundEntries, ...]
    hits: tuple[Found, ...]
    is_cut: bool

    def to_json(self) -> SearchTwin:
        """Return the JSON twin, which travels further than a screen: without names of children."""
        names = ChildrenNames(self.casebook)
        return {
            "q": self.words,
            "entries": [
                {
                    "view": view.view,
                    "found": view.found,
                    "entries": [_entry_twin(each, names) for each in view.entries],
                }
                for view in self.views
            ],
            "cut": self.is_cut,
            "hits": [_hit_twin(hit, names) for hit in self.hits],
        }


def _entry_twin(entry: FoundEntry, names: ChildrenNames) -> EntryTwin:
    [name] = names.without({"name": entry.name}).values()
    return {"id": entry.id, "name": None if name is None else str(name), "level": entry.level}


def _hit_twin(hit: Found, names: ChildrenNames) -> HitTwin:
    sentence = names.without({"report": hit.line.id, **hit.sentence.to_json()})
    return {"report": hit.line.id, "sentence": {n: v for n, v in sentence.items() if n != "report"}}


def search_page(
    casebook: Casebook, words: str, t: Words, *, is_leaving: bool = False
) -> SearchPage:
    """Search; nothing asked for finds nothing.

    `is_leaving`: for a program, so without sentences that may not leave the casebook unasked.
    """
    found = casebook.search(words, limit=LIMIT) if words else []
    hits = fit_to_leave(casebook, found) if is_leaving else found
    lines = {
        id_: report_line(casebook.report(id_), None, t) for id_ in {hit.report_id for hit in hits}
    }
    views = tuple(_views(casebook, words, t)) if words else ()
    return SearchPage(
        casebook,
        words,
        views,
        tuple(_found(hit, lines[hit.report_id], words) for hit in hits),
        len(found) == LIMIT,
    )


def _views(casebook: Casebook, words: str, t: Words) -> Iterator[FoundEntries]:
    """Yield each view that has an entry with all the words; quotes and stars are for sentences."""
    asked = words.replace('"', " ").replace("*", " ")
    if not asked.strip():
        return
    for view in VIEWS:
        listed = casebook.review.entries(ListWanted(view, search=asked, sort="date", size=ENTRIES))
        if listed.rows:
            entries = tuple(_entry(row, t) for row in listed.rows)
            address = f"/{view}?{urlencode({'q': asked.strip()})}"
            yield FoundEntries(view, entries, listed.found, address)


def _entry(row: EntryRow, t: Words) -> FoundEntry:
    codes = vocabulary(_CODES[row.family])
    about = [codes.label(code, t.language) for code in row.outcomes if code in codes]
    about += [row.place] if row.place else []
    about.append(days_words(row.earliest, row.latest, language=t.language))
    return FoundEntry(
        row.id, row.name or t("search.unnamed"), ", ".join(filter(None, about)), row.level
    )


def _found(hit: Hit, line: ReportLine, words: str) -> Found:
    wanted = [fold(word.strip('"')) for word in words.split()]
    parts = tuple(_parts(hit.sentence.quote, [word for word in wanted if word]))
    return Found(line, line.language, hit.sentence, parts)


def _parts(sentence: str, wanted: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield the sentence in parts, with whether each is a word searched for."""
    for is_word, characters in groupby(sentence, key=_belongs_to_a_word):
        part = "".join(characters)
        yield part, is_word and _is_wanted(fold(part), wanted)


def _belongs_to_a_word(character: str) -> bool:
    return character.isalnum() or bool(unicodedata.combining(character))


def _is_wanted(word: str, wanted: list[str]) -> bool:
    return any(
        word.startswith(each[:-1]) if each.endswith("*") and len(each) > 1 else word in _bare(each)
        for each in wanted
    )


def _bare(wanted: str) -> list[str]:
    """The words of what was asked for: `Inti-Raymi` is two of them."""
    return "".join(c if c.isalnum() else " " for c in wanted).split()


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the search of everything."""

    def search(
        request: Request, q: Annotated[str, Query(description="Words of one sentence")] = ""
    ) -> Response:
        """Entries and sentences that hold all the words asked for."""
        is_leaving = wants_json(request, is_strict=True)
        words = site.words(request)
        found = search_page(site.casebook, q.strip(), words, is_leaving=is_leaving)
        return site.answer(request, "search.html", found, query=found.words)

    site.get(app, "/search", search, twin=SearchTwin)
