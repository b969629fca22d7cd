"""Entries in a real browser: legible and reachable on every screen, and decided on by forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.web.served import Served, served
from tests.web.told import RECORD, tell

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import ListWanted

VIEWS = ("people", "incidents", "measures", "actors")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, own_settings: None) -> Path:
    store_settings(Settings(name="Alba Quispe", language="en"))
    made = tmp_path_factory.mktemp("casebook") / "told.db"
    with Casebook.create(made) as casebook:
        tell(casebook, *RECORD)
        for view, of in (("people", "person"), ("incidents", "incident")):
            ids = [row.id for row in casebook.review.entries(ListWanted(view)).rows]
            casebook.review.decide("join", ids, by="Luz", content={"of": of})
    return made


@pytest.fixture(scope="module")
def addresses(path: Path) -> dict[str, str]:
    names = {"measures": "decree 7-2023", "actors": "Bruno Cusi Yana"}
    with Casebook.open(path) as casebook:
        review = casebook.review
        found = {v: review.entries(ListWanted(v, names.get(v, ""))).rows[0].id for v in VIEWS}
        handles = [one.item.handle for one in review.dossier(found["people"]).mentioned]
        review.decide("accept", handles, by="Alba Quispe")
    return {view: f"/{view}/{id_}" for view, id_ in found.items()}


@pytest.fixture(scope="module")
def server(path: Path, addresses: dict[str, str]) -> Iterator[Served]:
    with served(path) as running:
        yield running


@pytest.fixture(scope="module")
def let_in(browser: Browser, server: Served) -> Any:
    context = browser.new_context()
    context.new_page().goto(server.entrance)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(browser: Browser, let_in: Any, server: Served, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, storage_state=let_in, base_url=server.origin
    )
    yield watch(context.new_page(), server.origin)
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_an_entry_is_clean_for_axe_and_fits_a_phone(
    page: Page, addresses: dict[str, str], view: str, check_axe: CheckAxe
) -> None:
    page.goto(addresses[view])
    for details in page.locator(".entry details").all():
        details.evaluate("one => one.open = true")

    check_axe(page)

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    "address", ["/", "/new?what=reports", "/new?what=statements", "/new?what=decisions"]
)
def test_the_first_page_and_its_lists_are_clean_for_axe(
    page: Page, address: str, addresses: dict[str, str], check_axe: CheckAxe
) -> None:
    page.goto(address)

    check_axe(page)

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_of_two_ages_side_by_side_one_is_chosen_with_its_reason_and_taken_back(
    page: Page, addresses: dict[str, str]
) -> None:
    page.goto(addresses["people"])
    block = page.locator(".block.conflict", has=page.get_by_role("heading", name="age"))
    first, second = block.locator(".stated").all()
    assert first.bounding_box()["y"] == second.bounding_box()["y"]  # type: ignore[index]

    second.get_by_text("This one, because").click()
    second.get_by_label("Because").fill("her school card")
    second.get_by_label("Because").press("Enter")

    chosen = page.locator(".stated", has_text="chosen, because")
    see(chosen).to_have_count(1)
    see(chosen).to_contain_text("her school card")
    see(page.locator(".history li").first).to_contain_text("her school card")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    see(page.locator(".stated", has_text="chosen, because")).to_have_count(0)


def test_a_party_of_the_graph_is_reached_by_keyboard_and_leads_to_its_page(
    page: Page, addresses: dict[str, str]
) -> None:
    page.goto(addresses["actors"])
    link = page.locator(".graph a", has_text="the Army")
    link.focus()

    page.keyboard.press("Enter")

    see(page.get_by_role("heading", level=1)).to_have_text("the Army")


def test_the_page_of_a_past_day_shows_its_own_drawings_and_no_form_that_decides(
    page: Page, addresses: dict[str, str]
) -> None:
    page.goto(addresses["incidents"])
    page.get_by_label("As it stood on").fill("2999-01-01")
    page.get_by_role("button", name="Show").click()

    see(page.get_by_role("status")).to_contain_text("nothing can be decided here")
    see(page.locator("svg.locator")).to_be_visible()
    see(page.locator("main form[method=post]")).to_have_count(0)


def test_a_value_is_verified_and_taken_back_without_javascript(
    browser: Browser, let_in: Any, server: Served, addresses: dict[str, str]
) -> None:
    context = browser.new_context(
        storage_state=let_in, base_url=server.origin, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(addresses["people"])
    value = page.locator("#v1-1")

    value.get_by_text("Verify").click()
    value.get_by_label("Level").select_option("2")
    value.get_by_label("Why").fill("read in the paper itself")
    value.get_by_role("button", name="Give this level").click()

    see(page.locator("#v1-1.verified")).to_be_visible()
    see(page.locator(".history").get_by_text("read in the paper itself")).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    see(page.locator("#v1-1.accepted")).to_be_visible()
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_on_paper_no_form_stands_between_the_values(
    page: Page, addresses: dict[str, str], view: str
) -> None:
    page.goto(addresses[view])
    page.emulate_media(media="print")

    see(page.locator(".entry form").first).to_be_hidden()
    see(page.get_by_role("button").first).to_be_hidden()
    see(page.locator("#v1-1 q").first).to_be_visible()
    see(page.locator(".on-paper")).to_contain_text(addresses[view])
    for drawing in page.locator(".entry svg").all():
        see(drawing).to_be_visible()
    # The width of A4 within margins of 15 mm: nothing is cut off.
    page.set_viewport_size({"width": 680, "height": 960})
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    assert page.pdf(format="A4").startswith(b"%PDF")
