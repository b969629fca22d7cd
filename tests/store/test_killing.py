"""`kill -9` at any moment loses no acknowledged statement and leaves no half report.

Real processes, killed 200 times and more: at every write boundary of one file and of the reports of
a folder of 50, and at random moments of both. `TESTIGO_KILLS=5` does the random part five times.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.captured import CountReader

from testigo.casebook import Casebook
from testigo.reports.intake import IntakeOptions
from testigo.store.errors import NoCasebook, NotACasebook

TIMES = int(os.environ.get("TESTIGO_KILLS", "1"))
KILLED_AT_RANDOM = 40 * TIMES
BOUNDARIES_OF_A_REPORT = 60  # counted in each test that kills at them; there may be more
ROOT = Path(__file__).parents[2]

# On a busy machine one of these tests takes minutes, and is not hung.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def write_report(path: Path, number: int) -> None:
    path.write_text(
        f"Report {number}\n\n{number + 2} people were killed in Puno, the ministry said.\n"
        f"{number + 5} people were hurt.\nPolice sent {number + 40} men.",
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("file") / "report.txt"
    write_report(path, 1)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("folder")
    for number in range(50):
        write_report(folder / f"{number:02}.txt", number)
    return folder


Forks = subprocess.Popen[str]


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    """The program that forks the processes which are killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        yield program
        assert program.stdin is not None
        program.stdin.close()


class Trial:
    """One casebook that processes are killed over, and what they had acknowledged before."""

    def __init__(
        self, forks: Forks, home: Path, source: Path, expected: dict[str, set[str]]
    ) -> None:
        self._forks = forks
        self.path = home / "testigo.db"
        self._told = home / "told.txt"
        self._source = source
        self._expected = expected

    def kill(self, *, at_boundary: int | None = None, after: float | None = None) -> bool:
        """Read until killed; True if it was killed, False if it came to its end before."""
        arguments = [str(self.path), [str(self._source)], str(self._told), at_boundary]
        assert self._forks.stdin is not None
        assert self._forks.stdout is not None
        print(json.dumps(arguments), file=self._forks.stdin, flush=True)
        process = int(self._forks.stdout.readline())
        if after is not None:
            time.sleep(after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        code = int(self._forks.stdout.readline())
        assert code in (0, -signal.SIGKILL)
        return code != 0

    def boundaries(self) -> int:
        """How many boundaries the last whole run crossed."""
        return int(self._told.read_text().splitlines()[-1].removeprefix("done "))

    def check(self, *, verify: bool) -> int:
        """Check that nothing acknowledged is lost and nothing is half there; return the reports."""
        lines = self._told.read_text().splitlines() if self._told.exists() else []
        told = {id_ for line in lines if not line.startswith("done") for id_ in line.split()}
        try:
            casebook = Casebook.open(self.path)
        except (NoCasebook, NotACasebook):  # killed before the casebook was there
            assert not told
            return 0
        with casebook:
            kept = {reading.report_id: {reading.id} for reading in casebook.readings()}
            for statement in casebook.statements():
                kept[statement.report_id].add(statement.id)
            assert {report.id for report in casebook.reports()} == set(kept)
            assert all(ids == self._expected[id_] for id_, ids in kept.items())
            assert told <= {id_ for ids in kept.values() for id_ in ids}
            assert not verify or casebook.verify().faults == ()
        return len(kept)

    def finish(self, *, verify: bool = True) -> None:
        """Run again to the end, and check that everything is there."""
        with Casebook.create(self.path) as casebook:
            casebook.read([str(self._source)], IntakeOptions(), CountReader())
        assert self.check(verify=verify) == len(self._expected)


def expected(source: Path, home: Path) -> dict[str, set[str]]:
    """What a run that nobody disturbs keeps: ids of reading and statements by report."""
    home.mkdir()
    with Casebook.create(home / "undisturbed.db") as casebook:
        casebook.read([str(source)], IntakeOptions(), CountReader())
        kept = {reading.report_id: {reading.id} for reading in casebook.readings()}
        for statement in casebook.statements():
            kept[statement.report_id].add(statement.id)
    return kept


class Trials:
    """Gives ever new trials over one source, each in an empty folder."""

    def __init__(self, forks: Forks, home: Path, source: Path) -> None:
        self._forks = forks
        self._home = home
        self._source = source
        self._expected = expected(source, home / "undisturbed")
        with Casebook.create(home / "empty.db"):
            pass
        self._empty = (home / "empty.db").read_bytes()

    def start(self, *, made: bool = True) -> Trial:
        """Start a trial with an empty casebook, or (`made` off) with none."""
        folder = self._home / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        trial = Trial(self._forks, folder, self._source, self._expected)
        if made:
            trial.path.write_bytes(self._empty)
            trial.path.chmod(0o600)
        return trial


def test_killed_at_every_write_boundary_of_making_a_casebook(
    forks: Forks, file: Path, tmp_path: Path
) -> None:
    trials = Trials(forks, tmp_path, file)
    whole = trials.start(made=False)
    assert not whole.kill()
    read = trials.start()
    assert not read.kill()

    for boundary in range(1, whole.boundaries() - read.boundaries() + 1):
        trial = trials.start(made=False)
        assert trial.kill(at_boundary=boundary)
        assert trial.check(verify=True) == 0
        if boundary % 10 == 0:
            trial.finish()


def test_killed_at_every_write_boundary_of_one_file(
    forks: Forks, file: Path, tmp_path: Path
) -> None:
    trials = Trials(forks, tmp_path, file)
    trial = trials.start()
    assert not trial.kill()
    every = trial.boundaries()

    for boundary in range(1, every + 1):
        trial = trials.start()
        assert trial.kill(at_boundary=boundary)
        trial.check(verify=True)
        if boundary % 3 == 0:
            trial.finish(verify=boundary % 10 == 0)

    assert every >= BOUNDARIES_OF_A_REPORT


def test_killed_at_every_write_boundary_of_reports_in_a_folder(
    forks: Forks, folder: Path, tmp_path: Path
) -> None:
    trials = Trials(forks, tmp_path, folder)
    trial = trials.start()
    assert not trial.kill()
    of_a_report = trial.boundaries() // 50
    trial = trials.start()
    reports = 0

    # One casebook goes through it all; the last kills fall into the report after the one told of.
    for boundary in range(1, of_a_report + 10):
        assert trial.kill(at_boundary=boundary)
        reports = trial.check(verify=boundary % 10 == 0)

    assert of_a_report >= BOUNDARIES_OF_A_REPORT
    assert 0 < reports < 50
    trial.finish()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_killed_at_random_moments(
    what: str, forks: Forks, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    trials = Trials(forks, tmp_path, request.getfixturevalue(what))
    chance = random.Random(what)
    trial = trials.start()
    began = time.monotonic()
    assert not trial.kill()
    longest = time.monotonic() - began
    trial = trials.start()
    killed = 0

    while killed < KILLED_AT_RANDOM:
        ended = not trial.kill(after=chance.uniform(0, longest))
        killed += not ended
        if ended:  # the machine was busier when the first run was timed
            longest *= 0.8
        trial.check(verify=what == "file" or killed % 10 == 0)
        if ended or what == "file":
            trial.finish(verify=killed % 10 == 0)
            trial = trials.start()
    trial.finish()


def test_the_kills_are_200_and_more() -> None:
    assert 2 * BOUNDARIES_OF_A_REPORT + 2 * KILLED_AT_RANDOM >= 200  # and those of the making
