"""The queue in a real browser: the next at once, a list to its end, undo from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.browser.test_review_queue import REPORTS, needs_islands
from tests.review.press import reading
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.queue import Wanted


@pytest.fixture
def path(tmp_path: Path, own_settings: None) -> Path:
    store_settings(Settings(name="Ana", language="en"))
    file = tmp_path / "flow.db"
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
def plain(browser: Browser, server: Served) -> Iterator[Page]:
    """A browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, locale="en")
    opened = context.new_page()
    opened.goto(server.entrance)
    opened.goto(server.origin)
    yield opened
    context.close()


def waiting(path: Path, kind: str = "") -> list[str]:
    with Casebook.open(path) as casebook:
        return [i.handle for i in casebook.review.queue(Wanted(kind=kind), limit=9).items]


def shown(page: Page) -> str:
    """The statement on the screen."""
    action = page.locator("article.item form.acts").first.get_attribute("action")
    assert action is not None
    return action.split("/")[2]


@needs_islands
def test_the_next_statement_is_there_before_the_decision_and_shows_after_it(
    page: Page, path: Path, server: Served
) -> None:
    first, second, third, *_ = waiting(path)
    with page.expect_response(lambda answer: f"after={first}" in answer.url):
        page.goto(f"{server.origin}/review")
    page.wait_for_timeout(300)
    asked: list[Request] = []

    def hear(request: Request) -> None:
        if "/review" in request.url:
            asked.append(request)

    page.on("request", hear)

    with page.expect_response(lambda answer: answer.url.endswith("/accept")) as decided:
        page.keyboard.press("a")
    see(page.locator("[data-left]")).to_contain_text("4 left")

    assert shown(page) == second
    assert first not in waiting(path), "it was written before the next one showed"
    # One answer, of a few words; nothing but the statement after the next one is fetched then.
    assert decided.value.status == 200
    assert len(decided.value.body()) < 4000
    assert [r.method for r in asked][:1] == ["POST"]
    assert [r.url for r in asked[1:] if f"after={second}" not in r.url] == []
    see(page.locator(".done")).to_contain_text("accept")
    page.keyboard.press("Space")
    forms = page.locator("article.item form.acts")
    see(forms.first).to_have_attribute("action", f"/review/{third}/accept")


@needs_islands
def test_a_next_statement_that_changed_meanwhile_is_fetched_anew(
    page: Page, path: Path, server: Served
) -> None:
    first, second, third, *_ = waiting(path)
    with page.expect_response(lambda answer: f"after={first}" in answer.url):
        page.goto(f"{server.origin}/review")
    page.wait_for_timeout(300)
    with Casebook.open(path) as casebook:
        casebook.review.decide("accept", [second], by="Luz")

    page.keyboard.press("a")
    see(page.locator("[data-left]")).to_contain_text("3 left")

    assert shown(page) == third


@needs_islands
def test_u_takes_back_one_decision_after_the_other_from_anywhere_in_the_queue(
    page: Page, path: Path, server: Served
) -> None:
    page.goto(f"{server.origin}/review")
    for left in ("4", "3"):
        page.keyboard.press("a")
        see(page.locator("[data-left]")).to_contain_text(f"{left} left")
    page.goto(f"{server.origin}/people")
    page.goto(f"{server.origin}/review?kind=post")
    see(page.get_by_text("Your last decision:")).to_be_visible()

    page.keyboard.press("u")
    see(page.locator(".done")).to_contain_text("undo")
    page.keyboard.press("u")
    see(page.get_by_text("Your last decision:")).to_have_count(0)

    assert len(waiting(path)) == 5


def test_accept_all_visible_says_which_and_one_press_takes_all_back_without_a_script(
    plain: Page, path: Path, server: Served
) -> None:
    plain.goto(f"{server.origin}/review?as=list&kind=casualty")
    plain.get_by_role("button", name="Accept the 2 shown").first.click()

    told = plain.locator(".done")
    see(told.get_by_text("Which ones")).to_be_visible()
    assert told.get_by_role("link").count() == 2
    assert waiting(path, kind="casualty") == []
    told.get_by_role("button", name="Undo").click()

    assert len(waiting(path, kind="casualty")) == 2


@needs_islands
def test_a_list_goes_on_with_the_next_report(page: Page, path: Path, server: Served) -> None:
    with Casebook.open(path) as casebook:
        first, second = sorted(report.id for report in casebook.reports())
    page.goto(f"{server.origin}/review?as=list&report={first}")
    cards = page.locator("ol.many > li")
    for _ in range(cards.count() + 1):
        page.keyboard.press("n")

    page.wait_for_url(f"**report={second}**")
    see(page.locator("ol.many > li").first).to_be_visible()
    page.get_by_role("button", name="Accept the").first.click()
    page.wait_for_load_state()
    see(page.get_by_role("link", name="Next report:").first).to_be_visible()


@needs_islands
def test_an_undo_of_what_somebody_brought_back_is_told_and_not_done(
    browser: Browser, path: Path, server: Served
) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(server.entrance)
    page.goto(f"{server.origin}/review")
    page.keyboard.press("a")
    see(page.locator("[data-left]")).to_contain_text("4 left")
    with Casebook.open(path) as casebook:
        made = casebook.review.latest(1)[0]
        undone = casebook.review.decide("undo", [made.id], by="Luz", why="too quick")
        casebook.review.decide("undo", [undone.id], by="Luz", why="it was right")

    page.keyboard.press("u")

    see(page.get_by_role("alert")).to_contain_text("taken back or brought back")
    see(page.get_by_text("it was right")).to_be_visible()
    with Casebook.open(path) as casebook:
        assert casebook.review.decision(made.id).stands
    context.close()


def test_what_is_new_on_the_queue_is_clean_for_axe(
    page: Page, path: Path, server: Served, check_axe: CheckAxe
) -> None:
    page.goto(f"{server.origin}/review?as=list&kind=casualty")
    page.get_by_role("button", name="Accept the 2 shown").first.click()
    see(page.get_by_text("Which ones")).to_be_visible()
    check_axe(page)
    page.goto(f"{server.origin}/review?kind=toll")
    check_axe(page)


@needs_islands
def test_the_page_of_a_report_is_read_to_its_end_and_taken_back_by_keys(
    page: Page, path: Path, server: Served
) -> None:
    with Casebook.open(path) as casebook:
        first, second = sorted(report.id for report in casebook.reports())
        drafts = len(casebook.review.of_report(first))
    page.goto(f"{server.origin}/reports/{first[:16]}")
    for done in range(1, drafts + 1):
        page.keyboard.press("n") if done == 1 else None
        page.keyboard.press("a")
        see(page.locator(".cards .card.accepted")).to_have_count(done)
    page.goto(f"{server.origin}/people")
    page.goto(f"{server.origin}/reports/{first[:16]}")
    see(page.get_by_text("Your last decision:")).to_be_visible()

    page.keyboard.press("u")
    see(page.locator(".cards .card.accepted")).to_have_count(drafts - 1)
    page.keyboard.press("u")
    see(page.locator(".cards .card.accepted")).to_have_count(drafts - 2)

    page.get_by_role("link", name="Next report:").click()
    page.wait_for_url(f"**/reports/{second[:16]}")
