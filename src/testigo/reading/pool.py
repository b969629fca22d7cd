"""Reading with all the cores there are: the same readings, in the same order, from many processes.

Each process is started anew (spawn), so that no session of the encoder is forked or pickled, and
builds its own reader once. A page on which a reader breaks down, or its process dies, is told as
not read, and the others are read all the same. The processes end with the one that started them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from testigo.reading.protocol import Page, Reader, read_pages
from testigo.record.errors import TestigoError
from testigo.record.reading import ReaderIdentity, Reading

SMALL = 8
"""Fewer pages than that are read in this process: starting others takes a second each."""
BYTES_A_PROCESS = 1 << 30
"""Memory set aside for each process when their number is chosen: twice what one was seen to use."""
BREAKDOWNS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError),
    *(RecursionError, TypeError, ValueError),
)
"""What a fault in a reader raises; faults of the installation (`TestigoError`) end the run."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """A page that no reading came of; `why` is one clause without a word of the text."""

    why: str


class ReaderBrokeDown(TestigoError):
    """A page could not be read, and whoever asked for a reading of every page gets none."""


def read_each(reader: Reader, pages: Sequence[Page]) -> list[Reading | NotRead]:
    """Return a reading of each page in order, or why there is none.

    A `PooledReader` reads them side by side, any other reader one after the other.

    Raises:
        ReaderFault: if the reader breaks its contract.
    """
    if isinstance(reader, PooledReader):
        return reader.read_each(pages)
    return [_read_one(reader, page) for page in pages]


def _read_one(reader: Reader, page: Page) -> Reading | NotRead:
    try:
        return read_pages(reader, [page])[0]
    except TestigoError:
        raise
    except BREAKDOWNS as fault:
        kind = type(fault).__name__  # its message may quote the text
        return NotRead(f"the reader broke down on it ({kind}); please tell the makers of testigo")


def available_jobs() -> int:
    """Return how many processes suit this machine: one a core it may use, as memory allows."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows has no such call
        return cores or 1
    return max(1, min(cores or 1, memory // BYTES_A_PROCESS))


class PooledReader:
    """A reader that reads with `jobs` processes. Use it with `with`, or `close` it.

    With `aside` nothing is read in this process, which then has its hands free for pages; else one
    job, or a few pages, are read here.

    `make` builds the reader in each process, so it must be picklable: a class, or a `partial`. A
    script that uses one needs `if __name__ == "__main__":`, since each process imports it anew.
    """

    def __init__(self, make: Callable[[], Reader], jobs: int, *, aside: bool = False) -> None:
        self._make = make
        self.jobs = jobs
        self._aside = aside
        self._own = make()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        # Who was interrupted does not wait: what is being read is read again by the next run.
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()

    @property
    def identity(self) -> ReaderIdentity:
        """That of the reader in each process."""
        return self._own.identity

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        """Return one reading per page, in order.

        Raises:
            ReaderBrokeDown: if one of them could not be read; `read_each` tells which and goes on.
        """
        readings = self.read_each(pages)
        broken = next((one for one in readings if isinstance(one, NotRead)), None)
        if broken is not None:
            raise ReaderBrokeDown(f"one of the pages was not read: {broken.why}")
        return [one for one in readings if isinstance(one, Reading)]

    def read_each(self, pages: Sequence[Page]) -> list[Reading | NotRead]:
        """Return a reading of each page in order, or why there is none."""
        is_little = self.jobs == 1 or (self._pool is None and len(pages) < SMALL)
        if is_little and not self._aside:
            return [_read_one(self._own, page) for page in pages]
        futures = [self._submit(page) for page in pages]
        readings: list[Reading | NotRead] = []
        for page, future in zip(pages, futures, strict=True):
            try:
                readings.append(future.result())
            except BrokenProcessPool:
                readings.append(self._read_alone(page))
        return readings

    def _submit(self, page: Page) -> Future[Reading | NotRead]:
        if self._pool is None:
            self._pool = self._start(self.jobs)
        try:
            return self._pool.submit(_read_in_process, page)
        except BrokenProcessPool as fault:
            failed: Future[Reading | NotRead] = Future()
            failed.set_exception(fault)
            return failed

    def _read_alone(self, page: Page) -> Reading | NotRead:
        """Read a page whose pool broke, in a process of its own: only the guilty one breaks it."""
        self.close()
        with self._start(1) as alone:
            try:
                return alone.submit(_read_in_process, page).result()
            except BrokenProcessPool:
                return NotRead("the process that read it died; it may be too large for the memory")

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._make,),
        )


_reader: Reader | None = None


def _begin(make: Callable[[], Reader]) -> None:
    """Make this process's reader, once."""
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _reader = make()


def _end_with_parent() -> None:
    """End this process when its parent is gone: killed, it could not tell its children."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _read_in_process(page: Page) -> Reading | NotRead:
    assert _reader is not None
    return _read_one(_reader, page)
