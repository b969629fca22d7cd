"""The worked examples 4.1 to 4.8 of the design's `standards.md`, with the figures published."""

import datetime

import pytest
from tests.review.tolls import worked
from tests.review.tolls.worked_ministry import AYACUCHO_HEALTH, MINISTRY
from tests.review.tolls.worked_ombudsman import BLOCKADE, CLASH, OMBUDSMAN
from tests.review.tolls.worked_others import (
    ARCHIVED,
    BY_FORCES,
    BY_STATE,
    COORDINATOR,
    UN_OFFICE,
    WATCH,
)
from tests.review.tolls.worked_persons import (
    COMMAND,
    DEFENCE,
    EXPERTS,
    GENERAL,
    HEALTH_OFFICIALS,
    MINISTRY_OF_INTERIOR,
    PROSECUTOR,
    REGION_HEALTH,
    SPELLINGS,
    VERSIONS,
)

from testigo.record.errors import InvalidRecord
from testigo.review.tolls import (
    Comparison,
    Finding,
    Series,
    TollPoint,
    compare,
    finding_words,
    findings_of,
    list_difference,
    moment_words,
    range_words,
    rule_words,
    series_of,
)
from testigo.review.tolls.finding import FindingValue, Step
from testigo.review.tolls.words import figure_words

DECLARED = "the class that a person declared"


def series_for(example: worked.WorkedExample) -> tuple[Series, ...]:
    return series_of(example.points(), {})


def one(
    series: tuple[Series, ...], speaker: str, outcome: str = "killed", category: str | None = None
) -> Series:
    found = [
        s
        for s in series
        if s.speaker == speaker and s.scope.outcome == outcome and s.scope.category == category
    ]
    assert len(found) == 1
    return found[0]


def figures(series: Series) -> list[str]:
    return [figure_words(row.figure) for row in series.figures()]


def course(series: Series) -> list[tuple[str, str]]:
    return [(figure_words(row.figure), moment_words(row.moment)) for row in series.figures()]


def of_code(found: tuple[Finding, ...], code: str) -> list[Finding]:
    return [finding for finding in found if finding.code == code]


def numbers(value: FindingValue | None) -> list[int]:
    """The exact numbers of the parts of a finding."""
    assert isinstance(value, tuple)
    return [item.figure.low for item in value]  # type: ignore[union-attr,misc]


def declared_equal(series: tuple[Series, ...], **how: object) -> Comparison:
    return compare(series, {s.key: DECLARED for s in series}, **how)  # type: ignore[arg-type]


class TestMinistrySeries:
    """4.1"""

    series = series_for(worked.MINISTRY_SERIES)

    def test_the_ministry_has_one_series_of_dead_in_the_order_of_counting(self) -> None:
        assert course(one(self.series, MINISTRY)) == [
            ("2", "as of 12 Dec 2022"),
            ("4", "as of 12 Dec 2022"),
            ("8", "as of 15 Dec 2022"),
            ("14", "as of 16 Dec 2022"),
            ("24", "as of 17 Dec 2022, 12:00"),
            ("25", "as of 18 Dec 2022"),
        ]

    @pytest.mark.parametrize(
        ("outcome", "expected"), [("hospitalised", ["77", "69"]), ("discharged", ["244", "287"])]
    )
    def test_hospital_and_discharged_are_series_of_their_own(
        self, outcome: str, expected: list[str]
    ) -> None:
        assert figures(one(self.series, MINISTRY, outcome)) == expected

    def test_fewer_people_in_hospital_are_no_fall(self) -> None:
        assert not of_code(findings_of(self.series), "fall")

    def test_the_parts_of_both_days_sum_to_their_totals(self) -> None:
        checked = of_code(findings_of(self.series), "parts_sum")
        assert [numbers(f.value("parts")) for f in checked] == [
            [6, 1, 3, 2, 3, 9],
            [9, 6, 3, 3, 3, 1],
        ]

    def test_two_papers_with_one_dispatch_are_two_witnesses_and_one_independent_report(
        self,
    ) -> None:
        (row,) = [r for r in one(self.series, MINISTRY).rows if r.figure.low == 14]
        assert (len(row.witnesses), row.groups()) == (2, 1)

    def test_a_jump_gives_both_numbers_and_no_difference(self) -> None:
        jumps = of_code(findings_of(self.series), "jump")
        told = [finding_words(jump) for jump in jumps]
        assert told[-1] == (
            "From 14 as of 16 Dec 2022 to 24 as of 17 Dec 2022, 12:00: "
            "this is how it was reported, not what happened between the two."
        )
        assert [name for name, _ in jumps[-1].values] == [
            "earlier",
            "earlier_moment",
            "later",
            "later_moment",
        ]


