"""A captured page that is made to do harm, in a browser as people use it: it reaches nobody.

The browser has a profile of its own, as a person's has: only then does it look ahead, and connect
to the hosts of links that the pointer passes over. Every name leads to a listener of the test,
which hears a connection even where nothing is sent.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright
from playwright.sync_api import expect as see
from tests.browser.conftest import CHROMIUM
from tests.reports import documents
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reports.intake import IntakeOptions

Watch = Callable[[Page, str], Page]
CheckAxe = Callable[[Page], None]

TITLE = "Curfew in the valley"
HOSTILE = f"""<!doctype html><html><head><meta charset="utf-8"><title>{TITLE}</title>
<meta http-equiv="refresh" content="0; url=http://refresh.example/">
<base href="http://base.example/">
<link rel="preconnect" href="http://preconnect.example"><link rel="icon" href="http://icon.example">
<link rel="dns-prefetch" href="http://dns.example"><link rel="prefetch" href="http://f.example">
<link rel="preload" as="image" href="http://load.example"><link rel="manifest" href="//m.example">
<link rel="stylesheet" href="http://stylesheet.example"><link rel="prerender" href="//p.example">
<style>@import url(http://import.example); body {{ background: url(http://background.example) }}
@font-face {{ font-family: x; src: url(http://font.example) }} p {{ font-family: x }}</style>
<script>top.document.title = "ran"; document.title = "ran"; fetch("http://fetch.example")</script>
<script type="speculationrules">{{"prefetch": [{{"urls": ["http://speculation.example/"]}}]}}</script>
</head><body onload="document.title = 'ran'; new Image().src = 'http://onload.example'">
<article><h1>{TITLE}</h1>
<p>The government declared a curfew in the valley of Ene on Friday for ten days, under Supreme
Decree 017-2023-IN. Nobody may leave home after eight in the evening, the council said.</p>
<p>Two people were detained on the first night, the prosecutor's office said. The measure follows
a week of roadblocks, and the town council had asked for it on Tuesday.</p></article>
<img src="http://img.example" srcset="http://srcset.example 2x" onerror="document.title = 'ran'">
<svg onload="document.title = 'ran'"><image href="http://svg.example"/></svg>
<p><a id="link" href="http://link.example/" ping="http://ping.example/">a link</a>
<a id="top" href="http://top.example/" target="_top">to the top</a>
<a id="new" href="http://new.example/" target="_blank">to a new page</a>
<a id="script" href="javascript:document.title = 'ran'">to a script</a></p>
<form id="auto" action="http://auto.example/" method="post"><input name="a" autofocus
onfocus="document.title = 'ran'"></form><script>document.getElementById("auto").submit()</script>
<form action="http://form.example/"><button id="button">a button</button></form>
<p style="background: url(http://inline.example)">x</p>
<iframe src="http://iframe.example/"></iframe><object data="http://object.example/"></object>
<video src="http://video.example" poster="http://poster.example" autoplay></video>
<embed src="http://embed.example/"></body></html>"""


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what was heard there: one entry for each connection."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                heard.append(b"connected")
                connection.settimeout(0.5)
                with contextlib.suppress(OSError):
                    heard[-1] = connection.recv(200)
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield listening.getsockname()[1], heard


@contextlib.contextmanager
def served_file(content: bytes) -> Iterator[str]:
    """Serve one page to whoever asks, and yield its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}/"
        web.shutdown()


@pytest.fixture
def profile(
    playwright: Playwright, tmp_path: Path, listener: tuple[int, list[bytes]]
) -> Iterator[BrowserContext]:
    """A browser with a profile, in which every name leads to the listener."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=CHROMIUM,
        args=[f"--host-resolver-rules=MAP *.example 127.0.0.1:{listener[0]}"],
        ignore_default_args=["--disable-background-networking"],
        viewport={"width": 1366, "height": 768},
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A casebook of captured documents, and the address of each."""
    folder = tmp_path_factory.mktemp("originals")
    (folder / "hostile.html").write_text(HOSTILE, encoding="utf-8")
    (folder / "two.pdf").write_bytes(documents.pdf("Primera.", "Segunda."))
    (folder / "story.txt").write_text("Dos personas murieron el lunes.", encoding="utf-8")
    path = tmp_path_factory.mktemp("casebook") / "originals.db"
    with Casebook.create(path) as casebook:
        casebook.read([str(folder)], IntakeOptions(), BuiltinReader(rules_alone=True))
        found = {
            Path(r.address or "").name: f"/reports/{r.id}/original" for r in casebook.reports()
        }
    return path, found


@pytest.fixture
def server(kept: tuple[Path, dict[str, str]]) -> Iterator[Served]:
    with served(kept[0]) as running:
        yield running


def test_a_page_by_itself_would_reach_others(
    profile: BrowserContext, listener: tuple[int, list[bytes]]
) -> None:
    """Shows that the listener hears what a browser does on its own."""
    links = b'<link rel="preconnect" href="http://p.example"><a href="http://a.example">a</a>'
    page = profile.new_page()
    with served_file(links) as address:
        page.goto(address)
        page.locator("a").hover()
        page.wait_for_timeout(1500)

    assert len(listener[1]) >= 1
    listener[1].clear()


def test_a_hostile_page_runs_nothing_and_reaches_nobody(
    profile: BrowserContext,
    server: Served,
    kept: tuple[Path, dict[str, str]],
    listener: tuple[int, list[bytes]],
    watch: Watch,
) -> None:
    heard = listener[1]
    heard.clear()
    page = watch(profile.new_page(), server.origin)
    page.goto(server.entrance)
    address = server.origin + kept[1]["hostile.html"]

    page.goto(address)
    inside = page.frame_locator("iframe")
    see(inside.locator("h1")).to_have_text(TITLE)
    for name in ("link", "top", "new", "script", "button"):
        inside.locator(f"#{name}").hover()
        inside.locator(f"#{name}").click()
    page.wait_for_timeout(1500)

    see(inside.locator("h1")).to_have_text(TITLE)
    assert page.url == address
    assert page.title().startswith("Original of")
    assert page.frames[1].title() == TITLE
    assert len(profile.pages) == 2  # the one that every profile opens with, and this
    assert heard == []


def test_the_framed_page_opened_by_itself_leads_back(
    profile: BrowserContext, server: Served, kept: tuple[Path, dict[str, str]]
) -> None:
    page = profile.new_page()
    page.goto(server.entrance)

    page.goto(f"{server.origin}{kept[1]['hostile.html']}/page")

    assert page.url == server.origin + kept[1]["hostile.html"]


@pytest.mark.parametrize("name", ["hostile.html", "two.pdf", "story.txt"])
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_originals_are_clean_by_axe_and_inside_the_window(
    page: Page,
    server: Served,
    kept: tuple[Path, dict[str, str]],
    watch: Watch,
    check_axe: CheckAxe,
    name: str,
    size: tuple[int, int],
) -> None:
    watch(page, server.origin)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(server.entrance)
    page.goto(server.origin + kept[1][name])
    page.wait_for_load_state("networkidle")

    check_axe(page)
    across = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert across[0] <= across[1]


def test_pages_of_a_pdf_are_turned_by_links(
    page: Page, server: Served, kept: tuple[Path, dict[str, str]], watch: Watch
) -> None:
    watch(page, server.origin)
    page.goto(server.entrance)
    page.goto(server.origin + kept[1]["two.pdf"])

    page.get_by_role("link", name="Next page").click()

    picture = page.get_by_role("img", name="Page 2 of 2")
    see(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 1000
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the exact bytes").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
