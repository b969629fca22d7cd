"""The merge queue: entries that may be one, side by side, for a person to decide.

Proposals come from equal or nearly equal names, and from equal types, places and days; linking will
add its own. Nothing is joined here. A pair that somebody kept apart, joined or could not tell is
not proposed again.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    func,
    literal_column,
    or_,
    select,
)

from testigo.record.entry import EntryValue
from testigo.record.values import Value
from testigo.review import tables
from testigo.review.dossier import Dossier, dossier
from testigo.review.history import HistoryLine, history
from testigo.review.lists import EntryRow, entry_row, in_view
from testigo.review.materials import chunks
from testigo.review.values import clash
from testigo.store import tables as kept

JOINED_AS = {
    "people": "person",
    "incidents": "incident",
    "measures": "measure",
    "actors": "actor",
    "tolls": "scope",
}
"""What a decision to join entries of a view is about."""

PROPOSED = ("people", "incidents", "measures", "actors")
NEAR = 0.8
"""Likeness of two names (difflib) from which they are proposed: Encino and Enciso are .83 alike."""

_CANDIDATES = 2000
_SAME_BEGINNING = {"people": 1, "actors": tables.NAME_BEGINNING}
"""Letters that near names share at their beginning, so that not all are compared with all; victims
are compared with those of the same day alone."""
_DECIDED = ("join", "keep_apart", "flag")
_OF_FAMILY = {"incident": "incidents", "toll": "tolls", "measure": "measures"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entries that may be one; `first` has been in the record longer.

    `why` is a code: `same_name`, `near_name`, `same_number` (of a decree), `same_day_and_place`,
    or `by_hand` where a person put them side by side. `likeness` of near names is 0 to 1, else
    None; it is no probability.
    """

    view: str
    first: EntryRow
    second: EntryRow
    why: str
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Aligned:
    """One field of both entries; `relation` is `agree`, `conflict`, `differ` or `one_side`."""

    field: str
    first: tuple[EntryValue, ...]
    second: tuple[EntryValue, ...]
    relation: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two entries to be compared, field by field, and what was decided of the two before.

    `are_one` tells that they are one entry now: the ids lead to the same.
    """

    proposal: Proposal
    first: Dossier
    second: Dossier
    fields: tuple[Aligned, ...]
    decided: tuple[HistoryLine, ...]
    are_one: bool


def proposals(
    connection: Connection, view: str, *, limit: int = 50, offset: int = 0
) -> tuple[list[Proposal], int]:
    """Return pairs of a view that may be one, and how many there are, equal names first."""
    decided = _decided_pairs(connection)
    pairs = [p for p in _candidates(connection, view) if frozenset(p[:2]) not in decided]
    shown = pairs[offset : offset + limit]
    rows = _rows(connection, {id_ for pair in shown for id_ in pair[:2]})
    return [Proposal(view, rows[a], rows[b], why, like) for a, b, why, like in shown], len(pairs)


_Pair = tuple[str, str, str, float | None]


def _candidates(connection: Connection, view: str) -> list[_Pair]:
    one, two = tables.entry.alias(), tables.entry.alias()
    stands = and_(*(((t.c.draft + t.c.accepted) > 0) for t in (one, two)))
    older = or_(
        one.c.sequence < two.c.sequence,
        and_(one.c.sequence == two.c.sequence, one.c.id < two.c.id),
    )
    found: dict[frozenset[str], _Pair] = {}
    for why, alike in _alike(view, one, two):
        query = (
            select(one.c.id, two.c.id, one.c.name_key, two.c.name_key)
            .select_from(one)
            .join(two, and_(alike, older))
            .where(in_view(view, one), in_view(view, two), stands)
            .order_by(one.c.sequence, one.c.id, two.c.sequence, two.c.id)
            .limit(_CANDIDATES)
        )
        for first, second, name, other in connection.execute(query):
            likeness = None
            if why == "near_name":
                likeness = _likeness(name, other)
                if likeness < NEAR:
                    continue
            found.setdefault(frozenset((first, second)), (first, second, why, likeness))
    return list(found.values())


def _alike(view: str, one: FromClause, two: FromClause) -> list[tuple[str, ColumnElement[bool]]]:
    """Return what makes two entries of a view a proposal, the surest reason first."""
    same_name = and_(one.c.name_key == two.c.name_key, one.c.name_key != "")
    same_day = one.c.earliest == two.c.earliest
    if view in ("people", "actors"):
        begins = _beginning(one, _SAME_BEGINNING[view]) == _beginning(two, _SAME_BEGINNING[view])
        near = and_(begins, one.c.name_key != two.c.name_key)
        if view == "people":
            near = and_(near, same_day)
        else:
            near = and_(near, one.c.country == two.c.country)
        return [("same_name", same_name), ("near_name", near)]
    happened = and_(one.c.outcome == two.c.outcome, same_day, one.c.place == two.c.place)
    if view == "measures":
        started = and_(one.c.outcome == two.c.outcome, same_day, one.c.country == two.c.country)
        return [("same_number", same_name), ("same_day_and_place", started)]
    return [("same_day_and_place", happened)]


@lru_cache(4 * _CANDIDATES)
def _likeness(name: str, other: str) -> float:
    """Return how alike two names are, 0 where they are surely less so than `NEAR`."""
    matcher = difflib.SequenceMatcher(None, name, other)
    # Bounds that cost little; rounding lifts a likeness by half a hundredth at most.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < NEAR - 0.01:
        return 0.0
    return round(matcher.ratio(), 2)


def _beginning(entry: FromClause, length: int) -> ColumnElement[str]:
    """Return the first letters of a name, written out, not bound: so an index of them is found."""
    first: ColumnElement[int] = literal_column("1")
    letters: ColumnElement[int] = literal_column(str(length))
    return func.substr(entry.c.name_key, first, letters)


def _decided_pairs(connection: Connection) -> set[frozenset[str]]:
    """Return the pairs of entries of which a standing decision says something."""
    of, decision, node = kept.decision_subject, kept.decision, tables.node
    query = (
        select(of.c.decision_id, node.c.entry_id)
        .join(decision, decision.c.id == of.c.decision_id)
        .join(node, node.c.id == of.c.subject)
        .where(decision.c.act.in_(_DECIDED), decision.c.stands)
    )
    named: dict[str, set[str]] = defaultdict(set)
    for decision_id, entry_id in connection.execute(query):
        named[decision_id].add(entry_id)
    return {
        frozenset(pair) for entries in named.values() for pair in combinations(sorted(entries), 2)
    }


def _rows(connection: Connection, ids: Iterable[str]) -> dict[str, EntryRow]:
    found: dict[str, EntryRow] = {}
    for batch in chunks(ids):
        query = select(tables.entry).where(tables.entry.c.id.in_(batch))
        found |= {r["id"]: entry_row(r) for r in connection.execute(query).mappings()}
    return found


def side_by_side(connection: Connection, first: str, second: str) -> SideBySide:
    """Set two entries side by side; ids of entries or of their nodes.

    Raises:
        NotKept: if there is no such entry.
    """
    one, two = dossier(connection, first), dossier(connection, second)
    if (two.row.sequence, two.row.id) < (one.row.sequence, one.row.id):
        one, two = two, one
    why = _why(connection, one.row, two.row)
    view = _OF_FAMILY.get(one.row.family) or ("people" if one.entry.is_person else "actors")
    proposal = Proposal(view, one.row, two.row, why[0], why[1])
    mine = {one.row.id, *one.entry.aliases, first}
    theirs = {two.row.id, *two.entry.aliases, second}
    decided = [
        line
        for line in history(connection, mine | theirs)
        if line.decision.act in _DECIDED
        and mine & set(line.decision.subjects)
        and theirs & set(line.decision.subjects)
    ]
    fields = tuple(_aligned(one.entry.values, two.entry.values))
    return SideBySide(proposal, one, two, fields, tuple(decided), one.row.id == two.row.id)


def _why(connection: Connection, one: EntryRow, two: EntryRow) -> tuple[str, float | None]:
    """Return why two entries are proposed; `by_hand` where nothing but a person sets them so."""
    view = _OF_FAMILY.get(one.family)
    views = (view,) if view else ("people", "actors")
    ids = {one.id, two.id}
    for name in views:
        if name not in PROPOSED:
            continue
        for first, second, why, likeness in _candidates(connection, name):
            if {first, second} == ids:
                return why, likeness
    return "by_hand", None


def _aligned(one: Sequence[EntryValue], two: Sequence[EntryValue]) -> list[Aligned]:
    """Set the values of two entries side by side, fields in the order of the first."""
    fields = dict.fromkeys(value.field for value in (*one, *two))
    aligned = []
    for field in fields:
        mine = tuple(value for value in one if value.field == field)
        theirs = tuple(value for value in two if value.field == field)
        aligned.append(Aligned(field, mine, theirs, _relation(field, mine, theirs)))
    return aligned


def _relation(field: str, one: Sequence[EntryValue], two: Sequence[EntryValue]) -> str:
    if not one or not two:
        return "one_side"
    if {value.key for value in one} & {value.key for value in two}:
        return "agree"
    pairs: list[tuple[Value, Value]] = [(a.value, b.value) for a in one for b in two]
    return "conflict" if all(clash(field, a, b) for a, b in pairs) else "differ"
