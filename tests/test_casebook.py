"""The Python API over real files: read, look, read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.captured import CORRECTED, MARCH, CountReader, decision

from testigo.casebook import Casebook, Progress, ReadSummary
from testigo.reports.intake import IntakeOptions, Named, pasted
from testigo.store.errors import NoCasebook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(MARCH, encoding="utf-8")
    (folder / "b.txt").write_text(CORRECTED, encoding="utf-8")
    (folder / "empty.txt").write_text("")
    return folder


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "testigo.db") as opened:
        yield opened


def test_a_folder_is_read_and_bad_input_is_counted_and_named(
    casebook: Casebook, folder: Path
) -> None:
    seen: list[Progress] = []

    summary = casebook.read([str(folder)], IntakeOptions(), CountReader(), seen.append)

    assert (summary.read, summary.failed, summary.undated) == (2, 1, 2)
    assert [k.statement.value("low") for k in casebook.tolls()] == [9, 3, 11]
    assert [p.address for p in seen if p.outcome == "failed"] == [str(folder / "empty.txt")]
    assert seen[-1].so_far == summary


def test_reading_again_adds_nothing(casebook: Casebook, folder: Path) -> None:
    casebook.read([str(folder)], IntakeOptions(), CountReader())
    head = casebook.head()

    again = casebook.read([str(folder)], IntakeOptions(), CountReader())

    assert casebook.head() == head
    assert again == ReadSummary(skipped=2, failed=1)


def test_what_is_told_is_on_the_disk(casebook: Casebook, folder: Path) -> None:
    def look(progress: Progress) -> None:
        if progress.reading is not None:
            with Casebook.open(casebook.path) as other:
                assert progress.captured is not None
                kept = {k.id for k in other.statements(report=progress.captured.report.id)}
            assert kept == {s.id for s in progress.reading.statements}

    assert casebook.read([str(folder)], IntakeOptions(), CountReader(), look).read == 2


def test_the_same_bytes_under_another_name_are_skipped_and_the_name_is_kept(
    casebook: Casebook, folder: Path
) -> None:
    (folder / "a copy.txt").write_text(MARCH, encoding="utf-8")

    summary = casebook.read([str(folder)], IntakeOptions(), CountReader())

    assert (summary.read, summary.skipped) == (2, 1)
    first = next(casebook.reports())
    assert len(casebook.captures(first.id)) == 2


def test_a_date_given_later_gives_a_reading_with_that_date(
    casebook: Casebook, folder: Path
) -> None:
    casebook.read([str(folder)], IntakeOptions(), CountReader())

    summary = casebook.read([str(folder)], IntakeOptions(published="2026-03-02"), CountReader())

    assert (summary.read, summary.undated, summary.statements) == (2, 0, 0)
    assert len(list(casebook.readings(superseded=True))) == 4
    assert len(list(casebook.readings())) == 2
    # Without the option the date is still known.
    head = casebook.head()
    assert casebook.read([str(folder)], IntakeOptions(), CountReader()).read == 0
    assert casebook.head() == head


def test_only_reading_makes_a_casebook(tmp_path: Path) -> None:
    with pytest.raises(NoCasebook, match="testigo read"):
        Casebook.open(tmp_path / "none.db")


def test_sentences_not_understood_are_listed(casebook: Casebook, folder: Path) -> None:
    casebook.read([str(folder)], IntakeOptions(), CountReader())
    first = next(casebook.reports())

    [coverage] = casebook.coverage(first.id[:10])

    assert [f.sentence.quote for f in coverage.flagged] == ["Police sent 40 men."]


def test_one_at_a_time_each_is_kept_before_the_next_is_asked_for(casebook: Casebook) -> None:
    kept: list[int] = []

    def queue() -> Iterator[Named]:
        for text in (MARCH, CORRECTED):
            kept.append(len(list(casebook.reports())))
            yield pasted(text)

    casebook.read(queue(), IntakeOptions(), CountReader(), at_a_time=1)

    assert kept == [0, 1]


def test_a_report_is_read_again_with_the_metadata_valid_now(casebook: Casebook) -> None:
    casebook.read([pasted(MARCH)], IntakeOptions(), CountReader())
    [report] = casebook.reports()
    assert casebook.reread(report.id, CountReader()).outcome == "skipped"
    casebook.decide(decision("correct_metadata", report.id, metadata={"published": "2023-01-14"}))

    again = casebook.reread(report.id[:12], CountReader())

    assert again.outcome == "read"
    assert again.metadata is not None
    assert again.metadata.published is not None
    assert again.metadata.published.value == "2023-01-14"
    assert len(list(casebook.readings(report.id, superseded=True))) == 2
    assert len(casebook.captures(report.id)) == 1