class TestFourTotalsOfOneDay:
    """4.2"""

    series = series_for(worked.FOUR_TOTALS)
    totals = tuple(s for s in series if not s.scope.is_stated)

    def test_four_sources_give_four_numbers_and_no_range(self) -> None:
        (table,) = compare(self.totals, {}).tables
        assert sorted(figures(line.series)[0] for line in table.lines) == ["14", "18", "20", "21"]
        assert table.ranges == ()
        assert table.rule == "not_declared"
        assert rule_words(table.rule).startswith("Nobody declared scopes equal")

    def test_unstated_scopes_read_alike_and_are_still_not_equal(self) -> None:
        assert len({s.key.scope for s in self.totals}) == 1

    def test_once_a_person_declares_the_scopes_equal_there_is_a_range_and_no_best(self) -> None:
        (table,) = declared_equal(self.totals).tables
        (found,) = table.ranges
        assert (found.low, found.high, found.best) == (14, 21, None)
        assert range_words(found) == "Between 14 and 21, by source, as of 16 Dec 2022"
        assert range_words(found, "es") == "Entre 14 y 21, según la fuente, al 16 dic 2022"

    def test_the_best_is_the_one_that_a_person_chose(self) -> None:
        (chosen,) = one(self.series, MINISTRY).rows
        (table,) = declared_equal(self.totals, chosen=frozenset(chosen.handles)).tables
        assert table.ranges[0].best == chosen

    def test_the_numbers_cited_for_the_day_before_stand_apart(self) -> None:
        cited = {s.speaker: figures(s) for s in self.series if s.scope.is_stated}
        assert cited == {"la oficina regional de salud": ["7"], "La región La Libertad": ["2"]}

    def test_the_total_by_region_sums(self) -> None:
        (checked,) = of_code(findings_of(self.series), "parts_sum")
        assert numbers(checked.value("parts")) == [8, 6, 3, 1, 1, 1]


class TestOneIncidentGrowing:
    """4.3"""

    series = series_for(worked.ONE_INCIDENT)

    def test_the_office_says_seven_eight_and_at_least_ten(self) -> None:
        assert figures(one(self.series, AYACUCHO_HEALTH)) == ["7", "8", "at least 10"]
        assert figures(one(self.series, MINISTRY)) == ["9"]

    def test_every_number_is_of_the_day_of_the_incident(self) -> None:
        assert {str(s.scope.period) for s in self.series} == {"2022-12-15"}

    def test_the_latest_is_at_least_ten(self) -> None:
        (latest,) = one(self.series, AYACUCHO_HEALTH).latest()
        assert (latest.figure.low, latest.figure.high) == (10, None)

    def test_two_numbers_of_one_day_without_an_hour_ask_which_was_said(self) -> None:
        (found,) = of_code(findings_of(self.series), "disagree")
        assert found.is_question
        assert "7; 8" in finding_words(found)

    def test_the_injured_include_the_dead_and_nobody_is_counted_twice(self) -> None:
        (found,) = of_code(findings_of(self.series), "includes_all")
        assert finding_words(found) == (
            "72 (injured) is made up of 10 (killed) + 54 (discharged) + 8 (hospitalised); "
            "these are not counted again."
        )
        assert figures(one(self.series, AYACUCHO_HEALTH, "injured")) == ["72"]

    def test_numbers_of_several_days_give_no_range_until_a_person_asks_for_one(self) -> None:
        killed = tuple(s for s in self.series if s.scope.outcome == "killed")
        (table,) = declared_equal(killed).tables
        assert (table.ranges, table.rule) == ((), "no_common_day")
        (table,) = declared_equal(killed, as_of=datetime.date(2022, 12, 21)).tables
        assert range_words(table.ranges[0]) == (
            "Between 9 and 10 or more, by source, each one's latest number up to 21 Dec 2022 "
            "(the oldest of 17 Dec 2022)"
        )


