"""The first page: what changed, what waits, what contradicts, how far things are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import ListWanted
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
    assert [words(cell) for cell in people[:2]] == ["", "1 People, read"]


def count_of(client: TestClient, address: str) -> int:
    """How many a list holds, by its JSON twin."""
    twin = client.get(f"{address}{'&' if '?' in address else '?'}format=json").json()
    return int(next(twin[name] for name in ("found", "left", "waiting") if name in twin))


@pytest.mark.parametrize("is_double", [False, True], ids=["single reading", "double reading"])
def test_every_number_leads_to_a_list_of_as_many(
    client: TestClient, get: Get, casebook: Casebook, is_double: bool
) -> None:
    put_more(casebook)
    store_settings(Settings(name="Ana", double_reading=is_double))

    page = get("/")

    told = [
        (int(words(row.xpath("./td")[0])), row.xpath(".//a/@href")[0])
        for row in page.xpath("//table[@class='counts']//tr")
    ]
    told += [
        (int(words(a).split()[0]), a.get("href")) for a in page.xpath("//td[@class='number']/a")
    ]
    for a in page.xpath("//section[@aria-labelledby='contradicts' or @aria-labelledby='new']//a"):
        if (found := re.search(r"(\d+)", words(a))) and not a.xpath("ancestor::ul"):
            told.append((int(found[1]), a.get("href")))
    assert len(told) > 15
    assert {address.partition("?")[0] for _, address in told} >= {"/review", "/merge", "/new"}
    assert [(n, a) for n, a in told if count_of(client, a) != n] == []


def put_more(casebook: Casebook) -> None:
    """Decide on some, give a level that waits for a second person, and read a second report."""
    report = Report(
        (
            Line("casualty", "Alba Ticona Ríos", 19, place="Tarma"),
            Line("casualty", "Alba Ticona Rios", 20),
            Line("incident", place="Tarma", day="2023-01-09"),
            Line("toll", number=3, speaker="MINSA", day="2023-01-12"),
        ),
        "El Faro",
    )
    item = report.captured()
    casebook._store.append_report(item, [reading(report, item)])
    review = casebook.review
    first, second, *_ = review.queue(Wanted(kind="casualty"), limit=3).items
    review.decide("accept", [first.handle], by="Luz")
    review.decide("flag", [second.handle], by="Luz", why="who is she?")
    toll = review.queue(Wanted(kind="toll")).items[0]
    review.decide("reject", [toll.handle], by="Ana", content={"reason": "past_event"})
    row = next(r for r in review.entries(ListWanted("people")).rows if r.tally.accepted)
    [name, *_] = review.dossier(row.id).entry.values_of("name")
    level = {"field": "name", "value": name.key, "level": "4"}
    review.decide("verify", [row.id], by="Luz", why="seen the file", content=level)


@pytest.mark.parametrize("what", ["reports", "statements", "decisions"])
def test_what_is_new_is_listed_in_pages(
    get: Get, client: TestClient, casebook: Casebook, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_more(casebook)
    monkeypatch.setattr("testigo.web.new_page.PAGE", 2)
    address = f"/new?what={what}"

    twin = client.get(f"{address}&format=json").json()
    pages = [client.get(f"{address}&page={n}&format=json").json() for n in range(1, 9)]

    ids = [id_ for page in pages for id_ in page["ids"]]
    assert len(ids) == len(set(ids)) == twin["found"] > 1
    assert len(get(address).xpath("//main//li")) == 2
    assert twin["pages"] == -(-twin["found"] // 2)


@pytest.mark.parametrize("asked", ["since=yesterday", "what=people", "act=hope", "page=0"], ids=str)
def test_what_cannot_be_listed_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/new?{asked}").status_code in (400, 422)


def test_of_a_day_to_come_nothing_is_new(get: Get) -> None:
    assert "0 in all" in words(get("/new?since=9999-01-01"))


def test_a_falling_series_is_told_as_a_contradiction(get: Get) -> None:
    contradicts = get("/").xpath("//section[@aria-labelledby='contradicts']")[0]

    assert "MINSA" in words(contradicts)
    assert "/tolls/" in contradicts.xpath(".//li/a/@href")[0]
    assert contradicts.xpath(".//h3/a/@href") == ["/tolls?contradicted=1"]


def test_what_was_decided_can_be_taken_back_from_here(
    get: Get, post: Post, casebook: Casebook
) -> None:
    item = casebook.review.queue(Wanted(kind="casualty")).items[0]
    casebook.review.decide("reject", [item.handle], by="Luz", content={"reason": "past_event"})
    history = get("/").xpath("//section[@id='history']")[0]
    assert "Luz: reject Alba Ticona Ríos" in words(history)

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
