"""The intake desk: what people hand in to the pages is read behind them, one thing after another.

Each report is in the casebook before it is told as read, so whatever ends the server loses nothing
that was told; what was not begun is told as not read, and can be gone on with, while the server
lives. One thread works through what was handed in; the reading itself is done in a process of its
own, so that the pages stay quick and a report that breaks it breaks nothing else.
"""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from types import TracebackType
from typing import Protocol, Self

from testigo.casebook import Casebook, Progress
from testigo.reading.pool import BREAKDOWNS, PooledReader
from testigo.reading.protocol import Reader
from testigo.record.errors import TestigoError
from testigo.reports.intake import IntakeOptions, Named
from testigo.web.deliveries import Delivery, Ledger, Outcome
from testigo.web.handed_in import Piece, PrivateFolder

MOST_DELIVERIES = 50
"""How many deliveries are shown at most; the oldest finished ones are let go."""
PATIENCE = 10.0
"""Seconds that `close` waits for the report being read; one that is cut short is not kept."""


class Stopped(Exception):
    """A person stopped a delivery in the middle of an archive."""


class ClosingReader(Reader, Protocol):
    """A reader that holds something which must be let go."""

    def close(self) -> None: ...  # noqa: D102 - as every `close`


def reader_aside() -> ClosingReader:
    """Return the built-in reader as `testigo read` uses it, in one process of its own."""
    from testigo.reading.builtin.reader import BuiltinReader

    return PooledReader(partial(BuiltinReader, first_look=True), 1, aside=True)


