"""The derived tables as a fold over the log, one row at a time.

`Fold.apply` is the only writer of derived tables: adding to a casebook applies the rows it adds,
rebuilding applies all of them, so the two cannot differ. It looks at nothing but the row, the
payloads up to it and the derived tables.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from testigo.languages.splitting import sentence_limits
from testigo.record.decision import Decision
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidRecord, TestigoError
from testigo.record.places import Place
from testigo.record.report import Container, Metadata
from testigo.record.statement import Statement
from testigo.record.vocabularies import LANGUAGES, vocabulary
from testigo.store import groups, payloads, tables
from testigo.store.chain import Row
from testigo.store.errors import NotKept
from testigo.store.following import Derivation, Following
from testigo.store.groups import Fingerprinter
from testigo.store.rows import Entry
from testigo.store.weighing import weigh

DERIVED_VERSION = "6"
"""Raised when a change here gives other rows: a casebook made with another is made anew."""

_OF_NO_TABLE = ("casebook", "call", "call_end")
_SENTENCES_PER_ROW = 1 << 21  # more than fit into 50 MB of text, the largest document taken
_OUTCOME_FIELDS = {"toll": "outcome", "casualty": "outcome", "claim": "stance", "post": "status"}
_DATE_FIELDS = ("date", "period", "as_of", "start")
_PLACE_FIELDS = ("place", "scope", "home")


@dataclass(frozen=True, slots=True)
class Fold:
    """Writes what a row of the log means into the derived tables of `connection`.

    The payloads lie in `evidence`; None where they do in `connection` too.
    """

    connection: Connection
    fingerprinter: Fingerprinter | None = None
    following: Following | None = None
    evidence: Connection | None = None

    @classmethod
    def begin(cls, connection: Connection, derivation: Derivation, evidence: Connection) -> Fold:
        """Start a pass over rows whose log and payloads lie in `evidence`; `finish` ends it."""
        following = derivation.begin(connection, evidence)
        return cls(connection, derivation.fingerprinter, following, evidence)

    def finish(self) -> None:
        """Write what waits for the end of the pass."""
        if self.following is not None:
            self.following.finish()

    def apply(self, row: Row, content: bytes | None) -> None:
        """Write what the row means; an erased payload (None) means nothing any more.

        Raises:
            InvalidRecord: if the payload is not what the row announces.
        """
        if content is not None and row.kind not in _OF_NO_TABLE:
            self._write(row.kind, [(row, content)])
            self._let_see([(row, content)])

    def _let_see(self, rows: Iterable[tuple[Row, bytes]]) -> None:
        if self.following is not None:
            for row, content in rows:
                self.following.see(row, content)

    def _write(self, kind: str, rows: Sequence[tuple[Row, bytes]]) -> None:
        """Write rows of one kind that follow one another."""
        if kind == "bytes":
            for row, content in rows:
                self._bytes(row, content)
            return
        steps: Mapping[str, Callable[[int, payloads.Json], None]] = {
            "report": self._report,
            "capture": self._capture,
            "metadata": self._metadata,
            "text": self._text,
            "reading": self._reading,
        }
        read = [(row.sequence, payloads.read_json(content, row.schema)) for row, content in rows]
        if kind == "statement":
            self._statements(read)
        elif kind == "decision":
            self._decisions(read)
        elif kind in steps:
            for sequence, data in read:
                steps[kind](sequence, data)
        else:
            raise InvalidRecord("it is of a kind that does not exist")

    def apply_sound(self, entries: Iterable[Entry]) -> None:
        """Write what rows that follow one another mean, and leave out those that are not sound."""
        rows = [
            (entry.row, entry.content)
            for entry in entries
            if entry.content is not None and entry.row.kind not in _OF_NO_TABLE
        ]
        try:
            with self.connection.begin_nested():
                for kind, run in itertools.groupby(rows, key=lambda pair: pair[0].kind):
                    self._write(kind, list(run))
        except (TestigoError, IntegrityError, OverflowError):
            for row, content in rows:
                with contextlib.suppress(TestigoError):
                    self.apply_if_sound(row, content)
        else:
            self._let_see(rows)

    def apply_if_sound(self, row: Row, content: bytes | None) -> None:
        """Do the same with a row that may have been tampered with: all of it, or nothing.

        Raises:
            TestigoError: if the payload is not what the row announces, or fits nothing before it.
        """
        try:
            with self.connection.begin_nested():
                self.apply(row, content)
        except (IntegrityError, OverflowError):
            raise InvalidRecord("it contradicts what stands in the log before it") from None

    def _bytes(self, row: Row, content: bytes) -> None:
        id_ = payloads.report_id_of(content)
        values = {"report_id": id_, "sequence": row.sequence}
        self.connection.execute(insert(tables.bytes_), values)

    def _report(self, sequence: int, data: payloads.Json) -> None:
        report = payloads.read_report(data)
        values = {
            "id": report.id,
            "sequence": sequence,
            "size": report.size,
            "media_type": report.media_type,
            "container": _write_container(report.container),
            "confidentiality": report.confidentiality,
            "metadata": "{}",
            "erased": False,
        }
        self.connection.execute(insert(tables.report), values)

    def _capture(self, sequence: int, data: payloads.Json) -> None:
        capture, confidentiality = payloads.read_capture(data)
        address = None if capture.address is None else plain(capture.address)
        values = {
            "sequence": sequence,
            "report_id": capture.report_id,
            "how": capture.how,
            "address": address,
        }
        self.connection.execute(insert(tables.capture), values)
        known = self._report_row(capture.report_id)
        changes: dict[str, object] = {
            "confidentiality": max(
                known["confidentiality"], confidentiality, key=confidentiality_rank
            )
        }
        if known["captured_at"] is None:
            changes |= {"captured_at": capture.at.isoformat(), "address": address}
        self._change_report(capture.report_id, changes)

    def _metadata(self, sequence: int, data: payloads.Json) -> None:
        report_id, added = payloads.read_metadata(data)
        values = {"sequence": sequence, "report_id": report_id, "id": added.id}
        self.connection.execute(insert(tables.metadata), values)
        valid = weigh(read_valid(self._report_row(report_id)["metadata"]), added)
        self._change_report(report_id, metadata_columns(valid))

    def _text(self, sequence: int, data: payloads.Json) -> None:
        id_, text = payloads.read_text(data)
        values = {
            "id": id_,
            "sequence": sequence,
            "report_id": text.report_id,
            "extractor": text.extractor,
            "length": len(text.content),
            "unaligned": text.unaligned,
        }
        self.connection.execute(insert(tables.text), values)
        language = self._report_row(text.report_id)["language"]
        self._change_report(text.report_id, {"text_id": id_})
        # Lists and search speak of the newest text of a report alone.
        self._supersede(tables.reading.c.report_id == text.report_id)
        self._index_sentences(sequence, id_, text.report_id, text.content, language)
        if self.fingerprinter is not None:
            groups.place(self.connection, self.fingerprinter, text.report_id, id_, text.content)

    def _index_sentences(
        self, sequence: int, text_id: str, report_id: str, content: str, language: str | None
    ) -> None:
        old = tables.sentence.c.report_id == report_id
        self.connection.execute(delete(tables.sentence).where(old))
        base = (language or "").split("-")[0]
        # Where a sentence ends in a language we do not read matters little for finding its words.
        splitting = base if base in LANGUAGES else LANGUAGES[0]
        rows = [
            {
                "id": sequence * _SENTENCES_PER_ROW + number,
                "report_id": report_id,
                "text_id": text_id,
                "start": start,
                "end": end,
                "words": plain(content[start:end]),
            }
            for number, (_, start, end) in enumerate(sentence_limits(content, splitting))
        ]
        if rows:
            self.connection.execute(insert(tables.sentence), rows)

    def _statements(self, rows: Sequence[tuple[int, payloads.Json]]) -> None:
        statements = [(sequence, Statement.from_json(data)) for sequence, data in rows]
        text = tables.text
        texts = {statement.text_id for _, statement in statements}
        query = select(text.c.id, text.c.report_id).where(text.c.id.in_(texts))
        owners = {row.id: row.report_id for row in self.connection.execute(query)}
        for _, statement in statements:
            if statement.text_id not in owners:
                raise NotKept("text", statement.text_id)
        values = [
            {"sequence": sequence, "report_id": owners[statement.text_id]}
            | statement_columns(statement)
            for sequence, statement in statements
        ]
        self.connection.execute(insert(tables.statement), values)

    def _reading(self, sequence: int, data: payloads.Json) -> None:
        kept = payloads.read_reading(data)
        text, report = tables.text, tables.report
        owner = self.connection.execute(
            select(text.c.report_id, report.c.text_id)
            .join(report, report.c.id == text.c.report_id)
            .where(text.c.id == kept.text_id)
        ).one_or_none()
        if owner is None:
            raise NotKept("text", kept.text_id)
        report_id, newest = owner
        current = kept.text_id == newest
        if current:
            self._supersede(
                (tables.reading.c.report_id == report_id)
                & (tables.reading.c.reader_name == kept.reader.name)
            )
        values = {
            "id": kept.id,
            "sequence": sequence,
            "report_id": report_id,
            "text_id": kept.text_id,
            "metadata_id": kept.metadata_id,
            "reader_name": kept.reader.name,
            "reader_version": kept.reader.version,
            "reader_resources": kept.reader.resources,
            "current": current,
            "unresolved_dates": kept.coverage.unresolved_dates,
        }
        self.connection.execute(insert(tables.reading), values)
        rows = [
            {
                "reading_id": kept.id,
                "position": position,
                "statement_id": finding.statement_id,
                "rule": finding.rule,
                "fired": json.dumps([span.to_json() for span in finding.fired]),
                "variant": None if finding.variant is None else json.dumps(finding.variant),
                "confidence": finding.confidence,
                "measured_on": finding.measured_on,
                "current": current,
            }
            for position, finding in enumerate(kept.findings)
        ]
        if rows:
            self.connection.execute(insert(tables.finding), rows)

    def _supersede(self, which: ColumnElement[bool]) -> None:
        reading, finding = tables.reading, tables.finding
        old = self.connection.execute(
            select(reading.c.id).where(which, reading.c.current)
        ).scalars()
        for id_ in old.all():
            for table, column in ((reading, reading.c.id), (finding, finding.c.reading_id)):
                self.connection.execute(update(table).where(column == id_).values(current=False))

    def _decisions(self, rows: Sequence[tuple[int, payloads.Json]]) -> None:
        written: list[tuple[int, Decision]] = []
        for sequence, data in rows:
            decision = Decision.from_json(data)
            written.append((sequence, decision))
            if decision.act in ("undo", "erase", *groups.ACTS):
                self._write_decisions(written)
                self._carry_out(decision)
                written = []
        self._write_decisions(written)

    def _write_decisions(self, decisions: Sequence[tuple[int, Decision]]) -> None:
        if not decisions:
            return
        named = [(sequence, decision, decision.id) for sequence, decision in decisions]
        self.connection.execute(
            insert(tables.decision),
            [{"id": id_, "sequence": n, "act": d.act, "stands": True} for n, d, id_ in named],
        )
        self.connection.execute(
            insert(tables.decision_subject),
            [
                {"decision_id": id_, "subject": subject}
                for _, decision, id_ in named
                for subject in sorted(set(decision.subjects))
            ],
        )

    def _carry_out(self, decision: Decision) -> None:
        """Do what a decision does to other rows than its own."""
        subjects = sorted(set(decision.subjects))
        if decision.act == "undo":
            for subject in subjects:
                self._set_standing(subject, stands=False)
        elif decision.act == "erase":
            self._forget_decisions(decision.content.get("erased"))
            for subject in subjects:
                self._erase(subject)
        else:
            groups.regroup(self.connection, subjects)

    def _forget_decisions(self, sequences: object) -> None:
        """Remove the decisions that were erased: made anew from the log, they are not there."""
        table, subject = tables.decision, tables.decision_subject
        listed = sequences if isinstance(sequences, list) else []
        ids = select(table.c.id).where(table.c.sequence.in_(listed))
        self.connection.execute(delete(subject).where(subject.c.decision_id.in_(ids)))
        self.connection.execute(delete(table).where(table.c.sequence.in_(listed)))

    def _set_standing(self, decision_id: str, *, stands: bool) -> None:
        """Make a decision stand or not; what an undone undo had undone stands again."""
        table = tables.decision
        act = self.connection.execute(
            select(table.c.act).where(table.c.id == decision_id)
        ).scalar_one_or_none()
        if act is None:
            return
        self.connection.execute(
            update(table).where(table.c.id == decision_id).values(stands=stands)
        )
        subject = tables.decision_subject
        subjects = (
            self.connection.execute(
                select(subject.c.subject).where(subject.c.decision_id == decision_id)
            )
            .scalars()
            .all()
        )
        if act == "undo":
            for inner in subjects:
                self._set_standing(inner, stands=not stands)
        elif act == "erase":
            for inner in subjects:
                self._mark_erased(inner, erased=stands)
        elif act == "correct_metadata":
            for inner in subjects:
                self._weigh_again(inner)
        elif act in groups.ACTS:
            groups.regroup(self.connection, subjects)

    def _weigh_again(self, report_id: str) -> None:
        """Work out anew which metadata are valid, without what was corrected and undone since.

        The readings made with them are today's again, so that the dates they resolved are too.
        """
        table, paid, log = tables.metadata, tables.payload, tables.log
        rows = (self.evidence or self.connection).execute(
            select(paid.c.content, log.c.schema)
            .join(log, log.c.sequence == paid.c.sequence)
            .where(paid.c.sequence.in_(self._sequences_of(table, report_id)))
            .order_by(paid.c.sequence)
        )
        added = [payloads.read_metadata(payloads.read_json(*row))[1] for row in rows if row[0]]
        undone = self._undone_corrections(report_id)
        valid = functools.reduce(weigh, (_without(each, undone) for each in added), Metadata())
        self._change_report(report_id, metadata_columns(valid))
        self._make_current(report_id, valid.id)

    def _sequences_of(self, table: Table, report_id: str) -> list[int]:
        query = select(table.c.sequence).where(table.c.report_id == report_id)
        return list(self.connection.execute(query).scalars())

    def _undone_corrections(self, report_id: str) -> set[str]:
        """Return the bases that corrections which no longer stand gave."""
        decision, of = tables.decision, tables.decision_subject
        query = (
            select(decision.c.id)
            .join(of, of.c.decision_id == decision.c.id)
            .where(of.c.subject == report_id)
            .where(decision.c.act == "correct_metadata", ~decision.c.stands)
        )
        return {f"decision {id_}" for id_ in self.connection.execute(query).scalars()}

    def _make_current(self, report_id: str, metadata_id: str) -> None:
        """Make the newest reading of each reader with these metadata the one of today."""
        reading, finding = tables.reading, tables.finding
        newest = select(tables.report.c.text_id).where(tables.report.c.id == report_id)
        rows = self.connection.execute(
            select(reading.c.id, reading.c.reader_name)
            .where(reading.c.report_id == report_id, reading.c.metadata_id == metadata_id)
            .where(reading.c.text_id.in_(newest))
            .order_by(reading.c.sequence)
        )
        for reader, id_ in {row.reader_name: row.id for row in rows}.items():
            self._supersede((reading.c.report_id == report_id) & (reading.c.reader_name == reader))
            for table, column in ((reading, reading.c.id), (finding, finding.c.reading_id)):
                self.connection.execute(update(table).where(column == id_).values(current=True))

    def _mark_erased(self, report_id: str, *, erased: bool) -> None:
        self._change_report(report_id, {"erased": erased})

    def _erase(self, subject: str) -> None:
        """Forget what the derived tables say of a report or of one statement."""
        findings, readings = tables.finding, tables.reading
        mine = select(readings.c.id).where(readings.c.report_id == subject)
        self.connection.execute(delete(findings).where(findings.c.reading_id.in_(mine)))
        for table in (
            tables.reading,
            tables.statement,
            tables.sentence,
            tables.text,
            tables.metadata,
            tables.capture,
            tables.bytes_,
        ):
            self.connection.execute(delete(table).where(table.c.report_id == subject))
        self.connection.execute(delete(tables.statement).where(tables.statement.c.id == subject))
        self._mark_erased(subject, erased=True)
        blank = {"captured_at": None, "address": None, "text_id": None}
        self._change_report(subject, blank | metadata_columns(Metadata()))
        groups.forget(self.connection, subject)

    def _report_row(self, report_id: str) -> Mapping[str, Any]:
        table = tables.report
        rows = self.connection.execute(select(table).where(table.c.id == report_id)).mappings()
        row = rows.one_or_none()
        if row is None:
            raise NotKept("report", report_id)
        return dict(row)

    def _change_report(self, report_id: str, values: Mapping[str, object]) -> None:
        table = tables.report
        self.connection.execute(update(table).where(table.c.id == report_id).values(**values))


def confidentiality_rank(code: str) -> int:
    """Return how closely a report is kept, 0 for public: the order of the vocabulary."""
    return list(vocabulary("confidentiality").codes).index(code)


def read_valid(stored: object) -> Metadata:
    """Rebuild the valid metadata from the report table's column."""
    return Metadata.from_json(json.loads(str(stored)))


