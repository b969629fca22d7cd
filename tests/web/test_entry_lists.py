"""Lists of the record: filters in the address, states apart, a CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.review.queue import Wanted
from testigo.web.csv_sheet import safe_cell

Get = Callable[[str], Page]

REPORTS = (
    Report(
        (
            Line("casualty", "Alba Ticona Ríos", 19, place="Tarma", day="2023-01-09"),
            Line("casualty", "Bruno Cusi Yana", 40, place="Sucre", day="2023-02-01"),
            Line("casualty", "Celia Arapa Umasi", 12, place="Tarma", day="2023-01-09"),
            Line("toll", number=7, speaker="MINSA", day="2023-01-10"),
            Line("incident", place="Tarma", day="2023-01-09"),
            Line("measure", "DS 001-2023", place="Puno", day="2023-01-15"),
        )
    ),
)


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "lists.db") as opened:
        for report in REPORTS:
            item = report.captured()
            opened._store.append_report(item, [reading(report, item)])
        yield opened


def names(page: Page) -> list[str]:
    return [a.text_content() for a in page.xpath("//tbody//th/a")]


def test_search_finds_without_case_or_accents(get: Get) -> None:
    assert names(get("/people?q=TICONA+rios")) == ["Alba Ticona Ríos"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("place=Sucre", ["Bruno Cusi Yana"]),
        ("since=2023-01-20", ["Bruno Cusi Yana"]),
        ("until=2023-01-20&sort=name", ["Alba Ticona Ríos", "Celia Arapa Umasi"]),
        ("country=BO", ["Bruno Cusi Yana"]),
        ("standing=accepted", []),
        ("outcome=detained", []),
    ],
)
def test_filters_stand_in_the_address(get: Get, query: str, expected: list[str]) -> None:
    assert names(get(f"/people?{query}")) == expected


def test_drafts_and_accepted_are_counted_apart(get: Get, casebook: Casebook) -> None:
    first = casebook.review.queue(Wanted(person="Alba")).items[0]
    casebook.review.decide("accept", [first.handle], by="Ana")

    counts = " ".join(get("/people").xpath("//p[@class='counts']")[0].text_content().split())

    assert counts.startswith("○ draft 2 · ◔ read 1 · verified 0")
    assert names(get("/people?standing=accepted")) == ["Alba Ticona Ríos"]


def test_columns_are_chosen_in_the_address(get: Get) -> None:
    page = get("/people?columns=age&columns=place")

    heads = [" ".join(h.text_content().split()) for h in page.xpath("//thead//th")]
    assert heads[:3] == ["Name", "Age as stated", "Place"]


def test_the_csv_holds_what_is_seen_and_no_name_of_a_child(client: TestClient) -> None:
    answer = client.get("/people?sort=name&columns=age&format=csv")

    assert answer.headers["content-type"].startswith("text/csv")
    assert "people-" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0][:3] == ["id", "Name", "Level"]
    assert [row[1] for row in rows[1:]] == ["Alba Ticona Ríos", "Bruno Cusi Yana", "(kept back)"]
    assert "Celia" not in answer.text
    assert rows[3][-1] == ""


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1+1", "\r=1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_a_list_as_it_stood_shows_what_was_then(get: Get, casebook: Casebook) -> None:
    page = get("/people?at=2999-01-01")

    assert len(names(page)) == 3
    assert "As it stood on 2999-01-01" in page.text_content()


def test_a_day_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/people?since=soon").status_code == 400
    assert client.get("/people?at=soon").status_code == 400


def test_the_other_lists_show_their_own_columns(get: Get) -> None:
    assert "MINSA" in get("/tolls").text_content()
    assert "by" not in names(get("/incidents"))[0]
    assert "DS 001-2023" in get("/measures").text_content()
    assert names(get("/actors")) == ["MINSA"]


def test_the_twin_keeps_states_apart(client: TestClient) -> None:
    twin = client.get("/people?format=json").json()

    assert twin["counts"] == {"draft": 3, "accepted": 0, "verified": 0}
    assert {row["draft"] for row in twin["rows"]} == {1}
