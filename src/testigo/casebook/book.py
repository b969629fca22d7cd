"""One casebook, open: short methods that hand on to the rooms below."""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from testigo.casebook.language_model import LanguageModel
from testigo.casebook.reading_run import (
    BATCH_REPORTS,
    Progress,
    ReadSummary,
    captured_again,
    keep_into,
    read_again,
    read_into,
)
from testigo.casebook.review import Review
from testigo.reading.protocol import Reader
from testigo.record.decision import Decision
from testigo.record.reading import Coverage
from testigo.record.report import Capture, Metadata, Text
from testigo.reports.intake import Captured, IntakeOptions, Named, take
from testigo.reports.nearness import DispatchFingerprinter
from testigo.review.double_reading import DoubleReading
from testigo.review.folding import EntryFollower
from testigo.review.reader_standings import counted_twice, second_handles
from testigo.store import report_list
from testigo.store.chain import Head
from testigo.store.kept import (
    Hit,
    IndependenceGroup,
    KeptReading,
    KeptReport,
    KeptStatement,
)
from testigo.store.store import Store
from testigo.store.veiling import VeiledStore
from testigo.store.verifying import Verification

DEFAULT_PATH = Path("testigo.db")
"""Where a casebook is kept unless `--casebook` says otherwise: in the current folder."""

PathLike = str | os.PathLike[str]


