"""Entries kept up with the log: the follower that the store calls in its own transactions.

Law: the tables depend on the log alone. A pass gathers what its rows touch and works it out once at
the end, so that one statement accepted costs little, and a casebook made anew costs one pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, MetaData, delete, insert, select

from testigo.review import tables
from testigo.review.materials import CHUNK, Loader, Material, chunks
from testigo.review.nodes import ID
from testigo.review.reader_standings import ReaderStandings
from testigo.review.reclustering import Clusters
from testigo.review.statement_rows import judged_row
from testigo.review.summaries import Summaries
from testigo.store import tables as kept
from testigo.store.chain import Row

VERSION = "8"
"""Raised when a change here gives other rows: a casebook made with another is made anew."""

SLICE = 4000
"""Statements worked out at a time: bounds the memory of making a large casebook anew."""

_OF_A_REPORT = {
    "text": kept.text,
    "metadata": kept.metadata,
    "reading": kept.reading,
    "statement": kept.statement,
    "capture": kept.capture,
}


@dataclass(frozen=True, slots=True)
class EntryFollower:
    """Keeps judged statements, nodes and entries; see `testigo.store.following`."""

    @property
    def version(self) -> str:
        """The version of the code that makes the tables."""
        return VERSION

    @property
    def tables(self) -> MetaData:
        """The tables it writes."""
        return tables.METADATA

    def begin(self, derived: Connection, evidence: Connection) -> EntryPass:
        """Start a pass."""
        return EntryPass(derived, evidence)


@dataclass(slots=True)
class EntryPass:
    """What the rows of one pass touch, until `finish` works it out."""

    derived: Connection
    evidence: Connection
    _seen: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _touched: set[str] = field(default_factory=set)

    def see(self, row: Row, content: bytes) -> None:
        """Note a row; what it touches is asked of the tables at the end."""
        if row.kind == "decision" or row.kind in _OF_A_REPORT:
            self._seen[row.kind].append(row.sequence)

    def touch(self, subjects: Iterable[str]) -> None:
        """Note statements and entries to be worked out anew, whatever the rows seen say."""
        self._touched |= set(subjects)

    def finish(self) -> None:
        """Bring statements, nodes and entries up to date with what was seen."""
        reports = self._reports_touched()
        subjects = self._subjects() | self._touched
        handles = self._statements_of(reports | subjects)
        gone = self._known(subjects) - handles
        # With a statement goes its say in which country the report is about.
        handles |= gone | self._statements_of(self._reports_of(gone))
        named = {subject for subject in subjects if ID.fullmatch(subject)}
        self._seen.clear()
        self._touched.clear()
        if not handles and not named:
            return
        handles |= ReaderStandings(self.derived, self.evidence).bring_up_to_date(handles)
        ordered = self._in_order(handles)
        loader = Loader(self.derived, self.evidence)
        entries: set[str] = set()
        known: dict[str, Material] = {}
        for at in range(0, max(len(ordered), 1), SLICE):
            touched, known = self._cluster(loader, set(ordered[at : at + SLICE]), named)
            entries |= touched
            named = set()
        # Once at the end: a speaker of thousands of statements is in every slice.
        known = known if len(ordered) <= SLICE else {}
        for batch in [list(entries)] if known else chunks(entries):
            Summaries(self.derived, loader).write(batch, known)

    def _cluster(
        self, loader: Loader, handles: set[str], named: set[str]
    ) -> tuple[set[str], dict[str, Material]]:
        """Judge these statements, cluster what they mention; return the entries touched, and them.

        The entries touched are to be summarised still.
        """
        materials = loader.materials(handles)
        present = {material.handle for material in materials}
        for batch in chunks(handles):
            table = tables.judged
            self.derived.execute(delete(table).where(table.c.handle.in_(batch)))
        if materials:
            self.derived.execute(insert(tables.judged), [judged_row(m) for m in materials])
        clusters = Clusters(self.derived, loader, self._secret())
        entries = clusters.touch(materials, handles - present, named)
        return entries, {material.handle: material for material in materials}

    def _reports_touched(self) -> set[str]:
        found: set[str] = set()
        for kind, table in _OF_A_REPORT.items():
            for batch in _batches(self._seen[kind]):
                query = select(table.c.report_id).where(table.c.sequence.in_(batch))
                found |= set(self.derived.execute(query).scalars())
        return found

    def _subjects(self) -> set[str]:
        """Return what the decisions seen are about; of an undo, what the undone one was about."""
        decision, of = kept.decision, kept.decision_subject
        found: set[str] = set()
        ask: set[str] = set()
        for batch in _batches(self._seen["decision"]):
            ask |= set(
                self.derived.execute(
                    select(decision.c.id).where(decision.c.sequence.in_(batch))
                ).scalars()
            )
        asked: set[str] = set()
        while ask:
            asked |= ask
            subjects: set[str] = set()
            for ids in chunks(ask):
                query = select(of.c.subject).where(of.c.decision_id.in_(ids))
                subjects |= set(self.derived.execute(query).scalars())
            found |= subjects
            undone: set[str] = set()
            for ids in chunks(subjects):
                query = select(decision.c.id).where(decision.c.id.in_(ids))
                undone |= set(self.derived.execute(query).scalars())
            ask = undone - asked
        return found

    def _statements_of(self, subjects: Iterable[str]) -> set[str]:
        """Return the statements of reports, and those that are named themselves."""
        table = kept.statement
        found: set[str] = set()
        for batch in chunks(subjects):
            query = select(table.c.id).where(table.c.report_id.in_(batch) | table.c.id.in_(batch))
            found |= set(self.derived.execute(query).scalars())
        return found

    def _known(self, subjects: Iterable[str]) -> set[str]:
        """Return statements that were judged before: those erased are no longer among the rest."""
        table = tables.judged
        found: set[str] = set()
        for batch in chunks(subjects):
            query = select(table.c.handle).where(
                table.c.report_id.in_(batch) | table.c.handle.in_(batch)
            )
            found |= set(self.derived.execute(query).scalars())
        return found

    def _reports_of(self, handles: Iterable[str]) -> set[str]:
        table = tables.judged
        found: set[str] = set()
        for batch in chunks(handles):
            query = select(table.c.report_id).where(table.c.handle.in_(batch))
            found |= set(self.derived.execute(query).scalars())
        return found

    def _in_order(self, handles: Iterable[str]) -> list[str]:
        """Return statements by their age in the log; those erased first."""
        table = kept.statement
        ages = dict.fromkeys(handles, 0)
        for batch in chunks(ages):
            query = select(table.c.id, table.c.sequence).where(table.c.id.in_(batch))
            ages |= {row.id: row.sequence for row in self.derived.execute(query)}
        return sorted(ages, key=lambda handle: (ages[handle], handle))

    def _secret(self) -> bytes:
        """Return what only this casebook knows: the salt of its first row."""
        paid = kept.payload
        query = select(paid.c.salt).where(paid.c.sequence == 1)
        return bytes(self.evidence.execute(query).scalar_one())


def _batches(sequences: list[int]) -> Iterable[list[int]]:
    return (sequences[at : at + CHUNK] for at in range(0, len(sequences), CHUNK))
