"""Every part of the visual language on one page: clean by axe, and inside every window."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from starlette.responses import Response
from tests.browser.conftest import CheckAxe, Watch

from testigo.casebook import Casebook
from testigo.web import problems
from testigo.web.access import Door, Keys
from testigo.web.app import STATIC
from testigo.web.intake_desk import IntakeDesk
from testigo.web.serving import listening
from testigo.web.site import Site

SIZES = [(1366, 768), (1024, 768), (390, 844), (320, 640)]
WRONG = {"date": "“9 Janury” is no date; write it as 9 Jan 2023"}


@dataclass(frozen=True, slots=True)
class Examples:
    """The page has nothing of its own."""

    def to_json(self) -> dict[str, object]:
        return {}


def make_app(casebook: Casebook, desk: IntakeDesk, keys: Keys, port: int) -> Door:
    site = Site(casebook, keys, desk)
    ours = FileSystemLoader(Path(__file__).parent.parent / "web")
    site._templates.loader = ChoiceLoader([ours, PackageLoader("testigo.web")])
    app = FastAPI()
    app.mount("/static", StaticFiles(directory=STATIC))

    def examples(request: Request) -> Response:
        return site.answer(
            request,
            "examples.html",
            Examples(),
            wrong=WRONG,
            pager_address=lambda number: f"?page={number}",
        )

    site.get(app, "/", examples, twin=dict[str, int])
    return Door(app, keys=keys, port=port, refuse=problems.add_to(app, site).refused)


@pytest.fixture(scope="module")
def origin_and_state(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, object]]:
    keys = Keys()
    with contextlib.ExitStack() as stack:
        path = tmp_path_factory.mktemp("look") / "Inti Raymi 2023.db"
        casebook = stack.enter_context(Casebook.create(path))
        desk = IntakeDesk(casebook)
        sock = stack.enter_context(listening(0))
        port = sock.getsockname()[1]
        app = make_app(casebook, desk, keys, port)
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        origin = f"http://127.0.0.1:{port}"
        context = browser.new_context()
        context.new_page().goto(f"{origin}/enter?token={keys.token}")
        yield origin, context.storage_state()
        context.close()
        server.should_exit = True
        thread.join()


@pytest.fixture
def page(browser: Browser, origin_and_state: tuple[str, object], watch: Watch) -> Iterator[Page]:
    origin, state = origin_and_state
    context = browser.new_context(storage_state=state)  # type: ignore[arg-type]
    opened = watch(context.new_page(), origin)
    opened.goto(f"{origin}/")
    yield opened
    context.close()


@pytest.mark.parametrize("size", SIZES[::2], ids=str)
def test_axe_finds_nothing_wrong_with_any_part(
    page: Page, check_axe: CheckAxe, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})

    check_axe(page)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_part_runs_out_of_the_window(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})

    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_what_can_be_pressed_is_large_under_a_finger(
    browser: Browser, origin_and_state: tuple[str, object]
) -> None:
    origin, state = origin_and_state
    context = browser.new_context(
        storage_state=state,  # type: ignore[arg-type]
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    page = context.new_page()
    page.goto(f"{origin}/")

    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .button, select, textarea, .choice,"
            + "input:not([type=hidden], [type=radio], [type=checkbox]), .pager a")]
          .filter((e) => e.offsetHeight > 0 && e.offsetHeight < 44).map((e) => e.outerHTML)"""
    )
    context.close()
    assert small == []


def test_draft_accepted_and_verified_differ_in_form_and_word(page: Page) -> None:
    rules = page.locator(".stated").evaluate_all(
        "all => all.map(e => { const s = getComputedStyle(e);"
        " return `${s.borderLeftStyle} ${s.borderLeftWidth}`; })"
    )

    assert rules[:3] == ["dotted 2px", "solid 1px", "solid 4px"]
    words = page.locator(".stated .level").all_inner_texts()
    assert len(set(words[:3])) == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_setting_goes_before_the_system(page: Page, theme: str) -> None:
    other = "dark" if theme == "light" else "light"
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    wanted = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.emulate_media(color_scheme=other)  # type: ignore[arg-type]

    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)

    see(page.locator("html")).to_have_css("background-color", wanted)


def test_print_leaves_out_what_is_pressed_and_prints_dark_on_white(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")

    for hidden in (".bar", ".filters", ".acts >> nth=0", ".pager", ".ask-name"):
        see(page.locator(hidden).first).to_be_hidden()
    see(page.locator("h1")).to_have_css("color", "rgb(30, 32, 34)")
