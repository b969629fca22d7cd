"""How far a long run is, on standard error: one line that overwrites itself, or a line at times."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from typing import TextIO

from testigo.cli.terminal import plain

SILENT_SECONDS = 10.0
"""How long a run into a file or log stays silent before, and between, its lines of progress."""
REDRAW_SECONDS = 0.1
_ERASE = "\r\x1b[2K"


class ProgressLine:
    """Shows progress on `stream`, seldom enough to be read; other lines go through `say`."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._on_terminal = stream.isatty()
        self._every = REDRAW_SECONDS if self._on_terminal else SILENT_SECONDS
        self._last = clock() - (REDRAW_SECONDS if self._on_terminal else 0)
        self._is_drawn = False

    def show(self, line: str, now_at: str = "") -> None:
        """Show how far the run is; `now_at` is shown on a terminal alone."""
        now = self._clock()
        if now - self._last < self._every:
            return
        self._last = now
        if not self._on_terminal:
            self.say(line)
            return
        room = shutil.get_terminal_size().columns - 1
        whole = f"{line} · {plain(now_at)}" if now_at else line
        self._stream.write(_ERASE + whole[:room])
        self._stream.flush()
        self._is_drawn = True

    def say(self, line: str) -> None:
        """Print a line that stays."""
        self.erase()
        print(plain(line), file=self._stream, flush=True)

    def erase(self) -> None:
        """Take the line of progress away."""
        if self._is_drawn:
            self._stream.write(_ERASE)
            self._stream.flush()
            self._is_drawn = False
