"""Reading sources, into a casebook or beside it: what becomes of each, told as it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from testigo.reading.pool import NotRead, PooledReader, read_each
from testigo.reading.protocol import Page, Reader
from testigo.record.reading import Coverage, Reading
from testigo.record.report import Metadata, Report
from testigo.reports.intake import Captured, IntakeOptions, Named, Refused, Skipped, take
from testigo.store.errors import ErasedReport, NotKept
from testigo.store.kept import Appended, KeptReport
from testigo.store.store import Store

BATCH_REPORTS = 16
BATCH_CHARACTERS = 400_000
"""How much is read at a time by each process that reads: bounds the memory."""

KNOWN = "it is in the casebook already"
"""Why a report is skipped of which nothing is new."""
ERASED = "a person had it erased"
"""Why a report is skipped that a decision took out; it does not come back by itself."""


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What became of the sources of one `read`.

    `skipped` were in the casebook already or hold no report, `failed` could not be read; `undated`
    of the read reports have no known day of publication, which left `unresolved_dates` relative
    dates unresolved. `passed_over` of the read reports were put aside by a first look, and nothing
    of them was read. `statements` are those that were new to the casebook. `by_rules_alone` reports
    were read without the learned part of the reader, whose weights this copy of testigo lacks.
    `kept` were taken in for another reader, and read by none.
    """

    read: int = 0
    skipped: int = 0
    failed: int = 0
    undated: int = 0
    unresolved_dates: int = 0
    statements: int = 0
    by_rules_alone: int = 0
    passed_over: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """One source done, and committed: what a caller prints while reading goes on.

    `outcome` is `read`, `skipped`, `failed`, or `kept` (unread, for another reader); `address` the
    file or URL; `why` one sentence where it was not read. `captured`, `metadata` (those read with),
    `reading` and `appended` stand where it was read. `number` is how many things a `skipped` stands
    for. `so_far` counts this one in.
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


def read_only(
    sources: Iterable[Named],
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
            summary = counted(summary, progress)
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
                item.capture.address or item.capture.how,
                ReadSummary(),
                captured=item,
                metadata=item.metadata,
                reading=reading,
            )


def _broken(item: Captured, unread: NotRead) -> Progress:
    return Progress("failed", item.capture.address or item.capture.how, ReadSummary(), unread.why)


def _unread(item: Refused | Skipped) -> Progress:
    if isinstance(item, Refused):
        return Progress("failed", item.address, ReadSummary(), item.why)
    return Progress("skipped", item.address, ReadSummary(), item.why, number=item.number)


def read_into(
    store: Store,
    items: Iterator[Captured | Refused | Skipped],
    reader: Reader,
    at_a_time: int = BATCH_REPORTS,
) -> Iterator[Progress]:
    """Yield the progress of reading, each report committed before it is yielded.

    Each process that reads is given `at_a_time` reports at once, at most.
    """
    summary = ReadSummary()
    for batch in _batches(items, _jobs(reader), at_a_time):
        for progress in _read_batch(store, batch, reader):
            summary = counted(summary, progress)
            yield replace(progress, so_far=summary)


def read_again(store: Store, kept: KeptReport, reader: Reader) -> Progress:
    """Read a kept report again, as it was captured, with the metadata valid now.

    Raises:
        NotKept: if the report was erased.
    """
    [progress] = _read_batch(store, [captured_again(store, kept)], reader)
    return progress


def captured_again(store: Store, kept: KeptReport) -> Captured:
    """Return a kept report as it was captured, with the metadata valid now.

    Raises:
        NotKept: if it was erased.
    """
    content, captures = store.content(kept.id), store.captures(kept.id)
    text = store.text(kept.text_id or f"of report {kept.id}")
    report = Report(kept.id, kept.size, kept.media_type, kept.container, kept.confidentiality)
    return Captured(report, content, captures[0], text, kept.metadata)


def keep_into(store: Store, items: Iterator[Captured | Refused | Skipped]) -> Iterator[Progress]:
    """Keep reports without reading them; yields each when it is on the disk: `kept`, or skipped."""
    summary = ReadSummary()
    for item in items:
        progress = _keep_unread(store, item) if isinstance(item, Captured) else _unread(item)
        summary = counted(summary, progress)
        yield replace(progress, so_far=summary)


def _keep_unread(store: Store, item: Captured) -> Progress:
    try:
        appended = store.append_report(item)
    except ErasedReport:
        return _skipped(item, ERASED)
    if not appended.anything:
        return _skipped(item, KNOWN)
    address = item.capture.address or item.capture.how
    return Progress("kept", address, ReadSummary(), captured=item, appended=appended)


def _jobs(reader: Reader) -> int:
    return reader.jobs if isinstance(reader, PooledReader) else 1


def _batches(
    items: Iterator[Captured | Refused | Skipped], jobs: int, at_a_time: int = BATCH_REPORTS
) -> Iterator[list[Captured | Refused | Skipped]]:
    """Yield the items in their order, so many at a time; the same report never twice in one batch.

    A report met again is read with what was kept of it before, however large the batches are.
    """
    batch: list[Captured | Refused | Skipped] = []
    characters = 0
    met: set[str] = set()
    for item in items:
        id_ = item.report.id if isinstance(item, Captured) else None
        if id_ in met:
            yield batch
            batch, characters, met = [], 0, set()
        batch.append(item)
        characters += _characters(item)
        met |= {id_} if id_ is not None else set()
        # At once, before the next item is asked for: it may have to be fetched first.
        if len(batch) >= at_a_time * jobs or characters >= BATCH_CHARACTERS * jobs:
            yield batch
            batch, characters, met = [], 0, set()
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
    wanted = [i for i, page in pages.items() if not store.has_reading(reading_id_of(page, reader))]
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


def reading_id_of(page: Page, reader: Reader) -> str:
    """Return the id that a reading of this page by this reader has."""
    return Reading(page.text.id, page.metadata.id, reader.identity, (), Coverage(0, 0, 0)).id


def _keep(
    store: Store, item: Captured, page: Page, reading: Reading | None, reader: Reader
) -> Progress:
    if reading is None and store.has_all(item, reading_id_of(page, reader)):
        return _skipped(item, KNOWN)
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
        item.capture.address or item.capture.how,
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
    return Progress(
        "skipped", item.capture.address or item.capture.how, ReadSummary(), why, captured=item
    )


def counted(summary: ReadSummary, progress: Progress) -> ReadSummary:
    """Return the summary with one more source done."""
    if progress.outcome == "failed":
        return replace(summary, failed=summary.failed + 1)
    if progress.outcome == "kept":
        return replace(summary, kept=summary.kept + 1)
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
