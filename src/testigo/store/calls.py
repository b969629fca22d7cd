"""Calls to a language model in the log, and answers that wait until their report is read.

Two rows a call: one before anything leaves, so that what left stands in the log whatever happens
then, and one that says what came. An answer that was paid for lies beside the log, in no row of it,
until the reading that it belongs to is kept or its report is erased.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from testigo.record.call import CallEnd, Sent
from testigo.record.canonical import canonical_json
from testigo.store import payloads, tables
from testigo.store.rows import By, Writer


@dataclass(frozen=True, slots=True)
class KeptCall:
    """One call: `sequence` is the row in which it began, `at` when (UTC, ISO 8601).

    `end` None: the process ended before it was known what came of it.
    """

    sequence: int
    at: str
    sent: Sent
    end: CallEnd | None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that waits, as `reading.llm.model.Answer` gave it.

    `key` names request, model and settings together; `text_id` and `report_id` what it is of.
    """

    key: str
    text_id: str
    report_id: str
    content: str
    finish: str
    tokens_in: int | None
    tokens_out: int | None


def begin(writer: Writer, by: By, sent: Sent) -> int:
    """Add the row that says what is about to leave; returns its number."""
    return writer.add(by, "call", canonical_json(sent.to_json())).sequence


def end(
    connection: Connection, writer: Writer, by: By, ended: CallEnd, answer: KeptAnswer | None
) -> None:
    """Add the row that says what came, and keep the answer if it can be read."""
    writer.add(by, "call_end", canonical_json(ended.to_json()))
    if answer is not None:
        table = tables.answer
        connection.execute(delete(table).where(table.c.key == answer.key))
        values = {name: getattr(answer, name) for name in KeptAnswer.__dataclass_fields__}
        connection.execute(insert(table), values)


def answer(connection: Connection, key: str) -> KeptAnswer | None:
    """Return the answer that waits under a key; None where there is none."""
    row = connection.execute(select(tables.answer).where(tables.answer.c.key == key)).one_or_none()
    return None if row is None else KeptAnswer(**row._mapping)


def forget(connection: Connection, key: str) -> None:
    """Remove one answer."""
    connection.execute(delete(tables.answer).where(tables.answer.c.key == key))


def forget_text(connection: Connection, text_id: str) -> None:
    """Remove the answers about a text: its reading is kept."""
    connection.execute(delete(tables.answer).where(tables.answer.c.text_id == text_id))


def forget_all(connection: Connection) -> None:
    """Remove every answer."""
    connection.execute(delete(tables.answer))


def forget_erased(connection: Connection, subjects: Collection[str]) -> None:
    """Remove the answers about reports, or about the texts of statements, that are erased."""
    table, statement = tables.answer, tables.statement
    texts = select(statement.c.text_id).where(statement.c.id.in_(subjects))
    connection.execute(
        delete(table).where(table.c.report_id.in_(subjects) | table.c.text_id.in_(texts))
    )


def strays(connection: Connection) -> list[str]:
    """Return the reports of answers whose text the casebook does not hold; there should be none."""
    table = tables.answer
    query = (
        select(table.c.report_id)
        .where(table.c.text_id.not_in(select(tables.text.c.id)))
        .distinct()
        .order_by(table.c.report_id)
    )
    return list(connection.execute(query).scalars())


def count(connection: Connection) -> int:
    """Return how many calls went out."""
    query = select(func.count()).select_from(tables.log).where(tables.log.c.kind == "call")
    return int(connection.execute(query).scalar_one())


def calls(connection: Connection) -> Iterator[KeptCall]:
    """Yield every call, oldest first.

    Raises:
        InvalidRecord: if a row of the log is no call.
    """
    yield from _calls(connection, 0)


def newest_calls(connection: Connection, number: int) -> list[KeptCall]:
    """Return so many calls at most, the newest first; raises as `calls`."""
    log = tables.log
    query = select(log.c.sequence).where(log.c.kind == "call").order_by(log.c.sequence.desc())
    first = connection.execute(query.limit(number)).scalars().all()
    return sorted(_calls(connection, min(first)), key=_age) if first else []


def _calls(connection: Connection, since: int) -> Iterator[KeptCall]:
    log, paid = tables.log, tables.payload
    rows = (
        select(log.c.sequence, log.c.at, log.c.schema, paid.c.content)
        .join(paid, paid.c.sequence == log.c.sequence)
        .where(log.c.sequence >= since)
        .order_by(log.c.sequence)
    )
    ends: dict[int, CallEnd] = {}
    for _, _, schema, content in connection.execute(rows.where(log.c.kind == "call_end")):
        end = CallEnd.from_json(payloads.read_json(content, schema))
        ends[end.of] = end
    for sequence, at, schema, content in connection.execute(rows.where(log.c.kind == "call")):
        sent = Sent.from_json(payloads.read_json(content, schema))
        yield KeptCall(sequence, at, sent, ends.get(sequence))


def _age(call: KeptCall) -> int:
    return -call.sequence