class IntakeDesk:
    """Reads what was handed in, in order. Use it with `with`, or `close` it.

    Safe to use from any thread. `make` makes the reader, when something is to be read for the first
    time; it is kept for all that follows.
    """

    def __init__(self, casebook: Casebook, make: Callable[[], Reader] = reader_aside) -> None:
        self._casebook = casebook
        self._make = make
        self._reader: Reader | None = None
        self._folder = PrivateFolder()
        self._lock = threading.Condition(threading.RLock())
        self._ledgers: list[Ledger] = []
        self._queue: deque[Ledger] = deque()
        self._thread: threading.Thread | None = None
        self._numbers = itertools.count(1)
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def folder(self) -> PrivateFolder:
        """Where dropped bytes lie until they are read."""
        return self._folder

    def hand_in(self, pieces: Sequence[Piece], options: IntakeOptions) -> int:
        """Have pieces read with these options; returns the number of the delivery at once.

        Raises:
            BrokenMetadata: if an option cannot be kept; nothing is taken then.
        """
        options.stated()
        return self._take(pieces, options)

    def reread(self, report_id: str) -> int:
        """Have a kept report read again with the metadata valid when its turn comes.

        Returns the number of the delivery: an older one, if the report waits for it already.
        """
        with self._lock:
            for ledger in self._ledgers:
                if any(p.report_id == report_id and not p.by_model for p in ledger.waiting):
                    return ledger.number
            return self._take([Piece(report_id[:12], report_id=report_id)], IntakeOptions())

    def read_with_model(self, reports: Sequence[str]) -> int:
        """Have kept reports (whole ids) read by the casebook's language model, as one run.

        Returns the number of the delivery at once. Whether they may be sent is asked again for each
        when its turn comes; a run that a cap ended can be gone on with.
        """
        pieces = [Piece(id_[:12], report_id=id_, by_model=True) for id_ in reports]
        return self._take(pieces, IntakeOptions())

    def stop(self, number: int) -> None:
        """Stop a delivery after what is being read; the rest is told as not read."""
        with self._lock:
            for ledger in self._ledgers:
                if ledger.number == number:
                    ledger.stop()
            self._lock.notify_all()

    def resume(self, number: int) -> None:
        """Go on with a delivery that was stopped or broke off."""
        with self._lock:
            for ledger in self._ledgers:
                if ledger.number == number and ledger.can_resume:
                    ledger.resume()
                    self._enqueue(ledger)

    def clear(self) -> None:
        """Forget what is finished or stopped, and the bytes that were not read."""
        with self._lock:
            for ledger in self._ledgers:
                if ledger.is_over:
                    ledger.let_go()
            self._ledgers = [one for one in self._ledgers if not one.is_over]

    def deliveries(self) -> tuple[Delivery, ...]:
        """Return what was handed in, the newest first."""
        with self._lock:
            return tuple(ledger.shown() for ledger in reversed(self._ledgers))

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or waits for it."""
        with self._lock:
            return not all(ledger.is_over for ledger in self._ledgers)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until nothing is left to be read; False if that took longer than `seconds`."""
        with self._lock:
            return self._lock.wait_for(
                lambda: all(ledger.is_over for ledger in self._ledgers), seconds
            )

    def close(self) -> None:
        """Stop after what is being read, end the reader's process, remove what was set aside."""
        with self._lock:
            self._is_closed = True
            for ledger in self._ledgers:
                ledger.stop()
            thread = self._thread
            self._lock.notify_all()
        if thread is not None:
            thread.join(PATIENCE)
        if isinstance(self._reader, PooledReader):
            self._reader.close()
        self._folder.remove()

    def _take(self, pieces: Sequence[Piece], options: IntakeOptions) -> int:
        with self._lock:
            ledger = Ledger(next(self._numbers), options, deque(pieces))
            over = [one for one in self._ledgers if one.is_over]
            for oldest in over[: max(0, len(self._ledgers) + 1 - MOST_DELIVERIES)]:
                oldest.let_go()
                self._ledgers.remove(oldest)
            self._ledgers.append(ledger)
            self._enqueue(ledger)
            return ledger.number

    def _enqueue(self, ledger: Ledger) -> None:
        self._queue.append(ledger)
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._work, name="intake desk", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        """Read one delivery after the other until none is left; the thread ends then."""
        while True:
            with self._lock:
                if self._is_closed or not self._queue:
                    self._thread = None
                    self._lock.notify_all()
                    return
                ledger = self._queue.popleft()
            why = self._why_not_read(ledger)
            with self._lock:
                ledger.end(why)
                self._lock.notify_all()

    def _why_not_read(self, ledger: Ledger) -> str | None:
        """Read a delivery; returns why it broke off, None where it was read or stopped."""
        try:
            self._read(ledger)
        except Stopped:
            return None
        except TestigoError as fault:
            return str(fault)
        except (OSError, *BREAKDOWNS) as fault:
            return f"the reading broke down ({type(fault).__name__})"  # its words may be a report's
        return None

    def _read(self, ledger: Ledger) -> None:
        if any(piece.by_model for piece in ledger.waiting):
            self._read_with_model(ledger)
            return
        if self._reader is None:
            self._reader = self._make()
        reader = self._reader

        def sources() -> Iterator[Named]:
            while (piece := self._begin(ledger)) is not None:
                if piece.report_id is not None:
                    self._tell(ledger, self._casebook.reread(piece.report_id, reader))
                else:
                    yield piece.take_out()
                self._done(ledger)

        self._casebook.read(
            sources(),
            ledger.options,
            reader,
            partial(self._tell, ledger),
            at_a_time=1,
        )

    def _read_with_model(self, ledger: Ledger) -> None:
        def reports() -> Iterator[str]:
            while (piece := self._begin(ledger)) is not None:
                if piece.report_id is not None:
                    yield piece.report_id
                self._done(ledger)

        self._casebook.language_model.read(reports(), partial(self._tell, ledger))

    def _begin(self, ledger: Ledger) -> Piece | None:
        with self._lock:
            return ledger.begin()

    def _done(self, ledger: Ledger) -> None:
        with self._lock:
            ledger.done()
            self._lock.notify_all()

    def _tell(self, ledger: Ledger, progress: Progress) -> None:
        with self._lock:
            ledger.tell(Outcome.of(progress))
            self._lock.notify_all()
            # An archive may hold thousands of reports: a person who stops it does not wait for all.
            is_part = progress.captured is not None and progress.captured.report.container
            if ledger.is_stopping and is_part:
                raise Stopped
