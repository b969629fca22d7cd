"""What changed between two readings of a report, and what that means for decisions: nothing.

A newer reader may read a sentence otherwise. What a person accepted, amended or rejected stands;
the newer reading is shown beside it, and asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from testigo.record.statement import Statement
from testigo.review import tables
from testigo.review.comparing import differing, key_offsets
from testigo.review.queue import ReviewItem, items
from testigo.store import tables as kept


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `before` None for a new statement, `after` None for one no longer given.

    `fields` names what differs between the two where both stand (`speaker`, `origin`, `modality`
    and `said_on` among them).
    """

    before: Statement | None
    after: Statement | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What a person decided on, and what today's reading gives of the same words instead.

    `newer` is None where it gives nothing of them.
    """

    judged: ReviewItem
    newer: ReviewItem | None
    fields: tuple[str, ...]


def changes(before: Sequence[Statement], after: Sequence[Statement]) -> list[Change]:
    """Return what differs between two readings of one text, in reading order."""
    kept = {statement.id for statement in before} & {statement.id for statement in after}
    old = [statement for statement in before if statement.id not in kept]
    new = [statement for statement in after if statement.id not in kept]
    found: list[Change] = []
    for statement in old:
        match = counterpart(statement, new)
        if match is None:
            found.append(Change(statement, None))
        else:
            new.remove(match)
            found.append(Change(statement, match, differing(statement, match)))
    found += [Change(None, statement) for statement in new]
    return sorted(found, key=lambda change: _place(change.before or change.after))


def counterpart(statement: Statement, others: Sequence[Statement]) -> Statement | None:
    """Return the statement of the same kind that was read from most of the same key words."""
    own = key_offsets(statement)
    ranked = [
        (len(own & key_offsets(other)), other.id, other)
        for other in others
        if other.kind == statement.kind and other.text_id == statement.text_id
    ]
    best = max(ranked, default=None, key=lambda item: (item[0], item[1]))
    return best[2] if best is not None and best[0] else None


def _place(statement: Statement | None) -> tuple[int, str]:
    assert statement is not None  # a change has at least one side
    return min(statement.evidence).start, statement.id


def overtaken(connection: Connection, report_id: str) -> list[Overtaken]:
    """Return what people decided on in a report and today's readings no longer give as it was."""
    reading = kept.reading
    older = select(reading.c.id).where(reading.c.report_id == report_id, ~reading.c.current)
    if connection.execute(older.limit(1)).first() is None:
        return []  # nearly every report, and the queue asks for each that it shows
    table = tables.judged
    query = (
        select(table.c.handle)
        .where(table.c.report_id == report_id, table.c.is_current)
        .order_by(table.c.start, table.c.handle)
    )
    return overtaken_among(items(connection, connection.execute(query).scalars().all()))


def overtaken_among(held: Sequence[ReviewItem]) -> list[Overtaken]:
    """Return those of all the statements of a report that today's readings no longer give."""
    given = [item for item in held if _is_given(item)]
    said = {item.statement.id for item in given}
    found = []
    for item in held:
        if _is_given(item) or item.judged.is_added or item.judged.state == "withdrawn":
            continue
        # What a person amended may be just what the newer reading says.
        if item.statement.id in said:
            continue
        match = counterpart(item.statement, [other.statement for other in given])
        if match is None and any(not second.fields for second in item.seconds):
            continue  # another reader gives it just so today
        newer = next((o for o in given if match is not None and o.statement.id == match.id), None)
        fields = () if newer is None else differing(item.statement, newer.statement)
        found.append(Overtaken(item, newer, fields))
    return found


def _is_given(item: ReviewItem) -> bool:
    """Whether a reading of today gives it."""
    return any(finding.current for finding in item.findings)
