"""Lists of the record in a real browser: legible everywhere, asked of by forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.review.press import Line, Report, reading
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import VIEWS

REPORT = Report(
    (
        Line("casualty", "Alba Ticona Ríos", 19, place="Tarma", day="2023-01-09"),
        Line("casualty", "Bruno Cusi Yana", 40, place="Sucre", day="2023-02-01"),
        Line("toll", number=7, speaker="MINSA", day="2023-01-10"),
        Line("incident", place="Tarma", day="2023-01-09"),
        Line("measure", "DS 001-2023", place="Puno", day="2023-01-15"),
    )
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, own_settings: None) -> Iterator[Served]:
    store_settings(Settings(name="Ana", language="en"))
    path = tmp_path_factory.mktemp("casebook") / "lists.db"
    item = REPORT.captured()
    with Casebook.create(path) as casebook:
        casebook._store.append_report(item, [reading(REPORT, item)])
    with served(path) as running:
        yield running


@pytest.fixture(scope="module")
def let_in(browser: Browser, server: Served) -> Any:
    context = browser.new_context()
    context.new_page().goto(server.entrance)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(
    request: pytest.FixtureRequest, browser: Browser, let_in: Any, server: Served, watch: Watch
) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1366, "height": 768},
        storage_state=let_in,
        base_url=server.origin,
        java_script_enabled=request.param,
    )
    yield watch(context.new_page(), server.origin)
    context.close()


with_scripts = pytest.mark.parametrize("page", [True], indirect=True, ids=["with scripts"])


@with_scripts
@pytest.mark.parametrize("view", VIEWS)
def test_a_list_is_clean_for_axe_and_fits_a_phone(
    page: Page, view: str, check_axe: CheckAxe
) -> None:
    page.goto(f"/{view}")

    check_axe(page)

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check_axe(page)


def test_what_is_asked_for_stands_in_the_address(page: Page) -> None:
    page.goto("/people")
    page.get_by_label("Search", exact=True).fill("ticona")
    page.get_by_role("button", name="Show").click()

    see(page.locator("tbody th a")).to_have_text(["Alba Ticona Ríos"])
    assert "q=ticona" in page.url


def test_a_name_leads_to_its_page(page: Page) -> None:
    page.goto("/people?sort=name")
    page.get_by_role("link", name="Alba Ticona Ríos").click()

    see(page.get_by_role("heading", level=1)).to_contain_text("Alba Ticona Ríos")


def test_the_list_is_saved_as_a_file(page: Page) -> None:
    page.goto("/people?at=2999-01-01")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as CSV").click()

    assert saved.value.suggested_filename == "people-2999-01-01.csv"


def test_on_a_phone_the_list_comes_before_what_to_ask_for(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/people")

    table = page.locator("table.list").bounding_box()
    form = page.locator("form.filters").bounding_box()
    assert table is not None
    assert form is not None
    assert table["y"] < form["y"]


def test_printed_it_is_the_table_alone(page: Page) -> None:
    page.goto("/people")
    page.emulate_media(media="print")

    see(page.locator("table.list")).to_be_visible()
    see(page.locator("form.filters")).to_be_hidden()
