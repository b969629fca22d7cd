"""The worked tolls of the standards through the whole record: read, accepted, joined, declared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.review.tolls.loading import load
from tests.review.tolls.worked import (
    EXAMPLES,
    FOUR_TOTALS,
    MINISTRY_SERIES,
    MISSING_TO_DEAD,
    OMBUDSMAN_SERIES,
    WorkedExample,
)

from testigo.casebook import Casebook
from testigo.review.lists import ListWanted
from testigo.review.queue import Wanted
from testigo.review.tolls import compare, findings_of


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "worked.db") as opened:
        yield opened


def numbers(casebook: Casebook, speaker: str, outcome: str = "killed") -> list[list[int | None]]:
    """Return the figures of each series of a speaker, the longest series first."""
    wanted = ListWanted("tolls", speaker=speaker, outcome=outcome, size=200)
    found = []
    for row in casebook.review.entries(wanted).rows:
        for series in casebook.review.toll(row.id).series:
            found.append([figure.figure.low for figure in series.rows])
    return sorted(found, key=len, reverse=True)


def test_the_ministry_is_one_series_of_six_moments_in_order(casebook: Casebook) -> None:
    load(casebook, MINISTRY_SERIES)

    series = numbers(casebook, "Ministerio de Salud")[0]

    assert series == [2, 4, 8, 14, 24, 25]


def test_four_totals_of_a_day_have_no_range_until_a_person_declares_one(
    casebook: Casebook,
) -> None:
    load(casebook, FOUR_TOTALS)
    review = casebook.review
    totals = {}
    for row in review.entries(ListWanted("tolls", outcome="killed", size=200)).rows:
        toll = review.toll(row.id)
        for figure in toll.series[0].rows:
            totals[figure.figure.low] = row.id
    ids = [totals[number] for number in (14, 18, 20, 21)]
    assert len(set(ids)) == 4

    before = review.toll(ids[0])
    assert not before.comparable
    assert not [r for t in compare(before.series, {}).tables for r in t.ranges]

    review.decide("join", ids, by="Ana", why="all four count every death", content={"of": "scope"})
    after = review.toll(ids[0])
    every = (*after.series, *after.comparable)
    declared = {one.key: after.dossier.row.scope_class or "" for one in every}
    ranges = [r for table in compare(every, declared).tables for r in table.ranges]
    assert (min(r.low for r in ranges), max(r.high for r in ranges)) == (14, 21)

    (line,) = [h for h in after.dossier.history if h.decision.act == "join"]
    review.decide("undo", [line.decision.id], by="Ana")
    assert not review.toll(ids[0]).comparable


def test_missing_people_who_are_found_dead_stay_six(casebook: Casebook) -> None:
    load(casebook, MISSING_TO_DEAD)
    review = casebook.review
    rows = review.entries(ListWanted("tolls", size=200)).rows
    series = [s for row in rows for s in review.toll(row.id).series]

    transitions = [f for f in findings_of(series) if f.code == "missing_to_dead"]

    assert transitions
    assert all(finding.value("total") in (6, None) for finding in transitions)


def test_the_parts_of_the_ombudsman_are_checked_and_never_corrected(casebook: Casebook) -> None:
    load(casebook, OMBUDSMAN_SERIES)
    review = casebook.review
    rows = review.entries(ListWanted("tolls", outcome="killed", size=200)).rows
    series = [s for row in rows for s in review.toll(row.id).series]

    codes = {finding.code for finding in findings_of(series)}

    assert "parts_sum" in codes
    assert "parts_differ" in codes


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.number)
def test_every_example_goes_through_the_record_whole(
    casebook: Casebook, example: WorkedExample
) -> None:
    load(casebook, example)

    assert casebook.review.queue(Wanted()).left == 0
    for row in casebook.review.entries(ListWanted("tolls", size=200)).rows:
        assert casebook.review.toll(row.id).series
    assert casebook.verify().faults == ()
