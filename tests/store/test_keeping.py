"""What goes into a casebook and comes out of it."""

from __future__ import annotations

import dataclasses
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.captured import CORRECTED, MARCH, CountReader, captured, decision, read

from testigo.record.errors import UnanchoredSpan
from testigo.record.report import Metadata
from testigo.record.span import Span
from testigo.store.errors import AmbiguousId, NoCasebook, NotACasebook, NotKept, StrayReading
from testigo.store.kept import Appended
from testigo.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "testigo.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, create=True) as opened:
        yield opened


def test_only_creating_makes_a_file(path: Path) -> None:
    with pytest.raises(NoCasebook, match="testigo read"):
        Store.open(path)
    assert not path.exists()


def test_only_the_owner_may_open_any_of_its_files(path: Path, store: Store) -> None:
    item = captured(MARCH)
    statements = store.statements()
    store.append_report(item, [read(item)])
    next(statements)  # a reader keeps the write-ahead log and its index in place

    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()}

    assert modes == dict.fromkeys(("testigo.db", "testigo.db-wal", "testigo.db-shm"), 0o600)


def test_a_file_that_is_something_else_is_refused_untouched(path: Path) -> None:
    path.write_text("Minutes of the meeting of the fourth of May.\n" * 100)
    before = path.read_bytes()

    with pytest.raises(NotACasebook):
        Store.open(path, create=True)

    assert path.read_bytes() == before


def test_another_programs_database_is_refused(path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE addresses (name TEXT)")

    with pytest.raises(NotACasebook, match="another program"):
        Store.open(path, create=True)


def test_a_report_comes_out_as_it_went_in(store: Store) -> None:
    item = captured(MARCH, published="2026-03-01", outlet="El Faro del Altiplano")
    reading = read(item)

    done = store.append_report(item, [reading])

    kept = store.report(item.report.id)
    assert done == Appended(item.report.id, True, 1, 1, 1, 1, 2)
    assert (kept.metadata, kept.text_id, kept.address) == (
        item.metadata,
        item.text.id,
        "report.txt",
    )
    assert kept.statements == {"toll": 2}
    assert store.content(item.report.id) == item.content
    assert store.text(item.text.id) == item.text
    assert store.captures(item.report.id) == [item.capture]
    assert [k.found for k in store.statements()] == list(reading.found)
    [back] = store.readings(item.report.id)
    assert (back.id, back.coverage, back.reader) == (reading.id, reading.coverage, reading.reader)


def test_the_same_again_adds_nothing(store: Store) -> None:
    item = captured(MARCH)
    store.append_report(item, [read(item)])
    head = store.head()

    again = store.append_report(item, [read(item)])

    assert (store.head(), again.anything) == (head, False)


def test_known_bytes_at_another_address_add_a_capture_alone(store: Store) -> None:
    item, copy = captured(MARCH), captured(MARCH, address="copy.txt")
    store.append_report(item, [read(item)])

    again = store.append_report(copy, [read(copy)])

    assert again == Appended(item.report.id, captures=1)
    assert [c.address for c in store.captures(item.report.id)] == ["report.txt", "copy.txt"]


def test_a_newer_reader_adds_a_reading_and_its_statements_become_the_current_ones(
    store: Store,
) -> None:
    item = captured(MARCH)
    old, new = read(item), read(item, CountReader("2", outcomes=("killed",)))
    store.append_report(item, [old])

    done = store.append_report(item, [new])

    assert (done.readings, done.statements) == (1, 0)
    assert [k.id for k in store.statements()] == [new.statements[0].id]
    assert {k.id for k in store.statements(superseded=True)} == {s.id for s in old.statements}
    both = store.statement(new.statements[0].id)
    assert [f.reader.version for f in both.findings] == ["1", "2"]


def test_a_statement_found_again_with_other_evidence_is_shown_as_the_newest_reading_has_it(
    store: Store,
) -> None:
    item = captured(MARCH)
    old = read(item)
    found = old.found[0]
    wider = dataclasses.replace(found.statement, evidence=(item.text.cut(0, len(MARCH)),))
    new = dataclasses.replace(
        read(item, CountReader("2")), found=(dataclasses.replace(found, statement=wider),)
    )
    store.append_report(item, [old])

    done = store.append_report(item, [new])

    assert (wider.id, done.statements) == (found.statement.id, 0)
    assert [k.statement for k in store.statements()] == [wider]
    assert store.verify().clean


def test_a_newer_text_takes_the_place_of_the_older_in_lists_and_search(store: Store) -> None:
    old, new = captured(MARCH), captured(MARCH, extractor="plain 2")
    store.append_report(old, [read(old)])
    store.append_report(new, [read(new)])

    assert {k.statement.text_id for k in store.statements()} == {new.text.id}
    assert {h.text_id for h in store.search("Puno")} == {new.text.id}
    assert [t.id for t in store.texts(old.report.id)] == [old.text.id, new.text.id]


def test_statements_come_by_report_and_place_and_can_be_narrowed(store: Store) -> None:
    first, second = captured(MARCH), captured(CORRECTED, address="later.txt")
    for item in (first, second):
        store.append_report(item, [read(item)])

    def lows(**narrowed: str) -> list[object]:
        return [k.statement.value("low") for k in store.statements(**narrowed)]  # type: ignore[arg-type]

    assert lows() == [9, 3, 11]
    assert lows(outcome="killed") == [9, 11]
    assert lows(report_id=second.report.id) == [11]
    assert lows(kind="casualty") == []
    assert lows(modality="denied") == []


@pytest.mark.parametrize(
    ("stated", "valid"),
    [
        (("2026-02-01", "tag date"), "2026-03-01"),
        (("2026-02-01", "meta file"), "2026-03-01"),
        (("2026-02-01", "option"), "2026-02-01"),
    ],
    ids=["a tag yields to an option", "a file beside yields", "a later option wins"],
)
def test_the_stronger_basis_wins_and_all_are_kept(
    store: Store, stated: tuple[str, str], valid: str
) -> None:
    item = captured(MARCH, published="2026-03-01")
    other = captured(MARCH, published=stated[0], basis=stated[1])
    for each in (item, other):
        store.append_report(each)

    kept = store.report(item.report.id).metadata

    assert kept.published is not None
    assert kept.published.value == valid
    assert store.metadata_with(other) == kept
    assert {item.metadata, other.metadata} <= set(store.metadata(item.report.id))


def test_a_person_corrects_metadata_and_no_later_reading_overrules_it(store: Store) -> None:
    item = captured(MARCH, published="2026-03-01")
    store.append_report(item)

    kept = store.decide(
        decision("correct_metadata", item.report.id, metadata={"published": "2026-02-27"})
    )
    store.append_report(captured(MARCH, published="2026-03-05"))

    published = store.report(item.report.id).metadata.published
    assert published is not None
    assert (published.value, published.basis) == ("2026-02-27", f"decision {kept.id}")


def test_a_report_once_confidential_stays_so_when_captured_in_the_open(store: Store) -> None:
    for code in ("public", "confidential", "public"):
        store.append_report(captured(MARCH, confidentiality=code))

    assert store.report(captured(MARCH).report.id).confidentiality == "confidential"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("DECRETO", ["Se decretó el toque de queda."]),
        ("decretó", ["Se decretó el toque de queda."]),
        ("decre*", ["Se decretó el toque de queda."]),
        ("toque queda", ["Se decretó el toque de queda."]),
        ('"toque de queda"', ["Se decretó el toque de queda."]),
        ('"queda toque"', []),
        ("FISCALIA", ["11 people were killed in Puno, la fiscalía said."]),
        ('puno AND) "', []),
        ("  ", []),
        ('"', []),
    ],
)
def test_search_folds_case_and_accents_and_takes_no_syntax(
    store: Store, words: str, lines: list[str]
) -> None:
    store.append_report(captured(CORRECTED, language="es"))

    hits = store.search(words)

    assert [h.sentence.quote for h in hits] == lines
    assert all(h.sentence == Span.cut(CORRECTED, h.sentence.start, h.sentence.end) for h in hits)


