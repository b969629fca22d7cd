"""The past is folded once for all pages that show it, and a day means its end."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.review.press import Line, Report, reading

from testigo.casebook import Casebook
from testigo.review.queue import Wanted
from testigo.web.asked import BadParameter
from testigo.web.pasts import Pasts, moment_of

REPORT = Report((Line("casualty", "Alba Ticona Ríos", 19, place="Tarma", day="2023-01-09"),))


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2026-11-27", "2026-11-27T23:59:59+00:00"),
        ("20261127", "2026-11-27T23:59:59+00:00"),
        ("2026-11-27T14:30", "2026-11-27T14:30:00+00:00"),
        ("2026-11-27T14:30-05:00", "2026-11-27T19:30:00+00:00"),
    ],
)
def test_a_day_means_its_last_second_and_a_moment_itself(at: str, moment: str) -> None:
    assert moment_of(at) == datetime.datetime.fromisoformat(moment)


@pytest.mark.parametrize("at", ["yesterday", "2026-02-30", "0001-01-01T00:00+14:00", "9999-12-32"])
def test_what_is_no_day_is_refused(at: str) -> None:
    with pytest.raises(BadParameter, match="at cannot be used: write a day"):
        moment_of(at)


def test_the_same_past_is_folded_once_until_the_record_goes_on(tmp_path: Path) -> None:
    with Casebook.create(tmp_path / "past.db") as casebook:
        item = REPORT.captured()
        casebook._store.append_report(item, [reading(REPORT, item)])
        pasts = Pasts(lambda: casebook)

        with pasts.shown("2999-01-01") as first:
            pass
        with pasts.shown("2999-01-01") as again:
            assert again is first
        with pasts.shown("") as today:
            assert today is casebook
        [waiting] = casebook.review.queue(Wanted()).items
        casebook.review.decide("accept", [waiting.handle], by="Ana")
        with pasts.shown("2999-01-01") as later:
            assert later is not first
