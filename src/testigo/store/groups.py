"""Independence groups: which reports repeat one another, so that they count as one source.

A fingerprinter gives each text a MinHash signature. Two reports that share a band of it are
compared; those alike enough are tied, and what is tied is one group, named by the report that the
casebook has had longest. A person wins: reports kept apart never share a group, reports joined
always do. Nothing is dropped. The outcome depends on the texts and decisions, never on the order in
which they came.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sqlalchemy import Connection, delete, insert, or_, select, update

from testigo.store import tables

ACTS = ("join", "keep_apart")
_AT_ONCE = 500
"""Ids that one query asks for."""


class Fingerprinter(Protocol):
    """Gives texts that repeat one another like signatures.

    `bands` cuts a signature into that many equal parts: texts that share none are not compared.
    `threshold` is the share of equal values from which two texts are one dispatch.
    """

    @property
    def version(self) -> str:
        """Names shingles, signature and threshold; another version rebuilds the groups."""
        ...

    @property
    def bands(self) -> int: ...  # noqa: D102 - see the class

    @property
    def threshold(self) -> float: ...  # noqa: D102 - see the class

    def signature(self, content: str) -> Sequence[int]:
        """Return the signature, 32-bit values; empty where the text is too short to compare."""
        ...


def place(
    connection: Connection, fingerprinter: Fingerprinter, report_id: str, text_id: str, content: str
) -> None:
    """Compare a report's newest text with all others and put the report into its group."""
    group = tables.independence_group
    placed = select(group.c.group_id).where(group.c.report_id == report_id)
    again = connection.execute(placed).first() is not None
    touched = _component(connection, [report_id]) if again else {report_id}
    forget_fingerprint(connection, report_id)
    signature = fingerprinter.signature(content)
    alike: list[str] = []
    if signature:
        alike = _compare(connection, fingerprinter, report_id, signature)
        packed = _pack(signature)
        values = {"report_id": report_id, "text_id": text_id, "signature": packed}
        connection.execute(insert(tables.fingerprint), values)
        rows = [{"key": k, "report_id": report_id} for k in _bands(packed, fingerprinter.bands)]
        connection.execute(insert(tables.band), rows)
    if again or not _enter(connection, report_id, alike):
        regroup(connection, touched)


def _enter(connection: Connection, report_id: str, alike: Sequence[str]) -> bool:
    """Put a new report into the group of those it is like, where no person has had a say in it.

    The same as `regroup` gives, without looking at every member of a large group again. False, and
    nothing is done, where decisions are to be heeded.
    """
    table, decision, subject = tables.independence_group, tables.decision, tables.decision_subject
    neighbours = select(table.c.group_id).where(table.c.report_id.in_(alike)).distinct()
    ids = list(connection.execute(neighbours).scalars())
    members = select(table.c.report_id).where(table.c.group_id.in_(ids))
    decided = (
        select(1)
        .select_from(decision.join(subject, subject.c.decision_id == decision.c.id))
        .where(decision.c.act.in_(ACTS), decision.c.stands)
        .where(or_(subject.c.subject == report_id, subject.c.subject.in_(members)))
    )
    if connection.execute(decided.limit(1)).first() is not None:
        return False
    report = tables.report
    oldest = connection.execute(
        select(report.c.id)
        .where(report.c.id.in_([*ids, report_id]))
        .order_by(report.c.sequence)
        .limit(1)
    ).scalar_one()
    connection.execute(update(table).where(table.c.group_id.in_(ids)).values(group_id=oldest))
    connection.execute(insert(table), {"report_id": report_id, "group_id": oldest})
    return True


def forget_fingerprint(connection: Connection, report_id: str) -> None:
    """Remove a report's signature and ties."""
    for table in (tables.fingerprint, tables.band):
        connection.execute(delete(table).where(table.c.report_id == report_id))
    table = tables.likeness
    mine = or_(table.c.first == report_id, table.c.second == report_id)
    connection.execute(delete(table).where(mine))


def forget(connection: Connection, report_id: str) -> None:
    """Remove a report from its group; the others are grouped anew without it."""
    others = _component(connection, [report_id]) - {report_id}
    forget_fingerprint(connection, report_id)
    table = tables.independence_group
    connection.execute(delete(table).where(table.c.report_id == report_id))
    regroup(connection, others)


def regroup(connection: Connection, reports: Iterable[str]) -> None:
    """Group anew whatever hangs together with these reports.

    What is no report is passed over: joins name entries too, by thousands of mentions at times.
    """
    left = _kept(connection, reports)
    while left:
        members = _component(connection, [left.pop()])
        left -= members
        _write_groups(connection, members)


