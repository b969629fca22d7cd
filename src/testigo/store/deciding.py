"""Keeping a decision, and doing at once what some command: to erase, correct metadata, add.

Who decides is told first what stands that her screen did not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, Table, select, update

from testigo.record.canonical import canonical_json
from testigo.record.decision import Decision
from testigo.record.errors import InvalidRecord
from testigo.record.report import Metadata
from testigo.record.statement import Statement
from testigo.store import payloads, search, tables
from testigo.store.append import has_metadata, known_report, was_erased
from testigo.store.errors import CannotErase, NotKept, StaleDecision
from testigo.store.fold import Fold, read_valid
from testigo.store.rows import By, Writer
from testigo.store.weighing import weigh

_BATCH = 500

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
    """Keeps decisions inside one transaction that holds the write lock.

    `unseen` are decisions that were not to be shown to who decides.
    """

    connection: Connection
    writer: Writer
    fold: Fold
    unseen: frozenset[str] = frozenset()

    def decide(self, decision: Decision, seen: Mapping[str, int] | None = None) -> Decision:
        """Keep one decision; see `Store.decide`."""
        if self._has_decision(decision.id):
            return decision
        for subject, known in (seen or {}).items():
            self._refuse_stale(subject, known)
        if decision.act == "erase":
            return self._erase(decision)
        if decision.act == "undo":
            for subject in decision.subjects:
                if not self._has_decision(subject):
                    raise NotKept("decision", subject)
        if decision.act in ("add", "amend"):
            self._keep_statement(decision)
        corrected = self._corrected(decision) if decision.act == "correct_metadata" else {}
        self._add(decision, "decision", canonical_json(decision.to_json()))
        for report_id, metadata in corrected.items():
            for each in (metadata, self._valid(report_id, metadata)):
                if not has_metadata(self.connection, report_id, each.id):
                    self._add(decision, "metadata", payloads.write_metadata(report_id, each))
        return decision

    def _refuse_stale(self, subject: str, known: int) -> None:
        made = decisions_on(self.connection, subject)
        since = [n for n, id_ in made if n > known and id_ not in self.unseen]
        if since:
            raise StaleDecision(subject, tuple(since))

    def _keep_statement(self, decision: Decision) -> None:
        """Keep the statement that a person states, if it is one of that text and not there yet.

        What is amended keeps its id; the new reading of it stands in the decision alone.
        """
        statement = stated_statement(decision)
        text = tables.text
        sequence = self.connection.execute(
            select(text.c.sequence).where(text.c.id == statement.text_id)
        ).scalar_one_or_none()
        if sequence is None:
            raise NotKept("text", statement.text_id)
        paid = tables.payload
        content, schema = self.connection.execute(
            select(paid.c.content, tables.log.c.schema)
            .join(tables.log, tables.log.c.sequence == paid.c.sequence)
            .where(paid.c.sequence == sequence)
        ).one()
        statement.check(payloads.read_text(payloads.read_json(content, schema))[1].content)
        (subject,) = decision.subjects
        table = tables.statement
        known = self.connection.execute(
            select(table.c.text_id).where(table.c.id == subject)
        ).scalar_one_or_none()
        if decision.act == "amend":
            if known is None:
                raise NotKept("statement", subject)
            if known != statement.text_id:
                raise InvalidRecord("an amended statement stays with its text: add another instead")
        elif subject != statement.id:
            raise InvalidRecord(f"the statement added is {statement.id}, and not {subject}")
        elif known is None and not was_erased(self.connection, subject, stands=True):
            self._add(decision, "statement", canonical_json(statement.to_json()))

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
            return [*one, *self._words_about([subject])]
        if known_report(self.connection, subject) is None:
            raise CannotErase(subject)
        ids = self.connection.execute(
            select(statement.c.id).where(statement.c.report_id == subject)
        ).scalars()
        about = self._words_about([subject, *ids])
        return [
            *(n for t in _OF_A_REPORT for n in self._sequences(t, t.c.report_id == subject)),
            *about,
        ]

    def _words_about(self, subjects: Sequence[str]) -> list[int]:
        """Return the decisions about nothing but one of these: their words may repeat the report's.

        Who decided and when stays in the log; one that is also about other things stays whole.
        """
        decision, of = tables.decision, tables.decision_subject
        mine = select(of.c.decision_id).where(of.c.subject.in_(subjects))
        others = select(of.c.decision_id).where(of.c.subject.not_in(subjects))
        query = select(decision.c.sequence).where(
            decision.c.id.in_(mine), decision.c.id.not_in(others), decision.c.act != "erase"
        )
        return list(self.connection.execute(query).scalars())

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


def stated_statement(decision: Decision) -> Statement:
    """Return the statement that a decision to add or amend states.

    Raises:
        InvalidRecord: if it states none, or is not about exactly one.
    """
    stated = decision.content.get("statement")
    if not isinstance(stated, Mapping) or len(decision.subjects) != 1:
        raise InvalidRecord(f"to {decision.act} takes one subject and the whole `statement`")
    return Statement.from_json(stated)


def decisions_on(connection: Connection, subject: str) -> list[tuple[int, str]]:
    """Return `(sequence, id)` of every decision on a subject, and of what undid one, in order."""
    decision, of = tables.decision, tables.decision_subject
    found: dict[str, int] = {}
    ask = {subject}
    while ask:
        query = (
            select(decision.c.sequence, decision.c.id)
            .join(of, of.c.decision_id == decision.c.id)
            .where(of.c.subject.in_(ask))
        )
        rows = {id_: n for n, id_ in connection.execute(query) if id_ not in found}
        found |= rows
        ask = set(rows)
    return sorted((n, id_) for id_, n in found.items())


def last_decisions_on(connection: Connection, subjects: Iterable[str]) -> dict[str, int]:
    """Return the sequence of the last decision on each subject, or of what undid one.

    A subject that nobody decided on is left out.
    """
    decision, of = tables.decision, tables.decision_subject
    last: dict[str, int] = {}
    roots: dict[str, set[str]] = {subject: {subject} for subject in subjects}
    ask = sorted(roots)
    while ask:
        reached: set[str] = set()
        for at in range(0, len(ask), _BATCH):
            query = (
                select(of.c.subject, decision.c.sequence, decision.c.id)
                .join(decision, decision.c.id == of.c.decision_id)
                .where(of.c.subject.in_(ask[at : at + _BATCH]))
            )
            for subject, sequence, id_ in connection.execute(query):
                for root in roots[subject]:
                    last[root] = max(sequence, last.get(root, 0))
                if not roots[subject] <= roots.setdefault(id_, set()):
                    roots[id_] |= roots[subject]
                    reached.add(id_)
        ask = sorted(reached)
    return last


def _by(decision: Decision) -> By:
    return By("person", decision.by)
