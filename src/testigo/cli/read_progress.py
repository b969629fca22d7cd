"""What `testigo read` says on standard error: what fails, how far it is, and what came of it.

On a terminal a line that overwrites itself, elsewhere a plain line now and then; never the words
of a report, only addresses and counts.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from testigo.casebook import Progress, ReadSummary
from testigo.cli.terminal import number_of, plain

SILENT_SECONDS = 10.0
"""How long a run into a file or log stays silent before, and between, its lines of progress."""
REDRAW_SECONDS = 0.1
_ERASE = "\r\x1b[2K"


class Telling:
    """Follows one run. `is_followed`: the record itself is printed on a terminal as it is read."""

    def __init__(
        self,
        stream: TextIO,
        *,
        quiet: bool,
        is_followed: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._quiet = quiet
        self._on_terminal = stream.isatty()
        self._shows_progress = not quiet and not is_followed
        self._clock = clock
        self._last = clock() - (REDRAW_SECONDS if self._on_terminal else 0)
        self._summary = ReadSummary()
        self._known = 0
        self._skipped: Counter[str] = Counter()
        self._drawn = False

    def met(self, progress: Progress) -> None:
        """Take one source in: say what failed, and now and then how far the run is."""
        self._summary = progress.so_far
        if progress.outcome == "failed":
            self._say(f"{progress.address}: {progress.why}")
        elif progress.outcome == "skipped" and progress.captured is not None:
            self._known += progress.number
        elif progress.outcome == "skipped":
            self._skipped[progress.why or "no report"] += progress.number
        if self._shows_progress:
            self._show(progress.address)

    def finished(self, summary: ReadSummary, kept_at: Path | None) -> None:
        """Say in the end what was read, and where it is kept."""
        self._erase()
        if self._quiet:
            return
        self._summary = summary
        self._say(f"{self._counts()}.")
        for why, number in sorted(self._skipped.items()):
            self._say(f"  skipped {number:,}: {why}")
        for line in _closing(summary, kept_at):
            self._say(line)

    def interrupted(self, *, keeps: bool) -> None:
        """Say that the run was stopped, and how to go on."""
        self._erase()
        if keeps:
            rest = "These are kept; the same command again goes on with the rest."
        else:
            rest = "Nothing is kept with --no-store; the same command again begins anew."
        self._say(f"Stopped after {self._counts()}. {rest}")

    def _counts(self) -> str:
        skipped = sum(self._skipped.values())
        counts = [
            f"{number_of(self._summary.read, 'report')} read",
            f"{self._known:,} already known",
            f"{skipped:,} skipped",
            f"{self._summary.failed:,} failed",
        ]
        return ", ".join(counts)

    def _show(self, address: str) -> None:
        now = self._clock()
        if now - self._last < (REDRAW_SECONDS if self._on_terminal else SILENT_SECONDS):
            return
        self._last = now
        line = f"{self._counts()} so far"
        if not self._on_terminal:
            self._say(line)
            return
        room = shutil.get_terminal_size().columns - 1
        self._stream.write(_ERASE + f"{line} · {plain(address)}"[:room])
        self._stream.flush()
        self._drawn = True

    def _say(self, line: str) -> None:
        self._erase()
        print(plain(line), file=self._stream, flush=True)

    def _erase(self) -> None:
        if self._drawn:
            self._stream.write(_ERASE)
            self._drawn = False


def _closing(summary: ReadSummary, kept_at: Path | None) -> list[str]:
    lines = []
    if summary.undated or summary.unresolved_dates:
        lines.append(
            f"{number_of(summary.undated, 'undated report')}; "
            f"{number_of(summary.unresolved_dates, 'date')} left unresolved."
        )
    found = number_of(summary.statements, "statement")
    if kept_at is None:
        lines.append(f"{found} found, every one a draft; nothing kept (--no-store).")
    else:
        lines.append(f"{found} new, every one a draft until a person has read it.")
        lines.append(f"Kept in {kept_at}")
    return lines
