"""The score of readers against people: counts, ratios, readers apart, intervals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.review.evaluating import FATES, METRICS, Case, ReviewedReport, evaluate, tally_of

READER, NEWER = "builtin 1", "builtin 2"


def case(fate: str, report: str = "r1", **more: object) -> Case:
    readers = () if fate == "missed" else (READER,)
    return Case(report, "toll", "en", fate, **({"readers": readers} | more))  # type: ignore[arg-type]


def reports(*names: str, readers: tuple[str, ...] = (READER,)) -> list[ReviewedReport]:
    return [ReviewedReport(name, readers) for name in names]


def test_precision_recall_and_f1_are_of_what_was_kept() -> None:
    tally = tally_of(
        [case("accepted"), case("accepted"), case("amended"), case("rejected"), case("missed")]
    )
    assert (tally.proposed, tally.kept) == (4, 3)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.75, 0.75)


def test_what_is_outside_the_scope_is_no_misreading() -> None:
    tally = tally_of([case("accepted"), case("out_of_scope")])
    assert (tally.precision, tally.out_of_scope) == (1.0, 1)


def test_values_are_scored_only_of_what_was_kept() -> None:
    tally = tally_of(
        [
            case("amended", values={"low": False, "outcome": True}),
            case("rejected", values={"low": True}),
        ]
    )
    assert (tally.values_right, tally.values) == (1, 2)


def test_a_reader_misses_what_another_gave_and_people_kept() -> None:
    cases = [
        case("accepted", readers=(READER,)),
        case("accepted", readers=(READER, NEWER)),
        case("rejected", readers=(READER,)),
        case("missed"),
    ]
    found = evaluate(cases, reports("r1", readers=(READER, NEWER)))

    older, newer = found.by_reader
    assert (older.tally.precision, older.tally.recall) == (2 / 3, 2 / 3)
    assert (newer.tally.precision, newer.tally.recall) == (1.0, 1 / 3)


def test_a_reader_is_scored_on_the_reports_that_it_read() -> None:
    read = [ReviewedReport("r1", (READER,)), ReviewedReport("r2", (NEWER,))]
    cases = [case("accepted", "r1"), case("accepted", "r2", readers=(NEWER,))]
    assert [s.tally.recall for s in evaluate(cases, read).by_reader] == [1.0, 1.0]


def test_confidence_is_told_in_bins_that_hold_every_proposal() -> None:
    cases = [case("accepted", confidence=c) for c in (0.0, 0.49, 0.5, 0.95, 1.0)]
    cases += [case("rejected", confidence=0.96), case("out_of_scope", confidence=0.3)]
    bins = evaluate(cases, reports("r1")).bins
    assert [(one.low, one.proposed, one.kept) for one in bins] == [
        (0.0, 2, 2),
        (0.5, 1, 1),
        (0.95, 3, 2),
    ]


def test_a_perpetrator_named_seldom_has_no_line_of_its_own() -> None:
    often = [Case("r1", "casualty", "en", "accepted", (READER,), perpetrator="army")] * 5
    seldom = [Case("r1", "casualty", "en", "rejected", (READER,), perpetrator="rebels")]
    nobody = [Case("r1", "casualty", "en", "accepted", (READER,))]
    scores = evaluate([*often, *seldom, *nobody], reports("r1")).by_perpetrator
    assert {score.name: score.tally.proposed for score in scores} == {
        "army": 5,
        "others": 1,
        "nobody named": 1,
    }


def test_few_reports_have_no_interval() -> None:
    found = evaluate([case("accepted")], reports("r1", "r2", "r3", "r4", "r5", "r6"))
    assert set(found.total.intervals.values()) == {None}


def test_intervals_are_the_same_each_time_and_hold_the_figure() -> None:
    names = [f"r{n}" for n in range(12)]
    cases = [case("accepted", name) for name in names]
    cases += [case("rejected", name) for name in names[:4]]
    first, again = (evaluate(cases, reports(*names)).total for _ in range(2))
    low, high = first.intervals["precision"] or (1.0, 0.0)
    assert first.intervals == again.intervals
    assert low < (first.tally.precision or 0) < high


@given(st.lists(st.sampled_from(FATES), max_size=30))
def test_every_ratio_lies_between_none_and_all(fates: list[str]) -> None:
    tally = tally_of([case(fate) for fate in fates])
    assert tally.proposed + tally.missed + tally.out_of_scope == len(fates)
    for metric in METRICS:
        value = getattr(tally, metric)
        assert value is None or 0 <= value <= 1


@pytest.mark.parametrize("metric", METRICS)
def test_nothing_judged_gives_no_figure(metric: str) -> None:
    found = evaluate([], [])
    assert getattr(found.total.tally, metric) is None
