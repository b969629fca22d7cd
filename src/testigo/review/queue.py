"""The review queue: which statements wait, in the order in which they matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, tuple_

from testigo.languages.document import fold
from testigo.record.reading import Found
from testigo.record.statement import Statement
from testigo.review import tables
from testigo.review.judging import VERDICTS, Deed, Judged
from testigo.review.materials import Loader, Material, ReportFacts
from testigo.review.reader_agreement import (
    Agreement,
    Share,
    confidence_column,
    confidence_of,
    kept_agreement,
)
from testigo.review.second_readings import SecondReading, second_readings
from testigo.review.two_readers import ALONE, DIFFER
from testigo.store import tables as kept
from testigo.store.deciding import last_decisions_on
from testigo.store.errors import NotKept
from testigo.store.kept import Finding
from testigo.store.queries import findings_of

STATES = (
    "waiting",
    "flagged",
    "disputed",
    "contradicted",
    "disagree",
    "accepted",
    "rejected",
    "all",
)
"""What a queue can hold. `waiting` are drafts of today's readings that nobody judged; `disagree`
those of them that two readers of the text read otherwise, or that one alone gives."""

OTHERS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements are asked for; an empty text asks for nothing in particular.

    `report` is an id; `person` and `place` are words of a name; `below` a confidence. `reader` is
    who reads: with `is_double`, she is given what she has not judged and fewer than two persons
    have, whatever the first of them answered. `in_reading_order` goes report by report through the
    text, instead of by urgency.
    """

    state: str = "waiting"
    kind: str = ""
    outcome: str = ""
    report: str = ""
    person: str = ""
    place: str = ""
    below: float | None = None
    reader: str = ""
    is_double: bool = False
    in_reading_order: bool = False


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One statement as a reviewer meets it.

    `findings` are the readings that gave it, the newest last; none for one that a person added.
    `seen` is the sequence number of the last decision on it, 0 for none: a form sends it back, so
    that nobody overrules what she was not shown. `deeds` are the standing decisions on it.
    `seconds` are what other readers of today make of the same words, `reader_case` what that comes
    to (`two_readers`; None where one reader alone read the report), `share` what is known of such
    cases: `confidence` follows from it. `second_of` is the statement that it stands behind itself.
    """

    judged: Judged
    report: ReportFacts
    confidence: float | None
    is_current: bool
    is_contradicted: bool
    confidentiality: str
    findings: tuple[Finding, ...]
    deeds: tuple[Deed, ...]
    seen: int
    reader_case: str | None = None
    seconds: tuple[SecondReading, ...] = ()
    share: Share | None = None
    second_of: str | None = None

    @property
    def handle(self) -> str:
        """The id under which decisions name it."""
        return self.judged.handle

    @property
    def statement(self) -> Statement:
        """What it says now."""
        return self.judged.statement

    @property
    def found(self) -> Found | None:
        """The statement with what its newest reading says of it; None where a person added it.

        Its confidence is the item's, with how many statements that was measured on.
        """
        if not self.findings:
            return None
        last, share = self.findings[-1], self.share
        is_counted = share is not None and share.confidence == self.confidence
        measured_on = share.of if share is not None and is_counted else last.measured_on
        return Found(self.statement, last.rule, last.fired, self.confidence, measured_on)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some items of a queue, in order, and how many it holds in all (`left`)."""

    items: tuple[ReviewItem, ...]
    left: int


