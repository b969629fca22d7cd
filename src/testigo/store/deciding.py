"""Keeping a decision, and doing at once what two of them command: to erase, to correct metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, Table, select, update

from testigo.record.canonical import canonical_json
from testigo.record.decision import Decision
from testigo.record.errors import InvalidRecord
from testigo.record.report import Metadata
from testigo.store import payloads, search, tables
from testigo.store.append import has_metadata, known_report
from testigo.store.errors import CannotErase, NotKept
from testigo.store.fold import Fold, read_valid
from testigo.store.rows import By, Writer
from testigo.store.weighing import weigh

_OF_A_REPORT = (
    tables.bytes_,
    tables.capture,
    tables.metadata,
    tables.text,
    tables.statement,
    tables.reading,
)


@dataclass(frozen=True, slots=True)
class Decider:
    """Keeps decisions inside one transaction that holds the write lock."""

    connection: Connection
    writer: Writer
    fold: Fold

    def decide(self, decision: Decision) -> Decision:
        """Keep one decision; see `Store.decide`."""
        if self._has_decision(decision.id):
            return decision
        if decision.act == "erase":
            return self._erase(decision)
        if decision.act == "undo":
            for subject in decision.subjects:
                if not self._has_decision(subject):
                    raise NotKept("decision", subject)
        corrected = self._corrected(decision) if decision.act == "correct_metadata" else {}
        self._add(decision, "decision", canonical_json(decision.to_json()))
        for report_id, metadata in corrected.items():
            for each in (metadata, self._valid(report_id, metadata)):
                if not has_metadata(self.connection, report_id, each.id):
                    self._add(decision, "metadata", payloads.write_metadata(report_id, each))
        return decision

    def _erase(self, decision: Decision) -> Decision:
        sequences = sorted({n for s in decision.subjects for n in self._sequences_of(s)})
        kept = replace(decision, content={**decision.content, "erased": sequences})
        row = self.writer.add(_by(decision), "decision", canonical_json(kept.to_json()))
        table = tables.payload
        for sequence in sequences:
            self.connection.execute(
                update(table).where(table.c.sequence == sequence).values(salt=None, content=None)
            )
        self.fold.apply(row, canonical_json(kept.to_json()))
        search.forget_deleted_words(self.connection)
        return kept

    def _sequences_of(self, subject: str) -> list[int]:
        statement = tables.statement
        one = self._sequences(statement, statement.c.id == subject)
        if one:
            return one
        if known_report(self.connection, subject) is None:
            raise CannotErase(subject)
        return [n for t in _OF_A_REPORT for n in self._sequences(t, t.c.report_id == subject)]

    def _sequences(self, table: Table, condition: ColumnElement[bool]) -> list[int]:
        rows = self.connection.execute(select(table.c.sequence).where(condition))
        return list(rows.scalars())

    def _corrected(self, decision: Decision) -> dict[str, Metadata]:
        """Return the metadata that the decision states for each of its reports."""
        stated = decision.content.get("metadata")
        names = Metadata.__dataclass_fields__
        if not isinstance(stated, Mapping) or not stated or not set(stated) <= set(names):
            raise InvalidRecord(
                f"correcting metadata needs `metadata` with some of {', '.join(names)}"
            )
        basis = f"decision {decision.id}"
        values = {str(n): {"value": str(v), "basis": basis} for n, v in stated.items()}
        for subject in decision.subjects:
            if known_report(self.connection, subject) is None:
                raise NotKept("report", subject)
        return dict.fromkeys(decision.subjects, Metadata.from_json(values))

    def _valid(self, report_id: str, added: Metadata) -> Metadata:
        known = known_report(self.connection, report_id)
        assert known is not None
        return weigh(read_valid(known["metadata"]), added)

    def _has_decision(self, decision_id: str) -> bool:
        table = tables.decision
        query = select(1).select_from(table).where(table.c.id == decision_id)
        return self.connection.execute(query).first() is not None

    def _add(self, decision: Decision, kind: str, content: bytes) -> None:
        self.fold.apply(self.writer.add(_by(decision), kind, content), content)


def _by(decision: Decision) -> By:
    return By("person", decision.by)
