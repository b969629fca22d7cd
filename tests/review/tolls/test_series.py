from typing import Any

import pytest
from tests.review.tolls.builders import number, point

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.review.tolls import (
    Series,
    compare,
    finding_words,
    findings_of,
    moment_words,
    range_words,
    scope_of,
    series_of,
)
from testigo.review.tolls.words import figure_words

BOTH = frozenset({"draft", "accepted"})


def single(*points: Any, joined: dict[str, str] | None = None) -> Series:
    (series,) = series_of(points, joined or {})
    return series


def figures(series: Series, **how: Any) -> list[str]:
    return [figure_words(row.figure) for row in series.figures(**how)]


def codes(*points: Any) -> list[str]:
    return [f.code for f in findings_of(series_of(points, {}))]


MOMENTS = {
    "stated": ({"day": "2022-12-12", "published": "2022-12-14"}, "as of 12 Dec 2022"),
    "stated with an hour": (
        {"day": "2022-12-12T09:00:00", "published": "2022-12-14"},
        "as of 12 Dec 2022, 09:00",
    ),
    "said": (
        {"said_on": Edtf("2022-12-13"), "published": "2022-12-14"},
        "said 13 Dec 2022",
    ),
    "published": ({"published": "2022-12-14T08:30:00"}, "by 14 Dec 2022 (the report's date)"),
    "unknown": ({}, "at an unknown moment"),
}


@pytest.mark.parametrize(("given", "words"), MOMENTS.values(), ids=MOMENTS.keys())
def test_a_moment_says_on_what_it_rests(given: dict[str, Any], words: str) -> None:
    (row,) = single(point(**given)).rows
    assert moment_words(row.moment) == words


def test_what_has_no_moment_comes_last() -> None:
    series = single(point(9, "a"), point(8, "b", day="2022-12-12"))
    assert figures(series) == ["8", "9"]


def test_a_bulletin_of_the_morning_comes_before_that_of_the_evening() -> None:
    morning = point(4, "a", day="2022-12-12", published="2022-12-12T08:00:00")
    evening = point(2, "b", day="2022-12-12", published="2022-12-12T20:00:00")
    assert figures(single(evening, morning)) == ["4", "2"]
    assert codes(evening, morning)[0] == "fall"


def test_numbers_of_two_speakers_are_two_series() -> None:
    assert len(series_of([point(8, "a"), point(8, "b", speaker="Otra Oficina")], {})) == 2


def test_region_and_city_of_one_name_are_two_series_until_a_person_joins_them() -> None:
    region = point(8, "a", place=Place("Puno", precision=4))
    city = point(9, "b", place=Place("Puno", precision=1))
    assert len(series_of([region, city], {})) == 2
    one, other = scope_of(region.statement).key, scope_of(city.statement).key
    assert len(single(region, city, joined={other: one}).scopes) == 2


def test_a_declaration_never_makes_the_dead_the_injured() -> None:
    dead, injured = point(8, "a"), point(8, "b", outcome="injured")
    key = scope_of(dead.statement).key
    assert len(series_of([dead, injured], {scope_of(injured.statement).key: key})) == 2


@pytest.mark.parametrize("modality", ["denied", "planned", "conditional"])
def test_what_is_denied_or_only_planned_is_kept_and_is_no_figure(modality: str) -> None:
    series = single(point(modality=modality))
    assert (series.rows, len(series.apart)) == ((), 1)
    assert series.latest() == ()


def test_a_rejected_statement_is_in_no_series() -> None:
    assert series_of([point(state="rejected")], {}) == ()


def test_a_withdrawn_statement_stays_struck() -> None:
    series = single(point(9, "a", state="withdrawn", day="2022-12-12"))
    (row,) = series.rows
    assert row.is_struck()
    assert series.figures(BOTH) == ()


def test_one_withdrawn_witness_leaves_the_row_to_the_others() -> None:
    (row,) = single(point(9, "a", state="withdrawn"), point(9, "b")).rows
    assert (row.counts(), row.withdrawn, row.accepted, row.groups()) == (True, 1, 1, 1)


