"""The page of a person, incident, measure or actor: what the record holds of it, and who says so.

Any id ever given leads to it. Each value stands with its sentences; what people decide on it here
is asked for with a reason, and stands in the history at its end, where it can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.casebook.review import Review
from testigo.record.entry import Entry
from testigo.record.values import value_to_json
from testigo.record.vocabularies import vocabulary
from testigo.review.deciding import LEVELS, ContradictsEarlier, InvalidDecision
from testigo.review.dossier import Dossier
from testigo.review.lists import EntryRow, ListWanted
from testigo.store.errors import NotKept, StaleDecision
from testigo.web.entry_lines import Section, sections
from testigo.web.entry_values import Block, blocks
from testigo.web.entry_words import entry_address, entry_title
from testigo.web.history_view import (
    HistoryRow,
    HistoryTwin,
    history_rows,
    history_twin,
    moment_words,
    subject_names,
    with_done,
)
from testigo.web.incident_page import IncidentView, incident_view
from testigo.web.measure_page import MeasureView, measure_view
from testigo.web.pasts import moment_of
from testigo.web.person_page import PersonView, person_view
from testigo.web.site import Site
from testigo.web.words import Words

PAGE = 50
"""Statements a page."""

CANDIDATES = 12
"""Entries offered to be joined with one."""

HISTORY = 100
"""Decisions shown of one entry, the newest."""

_FOLDERS = ("people", "incidents", "measures", "actors")
_VIEWS = {"people": "person", "actors": "actor", "incidents": "incident", "measures": "measure"}
INVALID, CONFLICT = 422, 409


class SourceTwin(TypedDict):
    """One statement behind a value."""

    statement: str
    report: str
    outlet: str | None
    said_by: str | None
    state: str
    modality: str
    quote: str
    start: int
    end: int
    group: str


class ValueTwin(TypedDict):
    """One value of one field, for and against."""

    field: str
    value: Any
    key: str
    level: str
    proposed: str | None
    is_preferred: bool
    confidentiality: str
    supporting: list[SourceTwin]
    contradicting: list[SourceTwin]


class EntryTwin(TypedDict):
    """An entry in JSON; `statements` are those of the page asked for, of `of` in all."""

    id: str
    kind: str
    name: str
    aliases: list[str]
    by_key: bool
    values: list[ValueTwin]
    statements: list[str]
    of: int
    page: int
    pages: int
    at: str | None
    view: dict[str, Any]
    history: list[HistoryTwin]


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
    """What an entry page shows. `at` is "" today, else the moment in words that it shows.

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
    other: str
    aliases: tuple[str, ...]
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


def add_to(app: FastAPI, site: Site) -> None:
    """Serve entries under the folder of their kind, and what is decided on their pages."""
    for folder in _FOLDERS:
        site.get(app, f"/{folder}/{{id_}}", _shown(site, folder), twin=EntryTwin, leads_on=True)
    _add_forms(app, site)


def _shown(site: Site, folder: str) -> Callable[..., Response]:
    def entry(
        request: Request,
        id_: str,
        page: Annotated[int, Query(description="Page of its statements", ge=1, le=100_000)] = 1,
        join: Annotated[str, Query(description="Words of the name of what may be the same")] = "",
        done: Annotated[str, Query(description="The decision that was just made")] = "",
        at: Annotated[str, Query(description="A day or moment: the page as it stood")] = "",
    ) -> Response:
        """What the record holds of one entry, and who says so."""
        asked = Asked(folder, page, join, done, at)
        with site.pasts.shown(at) as casebook:
            elsewhere = _elsewhere(casebook.review, id_, folder)
            if elsewhere is not None:
                query = f"?{urlencode({'at': at})}" if at else ""
                return site.redirect(elsewhere + query)
            shown = _page(site, casebook, site.words(request), id_, asked)
        if shown.folder != folder:
            return site.redirect(shown.address)
        return site.answer(request, "entry.html", shown, levels=levels())

    entry.__name__ = f"show_{_VIEWS[folder]}"
    return entry


def _elsewhere(review: Review, id_: str, folder: str) -> str | None:
    """Return the address of the page that this id now belongs to, None if it is this one."""
    current = review.resolve(id_)
    row = review.rows([current])[current]
    address = entry_address(row)
    if current != id_:
        return address
    if row.family == "agent":
        return None if folder in ("people", "actors") else address
    return None if address == f"/{folder}/{id_}" else address


def levels() -> list[str]:
    """Return the levels that a person may give, in their order."""
    return [code for code in vocabulary("verification").codes if code in LEVELS]