def queue(
    connection: Connection,
    wanted: Wanted,
    *,
    after: str | None = None,
    before: str | None = None,
    limit: int = 1,
    behind_report: str | None = None,
) -> QueuePage:
    """Return the first items of a queue, or those that follow `after` (a statement's id).

    With `behind_report` (an id), those of the reports that follow it in reading order. With
    `before` (a statement's id, and no `after`) those nearest before it, in the same order. A
    statement that has left the queue still marks its place.
    """
    table = tables.judged
    condition = _fits(connection, wanted)
    left = connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
    order = (
        (table.c.report_id, table.c.start, table.c.handle)
        if wanted.in_reading_order
        else (table.c.urgency, table.c.sequence, table.c.handle)
    )
    query = select(table.c.handle).where(condition).limit(limit)
    is_back = after is None and before is not None
    mark = before if is_back else after
    place = connection.execute(select(*order).where(table.c.handle == mark)).one_or_none()
    if place is not None:
        here, there = tuple_(*order), tuple_(*place)
        query = query.where(here < there if is_back else here > there)
    if behind_report is not None:
        query = query.where(table.c.report_id > behind_report)
    # The ids decide among statements of one urgency, so that both ways pass by the same ones.
    query = query.order_by(*(column.desc() if is_back else column for column in order))
    handles = connection.execute(query).scalars().all()
    return QueuePage(tuple(items(connection, handles[::-1] if is_back else handles)), left)


def items(connection: Connection, handles: Sequence[str]) -> list[ReviewItem]:
    """Return these statements in the order asked for; those that are not kept are left out."""
    loader = Loader(connection, connection)
    materials = {material.handle: material for material in loader.materials(handles)}
    deeds = loader.deeds_on(materials)
    findings = findings_of(connection, list(materials))
    table = tables.judged
    contradicted = {
        row.handle: bool(row.is_contradicted)
        for row in connection.execute(
            select(table.c.handle, table.c.is_contradicted).where(table.c.handle.in_(materials))
        )
    }
    seen = last_decisions_on(connection, materials)
    seconds = second_readings(connection, loader, list(materials.values()))
    agreement = kept_agreement(connection) if seconds else None
    return [
        _item(
            materials[handle],
            contradicted.get(handle, False),
            findings.get(handle, ()),
            deeds.get(handle, []),
            seen.get(handle, 0),
            seconds.get(handle, ()),
            agreement,
        )
        for handle in handles
        if handle in materials
    ]


def item(connection: Connection, handle: str) -> ReviewItem:
    """Return one statement.

    Raises:
        NotKept: if there is none of that id.
    """
    found = items(connection, [handle])
    if not found:
        raise NotKept("statement", handle)
    return found[0]


def _item(
    material: Material,
    is_contradicted: bool,
    findings: tuple[Finding, ...],
    deeds: Sequence[Deed],
    seen: int,
    seconds: tuple[SecondReading, ...],
    agreement: Agreement | None,
) -> ReviewItem:
    kind, case = material.judged.statement.kind, material.reader_case
    return ReviewItem(
        judged=material.judged,
        report=material.report,
        confidence=confidence_of(material, agreement),
        is_current=material.is_current,
        is_contradicted=is_contradicted,
        confidentiality=material.confidentiality,
        findings=findings,
        deeds=tuple(deeds),
        seen=seen,
        reader_case=case,
        seconds=seconds,
        share=None if agreement is None else agreement.share(kind, case),
        second_of=material.second_of,
    )


def of_report(connection: Connection, report_id: str) -> list[ReviewItem]:
    """Return the statements of a report in reading order: current ones, and those people judged."""
    table = tables.judged
    query = (
        select(table.c.handle)
        .where(table.c.report_id == report_id, table.c.is_current)
        .order_by(table.c.start, table.c.sequence, table.c.handle)
    )
    return items(connection, connection.execute(query).scalars().all())


def restated(connection: Connection) -> list[tuple[str, Statement]]:
    """Return what people amended or added, each with the id of its report."""
    table = tables.judged
    query = select(table.c.handle).where(table.c.is_amended | table.c.is_added)
    handles = connection.execute(query).scalars().all()
    materials = Loader(connection, connection).materials(handles)
    return [(material.report.id, material.judged.statement) for material in materials]


