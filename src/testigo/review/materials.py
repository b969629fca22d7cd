"""What the log holds of statements, gathered for judging: a few queries for any number of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from testigo.record.decision import Decision
from testigo.record.edtf import Edtf
from testigo.record.statement import Statement
from testigo.review import tables as own
from testigo.review.judging import Deed, Judged, judge
from testigo.store import payloads, tables
from testigo.store.fold import read_valid
from testigo.store.queries import by_standing
from testigo.store.veiling import added_unseen

SECOND, PAST = "second", "past"
"""What a second reading, and a draft of earlier readings alone, have for a state: neither is a
draft of today's, and neither counts anywhere."""

CHUNK = 500
"""Ids asked for in one query: below every limit of SQLite, and few enough queries."""

KEPT_READY = 2048
"""Statements that are kept as they were read from the log, some 10 MB: they never change, and who
reviews a report asks for the same ones after every decision."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a statement takes from its report.

    `country` is where most of the report's places lie, None where two are even. `group` is the
    report's independence group.
    """

    id: str
    publisher: str | None
    title: str | None
    published: Edtf | None
    language: str | None
    confidentiality: str
    country: str | None
    group: str


@dataclass(frozen=True, slots=True)
class Material:
    """A statement with all that it is judged by.

    `sequence` is its log row, `read` the statement as the newest reading has it; `is_variant` where
    that is not word for word what its own row holds. `is_given`: a reading of today gives it, or a
    second reading that stands behind it, or a person whose part in it is not shown yet. `second_of`
    and `reader_case` tell how it stands to what other readers gave (`review.two_readers`); None
    where nothing of that is known.
    """

    sequence: int
    report: ReportFacts
    read: Statement
    confidence: float | None
    is_given: bool
    is_variant: bool
    judged: Judged
    second_of: str | None = None
    reader_case: str | None = None

    @property
    def handle(self) -> str:
        """The id under which the statement came into the record."""
        return self.judged.handle

    @property
    def is_current(self) -> bool:
        """Whether a reading of today gives it, or a person has had a say in it.

        A second reading never is: it is shown beside the statement that it is a reading of.
        """
        if self.second_of is not None:
            return False
        return self.is_given or bool(self.judged.readers) or self.judged.state == "withdrawn"

    @property
    def state(self) -> str:
        """The state of the statement as it counts: `SECOND` for a second reading.

        `PAST` for a draft that no reading of today gives, and about which nobody asks anything.
        """
        if self.second_of is not None:
            return SECOND
        is_open = self.judged.state == "draft" and self.judged.question is None
        return PAST if is_open and not self.is_current else self.judged.state

    @property
    def confidentiality(self) -> str:
        """A decision on the statement, else the report's."""
        return self.judged.withheld.get("", self.report.confidentiality)


@lru_cache(KEPT_READY)
def _stated(raw: bytes, schema: int) -> Statement:
    return Statement.from_json(payloads.read_json(raw, schema))


