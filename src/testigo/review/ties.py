"""What ties an actor to others as reports state it: the posts it held or filled, its contacts.

A person's posts are those she held; an organisation's those held in it. Nothing is inferred: who
was in contact with whom is what one sentence says of its parties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from testigo.review import tables
from testigo.review.dossier import Mentioned
from testigo.review.lists import EntryRow, rows_of
from testigo.review.queue import items

SHOWN = 200
"""Posts, and contacts, that are read of one actor: those that came last."""

_STANDING = ("draft", "accepted")


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact, and the entries of its other parties."""

    told: Mentioned
    others: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """Posts and contacts of an actor that stand, in the order of the log.

    `is_holder` tells that it is the person in at least one of the posts.
    """

    posts: tuple[Mentioned, ...]
    contacts: tuple[Contact, ...]
    is_holder: bool

    @property
    def handles(self) -> frozenset[str]:
        """The ids of these statements."""
        met = (contact.told for contact in self.contacts)
        return frozenset(one.item.handle for one in (*self.posts, *met))


def ties(connection: Connection, entry_id: str) -> Ties:
    """Return the ties of an actor, by the id of its entry."""
    held = _told_in(connection, entry_id, "person")
    posts = held or _told_in(connection, entry_id, "organisation")
    met = _told_in(connection, entry_id, "parties")
    others = _others(connection, entry_id, [one.item.handle for one in met])
    contacts = tuple(Contact(one, others.get(one.item.handle, ())) for one in met)
    return Ties(posts, contacts, bool(held))


def _told_in(connection: Connection, entry_id: str, role: str) -> tuple[Mentioned, ...]:
    """Return the statements that mention the entry in a role, each once."""
    node, judged = tables.node, tables.judged
    query = (
        select(node.c.handle, node.c.id)
        .join(judged, judged.c.handle == node.c.handle)
        .where(node.c.entry_id == entry_id, node.c.role == role)
        .where(judged.c.state.in_(_STANDING), judged.c.is_current)
        .order_by(node.c.sequence.desc(), node.c.position.desc())
        .limit(SHOWN)
    )
    nodes = {row.handle: row.id for row in connection.execute(query)}
    found = items(connection, list(nodes)[::-1])
    return tuple(Mentioned(role, item, nodes[item.handle]) for item in found)


def _others(
    connection: Connection, entry_id: str, handles: Sequence[str]
) -> dict[str, tuple[EntryRow, ...]]:
    """Return by statement the entries of the parties beside this one, in the sentence's order."""
    node = tables.node
    query = (
        select(node.c.handle, node.c.entry_id)
        .where(node.c.handle.in_(handles), node.c.role == "parties", node.c.entry_id != entry_id)
        .order_by(node.c.sequence, node.c.position)
    )
    parties: dict[str, list[str]] = defaultdict(list)
    for handle, other in connection.execute(query):
        parties[handle].append(other)
    rows = rows_of(connection, sorted({other for of in parties.values() for other in of}))
    return {
        handle: tuple(rows[other] for other in dict.fromkeys(of) if other in rows)
        for handle, of in parties.items()
    }
