"""The names behind a number: who left and who came from one list of the dead to the next.

A constant count may hide changed persons (`standards.md` 4.7). Lists are those that reports print
of one outcome at one place. Nobody is made one person here: equal entries are so because of names
within a report or because a person joined them, the rest are proposals.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select

from testigo.record.edtf import Edtf
from testigo.record.wording import value_words
from testigo.review import tables
from testigo.review.dossier import resolve
from testigo.review.materials import Loader, Material, chunks
from testigo.review.nodes import VICTIM, name_key
from testigo.review.tolls.lists import ListDifference, Listed, Pair, list_difference
from testigo.store import tables as kept

LISTS_SHOWN = 6
"""Lists compared, the latest of a place."""

FEWEST_NAMES = 2
"""One name is no list."""

_STANDING = ("draft", "accepted")


@dataclass(frozen=True, slots=True)
class NameList:
    """The persons whom one source names in one report; each `Listed.handle` is an entry id.

    `source` is who says so, "" for a report whose outlet is not known; `drafts` of its statements
    nobody has judged.
    """

    report_id: str
    source: str
    published: Edtf | None
    persons: tuple[Listed, ...]
    drafts: int


@dataclass(frozen=True, slots=True)
class ListChange:
    """From one list to the next. `joined` are one entry in both lists.

    `difference` is of all others; a pair that a person kept apart is no proposal in it.
    """

    earlier: NameList
    later: NameList
    joined: tuple[Pair, ...]
    difference: ListDifference

    @property
    def is_same_number_of_others(self) -> bool:
        """Whether the lists are equally long although somebody left and somebody came."""
        return (
            len(self.earlier.persons) == len(self.later.persons)
            and self.difference.is_same_number_of_others
        )


def list_changes(connection: Connection, id_: str) -> tuple[ListChange, ...]:
    """Return how the lists of names behind a toll entry changed, in order of their reports' days.

    There are none where its place is not stated.

    Raises:
        NotKept: if there is no entry of that id.
    """
    entry_id = resolve(connection, id_)
    lists = _lists(connection, _victims(connection, entry_id))[-LISTS_SHOWN:]
    apart = _kept_apart(connection, {p.handle for one in lists for p in one.persons})
    return tuple(_change(earlier, later, apart) for earlier, later in pairwise(lists))


def _victims(connection: Connection, entry_id: str) -> dict[str, str]:
    """Return the statements of persons of the toll's outcome and place, with their entries."""
    node, judged = tables.node, tables.judged
    counted = (
        select(judged.c.outcome, judged.c.place_key)
        .join(node, node.c.handle == judged.c.handle)
        .where(node.c.entry_id == entry_id, judged.c.place_key.is_not(None))
        .distinct()
    )
    found: dict[str, str] = {}
    for outcome, place in connection.execute(counted).all():
        query = (
            select(node.c.handle, node.c.entry_id)
            .join(judged, judged.c.handle == node.c.handle)
            .where(
                judged.c.kind == "casualty",
                judged.c.outcome == outcome,
                judged.c.place_key == place,
                judged.c.state.in_(_STANDING),
                judged.c.modality.in_(("asserted", "alleged")),
                node.c.role == VICTIM,
                node.c.name.is_not(None),
            )
        )
        found |= {row.handle: row.entry_id for row in connection.execute(query)}
    return found


def _lists(connection: Connection, victims: dict[str, str]) -> list[NameList]:
    groups: defaultdict[tuple[str, str], list[Material]] = defaultdict(list)
    for material in Loader(connection, connection).materials(victims):
        groups[material.report.id, name_key(_source(material))].append(material)
    lists = [_list(of, victims) for of in groups.values()]
    listed = [one for one in lists if len(one.persons) >= FEWEST_NAMES]
    return sorted(listed, key=lambda one: (_day(one), one.report_id))


def _list(materials: Sequence[Material], entries: dict[str, str]) -> NameList:
    persons: dict[str, Listed] = {}
    for material in materials:
        statement, entry_id = material.judged.statement, entries[material.handle]
        age = statement.value("age")
        known = persons.get(entry_id)
        persons[entry_id] = Listed(
            known.name if known else str(statement.value("name")),
            age if isinstance(age, int) else known.age if known else None,
            entry_id,
        )
    report = materials[0].report
    drafts = sum(material.judged.state == "draft" for material in materials)
    return NameList(
        report.id, _source(materials[0]), report.published, tuple(persons.values()), drafts
    )


def _source(material: Material) -> str:
    speaker = material.judged.statement.source.speaker
    return value_words(speaker.value) if speaker is not None else material.report.publisher or ""


def _day(one: NameList) -> datetime.date:
    published = one.published
    day = None if published is None else published.latest or published.earliest
    return day or datetime.date.max


def _change(earlier: NameList, later: NameList, apart: set[frozenset[str]]) -> ListChange:
    before = {person.handle: person for person in earlier.persons}
    after = {person.handle: person for person in later.persons}
    joined = tuple((before[id_], after[id_]) for id_ in before if id_ in after)
    found = list_difference(
        [p for id_, p in before.items() if id_ not in after],
        [p for id_, p in after.items() if id_ not in before],
    )
    return ListChange(earlier, later, joined, _without(found, apart))


def _without(found: ListDifference, apart: set[frozenset[str]]) -> ListDifference:
    """Return the difference with the pairs that a person kept apart as two persons each."""

    def parted(pair: Pair) -> bool:
        return frozenset(person.handle for person in pair) in apart

    kept_pairs = tuple(pair for pair in found.kept if not parted(pair))
    proposals = tuple(pair for pair in found.proposals if not parted(pair))
    left = [pair for pair in (*found.kept, *found.proposals) if parted(pair)]
    paired = {person.handle for pair in (*kept_pairs, *proposals) for person in pair}
    return ListDifference(
        kept_pairs,
        proposals,
        (*found.gone, *dict.fromkeys(a for a, _ in left if a.handle not in paired)),
        (*found.came, *dict.fromkeys(b for _, b in left if b.handle not in paired)),
    )


def _kept_apart(connection: Connection, entries: Iterable[str]) -> set[frozenset[str]]:
    """Return the pairs of these entries that a standing decision keeps apart."""
    of, decision, node = kept.decision_subject, kept.decision, tables.node
    named: defaultdict[str, set[str]] = defaultdict(set)
    for batch in chunks(entries):
        query = (
            select(of.c.decision_id, node.c.entry_id)
            .join(decision, decision.c.id == of.c.decision_id)
            .join(node, node.c.id == of.c.subject)
            .where(decision.c.act == "keep_apart", decision.c.stands)
            .where(node.c.entry_id.in_(batch))
        )
        for decision_id, entry_id in connection.execute(query):
            named[decision_id].add(entry_id)
    return {
        frozenset((one, other)) for ids in named.values() for one in ids for other in ids - {one}
    }