def _page(
    site: Site, casebook: Casebook, t: Words, id_: str, asked: Asked, typed: Typed | None = None
) -> EntryPage:
    review = casebook.review
    held = review.dossier(id_, first=(asked.page - 1) * PAGE, limit=PAGE)
    entry, row = held.entry, held.row
    folder = _folder(entry, row, asked.folder)
    view = _View(casebook, held, folder, t)
    pages = max(1, -(-(1 + len(entry.aliases)) // PAGE))
    made = review.made([asked.done]) if asked.done else []
    recent = held.history[:HISTORY]
    other = ""
    if row.family == "agent" and entry.is_person and entry.is_actor:
        other = f"/{'actors' if folder == 'people' else 'people'}/{row.id}"
    return EntryPage(
        folder,
        f"/{folder}/{row.id}",
        row.id,
        entry_title(row, t),
        row,
        row.standing,
        blocks(entry, held.history, t, is_actor=folder == "actors"),
        sections(held.mentioned, t),
        view.person,
        view.incident,
        view.measure,
        other,
        _joined_in(held) if row.is_joined else (),
        held.by_key,
        held.of,
        asked.page,
        pages,
        asked.join,
        _candidates(review, row, folder, asked.join, t),
        history_rows(recent, t, subject_names(site, recent, t)),
        len(held.history),
        next(iter(history_rows(made, t)), None),
        moment_words(moment_of(asked.at).isoformat(), t.language) if asked.at else "",
        asked.at,
        review.seen([row.id])[row.id],
        typed or Typed(),
        _twin(held, folder, view, asked, pages),
    )


@dataclass(frozen=True, slots=True)
class _View:
    """The part of a page that its kind alone has."""

    casebook: Casebook
    held: Dossier
    folder: str
    t: Words

    @property
    def person(self) -> PersonView | None:
        """Of a person who was harmed."""
        return person_view(self.held.entry, self.t) if self.folder == "people" else None

    @property
    def incident(self) -> IncidentView | None:
        """Of an incident."""
        if self.folder != "incidents":
            return None
        return incident_view(self.casebook.review, self.held, self.t)

    @property
    def measure(self) -> MeasureView | None:
        """Of a measure."""
        return measure_view(self.held, self.t) if self.folder == "measures" else None


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


def _twin(held: Dossier, folder: str, view: _View, asked: Asked, pages: int) -> EntryTwin:
    entry = held.entry
    parts = (view.person, view.incident, view.measure)
    return {
        "id": held.row.id,
        "kind": _VIEWS[folder],
        "name": held.row.name,
        "aliases": list(entry.aliases),
        "by_key": held.by_key,
        "values": [
            {
                "field": value.field,
                "value": value_to_json(value.value),
                "key": value.key,
                "level": value.level,
                "proposed": value.proposed,
                "is_preferred": value.is_preferred,
                "confidentiality": value.confidentiality,
                "supporting": [_source_twin(w) for w in value.supporting],
                "contradicting": [_source_twin(w) for w in value.contradicting],
            }
            for value in entry.values
        ],
        "statements": [one.item.handle for one in held.mentioned],
        "of": held.of,
        "page": asked.page,
        "pages": pages,
        "at": asked.at or None,
        "view": next((part.to_json() for part in parts if part is not None), {}),
        "history": history_twin(held.history[:HISTORY]),
    }


def _source_twin(witness: Any) -> SourceTwin:
    return {
        "statement": witness.handle,
        "report": witness.report_id,
        "outlet": witness.outlet,
        "said_by": witness.said_by,
        "state": witness.state,
        "modality": witness.modality,
        "quote": witness.sentence.quote,
        "start": witness.sentence.start,
        "end": witness.sentence.end,
        "group": witness.group,
    }


def _add_forms(app: FastAPI, site: Site) -> None:
    def choose(
        request: Request,
        id_: str,
        field: Annotated[str, Form()],
        value: Annotated[str, Form(description="The value, as the page names it")],
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
        folder: Annotated[str, Form()] = "",
    ) -> Response:
        """Prefer one of several values: "this one, because"."""
        typed = Typed(field, value, "", why, act="choose")
        if not why.strip():
            return _refused(
                site, request, id_, folder, typed, site.words(request)("entry_page.needs_why")
            )
        held = site.casebook.review.dossier(id_, limit=0)
        if value not in [one.key for one in held.entry.values_of(field)]:
            gone = site.words(request)("entry_page.no_value")
            return _refused(site, request, id_, folder, typed, gone)
        content = {"field": field, "value": value}
        return _decided(site, request, "accept", id_, folder, seen, typed, content)

    def verify(
        request: Request,
        id_: str,
        field: Annotated[str, Form()],
        value: Annotated[str, Form(description="The value, as the page names it")],
        level: Annotated[str, Form(description="2 to 5, C or D")] = "",
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
        folder: Annotated[str, Form()] = "",
    ) -> Response:
        """Give a value a level of verification."""
        typed = Typed(field, value, level, why, act="verify")
        content = {"field": field, "value": value, "level": level}
        return _decided(site, request, "verify", id_, folder, seen, typed, content)

    def confirm(
        request: Request,
        id_: str,
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
        folder: Annotated[str, Form()] = "",
    ) -> Response:
        """Confirm that what equal names made one is one."""
        held = site.casebook.review.dossier(id_, limit=0)
        subjects = [held.row.id, *held.entry.aliases]
        typed = Typed(why=why, act="confirm")
        content = {"of": _joined_as(held)}
        return _decided(site, request, "join", id_, folder, seen, typed, content, subjects)

    def part(
        request: Request,
        id_: str,
        node: Annotated[str, Form(description="The mention that is another's")],
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
        folder: Annotated[str, Form()] = "",
        despite: Annotated[str, Form(description="Decisions knowingly contradicted")] = "",
    ) -> Response:
        """Take one mention out of an entry."""
        held = site.casebook.review.dossier(id_, limit=0)
        typed = Typed(why=why, act="part", node=node)
        content: dict[str, object] = {"of": _joined_as(held)}
        if despite:
            content["despite"] = despite.split(",")
        subjects = [node, held.row.id]
        return _decided(site, request, "keep_apart", id_, folder, seen, typed, content, subjects)

    site.post(app, "/entries/{id_}/choose", choose)
    site.post(app, "/entries/{id_}/verify", verify)
    site.post(app, "/entries/{id_}/confirm", confirm)
    site.post(app, "/entries/{id_}/part", part)


def _joined_as(held: Dossier) -> str:
    if held.row.family in ("incident", "measure"):
        return held.row.family
    return "person" if held.entry.is_person else "actor"


def _decided(
    site: Site,
    request: Request,
    act: str,
    id_: str,
    folder: str,
    seen: int,
    typed: Typed,
    content: dict[str, Any],
    subjects: Sequence[str] | None = None,
) -> Response:
    """Keep a decision, or show the page again with what stands against it."""
    review, t = site.casebook.review, site.words(request)
    entry_id = review.resolve(id_)
    try:
        made = review.decide(
            act,
            list(subjects or [entry_id]),
            by=site.person(),
            why=typed.why,
            content=content,
            shown=[entry_id],
            seen={entry_id: seen},
        )
    except ContradictsEarlier as fault:
        earlier = _with(typed, t("entry_page.contradicts"), fault.earlier)
        return _again(site, request, id_, folder, earlier, CONFLICT)
    except StaleDecision:
        return _again(site, request, id_, folder, _with(typed, t("entry_page.stale")), CONFLICT)
    except InvalidDecision as fault:
        words = str(fault) if typed.why.strip() else t("entry_page.needs_why")
        return _refused(site, request, id_, folder, typed, words)
    address = _address_now(review, entry_id, folder)
    return site.redirect(with_done(address, made.id))


def _address_now(review: Review, id_: str, folder: str) -> str:
    current = review.resolve(id_)
    row = review.rows([current])[current]
    if row.family == "agent" and folder in ("people", "actors"):
        return f"/{folder}/{current}"
    return entry_address(row)


def _with(typed: Typed, problem: str, earlier: Sequence[str] = ()) -> Typed:
    sentence = f"{problem[:1].upper()}{problem[1:]}".rstrip(".") + "."
    return Typed(
        typed.field,
        typed.value,
        typed.level,
        typed.why,
        sentence,
        tuple(earlier),
        typed.act,
        typed.node,
    )


def _refused(
    site: Site, request: Request, id_: str, folder: str, typed: Typed, problem: str
) -> Response:
    return _again(site, request, id_, folder, _with(typed, problem), INVALID)


def _again(
    site: Site, request: Request, id_: str, folder: str, typed: Typed, status: int
) -> Response:
    current = site.casebook.review.resolve(id_)
    row = site.casebook.review.rows([current])[current]
    if row.family == "toll":
        raise NotKept("person, incident, measure or actor", id_)
    asked = Asked(folder if folder in _FOLDERS else entry_address(row).split("/")[1])
    page = _page(site, site.casebook, site.words(request), current, asked, typed)
    return site.answer(request, "entry.html", page, status, levels=levels())
