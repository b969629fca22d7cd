"""Lists of people, incidents, tolls, measures and actors: searched, filtered, sorted, paged.

Entries of drafts alone, entries with an accepted statement and verified ones are counted apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, select

from testigo.record.entry import Tally
from testigo.review import tables
from testigo.review.queue import search_key

VIEWS = ("people", "incidents", "tolls", "measures", "actors")
SORTS = ("name", "date", "newest", "oldest", "level", "statements", "reports", "number", "place")
"""`date` is the earliest day stated, the newest first; `newest` the last come into the record."""

STANDINGS = ("draft", "accepted", "verified")
"""`draft`: drafts alone; `accepted`: a statement was; `verified`: a person set a level too."""

_VERIFIED = ("2", "3", "4", "5", "C", "D")


@dataclass(frozen=True, slots=True)
class ListWanted:
    """Which entries of a view are asked for; an empty text asks for nothing in particular.

    `search` are words of names, places and types. `since` and `until` are days (ISO 8601) between
    which something of it is stated to have happened. Entries all of whose statements were rejected
    are left out unless `with_rejected`. `ids` are the only ones asked for, None for all.
    """

    view: str
    search: str = ""
    outcome: str = ""
    place: str = ""
    country: str = ""
    speaker: str = ""
    standing: str = ""
    level: str = ""
    contradicted: bool = False
    named: bool = False
    since: str = ""
    until: str = ""
    sort: str = "newest"
    page: int = 1
    size: int = 50
    with_rejected: bool = False
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in a list; `sequence` is the log row of its oldest statement.

    `outcomes` are codes: outcomes of people and tolls, types of incidents and measures. `figures`
    are the latest of a toll series, as `{low, high, bound, wording, as_of, basis, state}`. Days are
    ISO 8601, None where nothing states one. `is_joined`: people joined it out of several.
    """

    id: str
    family: str
    sequence: int
    name: str
    outcomes: tuple[str, ...]
    place: str | None
    country: str | None
    earliest: str | None
    latest: str | None
    figures: tuple[Mapping[str, Any], ...]
    speaker: str | None
    tally: Tally
    reports: int
    level: str
    is_contradicted: bool
    is_joined: bool
    scope_class: str | None

    @property
    def standing(self) -> str:
        """`draft`, `accepted` or `verified`; see `STANDINGS`."""
        if self.level in _VERIFIED:
            return "verified"
        return "accepted" if self.tally.accepted else "draft"


@dataclass(frozen=True, slots=True)
class EntryList:
    """One page of a list. `counts` tells how many of all that fit are draft, accepted, verified."""

    rows: tuple[EntryRow, ...]
    found: int
    counts: Mapping[str, int]


def entry_list(connection: Connection, wanted: ListWanted) -> EntryList:
    """Return the wanted page of the wanted entries; a page past the end is empty."""
    table = tables.entry
    condition = _fits(wanted)
    standing = _standing()
    counted = select(standing, func.count()).where(condition).group_by(standing)
    counts = dict.fromkeys(STANDINGS, 0) | {r[0]: r[1] for r in connection.execute(counted)}
    order = (*_order(wanted.sort), table.c.id)
    page = (
        select(table.c.id)
        .where(condition)
        .order_by(*order)
        .limit(wanted.size)
        .offset((max(wanted.page, 1) - 1) * wanted.size)
    )
    # Sorting ids alone spares carrying whole rows of all that fits through the sorter.
    query = select(table).where(table.c.id.in_(page)).order_by(*order)
    rows = tuple(entry_row(row) for row in connection.execute(query).mappings())
    return EntryList(rows, sum(counts.values()), counts)


def rows_of(connection: Connection, ids: Sequence[str]) -> dict[str, EntryRow]:
    """Return by id the rows of the entries that these ids lead to; others are left out."""
    node, table = tables.node, tables.entry
    query = (
        select(node.c.id.label("asked"), table)
        .join(table, table.c.id == node.c.entry_id)
        .where(node.c.id.in_(ids))
    )
    return {row["asked"]: entry_row(row) for row in connection.execute(query).mappings()}


