"""What may have happened to people in an incident: told in its sentences, or of its place and day.

Computed for reading beside an incident, said by nobody, and never counted with it: that two reports
mean one happening is for people to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, or_, select

from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary
from testigo.review import tables
from testigo.review.lists import EntryRow, rows_of
from testigo.review.materials import Loader
from testigo.review.nodes import VICTIM
from testigo.review.queue import ReviewItem, items

SHOWN = 20
"""Statements of either kind that are read."""

_REACH = 1000
"""Characters before a sentence at which a longer passage that holds it may begin."""

_KINDS = ("casualty", "toll")
_STANDING = ("draft", "accepted")


@dataclass(frozen=True, slots=True)
class Beside:
    """One toll or casualty beside an incident, with the entry that it belongs to."""

    item: ReviewItem
    entry: EntryRow | None


@dataclass(frozen=True, slots=True)
class ToldBeside:
    """Tolls and casualties beside an incident.

    `same_sentence` stand in a sentence that tells of the incident; `same_day_and_place` are told
    elsewhere, in these reports or others. `more` are those of either that are not shown.
    """

    same_sentence: tuple[Beside, ...]
    same_day_and_place: tuple[Beside, ...]
    more: int


def told_beside(connection: Connection, entry_id: str) -> ToldBeside:
    """Return what is told beside an incident, by the id of its entry, oldest first."""
    own = Loader(connection, connection).materials(_own_statements(connection, entry_id))
    sentences: dict[str, list[Span]] = defaultdict(list)
    for material in own:
        sentences[material.report.id] += material.judged.statement.evidence
    near = _in_reports(connection, sentences)
    same = _of_day_and_place(connection, entry_id)
    known = set(near)
    asked = [*near, *[handle for handle in same if handle not in known][:SHOWN]]
    found = {item.handle: item for item in items(connection, asked)} if asked else {}
    within = [h for h in near if h in found and _shares(found[h], sentences)]
    elsewhere = [h for h in same if h not in set(within)]
    shown = [*within[:SHOWN], *elsewhere[:SHOWN]]
    owners = _owners(connection, shown)
    return ToldBeside(
        tuple(Beside(found[h], owners.get(h)) for h in within[:SHOWN]),
        tuple(Beside(found[h], owners.get(h)) for h in elsewhere[:SHOWN] if h in found),
        len(within) + len(elsewhere) - len(shown),
    )


def _own_statements(connection: Connection, entry_id: str) -> list[str]:
    node, judged = tables.node, tables.judged
    query = (
        select(node.c.handle)
        .join(judged, judged.c.handle == node.c.handle)
        .where(node.c.entry_id == entry_id, judged.c.state.in_(_STANDING))
        .order_by(node.c.sequence, node.c.id)
        .limit(SHOWN * 5)
    )
    return list(connection.execute(query).scalars())


def _in_reports(connection: Connection, sentences: dict[str, list[Span]]) -> list[str]:
    """Return the tolls and casualties of these reports that begin in reach of such a sentence."""
    judged = tables.judged
    found: list[str] = []
    for report_id, spans in sentences.items():
        begins = or_(*(judged.c.start.between(s.start - _REACH, s.end) for s in spans))
        query = (
            select(judged.c.handle)
            .where(judged.c.report_id == report_id, begins, judged.c.kind.in_(_KINDS))
            .where(judged.c.is_current, judged.c.state.in_(_STANDING))
            .order_by(judged.c.start, judged.c.sequence, judged.c.handle)
        )
        found += connection.execute(query).scalars()
    return found


def _shares(item: ReviewItem, sentences: dict[str, list[Span]]) -> bool:
    own = sentences[item.report.id]
    return any(
        one.covers(span) or span.covers(one) for span in item.statement.evidence for one in own
    )


def _of_day_and_place(connection: Connection, entry_id: str) -> list[str]:
    """Return the tolls and casualties of the very place and day of a statement of the incident.

    A day is what it takes: a month has room for many happenings.
    """
    node, own, other = tables.node, tables.judged.alias(), tables.judged
    where_and_when = (
        select(own.c.place_key, own.c.earliest)
        .join(node, node.c.handle == own.c.handle)
        .where(node.c.entry_id == entry_id, own.c.state.in_(_STANDING))
        .where(own.c.place_key.is_not(None), own.c.earliest == own.c.latest)
        .distinct()
    )
    pairs = connection.execute(where_and_when).all()
    if not pairs:
        return []
    same = [
        and_(other.c.place_key == place, other.c.earliest == day, other.c.latest == day)
        for place, day in pairs
    ]
    query = (
        select(other.c.handle)
        # With all outcomes named, the index on kind, outcome and place answers.
        .where(other.c.kind.in_(_KINDS), other.c.outcome.in_(list(vocabulary("outcome").codes)))
        .where(other.c.place_key.in_({place for place, _ in pairs}), or_(*same))
        .where(other.c.is_current, other.c.state.in_(_STANDING))
        .order_by(other.c.sequence, other.c.handle)
    )
    return list(connection.execute(query).scalars())


def _owners(connection: Connection, handles: Sequence[str]) -> dict[str, EntryRow]:
    """Return by statement its entry: the person that was harmed, the series of the toll."""
    if not handles:
        return {}
    node = tables.node
    query = select(node.c.handle, node.c.entry_id).where(
        node.c.handle.in_(handles), node.c.role.in_((VICTIM, "toll"))
    )
    owners = {row.handle: row.entry_id for row in connection.execute(query)}
    entries = rows_of(connection, list(owners.values()))
    return {handle: entries[id_] for handle, id_ in owners.items() if id_ in entries}
