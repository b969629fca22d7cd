"""Reports handed in with a real browser: dropped, pasted, chosen, with and without a script."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from tests.reports import documents
from tests.web.reports import CUATRO, TWO_COUNTS
from tests.web.served import Served, served

from testigo.casebook import Casebook

Watch = Callable[[Page, str], Page]
CheckAxe = Callable[[Page], None]

_DROP = """(files) => {
    const carried = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
        carried.items.add(new File([bytes], name));
    }
    document.body.dispatchEvent(
        new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""
WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "locale": "en-GB",
        "paste": "Paste text",
        "text": "Text of one report",
        "read": "Read",
        "two": "2 reports read, 1 failed",
        "one": "1 report read",
        "review": "to review",
        "refresh": "refresh",
    },
    "es": {
        "locale": "es-PE",
        "paste": "Pegar texto",
        "text": "Texto de una nota",
        "read": "Leer",
        "two": "2 notas leídas, 1 fallida",
        "one": "1 nota leída",
        "review": "por revisar",
        "refresh": "actualizar",
    },
}
FILES = {
    "two.txt": TWO_COUNTS.encode(),
    "plaza.pdf": documents.pdf(),
    "cut.pdf": documents.pdf()[:700],
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    Casebook.create(tmp_path / "inbox.db").close()
    with served(tmp_path / "inbox.db") as running:
        yield running


def entered(browser: Browser, server: Served, **options: Any) -> Page:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, **options)
    page = context.new_page()
    page.goto(server.entrance)
    return page


def drop(page: Page, files: dict[str, bytes]) -> None:
    page.evaluate(_DROP, [[n, base64.b64encode(c).decode()] for n, c in files.items()])


@pytest.mark.parametrize("language", WORDS)
def test_files_are_dropped_and_text_is_pasted_and_all_are_read(
    browser: Browser, server: Served, watch: Watch, check_axe: CheckAxe, language: str
) -> None:
    words = WORDS[language]
    page = watch(entered(browser, server, locale=words["locale"]), server.origin)
    page.goto(f"{server.origin}/inbox")
    check_axe(page)

    drop(page, FILES)

    progress = page.locator("#progress")
    see(progress).to_contain_text(words["two"], timeout=60_000)
    see(progress).to_contain_text("cut.pdf")
    page.get_by_text(words["paste"], exact=True).click()
    page.get_by_label(words["text"]).fill(CUATRO)
    page.get_by_role("button", name=words["read"], exact=True).click()
    see(progress).to_contain_text(words["one"], timeout=60_000)
    see(page.locator("#list tbody tr")).to_have_count(3)
    see(page.locator("#list")).to_contain_text(words["review"])
    check_axe(page)
    page.context.close()


def test_without_a_script_files_are_chosen_and_the_page_is_loaded_again(
    browser: Browser, server: Served, watch: Watch
) -> None:
    page = watch(entered(browser, server, java_script_enabled=False), server.origin)
    page.goto(f"{server.origin}/inbox")

    page.set_input_files(
        "#files",
        [{"name": n, "mimeType": "", "buffer": c} for n, c in FILES.items()],
    )
    page.get_by_text("Paste addresses", exact=True).click()
    page.get_by_label("One http or https address a line").fill("http://127.0.0.1:9/story")
    page.get_by_role("button", name="Read", exact=True).click()

    for _ in range(120):
        if page.get_by_role("link", name="refresh").count() == 0:
            break
        page.get_by_role("link", name="refresh").click()
        page.wait_for_timeout(250)
    see(page.locator("#progress")).to_contain_text("2 reports read, 2 failed")
    see(page.locator("#progress")).to_contain_text("http://127.0.0.1:9/story")
    see(page.locator("#list tbody tr")).to_have_count(2)
    page.context.close()


def test_what_was_typed_stays_where_the_form_cannot_be_taken(
    browser: Browser, server: Served
) -> None:
    page = entered(browser, server)
    page.goto(f"{server.origin}/inbox")
    page.get_by_text("Paste text", exact=True).click()
    page.get_by_label("Text of one report").fill(CUATRO)
    page.get_by_text("Outlet, date, language", exact=True).click()
    page.get_by_label("Published").fill("Friday")

    page.get_by_role("button", name="Read", exact=True).click()

    see(page.get_by_role("alert")).to_contain_text("Nothing was taken in")
    see(page.get_by_label("Text of one report")).to_have_value(CUATRO)
    see(page.get_by_label("Published")).to_have_value("Friday")
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_nothing_leaves_the_window(
    browser: Browser, server: Served, width: int, height: int
) -> None:
    page = entered(browser, server)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server.origin}/inbox")
    for summary in page.locator(".ways summary").all():
        summary.click()

    across = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")

    assert across[0] <= across[1]
    page.context.close()