class TestOmbudsmanTypedParts:
    """4.4"""

    series = series_for(worked.OMBUDSMAN_SERIES)

    def test_the_totals_stand_in_order_the_two_of_one_day_by_their_hour(self) -> None:
        assert course(one(self.series, OMBUDSMAN)) == [
            ("7", "as of 12 Dec 2022"),
            ("27", "as of 19 Dec 2022"),
            ("28", "as of 24 Dec 2022"),
            ("41", "as of 9 Jan 2023, 13:00"),
            ("46", "as of 9 Jan 2023, 22:00"),
            ("49", "as of 12 Jan 2023"),
            ("55", "as of 23 Jan 2023"),
            ("58", "as of 30 Jan 2023"),
            ("60", "as of 23 Feb 2023"),
        ]

    @pytest.mark.parametrize(
        ("category", "expected"),
        [(CLASH, ["21", "22", "39", "46"]), (BLOCKADE, ["6", "7", "10"])],
        ids=["clashes", "blockades"],
    )
    def test_each_type_is_a_series_of_its_own(self, category: str, expected: list[str]) -> None:
        assert figures(one(self.series, OMBUDSMAN, category=category)) == expected

    def test_the_new_dead_of_the_ninth_stand_apart_and_are_summed_with_nothing(self) -> None:
        series = one(self.series, OMBUDSMAN)
        assert [figure_words(row.figure) for row in series.additions] == ["12", "14", "17"]

    @pytest.mark.parametrize(
        ("total", "parts"),
        [
            (7, [6, 1]),
            (27, [21, 6]),
            (28, [22, 6]),
            (28, [10, 6, 3, 3, 3, 3]),
            (41, [28, 12, 1]),
            (46, [28, 17, 1]),
            (39, [22, 17]),
            (49, [41, 7, 1]),
            (55, [54, 1]),
            (60, [48, 11, 1]),
            (66, [48, 11, 1, 6]),
            (21, [6, 9, 3, 1, 2]),
        ],
        ids=lambda value: str(value),
    )
    def test_parts_that_hold_are_checked(self, total: int, parts: list[int]) -> None:
        checked = [
            (f.value("total").low, numbers(f.value("parts")))  # type: ignore[union-attr]
            for f in of_code(findings_of(self.series), "parts_sum")
        ]
        assert (total, parts) in checked

    @pytest.mark.parametrize(
        ("total", "parts", "difference"),
        [(63, [46, 1, 10, 1, 4], -1), (66, [47, 11, 1, 1], -6)],
        ids=["63 of 62", "66 of 60"],
    )
    def test_parts_that_do_not_sum_are_a_finding_and_change_no_number(
        self, total: int, parts: list[int], difference: int
    ) -> None:
        (found,) = [
            f
            for f in of_code(findings_of(self.series), "parts_differ")
            if f.value("difference") == difference
        ]
        assert numbers(found.value("parts")) == parts
        assert found.is_question
        assert f"is {total} ({difference})" in finding_words(found)
        stated = {row.figure.low for s in self.series for row in s.figures()}
        assert total in stated

    def test_the_same_report_may_divide_a_total_twice(self) -> None:
        assert not of_code(findings_of(self.series), "same_total")


class TestSameNumberOtherPeople:
    """4.5"""

    series = series_for(worked.OTHER_PEOPLE)

    @pytest.mark.parametrize(
        ("total", "parts", "other_parts"),
        [(66, [47, 11, 1, 1], [48, 11, 1, 6]), (49, [29, 20], [41, 7, 1])],
        ids=["66 of two outlets", "49 of one speaker"],
    )
    def test_one_total_of_other_parts_is_not_shown_to_be_the_same_people(
        self, total: int, parts: list[int], other_parts: list[int]
    ) -> None:
        found = (*findings_of(self.series), *compare(self.series, {}).findings)
        (same,) = [
            f
            for f in of_code(found, "same_total")
            if f.value("total").low == total  # type: ignore[union-attr]
        ]
        assert same.value("same_total") is True
        assert same.value("same_set") is False
        assert {tuple(numbers(same.value(n))) for n in ("parts", "other_parts")} == {
            tuple(parts),
            tuple(other_parts),
        }

    def test_both_reports_of_forty_nine_are_witnesses_of_one_row(self) -> None:
        (row,) = one(self.series, OMBUDSMAN).figures()
        assert (row.figure.low, len(row.witnesses)) == (49, 2)


