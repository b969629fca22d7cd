"""One casebook's log, open: the only door through which anything is kept or read."""

from __future__ import annotations

import datetime
import secrets
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

import testigo
from testigo.record.call import CallEnd, Sent
from testigo.record.canonical import canonical_json
from testigo.record.decision import Decision
from testigo.record.reading import Reading
from testigo.record.report import Capture, Metadata, Text
from testigo.store import (
    append,
    calls,
    deciding,
    engine,
    forms,
    past,
    queries,
    rows,
    search,
    verifying,
)
from testigo.store.calls import KeptAnswer, KeptCall
from testigo.store.chain import SALT_BYTES, Head
from testigo.store.errors import NotACasebook, NotKept
from testigo.store.fold import Fold
from testigo.store.following import Derivation, Follower
from testigo.store.groups import Fingerprinter
from testigo.store.kept import (
    Appended,
    CapturedReport,
    Hit,
    IndependenceGroup,
    KeptReading,
    KeptReport,
    KeptStatement,
)
from testigo.store.rows import By, Clock, Salt

_NO_LOG = "it holds no log; `testigo read` makes a casebook"


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


class Store:
    """A casebook's log. Safe to share between threads; any number of processes may write in turn.

    Every method is one transaction: what it returns is on the disk. Iterators see the state at
    their first item.
    """

    def __init__(
        self,
        path: Path,
        opened: Engine,
        *,
        derivation: Derivation,
        clock: Clock,
        salt: Salt,
    ) -> None:
        self.path = path
        self._engine = opened
        self._derivation = derivation
        self._clock = clock
        self._salt = salt

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = False,
        fingerprinter: Fingerprinter | None = None,
        follower: Follower | None = None,
        clock: Clock = _now,
        salt: Salt = _salt,
    ) -> Store:
        """Open the casebook at `path`; with `create`, make it if there is none.

        `fingerprinter` recognises reports that repeat one another; None leaves groups out.
        `follower` keeps tables of its own up with the log; None leaves them out.

        Raises:
            NoCasebook: if there is none and `create` is off.
            NotACasebook: if the file is something else.
            NewerCasebook: if a later testigo wrote it.
            CannotWrite: if it cannot be made.
        """
        if create:
            engine.make_file(path)
        opened = engine.open_engine(path)
        if not create and path.stat().st_size == 0:  # connecting would write to it
            raise NotACasebook(path, _NO_LOG)
        derivation = Derivation(fingerprinter, follower)
        store = cls(path, opened, derivation=derivation, clock=clock, salt=salt)
        with engine.reading(opened, path) as connection:
            ready = forms.is_current(connection, derivation)
            unfinished = forms.revision_of(connection) is None
        if not ready:
            if unfinished and not create:
                raise NotACasebook(path, _NO_LOG)
            store._make_ready()
        return store

    def as_it_stood(self, moment: datetime.datetime) -> Store:
        """Return the casebook as it stood at a moment, to be looked at: writing to it is lost.

        It takes as long as making all derived tables anew, and holds no captured bytes. Close it.

        Raises:
            NotKept: if the casebook held nothing then.
        """
        at = moment.astimezone(datetime.UTC).isoformat(timespec="seconds")
        with self._reading() as connection:
            upto = past.last_row_at(connection, at)
            if not upto:
                raise NotKept("state as of", at)
            scratch = past.as_it_stood(connection, upto, self._derivation)
        return Store(
            self.path, scratch, derivation=self._derivation, clock=self._clock, salt=self._salt
        )

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_ready(self) -> None:
        with engine.writing(self._engine, self.path) as connection:
            # Another process may have done it while this one waited for the lock.
            if not forms.is_current(connection, self._derivation):
                forms.bring_up_to_date(connection, self.path, self._derivation)
            if forms.is_empty(connection):
                id_ = uuid.uuid4().hex
                writer = rows.Writer(connection, id_, self._clock, self._salt)
                by = By("machine", f"testigo {testigo.__version__}")
                writer.add(by, "casebook", canonical_json({"id": id_}))

    def append_report(
        self,
        captured: CapturedReport,
        readings: Sequence[Reading] = (),
        *,
        forget_answers: bool = False,
    ) -> Appended:
        """Keep a report and its readings, all or nothing; what is there already adds nothing.

        `forget_answers`: what a language model answered about its text waits no longer.

        Raises:
            ErasedReport: if a person had the report erased.
            StrayReading: if a reading is of another text, or of metadata nobody gave.
            UnanchoredSpan: if a statement does not quote the text.
        """
        with engine.writing(self._engine, self.path) as connection:
            writer, fold = self._writer(connection)
            appended = append.Appender(connection, writer, fold).append(captured, readings)
            if forget_answers:
                calls.forget_text(connection, captured.text.id)
            fold.finish()
            return appended

    def decide(
        self,
        decision: Decision,
        seen: Mapping[str, int] | None = None,
        *,
        unseen: Collection[str] = (),
    ) -> Decision:
        """Keep a decision and do at once what it commands; returns it as kept.

        `seen` maps subjects to the sequence number of the last decision on them that was shown, 0
        where none was; None asks for no such check. `unseen` are the ids of decisions that were not
        to be shown to who decides, and are no reason to refuse.

        `erase` blanks the payloads of its subjects (reports or statements) and lists their sequence
        numbers in its content; `correct_metadata` adds `content["metadata"]` (field to value) to
        each report it names; `add` keeps `content["statement"]` as a statement.

        Raises:
            NotKept: if a subject is not in the casebook.
            CannotErase: if a subject of `erase` is neither report nor statement.
            InvalidRecord: if the content is not what the act needs.
            UnanchoredSpan: if an added or amended statement does not quote its text.
            StaleDecision: if somebody decided on a subject after what was shown.
        """
        with engine.writing(self._engine, self.path) as connection:
            writer, fold = self._writer(connection)
            if decision.act == "erase":
                calls.forget_erased(connection, decision.subjects)
            decider = deciding.Decider(connection, writer, fold, frozenset(unseen))
            kept = decider.decide(decision, seen)
            fold.finish()
        if decision.act == "erase":
            engine.overwrite_old_pages(self._engine, self.path)
        return kept

    def begin_call(self, by: str, sent: Sent) -> int:
        """Keep that text is about to leave for a language model; returns the row of the log.

        `by` names the machine that sends: the reader.
        """
        with engine.writing(self._engine, self.path) as connection:
            return calls.begin(self._log(connection), By("machine", by), sent)

    def end_call(self, by: str, ended: CallEnd, answer: KeptAnswer | None = None) -> None:
        """Keep what came of a call, and the answer until the reading that it is for is kept."""
        with engine.writing(self._engine, self.path) as connection:
            calls.end(connection, self._log(connection), By("machine", by), ended, answer)

    def answer(self, key: str) -> KeptAnswer | None:
        """Return the answer that waits under a key; None where there is none."""
        with self._reading() as connection:
            return calls.answer(connection, key)

    def forget_answer(self, key: str) -> None:
        """Remove an answer that is of no use."""
        with engine.writing(self._engine, self.path) as connection:
            calls.forget(connection, key)

    def forget_answers(self) -> None:
        """Remove every answer that waits."""
        with engine.writing(self._engine, self.path) as connection:
            calls.forget_all(connection)

    def calls(self) -> Iterator[KeptCall]:
        """Yield every call to a language model, oldest first."""
        with self._reading() as connection:
            yield from calls.calls(connection)

    def newest_calls(self, number: int) -> list[KeptCall]:
        """Return so many calls at most, the newest first."""
        with self._reading() as connection:
            return calls.newest_calls(connection, number)

    def _log(self, connection: Connection) -> rows.Writer:
        casebook_id = rows.casebook_id_of(connection)
        return rows.Writer(connection, casebook_id, self._clock, self._salt)

    def _writer(self, connection: Connection) -> tuple[rows.Writer, Fold]:
        writer = self._log(connection)
        return writer, Fold.begin(connection, self._derivation, connection)

    def metadata_with(self, captured: CapturedReport) -> Metadata:
        """Return the metadata to read `captured` with: its own, weighed with what is known."""
        with self._reading() as connection:
            return append.valid_metadata(connection, captured.report.id, captured.metadata)

    def has_all(self, captured: CapturedReport, reading_id: str) -> bool:
        """Tell whether keeping this capture with this reading would add nothing."""
        report_id = captured.report.id
        with self._reading() as connection:
            return (
                append.has_reading(connection, reading_id)
                and not append.is_new_capture(connection, captured.report, captured.capture)
                and append.has_metadata(connection, report_id, captured.metadata.id)
            )

    def has_reading(self, reading_id: str) -> bool:
        """Tell whether this reading is kept."""
        with self._reading() as connection:
            return append.has_reading(connection, reading_id)

    def reports(self, *, newest_first: bool = False) -> Iterator[KeptReport]:
        """Yield every report in the order taken in, or the reverse."""
        with self._reading() as connection:
            yield from queries.reports(connection, newest_first=newest_first)

    def report(self, id_: str) -> KeptReport:
        """Return the report of this id, or of the one id that begins so.

        Raises:
            NotKept: if no id begins so.
            AmbiguousId: if several do.
        """
        with self._reading() as connection:
            return queries.report(connection, id_)

    def report_id(self, id_: str) -> str:
        """Return the whole id of the report whose id begins so; raises as `report`."""
        with self._reading() as connection:
            return queries.report_id(connection, id_)

    def content(self, report_id: str) -> bytes:
        """Return the captured bytes of a report.

        Raises:
            NotKept: if there is no such report, or it was erased.
        """
        with self._reading() as connection:
            return queries.content(connection, report_id)

    def captures(self, report_id: str) -> list[Capture]:
        """Return the captures of a report, oldest first."""
        with self._reading() as connection:
            return queries.captures(connection, report_id)

    def metadata(self, report_id: str) -> list[Metadata]:
        """Return all metadata of a report as they were added, oldest first."""
        with self._reading() as connection:
            return queries.metadata(connection, report_id)

    def text(self, text_id: str) -> Text:
        """Return a text.

        Raises:
            NotKept: if there is none of that id.
        """
        with self._reading() as connection:
            return queries.text(connection, text_id)

    def texts(self, report_id: str | None = None) -> Iterator[Text]:
        """Yield the texts of one report, or of all, oldest first."""
        with self._reading() as connection:
            yield from queries.texts(connection, report_id)

    def readings(
        self, report_id: str | None = None, *, superseded: bool = False
    ) -> Iterator[KeptReading]:
        """Yield readings, oldest first: the current ones, or with `superseded` all."""
        with self._reading() as connection:
            yield from queries.readings(connection, report_id, superseded=superseded)

    def statements(
        self,
        *,
        kind: str | None = None,
        report_id: str | None = None,
        outcome: str | None = None,
        modality: str | None = None,
        superseded: bool = False,
    ) -> Iterator[KeptStatement]:
        """Yield statements by report as taken in, then by their place in the text.

        Without `superseded`, those that a current reading gave.
        """
        with self._reading() as connection:
            yield from queries.statements(
                connection,
                kind=kind,
                report_id=report_id,
                outcome=outcome,
                modality=modality,
                superseded=superseded,
            )

    def statement(self, id_: str) -> KeptStatement:
        """Return one statement with every reading that ever gave it.

        Raises:
            NotKept: if there is none of that id.
        """
        with self._reading() as connection:
            return queries.statement(connection, id_)

    def search(self, words: str, *, limit: int = 100) -> list[Hit]:
        """Return sentences that hold all `words`, best first; case and accents do not matter.

        Words in double quotes stand together; `word*` is a beginning.
        """
        with self._reading() as connection:
            return queries.hits(connection, words, limit)

    def decisions(self) -> Iterator[Decision]:
        """Yield every decision, oldest first, those since undone too."""
        with self._reading() as connection:
            yield from queries.decisions(connection)

    def groups(self, *, alone: bool = False, of: str | None = None) -> Iterator[IndependenceGroup]:
        """Yield independence groups of two or more reports; with `alone` also single ones.

        `of` is the report whose group alone is asked for.
        """
        with self._reading() as connection:
            yield from queries.groups(connection, alone=alone, of=of)

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """Open one unchanging state of the casebook, for a room above that keeps tables in it.

        Nothing is written through it.
        """
        with self._reading() as connection:
            yield connection

    def unseen(self) -> frozenset[tuple[str, str]]:
        """Return what is kept from who looks: pairs of a decision and a subject. Here: nothing."""
        return frozenset()

    def casebook_id(self) -> str:
        """Return the id that the casebook was given when it was made; a copy of the file has it."""
        with self._reading() as connection:
            return rows.casebook_id_of(connection)

    def head(self) -> Head:
        """Return where the chain ends: count of rows and hash of the last."""
        with self._reading() as connection:
            return rows.head_of(connection)

    def rebuild(self) -> None:
        """Make the derived tables anew from the log."""
        with engine.writing(self._engine, self.path) as connection:
            forms.rebuild(connection, self._derivation)

    def verify(
        self,
        *,
        expect: str | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> verifying.Verification:
        """Check everything that can be checked; see `verifying.verify`.

        `expect` is a head written down earlier (`COUNT:HASH`, or the hash alone). `on_progress` is
        called with rows done and rows in all.
        """
        with engine.reading(self._engine, self.path, suspicious=True) as connection:
            found = verifying.verify(
                connection, self.path, self._derivation, expect=expect, on_progress=on_progress
            )
        with engine.writing(self._engine, self.path) as connection:
            return (
                found
                if search.index_agrees(connection)
                else found.and_a(
                    verifying.Fault("the search index differs from the sentences", "sentence_index")
                )
            )

    def _reading(self) -> AbstractContextManager[Connection]:
        return engine.reading(self._engine, self.path)
