"""An attacker with a SQL prompt: whatever is altered, dropped or swapped is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Column, Table
from tests.store.captured import CORRECTED, MARCH, CountReader, captured, decision, read

from testigo.store import tables
from testigo.store.chain import GENESIS, Row, payload_hash
from testigo.store.store import Store
from testigo.store.triggers import TRIGGERS
from testigo.store.verifying import Verification

EVIDENCE = list(tables.EVIDENCE.sorted_tables)
DERIVED = [table for table in tables.DERIVED.sorted_tables if table is not tables.built]
COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in EVIDENCE
    for column in table.columns
]


class Words:
    """A fingerprinter for short texts: the words themselves."""

    version = "words 1"
    bands = 4
    threshold = 0.5

    def signature(self, content: str) -> list[int]:
        return [sum(map(ord, word)) for word in content.split()[:8]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a casebook in which every table holds at least two rows."""
    path = tmp_path_factory.mktemp("whole") / "testigo.db"
    with Store.open(path, create=True, fingerprinter=Words()) as store:
        for number, content in enumerate((MARCH, CORRECTED, MARCH + "\nMore will follow.")):
            item = captured(content, address=f"{number}.txt", published="2026-03-01")
            store.append_report(item, [read(item), read(item, CountReader("2"))])
        first, second = (report.id for report in list(store.reports())[:2])
        store.decide(decision("flag", first))
        store.decide(decision("keep_apart", first, second))
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, whole: bytes) -> Path:
    """A copy of that casebook, to attack."""
    path = tmp_path / "testigo.db"
    path.write_bytes(whole)
    path.chmod(0o600)
    return path


def attack(path: Path, *statements: str) -> None:
    """Change the file as someone would who knows SQLite and drops the triggers first."""
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = OFF")  # the tests' time, not the attacker's
        connection.execute("BEGIN")
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
        for sql in TRIGGERS.values():
            connection.execute(sql)
        connection.execute("COMMIT")
    connection.close()


def verify(path: Path, expect: str | None = None) -> Verification:
    with Store.open(path, fingerprinter=Words()) as store:
        return store.verify(expect=expect)


def count(path: Path, table: Table) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute(f'SELECT COUNT(*) FROM "{table.name}"').fetchone()[0])


def test_a_casebook_left_alone_is_clean(path: Path) -> None:
    found = verify(path)

    assert found.faults == ()
    assert (found.reports, found.statements, found.head.count) == (3, 5, count(path, tables.log))
    assert found.quotes > 5 * 5


@pytest.mark.parametrize("table", [*EVIDENCE, *DERIVED], ids=lambda table: table.name)
def test_the_casebook_under_attack_has_rows_in_every_table(path: Path, table: Table) -> None:
    assert count(path, table) >= 2


def altered(column: Column[object]) -> str:
    if column.type.python_type is bool:
        return f'1 - "{column.name}"'
    if column.type.python_type is int:
        return f'"{column.name}" + 1000000'
    if column.type.python_type is bytes:
        return f"CAST(\"{column.name}\" || 'x' AS BLOB)"
    return f"\"{column.name}\" || 'x'"


