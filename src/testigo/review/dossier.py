"""One entry with everything behind it: statements, decisions, what it is tied to, its history."""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, select

from testigo.record.entry import Entry
from testigo.review import tables
from testigo.review.entries import build_entry, told_of
from testigo.review.history import HistoryLine, history
from testigo.review.lists import EntryRow, entry_row
from testigo.review.materials import PAST, SECOND, Loader
from testigo.review.nodes import VICTIM
from testigo.review.queue import ReviewItem, items
from testigo.review.reader_agreement import kept_agreement
from testigo.store import tables as kept
from testigo.store.errors import NotKept

_KINDS = {"incident": "incident", "toll": "toll_series", "measure": "measure"}
_OWN_ROLES = frozenset({VICTIM, "incident", "toll", "measure"})
_TOLD_WHOLE = frozenset({"incident", "measure"})
_FIRST_ROLES = (VICTIM, "person", "organisation", "parties", "target", "authority", "speaker")
"""In which order the statements of an entry are shown: posts, contacts, proceedings, then words."""

_RANKS = {role: rank for rank, role in enumerate(_FIRST_ROLES)}
STATEMENTS_SHOWN = 500
"""Statements of one entry that are read for its page; an actor may have thousands."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One statement of an entry, the role in which it mentions it, and the id of that mention."""

    role: str
    item: ReviewItem
    node: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What an entry page shows.

    `of` is its number of statements that count today; `mentioned` are those asked for, those
    that tell of the entry itself before those that it merely speaks in, in the order of the log.
    `own` are all that tell of an incident or measure, whichever are asked for; else empty.
    `by_key` tells that equal names alone make it one, and no person confirmed it. `history` is
    newest first.
    """

    entry: Entry
    row: EntryRow
    mentioned: tuple[Mentioned, ...]
    own: tuple[Mentioned, ...]
    listed: int
    of: int
    by_key: bool
    history: tuple[HistoryLine, ...]


def resolve(connection: Connection, id_: str) -> str:
    """Return the id of the entry that a node or entry id leads to, now and for ever.

    Raises:
        NotKept: if the casebook never gave that id.
    """
    node = tables.node
    found = connection.execute(select(node.c.entry_id).where(node.c.id == id_)).scalar()
    if found is None:
        raise NotKept("entry", id_)
    return str(found)


def dossier(
    connection: Connection,
    id_: str,
    *,
    first: int = 0,
    limit: int = STATEMENTS_SHOWN,
    besides: Collection[str] = (),
) -> Dossier:
    """Return an entry with what stands behind it; `limit` statements from number `first` on.

    Its values rest on all statements that tell of the entry itself. Statements `besides` (ids) are
    shown elsewhere, and left out of those that are paged through.

    Raises:
        NotKept: if there is no entry of that id.
    """
    entry_id = resolve(connection, id_)
    row = connection.execute(select(tables.entry).where(tables.entry.c.id == entry_id)).mappings()
    shown = entry_row(row.one())
    nodes = _nodes(connection, entry_id)
    # Where nothing is left that counts, an id that was given once still leads to what was there.
    told_today = [node for node in nodes if node.state not in (SECOND, PAST)] or nodes
    roles = {node.role for node in told_today}
    ordered = sorted(told_today, key=_shown_first) if len(roles) > 1 else told_today
    own = [node for node in ordered[:STATEMENTS_SHOWN] if node.role in _OWN_ROLES]
    paged = [node for node in ordered if node.handle not in besides] if besides else ordered
    listed = paged[first : first + limit]
    # Its name rests on mentions of any kind, those shown elsewhere too.
    read = {node.id: node for node in (*own, *listed, *(ordered[:limit] if besides else ()))}
    whole = own if shown.family in _TOLD_WHOLE else []
    wanted = dict.fromkeys(node.handle for node in (*listed, *whole))
    found = {item.handle: item for item in items(connection, list(wanted))}
    loader = Loader(connection, connection)
    materials = {m.handle: m for m in loader.materials(n.handle for n in read.values())}
    decided = _decided(connection, entry_id)
    by_sequence = {d.sequence: d for of in loader.deeds_on(decided).values() for d in of}
    deeds = [by_sequence[sequence] for sequence in sorted(by_sequence)]
    agreement = kept_agreement(connection)
    told = [
        told_of(materials[node.handle], node.role, node.name, agreement)
        for node in sorted(read.values(), key=lambda node: node.sequence)
        if node.handle in materials
    ]
    kind = _KINDS.get(shown.family) or _agent_kind(roles)
    entry = build_entry([node.id for node in nodes], kind, told, deeds)
    mentioned, told_of_it = (
        tuple(Mentioned(n.role, found[n.handle], n.id) for n in of if n.handle in found)
        for of in (listed, whole)
    )
    joined = any(deed.decision.act == "join" for deed in deeds)
    return Dossier(
        replace(
            entry,
            is_person=VICTIM in roles,
            is_actor=bool(roles - {VICTIM}) and kind in ("person", "actor"),
        ),
        shown,
        mentioned,
        told_of_it,
        len(paged),
        len({node.handle for node in told_today}),
        not joined and shown.reports > 1,
        tuple(history(connection, [*decided, *(node.handle for node in read.values())])),
    )


class _Node(NamedTuple):
    """One mention; an entry may have thousands, of which a page shows few."""

    id: str
    handle: str
    sequence: int
    role: str
    position: int
    name: str | None
    state: str


def _nodes(connection: Connection, entry_id: str) -> list[_Node]:
    """Return the nodes of an entry, the oldest first: its id is the entry's own."""
    node, judged = tables.node, tables.judged
    columns = [node.c[name] for name in _Node._fields if name != "state"]
    query = (
        select(*columns, judged.c.state)
        .join(judged, judged.c.handle == node.c.handle)
        .where(node.c.entry_id == entry_id)
    )
    found = [_Node._make(row) for row in connection.execute(query).all()]
    return sorted(found, key=itemgetter(2, 3, 4))


def _shown_first(node: _Node) -> int:
    """Rank a node by its role; those of one rank stay in the order of the log."""
    return _RANKS.get(node.role, len(_RANKS))


def _decided(connection: Connection, entry_id: str) -> list[str]:
    """Return the ids of an entry that decisions name, those undone since too."""
    node, of = tables.node, kept.decision_subject
    query = (
        select(node.c.id)
        .join(of, of.c.subject == node.c.id)
        .where(node.c.entry_id == entry_id)
        .distinct()
    )
    return list(connection.execute(query).scalars())


def _agent_kind(roles: Set[str]) -> str:
    """Return `person` where a role shows that it is a human being, else `actor`."""
    return "person" if {VICTIM, "person"} & roles else "actor"
