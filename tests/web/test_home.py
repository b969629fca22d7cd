"""The first page: what changed, what waits, what contradicts, how far things are checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.queue import Wanted

Get = Callable[[str], Page]
Post = Callable[..., Response]

REPORTS = (
    Report(
        (
            Line("toll", number=7, speaker="MINSA", day="2023-01-10"),
            Line("toll", number=5, speaker="MINSA", day="2023-01-11"),
            Line("casualty", "Alba Ticona Ríos", 19, place="Tarma"),
            Line("post", "Bruno Cusi Yana"),
        )
    ),
)


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "first.db") as opened:
        for report in REPORTS:
            item = report.captured()
            opened._store.append_report(item, [reading(report, item)])
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana"))


def words(element: Page) -> str:
    return " ".join(element.text_content().split())


def test_what_waits_is_counted_by_kind_and_leads_to_the_queue(get: Get) -> None:
    page = get("/")

    waits = page.xpath("//section[@aria-labelledby='waits']")[0]
    rows = [[words(cell) for cell in row] for row in waits.xpath(".//tr")]
    assert ["2", "toll ○ draft"] in rows
    assert ["1", "casualty ○ draft"] in rows
    assert "/review?kind=toll" in waits.xpath(".//a/@href")


def test_drafts_and_accepted_stand_in_columns_of_their_own(get: Get, casebook: Casebook) -> None:
    item = casebook.review.queue(Wanted(kind="casualty")).items[0]
    casebook.review.decide("accept", [item.handle], by="Ana")

    page = get("/")

    people = page.xpath("//table[contains(@class, 'levels')]//tr[th[contains(., 'People')]]/td")
    assert [words(cell) for cell in people[:2]] == ["", "1"]


def test_a_falling_series_is_told_as_a_contradiction(get: Get) -> None:
    contradicts = get("/").xpath("//section[@aria-labelledby='contradicts']")[0]

    assert "MINSA" in words(contradicts)
    assert "/tolls/" in contradicts.xpath(".//a/@href")[0]


def test_what_was_decided_can_be_taken_back_from_here(
    get: Get, post: Post, casebook: Casebook
) -> None:
    item = casebook.review.queue(Wanted(kind="casualty")).items[0]
    casebook.review.decide("reject", [item.handle], by="Luz", content={"reason": "past_event"})
    history = get("/").xpath("//section[@id='history']")[0]
    assert "Luz reject Alba Ticona Ríos" in words(history)

    post(history.xpath(".//form/@action")[0], {"back": "/"})

    assert casebook.review.item(item.handle).judged.state == "draft"
    assert "undone" in words(get("/").xpath("//section[@id='history']")[0])


def test_an_empty_casebook_says_what_to_do_first(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    from testigo.web.access import Keys
    from testigo.web.app import create_app

    keys = Keys()
    with Casebook.create(tmp_path / "empty.db") as empty:
        client = TestClient(
            create_app(empty, keys=keys, port=8765), base_url="http://127.0.0.1:8765"
        )
        client.get(f"/enter?token={keys.token}")
        page = client.get("/").text
    assert "Nothing has been read yet" in page
    assert 'href="/inbox"' in page


def test_a_day_that_is_none_is_refused_in_one_sentence(client: object) -> None:
    answer = client.get("/?since=yesterday")  # type: ignore[attr-defined]

    assert answer.status_code in (400, 422)
    assert "since" in answer.text