def _without(metadata: Metadata, bases: set[str]) -> Metadata:
    """Return the metadata without the values of these bases."""
    held = {n: getattr(metadata, n) for n in Metadata.__dataclass_fields__}
    return Metadata(**{n: s for n, s in held.items() if s is not None and s.basis not in bases})


def _write_container(container: Container | None) -> str | None:
    if container is None:
        return None
    return json.dumps([container.report_id, container.media_type, container.place])


def read_container(stored: object) -> Container | None:
    """Rebuild a report's container from the report table's column."""
    return None if stored is None else Container(*json.loads(str(stored)))


def metadata_columns(valid: Metadata) -> dict[str, object]:
    """Return the columns of the report table that hold its valid metadata."""

    def column(name: str) -> str | None:
        stated = getattr(valid, name)
        return None if stated is None else plain(stated.value)

    names = ("publisher", "title", "published", "language")
    whole = json.dumps(valid.to_json(), sort_keys=True)
    return {"metadata": whole} | {name: column(name) for name in names}


def statement_columns(statement: Statement) -> dict[str, object]:
    """Return the columns of the statement table that lists are filtered and sorted by."""
    outcome = statement.value(_OUTCOME_FIELDS.get(statement.kind, "type"))
    speaker = statement.source.speaker
    earliest, latest = _days(statement)
    low, high = statement.value("low"), statement.value("high")
    return {
        "id": statement.id,
        "text_id": statement.text_id,
        "kind": statement.kind,
        "start": min(span.start for span in statement.evidence),
        "outcome": outcome if isinstance(outcome, str) else None,
        "modality": statement.modality,
        "speaker": None if speaker is None else plain(str(speaker.value)),
        "low": low if isinstance(low, int) else None,
        "high": high if isinstance(high, int) else None,
        "earliest": earliest,
        "latest": latest,
        "country": _country(statement),
    }


def _days(statement: Statement) -> tuple[str | None, str | None]:
    for name in _DATE_FIELDS:
        value = statement.value(name)
        if isinstance(value, Edtf):
            return _iso(value.earliest), _iso(value.latest)
    return None, None


def _iso(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _country(statement: Statement) -> str | None:
    for name in _PLACE_FIELDS:
        value = statement.value(name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Place) and item.country:
                return item.country
    return None


def plain(words: str) -> str:
    """Return `words` without lone surrogates, which no database takes; the payload keeps them."""
    return words.encode("utf-8", errors="replace").decode("utf-8")
