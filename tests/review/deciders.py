"""Processes that decide on one casebook: together, or until they are made to die.

`python -m tests.review.deciders FILE NAME TOLD [DIE_AT]`: go through the queue as NAME, deciding on
every statement with what was seen of it when it was listed; tell in TOLD what was acknowledged.
With DIE_AT the process kills itself at that write boundary: before or after a change of the file,
or before a commit.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from testigo.casebook import Casebook
from testigo.review.queue import Wanted
from testigo.store.errors import StaleDecision

_READS = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE")


def count_boundaries(die_at: int | None) -> list[int]:
    """Count write boundaries from now on; at number `die_at` the process ends as by `kill -9`."""
    passed = [0]

    def meet(connection: Connection, *said: object) -> None:
        writes = connection.get_execution_options().get("writes", False)
        if writes and not (said and str(said[1]).startswith(_READS)):
            passed[0] += 1
            if passed[0] == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, meet)
    return passed


def decide(path: Path, name: str, told: Path, die_at: int | None) -> None:
    """Decide on everything that waits, as it was when this began."""
    out = os.open(told, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    with Casebook.open(path) as casebook:
        review = casebook.review
        waiting = review.queue(Wanted(), limit=1000).items
        passed = count_boundaries(die_at)
        for number, item in enumerate(waiting):
            act, content = ("accept", {}) if number % 3 else ("reject", {"reason": "not_said"})
            seen = {item.handle: item.seen}
            try:
                made = review.decide(act, [item.handle], by=name, content=content, seen=seen)
            except StaleDecision:
                os.write(out, f"stale {item.handle}\n".encode())
            else:
                os.write(out, f"kept {item.handle} {made.id}\n".encode())
    os.write(out, f"done {passed[0]}\n".encode())


if __name__ == "__main__":
    last = int(sys.argv[4]) if len(sys.argv) > 4 else None
    decide(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), last)
