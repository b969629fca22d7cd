"""`serve` in a process of its own, as `testigo serve` runs it."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = "import sys; from testigo.web.serving import serve; serve(sys.argv[1], port=0)"


@dataclass
class Served:
    """A running server and the address that it printed."""

    process: subprocess.Popen[str]
    entrance: str

    @property
    def origin(self) -> str:
        return self.entrance.partition("/enter")[0]

    def stop(self) -> tuple[int, str]:
        """Interrupt it as Ctrl-C does; return its exit status and what it wrote to stderr."""
        self.process.send_signal(signal.SIGINT)
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors


@contextlib.contextmanager
def served(casebook: Path) -> Iterator[Served]:
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(casebook)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield Served(process, process.stdout.readline().strip())
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
