"""Which entries hold something that may not leave the casebook unasked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable

from sqlalchemy import Connection, select

from testigo.review import tables
from testigo.review.materials import Loader, chunks
from testigo.store import tables as kept

PUBLIC = "public"


def entries_kept_back(
    connection: Connection, entries: Iterable[str] | None = None
) -> frozenset[str]:
    """Return the ids of entries with a statement, or a field of one, that is not public.

    A report that is not public makes its statements so, and a person may withhold more. `entries`
    are the only ones asked for, None for all.
    """
    if entries is None:
        return _all(connection)
    told = _told_in(connection, entries)
    judged = tables.judged
    hidden: set[str] = set()
    for batch in chunks(told):
        query = select(judged.c.handle).where(
            judged.c.handle.in_(batch), judged.c.confidentiality != PUBLIC
        )
        hidden |= set(connection.execute(query).scalars())
    hidden |= set(with_a_field_withheld(connection, told))
    return frozenset(entry_id for handle in hidden for entry_id in told[handle])


def _all(connection: Connection) -> frozenset[str]:
    node, judged = tables.node, tables.judged
    # As a list of statements: joined, the nodes of all others would be read first.
    hidden = select(judged.c.handle).where(judged.c.confidentiality != PUBLIC)
    query = select(node.c.entry_id).where(node.c.handle.in_(hidden)).distinct()
    found = set(connection.execute(query).scalars())
    for batch in chunks(with_a_field_withheld(connection)):
        of = select(node.c.entry_id).where(node.c.handle.in_(batch))
        found |= set(connection.execute(of).scalars())
    return frozenset(found)


def _told_in(connection: Connection, entries: Iterable[str]) -> dict[str, set[str]]:
    """Return the entries, among those asked for, in which each statement tells something."""
    node = tables.node
    told: dict[str, set[str]] = defaultdict(set)
    for batch in chunks(entries):
        query = select(node.c.handle, node.c.entry_id).where(node.c.entry_id.in_(batch))
        for handle, entry_id in connection.execute(query):
            told[handle].add(entry_id)
    return told


def with_a_field_withheld(connection: Connection, among: Container[str] | None = None) -> list[str]:
    """Return the statements of which a person keeps something back; of `among` alone, if given."""
    of, decision = kept.decision_subject, kept.decision
    query = (
        select(of.c.subject)
        .join(decision, decision.c.id == of.c.decision_id)
        .where(decision.c.act == "withhold", decision.c.stands)
    )
    subjects = set(connection.execute(query).scalars())
    if among is not None:
        subjects = {subject for subject in subjects if subject in among}
    materials = Loader(connection, connection).materials(subjects)
    return [m.handle for m in materials if any(c != PUBLIC for c in m.judged.withheld.values())]
