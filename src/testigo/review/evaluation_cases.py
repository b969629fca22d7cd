"""The judged statements of a casebook as cases of an evaluation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from testigo.record.span import Span
from testigo.record.statement import Statement
from testigo.record.values import value_to_json
from testigo.review import tables
from testigo.review.comparing import disagreeing
from testigo.review.evaluating import Case, Evaluation, ReviewedReport, evaluate
from testigo.review.evaluating_readers import Claim, ReadersEvaluation, evaluate_readers
from testigo.review.judging import Judged
from testigo.review.materials import Loader, Material, chunks
from testigo.review.nodes import name_key
from testigo.review.queue import waiting_by_report
from testigo.review.reader_standings import seconds_behind
from testigo.store import tables as kept
from testigo.store.queries import readings

_OUT_OF_SCOPE = "out_of_scope"
_KEPT = ("accepted", "amended")
_PERPETRATORS = ("perpetrator", "perpetrators")
_KEPT_BACK = "(kept back)"


def evaluation(connection: Connection, *, every: bool = False) -> Evaluation:
    """Return the score over the reports of which nothing waits; with `every`, of all judged ones.

    A report counts once a person has judged a statement of it. What was withdrawn counts nowhere.
    """
    counted, is_partial = _counted(connection, every=every)
    loader = Loader(connection, connection)
    cases: list[Case] = []
    reports: list[ReviewedReport] = []
    for report in counted:
        of_report, reviewed = _of_report(connection, loader, report)
        cases += of_report
        reports.append(reviewed)
    return evaluate(cases, reports, is_partial=is_partial)


def readers_evaluation(connection: Connection, *, every: bool = False) -> ReadersEvaluation:
    """Return the score of today's readers beside each other, on reports that several have read.

    Which reports count is as with `evaluation`.
    """
    counted, is_partial = _counted(connection, every=every)
    loader = Loader(connection, connection)
    claims: list[Claim] = []
    reports: list[str] = []
    readers: dict[str, set[str]] = defaultdict(set)
    for report in counted:
        of_today = [reading.reader for reading in readings(connection, report, superseded=False)]
        if len({reader.name for reader in of_today}) > 1:
            reports.append(report)
            for reader in of_today:
                readers[reader.name].add(f"{reader.name} {reader.version}")
            claims += _claims(connection, loader, report)
    versions = {name: sorted(ids) for name, ids in readers.items()}
    return evaluate_readers(claims, reports, versions, is_partial=is_partial)


def _counted(connection: Connection, *, every: bool) -> tuple[list[str], bool]:
    """Return the reports that count, and whether something waits in any of them."""
    waiting = waiting_by_report(connection)
    judged = _judged_reports(connection)
    counted = [report for report in judged if every or report not in waiting]
    return counted, any(report in waiting for report in counted)


def _claims(connection: Connection, loader: Loader, report: str) -> Iterator[Claim]:
    materials = _judged_statements(connection, loader, report)
    behind = seconds_behind(connection, [material.handle for material in materials])
    given = loader.given_today([*behind, *(m.handle for m in materials)])
    ever = _readers_of(connection, [material.handle for material in materials])
    for material in materials:
        handle, now = material.handle, material.judged.statement
        by_reader = dict(given.get(handle, {}))
        for second in (h for h, first in behind.items() if first == handle):
            by_reader |= given.get(second, {})
        fate = _fate(material.judged, is_proposed=handle in ever)
        if by_reader or fate in _KEPT or fate == "missed":
            yield Claim(
                report,
                now.kind,
                material.report.language or "und",
                fate,
                material.reader_case,
                {name: not disagreeing(said, now) for name, said in by_reader.items()},
            )


def _judged_reports(connection: Connection) -> list[str]:
    table = tables.judged
    query = select(table.c.report_id).where(table.c.readers > 0).distinct()
    return sorted(connection.execute(query).scalars())


def _of_report(
    connection: Connection, loader: Loader, report: str
) -> tuple[list[Case], ReviewedReport]:
    materials = _judged_statements(connection, loader, report)
    given = _readers_of(connection, [material.handle for material in materials])
    behind = _read_otherwise(connection, loader, materials)
    flagged, readers = _flagged(connection, report)
    cases = [
        _case(material, given.get(material.handle, ()), behind.get(material.handle, {}), flagged)
        for material in materials
        # What a person added and took back was neither proposed nor missed.
        if material.handle in given or material.judged.state == "accepted"
    ]
    missed = [m for m in materials if m.handle not in given and m.judged.state == "accepted"]
    added = [span for material in missed for span in material.judged.statement.evidence]
    with_added = sum(any(one.meets(span) for span in added) for one in flagged)
    return cases, ReviewedReport(report, readers, len(flagged), with_added)


def _judged_statements(connection: Connection, loader: Loader, report: str) -> list[Material]:
    """Return the statements of a report that people accepted or rejected."""
    table = tables.judged
    query = select(table.c.handle).where(table.c.report_id == report)
    materials = loader.materials(connection.execute(query).scalars())
    return [material for material in materials if material.state in ("accepted", "rejected")]


def _read_otherwise(
    connection: Connection, loader: Loader, materials: Sequence[Material]
) -> dict[str, dict[str, Statement]]:
    """Return, by statement, what other reader versions gave for it, that stands behind it."""
    behind = seconds_behind(connection, [material.handle for material in materials])
    said = {material.handle: material.read for material in loader.materials(behind)}
    found: dict[str, dict[str, Statement]] = defaultdict(dict)
    for second, readers in _readers_of(connection, list(behind)).items():
        for reader in readers:
            found[behind[second]][reader] = said[second]
    return dict(found)


def _readers_of(connection: Connection, handles: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return every reader version that ever gave each statement."""
    finding, reading = kept.finding, kept.reading
    found: dict[str, set[str]] = defaultdict(set)
    for batch in chunks(handles):
        query = (
            select(finding.c.statement_id, reading.c.reader_name, reading.c.reader_version)
            .join(reading, reading.c.id == finding.c.reading_id)
            .where(finding.c.statement_id.in_(batch))
        )
        for handle, name, version in connection.execute(query):
            found[handle].add(f"{name} {version}")
    return {handle: tuple(sorted(names)) for handle, names in found.items()}


