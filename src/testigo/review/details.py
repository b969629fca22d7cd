"""Further columns of a list: what the statements of the entries on one page say, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from testigo.record.statement import Statement
from testigo.record.values import Value
from testigo.review import tables
from testigo.review.materials import Loader, chunks
from testigo.review.nodes import VICTIM

_TOLD_BY = (VICTIM, "incident", "measure")


def statements_of(connection: Connection, entries: Iterable[str]) -> dict[str, list[Statement]]:
    """Return the statements that tell of each entry itself and stand, accepted ones first."""
    node = tables.node
    owners: dict[str, set[str]] = defaultdict(set)
    for batch in chunks(entries):
        query = select(node.c.handle, node.c.entry_id).where(
            node.c.entry_id.in_(batch), node.c.role.in_(_TOLD_BY)
        )
        for handle, entry_id in connection.execute(query):
            owners[handle].add(entry_id)
    found: dict[str, list[Statement]] = defaultdict(list)
    materials = Loader(connection, connection).materials(owners)
    for material in sorted(materials, key=lambda m: m.judged.state != "accepted"):
        if material.state in ("draft", "accepted"):
            for entry_id in owners[material.handle]:
                found[entry_id].append(material.judged.statement)
    return found


def stated(statements: Iterable[Statement], field: str) -> list[Value]:
    """Return the values that statements give of a field, each once, in their order."""
    values = [one.value(field) for one in statements]
    return list(dict.fromkeys(value for value in values if value is not None))


def may_be_child(statements: Iterable[Statement]) -> bool:
    """Tell whether a statement says that the person was under 18; leans to yes."""
    for one in statements:
        age = one.value("age")
        if one.value("age_group") == "child" or (isinstance(age, int) and age < ADULT_AT):
            return True
    return False


ADULT_AT = 18