class TestSpeakersWithDifferentScopes:
    """4.6"""

    series = series_for(worked.OTHER_SCOPES)

    def test_five_sources_give_five_numbers_none_of_one_scope(self) -> None:
        five = [
            one(self.series, COORDINATOR),
            one(self.series, OMBUDSMAN, category="en enfrentamientos"),
            one(self.series, WATCH),
            one(self.series, UN_OFFICE, category=BY_FORCES),
            one(self.series, "Agencia Muestra"),
        ]
        assert [figures(s) for s in five] == [["56"], ["46"], ["49"], ["at least 50"], ["53"]]
        (table,) = compare(five, {}).tables
        assert (len(table.lines), table.ranges) == (5, ())

    def test_forty_six_and_forty_six_is_no_agreement(self) -> None:
        (found,) = of_code(compare(self.series, {}).findings, "same_number")
        assert finding_words(found) == (
            "La Coordinadora Nacional de Derechos Humanos and la Defensoría del Pueblo both give "
            "46 as of 26 Jan 2023, of different scopes: that is no agreement."
        )
        assert one(self.series, COORDINATOR, category=BY_STATE).key != one(
            self.series, OMBUDSMAN, category="en enfrentamientos"
        )

    @pytest.mark.parametrize(
        ("speaker", "total", "inner"),
        [(COORDINATOR, 56, [7, 46]), (WATCH, 49, [8]), ("Agencia Muestra", 53, [5])],
    )
    def test_numbers_included_are_counted_once(
        self, speaker: str, total: int, inner: list[int]
    ) -> None:
        found = of_code(findings_of((one(self.series, speaker),)), "includes")
        assert [(f.value("total").low, numbers(f.value("parts"))) for f in found] == [  # type: ignore[union-attr]
            (total, inner)
        ]

    @pytest.mark.parametrize(
        ("speaker", "category", "expected"),
        [(COORDINATOR, None, "912"), (UN_OFFICE, BY_FORCES, "821"), (UN_OFFICE, None, "208")],
    )
    def test_the_injured_stand_by_source_and_by_who_is_counted(
        self, speaker: str, category: str | None, expected: str
    ) -> None:
        assert figures(one(self.series, speaker, "injured", category)) == [expected]

    def test_what_is_said_with_reserve_stays_said_with_reserve(self) -> None:
        (latest,) = one(self.series, UN_OFFICE, category=BY_FORCES).latest()
        assert latest.is_alleged()

    def test_detained_people_and_archived_cases_are_no_numbers_of_one_kind(self) -> None:
        report = worked.REPORTS["46-office"]
        archived = ARCHIVED.statement("t", report.content)
        with pytest.raises(InvalidRecord, match="only tolls"):
            TollPoint(archived, "h", "r", "accepted", "o", None, "g", "s", "s")
        detained = [s for s in self.series if s.scope.outcome == "detained"]
        assert [figures(s) for s in detained] == [["193"]]
        (table,) = declared_equal(tuple(detained)).tables
        assert (table.ranges, table.rule) == ((), "one_source")

    def test_outcomes_declared_equal_by_mistake_still_never_meet(self) -> None:
        tables = declared_equal(self.series).tables
        assert [table.outcome for table in tables] == ["detained", "injured", "killed"]
        for table in tables:
            for found in table.ranges:
                assert {key.outcome for key in found.members} == {table.outcome}


