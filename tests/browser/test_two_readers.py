"""Where two readings disagree, in a real browser: one key, or a button, lets the other stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.browser.test_review_queue import needs_islands
from tests.review.press import Line, Report, reading
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.queue import Wanted

REPORT = Report(
    (
        Line("toll", number=7, place="Tarma", speaker="MINSA"),
        Line("casualty", "Alba Ticona Ríos", 19, place="Tarma"),
    )
)


@pytest.fixture
def path(tmp_path: Path, own_settings: None) -> Path:
    store_settings(Settings(name="Ana", language="en"))
    file = tmp_path / "two.db"
    with Casebook.create(file) as casebook:
        item = REPORT.captured()
        both = [
            reading(REPORT, item, reader="builtin"),
            reading(REPORT, item, reader="llm", otherwise=[0]),
        ]
        casebook._store.append_report(item, both)
    return file


@pytest.fixture
def server(path: Path) -> Iterator[Served]:
    with served(path) as running:
        yield running


def let_stand(path: Path) -> bool:
    with Casebook.open(path) as casebook:
        (accepted,) = casebook.review.queue(Wanted("accepted"), limit=9).items
    return accepted.judged.is_amended and accepted.statement.value("place") is None


@needs_islands
def test_one_key_lets_the_other_reading_stand(
    browser: Browser, server: Served, path: Path, watch: Watch, check_axe: CheckAxe
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en")
    page: Page = watch(context.new_page(), server.origin)
    page.goto(server.entrance)
    page.goto(f"{server.origin}/review?state=disagree")
    see(page.get_by_text("llm reads these words otherwise.")).to_be_visible()
    check_axe(page)
    page.keyboard.press("1")
    see(page.locator("[data-left]")).to_contain_text("0")
    assert let_stand(path)
    context.close()


def test_without_a_script_a_button_does_the_same(
    browser: Browser, server: Served, path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(server.entrance)
    page.goto(f"{server.origin}/review?state=disagree")
    page.locator("form[action$='/take'] button").click()
    assert let_stand(path)
    context.close()
