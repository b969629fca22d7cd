"""Who decided what, when and why: the decisions on anything, those undone too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from testigo.record.decision import Decision
from testigo.review.judging import VERDICTS
from testigo.review.materials import chunks
from testigo.store import payloads
from testigo.store import tables as kept
from testigo.store.deciding import last_decisions_on

_OF_REVIEW = (*sorted(VERDICTS), "flag")
_LOOKED_BACK = 200
"""Decisions of one person among which her last one that stands is looked for."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One decision. `at` is UTC, as the log has it; `undone_by` the id of what took it back.

    `decision` names no subject of which this decision is kept from who looks, and so may have
    another id than the one in the log, which is `id`. `seen` is the row of the last decision that
    took it back or brought it back, 0 for none: a form that undoes it sends it back.
    """

    id: str
    sequence: int
    at: str
    by: str
    decision: Decision
    stands: bool
    undone_by: str | None = None
    seen: int = 0


def history(connection: Connection, subjects: Iterable[str]) -> list[HistoryLine]:
    """Return the decisions on any of these ids, and what undid them, newest first."""
    of, decision = kept.decision_subject, kept.decision
    ids: set[str] = set()
    for batch in chunks(subjects):
        query = select(of.c.decision_id).where(of.c.subject.in_(batch))
        ids |= set(connection.execute(query).scalars())
    undone: dict[str, str] = {}
    ask = set(ids)
    while ask:
        found: set[str] = set()
        for batch in chunks(ask):
            rows = connection.execute(
                select(of.c.subject, of.c.decision_id)
                .join(decision, decision.c.id == of.c.decision_id)
                .where(of.c.subject.in_(batch), decision.c.act == "undo")
                .order_by(decision.c.sequence)
            )
            for subject, decision_id in rows:
                undone[subject] = decision_id
                found.add(decision_id)
        ask = found - ids
        ids |= found
    return sorted(lines(connection, ids, undone), key=lambda line: -line.sequence)


def latest(connection: Connection, limit: int, *, before: int | None = None) -> list[HistoryLine]:
    """Return the last decisions on anything, newest first; `before` is a sequence number."""
    decision = kept.decision
    query = select(decision.c.id).order_by(decision.c.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(decision.c.sequence < before)
    ids = set(connection.execute(query).scalars())
    return sorted(lines(connection, ids, {}), key=lambda line: -line.sequence)


def last_verdict_of(
    connection: Connection, by: str, report: str | None = None
) -> HistoryLine | None:
    """Return the last standing decision by which a person judged or asked about statements.

    `report` is the id of the only report that is meant; None for any.
    """
    decision, of, statement = kept.decision, kept.decision_subject, kept.statement
    query = (
        select(decision.c.id)
        .join(of, of.c.decision_id == decision.c.id)
        .join(statement, statement.c.id == of.c.subject)
        .where(decision.c.act.in_(_OF_REVIEW), decision.c.stands)
        .where(decision.c.sequence.in_(_last_rows(connection, by, report)))
        .order_by(decision.c.sequence.desc())
        .limit(1)
    )
    if report is not None:
        query = query.where(statement.c.report_id == report)
    id_ = connection.execute(query).scalar()
    return None if id_ is None else lines(connection, [id_], {})[0]


def _last_rows(connection: Connection, by: str, report: str | None) -> list[int]:
    """Return the rows of the last decisions of a person, of a report or any, the newest first."""
    log = kept.log
    query = select(log.c.sequence).where(log.c.kind == "decision", log.c.by_name == by)
    if report is not None:
        decision, of, statement = kept.decision, kept.decision_subject, kept.statement
        query = (
            query.join(decision, decision.c.sequence == log.c.sequence)
            .join(of, of.c.decision_id == decision.c.id)
            .join(statement, statement.c.id == of.c.subject)
            .where(statement.c.report_id == report)
        )
    last = query.order_by(log.c.sequence.desc()).limit(_LOOKED_BACK)
    return list(connection.execute(last).scalars())


def lines(
    connection: Connection, ids: Iterable[str], undone: dict[str, str]
) -> Sequence[HistoryLine]:
    """Return these decisions, in no order; `undone` maps those taken back to what did it."""
    decision, log, paid = kept.decision, kept.log, kept.payload
    found = []
    for batch in chunks(ids):
        told, seen = _subjects(connection, batch), last_decisions_on(connection, batch)
        query = (
            select(
                decision.c.id,
                decision.c.sequence,
                decision.c.stands,
                log.c.at,
                log.c.by_name,
                log.c.schema,
                paid.c.content,
            )
            .join(log, log.c.sequence == decision.c.sequence)
            .join(paid, paid.c.sequence == decision.c.sequence)
            .where(decision.c.id.in_(batch))
        )
        for id_, sequence, stands, at, by, schema, content in connection.execute(query):
            held = _as_told(Decision.from_json(payloads.read_json(content, schema)), told[id_])
            more = (bool(stands), undone.get(id_), seen.get(id_, 0))
            found.append(HistoryLine(id_, sequence, at, by, held, *more))
    return found


def _subjects(connection: Connection, ids: Iterable[str]) -> dict[str, set[str]]:
    of = kept.decision_subject
    found: dict[str, set[str]] = defaultdict(set)
    for id_, subject in connection.execute(select(of).where(of.c.decision_id.in_(ids))):
        found[id_].add(subject)
    return found


def _as_told(decision: Decision, told: set[str]) -> Decision:
    """Return a decision without the subjects of which who looks is not told."""
    if told.issuperset(decision.subjects):
        return decision
    subjects = tuple(subject for subject in decision.subjects if subject in told)
    return replace(decision, subjects=subjects, shown=subjects)
