"""A report that two readers read: what the pages show of both, and what they disagree on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.queue import Wanted
from testigo.review.reader_agreement import Agreement, Share

Get = Callable[[str], Page]
Post = Callable[..., Response]

REPORT = Report(
    (
        Line("casualty", "Alba Ticona Ríos", 19, place="Tarma"),
        Line("toll", number=7, place="Tarma", speaker="MINSA"),
        Line("post", "Bruno Cusi Yana"),
    )
)


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "two.db") as opened:
        item = REPORT.captured()
        both = [
            reading(REPORT, item, reader="builtin"),
            reading(REPORT, item, reader="llm", without=[2], otherwise=[1]),
        ]
        opened._store.append_report(item, both)
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana"))


def words(page: Page) -> str:
    return " ".join(page.text_content().split())


def of_kind(casebook: Casebook, kind: str) -> str:
    (item,) = casebook.review.queue(Wanted(kind=kind), limit=9).items
    return item.handle[:16]


def test_the_first_page_counts_what_they_disagree_on_and_leads_to_it(
    get: Get, client: TestClient
) -> None:
    page = get("/")
    (link,) = page.xpath("//a[contains(@href, 'state=disagree')]/@href")
    assert "read otherwise by two readers of a report, or by one alone" in words(page)
    twin = client.get(f"{link}&format=json").json()
    assert twin["left"] == client.get("/?format=json").json()["disagreed"] == 2


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("casualty", "Read just so by llm. What that is worth has not been measured here."),
        ("toll", "llm reads these words otherwise."),
        ("post", "builtin alone gives this. What that is worth has not been measured here."),
    ],
)
def test_a_card_says_what_each_reader_makes_of_it(
    get: Get, casebook: Casebook, kind: str, told: str
) -> None:
    assert told in words(get(f"/review/{of_kind(casebook, kind)}"))


def test_a_card_says_what_agreement_was_counted_to_be_worth(get: Get, casebook: Casebook) -> None:
    counts = {"casualty": {"agree": Share(18, 18)}}
    casebook.review.keep_agreement(Agreement(("builtin 1", "llm 1"), 9, counts), by="Ana")
    told = words(get(f"/review/{of_kind(casebook, 'casualty')}"))
    assert "Of 18 read so, people kept 18." in told
    assert "0.95" in told


def test_spanish_pages_say_so_in_spanish(get: Get, casebook: Casebook) -> None:
    store_settings(Settings(name="Ana", language="es"))
    told = words(get(f"/review/{of_kind(casebook, 'post')}"))
    assert "Solo builtin da esto. Lo que eso vale no se ha medido aquí." in told


def test_one_form_lets_the_other_reading_stand(post: Post, casebook: Casebook) -> None:
    handle = of_kind(casebook, "toll")
    data = {"seen": "0", "reader": "llm", "back": "/review"}
    assert post(f"/review/{handle}/take", data, follow_redirects=False).status_code == 303
    (after,) = casebook.review.queue(Wanted("accepted"), limit=9).items
    assert after.judged.is_amended
    assert after.statement.value("place") is None


def test_the_address_of_a_second_reading_shows_the_statement_that_it_is_a_reading_of(
    client: TestClient, casebook: Casebook
) -> None:
    (toll,) = casebook.review.queue(Wanted(kind="toll"), limit=9).items
    (second,) = toll.seconds
    shown = client.get(f"/review/{second.handle[:16]}?format=json").json()
    (twin,) = shown["statements"]
    assert (twin["id"], twin["readers"]) == (toll.handle, "differ")
    (other,) = twin["other_readings"]
    assert (other["reader"], other["differs"]) == ("llm", ["place"])
    assert other["statement"]["id"] == second.handle
