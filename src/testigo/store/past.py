"""A casebook as it stood: the beginning of its log, folded again beside the file.

The order is that of the log, never the clock: as it stood at a moment is after the last row that
carries no later time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from testigo.store import forms, tables
from testigo.store.engine import scratch_engine
from testigo.store.following import Derivation

_PAGE = 500


def last_row_at(connection: Connection, moment: str) -> int:
    """Return the number of the last row written by a moment (UTC, ISO 8601); 0 for none."""
    log = tables.log
    query = select(func.max(log.c.sequence)).where(log.c.at <= moment)
    return int(connection.execute(query).scalar() or 0)


def as_it_stood(connection: Connection, upto: int, derivation: Derivation) -> Engine:
    """Return a private database that holds the log up to a row, and what follows from it.

    The captured bytes stay out: nothing is read from them, and they are the bulk of a casebook.
    """
    engine = scratch_engine()
    with engine.connect() as scratch, scratch.begin():
        tables.EVIDENCE.create_all(scratch)
        for table, rows in _evidence(connection, upto):
            scratch.execute(insert(table), list(rows))
        forms.rebuild(scratch, derivation)
    return engine


def _evidence(connection: Connection, upto: int) -> Iterator[tuple[Any, Sequence[dict[Any, Any]]]]:
    log, payload = tables.log, tables.payload
    without = select(log.c.sequence).where(log.c.kind == "bytes")
    queries = (
        (log, select(log).where(log.c.sequence <= upto).order_by(log.c.sequence)),
        (
            payload,
            select(payload)
            .where(payload.c.sequence <= upto, payload.c.sequence.not_in(without))
            .order_by(payload.c.sequence),
        ),
    )
    for table, query in queries:
        found = connection.execute(query.execution_options(yield_per=_PAGE)).mappings()
        for page in found.partitions(_PAGE):
            yield table, [dict(row) for row in page]
