"""The worked tolls of the standards through the whole record: read, accepted, joined, declared."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.review.tolls.loading import accept_all, load, take_in, toll_id
from tests.review.tolls.worked import (
    CHANGED_LIST,
    EXAMPLES,
    FOUR_TOTALS,
    MINISTRY_SERIES,
    MISSING_TO_DEAD,
    OMBUDSMAN_SERIES,
    ONE_INCIDENT,
    OTHER_PEOPLE,
    OTHER_SCOPES,
    WorkedExample,
)
from tests.review.tolls.worked_kinds import EMERGENCIES, MISDATED
from tests.review.tolls.worked_ministry import BY_ACRONYM

from testigo.casebook import Casebook
from testigo.record.edtf import Edtf
from testigo.review.deciding import InvalidDecision
from testigo.review.judging import Deed
from testigo.review.lists import ListWanted
from testigo.review.measures import Act, chain, noticed
from testigo.review.queue import Wanted
from testigo.review.toll_compared import comparison_of, findings_about, rule_in_force
from testigo.review.toll_figures import FIELD, figure_key, figure_level
from testigo.review.tolls import ACCEPTED, Finding
from testigo.review.tolls.words import figure_words

ACCEPT = {"of": "scope"}


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "worked.db") as opened:
        yield opened


def figures(casebook: Casebook, id_: str) -> list[str]:
    """The totals of a series that count, in order."""
    return [
        figure_words(row.figure)
        for series in casebook.review.toll(id_).series
        for row in series.figures()
    ]


def found(casebook: Casebook, id_: str, code: str) -> list[Finding]:
    toll = casebook.review.toll(id_)
    return [finding for finding in findings_about(toll, ACCEPTED) if finding.code == code]


def ends(casebook: Casebook, id_: str, as_of: str | None = None) -> list[tuple[int, int]]:
    """The ranges that stand on a page."""
    day = None if as_of is None else datetime.date.fromisoformat(as_of)
    tables = comparison_of(casebook.review.toll(id_), day).tables
    return [(one.low, one.high) for table in tables for one in table.ranges]


def rule(casebook: Casebook, id_: str) -> str:
    toll = casebook.review.toll(id_)
    return rule_in_force(toll, comparison_of(toll))


def test_4_1_the_ministry_is_one_series_once_a_person_joins_its_acronym(
    casebook: Casebook,
) -> None:
    others = [r for r in MINISTRY_SERIES.reports if r.key != "41-fifteenth"]
    take_in(casebook, [*others, BY_ACRONYM])
    accept_all(casebook)
    review = casebook.review
    assert figures(casebook, toll_id(casebook, "Ministerio")) == ["2", "4", "14", "24", "25"]
    assert figures(casebook, toll_id(casebook, "MINSA")) == ["8"]

    rows = review.entries(ListWanted("actors", size=50)).rows
    ids = [row.id for row in rows if row.name in ("El Ministerio de Salud", "El MINSA")]
    joined = review.decide("join", ids, by="Ana", content={"of": "actor"})

    id_ = toll_id(casebook, "Salud")
    assert figures(casebook, id_) == ["2", "4", "8", "14", "24", "25"]
    assert len(found(casebook, id_, "parts_sum")) == 2
    assert review.entries(ListWanted("incidents")).found == 0
    review.decide("undo", [joined.id], by="Ana")
    assert figures(casebook, toll_id(casebook, "MINSA")) == ["8"]


def test_4_2_four_totals_have_a_range_only_once_a_person_declares_the_scopes_equal(
    casebook: Casebook,
) -> None:
    load(casebook, FOUR_TOTALS)
    review = casebook.review
    ids = [toll_id(casebook, "", figure=number) for number in (14, 18, 20, 21)]
    assert len(set(ids)) == 4
    assert (ends(casebook, ids[0]), rule(casebook, ids[0])) == ([], "not_declared")

    made = review.decide("join", ids, by="Ana", why="all four count every death", content=ACCEPT)

    for id_ in ids:
        assert (ends(casebook, id_), rule(casebook, id_)) == ([(14, 21)], "same_day")
        assert review.toll(id_).declared_by == (made,)
    [table] = comparison_of(review.toll(ids[0])).tables
    assert table.ranges[0].best is None
    review.decide("undo", [made.id], by="Ana")
    assert ends(casebook, ids[0]) == []


def test_4_2_a_declaration_by_way_of_a_third_series_is_told_on_the_page_of_each(
    casebook: Casebook,
) -> None:
    load(casebook, FOUR_TOTALS)
    ids = [toll_id(casebook, "", figure=number) for number in (14, 18, 21)]
    first = casebook.review.decide("join", ids[:2], by="Ana", why="the same", content=ACCEPT)
    second = casebook.review.decide("join", ids[1:], by="Beto", why="the same", content=ACCEPT)

    for id_ in ids:
        assert ends(casebook, id_) == [(14, 21)]
        assert casebook.review.toll(id_).declared_by == (first, second)


def test_4_2_the_best_is_what_a_person_chose_on_any_of_the_pages(casebook: Casebook) -> None:
    load(casebook, FOUR_TOTALS)
    review = casebook.review
    ids = [toll_id(casebook, "", figure=number) for number in (14, 20)]
    review.decide("join", ids, by="Ana", why="the same", content=ACCEPT)
    [row] = review.toll(ids[1]).series[0].rows
    chosen = {"field": FIELD, "value": figure_key(row)}
    review.decide("accept", [ids[1]], by="Ana", why="names the regions", content=chosen)

    [table] = comparison_of(review.toll(ids[0])).tables

    assert table.ranges[0].best == row


def test_4_3_one_incident_grows_and_the_injured_include_the_dead(casebook: Casebook) -> None:
    load(casebook, ONE_INCIDENT)
    office, ministry = toll_id(casebook, "Dirección"), toll_id(casebook, "Ministerio")
    assert figures(casebook, office) == ["7", "8", "at least 10"]
    assert figures(casebook, ministry) == ["9"]
    hurt = toll_id(casebook, "Dirección", "injured")
    assert figures(casebook, hurt) == ["72"]
    assert len(found(casebook, hurt, "includes_all")) == 1

    casebook.review.decide("join", [office, ministry], by="Ana", why="same", content=ACCEPT)

    assert (ends(casebook, office), rule(casebook, office)) == ([], "no_common_day")
    assert ends(casebook, office, "2022-12-21") == [(9, 10)]


def test_4_4_the_parts_of_the_ombudsman_are_checked_and_never_corrected(
    casebook: Casebook,
) -> None:
    load(casebook, OMBUDSMAN_SERIES)
    id_ = toll_id(casebook, "Defensoría")

    assert figures(casebook, id_) == ["7", "27", "28", "41", "46", "49", "55", "58", "60"]
    assert len(found(casebook, id_, "parts_sum")) == 9
    assert found(casebook, id_, "fall") == []
    differing = {
        number: [f.value("difference") for f in found(casebook, own, "parts_differ")]
        for number in (63, 66)
        for own in [toll_id(casebook, "Heraldo" if number == 63 else "Hoja Modelo", figure=number)]
    }
    assert differing == {63: [-1], 66: [-6]}


def test_4_5_one_total_of_other_parts_is_not_the_same_people(casebook: Casebook) -> None:
    load(casebook, OTHER_PEOPLE)

    for id_ in (toll_id(casebook, "Hoja", figure=66), toll_id(casebook, "Defensoría", figure=49)):
        [same] = found(casebook, id_, "same_total")
        assert (same.value("same_total"), same.value("same_set")) == (True, False)


def test_4_6_five_sources_of_five_scopes_stand_side_by_side_and_agree_in_nothing(
    casebook: Casebook,
) -> None:
    load(casebook, OTHER_SCOPES)
    id_ = toll_id(casebook, "Defensoría", figure=46)
    toll = casebook.review.toll(id_)

    assert len(toll.others) == 5
    assert (ends(casebook, id_), rule(casebook, id_)) == ([], "not_declared")
    assert len(found(casebook, id_, "same_number")) == 1
    detained = toll_id(casebook, "Coordinadora", "detained")
    assert (figures(casebook, detained), rule(casebook, detained)) == (["193"], "one_source")


def test_4_7_a_number_taken_back_is_struck_and_the_list_behind_six_changed(
    casebook: Casebook,
) -> None:
    load(casebook, CHANGED_LIST)
    office = toll_id(casebook, "Dirección")
    assert figures(casebook, office) == []
    [row] = casebook.review.toll(office).series[0].rows
    assert (row.figure.low, row.is_struck()) == (3, True)
    assert len(found(casebook, office, "retraction")) == 1

    [change] = casebook.review.names_behind(toll_id(casebook, "Defensoría", figure=6))

    assert (len(change.earlier.persons), len(change.later.persons)) == (6, 6)
    assert [person.name for person in change.difference.gone] == ["T. Urcohuara L."]
    assert [person.name for person in change.difference.came] == ["F. S. Salcedaño V."]
    assert change.is_same_number_of_others
    assert len(change.difference.proposals) == 5
    assert change.joined == ()
    assert casebook.review.names_behind(toll_id(casebook, "Defensoría", figure=7)) == ()


def test_4_7_a_number_taken_back_can_only_be_discounted(casebook: Casebook) -> None:
    load(casebook, CHANGED_LIST)
    review, id_ = casebook.review, toll_id(casebook, "Dirección")
    [row] = review.toll(id_).series[0].rows
    value: dict[str, object] = {"field": FIELD, "value": figure_key(row)}

    with pytest.raises(InvalidDecision, match="took this number back"):
        review.decide("verify", [id_], by="Ana", why="said so", content=value | {"level": "2"})
    with pytest.raises(InvalidDecision, match="took this number back"):
        review.decide("accept", [id_], by="Ana", why="said so", content=value)
    review.decide("verify", [id_], by="Ana", why="withdrawn", content=value | {"level": "D"})


def test_4_8_missing_people_who_are_found_dead_stay_six_on_every_page(
    casebook: Casebook,
) -> None:
    load(casebook, MISSING_TO_DEAD)

    for name in ("Comando", "Defensa", "general", "Hoja Modelo"):
        [told] = found(casebook, toll_id(casebook, name), "missing_to_dead")
        assert told.value("persons") == 6
        assert len(told.value("steps")) == 4  # type: ignore[arg-type]


def test_4_8_four_causes_of_one_death_stand_until_two_persons_call_it_contested(
    casebook: Casebook,
) -> None:
    load(casebook, MISSING_TO_DEAD)
    review = casebook.review
    [row] = review.entries(ListWanted("people", search="Berrospi")).rows
    causes = review.dossier(row.id).entry.values_of("killed.cause")
    assert len(causes) == 4
    one = causes[0]

    for by in ("Ana", "Beto"):
        content = {"field": one.field, "value": one.key, "level": "C"}
        review.decide("verify", [row.id], by=by, why="police and experts differ", content=content)

    levels = {v.key: v.level for v in review.dossier(row.id).entry.values_of("killed.cause")}
    assert levels.pop(one.key) == "C"
    assert set(levels.values()) == {"1"}


def test_4_9_what_is_stated_of_a_measure_stands_beside_what_is_computed(
    casebook: Casebook,
) -> None:
    load(casebook, EMERGENCIES)
    acts: dict[str, list[Act]] = {}
    for row in casebook.review.entries(ListWanted("measures", size=50)).rows:
        items = {one.item.handle: one.item for one in casebook.review.dossier(row.id).mentioned}
        acts[row.name] = list(chain(_act(item) for item in items.values()))

    assert set(acts) == {
        f"DS {number}-PCM" for number in ("143-2022", "009-2023", "010-2023", "018-2023")
    }
    computed = {
        name: sorted({a.computed_end.isoformat() for a in of if a.computed_end})
        for name, of in acts.items()
    }
    assert computed == {
        "DS 143-2022-PCM": ["2023-01-13"],
        "DS 009-2023-PCM": ["2023-01-24", "2023-02-13"],
        "DS 010-2023-PCM": ["2023-02-17", "2023-02-18"],
        "DS 018-2023-PCM": ["2023-04-05"],
    }
    told = {name: [(n.what, n.stated, n.other) for n in noticed(of)] for name, of in acts.items()}
    assert told["DS 143-2022-PCM"] == [("end_differs", "2023-01-14", "2023-01-13")]
    assert ("starts_differ", "2023-01-19", "2023-01-20") in told["DS 010-2023-PCM"]
    rows = casebook.review.entries(ListWanted("measures", size=50)).rows
    assert {row.name for row in rows if row.is_contradicted} == {"DS 010-2023-PCM"}


def _act(item) -> Act:  # type: ignore[no-untyped-def]
    statement = item.statement
    return Act(
        item.handle,
        str(statement.value("status")),
        statement.value("start"),
        statement.value("end"),
        statement.value("duration"),
        item.report.published,
    )


def test_4_10_a_wrong_day_is_a_conflict_of_one_incident_and_makes_no_second_one(
    casebook: Casebook,
) -> None:
    load(casebook, MISDATED)
    review = casebook.review
    ids = [row.id for row in review.entries(ListWanted("incidents")).rows]
    assert len(ids) == 4

    review.decide("join", ids, by="Ana", why="one night", content={"of": "incident"})

    [row] = review.entries(ListWanted("incidents")).rows
    assert row.is_contradicted
    days = review.dossier(row.id).entry.values_of("date")
    assert sorted(str(day.value) for day in days) == ["2023-01-09", "2023-01-10"]
    assert all(day.is_contradicted and len(day.supporting) == 2 for day in days)
    assert all(isinstance(day.value, Edtf) for day in days)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.number)
def test_every_example_goes_through_the_record_whole(
    casebook: Casebook, example: WorkedExample
) -> None:
    load(casebook, example)

    assert casebook.review.queue(Wanted()).left == 0
    for row in casebook.review.entries(ListWanted("tolls", size=200)).rows:
        assert casebook.review.toll(row.id).series
    assert casebook.verify().faults == ()


def test_two_series_of_one_speaker_and_scope_that_a_person_parted_stay_two(
    casebook: Casebook,
) -> None:
    load(casebook, MINISTRY_SERIES)
    review, id_ = casebook.review, toll_id(casebook, "Ministerio")
    last = review.dossier(id_).mentioned[-1].node
    review.decide("keep_apart", [id_, last], by="Ana", why="another ministry", content=ACCEPT)

    kept, parted = review.resolve(id_), review.resolve(last)

    assert kept != parted
    assert figures(casebook, kept) == ["2", "4", "8", "14", "24"]
    assert figures(casebook, parted) == ["25"]


def test_a_level_counts_the_independent_sources_of_a_number(casebook: Casebook) -> None:
    load(casebook, MINISTRY_SERIES)
    review, id_ = casebook.review, toll_id(casebook, "Ministerio")
    rows = {row.figure.low: row for row in review.toll(id_).series[0].rows}

    def verify(number: int, by: str) -> None:
        content = {"field": FIELD, "value": figure_key(rows[number]), "level": "3"}
        review.decide("verify", [id_], by=by, why="two papers were there", content=content)

    with pytest.raises(InvalidDecision, match="two independent sources"):
        verify(24, "Ana")
    verify(14, "Ana")
    assert _levels(casebook, id_)[14] == ("1", "3")
    verify(14, "Beto")
    assert _levels(casebook, id_)[14] == ("3", None)
    assert _levels(casebook, id_)[24] == ("1", None)


def _levels(casebook: Casebook, id_: str) -> dict[int | None, tuple[str, str | None]]:
    toll = casebook.review.toll(id_)
    deeds: tuple[Deed, ...] = toll.deeds[id_]
    return {row.figure.low: figure_level(row, deeds) for row in toll.series[0].rows}
