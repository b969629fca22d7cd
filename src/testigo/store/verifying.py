"""What can be shown to be whole, and what is not: the check behind `testigo verify`.

It walks the chain, hashes every payload and the captured bytes again, checks every quote of every
statement against its text, computes every id again, and makes the derived tables anew elsewhere to
compare. What it cannot find by itself is a tail that was cut cleanly, or a chain rewritten whole:
only a head kept elsewhere (`expect`) shows those.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, inspect, select, text, type_coerce
from sqlalchemy.types import NullType

from testigo.record.call import CallEnd, Sent
from testigo.record.canonical import SCHEMA_VERSION
from testigo.record.decision import Decision
from testigo.record.errors import InvalidRecord, TestigoError
from testigo.record.span import Span
from testigo.record.statement import Statement
from testigo.store import calls, forms, payloads, tables
from testigo.store.append import was_erased
from testigo.store.chain import GENESIS, KINDS, Head, payload_hash
from testigo.store.deciding import stated_statement
from testigo.store.engine import scratch_engine
from testigo.store.fold import Fold
from testigo.store.following import Derivation
from testigo.store.rows import Entry, entries
from testigo.store.triggers import missing_triggers

_SHOWN_PER_TABLE = 20
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it must be; `where` names rows and ids, never words of a report."""

    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` saw: where the chain ends, how much was checked, and every fault.

    `erased` counts payloads that a decision removed; `quotes` the spans compared with their text.
    """

    head: Head
    faults: tuple[Fault, ...]
    reports: int
    statements: int
    quotes: int
    erased: int

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def and_a(self, fault: Fault) -> Verification:
        """Return the same with one more fault."""
        return replace(self, faults=(*self.faults, fault))


def verify(
    connection: Connection,
    path: Path,
    derivation: Derivation,
    *,
    expect: str | None = None,
    on_progress: Progress | None = None,
) -> Verification:
    """Check the casebook as `connection` sees it; nothing is changed.

    `expect` is a head kept elsewhere (`COUNT:HASH` or the hash alone). `on_progress` is called with
    rows done and rows in all.
    """
    engine = scratch_engine()
    try:
        with engine.connect() as scratch, scratch.begin():
            forms.create_derived(scratch, derivation)
            walk = _Walk(connection, Fold.begin(scratch, derivation, connection), expect)
            walk.run(on_progress)
            walk.fold.finish()
            forms.mark_built(scratch, derivation)
            faults = [*_of_the_file(connection, path), *walk.faults]
            faults += _differences(connection, scratch, derivation)
            faults += [
                Fault(
                    "answers of a language model wait for a text that is not there", f"report {id_}"
                )
                for id_ in calls.strays(connection)
            ]
            return Verification(
                walk.head, tuple(faults), walk.reports, walk.statements, walk.quotes, walk.erased
            )
    finally:
        engine.dispose()


def _of_the_file(connection: Connection, path: Path) -> Iterator[Fault]:
    for suffix in ("", "-wal", "-shm"):
        file = path.with_name(path.name + suffix)
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield Fault("others than its owner may open it; set its mode to 0600", file.name)
    for (said,) in connection.execute(text("PRAGMA quick_check(5)")):
        if said != "ok":
            yield Fault(f"SQLite finds damage: {said}", path.name)
    for name in missing_triggers(connection):
        yield Fault("the trigger that refuses changes is gone or altered", name)


@dataclass(slots=True)
class _Walk:
    """One pass over the log: chain, payloads, and what they say, folded into scratch tables."""

    connection: Connection
    fold: Fold
    expect: str | None
    faults: list[Fault] = field(default_factory=list)
    head: Head = field(default_factory=lambda: Head(0, GENESIS))
    reports: int = 0
    statements: int = 0
    quotes: int = 0
    erased: int = 0
    _casebook: str | None = None
    _blank: set[int] = field(default_factory=set)
    _ordered: set[int] = field(default_factory=set)
    _missing: dict[str, str] = field(default_factory=dict)
    _calling: set[int] = field(default_factory=set)
    _text: tuple[str, str] = ("", "")

    def run(self, on_progress: Progress | None) -> None:
        total = self._count(tables.log)
        met = False
        for done, entry in enumerate(entries(self.connection), start=1):
            self._link(entry)
            self._payload(entry)
            met = met or self.expect in (self.head.hash, str(self.head))
            if on_progress is not None:
                on_progress(done, total)
        self._close(met)

    def _close(self, met: bool) -> None:
        if self.head.count == 0:
            self._fault("there is no row at all", "log")
        if self.expect is not None and not met:
            self._fault(
                f"the head {self.expect} is not in the chain: its tail was cut, or it was "
                "rewritten whole",
                "log",
            )
        for sequence in sorted(self._blank - self._ordered):
            self._fault("it was blanked without a decision to erase", f"payload {sequence}")
        for sequence in sorted(self._ordered - self._blank):
            self._fault("a decision erased it, and it is there", f"payload {sequence}")
        self.erased = len(self._blank & self._ordered)
        paid, log = tables.payload, tables.log
        orphans = select(paid.c.sequence).where(paid.c.sequence.not_in(select(log.c.sequence)))
        for (sequence,) in self.connection.execute(orphans.order_by(paid.c.sequence)):
            self._fault("no row of the log announces it", f"payload {sequence}")
        for statement_id, reading_id in sorted(self._missing.items()):
            if not was_erased(self.fold.connection, statement_id):
                self._fault(f"its statement {statement_id} is gone", f"reading {reading_id}")
        report, bytes_ = tables.report, tables.bytes_
        bare = select(report.c.id).where(report.c.id.not_in(select(bytes_.c.report_id)))
        for (id_,) in self.fold.connection.execute(bare.order_by(report.c.sequence)):
            if not was_erased(self.fold.connection, id_):
                self._fault("its captured bytes are gone", f"report {id_}")

    def _link(self, entry: Entry) -> None:
        """Check that the row follows the one before and is what its hash says."""
        row, where = entry.row, f"log row {entry.row.sequence}"
        if row.sequence != self.head.count + 1:
            self._fault(f"the row before it is {self.head.count}: rows are missing", where)
        if row.previous != self.head.hash:
            self._fault("it does not follow the row before it", where)
        try:
            computed = row.hash
        except TypeError:  # a column holds what no row has
            computed = GENESIS
        if computed != entry.kept_hash:
            self._fault("it does not hold what its hash was made from", where)
        self._casebook = self._casebook or row.casebook
        if row.casebook != self._casebook:
            self._fault("it belongs to another casebook", where)
        if row.kind not in KINDS:
            self._fault("it is of a kind that does not exist", where)
        if (row.kind == "casebook") != (row.sequence == 1):
            self._fault("the first row, and it alone, names the casebook", where)
        self.head = Head(row.sequence, computed)

    def _payload(self, entry: Entry) -> None:
        row, where = entry.row, f"payload {entry.row.sequence} ({entry.row.kind})"
        if not entry.has_payload:
            self._fault("it is gone", where)
        elif entry.content is None or entry.salt is None:
            self._blank.add(row.sequence)
            if entry.content is not None or entry.salt is not None:
                self._fault("it is blanked by half", where)
        elif payload_hash(entry.salt, entry.content) != row.payload:
            self._fault("it is not what the log says was kept", where)
        if entry.content is None or row.kind not in KINDS:
            return
        try:
            self.fold.apply_if_sound(row, entry.content)
            self._say(entry, entry.content)
        except TestigoError as fault:
            self._fault(str(fault), where)

    def _say(self, entry: Entry, content: bytes) -> None:
        """Check what a payload says against the rest of the record.

        Raises:
            TestigoError: whatever is wrong first.
        """
        if entry.row.kind == "bytes":
            self._check_bytes(content)
            return
        data = payloads.read_json(content, entry.row.schema)
        match entry.row.kind:
            case "casebook":
                if data.get("id") != entry.row.casebook:
                    raise InvalidRecord("it names another casebook than its row")
            case "report":
                self.reports += 1
            case "metadata":
                payloads.read_metadata(data)
            case "text":
                self._check_text(data)
            case "statement":
                self._check_statement(Statement.from_json(data))
            case "reading":
                self._check_reading(payloads.read_reading(data))
            case "decision":
                self._check_decision(Decision.from_json(data), entry.row.sequence)
            case "call":
                self._check_call(Sent.from_json(data), entry.row.sequence)
            case "call_end":
                self._check_call_end(CallEnd.from_json(data))

    def _check_bytes(self, content: bytes) -> None:
        table = tables.report
        id_ = payloads.report_id_of(content)
        size = self._scratch(select(table.c.size).where(table.c.id == id_))
        if size is None:
            raise InvalidRecord(f"no report has the id that these bytes give ({id_})")
        if size != len(content):
            raise InvalidRecord(f"report {id_} has another size than its bytes")

    def _check_text(self, data: payloads.Json) -> None:
        id_, kept = payloads.read_text(data)
        if kept.id != id_:
            raise InvalidRecord(f"text {id_} does not hold what its id was made from")
        self._text = (id_, kept.content)

    def _check_statement(self, statement: Statement) -> None:
        self.statements += 1
        self._check_spans(statement.text_id, statement.spans())

    def _check_reading(self, kept: payloads.StoredReading) -> None:
        if kept.computed_id != kept.id:
            raise InvalidRecord(f"reading {kept.id} does not hold what its id was made from")
        text_, metadata, statement = tables.text, tables.metadata, tables.statement
        owner = self._scratch(select(text_.c.report_id).where(text_.c.id == kept.text_id))
        given = (metadata.c.report_id == owner) & (metadata.c.id == kept.metadata_id)
        if self._scratch(select(metadata.c.sequence).where(given)) is None:
            raise InvalidRecord(f"reading {kept.id} was made with metadata nobody gave")
        for finding in kept.findings:
            self._check_spans(kept.text_id, finding.fired)
            if finding.variant is not None:
                self._check_spans(kept.text_id, Statement.from_json(finding.variant).spans())
            of = select(statement.c.text_id).where(statement.c.id == finding.statement_id)
            found = self._scratch(of)
            if found is None:
                self._missing[finding.statement_id] = kept.id
            elif found != kept.text_id:
                raise InvalidRecord(f"reading {kept.id} found a statement of another text")
        for flagged in kept.coverage.flagged:
            self._check_spans(kept.text_id, (flagged.sentence, *flagged.words))

    def _check_decision(self, decision: Decision, sequence: int) -> None:
        if decision.act in ("add", "amend"):
            statement = stated_statement(decision)
            self._check_spans(statement.text_id, statement.spans())
        if decision.act == "erase":
            erased = decision.content.get("erased")
            if not isinstance(erased, list) or not all(isinstance(n, int) for n in erased):
                raise InvalidRecord(f"decision {decision.id} erases, and does not say what")
            self._ordered.update(n for n in erased if n < sequence)

    def _check_call_end(self, end: CallEnd) -> None:
        if end.of not in self._calling:
            raise InvalidRecord(f"it ends a call that did not begin in row {end.of}")
        self._calling.remove(end.of)

    def _check_call(self, call: Sent, sequence: int) -> None:
        self._calling.add(sequence)
        report = tables.report
        known = select(report.c.id).where(report.c.id == call.report)
        if call.report is not None and self._scratch(known) is None:
            raise InvalidRecord(f"it sent text of report {call.report}, which is not there")

    def _check_spans(self, text_id: str, spans: Iterable[Span]) -> None:
        content = self._content_of(text_id)
        for span in spans:
            span.check(content)
            self.quotes += 1

    def _content_of(self, text_id: str) -> str:
        if self._text[0] != text_id:
            table, paid = tables.text, tables.payload
            sequence = self._scratch(select(table.c.sequence).where(table.c.id == text_id))
            raw = self.connection.execute(
                select(paid.c.content).where(paid.c.sequence == sequence)
            ).scalar()
            if raw is None:
                raise InvalidRecord(f"text {text_id} is not in the log before it")
            self._text = (
                text_id,
                payloads.read_text(payloads.read_json(raw, SCHEMA_VERSION))[1].content,
            )
        return self._text[1]

    def _scratch(self, query: Any) -> Any:
        return self.fold.connection.execute(query).scalar()

    def _count(self, table: Table) -> int:
        return int(self.connection.execute(select(func.count()).select_from(table)).scalar_one())

    def _fault(self, what: str, where: str) -> None:
        self.faults.append(Fault(what, where))


def _waiting(connection: Connection) -> Iterator[Fault]:
    """Yield what is wrong with the answers of a language model that wait."""
    if not inspect(connection).has_table(tables.answer.name):
        yield Fault("it is gone; an older copy of the casebook has it", "table answer")
        return
    for id_ in calls.strays(connection):
        yield Fault("answers about a text wait that is not there", f"report {id_}")


def _differences(
    connection: Connection, scratch: Connection, derivation: Derivation
) -> Iterator[Fault]:
    """Yield where derived tables differ from those made anew; at most some of each table."""
    present = set(inspect(connection).get_table_names())
    followed = [] if derivation.follower is None else derivation.follower.tables.sorted_tables
    for table in (*tables.DERIVED.sorted_tables, *followed):
        if table.name not in present:
            yield Fault("it is gone; it can be made anew from the log", f"table {table.name}")
            continue
        keys = list(_differing(table, _rows(connection, table), _rows(scratch, table)))
        for key in keys[:_SHOWN_PER_TABLE]:
            yield Fault("it differs from what the log gives", f"table {table.name}, row {key}")
        if len(keys) > _SHOWN_PER_TABLE:
            more = f"{len(keys) - _SHOWN_PER_TABLE} more rows differ from what the log gives"
            yield Fault(more, f"table {table.name}")


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Yield rows as they lie on the disk: read as a truth value, 1, 2 and "no" would be one."""
    columns = [type_coerce(column, NullType()) for column in table.columns]
    query = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=500)
    for row in connection.execute(query):
        yield tuple(row)


def _differing(
    table: Table, ours: Iterator[tuple[Any, ...]], theirs: Iterator[tuple[Any, ...]]
) -> Iterator[str]:
    """Yield the keys at which two tables in the order of their keys do not hold the same row."""
    width = len(table.primary_key.columns)
    mine, other = next(ours, None), next(theirs, None)
    while mine is not None or other is not None:
        if mine is not None and other is not None and mine[:width] == other[:width]:
            if _ranked(mine) != _ranked(other):
                yield _key(mine[:width])
            mine, other = next(ours, None), next(theirs, None)
        elif other is None or (mine is not None and _ranked(mine[:width]) < _ranked(other[:width])):
            assert mine is not None
            yield _key(mine[:width])
            mine = next(ours, None)
        else:
            yield _key(other[:width])
            other = next(theirs, None)


def _ranked(values: tuple[Any, ...]) -> list[tuple[int, Any]]:
    """Return values that compare as SQLite orders them: nothing, numbers, text, bytes."""
    kinds = (type(None), int, float, str, bytes)
    return [(kinds.index(type(value)), "" if value is None else value) for value in values]


def _key(values: tuple[Any, ...]) -> str:
    return " ".join(str(value) for value in values)
