"""What `testigo read` says on standard error: what fails, how far it is, and what came of it.

Never the words of a report, only addresses and counts.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from testigo.casebook import ERASED, Progress, ReadSummary
from testigo.cli.progress_line import ProgressLine
from testigo.cli.terminal import number_of


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
        self._quiet = quiet
        self._shows_progress = not quiet and not is_followed
        self._line = ProgressLine(stream, clock)
        self._summary = ReadSummary()
        self._known = 0
        self._skipped: Counter[str] = Counter()

    def met(self, progress: Progress) -> None:
        """Take one source in: say what failed, and now and then how far the run is."""
        self._summary = progress.so_far
        if progress.outcome == "failed":
            self._line.say(f"{progress.address}: {progress.why}")
        elif progress.outcome == "skipped":
            self._skip(progress)
        if self._shows_progress:
            self._line.show(f"{self._counts()} so far", progress.address)

    def _skip(self, progress: Progress) -> None:
        if progress.captured is not None and progress.why != ERASED:
            self._known += progress.number
        else:
            self._skipped[progress.why or "it is no report"] += progress.number

    def finished(self, summary: ReadSummary, kept_at: Path | None) -> None:
        """Say in the end what was read, and where it is kept."""
        self._line.erase()
        if self._quiet:
            return
        self._summary = summary
        self._line.say(f"{self._counts()}.")
        for why, number in sorted(self._skipped.items()):
            self._line.say(f"  skipped {number:,}: {why}")
        for line in _closing(summary, kept_at):
            self._line.say(line)

    def broken_off(self) -> None:
        """Say how far the run came before it broke off; why is said by whoever ends it."""
        self._line.say(f"{self._counts()}. What was read is kept.")

    def interrupted(self, *, keeps: bool) -> None:
        """Say that the run was stopped, and how to go on."""
        if keeps:
            rest = "These are kept; the same command again goes on with the rest."
        else:
            rest = "Nothing is kept with --no-store; the same command again begins anew."
        self._line.say(f"Stopped after {self._counts()}. {rest}")

    def _counts(self) -> str:
        skipped = sum(self._skipped.values())
        taken_in = number_of(self._summary.kept, "report")
        counts = [
            f"{taken_in} taken in"
            if self._summary.kept
            else f"{number_of(self._summary.read, 'report')} read",
            f"{self._known:,} already known",
            f"{skipped:,} skipped",
            f"{self._summary.failed:,} failed",
        ]
        return ", ".join(counts)


def _closing(summary: ReadSummary, kept_at: Path | None) -> list[str]:
    lines = []
    if summary.passed_over:
        lines.append(
            f"{number_of(summary.passed_over, 'report')} passed over by the first look; "
            "--read-all reads them in full."
        )
    if summary.by_rules_alone:
        lines.append(
            "Read by rules alone, which find less: this copy of testigo lacks the model's weights."
        )
    if summary.undated or summary.unresolved_dates:
        lines.append(
            f"{number_of(summary.undated, 'undated report')}; "
            f"{number_of(summary.unresolved_dates, 'date')} left unresolved."
        )
    found = number_of(summary.statements, "statement")
    if summary.kept and kept_at is not None:
        lines.append(f"Kept in {kept_at}")
    elif kept_at is None:
        draft = ", every one a draft" if summary.statements else ""
        lines.append(f"{found} found{draft}; nothing kept (--no-store).")
    else:
        draft = ", every one a draft until a person has read it" if summary.statements else ""
        lines.append(f"{found} new{draft}.")
        lines.append(f"Kept in {kept_at}")
    return lines