class Casebook:
    """A casebook: one SQLite file. Use it with `with`, or `close` it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._views: dict[str, Casebook] = {}
        self._making = threading.Lock()

    @classmethod
    def open(cls, path: PathLike = DEFAULT_PATH) -> Casebook:
        """Open the casebook at `path`.

        Raises:
            NoCasebook: if there is none.
            NotACasebook: if the file is something else.
            NewerCasebook: if a later testigo wrote it.
        """
        return cls(
            Store.open(Path(path), fingerprinter=DispatchFingerprinter(), follower=EntryFollower())
        )

    @classmethod
    def create(cls, path: PathLike = DEFAULT_PATH) -> Casebook:
        """Open the casebook at `path`, made (mode 0600) if there is none.

        Raises:
            CannotWrite: if it cannot be made there.
        """
        opened = Store.open(
            Path(path), create=True, fingerprinter=DispatchFingerprinter(), follower=EntryFollower()
        )
        return cls(opened)

    @property
    def language_model(self) -> LanguageModel:
        """A language model as a further reader: off until it is set up and let to."""
        return LanguageModel(self._store, self.review)

    @property
    def review(self) -> Review:
        """What waits, what was decided, and the entries that follow."""
        return Review(self._store)

    def at(self, moment: datetime.datetime) -> Casebook:
        """Return the casebook as it stood at a moment, to be looked at and closed.

        Raises:
            NotKept: if it held nothing then.
        """
        return Casebook(self._store.as_it_stood(moment))

    @property
    def id(self) -> str:
        """The id it was given when it was made: what decisions about the whole of it are about."""
        return self._store.casebook_id()

    def seen_by(self, reader: str) -> Casebook:
        """Return this casebook as a reader may see it where two read (`review.double_reading`).

        Of statements that one other person judged and she did not, it shows everywhere what it
        would show if that person had not; what is decided in it goes into the same log. `reader` ""
        is somebody without a name. It is made once for each, and closed with this one.
        """
        with self._making:
            if reader not in self._views:
                self._views[reader] = Casebook(VeiledStore(self._store, DoubleReading(reader)))
            return self._views[reader]

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return self._store.path

    def close(self) -> None:
        """Let go of the file."""
        for view in self._views.values():
            view.close()
        self._store.close()

    def __enter__(self) -> Casebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(
        self,
        sources: Iterable[Named],
        options: IntakeOptions,
        reader: Reader,
        on_progress: Callable[[Progress], None] | None = None,
        *,
        at_a_time: int = BATCH_REPORTS,
    ) -> ReadSummary:
        """Read files, folders, archives or URLs and keep what they say.

        Each report is on the disk before `on_progress` hears of it; what is there already is
        skipped, so a run that was cut short is finished by running it again. With `at_a_time` 1
        each is kept before the next source is asked for.

        Raises:
            BrokenMetadata: if an option cannot be kept.
            CasebookBusy, CannotWrite: if the casebook cannot be written; what was read stays.
        """
        summary = ReadSummary()
        for progress in read_into(self._store, take(sources, options), reader, at_a_time):
            summary = progress.so_far
            if on_progress is not None:
                on_progress(progress)
        return summary

    def keep(
        self,
        sources: Iterable[Named],
        options: IntakeOptions,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> ReadSummary:
        """Take reports in without reading them, for a reader that reads what is kept.

        Raises:
            BrokenMetadata: if an option cannot be kept.
            CasebookBusy, CannotWrite: if the casebook cannot be written; what was kept stays.
        """
        summary = ReadSummary()
        for progress in keep_into(self._store, take(sources, options)):
            summary = progress.so_far
            if on_progress is not None:
                on_progress(progress)
        return summary

    def reread(self, report: str, reader: Reader) -> Progress:
        """Read a report (its id, or the beginning of it) again with the metadata valid now.

        What the older readings said stays in the log. `skipped` where this reader has read it with
        these metadata before, `failed` where the reader broke down on it.

        Raises:
            NotKept: if there is no such report, or it was erased.
            CasebookBusy, CannotWrite: if the casebook cannot be written.
        """
        return read_again(self._store, self._store.report(report), reader)

    def reread_each(
        self,
        reports: Iterable[str],
        reader: Reader,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> ReadSummary:
        """Read many reports (whole ids) again, as `read` does; see `reread`.

        Raises:
            NotKept: if there is no such report, or it was erased; what was read before stays.
        """
        summary = ReadSummary()
        again = (captured_again(self._store, self._store.report(id_)) for id_ in reports)
        for progress in read_into(self._store, again, reader):
            summary = progress.so_far
            if on_progress is not None:
                on_progress(progress)
        return summary

    def reports(self, *, newest_first: bool = False) -> Iterator[KeptReport]:
        """Yield every report in the order taken in, or the reverse."""
        with self._store.looking() as connection:
            twice = counted_twice(connection)
        for report in self._store.reports(newest_first=newest_first):
            yield _each_once(report, twice)

    def report(self, id_: str) -> KeptReport:
        """Return the report of this id, or of the one id that begins so.

        Raises:
            NotKept: if no id begins so.
            AmbiguousId: if several do.
        """
        report = self._store.report(id_)
        with self._store.looking() as connection:
            return _each_once(report, counted_twice(connection, report.id))

    def text(self, report: str) -> Text:
        """Return the newest text of a report (its id, or the beginning of it).

        Raises:
            NotKept: if there is no such report, or it was erased.
        """
        kept = self._store.report(report)
        return self._store.text(kept.text_id or f"of report {kept.id}")

    def content(self, report: str) -> bytes:
        """Return the captured bytes of a report (its id, or the beginning of it)."""
        return self._store.content(self._store.report_id(report))

    def as_captured(self, report: str) -> Captured:
        """Return a report (its id, or the beginning of it) as it was captured, read or not.

        Raises:
            NotKept: if there is no such report, or it was erased.
        """
        return captured_again(self._store, self._store.report(report))

    def captures(self, report: str) -> list[Capture]:
        """Return every time a report was obtained, oldest first."""
        return self._store.captures(self._store.report_id(report))

    def metadata(self, report: str) -> list[Metadata]:
        """Return all metadata of a report as they were added, oldest first."""
        return self._store.metadata(self._store.report_id(report))

    def readings(
        self, report: str | None = None, *, superseded: bool = False
    ) -> Iterator[KeptReading]:
        """Yield the current readings of one report or of all; with `superseded` older ones too."""
        report_id = None if report is None else self._store.report_id(report)
        return self._store.readings(report_id, superseded=superseded)

    def statements(
        self,
        *,
        kind: str | None = None,
        report: str | None = None,
        outcome: str | None = None,
        modality: str | None = None,
        superseded: bool = False,
    ) -> Iterator[KeptStatement]:
        """Yield statements by report as taken in, then by their place in the text.

        `report` is an id or its beginning. With `superseded`, also what only older readings gave,
        and what a second reader gave of words that another statement was read from.
        """
        report_id = None if report is None else self._store.report_id(report)
        with self._store.looking() as connection:
            left_out = frozenset() if superseded else second_handles(connection, report_id)
        found = self._store.statements(
            kind=kind,
            report_id=report_id,
            outcome=outcome,
            modality=modality,
            superseded=superseded,
        )
        return (kept for kept in found if kept.id not in left_out)

    def statement(self, id_: str) -> KeptStatement:
        """Return one statement with every reading that ever gave it.

        Raises:
            NotKept: if there is none of that id.
        """
        return self._store.statement(id_)

    def tolls(self, report: str | None = None) -> Iterator[KeptStatement]:
        """Yield the tolls of one report or of all."""
        return self.statements(kind="toll", report=report)

    def casualties(self, report: str | None = None) -> Iterator[KeptStatement]:
        """Yield the casualties of one report or of all."""
        return self.statements(kind="casualty", report=report)

    def measures(self, report: str | None = None) -> Iterator[KeptStatement]:
        """Yield the measures of one report or of all."""
        return self.statements(kind="measure", report=report)

    def coverage(self, report: str) -> list[Coverage]:
        """Return what each current reading of a report covered and did not understand."""
        return [reading.coverage for reading in self.readings(report)]

    def coverages(self, reports: Sequence[str]) -> dict[str, list[Coverage]]:
        """Return `coverage` of many reports (whole ids) at once."""
        with self._store.looking() as connection:
            return report_list.coverages(connection, reports)

    def stamp(self) -> tuple[int, ...]:
        """Return what stays equal while no report, metadata, reading or group changes.

        Who lists reports looks at them again only when it differs; decisions on single statements
        leave it as it is.
        """
        with self._store.looking() as connection:
            return report_list.stamp(connection)

    def search(self, words: str, *, limit: int = 100) -> list[Hit]:
        """Return sentences that hold all `words`, best first; case and accents do not matter.

        Words in double quotes stand together; `word*` is a beginning.
        """
        return self._store.search(words, limit=limit)

    def decide(self, decision: Decision) -> Decision:
        """Keep what a person decided; `erase` and `correct_metadata` take effect at once.

        Raises:
            NotKept, CannotErase, InvalidRecord: if it cannot be carried out; nothing is kept then.
        """
        return self._store.decide(decision)

    def decisions(self) -> Iterator[Decision]:
        """Yield every decision, oldest first, those since undone too."""
        return self._store.decisions()

    def groups(self, *, alone: bool = False) -> Iterator[IndependenceGroup]:
        """Yield reports that count as one source, as proposed and as people decided."""
        return self._store.groups(alone=alone)

    def group_of(self, report: str) -> IndependenceGroup | None:
        """Return the reports that count as one source with this one; None where there are none."""
        return next(self._store.groups(of=self._store.report_id(report)), None)

    def head(self) -> Head:
        """Return where the log ends (`COUNT:HASH` as text): keep it elsewhere for `verify`."""
        return self._store.head()

    def rebuild(self) -> None:
        """Make what lists, search and groups use anew from the log; the evidence is not touched."""
        self._store.rebuild()

    def verify(
        self,
        *,
        expect: str | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Verification:
        """Check that nothing was altered, dropped or swapped; `expect` is a head kept elsewhere."""
        return self._store.verify(expect=expect, on_progress=on_progress)


def _each_once(report: KeptReport, twice: Mapping[str, Mapping[str, int]]) -> KeptReport:
    """Count each claim of a report once, however many readers found it."""
    behind = twice.get(report.id)
    if behind is None:
        return report
    counts = {kind: n - behind.get(kind, 0) for kind, n in report.statements.items()}
    return replace(report, statements={kind: n for kind, n in counts.items() if n})


def _open(path: Path, *, create: bool = False) -> Store:
    prints, entries = DispatchFingerprinter(), EntryFollower()
    return Store.open(path, create=create, fingerprinter=prints, follower=entries)
