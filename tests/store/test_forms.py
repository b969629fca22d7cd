"""The form of the tables: made by Alembic, known without it, made anew when old."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.captured import CORRECTED, MARCH, CountReader, captured, decision, read

import testigo.store
from testigo.store import forms, tables
from testigo.store.engine import open_engine
from testigo.store.errors import NewerCasebook, NotACasebook
from testigo.store.store import Store


def test_the_newest_revision_is_the_one_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(testigo.store.__path__[0]) / "migrations"))

    assert ScriptDirectory.from_config(config).get_current_head() == forms.REVISION


@pytest.mark.parametrize(
    "metadata",
    [tables.EVIDENCE, tables.DERIVED, tables.ASIDE],
    ids=["evidence", "derived", "aside"],
)
def test_the_tables_on_the_disk_are_those_of_the_code(tmp_path: Path, metadata: object) -> None:
    Store.open(tmp_path / "testigo.db", create=True).close()
    names = {table.name for table in metadata.sorted_tables}  # type: ignore[attr-defined]

    with open_engine(tmp_path / "testigo.db").connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, parents: kind != "table" or name in names,
            },
        )
        assert compare_metadata(context, metadata) == []  # type: ignore[arg-type]


def test_opening_a_casebook_of_today_does_not_load_alembic(tmp_path: Path) -> None:
    path = tmp_path / "testigo.db"
    Store.open(path, create=True).close()
    code = (
        "import sys; from pathlib import Path; from testigo.store.store import Store\n"
        f"Store.open(Path({str(path)!r}), create=True).head(); print('alembic' in sys.modules)"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "False\n"


def test_an_empty_file_becomes_a_casebook_only_when_one_is_made(tmp_path: Path) -> None:
    path = tmp_path / "testigo.db"
    path.touch()
    path.chmod(0o644)

    with pytest.raises(NotACasebook, match="holds no log"):
        Store.open(path)
    assert path.stat().st_size == 0

    with Store.open(path, create=True) as store:
        assert store.head().count == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_is_no_casebook(tmp_path: Path) -> None:
    for create in (True, False):
        with pytest.raises(NotACasebook, match="it is no file"):
            Store.open(tmp_path, create=create)


def test_a_casebook_of_a_later_testigo_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "testigo.db"
    Store.open(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(NewerCasebook, match="9999"):
        Store.open(path)


def test_derived_tables_of_an_older_testigo_are_made_anew_on_opening(tmp_path: Path) -> None:
    path = tmp_path / "testigo.db"
    with Store.open(path, create=True) as store:
        item = captured(MARCH)
        store.append_report(item, [read(item)])
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE statement")
        connection.execute("UPDATE built SET version = '0' WHERE part = 'tables'")
    connection.close()

    with Store.open(path) as store:
        assert len(list(store.statements())) == 2
        assert store.verify().clean


class Lines:
    """A fingerprinter under which two of the texts below are one dispatch."""

    version = "lines 1"
    bands = 2
    threshold = 0.5

    def signature(self, content: str) -> list[int]:
        return [ord(content[0]) % 2, content.count("people") % 2]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), st.sampled_from([MARCH, CORRECTED, "Nothing."]), st.booleans()),
        st.tuples(st.sampled_from(["flag", "erase", "join", "keep_apart"]), st.integers(0, 2)),
        st.tuples(st.just("undo"), st.integers(0, 5)),
    ),
    max_size=8,
)


def take(store: Store, step: tuple[object, ...], number: int) -> None:
    """Take one step, if it can be taken."""
    reports = [r for r in store.reports() if not r.erased]
    if step[0] == "keep":
        item = captured(str(step[1]), address=f"{number % 3}.txt", published="2026-03-01")
        known = {r.id for r in store.reports() if r.erased}
        if item.report.id not in known:
            store.append_report(item, [read(item, CountReader("2" if step[2] else "1"))])
    elif step[0] == "undo":
        decisions = list(store.decisions())
        if decisions:
            store.decide(decision("undo", decisions[int(str(step[1])) % len(decisions)].id))
    elif reports:
        first = reports[int(str(step[1])) % len(reports)].id
        subjects = {first, reports[0].id} if step[0] in ("join", "keep_apart") else {first}
        store.decide(decision(str(step[0]), *sorted(subjects), number=number))


def derived(path: Path) -> Mapping[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        rows = {
            table.name: sorted(connection.execute(f'SELECT * FROM "{table.name}"'), key=repr)
            for table in tables.DERIVED.sorted_tables
        }
    connection.close()
    return rows


@settings(max_examples=12, deadline=None)
@given(steps=STEPS, batches=st.lists(st.booleans(), min_size=8, max_size=8))
def test_the_log_gives_the_same_derived_tables_in_any_batching(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[object, ...]],
    batches: list[bool],
) -> None:
    path = tmp_path_factory.mktemp("steps") / "testigo.db"
    with Store.open(path, create=True, fingerprinter=Lines()) as store:
        for number, (step, rebuild) in enumerate(zip(steps, batches, strict=False)):
            take(store, step, number)
            if rebuild:
                store.rebuild()
        stepwise = derived(path)
        head = store.head()
        assert store.verify().faults == ()
        store.rebuild()
        assert derived(path) == stepwise
        # Reading everything again adds nothing.
        for number, step in enumerate(steps):
            if step[0] == "keep" and not any(s[0] == "undo" for s in steps):
                take(store, step, number)
        assert store.head() == head
