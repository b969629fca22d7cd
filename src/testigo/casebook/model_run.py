"""Having reports of a casebook read by a language model, one after the other, each kept at once.

A report that fails does not stop the others; what the next one would meet too ends the run. What
was done stays, so that the same run goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from testigo.casebook.guarded_model import GuardedModel, Spent
from testigo.casebook.reading_run import (
    ERASED,
    Progress,
    ReadSummary,
    captured_again,
    counted,
    reading_id_of,
)
from testigo.reading.llm.model import ModelFault, UnusableAnswer
from testigo.reading.pool import NotRead, read_each
from testigo.reading.protocol import Page, Reader
from testigo.record.reading import Reading
from testigo.reports.intake import Captured
from testigo.store.errors import ErasedReport
from testigo.store.store import Store

READ = "this model has read it already"
"""Why a report is not sent again."""


@dataclass(frozen=True, slots=True)
class ModelReader:
    """A reader with the guarded model that it asks: what a run needs. Use it with `with`."""

    reader: Reader
    model: GuardedModel

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.model.close()

    @property
    def spent(self) -> Spent:
        """What the run has used."""
        return self.model.spent


def read_with_model(store: Store, reports: Iterable[str], asked: ModelReader) -> Iterator[Progress]:
    """Have reports (whole ids) read; yields each when it is on the disk, skipped, or has failed.

    Raises:
        ModelFault: if the next report would meet the same; what is done stays.
        NotKept: if there is no such report.
    """
    summary = ReadSummary()
    for id_ in reports:
        progress = _read_one(store, id_, asked)
        summary = counted(summary, progress)
        yield replace(progress, so_far=summary)


def _read_one(store: Store, id_: str, asked: ModelReader) -> Progress:
    kept = store.report(id_)
    address = kept.address or id_[:12]
    if kept.erased:
        return Progress("skipped", address, ReadSummary(), ERASED)
    item = captured_again(store, kept)
    page = Page(item.text, item.metadata)
    if store.has_reading(reading_id_of(page, asked.reader)):
        return Progress("skipped", address, ReadSummary(), READ, captured=item)
    try:
        reading = read_each(asked.reader, [page])[0]
    except ModelFault as fault:
        if isinstance(fault, UnusableAnswer):
            asked.model.forget_last()
        if fault.stops_the_run:
            raise
        return Progress("failed", address, ReadSummary(), str(fault), captured=item)
    if isinstance(reading, NotRead):
        return Progress("failed", address, ReadSummary(), reading.why, captured=item)
    return _keep(store, item, address, reading)


def _keep(store: Store, item: Captured, address: str, reading: Reading) -> Progress:
    try:
        appended = store.append_report(item, [reading], forget_answers=True)
    except ErasedReport:  # while the model was reading it
        return Progress("skipped", address, ReadSummary(), ERASED)
    return Progress(
        "read",
        address,
        ReadSummary(),
        captured=item,
        metadata=item.metadata,
        reading=reading,
        appended=appended,
    )
