"""Reading a casebook: everything here only selects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from testigo.record.decision import Decision
from testigo.record.reading import FIRST_READER, ReaderIdentity
from testigo.record.report import Capture, Metadata, Text
from testigo.record.span import Span
from testigo.record.statement import Statement
from testigo.store import payloads, search, tables
from testigo.store.errors import AmbiguousId, NotKept
from testigo.store.fold import read_container, read_valid
from testigo.store.kept import (
    Finding,
    Hit,
    IndependenceGroup,
    KeptReading,
    KeptReport,
    KeptStatement,
)

_BATCH = 200


def reports(connection: Connection, *, newest_first: bool = False) -> Iterator[KeptReport]:
    """Yield every report in the order taken in, or the reverse."""
    order = tables.report.c.sequence
    query = select(tables.report).order_by(order.desc() if newest_first else order)
    for batch in connection.execute(query).mappings().partitions(_BATCH):
        counts = _statement_counts(connection, [row["id"] for row in batch])
        for row in batch:
            yield _kept_report(row, counts.get(row["id"], {}))


def report_id(connection: Connection, id_: str) -> str:
    """Return the whole id of the report whose id begins so; raises as `report`."""
    return str(_one_report(connection, select(tables.report.c.id), id_)["id"])


def report(connection: Connection, id_: str) -> KeptReport:
    """Return the report of this id, or of the one id that begins so.

    Raises:
        NotKept: if no id begins so.
        AmbiguousId: if several do.
    """
    row = _one_report(connection, select(tables.report), id_)
    return _kept_report(row, _statement_counts(connection, [row["id"]]).get(row["id"], {}))


def _one_report(connection: Connection, query: Select[Any], id_: str) -> Mapping[Any, Any]:
    begins = tables.report.c.id.startswith(id_, autoescape=True)
    rows = connection.execute(query.where(begins).limit(2)).mappings().all()
    if not rows or not id_:
        raise NotKept("report", id_)
    if len(rows) > 1:
        raise AmbiguousId(id_)
    return rows[0]


def _kept_report(row: Mapping[Any, Any], counts: Mapping[str, int]) -> KeptReport:
    return KeptReport(
        id=row["id"],
        sequence=row["sequence"],
        size=row["size"],
        media_type=row["media_type"],
        container=read_container(row["container"]),
        confidentiality=row["confidentiality"],
        captured_at=row["captured_at"],
        address=row["address"],
        metadata=read_valid(row["metadata"]),
        text_id=row["text_id"],
        erased=row["erased"],
        statements=counts,
    )


def _statement_counts(connection: Connection, ids: list[str]) -> dict[str, dict[str, int]]:
    statement, finding = tables.statement, tables.finding
    # Asked of each statement: a list of all current ones would be made anew for every report.
    current = exists().where(finding.c.statement_id == statement.c.id, finding.c.current)
    query = (
        select(statement.c.report_id, statement.c.kind, func.count())
        .where(statement.c.report_id.in_(ids), current)
        .group_by(statement.c.report_id, statement.c.kind)
        .order_by(statement.c.report_id, statement.c.kind)
    )
    counts: dict[str, dict[str, int]] = {}
    for report_id, kind, number in connection.execute(query):
        counts.setdefault(report_id, {})[kind] = number
    return counts


def content(connection: Connection, report_id: str) -> bytes:
    """Return the captured bytes.

    Raises:
        NotKept: if there is no such report, or it was erased.
    """
    table = tables.bytes_
    found = _payload_where(connection, table, table.c.report_id == report_id)
    if found is None:
        raise NotKept("bytes of report", report_id)
    return found[0]


def captures(connection: Connection, report_id: str) -> list[Capture]:
    """Return the captures of a report, oldest first."""
    table = tables.capture
    rows = _payloads_where(connection, table, table.c.report_id == report_id)
    return [payloads.read_capture(payloads.read_json(*row))[0] for row in rows]


def metadata(connection: Connection, report_id: str) -> list[Metadata]:
    """Return all metadata of a report as they were added, oldest first."""
    table = tables.metadata
    rows = _payloads_where(connection, table, table.c.report_id == report_id)
    return [payloads.read_metadata(payloads.read_json(*row))[1] for row in rows]


def text(connection: Connection, text_id: str) -> Text:
    """Return a text.

    Raises:
        NotKept: if there is none of that id.
    """
    found = _payload_where(connection, tables.text, tables.text.c.id == text_id)
    if found is None:
        raise NotKept("text", text_id)
    return payloads.read_text(payloads.read_json(*found))[1]


def texts(connection: Connection, report_id: str | None) -> Iterator[Text]:
    """Yield the texts of one report, or of all, oldest first."""
    table = tables.text
    condition = None if report_id is None else table.c.report_id == report_id
    for row in _payloads_where(connection, table, condition):
        yield payloads.read_text(payloads.read_json(*row))[1]


def readings(
    connection: Connection, report_id: str | None, *, superseded: bool
) -> Iterator[KeptReading]:
    """Yield readings, oldest first: the current ones, or with `superseded` all."""
    table, log, paid = tables.reading, tables.log, tables.payload
    query = (
        select(table.c.report_id, table.c.current, log.c.at, paid.c.content, log.c.schema)
        .join_from(table, log, log.c.sequence == table.c.sequence)
        .join(paid, paid.c.sequence == table.c.sequence)
        .order_by(table.c.sequence)
        .execution_options(yield_per=_BATCH)
    )
    if report_id is not None:
        query = query.where(table.c.report_id == report_id)
    if not superseded:
        query = query.where(table.c.current)
    for owner, current, at, raw, schema in connection.execute(query):
        kept = payloads.read_reading(payloads.read_json(raw, schema))
        yield KeptReading(
            kept.id,
            owner,
            kept.text_id,
            kept.metadata_id,
            kept.reader,
            at,
            kept.coverage,
            kept.dropped,
            tuple(f.statement_id for f in kept.findings),
            current,
        )


def statements(
    connection: Connection,
    *,
    kind: str | None = None,
    report_id: str | None = None,
    outcome: str | None = None,
    modality: str | None = None,
    superseded: bool = False,
) -> Iterator[KeptStatement]:
    """Yield statements by report as taken in, then by their place in the text.

    Without `superseded`, those that a current reading gave; `findings` then holds those alone.
    """
    table = tables.statement
    wanted = {"kind": kind, "report_id": report_id, "outcome": outcome, "modality": modality}
    query = _statement_query(superseded=superseded)
    for name, value in wanted.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    order = (tables.report.c.sequence, table.c.start, table.c.sequence, *by_standing())
    yield from _kept_statements(connection, query.order_by(*order))


def statement(connection: Connection, id_: str) -> KeptStatement:
    """Return one statement with every reading that ever gave it.

    Raises:
        NotKept: if there is none of that id.
    """
    query = _statement_query(superseded=True).where(tables.statement.c.id == id_)
    for kept in _kept_statements(connection, query.order_by(*by_standing())):
        return kept
    raise NotKept("statement", id_)


def by_standing() -> tuple[ColumnElement[Any], ...]:
    """Return the order of readings of one statement: the last one tells of it.

    The newest comes last, but after all those of other readers the first reader's own.
    """
    reading = tables.reading
    return reading.c.reader_name == FIRST_READER, reading.c.sequence


def _statement_query(*, superseded: bool) -> Select[Any]:
    table, finding, reading = tables.statement, tables.finding, tables.reading
    query = (
        select(
            table.c.id,
            table.c.report_id,
            tables.payload.c.content,
            tables.log.c.schema,
            reading.c.id,
            reading.c.reader_name,
            reading.c.reader_version,
            reading.c.reader_resources,
            finding.c.rule,
            finding.c.fired,
            finding.c.confidence,
            finding.c.measured_on,
            finding.c.current,
            finding.c.variant,
        )
        .join_from(table, finding, finding.c.statement_id == table.c.id)
        .join(reading, reading.c.id == finding.c.reading_id)
        .join(tables.report, tables.report.c.id == table.c.report_id)
        .join(tables.payload, tables.payload.c.sequence == table.c.sequence)
        .join(tables.log, tables.log.c.sequence == table.c.sequence)
        .execution_options(yield_per=_BATCH)
    )
    return query if superseded else query.where(finding.c.current)


def _kept_statements(connection: Connection, query: Select[Any]) -> Iterator[KeptStatement]:
    for _, group in groupby(connection.execute(query), key=lambda row: row[0]):
        rows = list(group)
        _, report_id, raw, schema = rows[0][:4]
        newest = rows[-1][-1]
        data = payloads.read_json(raw, schema) if newest is None else json.loads(newest)
        kept = Statement.from_json(data)
        yield KeptStatement(report_id, kept, tuple(_finding(row[4:-1]) for row in rows))


def _finding(row: Any) -> Finding:
    reading_id, name, version, resources, rule, fired, confidence, measured_on, current = row
    return Finding(
        reading_id,
        ReaderIdentity(name, version, resources),
        rule,
        tuple(Span.from_json(span) for span in json.loads(fired)),
        confidence,
        measured_on,
        current,
    )


def findings_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Finding, ...]]:
    """Return the readings that gave each of these statements, in the order of `by_standing`.

    Those of today where there are any, else those that gave it before.
    """
    finding, reading = tables.finding, tables.reading
    query = (
        select(
            finding.c.statement_id,
            reading.c.id,
            reading.c.reader_name,
            reading.c.reader_version,
            reading.c.reader_resources,
            finding.c.rule,
            finding.c.fired,
            finding.c.confidence,
            finding.c.measured_on,
            finding.c.current,
        )
        .join(reading, reading.c.id == finding.c.reading_id)
        .where(finding.c.statement_id.in_(ids))
        .order_by(*by_standing(), finding.c.position)
    )
    found: dict[str, list[Finding]] = {}
    for row in connection.execute(query):
        found.setdefault(row[0], []).append(_finding(row[1:]))
    current = {id_: [f for f in of if f.current] for id_, of in found.items()}
    return {id_: tuple(current[id_] or of) for id_, of in found.items()}


def hits(connection: Connection, words: str, limit: int) -> list[Hit]:
    """Return the sentences that hold all the words, best first; see `search.matching`."""
    ids = search.matching(connection, words, limit)
    table = tables.sentence
    rows = {}
    for at in range(0, len(ids), _BATCH):
        query = select(table).where(table.c.id.in_(ids[at : at + _BATCH]))
        rows.update({row["id"]: row for row in connection.execute(query).mappings()})
    found = []
    for id_ in ids:
        row = rows[id_]
        span = Span(row["start"], row["end"], row["words"])
        found.append(Hit(row["report_id"], row["text_id"], span))
    return found


def decisions(connection: Connection) -> Iterator[Decision]:
    """Yield every decision, oldest first, those since undone too."""
    for row in _payloads_where(connection, tables.decision, None):
        yield Decision.from_json(payloads.read_json(*row))


def groups(
    connection: Connection, *, alone: bool = False, of: str | None = None
) -> Iterator[IndependenceGroup]:
    """Yield the groups of two or more reports, with `alone` also single ones, oldest first.

    `of` is the report whose group alone is asked for.
    """
    table, report_ = tables.independence_group, tables.report
    first = report_.alias()
    query = (
        select(table.c.group_id, table.c.report_id)
        .join(report_, report_.c.id == table.c.report_id)
        .join(first, first.c.id == table.c.group_id)
        .order_by(first.c.sequence, report_.c.sequence)
    )
    if of is not None:
        own = select(table.c.group_id).where(table.c.report_id == of)
        query = query.where(table.c.group_id.in_(own))
    rows = connection.execute(query)
    for group_id, members in groupby(rows, key=lambda row: row[0]):
        ids = tuple(row[1] for row in members)
        if alone or len(ids) > 1:
            yield IndependenceGroup(group_id, ids, _likeness(connection, ids))


def _likeness(connection: Connection, ids: tuple[str, ...]) -> dict[tuple[str, str], float]:
    table = tables.likeness
    query = select(table).where(table.c.first.in_(ids), table.c.second.in_(ids))
    ordered = query.order_by(table.c.first, table.c.second)
    return {(first, second): value for first, second, value in connection.execute(ordered)}


def _payload_where(
    connection: Connection, table: Any, condition: ColumnElement[bool]
) -> tuple[bytes, int] | None:
    return next(_payloads_where(connection, table, condition), None)


def _payloads_where(
    connection: Connection, table: Any, condition: ColumnElement[bool] | None
) -> Iterator[tuple[bytes, int]]:
    """Yield `(content, schema)` of the rows of a derived table, in the order of the log."""
    query = (
        select(tables.payload.c.content, tables.log.c.schema)
        .join_from(table, tables.payload, tables.payload.c.sequence == table.c.sequence)
        .join(tables.log, tables.log.c.sequence == table.c.sequence)
        .where(tables.payload.c.content.is_not(None))
        .order_by(table.c.sequence)
        .execution_options(yield_per=_BATCH)
    )
    if condition is not None:
        query = query.where(condition)
    yield from (tuple(row) for row in connection.execute(query))