def waiting_by_report(connection: Connection) -> dict[str, int]:
    """Return how many drafts of each report wait; reports without any are left out."""
    table = tables.judged
    query = (
        select(table.c.report_id, func.count())
        .where(table.c.state == "draft", table.c.is_current)
        .group_by(table.c.report_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def same_told(connection: Connection, item: ReviewItem) -> list[ReviewItem]:
    """Return what other reports say of the same: "3 other sources say 7, 8, 9".

    Of a toll: the same outcome at the same place, or of the same day where neither names a place;
    of a casualty: the same name; of an incident or measure: the same type, place and day.
    Likeness for reading beside, and never a link.
    """
    table = tables.judged
    own = connection.execute(select(table).where(table.c.handle == item.handle)).mappings().first()
    if own is None or own["kind"] not in ("toll", "casualty", "incident", "measure"):
        return []
    same = [table.c.kind == own["kind"], table.c.outcome == own["outcome"]]
    if own["kind"] == "casualty":
        if not own["name"]:
            return []
        same = [table.c.kind == "casualty", table.c.name == own["name"]]
    elif own["place_key"] is None and own["earliest"] is None:
        return []
    else:
        same += _same_where_and_when(own["place_key"], own["earliest"], own["latest"])
    query = (
        select(table.c.handle)
        .where(*same, table.c.report_id != item.report.id)
        .where(table.c.is_current, table.c.state.in_(("draft", "accepted")))
        .order_by(table.c.state, table.c.sequence)
        .limit(OTHERS_SHOWN)
    )
    return items(connection, connection.execute(query).scalars().all())


def _same_where_and_when(
    place: str | None, earliest: str | None, latest: str | None
) -> list[ColumnElement[bool]]:
    table = tables.judged
    same: list[ColumnElement[bool]] = [
        table.c.place_key.is_(None) if place is None else table.c.place_key == place
    ]
    if earliest is not None and latest is not None:
        apart = or_(table.c.earliest > latest, table.c.latest < earliest)
        same.append(or_(table.c.earliest.is_(None), ~apart))
    return same


def _fits(connection: Connection, wanted: Wanted) -> ColumnElement[bool]:
    table = tables.judged
    conditions: list[ColumnElement[bool]] = [*_of_state(wanted)]
    for name, value in (("kind", wanted.kind), ("outcome", wanted.outcome)):
        if value:
            conditions.append(table.c[name] == value)
    if wanted.report:
        conditions.append(table.c.report_id == wanted.report)
    if wanted.below is not None:
        confidence = confidence_column(kept_agreement(connection))
        conditions.append(or_(confidence.is_(None), confidence < wanted.below))
    if wanted.place:
        conditions.append(table.c.place.icontains(wanted.place, autoescape=True))
    if wanted.person:
        node = tables.node
        named = node.c.name.icontains(wanted.person, autoescape=True)
        conditions.append(exists().where(node.c.handle == table.c.handle, named))
    return and_(*conditions)


def _of_state(wanted: Wanted) -> list[ColumnElement[bool]]:
    table = tables.judged
    match wanted.state:
        case "flagged":
            return [table.c.is_flagged]
        case "disputed":
            return [table.c.is_disputed]
        case "contradicted":
            return [table.c.is_contradicted, table.c.is_current]
        case "disagree":
            case = table.c.reader_case
            disagree = or_(case == DIFFER, case.startswith(ALONE, autoescape=True))
            return [table.c.state == "draft", table.c.is_current, disagree]
        case "accepted" | "rejected":
            return [table.c.state == wanted.state]
        case "all":
            return [table.c.is_current]
    if wanted.is_double:
        # An open question is somebody else's to answer, and asked of her here.
        return [
            table.c.is_current,
            table.c.state.in_(("draft", "accepted", "rejected")),
            table.c.readers < 2,
            ~_judged_by(wanted.reader),
        ]
    return [table.c.state == "draft", table.c.is_current]


def _judged_by(reader: str) -> ColumnElement[bool]:
    of, decision, log = kept.decision_subject, kept.decision, kept.log
    return (
        exists()
        .where(of.c.subject == tables.judged.c.handle)
        .where(decision.c.id == of.c.decision_id, decision.c.stands)
        .where(decision.c.act.in_(sorted(VERDICTS)))
        .where(log.c.sequence == decision.c.sequence, log.c.by_name == reader)
    )


def search_key(words: str) -> str:
    """Return words as lists search for them: folded, so that case and accents do not matter."""
    return " ".join(fold(words).split())