@pytest.mark.parametrize("at", ["first", "middle", "last"])
@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_an_altered_value_is_found(
    path: Path, table: Table, column: Column[object], at: str
) -> None:
    last = count(path, table)
    sequence = {"first": 1, "middle": last // 2, "last": last}[at]

    attack(
        path,
        f'UPDATE "{table.name}" SET "{column.name}" = {altered(column)} '
        f"WHERE sequence = {sequence}",
    )

    assert not verify(path).clean


@pytest.mark.parametrize("emptied", ["NULL", "x''", "x'ff'", "'é'"])
@pytest.mark.parametrize("column", ["salt", "content"])
def test_a_payload_blanked_without_a_decision_is_found(
    path: Path, column: str, emptied: str
) -> None:
    attack(path, f"UPDATE payload SET {column} = {emptied} WHERE sequence = 5")

    assert any("payload 5" in fault.where for fault in verify(path).faults)


@pytest.mark.parametrize("table", EVIDENCE, ids=lambda table: table.name)
def test_every_dropped_row_is_found(path: Path, whole: bytes, table: Table) -> None:
    for sequence in range(1, count(path, table) + 1):
        path.write_bytes(whole)

        attack(path, f'DELETE FROM "{table.name}" WHERE sequence = {sequence}')

        assert not verify(path).clean, sequence


@pytest.mark.parametrize("table", EVIDENCE, ids=lambda table: table.name)
def test_swapped_rows_are_found(path: Path, whole: bytes, table: Table) -> None:
    for sequence in range(1, count(path, table)):
        path.write_bytes(whole)

        attack(
            path,
            f'UPDATE "{table.name}" SET sequence = -1 WHERE sequence = {sequence}',
            f'UPDATE "{table.name}" SET sequence = {sequence} WHERE sequence = {sequence + 1}',
            f'UPDATE "{table.name}" SET sequence = {sequence + 1} WHERE sequence = -1',
        )

        assert not verify(path).clean, sequence


@pytest.mark.parametrize("table", EVIDENCE, ids=lambda table: table.name)
def test_an_emptied_table_is_found(path: Path, table: Table) -> None:
    attack(path, f'DELETE FROM "{table.name}"')

    assert not verify(path).clean


@pytest.mark.parametrize("table", DERIVED, ids=lambda table: table.name)
def test_a_derived_table_that_differs_from_the_log_is_found_and_made_anew(
    path: Path, whole: bytes, table: Table
) -> None:
    for column in table.columns:
        path.write_bytes(whole)
        key = ", ".join(f'"{c.name}"' for c in table.primary_key.columns)
        attack(
            path,
            f'UPDATE "{table.name}" SET "{column.name}" = COALESCE({altered(column)}, 7) '
            f'WHERE rowid = (SELECT rowid FROM "{table.name}" ORDER BY {key} LIMIT 1)',
        )

        assert not verify(path).clean, column.name

    with Store.open(path, fingerprinter=Words()) as store:
        store.rebuild()
        assert store.verify().clean


@pytest.mark.parametrize("value", ["2", "'no'", "1.5", "x'01'"])
@pytest.mark.parametrize("table", ["finding", "reading"])
def test_a_mark_that_hides_a_row_is_found_though_it_counts_as_true(
    path: Path, table: str, value: str
) -> None:
    attack(path, f"UPDATE {table} SET current = {value} WHERE rowid = 1")

    assert not verify(path).clean


def test_keys_of_another_kind_are_found(path: Path) -> None:
    attack(
        path,
        "UPDATE finding SET position = 'first' WHERE rowid = 1",
        "UPDATE statement SET id = CAST(id AS BLOB) WHERE rowid = 1",
    )

    assert not verify(path).clean


@pytest.mark.parametrize("table", DERIVED, ids=lambda table: table.name)
def test_a_derived_row_that_is_gone_is_found(path: Path, table: Table) -> None:
    attack(
        path, f'DELETE FROM "{table.name}" WHERE rowid = (SELECT MIN(rowid) FROM "{table.name}")'
    )

    assert not verify(path).clean


def test_a_search_index_that_lost_words_is_found(path: Path) -> None:
    attack(
        path,
        "INSERT INTO sentence_index(sentence_index, rowid, words) "
        "SELECT 'delete', id, words FROM sentence ORDER BY id LIMIT 1",
    )

    assert [fault.where for fault in verify(path).faults] == ["sentence_index"]


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_a_missing_trigger_is_found(path: Path, trigger: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.close()

    assert [fault.where for fault in verify(path).faults] == [trigger]


def test_a_file_that_others_may_open_is_found(path: Path) -> None:
    path.chmod(0o644)

    assert {fault.what for fault in verify(path).faults} == {
        "others than its owner may open it; set its mode to 0600"
    }


# What an attacker who also computes every hash again can do.


def rechain(path: Path, change: Callable[[int, str, bytes], bytes | None]) -> None:
    """Write the whole log anew over changed payloads (None leaves the row out)."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT * FROM log ORDER BY sequence").fetchall()
        paid = connection.execute("SELECT salt, content FROM payload ORDER BY sequence").fetchall()
    connection.close()
    statements: list[tuple[str, tuple[object, ...]]] = []
    sequence, previous = 0, GENESIS
    for old, (salt, content) in zip(rows, paid, strict=True):
        changed = change(old[0], old[5], content)
        if changed is None:
            continue
        sequence += 1
        row = Row(sequence, *old[1:9], payload_hash(salt, changed), previous)
        previous = row.hash
        values = (sequence, *old[1:9], row.payload, row.previous, previous)
        statements.append((f"INSERT INTO log VALUES ({', '.join('?' * 12)})", values))
        statements.append(("INSERT INTO payload VALUES (?, ?, ?)", (sequence, salt, changed)))
    attack(path, "DELETE FROM payload", "DELETE FROM log")
    with sqlite3.connect(path) as connection:
        for sql, parameters in statements:
            connection.execute(sql, parameters)
        connection.execute("DELETE FROM built")  # the derived tables are made anew on opening
    connection.close()


def test_a_chain_rewritten_whole_is_found_by_its_old_head_alone(path: Path) -> None:
    def calmer(sequence: int, kind: str, content: bytes) -> bytes | None:
        return (
            content.replace(b"it must be so", b"nothing to see") if kind == "decision" else content
        )

    with Store.open(path, fingerprinter=Words()) as store:
        head = store.head()
    rechain(path, calmer)

    assert verify(path).clean
    [fault] = verify(path, expect=str(head)).faults
    assert "rewritten whole" in fault.what
    assert not verify(path, expect=head.hash).clean


def test_a_tail_cut_cleanly_is_found_by_its_old_head_alone(path: Path) -> None:
    with Store.open(path, fingerprinter=Words()) as store:
        head = store.head()
    rechain(path, lambda sequence, _, content: content if sequence < head.count else None)

    assert verify(path).clean
    assert not verify(path, expect=str(head)).clean


def test_a_casebook_that_grew_still_holds_its_old_head(path: Path) -> None:
    with Store.open(path, fingerprinter=Words()) as store:
        head = store.head()
        store.append_report(captured("One more.", address="4.txt"))

        assert store.verify(expect=str(head)).clean
        assert store.verify(expect=head.hash).clean
        assert not store.verify(expect=f"{head.count + 1}:{head.hash}").clean


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("bytes", b"Puno", b"Cusco"),
        ("text", b"Puno", b"Lima"),
        ("statement", b'"quote":"9"', b'"quote":"8"'),
        ("statement", b'"value":9', b'"value":8'),
        ("reading", b'"counting","2"', b'"counting","3"'),
        ("reading", b'"quote":"killed"', b'"quote":"kissed"'),
        ("metadata", b"2026-03-01", b"2026-04-01"),
        ("report", b'"size":', b'"size":1'),
        ("casebook", b'"id":"', b'"id":"0'),
        ("decision", b'"act":"flag"', b'"act":"flog"'),
        ("capture", b'"at":"2026', b'"at":"then'),
        ("capture", b'"report":"', b'"report":"0'),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else value,
)
def test_a_record_that_contradicts_itself_is_found_even_in_a_whole_chain(
    path: Path, kind: str, old: bytes, new: bytes
) -> None:
    touched = 0

    def change(_sequence: int, of: str, content: bytes) -> bytes | None:
        nonlocal touched
        touched += of == kind and old in content
        return content.replace(old, new) if of == kind else content

    rechain(path, change)

    assert touched
    assert not verify(path).clean


def test_a_statement_left_out_is_found_even_in_a_whole_chain(path: Path) -> None:
    left_out = 0

    def change(_sequence: int, kind: str, content: bytes) -> bytes | None:
        nonlocal left_out
        left_out += kind == "statement"
        return None if kind == "statement" and left_out == 1 else content

    rechain(path, change)

    assert ["reading" in fault.where for fault in verify(path).faults] == [True]


def test_faults_name_ids_and_rows_and_no_words_of_a_report(path: Path) -> None:
    attack(path, "UPDATE payload SET content = CAST(content || 'x' AS BLOB)")

    said = " ".join(map(str, verify(path).faults))

    assert "payload 3" in said
    assert not any(word in said for word in ("Puno", "killed", "ministry", "fiscal"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET at = 'never'",
        "DELETE FROM log",
        "DELETE FROM payload",
        "UPDATE payload SET content = x'00'",
        "UPDATE payload SET content = NULL, salt = NULL",
        "INSERT OR REPLACE INTO payload SELECT sequence, salt, x'00' FROM payload LIMIT 1",
        "INSERT OR REPLACE INTO log SELECT * FROM log LIMIT 1",
        "INSERT INTO log SELECT sequence + 100, casebook, at, by_kind, by_name, kind, schema, "
        "codebook, testigo, payload, hash, 'new' FROM log ORDER BY sequence DESC LIMIT 1",
    ],
)
def test_the_triggers_refuse_whoever_asks(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()

    assert verify(path).clean


def test_progress_is_told_row_by_row(path: Path) -> None:
    seen: list[tuple[int, int]] = []

    with Store.open(path, fingerprinter=Words()) as store:
        store.verify(on_progress=lambda done, total: seen.append((done, total)))

    assert seen[0][0] == 1
    assert seen[-1] == (len(seen), len(seen))