def entry_row(row: Mapping[Any, Any]) -> EntryRow:
    """Return a row of the entry table as lists show it."""
    return EntryRow(
        id=row["id"],
        family=row["family"],
        sequence=row["sequence"],
        name=row["name"],
        outcomes=tuple((row["outcome"] or "").split(",")) if row["outcome"] else (),
        place=row["place"],
        country=row["country"],
        earliest=row["earliest"],
        latest=row["latest"],
        figures=tuple(json.loads(row["figures"])) if row["figures"] else (),
        speaker=row["speaker"],
        tally=Tally(row["draft"], row["accepted"], row["rejected"], row["withdrawn"]),
        reports=row["reports"],
        level=row["level"],
        is_contradicted=bool(row["is_contradicted"]),
        is_joined=bool(row["is_joined"]),
        scope_class=row["scope_class"],
    )


def in_view(view: str, table: FromClause = tables.entry) -> ColumnElement[bool]:
    """Return which entries belong to a view; `table` is the entry table or an alias of it."""
    if view == "people":
        return table.c.is_person.is_(True)
    if view == "actors":
        return table.c.is_actor.is_(True)
    return table.c.family == {"incidents": "incident", "tolls": "toll", "measures": "measure"}[view]


def _fits(wanted: ListWanted) -> ColumnElement[bool]:
    table = tables.entry
    conditions = [in_view(wanted.view)]
    for word in search_key(wanted.search).split():
        conditions.append(table.c.searched.contains(word, autoescape=True))
    if wanted.outcome:
        listed = "," + func.coalesce(table.c.outcome, "") + ","
        conditions.append(listed.contains(f",{wanted.outcome},", autoescape=True))
    if wanted.place:
        conditions.append(table.c.place.icontains(wanted.place, autoescape=True))
    if wanted.speaker:
        conditions.append(table.c.name_key.contains(search_key(wanted.speaker), autoescape=True))
    for name, value in (("country", wanted.country), ("level", wanted.level)):
        if value:
            conditions.append(table.c[name] == value)
    if wanted.standing in STANDINGS:
        conditions.append(_standing() == wanted.standing)
    if wanted.contradicted:
        conditions.append(table.c.is_contradicted)
    if wanted.named:
        conditions.append(table.c.name != "")
    if wanted.since:
        conditions.append(table.c.latest >= wanted.since)
    if wanted.until:
        conditions.append(table.c.earliest <= wanted.until)
    if wanted.ids is not None:
        conditions.append(table.c.id.in_(wanted.ids))
    if not wanted.with_rejected:
        conditions.append((table.c.draft > 0) | (table.c.accepted > 0))
    return and_(*conditions)


def _standing() -> ColumnElement[str]:
    table = tables.entry
    return case(
        (table.c.level.in_(_VERIFIED), "verified"),
        (table.c.accepted > 0, "accepted"),
        else_="draft",
    )


def _order(sort: str) -> tuple[Any, ...]:
    table = tables.entry
    orders: dict[str, tuple[Any, ...]] = {
        "name": (table.c.name == "", table.c.name_key),
        "date": (table.c.earliest.is_(None), table.c.earliest.desc()),
        "oldest": (table.c.earliest.is_(None), table.c.earliest),
        "newest": (table.c.sequence.desc(),),
        "level": (table.c.level.desc(), table.c.accepted.desc()),
        "statements": (table.c.accepted.desc(), table.c.draft.desc()),
        "reports": (table.c.reports.desc(),),
        "number": (table.c.low.is_(None), table.c.low.desc()),
        "place": (table.c.place.is_(None), table.c.place),
    }
    return orders.get(sort, orders["newest"])
