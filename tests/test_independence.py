"""Reports that repeat one dispatch count as one source, as they come into a casebook."""

from __future__ import annotations

import datetime
from pathlib import Path

from tests.reports.test_nearness import DISPATCH, HALF, OTHER
from tests.store.captured import CountReader

from testigo.casebook import Casebook
from testigo.record.decision import Decision
from testigo.reports.intake import IntakeOptions

NOW = datetime.datetime(2024, 5, 2, 12, tzinfo=datetime.UTC)


def take_in(casebook: Casebook, folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    casebook.read([str(folder)], IntakeOptions(), CountReader())


def test_a_copy_that_comes_later_is_proposed_with_its_likeness_and_kept(tmp_path: Path) -> None:
    with Casebook.create(tmp_path / "testigo.db") as casebook:
        take_in(casebook, tmp_path / "first", a=DISPATCH, b=OTHER)
        assert list(casebook.groups()) == []

        take_in(casebook, tmp_path / "later", c=HALF)

        (group,) = casebook.groups()
        assert len(group.reports) == 2
        assert all(0.2 <= likeness < 1 for likeness in group.likeness.values())
        assert len(list(casebook.reports())) == 3


def test_a_person_who_keeps_two_reports_apart_wins(tmp_path: Path) -> None:
    with Casebook.create(tmp_path / "testigo.db") as casebook:
        take_in(casebook, tmp_path / "first", a=DISPATCH, c=HALF)
        (group,) = casebook.groups()

        casebook.decide(
            Decision("keep_apart", group.reports, "Ada Brenn", NOW, "two reporters", {}, (), {})
        )

        assert list(casebook.groups()) == []
