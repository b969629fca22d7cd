"""What is new in a report that comes in: the rows to add, and nothing that is there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, Table, select

from testigo.record.canonical import canonical_json
from testigo.record.reading import Reading
from testigo.record.report import Capture, Metadata, Report
from testigo.store import payloads, tables
from testigo.store.errors import ErasedReport, StrayReading
from testigo.store.fold import Fold, confidentiality_rank, plain, read_valid
from testigo.store.kept import Appended, CapturedReport
from testigo.store.rows import By, Writer
from testigo.store.weighing import weigh


@dataclass(frozen=True, slots=True)
class Appender:
    """Adds what is new inside one transaction that holds the write lock."""

    connection: Connection
    writer: Writer
    fold: Fold

    def append(self, captured: CapturedReport, readings: Sequence[Reading]) -> Appended:
        """Add a report, its capture, metadata, text, readings and statements, as far as new.

        Raises:
            ErasedReport: if a person had the report erased.
            StrayReading: if a reading is of another text, or of metadata nobody gave.
        """
        report = captured.report
        known = known_report(self.connection, report.id)
        if known is not None and known["erased"]:
            raise ErasedReport(report.id)
        done = Appended(report.id, report=known is None)
        if known is None:
            self._add(By("machine", captured.capture.tool), "report", payloads.write_report(report))
        if not self._has(tables.bytes_, tables.bytes_.c.report_id == report.id):
            self._add(By("machine", captured.capture.tool), "bytes", captured.content)
        if is_new_capture(self.connection, report, captured.capture):
            content = payloads.write_capture(captured.capture, report)
            self._add(By("machine", captured.capture.tool), "capture", content)
            done = replace(done, captures=1)
        added = self._append_metadata(captured)
        done = replace(done, metadata=added, texts=self._append_text(captured))
        for reading in readings:
            done = self._append_reading(captured, reading, done)
        return done

    def _append_metadata(self, captured: CapturedReport) -> int:
        """Add the metadata stated now and, where they differ, those valid in consequence."""
        report_id = captured.report.id
        valid = valid_metadata(self.connection, report_id, captured.metadata)
        added = 0
        for metadata in (captured.metadata, valid):
            if not has_metadata(self.connection, report_id, metadata.id):
                content = payloads.write_metadata(report_id, metadata)
                self._add(By("machine", captured.capture.tool), "metadata", content)
                added += 1
        return added

    def _append_text(self, captured: CapturedReport) -> int:
        if self._has(tables.text, tables.text.c.id == captured.text.id):
            return 0
        by = By("machine", captured.text.extractor)
        self._add(by, "text", payloads.write_text(captured.text))
        return 1

    def _append_reading(
        self, captured: CapturedReport, reading: Reading, done: Appended
    ) -> Appended:
        if has_reading(self.connection, reading.id):
            return done
        self._check(captured, reading)
        by = By("machine", reading.reader.id)
        variants: dict[int, payloads.Json] = {}
        new = 0
        for position, statement in enumerate(reading.statements):
            content = canonical_json(statement.to_json())
            kept = self._kept_statement(statement.id)
            if kept is None and was_erased(self.connection, statement.id, stands=True):
                continue  # the reading names its id; its words do not come back
            if kept is None:
                self._add(by, "statement", content)
                new += 1
            elif kept != content:
                variants[position] = statement.to_json()
        self._add(by, "reading", payloads.write_reading(reading, variants))
        return replace(done, readings=done.readings + 1, statements=done.statements + new)

    def _kept_statement(self, statement_id: str) -> bytes | None:
        table, paid = tables.statement, tables.payload
        return self.connection.execute(
            select(paid.c.content)
            .join(table, table.c.sequence == paid.c.sequence)
            .where(table.c.id == statement_id)
        ).scalar_one_or_none()

    def _check(self, captured: CapturedReport, reading: Reading) -> None:
        """Let nothing in that is not anchored in the text: the last gate before the log."""
        text = captured.text
        if reading.text_id != text.id or any(s.text_id != text.id for s in reading.statements):
            raise StrayReading(reading.id, "it is of another text")
        if not has_metadata(self.connection, captured.report.id, reading.metadata_id):
            raise StrayReading(reading.id, "it was made with metadata that nobody gave")
        for found in reading.found:
            found.statement.check(text.content)
            for span in found.fired:
                span.check(text.content)
        for flagged in reading.coverage.flagged:
            for span in (flagged.sentence, *flagged.words):
                span.check(text.content)

    def _add(self, by: By, kind: str, content: bytes) -> None:
        self.fold.apply(self.writer.add(by, kind, content), content)

    def _has(self, table: Table, condition: ColumnElement[bool]) -> bool:
        return _exists(self.connection, table, condition)


def known_report(connection: Connection, report_id: str) -> Mapping[str, object] | None:
    """Return the report table's row, or None for a report not seen before."""
    query = select(tables.report).where(tables.report.c.id == report_id)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else dict(row)


def valid_metadata(connection: Connection, report_id: str, stated: Metadata) -> Metadata:
    """Return the metadata that are valid once `stated` has been added, if it is not there yet."""
    known = known_report(connection, report_id)
    if known is None:
        return stated
    valid = read_valid(known["metadata"])
    return valid if has_metadata(connection, report_id, stated.id) else weigh(valid, stated)


def has_metadata(connection: Connection, report_id: str, metadata_id: str) -> bool:
    """Tell whether these metadata were given for this report before."""
    table = tables.metadata
    same = (table.c.report_id == report_id) & (table.c.id == metadata_id)
    return _exists(connection, table, same)


def has_reading(connection: Connection, reading_id: str) -> bool:
    """Tell whether the casebook holds this reading."""
    return _exists(connection, tables.reading, tables.reading.c.id == reading_id)


def was_erased(connection: Connection, subject: str, *, stands: bool = False) -> bool:
    """Tell whether this report or statement was ever erased; if `stands`, by what still stands."""
    decision, of = tables.decision, tables.decision_subject
    query = (
        select(1)
        .select_from(decision.join(of, of.c.decision_id == decision.c.id))
        .where(decision.c.act == "erase", of.c.subject == subject)
    )
    if stands:
        query = query.where(decision.c.stands)
    return connection.execute(query.limit(1)).first() is not None


def is_new_capture(connection: Connection, report: Report, capture: Capture) -> bool:
    """Tell whether the capture says something new: another address, or more confidentiality."""
    table = tables.capture
    address = table.c.address
    same: ColumnElement[bool] = (
        (table.c.report_id == report.id)
        & (table.c.how == capture.how)
        & (address.is_(None) if capture.address is None else address == plain(capture.address))
    )
    if not _exists(connection, table, same):
        return True
    known = known_report(connection, report.id)
    assert known is not None
    now = confidentiality_rank(str(known["confidentiality"]))
    return confidentiality_rank(report.confidentiality) > now


def _exists(connection: Connection, table: Table, condition: ColumnElement[bool]) -> bool:
    query = select(1).select_from(table).where(condition).limit(1)
    return connection.execute(query).first() is not None
