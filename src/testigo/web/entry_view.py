"""What the page of an entry shows, made out of the record as it stands or stood."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from testigo.casebook import Casebook
from testigo.casebook.review import Review
from testigo.record.entry import Entry
from testigo.record.vocabularies import vocabulary
from testigo.review.deciding import LEVELS
from testigo.review.dossier import Dossier
from testigo.review.history import HistoryLine
from testigo.review.lists import EntryRow, ListWanted
from testigo.review.ties import Ties
from testigo.web.actor_page import ActorView, actor_view
from testigo.web.entry_lines import Section, sections
from testigo.web.entry_twin import EntryTwin, entry_twin
from testigo.web.entry_values import Block, blocks
from testigo.web.entry_words import as_it_stood, entry_address, entry_title
from testigo.web.history_view import HistoryRow, history_rows, moment_words, names_in
from testigo.web.incident_page import IncidentView, incident_view
from testigo.web.kept_back_words import withholdings
from testigo.web.measure_page import MeasureView, measure_view
from testigo.web.pasts import moment_of
from testigo.web.person_page import PersonView, person_view
from testigo.web.words import Words

PAGE = 50
"""Statements a page."""

CANDIDATES = 12
"""Entries offered to be joined with one."""

HISTORY = 100
"""Decisions shown of one entry, the newest."""

ALIASES = 20
"""Ids shown that were joined into one; a confirmed actor may have thousands."""

FOLDERS = ("people", "incidents", "measures", "actors")
"""Under which addresses entry pages lie; that of a toll has its own."""

_VIEWS = {"people": "person", "actors": "actor", "incidents": "incident", "measures": "measure"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be joined with this one; `address` sets the two side by side."""

    title: str
    address: str
    reports: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form held that was refused: kept, so that nobody types it twice."""

    field: str = ""
    value: str = ""
    level: str = ""
    why: str = ""
    problem: str = ""
    earlier: tuple[str, ...] = ()
    act: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What an entry page shows. `at` is "" today, else the moment in words that it shows; `now` is
    when it was asked for, for paper.

    `views` are the addresses of the other side of a person who acts too. `typed` is what a refused
    form held.
    """

    folder: str
    address: str
    id: str
    title: str
    row: EntryRow
    mark: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    person: PersonView | None
    incident: IncidentView | None
    measure: MeasureView | None
    actor: ActorView | None
    other: str
    aliases: tuple[str, ...]
    more_aliases: int
    by_key: bool
    of: int
    page: int
    pages: int
    search: str
    candidates: tuple[Candidate, ...]
    history: tuple[HistoryRow, ...]
    history_of: int
    done: HistoryRow | None
    at: str
    asked_at: str
    now: str
    seen: int
    typed: Typed
    twin: EntryTwin

    def page_address(self, number: int) -> str:
        """Return the address of another page of its statements."""
        asked = {"page": str(number)} | ({"at": self.asked_at} if self.asked_at else {})
        return f"{self.address}?{urlencode(asked)}#statements"

    def to_json(self) -> EntryTwin:
        """Return the JSON twin."""
        return self.twin


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for beside the entry."""

    folder: str
    page: int = 1
    join: str = ""
    done: str = ""
    at: str = ""


def entry_page(
    casebook: Casebook, t: Words, id_: str, asked: Asked, typed: Typed | None = None
) -> EntryPage:
    """Return the page of an entry; `casebook` may be a past one, where nothing can be decided.

    Raises:
        NotKept: if there is no entry of that id.
    """
    review = casebook.review
    # Posts and contacts of an actor stand in tables of their own, not among its statements.
    ties = review.ties(review.resolve(id_)) if asked.folder == "actors" else None
    above = ties.handles if ties is not None else ()
    held = review.dossier(id_, first=(asked.page - 1) * PAGE, limit=PAGE, besides=above)
    entry, row = held.entry, held.row
    folder = _folder(entry, row, asked.folder)
    stated = blocks(entry, held.history, t, is_actor=folder == "actors")
    views = _views(review, held, folder, stated, ties, t, asked.at)
    pages = max(1, -(-held.listed // PAGE))
    made = review.made([asked.done]) if asked.done else []
    recent = held.history[:HISTORY]
    joined_in = _joined_in(held) if row.is_joined else ()
    other = ""
    if row.family == "agent" and entry.is_person and entry.is_actor:
        view = "actors" if folder == "people" else "people"
        other = as_it_stood(f"/{view}/{row.id}", asked.at)
    return EntryPage(
        folder,
        f"/{folder}/{row.id}",
        row.id,
        entry_title(row, t),
        row,
        row.standing,
        stated,
        sections(held.mentioned, t, withholdings(held.history)),
        views.person,
        views.incident,
        views.measure,
        views.actor,
        other,
        joined_in[:ALIASES],
        max(0, len(joined_in) - ALIASES),
        held.by_key,
        held.of,
        asked.page,
        pages,
        asked.join,
        _candidates(review, row, folder, asked.join, t),
        _history(casebook, recent, t, is_past=bool(asked.at)),
        len(held.history),
        next(iter(history_rows(made, t)), None),
        moment_words(moment_of(asked.at).isoformat(), t.language) if asked.at else "",
        asked.at,
        moment_words(datetime.datetime.now(datetime.UTC).isoformat(), t.language),
        review.seen([row.id])[row.id],
        typed or Typed(),
        entry_twin(held, _VIEWS[folder], views.to_json(), HISTORY, asked.page, pages, asked.at),
    )


@dataclass(frozen=True, slots=True)
class _Views:
    """What a page of its kind alone has; None for the parts of the other kinds."""

    person: PersonView | None = None
    incident: IncidentView | None = None
    measure: MeasureView | None = None
    actor: ActorView | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the one that is there, for the JSON twin."""
        of = (self.person, self.incident, self.measure, self.actor)
        return next(view.to_json() for view in of if view is not None)


