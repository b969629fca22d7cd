"""Makes the large casebook: reports and decisions written in few transactions, then folded once."""

from __future__ import annotations

import datetime
import random
import sys
from pathlib import Path

from press import report

from testigo.record.decision import Decision
from testigo.review.deciding import make_decision
from testigo.store import append, deciding, engine
from testigo.store.store import Store

PEOPLE = ("Ana", "Luz", "Rosa")
PER_TRANSACTION = 200
START = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def make(path: Path, statements: int, decisions: int, per_report: int) -> None:
    """Write the casebook, unless it is there already."""
    with Store.open(path, create=True) as store:
        handles: list[str] = []
        count = statements // per_report
        for first in range(0, count, PER_TRANSACTION):
            with engine.writing(store._engine, path) as connection:
                writer, fold = store._writer(connection)
                for number in range(first, min(first + PER_TRANSACTION, count)):
                    item, reading = report(number, per_report)
                    append.Appender(connection, writer, fold).append(item, [reading])
                    handles += [statement.id for statement in reading.statements]
            _say("reports", min(first + PER_TRANSACTION, count), count)
        draw = random.Random(1)
        draw.shuffle(handles)
        for first in range(0, decisions, 5000):
            with engine.writing(store._engine, path) as connection:
                writer, fold = store._writer(connection)
                for number in range(first, min(first + 5000, decisions)):
                    decided = _decision(handles[number % len(handles)], number, draw)
                    deciding.Decider(connection, writer, fold).decide(decided)
            _say("decisions", min(first + 5000, decisions), decisions)


def _decision(handle: str, number: int, draw: random.Random) -> Decision:
    act = draw.choices(("accept", "reject", "flag", "withhold"), (85, 11, 3, 1))[0]
    content = {
        "reject": {"reason": "not_said"},
        "withhold": {"confidentiality": "confidential"},
    }.get(act, {})
    at = START + datetime.timedelta(seconds=number)
    return make_decision(
        act, [handle], by=draw.choice(PEOPLE), at=at, why="as read", content=content, shown=[handle]
    )


def _say(what: str, done: int, total: int) -> None:
    print(f"\r{what}: {done:,} of {total:,}", end="" if done < total else "\n", file=sys.stderr)
