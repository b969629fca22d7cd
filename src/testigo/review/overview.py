"""What the first page says: what changed, what waits, what contradicts, what was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from testigo.review import tables
from testigo.review.history import HistoryLine, latest
from testigo.review.lists import VIEWS, EntryRow, ListWanted, entry_list, in_view
from testigo.review.summaries import proposed_levels
from testigo.store import tables as kept

DECISIONS_SHOWN = 20
CONTRADICTIONS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a casebook. Every count is of one state; nothing adds drafts to anything.

    `since` is a moment (UTC, ISO 8601): reports, statements and decisions counted as new came after
    it. `levels` maps each view to the number of its entries by level of verification. `waiting`
    maps kinds to drafts that wait.
    """

    since: str
    new_reports: int
    new_statements: int
    new_decisions: Mapping[str, int]
    waiting: Mapping[str, int]
    flagged: int
    disputed: int
    proposed_levels: int
    reports: int
    levels: Mapping[str, Mapping[str, int]]
    contradictions: Mapping[str, tuple[EntryRow, ...]]
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
    first = _first_after(connection, since)
    return Overview(
        since,
        _count(connection, kept.report, first),
        _count(connection, kept.statement, first),
        _decisions_since(connection, first),
        waiting,
        _marked(connection, "is_flagged"),
        _marked(connection, "is_disputed"),
        _proposed(connection),
        _count(connection, kept.report, 0),
        {view: _levels(connection, view) for view in VIEWS},
        {view: _contradicted(connection, view) for view in VIEWS},
        tuple(latest(connection, DECISIONS_SHOWN)),
    )


def _first_after(connection: Connection, since: str) -> int:
    """Return the first row of the log after a moment; the log's order is that of its numbers."""
    log = kept.log
    found = connection.execute(select(func.max(log.c.sequence)).where(log.c.at <= since)).scalar()
    return int(found or 0) + 1


def _count(connection: Connection, table: Table, first: int) -> int:
    query = select(func.count()).select_from(table).where(table.c.sequence >= first)
    return int(connection.execute(query).scalar_one())


def _decisions_since(connection: Connection, first: int) -> dict[str, int]:
    decision = kept.decision
    query = (
        select(decision.c.act, func.count())
        .where(decision.c.sequence >= first)
        .group_by(decision.c.act)
        .order_by(func.count().desc(), decision.c.act)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _marked(connection: Connection, column: str) -> int:
    table = tables.judged
    query = select(func.count()).select_from(table).where(table.c[column].is_(True))
    return int(connection.execute(query).scalar_one())


def _proposed(connection: Connection) -> int:
    """Return how many entries have a level that one person gave and a second has not confirmed."""
    return len(proposed_levels(connection))


def _levels(connection: Connection, view: str) -> dict[str, int]:
    table = tables.entry
    query = (
        select(table.c.level, func.count())
        .where(in_view(view), (table.c.draft > 0) | (table.c.accepted > 0))
        .group_by(table.c.level)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _contradicted(connection: Connection, view: str) -> tuple[EntryRow, ...]:
    wanted = ListWanted(view, contradicted=True, sort="level", size=CONTRADICTIONS_SHOWN)
    return entry_list(connection, wanted).rows
