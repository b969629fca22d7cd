"""Several processes read what one would have read, and one bad report stops nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from tests.reading.breaking_reader import BREAKS, DIES, BreakingReader
from tests.store.captured import CORRECTED, MARCH, CountReader

from testigo.casebook import Casebook, Progress
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.pool import (
    SMALL,
    NotRead,
    PooledReader,
    ReaderBrokeDown,
    available_jobs,
    read_each,
)
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text
from testigo.reports.intake import IntakeOptions


def pages(*contents: str) -> list[Page]:
    metadata = Metadata(language=Stated("en", "option"))
    return [Page(Text(f"r{i}", c, "test"), metadata) for i, c in enumerate(contents)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty reports, one of them three times and one of them empty."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(36):
        content = (MARCH, CORRECTED)[number % 2].replace("9", str(number + 10))
        (folder / f"{number:02}.txt").write_text(f"{content}\n{number}", encoding="utf-8")
    for copy in ("05b", "20b"):
        (folder / f"{copy}.txt").write_bytes((folder / "05.txt").read_bytes())
    (folder / "20b.meta.json").write_text('{"published": "2026-03-02"}', encoding="utf-8")
    (folder / "21b.txt").touch()
    return folder


def kept(path: Path, folder: Path, reader: CountReader | PooledReader) -> tuple[object, ...]:
    told: list[tuple[str, str]] = []

    def tell(progress: Progress) -> None:
        told.append((progress.outcome, progress.address))

    with Casebook.create(path) as casebook:
        summary = casebook.read([str(folder)], IntakeOptions(), reader, tell)
        assert casebook.verify().clean
        return (
            summary,
            told,
            [report.id for report in casebook.reports()],
            [reading.id for reading in casebook.readings()],
            [statement.statement.id for statement in casebook.statements()],
        )


def test_a_casebook_holds_the_same_in_the_same_order_however_many_read(
    tmp_path: Path, folder: Path
) -> None:
    alone = kept(tmp_path / "alone.db", folder, CountReader())
    with PooledReader(CountReader, 2) as reader:
        together = kept(tmp_path / "together.db", folder, reader)

    assert together == alone


def test_the_builtin_reader_gives_the_same_readings_from_a_pool() -> None:
    some = pages(*(f"{n} people were killed in Orvalle, the union said." for n in range(2, 12)))
    with PooledReader(partial(BuiltinReader, rules_alone=True), 2) as reader:
        assert reader.read(some) == BuiltinReader(rules_alone=True).read(some)
        assert reader.identity == BuiltinReader(rules_alone=True).identity


@pytest.mark.parametrize("bad", [BREAKS, DIES], ids=["a breakdown", "a death of the process"])
def test_a_page_that_cannot_be_read_is_told_and_the_others_are_read(bad: str) -> None:
    some = pages(*["calm"] * SMALL, f"Elena Quispe: {bad}", *["calm"] * 3)
    with PooledReader(BreakingReader, 2) as reader:
        readings = reader.read_each(some)
        again = reader.read_each(some[:SMALL])

    unread = [i for i, reading in enumerate(readings) if isinstance(reading, NotRead)]
    assert unread == [SMALL]
    assert not any(isinstance(reading, NotRead) for reading in again)
    reason = readings[SMALL]
    assert isinstance(reason, NotRead)
    assert "Quispe" not in reason.why


def test_a_breakdown_is_told_alike_by_one_process() -> None:
    some = pages("calm", BREAKS)
    first, second = read_each(BreakingReader(), some)
    assert not isinstance(first, NotRead)
    assert isinstance(second, NotRead)
    with PooledReader(BreakingReader, 1) as reader, pytest.raises(ReaderBrokeDown):
        reader.read(some)


def test_a_report_that_breaks_the_reader_is_counted_as_failed_and_tried_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text(BREAKS)
    (tmp_path / "b.txt").write_text("All was calm in the port.")
    with Casebook.create(tmp_path / "testigo.db") as casebook:
        first = casebook.read([str(tmp_path / "a.txt")], IntakeOptions(), BreakingReader())
        second = casebook.read([str(tmp_path / "b.txt")], IntakeOptions(), BreakingReader())
        assert (first.failed, second.read) == (1, 1)
        assert len(list(casebook.reports())) == 1
        assert casebook.read([str(tmp_path / "a.txt")], IntakeOptions(), BreakingReader()).failed


def test_few_pages_start_no_process() -> None:
    with PooledReader(BreakingReader, 2) as reader:
        reader.read(pages(*["calm"] * (SMALL - 1)))
        assert reader._pool is None


def test_aside_not_one_page_is_read_in_this_process() -> None:
    with PooledReader(BreakingReader, 1, aside=True) as reader:
        [dead] = reader.read_each(pages(DIES))
        [read] = reader.read_each(pages(MARCH))

    assert isinstance(dead, NotRead)
    assert read == BreakingReader().read(pages(MARCH))[0]


def test_there_is_always_one_job() -> None:
    assert 1 <= available_jobs() <= (os.cpu_count() or 1)


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs /proc to see the children")
def test_processes_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    for number in range(60):
        content = f"{number} people were killed in Puno, the ministry said."
        (tmp_path / f"{number}.txt").write_text(content, encoding="utf-8")
    script = Path(sys.executable).with_name("testigo")
    command = [script, "read", ".", "--jobs", "2", "--format", "jsonl", "--language", "en"]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.readline()  # the first statement is on the disk, the processes are at work
    children = children_of(running.pid)
    running.send_signal(signal.SIGKILL)
    running.communicate()

    assert len(children) >= 2
    until = time.monotonic() + 30
    while any(alive(child) for child in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(alive(child) for child in children)


def children_of(parent: int) -> list[int]:
    found = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [process for process in found if status(process)[1] == str(parent)]


def alive(process: int) -> bool:
    return status(process)[0] not in ("gone", "Z")


def status(process: int) -> tuple[str, str]:
    """State and parent of a process."""
    try:
        state, parent = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[:2]
    except OSError:
        return "gone", ""
    return state, parent
