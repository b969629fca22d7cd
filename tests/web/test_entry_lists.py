"""Lists of the record: filters in the address, states apart, a CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.review.lists import VIEWS
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


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


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

    assert counts == "2 drafts · 1 accepted · 0 verified"
    assert names(get("/people?standing=accepted")) == ["Alba Ticona Ríos"]


def test_columns_are_chosen_in_the_address(get: Get) -> None:
    page = get("/people?columns=age&columns=place")

    heads = [" ".join(h.text_content().split()) for h in page.xpath("//thead//th")]
    assert heads[:3] == ["Name", "Age stated", "Place"]


def test_the_csv_holds_what_is_seen_and_no_name_of_a_child(client: TestClient) -> None:
    answer = client.get("/people?sort=name&columns=age&format=csv")

    assert answer.headers["content-type"].startswith("text/csv")
    assert "people-" in answer.headers["content-disposition"]
    assert answer.text.startswith("\ufeff")
    rows = table(answer.text)
    heads = ["Name [name]", "Age stated [age]", "Level [level]", "Accepted [accepted]"]
    assert rows[0][:4] == heads
    assert [row[:2] for row in rows[1:]] == [
        ["Alba Ticona Ríos", "19"],
        ["Bruno Cusi Yana", "40"],
        ["(kept back)", ""],
    ]
    assert "Celia" not in answer.text


def test_the_csv_has_the_columns_and_the_order_of_the_page(client: TestClient, get: Get) -> None:
    query = "sort=oldest&columns=day&columns=place"
    rows = table(client.get(f"/people?{query}&format=csv").text)

    page = get(f"/people?{query}")
    heads = [" ".join(head.text_content().split()) for head in page.xpath("//thead//th")]
    assert [head.rpartition(" [")[0] for head in rows[0][: len(heads)]] == heads
    places = [cell.text_content() for cell in page.xpath("//td[@data-label='Place']")]
    seen = zip(names(page), places, strict=True)
    assert [(row[0], row[2]) for row in rows[1:]] == [
        ("(kept back)", "") if "Celia" in name else (name, place) for name, place in seen
    ]


def test_the_csv_holds_all_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("testigo.web.entry_lists.AT_ONCE", 2)

    assert len(table(client.get("/people?format=csv&page=2").text)) == 1 + 3


def test_the_csv_of_every_list_leaves_out_a_child(client: TestClient) -> None:
    for view in VIEWS:
        assert "Celia" not in client.get(f"/{view}?format=csv").text


def test_what_a_person_withheld_stays_out_of_the_csv(
    client: TestClient, get: Get, casebook: Casebook
) -> None:
    [bruno] = casebook.review.queue(Wanted(person="Bruno")).items
    content = {"field": "name", "confidentiality": "confidential"}
    casebook.review.decide("withhold", [bruno.handle], by="Ana", why="asked", content=content)

    assert "Bruno" not in client.get("/people?format=csv").text
    assert "kept back in files" in get("/people?q=bruno").text_content()


def test_a_file_of_the_past_bears_its_day(client: TestClient) -> None:
    answer = client.get("/people?format=csv&at=2999-01-01")

    assert answer.headers["content-disposition"] == 'attachment; filename="people-2999-01-01.csv"'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1+1", "\r=1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_a_list_as_it_stood_shows_what_was_then(get: Get, casebook: Casebook) -> None:
    page = get("/people?at=2999-01-01")

    assert len(names(page)) == 3
    assert "As it stood on 2999-01-01" in page.text_content()
    assert all(a.get("href").endswith("?at=2999-01-01") for a in page.xpath("//tbody//a"))
    assert not page.xpath("//a[contains(@href, '/merge')] | //main//form[@method='post']")


def test_what_was_accepted_later_is_a_draft_in_the_past(get: Get, casebook: Casebook) -> None:
    later = datetime.datetime(2999, 1, 2, tzinfo=datetime.UTC)
    casebook._store._clock = lambda: later
    first = casebook.review.queue(Wanted(person="Alba")).items[0]
    casebook.review.decide("accept", [first.handle], by="Ana")

    assert names(get("/people?standing=accepted")) == ["Alba Ticona Ríos"]
    assert names(get("/people?standing=accepted&at=2999-01-01")) == []


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "Alba Ticona Ríos"), ("date", "Bruno Cusi Yana"), ("place", "Bruno Cusi Yana")],
)
def test_the_head_of_a_column_sorts(get: Get, sort: str, first: str) -> None:
    page = get(f"/people?sort={sort}")

    assert names(page)[0] == first
    assert len(page.xpath("//th[@aria-sort]")) == 1


def test_the_head_of_days_turns_them_round(get: Get) -> None:
    [head] = get("/people?sort=date&q=a").xpath("//th[@aria-sort='descending']/a")

    assert head.get("href") == "/people?q=a&sort=oldest"


def test_a_level_that_waits_for_a_second_person_is_found(get: Get) -> None:
    assert names(get("/people?proposed=1")) == []


def test_a_list_speaks_spanish(client: TestClient) -> None:
    page = client.get("/people", headers={"Accept-Language": "es"}).text

    assert "3 borradores" in page
    assert "Edad según consta" in page


def test_a_filter_that_nothing_fits_leads_back_to_all(get: Get) -> None:
    [link] = get("/people?q=zzz").xpath("//div[@class='empty']//a")

    assert link.get("href") == "/people"


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


@pytest.mark.parametrize("at", ["yesterday", "0001-01-01T00:00%2B14:00"])
def test_a_moment_that_is_none_is_refused(client: TestClient, at: str) -> None:
    assert client.get(f"/people?at={at}").status_code == 400