class TestConstantCountChangedList:
    """4.7"""

    series = series_for(worked.CHANGED_LIST)
    difference = list_difference(worked.PRESS_LIST, worked.OMBUDSMAN_LIST)

    def test_the_count_stays_six(self) -> None:
        six = [s for s in self.series if s.speaker in (OMBUDSMAN, "El Heraldo Inventado")]
        apurimac = [s for s in six if s.scope.place and s.scope.place.words == "Apurímac"]
        assert [figures(s) for s in apurimac] == [["6"], ["6"]]

    def test_behind_it_one_name_left_and_one_came(self) -> None:
        assert [p.name for p in self.difference.gone] == ["T. Urcohuara L."]
        assert [(p.name, p.age) for p in self.difference.came] == [("F. S. Salcedaño V.", 19)]
        assert self.difference.is_same_number_of_others

    def test_initials_and_spellings_are_proposals_only(self) -> None:
        pairs = {(a.name, b.name) for a, b in self.difference.proposals}
        assert ("H. D. Arquino C.", "Hernán Darío Arquiso Cuno") in pairs
        assert ("M. R. Pumacayo G.", "Maicol Raúl Pumacayo Galdo") in pairs
        assert ("Yonel Atauje Rimachi", "Y. A. R.") in pairs
        assert len(pairs) == 5
        assert self.difference.kept == ()

    @pytest.mark.parametrize("spelling", SPELLINGS[1:])
    def test_three_spellings_of_a_name_are_proposed_as_one(self, spelling: str) -> None:
        first = worked.Listed(SPELLINGS[0], 18, "a")
        found = list_difference([first], [worked.Listed(spelling, 18, "b")])
        assert len(found.proposals) == 1

    def test_two_ages_of_one_name_are_both_kept(self) -> None:
        earlier, later = worked.TWO_AGES
        ((one_age, other_age),) = list_difference([earlier], [later]).ages
        assert (one_age.age, other_age.age) == (38, 23)

    def test_the_third_death_that_was_withdrawn_stays_struck_and_out_of_the_figures(self) -> None:
        office = one(self.series, REGION_HEALTH)
        (row,) = office.rows
        assert (row.figure.low, row.is_struck(), office.figures()) == (3, True, ())
        (found,) = of_code(findings_of((office,)), "retraction")
        assert finding_words(found) == (
            "3 (killed) as of 11 Dec 2022 was taken back by the same source; it stays, struck."
        )
        assert set(found.handles) == set(row.handles)

    def test_seven_and_seven_are_of_other_parts(self) -> None:
        (found,) = of_code(compare(self.series, {}).findings, "same_total")
        assert [numbers(found.value(n)) for n in ("parts", "other_parts")] == [[5, 1, 1], [6, 1]]


class TestMissingToDead:
    """4.8"""

    series = series_for(worked.MISSING_TO_DEAD)

    def test_the_dead_rise_the_missing_fall_and_the_persons_stay_six(self) -> None:
        (found,) = of_code(findings_of(self.series), "missing_to_dead")
        assert found.value("persons") == 6
        steps = found.value("steps")
        assert isinstance(steps, tuple)
        assert [(s.speaker, s.killed, s.missing) for s in steps if isinstance(s, Step)] == [
            (COMMAND, 1, 5),
            (DEFENCE, 4, 2),
            (GENERAL, 5, 1),
            ("La Hoja Modelo", 6, None),
        ]

    def test_one_incident_is_one_scope_and_no_number_is_added_to_another(self) -> None:
        assert len({s.scope.frame for s in self.series}) == 1
        killed = {w for s in self.series if s.scope.outcome == "killed" for w in figures(s)}
        assert killed == {"1", "4", "5", "6"}

    def test_three_versions_stand_each_with_its_speaker_and_are_no_tolls(self) -> None:
        said = {s.value("speaker"): s.value("content") for s in VERSIONS.statements()}
        assert said == {
            COMMAND: "Fueron atacados con piedras",
            "los sobrevivientes": "Nos ordenaron cruzar",
            "los pobladores": "Nadie los hostigó",
        }
        assert VERSIONS.points() == []

    def test_four_causes_of_one_death_stand_each_with_its_speaker(self) -> None:
        deaths = [s for s in worked.CONTESTED_CAUSE.statements() if s.kind == "casualty"]
        causes = {s.source.speaker.value: s.value("cause") for s in deaths if s.source.speaker}
        assert causes == {
            MINISTRY_OF_INTERIOR: "un golpe",
            HEALTH_OFFICIALS: "una piedra",
            PROSECUTOR: "un objeto contundente duro",
            EXPERTS: "un cartucho de gas lacrimógeno",
        }
        assert not any(s.value("cause_code") for s in deaths)