def test_a_report_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    item = captured(MARCH)
    store.append_report(item)

    assert store.report(item.report.id[:8]).id == item.report.id
    with pytest.raises(NotKept):
        store.report("zz")
    with pytest.raises(NotKept):
        store.report("%")


def test_a_beginning_that_fits_two_reports_is_no_answer(store: Store) -> None:
    items = [captured(f"Report number {n}.", address=f"{n}.txt") for n in range(40)]
    for item in items:
        store.append_report(item)
    firsts = [item.report.id[0] for item in items]
    shared = next(first for first in firsts if firsts.count(first) > 1)

    with pytest.raises(AmbiguousId):
        store.report(shared)


def test_a_reading_of_another_text_is_refused_and_leaves_nothing(store: Store) -> None:
    item, other = captured(MARCH), captured(CORRECTED)
    head = store.head()

    with pytest.raises(StrayReading):
        store.append_report(item, [read(other)])

    assert store.head() == head


def test_a_reading_with_metadata_nobody_gave_is_refused(store: Store) -> None:
    item = captured(MARCH)
    stray = dataclasses.replace(read(item), metadata_id=Metadata().id)

    with pytest.raises(StrayReading):
        store.append_report(item, [stray])


def test_words_that_are_not_in_the_text_never_reach_the_log(store: Store) -> None:
    item = captured(MARCH)
    reading = read(item)
    statement = dataclasses.replace(reading.statements[0], evidence=(Span(0, 2, "90"),))
    false = dataclasses.replace(
        reading, found=(dataclasses.replace(reading.found[0], statement=statement),)
    )
    head = store.head()

    with pytest.raises(UnanchoredSpan):
        store.append_report(item, [false])

    assert store.head() == head


def test_a_text_with_broken_characters_is_kept_whole(store: Store) -> None:
    item = captured(MARCH)
    broken = dataclasses.replace(item.text, content="9 people were killed \ud800 today.")
    item = dataclasses.replace(item, text=broken)

    store.append_report(item, [read(item)])

    assert store.text(broken.id) == broken
    assert store.verify().clean
