"""Processes that read into a casebook and can be made to die at their n-th write boundary.

A boundary is the moment before or after a statement that changes the file, or before a commit. The
product knows nothing of this: the hooks are SQLAlchemy's events. Run as a program it forks one such
process for each line it is given, so that the imports are paid for once.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import alembic.command
import alembic.config  # noqa: F401 - loaded before the forks, not in each of them
from sqlalchemy import Connection, Engine, event
from tests.store.captured import CountReader

from testigo.casebook import Casebook, Progress
from testigo.reports.intake import IntakeOptions

_READS = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE")


class _Boundaries:
    def __init__(self, last: int | None) -> None:
        self.passed = 0
        self._last = last

    def cross(self) -> None:
        self.passed += 1
        if self.passed == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def read_into(path: Path, sources: list[str], told: Path, die_at: int | None) -> None:
    """Read, telling each report in `told` once it is acknowledged, and at the end `done N`."""
    boundaries = _Boundaries(die_at)

    def meet(connection: Connection, *said: object) -> None:
        writes = connection.get_execution_options().get("writes", False)
        if writes and not (said and str(said[1]).startswith(_READS)):
            boundaries.cross()

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, meet)
    # Unbuffered: what is written stays written when the process is gone.
    out = os.open(told, os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def tell(progress: Progress) -> None:
        if progress.reading is not None:
            ids = [progress.reading.id, *(s.id for s in progress.reading.statements)]
            os.write(out, f"{' '.join(ids)}\n".encode())

    with Casebook.create(path) as casebook:
        casebook.read(sources, IntakeOptions(), CountReader(), tell)
    os.write(out, f"done {boundaries.passed}\n".encode())


def serve() -> None:
    """For each line: fork, say the process id, wait, say the exit code (-9 if killed)."""
    with tempfile.TemporaryDirectory() as home:
        # What every process would load on its first report is loaded here, once.
        (Path(home) / "report.txt").write_text("9 people were killed in Puno, the ministry said.")
        with Casebook.create(Path(home) / "testigo.db") as casebook:
            casebook.read([home], IntakeOptions(), CountReader())
    for line in sys.stdin:
        path, sources, told, die_at = json.loads(line)
        process = os.fork()
        if process == 0:
            read_into(Path(path), sources, Path(told), die_at)
            os._exit(0)
        print(process, flush=True)
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    serve()
