"""Calls to a language model: in the log before anything leaves; answers that wait, and go."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.captured import MARCH, captured, decision, read

from testigo.record.call import CallEnd, Sent
from testigo.record.errors import InvalidRecord
from testigo.store import forms
from testigo.store.calls import KeptAnswer
from testigo.store.store import Store

ITEM = captured(MARCH)
SENT = Sent("localhost:11434", "chica-1", ITEM.report.id, "ab" * 32, 900)
ANSWER = KeptAnswer(
    "k1", ITEM.text.id, ITEM.report.id, '{"statements": "palabra-rarísima"}', "stop", 300, 40
)
RARE = "palabra-rarísima".encode()
BY = "llm 0.1 chica-1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "testigo.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, create=True) as made:
        made.append_report(ITEM)
        yield made


def call(store: Store, answer: KeptAnswer | None = ANSWER) -> None:
    of = store.begin_call(BY, SENT)
    store.end_call(BY, CallEnd(of, "answered", 1.5, 300, 40, 0.01, "USD"), answer)


def on_the_disk(path: Path) -> bytes:
    return b"".join(f.read_bytes() for f in path.parent.iterdir() if f.name.startswith(path.name))


def test_a_call_stands_in_the_log_before_it_is_known_what_came(store: Store) -> None:
    of = store.begin_call(BY, SENT)

    [known] = store.calls()
    assert (known.sequence, known.sent, known.end) == (of, SENT, None)
    ended = CallEnd(of, "ModelBusy", 20.0)
    store.end_call(BY, ended)
    assert [one.end for one in store.calls()] == [ended]


def test_verify_walks_over_calls(store: Store) -> None:
    call(store)
    call(store, None)
    store.begin_call(BY, replace(SENT, report=None))

    assert store.verify().faults == ()


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (CallEnd(1, "answered", 1.0), "did not begin in row 1"),
        (replace(SENT, report="cd" * 32), "which is not there"),
    ],
    ids=["an end without a beginning", "a report that nobody kept"],
)
def test_verify_finds_a_call_that_cannot_be(store: Store, row: Sent | CallEnd, what: str) -> None:
    if isinstance(row, Sent):
        store.begin_call(BY, row)
    else:
        store.end_call(BY, row)

    [fault] = store.verify().faults
    assert what in fault.what


def test_an_answer_waits_until_the_reading_of_its_text_is_kept(store: Store) -> None:
    call(store)
    assert store.answer("k1") == ANSWER
    assert store.answer("k2") is None

    store.append_report(ITEM, [read(ITEM)], forget_answers=True)

    assert store.answer("k1") is None


def test_another_reading_leaves_the_answer_that_waits(store: Store) -> None:
    call(store)
    store.append_report(ITEM, [read(ITEM)])

    assert store.answer("k1") == ANSWER


def test_a_later_answer_takes_the_place_of_the_earlier(store: Store) -> None:
    call(store)
    call(store, replace(ANSWER, content="{}"))
    kept = store.answer("k1")

    assert kept is not None
    assert kept.content == "{}"
    store.forget_answer("k1")
    assert store.answer("k1") is None


@pytest.mark.parametrize("subject", ["report", "statement"])
def test_no_word_of_an_answer_is_left_on_the_disk_once_its_report_is_erased(
    store: Store, path: Path, subject: str
) -> None:
    reading = read(ITEM)
    store.append_report(ITEM, [reading])
    call(store)
    assert RARE in on_the_disk(path)

    erased = ITEM.report.id if subject == "report" else reading.statements[0].id
    store.decide(decision("erase", erased))

    assert store.answer("k1") is None
    assert RARE not in on_the_disk(path)
    assert store.verify().faults == ()


def test_verify_finds_answers_about_a_text_that_is_not_there(store: Store) -> None:
    call(store, replace(ANSWER, text_id="ef" * 32))

    [fault] = store.verify().faults
    assert "that is not there" in fault.what
    assert fault.where == f"report {ITEM.report.id}"


def test_a_casebook_of_the_first_form_is_brought_to_hold_answers(store: Store, path: Path) -> None:
    store.close()
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE answer")
        old.execute("UPDATE alembic_version SET version_num = '0001'")

    with Store.open(path) as opened:
        call(opened)
        with opened.looking() as connection:
            assert forms.revision_of(connection) == forms.REVISION
        assert opened.verify().faults == ()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Sent, {}),
        (Sent, SENT.to_json() | {"size": "9"}),
        (CallEnd, {"of": "1"}),
        (CallEnd, CallEnd(1, "cut", 1.0).to_json() | {"of": 1.5}),
    ],
    ids=["nothing", "a size that is no number", "half", "a row that is no number"],
)
def test_what_is_no_call_is_refused(
    kind: type[Sent] | type[CallEnd], data: dict[str, object]
) -> None:
    with pytest.raises(InvalidRecord):
        kind.from_json(data)


@pytest.mark.parametrize("call", [SENT, CallEnd(7, "cut", 0.25, 1, 2, 0.5, "EUR")])
def test_a_call_comes_back_as_it_was_kept(call: Sent | CallEnd) -> None:
    assert type(call).from_json(call.to_json()) == call


def test_the_newest_calls_come_first_each_with_its_end(store: Store) -> None:
    for number in range(4):
        call(store)
        store.begin_call(BY, replace(SENT, size=number))

    newest = store.newest_calls(3)

    assert newest == list(reversed(list(store.calls())))[:3]
    assert [one.end is None for one in newest] == [True, False, True]
    assert store.newest_calls(100) == list(reversed(list(store.calls())))
