"""The Python API: one casebook, open. Short methods that hand on to the rooms below.

    with Casebook.create("testigo.db") as casebook:
        casebook.read(["reports/"], IntakeOptions(), reader)
        for toll in casebook.tolls():
            print(toll.statement.value("low"), toll.statement.evidence[0].quote)

Reading without a casebook is `read_only`, and of one text at hand `testigo.reading.read_text`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from testigo.reading.pool import NotRead, PooledReader, read_each
from testigo.reading.protocol import Page, Reader
from testigo.record.decision import Decision
from testigo.record.reading import Coverage, Reading
from testigo.record.report import Capture, Metadata, Text
from testigo.reports.intake import Captured, IntakeOptions, Refused, Skipped, take
from testigo.reports.nearness import DispatchFingerprinter
from testigo.store.chain import Head
from testigo.store.errors import ErasedReport, NotKept
from testigo.store.kept import (
    Appended,
    Hit,
    IndependenceGroup,
    KeptReading,
    KeptReport,
    KeptStatement,
)
from testigo.store.store import Store
from testigo.store.verifying import Verification

DEFAULT_PATH = Path("testigo.db")
"""Where a casebook is kept unless `--casebook` says otherwise: in the current folder."""

BATCH_REPORTS = 16
BATCH_CHARACTERS = 400_000
"""How much is read at a time by each process that reads: bounds the memory."""

ERASED = "a person had it erased"
"""Why a report is skipped that a decision took out; it does not come back by itself."""

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What became of the sources of one `read`.

    `skipped` were in the casebook already or hold no report, `failed` could not be read; `undated`
    of the read reports have no known day of publication, which left `unresolved_dates` relative
    dates unresolved. `passed_over` of the read reports were put aside by a first look, and nothing
    of them was read. `statements` are those that were new to the casebook. `by_rules_alone` reports
    were read without the learned part of the reader, whose weights this copy of testigo lacks.
    """

    read: int = 0
    skipped: int = 0
    failed: int = 0
    undated: int = 0
    unresolved_dates: int = 0
    statements: int = 0
    by_rules_alone: int = 0
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """One source done, and committed: what a caller prints while reading goes on.

    `outcome` is `read`, `skipped` or `failed`; `address` the file or URL; `why` one sentence where
    it was not read. `captured`, `metadata` (those read with), `reading` and `appended` stand where
    it was read. `number` is how many things a `skipped` stands for. `so_far` counts this one in.
    """

    outcome: str
    address: str
    so_far: ReadSummary
    why: str | None = None
    captured: Captured | None = None
    metadata: Metadata | None = None
    reading: Reading | None = None
    appended: Appended | None = None
    number: int = 1


