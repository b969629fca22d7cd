"""What came into the casebook after a moment: reports, statements, decisions; counted and in pages.

What is counted is what is listed: both ask the same of the log, by the number of its rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, exists, func, select

from testigo.review import tables
from testigo.review.history import HistoryLine, lines
from testigo.review.materials import Loader, ReportFacts
from testigo.review.queue import ReviewItem, items
from testigo.store import tables as kept


@dataclass(frozen=True, slots=True)
class NewCounts:
    """How much is new: `decisions` by act, the most frequent first."""

    reports: int
    statements: int
    decisions: Mapping[str, int]


def new_counts(connection: Connection, since: str) -> NewCounts:
    """Return how much came after a moment (UTC, ISO 8601)."""
    first = _first_after(connection, since)
    decision = kept.decision
    acts = (
        select(decision.c.act, func.count())
        .where(decision.c.sequence >= first)
        .group_by(decision.c.act)
        .order_by(func.count().desc(), decision.c.act)
    )
    return NewCounts(
        _count(connection, kept.report, first),
        _count(connection, kept.statement, first, _is_first()),
        {row[0]: row[1] for row in connection.execute(acts)},
    )


def new_reports(
    connection: Connection, since: str, *, first: int, limit: int
) -> tuple[ReportFacts, ...]:
    """Return reports that came after a moment, the last first, from number `first` on."""
    table = kept.report
    ids = _page(
        connection, table, table.c.sequence >= _first_after(connection, since), first, limit
    )
    facts = Loader(connection, connection).reports(ids)
    return tuple(facts[id_] for id_ in ids if id_ in facts)


def new_statements(
    connection: Connection, since: str, *, first: int, limit: int
) -> tuple[ReviewItem, ...]:
    """Return statements that came after a moment, the last first, from number `first` on."""
    table = kept.statement
    new = (table.c.sequence >= _first_after(connection, since)) & _is_first()
    return tuple(items(connection, _page(connection, table, new, first, limit)))


def new_decisions(
    connection: Connection, since: str, act: str, *, first: int, limit: int
) -> tuple[HistoryLine, ...]:
    """Return decisions that came after a moment, the last first; of one act, "" for all."""
    table = kept.decision
    new = table.c.sequence >= _first_after(connection, since)
    if act:
        new &= table.c.act == act
    found = lines(connection, _page(connection, table, new, first, limit), {})
    return tuple(sorted(found, key=lambda line: -line.sequence))


def _first_after(connection: Connection, since: str) -> int:
    """Return the first row of the log after a moment; the log's order is that of its numbers."""
    log = kept.log
    found = connection.execute(select(func.max(log.c.sequence)).where(log.c.at <= since)).scalar()
    return int(found or 0) + 1


def _is_first() -> ColumnElement[bool]:
    """Leave out second readings: what two readers found is one statement."""
    standing = tables.standing
    is_second = standing.c.second_of.is_not(None)
    return ~exists().where(standing.c.handle == kept.statement.c.id, is_second)


def _count(
    connection: Connection, table: Table, first: int, which: ColumnElement[bool] | None = None
) -> int:
    query = select(func.count()).select_from(table).where(table.c.sequence >= first)
    if which is not None:
        query = query.where(which)
    return int(connection.execute(query).scalar_one())


def _page(
    connection: Connection, table: Table, new: ColumnElement[bool], first: int, limit: int
) -> Sequence[str]:
    query = (
        select(table.c.id)
        .where(new)
        .order_by(table.c.sequence.desc(), table.c.id)
        .limit(limit)
        .offset(first)
    )
    return list(connection.execute(query).scalars())
