"""The pages in a real browser: let in, both sides linked, without a script, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.web.reports import make_casebook
from tests.web.served import Served, served

SIZES = [(1280, 800), (1440, 900), (390, 844)]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_casebook(tmp_path_factory.mktemp("casebook") / "lake.db")


@pytest.fixture(scope="module")
def server(path: Path) -> Iterator[Served]:
    with served(path) as running:
        yield running


@pytest.fixture
def fresh(path: Path) -> Iterator[Served]:
    """A server whose address nobody has used."""
    with served(path) as running:
        yield running


@pytest.fixture(scope="module")
def let_in(browser: Browser, server: Served) -> Any:
    """The cookies of a browser that was let in."""
    context = browser.new_context()
    context.new_page().goto(server.entrance)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that was not."""
    opened = browser.new_context(viewport={"width": 1280, "height": 800})
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Browser, let_in: Any, server: Served, watch: Watch) -> Iterator[Page]:
    """A page that was let in; at the end nothing was refused, missing or asked of elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, storage_state=let_in)
    opened = watch(context.new_page(), server.origin)
    opened.goto(f"{server.origin}/inbox")
    yield opened
    context.close()


def open_report(page: Page, title: str = "Two counts") -> None:
    page.goto(re.sub(r"(//[^/]+)/.*", r"\1/inbox", page.url))
    page.get_by_role("link", name=title).click()
    see(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.wait_for_load_state()


def lit_cards(page: Page) -> Locator:
    return page.locator(".card.lit")


def test_the_token_leaves_the_address_bar_and_the_history(
    context: BrowserContext, fresh: Served
) -> None:
    page = context.new_page()
    page.goto(fresh.entrance)

    assert page.url.startswith(f"{fresh.origin}/")
    assert "token" not in page.url
    assert page.evaluate("history.length") <= 2
    assert page.evaluate("document.cookie") == ""
    page.go_back()
    assert "token" not in page.url


def test_a_second_browser_is_not_let_in_with_the_same_address(
    context: BrowserContext, server: Served, let_in: Any
) -> None:
    page = context.new_page()

    page.goto(server.entrance)

    see(page.get_by_role("heading")).to_contain_text("used already")


def test_the_file_that_opens_the_browser_leads_in(
    context: BrowserContext, fresh: Served, tmp_path: Path
) -> None:
    start = tmp_path / "open.html"
    start.write_text(f'<meta http-equiv="refresh" content="0; url={fresh.entrance}">')
    opened = context.new_page()

    opened.goto(start.as_uri())

    see(opened.get_by_role("link", name="lake.db")).to_be_visible()
    assert "token" not in opened.url


def test_a_page_elsewhere_cannot_read_or_frame_the_casebook(
    page: Page, server: Served, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.html"
    foreign.write_text(f'<iframe src="{server.origin}/"></iframe>')
    seen = page.context.new_page()
    seen.goto(foreign.as_uri())

    assert seen.frames[1].get_by_text("Two counts").count() == 0
    got = seen.evaluate(f"fetch('{server.origin}/').then(() => 'read', () => 'refused')")
    assert got == "refused"


def test_the_pointer_over_words_lights_their_card(page: Page) -> None:
    open_report(page)

    page.locator("mark", has_text="At least nine").hover()

    see(lit_cards(page)).to_have_count(1)
    see(lit_cards(page)).to_contain_text("at least 9 killed")
    see(page.locator(".row.own")).to_contain_text("number")


def test_the_pointer_over_a_field_lights_its_own_words(page: Page) -> None:
    open_report(page)
    card = page.locator(".card", has_text="at least 9 killed")

    card.locator(".row", has_text="population").hover()

    see(page.locator("mark.own")).to_have_text("people")
    see(page.locator("mark.lit", has_text="killed")).to_be_visible()
    see(page.locator(".sentence.lit").first).to_contain_text("At least nine people")


def test_the_focus_links_both_sides(page: Page) -> None:
    open_report(page)

    page.locator("mark.head a", has_text="Anselmo").focus()
    see(lit_cards(page)).to_contain_text("Anselmo Ticona Huarcaya, killed")
    see(lit_cards(page)).to_be_in_viewport()

    page.locator(".card", has_text="at least 9").get_by_role("link").first.focus()
    see(page.locator("mark.own", has_text="At least nine")).to_be_visible()


def test_a_click_leads_to_the_other_side_and_back(page: Page) -> None:
    open_report(page)

    page.locator("mark a", has_text="Anselmo").click()
    see(page.locator(".card:target")).to_contain_text("Anselmo")

    page.locator(".card:target h3 a").click()
    see(page.locator(".sentence:target")).to_contain_text("was shot dead")


def test_keyboard_alone_goes_from_the_list_through_a_report(page: Page) -> None:
    page.keyboard.press("Tab")
    see(page.get_by_text("Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Two counts")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    see(page.get_by_role("heading", level=1)).to_contain_text("Two counts")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('mark') !== null"):
            break
    page.keyboard.press("Enter")
    see(page.locator(".card:target")).to_be_in_viewport()
    page.keyboard.press("Tab")
    see(page.locator(".card:target h3 a")).to_be_focused()
    page.keyboard.press("Tab")
    see(page.locator(".card:target .row.own")).to_have_count(1)


def test_the_focus_is_always_seen(page: Page) -> None:
    open_report(page)

    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))"
        )
        assert style == ["solid", "2px"]


def test_the_slash_key_searches_and_the_sentence_is_found_again(page: Page) -> None:
    open_report(page)

    page.keyboard.press("/")
    page.keyboard.type("300/stalls")
    see(page.get_by_role("searchbox")).to_have_value("300/stalls")
    page.get_by_role("searchbox").fill("300 stalls")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="300 stalls").click()

    see(page.locator(".sought")).to_contain_text("300 stalls are gone")
    see(page.locator(".sought")).to_be_in_viewport()


def test_everything_is_there_without_a_script(browser: Browser, fresh: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(fresh.entrance)
    open_report(page)

    page.locator("mark a", has_text="At least nine").click()
    see(page.locator(".card:target")).to_contain_text("at least 9 killed")
    page.locator(".card:target h3 a").click()
    see(page.locator(".sentence:target")).to_contain_text("At least nine people")
    page.get_by_role("link", name="casualty").click()
    see(page.locator(".card.toll")).to_have_count(0)
    see(page.locator(".card.casualty").first).to_be_visible()
    page.get_by_role("navigation", name="Kinds").get_by_role("link", name="all").click()
    see(page.locator(".card.toll").first).to_be_visible()
    page.locator("#coverage summary").click()
    page.locator("#coverage a", has_text="300 stalls").click()
    see(page.locator(".sentence:target")).to_contain_text("300 stalls")
    page.get_by_role("searchbox").fill("carretera")
    page.get_by_role("button", name="Search").click()
    see(page.locator(".sentences li")).to_have_count(2)
    context.close()


@pytest.mark.parametrize("title", ["Two counts", "Cuatro fallecidos", "قُتل"])
def test_the_text_in_the_browser_is_the_text_of_the_record(page: Page, title: str) -> None:
    open_report(page, title)
    address = page.url

    shown = page.evaluate(
        "[...document.querySelectorAll('[data-text]')].map(e => e.textContent).join('')"
    )

    twin = page.request.get(f"{address}?format=json").json()
    assert shown == twin["text"]["content"]


def test_arabic_runs_from_right_to_left(page: Page) -> None:
    open_report(page, "قُتل")

    direction = "e => getComputedStyle(e).direction"
    assert page.locator("h1").evaluate(direction) == "rtl"
    assert page.locator(".about").evaluate(direction) == "ltr"


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_runs_out_of_the_window(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})

    for title in ("Two counts", "قُتل", None):
        page.goto(re.sub(r"(//[^/]+/).*", r"\1", page.url))
        if title:
            open_report(page, title)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_lines_of_text_have_62_to_70_characters(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_report(page)

    lengths: list[int] = page.evaluate(
        """() => {
          const lines = [];
          for (const block of document.querySelectorAll('p[data-text]')) {
            const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            let top = null, count = 0;
            for (let node = walker.nextNode(); node; node = walker.nextNode())
              for (let at = 0; at < node.length; at += 1) {
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                const box = range.getBoundingClientRect();
                if (top !== null && box.top > top + 12) { lines.push(count); count = 0; }
                top = box.top;
                count += 1;
              }
          }
          return lines;
        }"""
    )

    assert 62 <= sum(lengths) / len(lengths) <= 70
    assert page.locator("p[data-text]").first.evaluate("e => getComputedStyle(e).fontSize") == (
        "18px"
    )


def test_print_leaves_out_what_only_a_screen_needs(page: Page) -> None:
    open_report(page)
    page.emulate_media(media="print")

    see(page.get_by_role("search")).to_be_hidden()
    see(page.locator(".published")).to_be_visible()
    see(page.locator(".card").last).to_be_visible()
    assert page.locator("#statements").evaluate("e => getComputedStyle(e).overflowY") == "visible"


PAGES = ["/", "/search?q=murieron", "/search?q=zzzz", "/search", "/settings"]


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_wrong_with_a_page(
    page: Page, server: Served, check_axe: CheckAxe, address: str
) -> None:
    page.goto(f"{server.origin}{address}")

    check_axe(page)


def test_axe_finds_nothing_wrong_with_a_page_that_is_not_there(
    browser: Browser, let_in: Any, server: Served, check_axe: CheckAxe
) -> None:
    page = browser.new_context(storage_state=let_in).new_page()
    page.goto(f"{server.origin}/nowhere")  # Not watched: the console says that it is not there.

    check_axe(page)
    page.context.close()


@pytest.mark.parametrize("title", ["Two counts", "Curfew in the valley", "قُتل"])
def test_axe_finds_nothing_wrong_with_a_report(page: Page, check_axe: CheckAxe, title: str) -> None:
    open_report(page, title)

    check_axe(page)
