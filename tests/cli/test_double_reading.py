"""With double reading on, no command tells a second reader what the first has answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Testigo

from testigo.casebook import Casebook
from testigo.review.lists import ListWanted

DISPATCH = (
    "Nine dead at the bridge of Qenqo\n\n"
    "CUSCO, Peru, March 2 - At least nine people were killed on Sunday in Cusco, the Ministry of "
    "Health said. Evaristo Pacsi Llontop, 26, a mason, was killed in Puno.\n"
)


@pytest.fixture
def bea(testigo: Testigo, tmp_path: Path) -> Testigo:
    """Bea reads after Ana, who is yet to begin."""
    (tmp_path / "dispatch.txt").write_text(DISPATCH, encoding="utf-8")
    testigo("read", "dispatch.txt", "--published", "2026-03-02", "--quiet")
    testigo("config", "name", "Bea")
    testigo("config", "double-reading", "on")
    return testigo


def commands() -> list[tuple[str, ...]]:
    with Casebook.open("testigo.db") as casebook:
        review = casebook.review
        report = next(casebook.reports()).id[:12]
        entries = [
            (view, row.id)
            for view in ("people", "tolls", "incidents", "actors")
            for row in review.entries(ListWanted(view)).rows
        ]
    one = {"people": "person", "tolls": "toll", "incidents": "incident", "actors": "actor"}
    found: list[tuple[str, ...]] = [
        ("review", "list"),
        ("review", "list", "--state", "all"),
        ("review", "list", "--state", "accepted", "--json", "--confidential"),
        ("review", "list", "--state", "all", "--csv"),
        ("review", "decisions"),
        ("review", "decisions", report, "--json"),
        ("show", "statements", "--json"),
        ("show", "tolls"),
        ("show", "report", report),
        ("search", "killed", "--json"),
        ("evaluate", "--reports", "all"),
    ]
    for view, id_ in entries:
        found.append(("show", one[view], id_, "--history"))
        found.append(("show", one[view], id_, "--at", "2999-01-01"))
    found += [
        ("show", "record", view, *more)
        for view in ("people", "tolls", "incidents", "measures", "actors")
        for more in ((), ("--json", "--confidential"), ("--csv",))
    ]
    return found


def answers(testigo: Testigo) -> dict[tuple[str, ...], tuple[int, str, str]]:
    found = {}
    for command in commands():
        ended = testigo(*command)
        found[command] = (ended.code, ended.out, ended.err)
    return found


def test_no_command_tells_what_the_first_reader_answered(bea: Testigo) -> None:
    before = answers(bea)
    with Casebook.open("testigo.db") as casebook:
        review = casebook.review
        [report] = casebook.reports()
        for item in review.of_report(report.id):
            review.decide("accept", [item.handle], by="Ana", why="so it is")
        (person,) = review.entries(ListWanted("people", search="pacsi")).rows
        value = review.dossier(person.id).entry.values_of("age")[0]
        content = {"field": "age", "value": value.key, "level": "2"}
        review.decide("verify", [person.id], by="Ana", why="her card", content=content)

    assert answers(bea) == before
    bea("config", "double-reading", "off")
    assert "so it is" in bea("review", "decisions").out