def _views(
    review: Review,
    held: Dossier,
    folder: str,
    stated: Sequence[Block],
    ties: Ties | None,
    t: Words,
    at: str,
) -> _Views:
    match folder:
        case "people":
            anchors = {
                (value.field, value.key): value.anchor for block in stated for value in block.values
            }
            return _Views(person=person_view(held.entry, anchors, t))
        case "incidents":
            return _Views(incident=incident_view(review.told_beside(held.row.id), held, t, at))
        case "measures":
            return _Views(measure=measure_view(review.measures_near(held.row.id), held, t, at))
        case _:
            return _Views(actor=actor_view(ties or review.ties(held.row.id), held, t, at))


def _history(
    casebook: Casebook, lines: Sequence[HistoryLine], t: Words, *, is_past: bool
) -> tuple[HistoryRow, ...]:
    """Return decisions as rows; those of a past page are taken back on the page of today alone."""
    rows = history_rows(lines, t, names_in(casebook, lines, t))
    return tuple(replace(row, can_undo=False) for row in rows) if is_past else rows


def _folder(entry: Entry, row: EntryRow, wanted: str) -> str:
    """Return under which address it is shown; a person who acts has two."""
    if row.family == "agent":
        if wanted == "people" and entry.is_person:
            return "people"
        return "actors" if entry.is_actor or not entry.is_person else "people"
    return entry_address(row).split("/")[1]


def _joined_in(held: Dossier) -> tuple[str, ...]:
    """Return the ids that joins named: under these it was known before."""
    named = {
        subject
        for line in held.history
        if line.stands and line.decision.act == "join"
        for subject in line.decision.subjects
    }
    return tuple(id_ for id_ in held.entry.aliases if id_ in named)


def _candidates(
    review: Review, row: EntryRow, folder: str, search: str, t: Words
) -> tuple[Candidate, ...]:
    if not search.strip():
        return ()
    found = review.entries(ListWanted(folder, search=search, sort="reports", size=CANDIDATES + 1))
    return tuple(
        Candidate(
            entry_title(one, t),
            f"/merge?{urlencode({'view': folder, 'first': row.id, 'second': one.id})}",
            one.reports,
        )
        for one in found.rows
        if one.id != row.id
    )[:CANDIDATES]


def levels() -> list[str]:
    """Return the levels that a person may give, in their order."""
    return [code for code in vocabulary("verification").codes if code in LEVELS]
