"""Decisions: kept for ever, and two of them do something at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.captured import CORRECTED, MARCH, CountReader, captured, decision, read

from testigo.record.decision import Decision
from testigo.record.errors import InvalidRecord
from testigo.store.errors import CannotErase, ErasedReport, NotKept
from testigo.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "testigo.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, create=True) as opened:
        for number, content in enumerate((MARCH, CORRECTED)):
            item = captured(content, address=f"a-witness-{number}.txt", published="2026-03-01")
            opened.append_report(item, [read(item)])
        yield opened


@pytest.fixture
def march(store: Store) -> str:
    return next(store.reports()).id


def everything_on_disk(path: Path) -> bytes:
    files = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    return b"".join(file.read_bytes() for file in files if file.exists())


def test_a_decision_is_kept_under_the_persons_name(path: Path, store: Store, march: str) -> None:
    made = decision("flag", march, question="who counted?")

    store.decide(made)

    assert list(store.decisions()) == [made]
    with sqlite3.connect(path) as connection:
        row = connection.execute(
            "SELECT by_kind, by_name FROM log ORDER BY sequence DESC"
        ).fetchone()
    assert row == ("person", "Alba Quispe")


def test_what_the_machine_did_is_never_under_a_persons_name(path: Path, store: Store) -> None:
    with sqlite3.connect(path) as connection:
        kinds = {row[0] for row in connection.execute("SELECT DISTINCT by_kind FROM log")}

    assert kinds == {"machine"}


def test_the_same_decision_again_adds_nothing(store: Store, march: str) -> None:
    store.decide(decision("flag", march))
    head = store.head()

    store.decide(decision("flag", march))

    assert store.head() == head


def test_an_erased_report_leaves_its_id_and_hashes_and_no_word_on_the_disk(
    path: Path, store: Store, march: str
) -> None:
    store.decide(decision("erase", march))

    kept = store.report(march)
    assert (kept.erased, kept.address, kept.statements, kept.metadata.to_json()) == (
        True,
        None,
        {},
        {},
    )
    assert store.search("Police") == []
    with pytest.raises(NotKept):
        store.content(march)
    left = everything_on_disk(path)
    assert not any(word in left for word in (b"Police", b"sent 40", b"a-witness-0"))
    assert b"fiscal" in left  # the other report is untouched
    found = store.verify()
    assert (found.faults, found.erased, found.reports) == ((), 7, 2)


def test_an_erased_report_does_not_come_back_by_being_read_again(store: Store, march: str) -> None:
    store.decide(decision("erase", march))
    head = store.head()

    with pytest.raises(ErasedReport):
        store.append_report(captured(MARCH))

    assert store.head() == head


def test_once_the_erasure_is_undone_it_may_be_read_again(store: Store, march: str) -> None:
    erased = store.decide(decision("erase", march))
    store.decide(decision("undo", erased.id))
    item = captured(MARCH)

    store.append_report(item, [read(item)])

    assert store.report(march).statements == {"toll": 2}
    assert store.verify().clean


def test_one_statement_can_be_erased(store: Store) -> None:
    statement = next(store.statements())

    store.decide(decision("erase", statement.id))

    assert statement.id not in {k.id for k in store.statements()}
    assert len(list(store.statements())) == 2
    assert store.verify().erased == 1
    assert store.verify().clean


def test_an_erased_statement_does_not_come_back_with_a_newer_reader(store: Store) -> None:
    statement = next(store.statements())
    store.decide(decision("erase", statement.id))
    item = captured(MARCH, published="2026-03-01")

    store.append_report(item, [read(item, CountReader("2"))])

    assert statement.id not in {k.id for k in store.statements()}
    assert store.verify().clean


def test_only_reports_and_statements_can_be_erased(store: Store) -> None:
    head = store.head()

    with pytest.raises(CannotErase):
        store.decide(decision("erase", "no such thing"))

    assert store.head() == head


def test_a_payload_erased_and_still_there_is_found(path: Path, store: Store, march: str) -> None:
    content = store.content(march)
    store.decide(decision("erase", march))
    with sqlite3.connect(path) as connection:
        sequence, salted = connection.execute(
            "SELECT sequence, x'00' FROM log WHERE kind = 'bytes' ORDER BY sequence"
        ).fetchone()
        connection.execute("DROP TRIGGER payload_no_update")
        connection.execute(
            "UPDATE payload SET salt = ?, content = ? WHERE sequence = ?",
            (salted, content, sequence),
        )
    connection.close()

    assert any(f"payload {sequence}" in fault.where for fault in store.verify().faults)


@pytest.mark.parametrize(
    ("content", "what"),
    [({}, "metadata"), ({"metadata": {"colour": "red"}}, "publisher"), ({"metadata": 3}, "title")],
    ids=["nothing", "no such value", "no values"],
)
def test_correcting_metadata_needs_values(
    store: Store, march: str, content: dict[str, object], what: str
) -> None:
    with pytest.raises(InvalidRecord, match=what):
        store.decide(decision("correct_metadata", march, **content))


def test_only_what_is_there_is_corrected_or_undone(store: Store) -> None:
    with pytest.raises(NotKept):
        store.decide(decision("correct_metadata", "0" * 64, metadata={"title": "No"}))
    with pytest.raises(NotKept):
        store.decide(decision("undo", "0" * 64))


def correcting_twice(store: Store, march: str) -> list[Decision]:
    """Correct the date twice, with a reading after the first; return both decisions."""
    made = [
        decision("correct_metadata", march, metadata={"published": day})
        for day in ("2026-03-02", "2026-03-03")
    ]
    store.decide(made[0])
    item = replace(captured(MARCH, address="a.txt"), metadata=store.report(march).metadata)
    store.append_report(item, [read(item)])
    store.decide(made[1])
    return made


@pytest.mark.parametrize(
    ("undone", "day", "basis"),
    [
        ([], "2026-03-03", 1),
        ([1], "2026-03-02", 0),
        ([0], "2026-03-03", 1),
        ([0, 1], "2026-03-01", None),
    ],
    ids=["both stand", "the later undone", "the earlier undone", "both undone"],
)
def test_an_undone_correction_leaves_what_stood_before(
    store: Store, march: str, undone: list[int], day: str, basis: int | None
) -> None:
    made = correcting_twice(store, march)

    for number in undone:
        store.decide(decision("undo", made[number].id))

    published = store.report(march).metadata.published
    assert published is not None
    wanted = "option" if basis is None else f"decision {made[basis].id}"
    assert (published.value, published.basis) == (day, wanted)
    store.rebuild()
    assert store.report(march).metadata.published == published
    assert store.verify().faults == ()


def test_what_was_read_before_an_undone_correction_is_todays_again(
    store: Store, march: str
) -> None:
    [before] = store.readings(march)
    made = correcting_twice(store, march)
    [between] = store.readings(march)

    for each in reversed(made):
        store.decide(decision("undo", each.id))

    [today] = store.readings(march)
    assert between.id != before.id
    assert today.id == before.id
    undone_again = next(d for d in store.decisions() if d.subjects == (made[0].id,))
    store.decide(replace(undone_again, act="undo", subjects=(undone_again.id,)))
    assert [reading.id for reading in store.readings(march)] == [between.id]