class TestDraftsAndAccepted:
    accepted = point(8, "a", day="2022-12-12")
    draft = point(9, "b", day="2022-12-13", state="draft")

    def test_only_accepted_statements_are_figures_where_nobody_asks_for_drafts(self) -> None:
        series = single(self.accepted, self.draft)
        assert figures(series) == ["8"]
        assert figures(series, states=BOTH) == ["8", "9"]
        assert [r.figure.low for r in series.latest()] == [8]

    def test_a_row_says_how_many_of_its_witnesses_are_drafts(self) -> None:
        (row,) = single(self.accepted, point(8, "c", day="2022-12-12", state="draft")).rows
        assert (row.accepted, row.drafts, row.groups(), row.groups(BOTH)) == (1, 1, 1, 2)

    def test_a_series_of_drafts_says_that_it_is_one(self) -> None:
        (found,) = findings_of([single(self.draft)])
        assert finding_words(found) == (
            "Drafts only: nobody has checked any number of this series."
        )

    def test_a_finding_on_a_draft_is_called_a_draft(self) -> None:
        found = findings_of([single(self.draft)], BOTH)[0]
        assert finding_words(found).startswith("Draft, unchecked: Latest: 9")

    def test_a_draft_strikes_nothing_that_a_person_accepted(self) -> None:
        taken_back = point(8, "c", day="2022-12-14", state="draft", modality="retracted")
        series = single(self.accepted, taken_back)
        assert figures(series) == ["8"]
        assert figures(series, states=BOTH) == []

    def test_a_range_of_accepted_numbers_leaves_the_drafts_out(self) -> None:
        other = point(30, "c", day="2022-12-12", state="draft", speaker="Otra Oficina")
        series = series_of([self.accepted, other], {})
        declared = {s.key: "class" for s in series}
        assert compare(series, declared).tables[0].rule == "one_source"
        (found,) = compare(series, declared, BOTH).tables[0].ranges
        assert (found.low, found.high) == (8, 30)


class TestCorrections:
    wrong = point(3, "a", day="2022-12-11")

    def test_a_corrected_number_is_struck_and_linked(self) -> None:
        right = point(2, "b", day="2022-12-12", corrects=(number(3),))
        series = single(self.wrong, right)
        assert figures(series) == ["2"]
        found = [f for f in findings_of([series]) if f.code == "correction"]
        assert [f.handles for f in found] == [("a", "b")]
        assert finding_words(found[0]) == (
            "3 (killed) as of 11 Dec 2022 was corrected by the same source to 2 (killed); "
            "it stays, struck."
        )

    def test_a_death_that_was_an_injury_is_struck_among_the_dead(self) -> None:
        injured = point(
            1, "b", day="2022-12-12", outcome="injured", corrects=(number(3, outcome="killed"),)
        )
        dead, hurt = sorted(series_of([self.wrong, injured], {}), key=lambda s: s.scope.outcome)[
            ::-1
        ]
        assert (figures(dead), figures(hurt)) == ([], ["1"])

    def test_a_number_given_again_later_is_not_struck(self) -> None:
        taken_back = point(3, "b", day="2022-12-12", modality="retracted")
        again = point(3, "c", day="2022-12-14")
        series = single(self.wrong, taken_back, again)
        assert [row.is_struck() for row in series.rows] == [True, True, False]

    def test_another_speaker_corrects_nothing(self) -> None:
        other = point(2, "b", day="2022-12-12", speaker="Otra Oficina", corrects=(number(3),))
        mine = series_of([self.wrong, other], {})[0]
        assert figures(mine) == ["3"]
        assert "correction_unlinked" in codes(self.wrong, other)

    def test_a_correction_of_another_series_is_no_question_of_this_one(self) -> None:
        corrected = (number(3, outcome="killed"),)
        assert codes(point(1, outcome="injured", corrects=corrected)) == ["latest"]

    def test_a_retraction_of_what_nobody_reported_asks(self) -> None:
        assert codes(point(3, modality="retracted")) == ["retraction_unlinked"]


class TestMovement:
    def test_a_fall_asks_why(self) -> None:
        (fall, _) = findings_of(
            [single(point(9, "a", day="2022-12-12"), point(7, "b", day="2022-12-13"))]
        )
        assert fall.is_question
        assert finding_words(fall) == (
            "9 as of 12 Dec 2022, then 7 as of 13 Dec 2022. "
            "Is the lower number a correction, another scope, or an old one repeated?"
        )

    def test_at_least_eight_after_nine_is_no_fall(self) -> None:
        vaguer = point(8, "b", day="2022-12-13", high=None, bound="at_least")
        assert codes(point(9, "a", day="2022-12-12"), vaguer) == ["latest"]

    @pytest.mark.parametrize(("accrual", "expected"), [(None, []), ("cumulative", ["fall"])])
    def test_fewer_missing_people_are_a_fall_only_of_a_running_total(
        self, accrual: str | None, expected: list[str]
    ) -> None:
        points = [
            point(n, str(n), day=day, outcome="missing", accrual=accrual)
            for n, day in ((9, "2022-12-12"), (7, "2022-12-13"))
        ]
        assert [code for code in codes(*points) if code != "latest"] == expected

    def test_a_paper_that_prints_an_old_number_late_moves_nothing(self) -> None:
        points = [
            point(14, "a", day="2022-12-16"),
            point(24, "b", day="2022-12-17"),
            point(14, "c", published="2022-12-18"),
        ]
        series = single(*points)
        assert [r.figure.low for r in series.latest()] == [24]
        assert codes(*points) == ["jump", "late_repeat", "latest"]
        assert len(series.rows) == 3

    def test_an_addition_is_summed_with_nothing(self) -> None:
        series = single(
            point(28, "a", day="2022-12-24"), point(12, "b", day="2023-01-09", accrual="increment")
        )
        assert figures(series) == ["28"]
        assert [row.figure.low for row in series.additions] == [12]

    def test_a_vague_word_is_the_latest_only_where_there_is_no_number(self) -> None:
        dozens = point(None, "b", day="2022-12-13", wording="decenas", bound="vague")
        assert figures(single(dozens)) == ["“decenas”"]
        latest = single(point(9, "a", day="2022-12-12"), dozens).latest()
        assert [r.figure.low for r in latest] == [9]