def _kept(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that are of a report."""
    asked = sorted(set(ids))
    found: set[str] = set()
    for at in range(0, len(asked), _AT_ONCE):
        batch = asked[at : at + _AT_ONCE]
        query = select(tables.report.c.id).where(tables.report.c.id.in_(batch))
        found.update(connection.execute(query).scalars())
    return found


def _write_groups(connection: Connection, members: set[str]) -> None:
    table, report = tables.independence_group, tables.report
    placed = select(report.c.id).where(report.c.id.in_(members), report.c.text_id.is_not(None))
    ordered = connection.execute(placed.order_by(report.c.sequence)).scalars().all()
    connection.execute(delete(table).where(table.c.report_id.in_(members)))
    joined, apart = _choices(connection, members)
    ties = [*joined, *_ties(connection, members)]
    groups = cluster(ordered, ties, apart)
    rows = [{"report_id": id_, "group_id": group[0]} for group in groups for id_ in group]
    if rows:
        connection.execute(insert(table), rows)


def cluster(
    members: Sequence[str], ties: Iterable[tuple[str, str]], apart: Iterable[tuple[str, str]]
) -> list[list[str]]:
    """Put tied members together, strongest tie first, unless that puts two kept apart together.

    Groups and their members come in the order of `members`.

    >>> cluster(["a", "b", "c"], [("a", "b"), ("b", "c")], [("a", "c")])
    [['a', 'b'], ['c']]
    """
    group_of = {member: {member} for member in members}
    barred = [pair for pair in apart if set(pair) <= set(group_of)]
    for first, second in ties:
        if first not in group_of or second not in group_of:
            continue
        union = group_of[first] | group_of[second]
        if not any(a in union and b in union for a, b in barred):
            for member in union:
                group_of[member] = union
    seen: set[str] = set()
    groups = []
    for member in members:
        if member not in seen:
            groups.append([m for m in members if m in group_of[member]])
            seen |= group_of[member]
    return groups


def _component(connection: Connection, start: Iterable[str]) -> set[str]:
    """Return all reports that ties or joins lead to from `start`, itself included."""
    members: set[str] = set()
    left = list(start)
    while left:
        report_id = left.pop()
        if report_id in members:
            continue
        members.add(report_id)
        left.extend(_neighbours(connection, report_id) - members)
    return members


def _neighbours(connection: Connection, report_id: str) -> set[str]:
    table = tables.likeness
    found: set[str] = set()
    for here, there in ((table.c.first, table.c.second), (table.c.second, table.c.first)):
        rows = connection.execute(select(there).where(here == report_id))
        found.update(rows.scalars())
    for subjects in _standing(connection, "join", [report_id]):
        found.update(subjects)
    return found


def _ties(connection: Connection, members: set[str]) -> list[tuple[str, str]]:
    table = tables.likeness
    rows = connection.execute(
        select(table.c.first, table.c.second)
        .where(table.c.first.in_(members))
        .order_by(table.c.similarity.desc(), table.c.first, table.c.second)
    )
    return [(first, second) for first, second in rows]


def _choices(
    connection: Connection, members: set[str]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the pairs that people joined, and those they kept apart; the later decision wins."""
    joined = _pairs(_standing(connection, "join", members))
    apart = _pairs(_standing(connection, "keep_apart", members))
    return (
        sorted(pair for pair, at in joined.items() if at > apart.get(pair, 0)),
        sorted(pair for pair, at in apart.items() if at > joined.get(pair, 0)),
    )


def _pairs(decisions: dict[tuple[str, ...], int]) -> dict[tuple[str, str], int]:
    pairs: dict[tuple[str, str], int] = {}
    for subjects, sequence in decisions.items():
        for i, first in enumerate(subjects):
            for second in subjects[i + 1 :]:
                pairs[first, second] = max(sequence, pairs.get((first, second), 0))
    return pairs


def _standing(
    connection: Connection, act: str, reports: Iterable[str]
) -> dict[tuple[str, ...], int]:
    """Return the subjects of standing decisions on these reports, each with its sequence."""
    decision, subject = tables.decision, tables.decision_subject
    ids = connection.execute(
        select(decision.c.id, decision.c.sequence)
        .join(subject, subject.c.decision_id == decision.c.id)
        .where(decision.c.act == act, decision.c.stands, subject.c.subject.in_(list(reports)))
        .distinct()
    ).all()
    found: dict[tuple[str, ...], int] = {}
    for id_, sequence in ids:
        rows = connection.execute(
            select(subject.c.subject)
            .where(subject.c.decision_id == id_)
            .order_by(subject.c.subject)
        )
        key = tuple(rows.scalars())
        found[key] = max(sequence, found.get(key, 0))
    return found


def _compare(
    connection: Connection, fingerprinter: Fingerprinter, report_id: str, signature: Sequence[int]
) -> list[str]:
    """Note which reports are alike enough to this one, and return them."""
    packed = _pack(signature)
    table, band = tables.fingerprint, tables.band
    sharing = select(band.c.report_id).where(band.c.key.in_(_bands(packed, fingerprinter.bands)))
    others = connection.execute(
        select(table.c.report_id, table.c.signature)
        .where(table.c.report_id.in_(sharing))
        .order_by(table.c.report_id)
    )
    rows = []
    alike = []
    for other, similarity in _similarities(packed, others):
        if similarity >= fingerprinter.threshold:
            first, second = sorted((report_id, other))
            rows.append({"first": first, "second": second, "similarity": similarity})
            alike.append(other)
    if rows:
        connection.execute(insert(tables.likeness), rows)
    return alike


def _bands(packed: bytes, bands: int) -> list[str]:
    """Return the bands of a signature, each with its number, as one key."""
    width = len(packed) // bands
    return [f"{n}:{packed[n * width : (n + 1) * width].hex()}" for n in range(bands)]


def _pack(signature: Sequence[int]) -> bytes:
    return struct.pack(f">{len(signature)}I", *signature)


def _similarities(
    packed: bytes, others: Iterable[tuple[str, bytes]]
) -> Iterator[tuple[str, float]]:
    """Yield for each report the share of 32-bit values at which its signature equals this one.

    All at once: one common turn of phrase makes a report comparable with thousands.
    """
    comparable = [(id_, theirs) for id_, theirs in others if len(theirs) == len(packed)]
    if not comparable:
        return
    import numpy as np  # Every command opens a casebook, and only new reports are compared.

    mine = np.frombuffer(packed, dtype=">u4")
    theirs = np.frombuffer(b"".join(each for _, each in comparable), dtype=">u4")
    equal = (theirs.reshape(len(comparable), -1) == mine).sum(axis=1)
    yield from zip((id_ for id_, _ in comparable), (equal / len(mine)).tolist(), strict=True)