def _flagged(connection: Connection, report: str) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Return the sentences flagged by today's readings, and who ever read the report."""
    flagged: set[Span] = set()
    readers: set[str] = set()
    for reading in readings(connection, report, superseded=True):
        readers.add(f"{reading.reader.name} {reading.reader.version}")
        if reading.current:
            flagged |= {one.sentence for one in reading.coverage.flagged}
    return tuple(sorted(flagged)), tuple(sorted(readers))


def _case(
    material: Material,
    readers: tuple[str, ...],
    others: Mapping[str, Statement],
    flagged: Sequence[Span],
) -> Case:
    judged = material.judged
    fate = _fate(judged, is_proposed=bool(readers))
    is_kept = fate in _KEPT
    otherwise = {reader: said for reader, said in others.items() if reader not in readers}
    evidence = judged.statement.evidence
    return Case(
        report=material.report.id,
        kind=judged.statement.kind,
        language=material.report.language or "und",
        fate=fate,
        readers=(*readers, *sorted(otherwise)),
        confidence=material.confidence,
        values=_values(material.read, judged.statement) if is_kept else None,
        reason=judged.reason if judged.state == "rejected" else None,
        perpetrator=_perpetrator(material),
        is_flagged=any(one.meets(span) for one in flagged for span in evidence),
        read_otherwise={r: _values(said, judged.statement) for r, said in otherwise.items()},
    )


def _fate(judged: Judged, *, is_proposed: bool) -> str:
    if judged.state == "rejected":
        return _OUT_OF_SCOPE if judged.reason == _OUT_OF_SCOPE else "rejected"
    if not is_proposed:
        return "missed"
    return "amended" if judged.is_amended else "accepted"


def _values(read: Statement, now: Statement) -> dict[str, bool]:
    """Map what either states to whether it is the same in both."""
    before, after = dict(_parts(read)), dict(_parts(now))
    return {name: before.get(name) == after.get(name) for name in sorted({*before, *after})}


def _parts(statement: Statement) -> Iterator[tuple[str, object]]:
    for name, field in statement.fields:
        yield name, value_to_json(field.value)
    source = statement.source
    for name, extra in (("speaker", source.speaker), ("origin", source.origin)):
        if extra is not None:
            yield name, value_to_json(extra.value)
    if statement.said_on is not None:
        yield "said_on", value_to_json(statement.said_on.value)
    yield "modality", statement.modality


def _perpetrator(material: Material) -> str | None:
    """Return who is named, not by name where the statement or that field is kept back."""
    statement, withheld = material.judged.statement, material.judged.withheld
    for name in _PERPETRATORS:
        field = statement.field(name)
        if field is not None:
            if material.confidentiality != "public" or withheld.get(name, "public") != "public":
                return _KEPT_BACK
            items = field.value if isinstance(field.value, tuple) else (field.value,)
            return name_key(str(items[0])) or None
    return None
