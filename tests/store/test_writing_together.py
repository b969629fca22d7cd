"""Two processes and more write at once: the chain stays whole, and nothing is kept twice."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.store.captured import MARCH, captured, read

from testigo.store import engine
from testigo.store.errors import CasebookBusy
from testigo.store.store import Store

ROOT = Path(__file__).parents[2]
NUMBER = 8


def test_processes_that_make_and_write_one_casebook_at_once_keep_the_chain_whole(
    tmp_path: Path,
) -> None:
    path = tmp_path / "testigo.db"
    names = ("north", "south", "coast")

    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.writers", str(path), name, str(NUMBER)], cwd=ROOT
        )
        for name in names
    ]

    assert [writer.wait() for writer in writers] == [0] * len(names)
    with Store.open(path) as store:
        assert store.verify().faults == ()
        kept = list(store.reports())
        assert len(kept) == NUMBER * (len(names) + 1)
        assert all(report.statements == {"toll": 1} for report in kept)
        assert len(list(store.decisions())) == NUMBER * len(names)


def test_threads_share_one_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "testigo.db", create=True) as store:

        def write(number: int) -> None:
            item = captured(f"{number} people were hurt.", address=str(number))
            store.append_report(item, [read(item)])

        threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(list(store.reports())) == len(list(store.statements())) == 8
        assert store.verify().clean


def test_a_list_that_is_being_read_does_not_see_what_comes_after(tmp_path: Path) -> None:
    with Store.open(tmp_path / "testigo.db", create=True) as store:
        for number in range(3):
            store.append_report(captured(f"Report {number}.", address=str(number)))
        seen = store.reports()
        next(seen)

        store.append_report(captured("One more.", address="4"))

        assert len(list(seen)) == 2
        assert len(list(store.reports())) == 4


def test_a_writer_that_waits_too_long_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "testigo.db"
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.05)
    with Store.open(path, create=True) as store, Store.open(path) as other:
        with engine.writing(other._engine, path), pytest.raises(CasebookBusy, match="wait"):
            store.append_report(captured(MARCH))

        assert list(store.reports()) == []
