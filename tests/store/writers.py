"""A process that writes into a casebook while others do."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.store.captured import captured, decision, read

from testigo.store.store import Store


def write(path: Path, name: str, number: int) -> None:
    """Keep `number` reports of this writer and one that every writer has; flag each of its own."""
    with Store.open(path, create=True) as store:
        for n in range(number):
            shared = captured(f"{n} people were hurt.\nEveryone has this one.", address="shared")
            own = captured(f"{n} people were killed.\nOnly {name} has it.", address=name)
            for item in (shared, own):
                store.append_report(item, [read(item)])
            store.decide(decision("flag", own.report.id, by=name))


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
