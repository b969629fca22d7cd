"""The queue in a real browser: to the end by keys alone, undo, two people, merge and part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.review.press import Line, Report, reading
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import ListWanted
from testigo.review.queue import Wanted
from testigo.web.islands_built import island_scripts

needs_islands = pytest.mark.skipif(
    not island_scripts(), reason="the islands are not built: `make islands`"
)
REPORTS = (
    Report(
        (
            Line("casualty", "Alba Ticona Ríos", 19, place="Tarma", day="2023-01-09"),
            Line("toll", number=7, speaker="MINSA", place="Tarma", day="2023-01-10"),
            Line("post", "Bruno Cusi Yana"),
        )
    ),
    Report(
        (
            Line("casualty", "Alba Ticona Ríos", 33, place="Tarma", day="2023-01-09"),
            Line("toll", number=9, speaker="the police", place="Tarma", day="2023-01-10"),
        ),
        outlet="El Faro de Puno",
    ),
)


@pytest.fixture
def path(tmp_path: Path, own_settings: None) -> Path:
    store_settings(Settings(name="Ana", language="en"))
    file = tmp_path / "queue.db"
    with Casebook.create(file) as casebook:
        for report in REPORTS:
            item = report.captured()
            casebook._store.append_report(item, [reading(report, item)])
    return file


@pytest.fixture
def server(path: Path) -> Iterator[Served]:
    with served(path) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Served, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en")
    opened = watch(context.new_page(), server.origin)
    opened.goto(server.entrance)
    yield opened
    context.close()


@pytest.fixture
def unwatched(browser: Browser, server: Served) -> Iterator[Page]:
    """A page whose console may speak: a browser notes there that an answer was 409."""
    context = browser.new_context(locale="en")
    opened = context.new_page()
    opened.goto(server.entrance)
    yield opened
    context.close()


@needs_islands
def test_a_queue_is_reviewed_to_its_end_by_keys_alone(
    page: Page, path: Path, server: Served
) -> None:
    page.goto(f"{server.origin}/review")
    keys = 0
    for remaining in ("4", "3", "2"):
        page.keyboard.press("a")
        keys += 1
        see(page.locator("[data-left]")).to_contain_text(f"{remaining} left")
    page.keyboard.press("x")
    page.locator("fieldset.reasons").wait_for()
    page.keyboard.press("7")
    see(page.locator("[data-left]")).to_contain_text("1 left")
    page.keyboard.press("a")
    see(page.get_by_text("Nothing waits here.")).to_be_visible()

    with Casebook.open(path) as casebook:
        states = sorted(d.act for d in casebook.decisions())
        assert states == ["accept"] * 4 + ["reject"]
        assert all(decision.shown for decision in casebook.decisions())
    # Five decisions in six keys.
    assert (keys + 3) / 5 <= 1.3


@needs_islands
def test_undo_brings_the_last_statement_back(page: Page, path: Path, server: Served) -> None:
    page.goto(f"{server.origin}/review")
    page.keyboard.press("a")
    see(page.locator("[data-left]")).to_contain_text("4 left")

    page.keyboard.press("u")

    see(page.locator("[data-left]")).to_contain_text("5 left")
    with Casebook.open(path) as casebook:
        assert [d.act for d in casebook.decisions()] == ["accept", "undo"]


def test_the_second_of_two_people_is_told_and_decides_again(
    unwatched: Page, path: Path, server: Served
) -> None:
    page = unwatched
    page.goto(f"{server.origin}/review")
    with Casebook.open(path) as casebook:
        item = casebook.review.queue(Wanted()).items[0]
        made = casebook.review.decide(
            "reject", [item.handle], by="Luz", why="another year", content={"reason": "past_event"}
        )

    page.get_by_role("button", name="accept").first.click()

    see(page.get_by_text("Somebody decided on this while it was on your screen")).to_be_visible()
    see(page.get_by_text("another year")).to_be_visible()
    page.get_by_role("button", name="Decide so").click()
    page.wait_for_url("**/review?**")
    with Casebook.open(path) as casebook:
        assert casebook.review.item(item.handle).judged.state == "accepted"
        assert next(d.id for d in casebook.decisions()) == made.id


def test_accept_all_visible_accepts_what_is_on_the_screen_alone(
    page: Page, path: Path, server: Served
) -> None:
    page.goto(f"{server.origin}/review?as=list&kind=casualty")
    with Casebook.open(path) as casebook:
        first = casebook.review.queue(Wanted(kind="casualty")).items[0]
        casebook.review.decide("flag", [first.handle], by="Luz", why="which of the two?")

    page.get_by_role("button", name="Accept the 2 shown").first.click()

    see(page.get_by_text("had changed since it was shown")).to_be_visible()
    with Casebook.open(path) as casebook:
        assert casebook.review.item(first.handle).judged.state == "draft"
        assert casebook.review.queue(Wanted(kind="casualty")).left == 1
        assert casebook.review.queue(Wanted(kind="toll")).left == 2


def test_two_entries_are_merged_and_parted_again(page: Page, path: Path, server: Served) -> None:
    page.goto(f"{server.origin}/merge/next?view=people")
    see(page.locator("tr.conflict")).to_contain_text("33")

    page.get_by_role("button", name="Same").click()
    undo = page.locator("div.done").get_by_role("button", name="Undo")
    undo.wait_for()
    with Casebook.open(path) as casebook:
        assert casebook.review.entries(ListWanted("people")).found == 1
    undo.click()

    see(page.locator("div.done")).to_contain_text("undo")
    with Casebook.open(path) as casebook:
        assert casebook.review.entries(ListWanted("people")).found == 2


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/review",
        "/review?as=list",
        "/merge",
        "/merge/next?view=people",
        "/people",
        "/tolls",
        "/incidents",
        "/measures",
        "/actors",
    ],
)
def test_every_page_is_clean_for_axe(
    page: Page, server: Served, check_axe: CheckAxe, address: str
) -> None:
    page.goto(f"{server.origin}{address}")

    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_toll_and_the_forms_are_clean_for_axe(
    page: Page, path: Path, server: Served, check_axe: CheckAxe
) -> None:
    with Casebook.open(path) as casebook:
        toll = casebook.review.entries(ListWanted("tolls")).rows[0].id
        handle = casebook.review.queue(Wanted(kind="casualty")).items[0].handle
        report = next(iter(casebook.reports())).id
    for address in (
        f"/tolls/{toll}",
        f"/review/{handle[:16]}/edit",
        f"/reports/{report[:16]}/add?kind=casualty&start=0&end=4",
    ):
        page.goto(f"{server.origin}{address}")
        check_axe(page)
