"""Where two read, the second meets nothing of the first answer, as if it had not been given."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.review.newsroom import Newsroom, dump
from tests.review.press import Line, Report, reading
from tests.review.test_folding import steps

from testigo.casebook import Casebook
from testigo.record.decision import Decision
from testigo.record.statement import Statement
from testigo.review.double_reading import DoubleReading
from testigo.review.folding import EntryFollower
from testigo.review.lists import ListWanted
from testigo.review.queue import Wanted
from testigo.store import forms, payloads
from testigo.store.engine import scratch_engine
from testigo.store.errors import NotKept, StaleDecision
from testigo.store.fold import Fold
from testigo.store.following import Derivation
from testigo.store.rows import entries
from testigo.store.store import Store
from testigo.store.veiling import VeiledStore


def folded_without(store: Store, unseen: set[str]) -> dict[str, list[tuple[Any, ...]]]:
    """Fold the log as if these decisions had never been made."""
    derivation = Derivation(None, EntryFollower())
    with store.looking() as evidence, scratch_engine().connect() as scratch, scratch.begin():
        forms.create_derived(scratch, derivation)
        fold = Fold.begin(scratch, derivation, evidence)
        for entry in entries(evidence):
            if entry.row.kind == "decision" and entry.content is not None:
                said = payloads.read_json(entry.content, entry.row.schema)
                if Decision.from_json(said).id in unseen:
                    continue
            fold.apply_if_sound(entry.row, entry.content)
        fold.finish()
        return dump(scratch)


@given(steps, st.integers(0, 14))
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_she_sees_is_what_the_log_gives_without_what_is_kept_from_her(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[Any, ...]], begins: int
) -> None:
    newsroom = Newsroom(tmp_path_factory.mktemp("double"))
    with newsroom.store:
        early = VeiledStore(newsroom.store, DoubleReading("Luz"))
        for number, step in enumerate(done):
            newsroom.do(step)
            if number >= begins:  # from here on it follows the log, row by row
                early.unseen()
        late = VeiledStore(newsroom.store, DoubleReading("Luz"))
        unseen = {id_ for id_, _ in late.unseen()}
        expected = folded_without(newsroom.store, unseen)
        for veiled in (early, late):
            assert veiled.unseen() == late.unseen()
            with veiled.looking() as connection:
                assert dump(connection) == expected
            veiled.close()


ONE = Report((Line("casualty", "Alba Ticona Ríos", 19, place="Tarma"), Line("toll", number=7)))


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "double.db") as opened:
        item = ONE.captured()
        opened._store.append_report(item, [reading(ONE, item)])
        yield opened


def both(casebook: Casebook) -> list[str]:
    return [item.handle for item in casebook.review.of_report(next(casebook.reports()).id)]


NOW = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)


def test_the_first_answer_shows_once_the_second_is_given_and_is_called_blind(
    casebook: Casebook,
) -> None:
    first, _ = both(casebook)
    casebook.review.decide("reject", [first], by="Ana", content={"reason": "not_said"})
    luz = casebook.seen_by("Luz").review
    assert luz.item(first).judged.state == "draft"
    assert (luz.history([first]), luz.latest(9), luz.item(first).seen) == ([], [], 0)

    made = luz.decide("accept", [first], by="Luz", seen={first: 0})

    assert made.content["blind"] is True
    assert [line.by for line in luz.history([first])] == ["Luz", "Ana"]
    assert luz.item(first).judged.is_disputed
    assert casebook.review.item(first).judged.is_disputed


def test_the_first_reader_and_a_third_see_what_two_have_answered(casebook: Casebook) -> None:
    first, _ = both(casebook)
    casebook.review.decide("accept", [first], by="Ana")
    seen = {name: casebook.seen_by(name).review.item(first).judged.state for name in ("Ana", "Eva")}
    assert seen == {"Ana": "accepted", "Eva": "draft"}
    casebook.review.decide("accept", [first], by="Luz")
    assert casebook.seen_by("Eva").review.item(first).judged.state == "accepted"


def test_of_one_decision_on_two_statements_she_is_told_the_part_that_she_answered(
    casebook: Casebook,
) -> None:
    first, second = both(casebook)
    made = casebook.review.decide("accept", [first, second], by="Ana", shown=[first, second])
    luz = casebook.seen_by("Luz").review
    assert luz.latest(9) == []
    luz.decide("accept", [first], by="Luz")

    told = next(line for line in luz.latest(9) if line.by == "Ana")

    assert (told.id, told.decision.subjects, told.decision.shown) == (made.id, (first,), (first,))
    assert luz.item(second).judged.state == "draft"


def test_a_decision_taken_back_is_no_more_told_than_one_that_stands(casebook: Casebook) -> None:
    first, _ = both(casebook)
    made = casebook.review.decide("accept", [first], by="Ana")
    casebook.review.decide("undo", [made.id], by="Ana")
    luz = casebook.seen_by("Luz").review
    assert luz.history([first]) == luz.latest(9) == []
    with pytest.raises(NotKept):
        luz.decision(made.id)


def test_a_question_alone_is_asked_of_everybody_and_one_beside_an_answer_is_not(
    casebook: Casebook,
) -> None:
    first, second = both(casebook)
    for handle in (first, second):
        casebook.review.decide("flag", [handle], by="Ana", why="which ministry?")
    casebook.review.decide("accept", [second], by="Ana")
    luz = casebook.seen_by("Luz").review
    assert luz.item(first).judged.question == "which ministry?"
    assert luz.item(second).judged.question is None
    assert [line.decision.subjects for line in luz.latest(9)] == [(first,)]


def test_a_level_is_not_told_of_an_entry_that_rests_on_an_answer_unseen(
    casebook: Casebook,
) -> None:
    first, _ = both(casebook)
    casebook.review.decide("accept", [first], by="Ana")
    (person,) = casebook.review.entries(ListWanted("people")).rows
    value = casebook.review.dossier(person.id).entry.values_of("age")[0]
    content = {"field": "age", "value": value.key, "level": "2"}
    casebook.review.decide("verify", [person.id], by="Ana", why="her card", content=content)
    luz = casebook.seen_by("Luz").review
    (row,) = luz.entries(ListWanted("people")).rows
    assert (row.level, row.standing) == ("0", "draft")
    assert luz.dossier(person.id).history == ()
    luz.decide("accept", [first], by="Luz")
    assert luz.entries(ListWanted("people")).rows[0].level == "2"


def test_what_protects_somebody_is_kept_from_nobody(casebook: Casebook) -> None:
    first, _ = both(casebook)
    casebook.review.decide("accept", [first], by="Ana")
    content = {"confidentiality": "sealed"}
    casebook.review.decide("withhold", [first], by="Ana", why="at risk", content=content)
    luz = casebook.seen_by("Luz").review
    assert luz.item(first).confidentiality == "sealed"
    assert [line.decision.act for line in luz.history([first])] == ["withhold"]


def test_a_statement_that_the_first_added_waits_for_the_second_as_a_draft(
    casebook: Casebook,
) -> None:
    item = casebook.review.item(both(casebook)[0])
    data = item.statement.to_json()
    del data["id"]
    fields = data["fields"]
    assert isinstance(fields, dict)
    del fields["age"]
    added = Statement.from_json(data)
    stated = {"statement": added.to_json()}
    casebook.review.decide("add", [added.id], by="Ana", content=stated)
    luz = casebook.seen_by("Luz").review
    shown = luz.item(added.id)
    assert (shown.judged.state, shown.is_current, shown.deeds) == ("draft", True, ())
    wanted = Wanted(reader="Luz", is_double=True)
    assert added.id in {each.handle for each in luz.queue(wanted, limit=9).items}
    assert luz.history([added.id]) == []


def test_the_past_tells_her_no_more_than_today_does(casebook: Casebook) -> None:
    first, second = both(casebook)
    casebook.review.decide("accept", [first, second], by="Ana")
    luz = casebook.seen_by("Luz")
    luz.review.decide("accept", [first], by="Luz")
    with luz.at(NOW) as past:
        assert past.review.item(second).judged.state == "draft"
        assert past.review.item(first).judged.readers == ("Ana", "Luz")
        assert past.review.overview(NOW).levels["people"] == {"1": 1}


def test_an_answer_that_comes_while_she_decides_makes_her_decide_again(
    casebook: Casebook,
) -> None:
    first, _ = both(casebook)
    luz = casebook.seen_by("Luz")
    decide = luz._store.decide

    def quicker(*args: Any, **kwargs: Any) -> Decision:
        casebook.review.decide("reject", [first], by="Ana", content={"reason": "not_said"})
        return decide(*args, **kwargs)

    luz._store.decide = quicker  # type: ignore[method-assign]
    with pytest.raises(StaleDecision):
        luz.review.decide("accept", [first], by="Luz", seen={first: 0})
    luz._store.decide = decide  # type: ignore[method-assign]
    assert luz.review.decide("accept", [first], by="Luz", seen={first: 0}).content["blind"] is True


def test_threads_take_turns_at_what_one_person_sees(casebook: Casebook) -> None:
    first, _ = both(casebook)
    casebook.review.decide("accept", [first], by="Ana")
    luz = casebook.seen_by("Luz")
    states: list[set[str]] = []

    def look() -> None:
        for report in luz.reports():  # a transaction inside another
            for _ in range(5):
                states.append({i.judged.state for i in luz.review.of_report(report.id)})

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == [{"draft"}] * 20
