"""What the first page says: what changed, what waits, what contradicts, what was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from testigo.review import tables
from testigo.review.arrivals import NewCounts, new_counts
from testigo.review.history import HistoryLine, latest
from testigo.review.lists import VIEWS, EntryList, ListWanted, entry_list, in_view
from testigo.review.queue import Wanted, queue
from testigo.review.summaries import proposed_levels
from testigo.store import tables as kept

DECISIONS_SHOWN = 20
CONTRADICTIONS_SHOWN = 5
"""Entries of a view whose contradictions are named on the first page; the others are counted."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a casebook. Every count is of one state; nothing adds drafts to anything.

    `since` is a moment (UTC, ISO 8601), `new` what came after it. `levels` maps each view to the
    number of its entries by level of verification, `proposed_levels` to those with a level that one
    person gave and a second has not confirmed, `contradictions` to some and the number of those
    whose statements do not agree. `waiting` maps kinds to drafts that wait, `disagreed` of them are
    read otherwise by two readers of their text, or by one alone.
    """

    since: str
    new: NewCounts
    waiting: Mapping[str, int]
    flagged: int
    disputed: int
    disagreed: int
    proposed_levels: Mapping[str, int]
    reports: int
    levels: Mapping[str, Mapping[str, int]]
    contradictions: Mapping[str, EntryList]
    last: tuple[HistoryLine, ...]


def overview(connection: Connection, since: str) -> Overview:
    """Return the state of the casebook, and what came into it after `since`."""
    table = tables.judged
    waiting = {
        row[0]: row[1]
        for row in connection.execute(
            select(table.c.kind, func.count())
            .where(table.c.state == "draft", table.c.is_current)
            .group_by(table.c.kind)
        )
    }
    return Overview(
        since,
        new_counts(connection, since),
        waiting,
        _marked(connection, "is_flagged"),
        _marked(connection, "is_disputed"),
        queue(connection, Wanted("disagree"), limit=0).left,
        _proposed(connection),
        int(connection.execute(select(func.count()).select_from(kept.report)).scalar_one()),
        {view: _levels(connection, view) for view in VIEWS},
        {view: _contradicted(connection, view) for view in VIEWS},
        tuple(latest(connection, DECISIONS_SHOWN)),
    )


def _marked(connection: Connection, column: str) -> int:
    table = tables.judged
    query = select(func.count()).select_from(table).where(table.c[column].is_(True))
    return int(connection.execute(query).scalar_one())


def _proposed(connection: Connection) -> dict[str, int]:
    """Return by view how many entries the list of proposed levels holds; empty ones are left out.

    A person who acts stands in two lists.
    """
    ids = tuple(proposed_levels(connection))
    if not ids:
        return {}
    found = {
        view: entry_list(connection, ListWanted(view, ids=ids, size=0)).found for view in VIEWS
    }
    return {view: number for view, number in found.items() if number}


def _levels(connection: Connection, view: str) -> dict[str, int]:
    table = tables.entry
    query = (
        select(table.c.level, func.count())
        .where(in_view(view), (table.c.draft > 0) | (table.c.accepted > 0))
        .group_by(table.c.level)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _contradicted(connection: Connection, view: str) -> EntryList:
    wanted = ListWanted(view, contradicted=True, sort="level", size=CONTRADICTIONS_SHOWN)
    return entry_list(connection, wanted)