@lru_cache(KEPT_READY)
def _variant(written: str) -> Statement:
    return Statement.from_json(json.loads(written))


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield the ids in sorted batches that one query can ask for."""
    ordered = sorted(set(ids))
    for at in range(0, len(ordered), CHUNK):
        yield ordered[at : at + CHUNK]


class Loader:
    """Loads materials out of derived tables and the payloads that they point to."""

    def __init__(self, derived: Connection, evidence: Connection) -> None:
        self._derived = derived
        self._evidence = evidence
        self._reports: dict[str, ReportFacts] = {}

    def materials(self, handles: Iterable[str]) -> list[Material]:
        """Return the statements of these ids that the casebook holds, in the order of the log."""
        found: list[Material] = []
        for batch in chunks(handles):
            found += self._batch(batch)
        return sorted(found, key=lambda material: material.sequence)

    def _batch(self, handles: Sequence[str]) -> list[Material]:
        table = tables.statement
        rows = self._derived.execute(
            select(table.c.id, table.c.sequence, table.c.report_id).where(table.c.id.in_(handles))
        ).all()
        contents = self._raw([row.sequence for row in rows])
        findings = self._findings([row.id for row in rows])
        reports = self.reports({row.report_id for row in rows})
        deeds = self.deeds_on([*(row.id for row in rows), *reports])
        standings = self._standings([row.id for row in rows])
        behind = self._given_by_seconds([row.id for row in rows])
        added = added_unseen(self._derived)
        materials = []
        for id_, sequence, report_id in rows:
            variant, confidence, is_given = findings.get(id_, (None, None, False))
            statement = _stated(*contents[sequence]) if variant is None else _variant(variant)
            of_it = deeds.get(id_, [])
            judged = _with_report(judge(statement, of_it), of_it, deeds.get(report_id, []))
            report = reports[report_id]
            is_variant, is_given = variant is not None, is_given or id_ in added or id_ in behind
            materials.append(
                Material(
                    sequence,
                    report,
                    statement,
                    confidence,
                    is_given,
                    is_variant,
                    judged,
                    *standings.get(id_, (None, None)),
                )
            )
        return materials

    def _standings(self, handles: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
        table = own.standing
        rows = self._derived.execute(select(table).where(table.c.handle.in_(handles)))
        return {row.handle: (row.second_of, row.reader_case) for row in rows}

    def _given_by_seconds(self, handles: Sequence[str]) -> set[str]:
        """Return those behind which a second reading of today stands."""
        table, finding = own.standing, tables.finding
        query = (
            select(table.c.second_of)
            .join(finding, finding.c.statement_id == table.c.handle)
            .where(table.c.second_of.in_(handles), finding.c.current)
        )
        return set(self._derived.execute(query).scalars())

    def given_today(self, handles: Iterable[str]) -> dict[str, dict[str, Statement]]:
        """Return what each reader (its name) of today makes of each of these statements.

        The readings of one statement may differ in what is no part of its id: the date it was said,
        and how a value follows from its words. Statements that none gives today are left out.
        """
        finding, reading = tables.finding, tables.reading
        found: dict[str, dict[str, Statement]] = defaultdict(dict)
        for batch in chunks(handles):
            query = (
                select(finding.c.statement_id, reading.c.reader_name, finding.c.variant)
                .join(reading, reading.c.id == finding.c.reading_id)
                .where(finding.c.statement_id.in_(batch), finding.c.current)
                .order_by(reading.c.sequence, finding.c.position)
            )
            rows = self._derived.execute(query).all()
            stated = self._as_kept({row.statement_id for row in rows if row.variant is None})
            for handle, name, variant in rows:
                found[handle][name] = stated[handle] if variant is None else _variant(variant)
        return dict(found)

    def _as_kept(self, handles: Iterable[str]) -> dict[str, Statement]:
        """Return statements as their own rows of the log hold them."""
        table = tables.statement
        query = select(table.c.id, table.c.sequence).where(table.c.id.in_(handles))
        sequences = {row.id: row.sequence for row in self._derived.execute(query)}
        contents = self._raw(list(sequences.values()))
        return {id_: _stated(*contents[n]) for id_, n in sequences.items()}

    def _payloads(self, sequences: Sequence[int]) -> dict[int, Any]:
        return {n: payloads.read_json(*raw) for n, raw in self._raw(sequences).items()}

    def _raw(self, sequences: Sequence[int]) -> dict[int, tuple[bytes, int]]:
        """Return payload and schema of rows of the log; those erased are left out."""
        paid, log = tables.payload, tables.log
        query = (
            select(paid.c.sequence, paid.c.content, log.c.schema)
            .join(log, log.c.sequence == paid.c.sequence)
            .where(paid.c.sequence.in_(sequences))
        )
        rows = self._evidence.execute(query)
        return {n: (raw, schema) for n, raw, schema in rows if raw is not None}

    def _findings(self, handles: Sequence[str]) -> dict[str, tuple[str | None, float | None, bool]]:
        """Return the finding that tells of each: its variant and confidence; whether one stands.

        That of today, else the last; of several readers the first one's (`by_standing`).
        """
        finding, reading = tables.finding, tables.reading
        query = (
            select(
                finding.c.statement_id, finding.c.variant, finding.c.confidence, finding.c.current
            )
            .join(reading, reading.c.id == finding.c.reading_id)
            .where(finding.c.statement_id.in_(handles))
            .order_by(finding.c.current, *by_standing(), finding.c.position)
        )
        return {
            handle: (variant, confidence, bool(current))
            for handle, variant, confidence, current in self._derived.execute(query)
        }

    def deeds_on(self, subjects: Iterable[str]) -> dict[str, list[Deed]]:
        """Return the standing decisions on each of these ids, oldest first."""
        found: dict[str, list[Deed]] = defaultdict(list)
        of = tables.decision_subject
        for batch in chunks(subjects):
            for subject, deed in self.deeds(of.c.subject.in_(batch)):
                found[subject].append(deed)
        return found

    def deeds(self, condition: ColumnElement[bool]) -> Iterator[tuple[str, Deed]]:
        """Yield `(subject, deed)` of standing decisions whose subject meets a condition."""
        decision, of = tables.decision, tables.decision_subject
        query: Select[Any] = (
            select(of.c.subject, decision.c.sequence)
            .join(decision, decision.c.id == of.c.decision_id)
            .where(condition, decision.c.stands)
            .order_by(decision.c.sequence)
        )
        rows = self._derived.execute(query).all()
        contents: dict[int, Decision] = {}
        sequences = sorted({row.sequence for row in rows})
        for at in range(0, len(sequences), CHUNK):
            raw = self._payloads(sequences[at : at + CHUNK])
            contents |= {n: Decision.from_json(data) for n, data in raw.items()}
        for subject, sequence in rows:
            if sequence in contents:
                yield subject, Deed(sequence, contents[sequence])

    def reports(self, ids: Iterable[str]) -> dict[str, ReportFacts]:
        """Return what statements take from these reports."""
        wanted = set(ids)
        for batch in chunks(wanted - set(self._reports)):
            countries = self._countries(batch)
            group, report = tables.independence_group, tables.report
            query = (
                select(report, group.c.group_id)
                .outerjoin(group, group.c.report_id == report.c.id)
                .where(report.c.id.in_(batch))
            )
            for row in self._derived.execute(query).mappings():
                self._reports[row["id"]] = _facts(row, countries.get(row["id"]))
        return {id_: self._reports[id_] for id_ in wanted if id_ in self._reports}

    def _countries(self, reports: Sequence[str]) -> dict[str, str]:
        table = tables.statement
        query = (
            select(table.c.report_id, table.c.country, func.count())
            .where(table.c.report_id.in_(reports), table.c.country.is_not(None))
            .group_by(table.c.report_id, table.c.country)
        )
        counts: dict[str, dict[str, int]] = defaultdict(dict)
        for report_id, country, number in self._derived.execute(query):
            counts[report_id][country] = number
        return {
            id_: max(of, key=lambda country: of[country])
            for id_, of in counts.items()
            if list(of.values()).count(max(of.values())) == 1
        }


def _facts(row: Mapping[Any, Any], country: str | None) -> ReportFacts:
    valid = read_valid(row["metadata"])
    return ReportFacts(
        row["id"],
        None if valid.publisher is None else valid.publisher.value,
        None if valid.title is None else valid.title.value,
        None if valid.published is None else Edtf(valid.published.value),
        None if valid.language is None else valid.language.value,
        row["confidentiality"],
        country,
        row["group_id"] or row["id"],
    )


def _with_report(judged: Judged, own: Sequence[Deed], on_report: Sequence[Deed]) -> Judged:
    """Apply what was decided of the whole report: withdrawn with it, withheld with it.

    A verdict on the statement itself that came after the report was withdrawn does not bring it
    back: only undoing the withdrawal does.
    """
    for deed in on_report:
        if deed.decision.act == "withdraw":
            judged = replace(judged, state="withdrawn")
        elif deed.decision.act == "withhold" and not deed.decision.content.get("field"):
            how = str(deed.decision.content.get("confidentiality", "confidential"))
            if not any(d.decision.act == "withhold" and d.sequence > deed.sequence for d in own):
                judged = replace(judged, withheld={**judged.withheld, "": how})
    return judged
