"""Entries in a real browser: legible and reachable on every screen, and decided on by forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.review.press import Line, Report, reading
from tests.web.reports import make_casebook
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import ListWanted

VIEWS = ("people", "incidents", "measures", "actors")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, own_settings: None) -> Path:
    store_settings(Settings(name="Alba Quispe", language="en"))
    made = make_casebook(tmp_path_factory.mktemp("casebook") / "lake.db")
    attack = Report((Line("incident", place="Tarma", day="2023-01-09"),))
    item = attack.captured()
    with Casebook.open(made) as casebook:
        casebook._store.append_report(item, [reading(attack, item)])
    return made


@pytest.fixture(scope="module")
def addresses(path: Path) -> dict[str, str]:
    with Casebook.open(path) as casebook:
        found = {v: casebook.review.entries(ListWanted(v, sort="reports")).rows for v in VIEWS}
        person = found["people"][0].id
        handles = [one.item.handle for one in casebook.review.dossier(person).mentioned]
        casebook.review.decide("accept", handles, by="Alba Quispe")
    return {view: f"/{view}/{rows[0].id}" for view, rows in found.items() if rows}


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


def test_on_paper_no_form_stands_between_the_values(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["people"])
    page.emulate_media(media="print")

    see(page.locator(".entry form").first).to_be_hidden()
    see(page.locator("#v1-1 q").first).to_be_visible()