class Casebook:
    """A casebook: one SQLite file. Use it with `with`, or `close` it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(cls, path: PathLike = DEFAULT_PATH) -> Casebook:
        """Open the casebook at `path`.

        Raises:
            NoCasebook: if there is none.
            NotACasebook: if the file is something else.
            NewerCasebook: if a later testigo wrote it.
        """
        return cls(Store.open(Path(path), fingerprinter=DispatchFingerprinter()))

    @classmethod
    def create(cls, path: PathLike = DEFAULT_PATH) -> Casebook:
        """Open the casebook at `path`, made (mode 0600) if there is none.

        Raises:
            CannotWrite: if it cannot be made there.
        """
        opened = Store.open(Path(path), create=True, fingerprinter=DispatchFingerprinter())
        return cls(opened)

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return self._store.path

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def __enter__(self) -> Casebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(
        self,
        sources: Sequence[str],
        options: IntakeOptions,
        reader: Reader,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> ReadSummary:
        """Read files, folders, archives or URLs and keep what they say.

        Each report is on the disk before `on_progress` hears of it; what is there already is
        skipped, so a run that was cut short is finished by running it again.

        Raises:
            BrokenMetadata: if an option cannot be kept.
            CasebookBusy, CannotWrite: if the casebook cannot be written; what was read stays.
        """
        summary = ReadSummary()
        for progress in _read(self._store, take(sources, options), reader):
            summary = progress.so_far
            if on_progress is not None:
                on_progress(progress)
        return summary

    def reports(self, *, newest_first: bool = False) -> Iterator[KeptReport]:
        """Yield every report in the order taken in, or the reverse."""
        return self._store.reports(newest_first=newest_first)

    def report(self, id_: str) -> KeptReport:
        """Return the report of this id, or of the one id that begins so.

        Raises:
            NotKept: if no id begins so.
            AmbiguousId: if several do.
        """
        return self._store.report(id_)

    def text(self, report: str) -> Text:
        """Return the newest text of a report (its id, or the beginning of it).

        Raises:
            NotKept: if there is no such report, or it was erased.
        """
        kept = self._store.report(report)
        return self._store.text(kept.text_id or f"of report {kept.id}")

    def content(self, report: str) -> bytes:
        """Return the captured bytes of a report (its id, or the beginning of it)."""
        return self._store.content(self._store.report(report).id)

    def captures(self, report: str) -> list[Capture]:
        """Return every time a report was obtained, oldest first."""
        return self._store.captures(self._store.report(report).id)

    def readings(
        self, report: str | None = None, *, superseded: bool = False
    ) -> Iterator[KeptReading]:
        """Yield the current readings of one report or of all; with `superseded` older ones too."""
        report_id = None if report is None else self._store.report(report).id
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

        `report` is an id or its beginning. With `superseded`, also what only older readings gave.
        """
        report_id = None if report is None else self._store.report(report).id
        return self._store.statements(
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


def read_only(
    sources: Sequence[str],
    options: IntakeOptions,
    reader: Reader,
    on_progress: Callable[[Progress], None] | None = None,
) -> ReadSummary:
    """Read as `Casebook.read` does, and keep nothing: no casebook is opened or made.

    `appended` of each progress is None; `statements` of the summary are all that were found.

    Raises:
        BrokenMetadata: if an option cannot be kept.
    """
    summary = ReadSummary()
    for batch in _batches(take(sources, options), _jobs(reader)):
        for progress in _read_only(batch, reader):
            summary = _count(summary, progress)
            if on_progress is not None:
                on_progress(replace(progress, so_far=summary))
    return summary


def _read_only(batch: Sequence[Captured | Refused | Skipped], reader: Reader) -> Iterator[Progress]:
    pages = [Page(item.text, item.metadata) for item in batch if isinstance(item, Captured)]
    readings = iter(read_each(reader, pages))
    for item in batch:
        if not isinstance(item, Captured):
            yield _unread(item)
        elif isinstance(reading := next(readings), NotRead):
            yield _broken(item, reading)
        else:
            yield Progress(
                "read",
                item.capture.address or "-",
                ReadSummary(),
                captured=item,
                metadata=item.metadata,
                reading=reading,
            )


def _broken(item: Captured, unread: NotRead) -> Progress:
    return Progress("failed", item.capture.address or "-", ReadSummary(), unread.why)


def _unread(item: Refused | Skipped) -> Progress:
    if isinstance(item, Refused):
        return Progress("failed", item.address, ReadSummary(), item.why)
    return Progress("skipped", item.address, ReadSummary(), item.why, number=item.number)


def _read(
    store: Store, items: Iterator[Captured | Refused | Skipped], reader: Reader
) -> Iterator[Progress]:
    """Yield the progress of reading, each report committed before it is yielded."""
    summary = ReadSummary()
    for batch in _batches(items, _jobs(reader)):
        for progress in _read_batch(store, batch, reader):
            summary = _count(summary, progress)
            yield replace(progress, so_far=summary)


def _jobs(reader: Reader) -> int:
    return reader.jobs if isinstance(reader, PooledReader) else 1


def _batches(
    items: Iterator[Captured | Refused | Skipped], jobs: int
) -> Iterator[list[Captured | Refused | Skipped]]:
    """Yield the items in their order, so many at a time; the same report never twice in one batch.

    A report met again is read with what was kept of it before, however large the batches are.
    """
    batch: list[Captured | Refused | Skipped] = []
    characters = 0
    met: set[str] = set()
    for item in items:
        id_ = item.report.id if isinstance(item, Captured) else None
        is_full = len(batch) >= BATCH_REPORTS * jobs or characters >= BATCH_CHARACTERS * jobs
        if batch and (is_full or id_ in met):
            yield batch
            batch, characters, met = [], 0, set()
        batch.append(item)
        characters += _characters(item)
        met |= {id_} if id_ is not None else set()
    if batch:
        yield batch


def _characters(item: Captured | Refused | Skipped) -> int:
    return len(item.text.content) if isinstance(item, Captured) else 0


def _read_batch(
    store: Store, batch: Sequence[Captured | Refused | Skipped], reader: Reader
) -> Iterator[Progress]:
    """Read what is new of a batch at once, then keep and report each item in its order."""
    pages = {
        index: Page(item.text, store.metadata_with(item))
        for index, item in enumerate(batch)
        if isinstance(item, Captured)
    }
    wanted = [i for i, page in pages.items() if not store.has_reading(_reading_id(page, reader))]
    given = read_each(reader, [pages[i] for i in wanted])
    readings = dict(zip(wanted, given, strict=True))
    for index, item in enumerate(batch):
        reading = readings.get(index)
        if not isinstance(item, Captured):
            yield _unread(item)
        elif isinstance(reading, NotRead):
            yield _broken(item, reading)
        else:
            yield _keep(store, item, pages[index], reading, reader)


def _reading_id(page: Page, reader: Reader) -> str:
    return Reading(page.text.id, page.metadata.id, reader.identity, (), Coverage(0, 0, 0)).id


def _keep(
    store: Store, item: Captured, page: Page, reading: Reading | None, reader: Reader
) -> Progress:
    if reading is None and store.has_all(item, _reading_id(page, reader)):
        return _skipped(item, "it is in the casebook already")
    if reading is not None and reading.coverage.passed_over and _was_read(store, item):
        # What an older version or --read-all read in full must not be hidden by a glance at it.
        reading = None
    try:
        appended = store.append_report(item, () if reading is None else [reading])
    except ErasedReport:
        return _skipped(item, ERASED)
    if reading is None or not appended.readings:
        # Known bytes at a new address, twice in this batch, or another process was faster.
        return _skipped(item, "its bytes are in the casebook already")
    return Progress(
        "read",
        item.capture.address or "-",
        ReadSummary(),
        captured=item,
        metadata=page.metadata,
        reading=reading,
        appended=appended,
    )


def _was_read(store: Store, item: Captured) -> bool:
    """Tell whether the casebook holds a reading of this report that did not pass it over."""
    try:
        report = store.report(item.report.id)
    except NotKept:
        return False
    return any(not reading.coverage.passed_over for reading in store.readings(report.id))


def _skipped(item: Captured, why: str) -> Progress:
    return Progress("skipped", item.capture.address or "-", ReadSummary(), why, captured=item)


def _count(summary: ReadSummary, progress: Progress) -> ReadSummary:
    if progress.outcome == "failed":
        return replace(summary, failed=summary.failed + 1)
    if progress.reading is None or progress.metadata is None:
        return replace(summary, skipped=summary.skipped + progress.number)
    found, kept = len(progress.reading.found), progress.appended
    return replace(
        summary,
        read=summary.read + 1,
        passed_over=summary.passed_over + progress.reading.coverage.passed_over,
        undated=summary.undated + (progress.metadata.published_on is None),
        unresolved_dates=summary.unresolved_dates + progress.reading.coverage.unresolved_dates,
        statements=summary.statements + (found if kept is None else kept.statements),
        by_rules_alone=summary.by_rules_alone + progress.reading.coverage.rules_alone,
    )
