"""What two readers of one report make together: one item a claim, counted once, decided once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.review.newsroom import Newsroom
from tests.review.press import Line, Report, reading

from testigo.casebook import Casebook
from testigo.review.lists import ListWanted
from testigo.review.queue import ReviewItem, Wanted
from testigo.review.reader_agreement import Agreement, Share
from testigo.review.second_readings import NotGiven
from testigo.store.errors import NotKept

VICTIM = Line("casualty", "Alba Ticona Ríos", 19, place="Tarma")
COUNTED = Line("toll", number=7, place="Tarma", speaker="MINSA")
ATTACK = Line("incident", place="Tarma", day="2023-01-10")
REPORT = Report((VICTIM, COUNTED, ATTACK))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom(tmp_path)
    yield newsroom
    newsroom.store.close()


@pytest.fixture
def two(room: Newsroom) -> Newsroom:
    """The report as both readers read it: the second one reads the toll otherwise."""
    room.do_take("take", REPORT)
    room.do_second("second", 0, otherwise={1})
    return room


def waiting(room: Newsroom, state: str = "waiting", **more: object) -> list[ReviewItem]:
    page = room.review.queue(Wanted(state, **more), limit=99)  # type: ignore[arg-type]
    assert page.left == len(page.items)
    return list(page.items)


def of_kind(room: Newsroom, kind: str) -> ReviewItem:
    (found,) = waiting(room, kind=kind)
    return found


def others(item: ReviewItem) -> list[tuple[str, tuple[str, ...]]]:
    return [(second.reader, second.fields) for second in item.seconds]


def test_each_claim_of_two_readers_is_one_item_with_both_readings(two: Newsroom) -> None:
    found = {item.statement.kind: item for item in waiting(two)}
    assert {kind: (item.reader_case, others(item)) for kind, item in found.items()} == {
        "casualty": ("agree", [("llm", ())]),
        "toll": ("differ", [("llm", ("place",))]),
        "incident": ("agree", [("llm", ())]),
    }
    assert found["toll"].statement.value("place") is not None
    assert found["toll"].seconds[0].handle != found["toll"].handle


def test_what_one_reader_alone_found_is_an_item_of_its_own(room: Newsroom) -> None:
    room.do_take("take", REPORT)
    room.do_reread("reread", 0, {0})
    room.do_second("second", 0, without={2})
    cases = {item.statement.kind: item.reader_case for item in waiting(room)}
    assert cases == {"casualty": "alone:llm", "toll": "agree", "incident": "alone:builtin"}


def test_one_reader_makes_no_case_and_shows_no_second(room: Newsroom) -> None:
    room.do_take("take", REPORT)
    assert {(item.reader_case, item.seconds) for item in waiting(room)} == {(None, ())}


def test_nothing_is_counted_twice(two: Newsroom) -> None:
    casebook = Casebook(two.store)
    (report,) = casebook.reports()
    assert report.statements == {"casualty": 1, "incident": 1, "toll": 1}
    assert casebook.report(report.id) == report
    assert len(list(casebook.statements())) == 3
    assert len(list(casebook.statements(superseded=True))) == 4
    assert len(two.review.of_report(report.id)) == 3
    assert two.review.waiting_by_report() == {report.id: 3}
    for view in ("people", "incidents", "tolls"):
        (row,) = two.review.entries(ListWanted(view)).rows
        assert (row.tally.draft, row.reports) == (1, 1)
    (toll,) = two.review.entries(ListWanted("tolls")).rows
    assert len(two.review.dossier(toll.id).mentioned) == 1
    assert [len(s.rows) for s in two.review.toll(toll.id).series] == [1]


def test_the_id_that_an_entry_had_before_the_other_reader_came_leads_to_it_still(
    room: Newsroom,
) -> None:
    report = Report((ATTACK,))
    item = report.captured()
    room.store.append_report(item, [reading(report, item, reader="llm", otherwise=[0])])
    (before,) = room.review.entries(ListWanted("incidents")).rows
    room.store.append_report(item, [reading(report, item, reader="builtin")])
    (after,) = room.review.entries(ListWanted("incidents")).rows
    assert room.review.resolve(before.id) == after.id
    assert after.tally.draft == 1
    assert after.place == "Tarma"


def test_disagreement_has_a_queue_of_its_own_and_comes_first(room: Newsroom) -> None:
    room.do_take("take", REPORT)
    room.do_second("second", 0, without={2}, otherwise={1})
    disagreed = waiting(room, "disagree")
    assert [item.reader_case for item in disagreed] == ["differ", "alone:builtin"]
    assert [item.reader_case for item in waiting(room)] == ["differ", "alone:builtin", "agree"]


def test_a_decision_stands_above_both_readers(two: Newsroom) -> None:
    toll = of_kind(two, "toll")
    two.review.decide("accept", [toll.handle], by="Ana")
    assert not [item for item in waiting(two) if item.statement.kind == "toll"]
    assert others(two.review.item(toll.handle)) == [("llm", ("place",))]


@pytest.mark.parametrize("reader", ["builtin", "llm"])
def test_a_decision_stands_when_either_reader_reads_anew(two: Newsroom, reader: str) -> None:
    toll = of_kind(two, "toll")
    two.review.decide("accept", [toll.handle], by="Ana")
    if reader == "builtin":
        two.do_reread("reread", 0, {1})
    else:
        two.do_second("second", 0, otherwise={0})
    after = two.review.item(toll.handle)
    assert (after.judged.state, after.is_current) == ("accepted", True)
    assert "toll" not in {item.statement.kind for item in waiting(two)}
    (row,) = two.review.entries(ListWanted("tolls")).rows
    assert (row.tally.accepted, row.tally.draft) == (1, 0)


def test_what_a_person_accepted_of_the_second_reader_stands_before_the_first(
    room: Newsroom,
) -> None:
    report = Report((COUNTED,))
    item = report.captured()
    room.store.append_report(item, [reading(report, item, reader="llm", otherwise=[0])])
    (only,) = waiting(room)
    room.review.decide("accept", [only.handle], by="Ana")
    room.store.append_report(item, [reading(report, item, reader="builtin")])
    assert waiting(room) == []
    assert others(room.review.item(only.handle)) == [("builtin", ("place",))]


def test_what_was_rejected_before_another_reader_read_it_otherwise_waits_again(
    room: Newsroom,
) -> None:
    room.do_take("take", REPORT)
    toll = of_kind(room, "toll")
    room.review.decide("reject", [toll.handle], by="Ana", content={"reason": "wrong_value"})
    room.do_second("second", 0, otherwise={1})
    assert of_kind(room, "toll").reader_case == "alone:llm"
    room.review.decide("reject", [of_kind(room, "toll").handle], by="Ana",
                       content={"reason": "not_said"})  # fmt: skip
    assert "toll" not in {item.statement.kind for item in waiting(room)}


def test_who_rejects_what_both_read_is_not_asked_again(two: Newsroom) -> None:
    toll = of_kind(two, "toll")
    two.review.decide("reject", [toll.handle], by="Ana", content={"reason": "not_harm"})
    assert "toll" not in {item.statement.kind for item in waiting(two)}


def test_the_other_reading_can_be_let_stand(two: Newsroom) -> None:
    toll = of_kind(two, "toll")
    said = toll.seconds[0].statement
    made = two.review.accept_reading(toll.handle, "llm", by="Ana", seen={toll.handle: toll.seen})
    after = two.review.item(toll.handle)
    assert (made.act, after.handle, after.judged.state) == ("amend", toll.handle, "accepted")
    assert after.statement == said
    assert others(after) == [("llm", ())]
    assert made.shown == (toll.handle, toll.seconds[0].handle)


@pytest.mark.parametrize("reader", ["builtin", "llm"])
def test_letting_what_both_say_stand_accepts_it(two: Newsroom, reader: str) -> None:
    victim = of_kind(two, "casualty")
    assert two.review.accept_reading(victim.handle, reader, by="Ana").act == "accept"


def test_a_reader_that_did_not_give_it_cannot_be_let_right(two: Newsroom) -> None:
    with pytest.raises(NotGiven):
        two.review.accept_reading(of_kind(two, "toll").handle, "somebody", by="Ana")


def test_undoing_a_decision_on_the_second_reading_puts_it_behind_again(two: Newsroom) -> None:
    toll = of_kind(two, "toll")
    second = toll.seconds[0].handle
    made = two.review.decide("accept", [second], by="Ana")
    assert two.review.item(second).second_of is None
    assert two.review.item(toll.handle).second_of == second
    two.review.decide("undo", [made.id], by="Ana")
    assert two.review.item(second).second_of == toll.handle
    assert of_kind(two, "toll").handle == toll.handle


def test_a_question_on_what_one_reader_alone_gave_is_never_hidden(room: Newsroom) -> None:
    report = Report((COUNTED,))
    item = report.captured()
    room.store.append_report(item, [reading(report, item, reader="llm", otherwise=[0])])
    (only,) = waiting(room)
    room.review.decide("flag", [only.handle], by="Ana", why="who was counted?")
    room.store.append_report(item, [reading(report, item, reader="builtin")])
    assert [one.handle for one in waiting(room, "flagged")] == [only.handle]
    assert [one.handle for one in waiting(room)] == [only.handle]


@pytest.mark.parametrize("act", ["flag", "withhold"])
def test_what_only_the_second_reader_still_gives_waits_under_the_first_one_s_id(
    two: Newsroom, act: str
) -> None:
    toll = of_kind(two, "toll")
    content = {"confidentiality": "confidential"} if act == "withhold" else {}
    two.review.decide(act, [toll.handle], by="Luz", why="because", content=content)
    two.do_second("second", 0, otherwise={0, 1})
    two.do_reread("reread", 0, {1})
    after = of_kind(two, "toll")
    assert (after.handle, after.reader_case) == (toll.handle, "alone:llm")
    assert (after.confidentiality == "confidential") is (act == "withhold")
    (row,) = two.review.entries(ListWanted("tolls")).rows
    assert row.tally.draft == 1


def test_what_is_erased_is_erased_in_both_readings(two: Newsroom) -> None:
    toll = of_kind(two, "toll")
    two.review.decide("erase", [toll.handle], by="Luz", why="a court ordered it")
    for handle in (toll.handle, toll.seconds[0].handle):
        with pytest.raises(NotKept):
            two.review.item(handle)
    assert "toll" not in {item.statement.kind for item in waiting(two)}


def test_what_is_withheld_is_withheld_in_both_readings(two: Newsroom) -> None:
    toll = of_kind(two, "toll")
    content = {"confidentiality": "confidential"}
    two.review.decide("withhold", [toll.handle], by="Luz", why="a witness asked", content=content)
    for handle in (toll.handle, toll.seconds[0].handle):
        assert two.review.item(handle).confidentiality == "confidential"
    assert of_kind(two, "toll").handle == toll.handle


AGREED = Agreement(
    ("builtin 1", "llm 1"),
    20,
    {
        "casualty": {"agree": Share(18, 18)},
        "toll": {"agree": Share(40, 40), "differ": Share(5, 10)},
        "incident": {"agree": Share(3, 9)},
    },
)


def test_agreement_raises_confidence_by_what_was_counted_and_only_then(two: Newsroom) -> None:
    before = {item.statement.kind: (item.confidence, item.share) for item in waiting(two)}
    assert before == dict.fromkeys(("casualty", "toll", "incident"), (0.5, None))
    two.review.keep_agreement(AGREED, by="Ana")
    assert two.review.agreement() == AGREED
    after = {item.statement.kind: (item.confidence, item.share) for item in waiting(two)}
    assert after == {
        "casualty": (0.95, Share(18, 18)),
        "toll": (0.5, Share(5, 10)),
        "incident": (0.5, None),
    }
    found = of_kind(two, "casualty").found
    assert found is not None
    assert (found.confidence, found.measured_on) == (0.95, 18)
    assert {item.statement.kind for item in waiting(two, below=0.9)} == {"toll", "incident"}
    (person,) = two.review.entries(ListWanted("people")).rows
    (witness,) = two.review.dossier(person.id).entry.witnesses
    assert witness.confidence == 0.95
    two.review.keep_agreement(None, by="Ana")
    assert two.review.agreement() is None
    assert {item.confidence for item in waiting(two)} == {0.5}


def test_a_disagreement_has_the_confidence_that_was_counted_of_it(two: Newsroom) -> None:
    counts = {"toll": {"differ": Share(1, 18)}}
    two.review.keep_agreement(Agreement(("builtin 1",), 9, counts), by="Ana")
    assert of_kind(two, "toll").confidence == pytest.approx(0.1)


def test_a_past_state_has_the_confidence_of_its_day(two: Newsroom) -> None:
    two.review.keep_agreement(AGREED, by="Ana")
    assert of_kind(two, "casualty").confidence == 0.95
    two.store.rebuild()
    assert of_kind(two, "casualty").confidence == 0.95


def test_what_both_give_word_for_word_is_one_statement(room: Newsroom) -> None:
    room.do_take("take", REPORT)
    before = {item.handle for item in waiting(room)}
    room.do_second("second", 0)
    assert {item.handle for item in waiting(room)} == before
    assert {second.handle for item in waiting(room) for second in item.seconds} == before


def test_who_reads_second_sees_both_readings_and_not_the_first_answer(two: Newsroom) -> None:
    toll = of_kind(two, "toll")
    two.review.accept_reading(toll.handle, "llm", by="Ana")
    with Casebook(two.store).seen_by("Luz") as hers:
        seen = hers.review.item(toll.handle)
        assert (seen.judged.state, seen.reader_case) == ("draft", "differ")
        assert others(seen) == [("llm", ("place",))]
        made = hers.review.accept_reading(toll.handle, "builtin", by="Luz")
    assert made.content["blind"] is True
    assert two.review.item(toll.handle).judged.is_disputed
