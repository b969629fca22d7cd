"""Ids by their beginnings: what a person types for a statement, report, entry or decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Connection, select

from testigo.review import tables
from testigo.store import tables as kept
from testigo.store.errors import AmbiguousId, NotKept

_IDS: Mapping[str, Column[str]] = {
    "statement": tables.judged.c.handle,
    "report": kept.report.c.id,
    "entry": tables.node.c.id,
    "decision": kept.decision.c.id,
}
THINGS = tuple(_IDS)
"""What has an id that a decision may be about."""


def whole_id(connection: Connection, beginning: str, things: Sequence[str]) -> str:
    """Return the one id among those of `things` that begins so; for an entry, as it was typed.

    An amended statement is found under the id that it came in with, and no other.

    Raises:
        NotKept: if no id begins so.
        AmbiguousId: if several do.
    """
    found = {id_ for thing in things for id_ in _beginning_so(connection, beginning, thing)}
    if not found or not beginning:
        raise NotKept(" or ".join(things), beginning)
    if len(found) > 1:
        raise AmbiguousId(beginning, " or ".join(things))
    return found.pop()


def _beginning_so(connection: Connection, beginning: str, thing: str) -> list[str]:
    column = _IDS[thing]
    query = select(column).where(column.startswith(beginning, autoescape=True)).limit(2)
    return list(connection.execute(query).scalars())
