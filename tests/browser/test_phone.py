"""Every page on a phone: nothing runs out of the window, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize
from starlette.testclient import TestClient
from tests.browser.conftest import Watch
from tests.web.conftest import ADDRESS, PORT
from tests.web.every_page import every_page, form_of
from tests.web.reports import make_casebook
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import LANGUAGES, Settings, store_settings
from testigo.web.access import Keys
from testigo.web.app import create_app

PHONE: ViewportSize = {"width": 390, "height": 844}
RUNS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const out = [...document.querySelectorAll("main *")].filter(
    (each) => each.getBoundingClientRect().right > width + 1);
  return out.slice(0, 3).map((each) => each.tagName + "." + each.className).join(" ") || "the page";
}"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook of five reports of which somebody decided on the first statements."""
    made = make_casebook(tmp_path_factory.mktemp("phone") / "lake.db")
    with Casebook.open(made) as casebook:
        for report in list(casebook.reports())[:2]:
            for item in casebook.review.of_report(report.id)[:2]:
                casebook.review.decide("accept", [item.handle], by="Alba Quispe")
    return made


@pytest.fixture
def server(path: Path, own_settings: None) -> Iterator[Served]:
    with served(path) as running:
        yield running


def addresses(path: Path) -> list[str]:
    """One address of each kind of page."""
    keys = Keys()
    with Casebook.open(path) as casebook:
        app = create_app(casebook, keys=keys, port=PORT)
        client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
        client.get(f"/enter?token={keys.token}")
        return [address for address, _ in every_page(client)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_on_a_phone(
    browser: Browser, server: Served, watch: Watch, path: Path, language: str
) -> None:
    store_settings(Settings(name="Alba Quispe", language=language))
    context = browser.new_context(viewport=PHONE, base_url=server.origin, color_scheme="dark")
    page = watch(context.new_page(), server.origin)
    page.goto(server.entrance)
    found = addresses(path)
    out: dict[str, str] = {}
    for address in found:
        if address == "/nowhere":  # A browser notes a 404 in its console.
            continue
        page.goto(address)
        if what := page.evaluate(RUNS_OUT):
            out[form_of(address)] = what
    context.close()

    assert len(found) > 30
    assert out == {}
