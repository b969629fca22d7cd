"""Several people decide at once, and processes die while they do: nothing is lost or overruled."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.review.press import Line, Report, reading

from testigo.casebook import Casebook
from testigo.review.queue import Wanted

ROOT = Path(__file__).parents[2]
KILLED = -9
PEOPLE = ("Ana", "Luz", "Rosa")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "shared.db"
    lines = tuple(Line("casualty", f"Alba Ticona {chr(65 + n)}ari", 20 + n) for n in range(12))
    with Casebook.create(file) as casebook:
        for number in range(2):
            report = Report((*lines, Line("toll", number=number + 2)))
            item = report.captured()
            casebook._store.append_report(item, [reading(report, item)])
    return file


def run(path: Path, name: str, told: Path, die_at: int | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.review.deciders", str(path), name, str(told)]
    return subprocess.Popen([*command, *([] if die_at is None else [str(die_at)])], cwd=ROOT)


def told_of(told: Path, what: str) -> list[list[str]]:
    lines = told.read_text().splitlines() if told.exists() else []
    return [line.split()[1:] for line in lines if line.startswith(what)]


def test_of_three_people_who_decide_at_once_one_is_kept_and_two_are_told(
    path: Path, tmp_path: Path
) -> None:
    with Casebook.open(path) as casebook:
        waiting = {item.handle for item in casebook.review.queue(Wanted(), limit=1000).items}
    assert len(waiting) == 26

    running = [run(path, name, tmp_path / name) for name in PEOPLE]
    assert [process.wait() for process in running] == [0, 0, 0]

    kept = [handle for name in PEOPLE for handle, _ in told_of(tmp_path / name, "kept")]
    stale = [handle for name in PEOPLE for (handle,) in told_of(tmp_path / name, "stale")]
    with Casebook.open(path) as casebook:
        # Who began after another had ended found nothing waiting; nobody ever overruled anybody.
        assert sorted(kept) == sorted(waiting)
        assert set(stale) <= waiting
        assert len(list(casebook.decisions())) == len(kept)
        assert casebook.review.queue(Wanted()).left == 0
        assert casebook.verify().faults == ()


@pytest.mark.slow
def test_a_process_that_dies_while_deciding_loses_nothing_that_it_was_told_is_kept(
    path: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    copy = tmp_path / "whole.db"
    shutil.copy(path, copy)
    assert run(copy, "Ana", whole).wait() == 0
    boundaries = int(told_of(whole, "done")[0][0])
    tries = [1 + n * (boundaries - 1) // 23 for n in range(24)]

    for die_at in tries:
        died, told = tmp_path / f"{die_at}.db", tmp_path / f"{die_at}.told"
        shutil.copy(path, died)
        assert run(died, "Ana", told, die_at).wait() == KILLED
        acknowledged = {decision for _, decision in told_of(told, "kept")}
        with Casebook.open(died) as casebook:
            kept = {decision.id for decision in casebook.decisions()}
            assert acknowledged <= kept
            # At most the one that was being written when the process died stands beyond those.
            assert len(kept - acknowledged) <= 1
            assert casebook.review.queue(Wanted()).left == 26 - len(kept)
            assert casebook.verify().faults == ()
