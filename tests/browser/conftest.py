"""Drive the system's own Chromium; without one, skip the tests of this folder by name.

Playwright's own download is never used: CHROMIUM=path, or a `chromium` on the PATH.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


@pytest.hookimpl(tryfirst=True)  # Before `-m` picks, so that `-m "not browser"` sees the mark.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(
                        reason="no Chromium: set CHROMIUM=path or `apt-get install chromium`"
                    )
                )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM}


@pytest.fixture(scope="module", autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the settings of whoever runs it, nor do servers that it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield


CheckAxe = Callable[[Page], None]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
_RUN_AXE = """async (options) => (await axe.run(document, options)).violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.target.join(" ")}: ${node.html}: `
    + node.any.concat(node.all, node.none).map((check) => check.message).join("; ")))"""


@pytest.fixture(scope="session")
def check_axe() -> CheckAxe:
    """Return a check that axe finds nothing wrong with a page by WCAG 2.2 AA, light and dark."""
    options = {
        "runOnly": {"type": "tag", "values": WCAG},
        "rules": {"target-size": {"enabled": True}},  # Off unless asked for (2.5.8).
        "preload": False,  # It would fetch the style sheets by script, which our policy forbids.
    }

    def check(page: Page) -> None:
        found = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(AXE_SCRIPT)
            found += [f"{scheme}: {fault}" for fault in page.evaluate(_RUN_AXE, options)]
        page.emulate_media(color_scheme="light")
        assert found == [], "\n".join(found)

    return check


Watch = Callable[[Page, str], Page]


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Return a function that watches a page of the server at an origin, and returns the page.

    At the end nothing stood on the console, no script broke, and no other host was asked.
    """
    heard: list[str] = []

    def begin(page: Page, origin: str) -> Page:
        def hear(message: ConsoleMessage) -> None:
            heard.append(f"console: {message.text}")

        def notice(request: Request) -> None:
            if not request.url.startswith((f"{origin}/", "data:", "blob:")):
                heard.append(f"asked elsewhere: {request.url}")

        page.on("console", hear)
        page.on("pageerror", lambda fault: heard.append(f"script: {fault}"))
        page.on("request", notice)
        return page

    yield begin
    assert heard == []