class TestParts:
    def test_one_number_inside_a_total_divides_nothing(self) -> None:
        assert codes(point(28, parts=(number(2, population="menores"),))) == ["latest"]

    def test_parts_that_are_bounds_may_sum(self) -> None:
        open_part = number(20).members
        bound = type(number(1)).of(**{**dict(open_part), "high": None, "bound": "at_least"})
        assert codes(point(28, parts=(bound, number(5))))[0] == "parts_may_sum"

    def test_parts_above_the_total_differ_upwards(self) -> None:
        (found, _) = findings_of([single(point(9, parts=(number(6), number(4))))])
        assert (found.code, found.value("difference")) == ("parts_differ", 1)
        assert "(+1)" in finding_words(found)

    def test_more_dead_than_injured_are_never_included(self) -> None:
        inner = (number(9, outcome="killed"),)
        assert codes(point(8, outcome="injured", includes=inner))[0] == "includes_exceed"

    def test_states_that_exclude_each_other_cannot_exceed_the_whole(self) -> None:
        inner = (number(5, outcome="killed"), number(5, outcome="discharged"))
        assert codes(point(8, outcome="injured", includes=inner))[0] == "includes_differ"


class TestRanges:
    def test_estimates_never_meet_documented_numbers(self) -> None:
        series = series_of(
            [
                point(8, "a", day="2022-12-12"),
                point(80, "b", day="2022-12-12", speaker="Otra Oficina", basis="estimate"),
            ],
            {},
        )
        tables = compare(series, {s.key: "class" for s in series}).tables
        assert [(t.is_estimate, t.ranges) for t in tables] == [(False, ()), (True, ())]

    @pytest.mark.parametrize(
        ("one", "other", "rule"),
        [
            ({"speaker": "A"}, {"speaker": "B", "origin": "a"}, "one_source"),
            ({"speaker": "A", "origin": "C"}, {"speaker": "B", "origin": "C"}, "one_source"),
            ({"speaker": "A", "origin": "C"}, {"speaker": "B", "origin": "D"}, "same_day"),
            ({"speaker": "A"}, {"speaker": "A", "speaker_id": "a of Bolivia"}, "same_day"),
        ],
        ids=["who passes on another", "one origin", "two origins", "one name, two bodies"],
    )
    def test_who_passes_on_a_count_is_no_second_source(
        self, one: dict[str, Any], other: dict[str, Any], rule: str
    ) -> None:
        points = [point(8, "a", day="2022-12-12", **one), point(9, "b", day="2022-12-12", **other)]
        series = series_of(points, {})
        assert compare(series, {s.key: "class" for s in series}).tables[0].rule == rule

    def test_one_speaker_of_two_scopes_makes_no_range(self) -> None:
        series = series_of(
            [point(8, "a", day="2022-12-12"), point(9, "b", day="2022-12-12", category="choques")],
            {},
        )
        assert compare(series, {s.key: "class" for s in series}).tables[0].ranges == ()

    def test_a_bound_leaves_its_end_of_the_range_open(self) -> None:
        series = series_of(
            [
                point(8, "a", day="2022-12-12"),
                point(
                    10,
                    "b",
                    day="2022-12-12",
                    speaker="Otra Oficina",
                    high=None,
                    bound="at_least",
                ),
            ],
            {},
        )
        (found,) = compare(series, {s.key: "class" for s in series}).tables[0].ranges
        assert range_words(found) == "Between 8 and 10 or more, by source, as of 12 Dec 2022"
