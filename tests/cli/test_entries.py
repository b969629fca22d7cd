"""`testigo show record` and the entries: the record that statements and decisions make."""

from __future__ import annotations

import csv
import datetime
import io
import json
import time
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Testigo

from testigo.casebook import Casebook

CHILD = "Wayra Inventada Qolqe"
VIEWS = ("people", "incidents", "tolls", "measures", "actors")


@pytest.fixture
def record(testigo: Testigo, folder: Path) -> Testigo:
    """Two reports of one ministry, and one of a child and a grown man."""
    (folder / "later.txt").write_text(
        "Eleven dead at the bridge\n\nCUSCO, Peru, March 3 - Eleven people were killed in Cusco as "
        "of Tuesday, the Ministry of Health said.\n",
        encoding="utf-8",
    )
    (folder / "child.txt").write_text(
        f"A child among the hurt\n\n{CHILD}, 15, was wounded on Monday in Puno, police said. "
        "Evaristo Pacsi Llontop, 26, was killed in Puno.\n",
        encoding="utf-8",
    )
    testigo("read", "reports/bridge.txt", "--quiet")
    testigo("read", "reports/later.txt", "--published", "2026-03-03", "--quiet")
    testigo("read", "reports/child.txt", "--published", "2026-03-04", "--quiet")
    testigo("config", "name", "Ana")
    return testigo


def rows(testigo: Testigo, view: str, *arguments: str) -> list[dict[str, Any]]:
    return list(
        json.loads(testigo("show", "record", view, "--json", "--confidential", *arguments).out)
    )


@pytest.mark.parametrize("view", VIEWS)
def test_every_list_is_printed_for_people_and_programs(record: Testigo, view: str) -> None:
    shown = record("show", "record", view)
    sheet = list(csv.DictReader(io.StringIO(record("show", "record", view, "--csv").out)))
    assert shown.code == 0
    assert len(sheet) == len(rows(record, view))


def test_drafts_and_accepted_entries_are_counted_apart(record: Testigo) -> None:
    before = record("show", "record", "people")
    assert "People: 2 draft." in before.err
    handle = json.loads(record("review", "list", "--person", "pacsi", "--json").out)[0]["statement"]
    record("review", "accept", handle)

    after = record("show", "record", "people")
    assert "People: 1 draft, 1 accepted." in after.err
    assert [row["name"] for row in rows(record, "people", "--standing", "accepted")] == [
        "Evaristo Pacsi Llontop"
    ]


def test_a_person_is_shown_with_who_says_so_for_every_value(record: Testigo) -> None:
    person = rows(record, "people", "--search", "pacsi")[0]["id"]

    shown = record("show", "person", person[:6], "--history")

    assert shown.out.startswith("Evaristo Pacsi Llontop")
    assert "\nage\n  ○ 26\n" in shown.out
    assert "killed.place" in shown.out
    assert "“Evaristo Pacsi Llontop, 26, was killed in Puno.”" in shown.out
    assert "Nobody has decided on it yet." in shown.out


def test_a_toll_is_a_table_of_speaker_by_moment_with_the_rule_in_force(record: Testigo) -> None:
    for row in json.loads(record("review", "list", "--kind", "toll", "--json").out):
        record("review", "accept", row["statement"])
    toll = next(r for r in rows(record, "tolls") if r["speaker"] == "Ministry of Health")["id"]

    shown = record("show", "toll", toll)

    assert "Ministry of Health" in shown.out
    assert "◔ at least 9" in shown.out or "◔ 11" in shown.out
    assert "Only one source gives numbers: there is no range." in shown.out
    as_json = json.loads(record("show", "toll", toll, "--json").out)
    assert as_json["toll"]["comparison"]["tables"][0]["rule"] == "one_source"
    assert as_json["toll"]["findings"]


def test_scopes_declared_equal_stand_in_one_table_with_a_range(record: Testigo) -> None:
    (Path("reports") / "third.txt").write_text(
        "Twelve dead\n\nCUSCO, Peru, March 3 - Twelve people were killed in Cusco as of Tuesday, "
        "the ombudsman's office said.\n",
        encoding="utf-8",
    )
    record("read", "reports/third.txt", "--published", "2026-03-03", "--quiet")
    for row in json.loads(record("review", "list", "--kind", "toll", "--json").out):
        record("review", "accept", row["statement"])
    of = {
        row["speaker"]: row for row in rows(record, "tolls") if 11 in _lows(row) or 12 in _lows(row)
    }
    assert len(of) == 2
    one, other = (row["id"] for row in of.values())
    record("review", "join", one, other, "--of", "scope", "--why", "both count Cusco")

    shown = " ".join(record("show", "toll", one).out.split())

    assert "◔ 11" in shown
    assert "◔ 12" in shown
    assert "11" in shown.partition("Between")[2] or "11" in shown.partition("between")[2]


def _lows(row: dict[str, Any]) -> set[int]:
    return {figure["low"] for figure in row["figures"]}


def test_an_entry_is_shown_as_it_stood(record: Testigo) -> None:
    person = rows(record, "people", "--search", "pacsi")[0]["id"]
    then = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    time.sleep(1.1)  # The log tells seconds.
    handle = json.loads(record("review", "list", "--person", "pacsi", "--json").out)[0]["statement"]
    record("review", "reject", handle, "--reason", "not_said")

    assert "1 rejected" in record("show", "person", person).out
    past = record("show", "person", person, "--at", then)
    assert "1 draft" in past.out
    assert "As the record stood at" in past.err
    assert rows(record, "people", "--search", "pacsi") == []
    assert len(rows(record, "people", "--search", "pacsi", "--at", then)) == 1


def test_the_name_of_a_child_leaves_only_when_asked_for(record: Testigo) -> None:
    child = next(row["id"] for row in rows(record, "people") if row["name"] == CHILD)
    for arguments in (
        ("record", "people", "--json"),
        ("record", "people", "--csv"),
        ("person", child, "--json", "--history"),
    ):
        shown = record("show", *arguments)
        assert "Wayra" not in shown.out
        assert "left out for a child's name" in shown.err
        assert CHILD in record("show", *arguments, "--confidential").out


def test_what_is_withheld_leaves_only_when_asked_for(record: Testigo) -> None:
    row = json.loads(record("review", "list", "--person", "pacsi", "--json").out)[0]
    person = rows(record, "people", "--search", "pacsi")[0]["id"]
    record("review", "withhold", row["report"], "--why", "a source asked us")

    assert "Evaristo" not in record("show", "record", "people", "--csv").out
    assert "Evaristo" not in record("show", "person", person, "--json").out
    assert "Evaristo" in record("show", "person", person, "--json", "--confidential").out


def test_another_kind_of_entry_is_named_with_its_command(record: Testigo) -> None:
    person = rows(record, "people")[0]["id"]
    ended = record("show", "incident", person)
    assert ended.code == 2
    assert f"`testigo show person {person}` shows it" in ended.err


def test_an_id_given_once_leads_on_after_a_join(record: Testigo) -> None:
    one, other = (row["id"] for row in rows(record, "people")[:2])
    record("review", "join", one, other, "--of", "person")
    assert record("show", "person", one).out == record("show", "person", other).out
    with Casebook.open("testigo.db") as casebook:
        assert casebook.review.resolve(one) == casebook.review.resolve(other)
