"""Which entries hold something that may not leave the casebook unasked."""

from __future__ import annotations

from sqlalchemy import Connection, select

from testigo.review import tables
from testigo.review.materials import Loader, chunks
from testigo.store import tables as kept

PUBLIC = "public"


def entries_kept_back(connection: Connection) -> frozenset[str]:
    """Return the ids of entries with a statement, or a field of one, that is not public.

    A report that is not public makes its statements so, and a person may withhold more.
    """
    node, judged = tables.node, tables.judged
    query = (
        select(node.c.entry_id)
        .join(judged, judged.c.handle == node.c.handle)
        .where(judged.c.confidentiality != PUBLIC)
        .distinct()
    )
    found = set(connection.execute(query).scalars())
    for batch in chunks(_with_a_field_withheld(connection)):
        of = select(node.c.entry_id).where(node.c.handle.in_(batch))
        found |= set(connection.execute(of).scalars())
    return frozenset(found)


def _with_a_field_withheld(connection: Connection) -> list[str]:
    of, decision = kept.decision_subject, kept.decision
    query = (
        select(of.c.subject)
        .join(decision, decision.c.id == of.c.decision_id)
        .where(decision.c.act == "withhold", decision.c.stands)
    )
    subjects = set(connection.execute(query).scalars())
    materials = Loader(connection, connection).materials(subjects)
    return [m.handle for m in materials if any(c != PUBLIC for c in m.judged.withheld.values())]
