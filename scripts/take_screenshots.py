"""Take the screenshots of docs/images anew, from the demonstration reports and some decisions.

.venv/bin/python scripts/take_screenshots.py examples
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reports.intake import IntakeOptions
from testigo.review.lists import ListWanted
from testigo.review.queue import Wanted

IMAGES = Path(__file__).parent.parent / "docs" / "images"
SERVE = "import sys; from testigo.web.serving import serve; serve(sys.argv[1], port=0)"
WINDOW = {"width": 1280, "height": 800}
PERSON = "Ana Quispe"
ACCEPTED = 60
"""Statements that she has accepted, the most urgent first."""


def main(reports: str) -> None:
    """Read, decide, serve, and write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        store_settings(Settings(name=PERSON, language="en", theme="light"))
        path = Path(folder) / "demonstration.db"
        with Casebook.create(path) as casebook:
            casebook.read([reports], IntakeOptions(), BuiltinReader())
            for item in casebook.review.queue(Wanted(kind="toll"), limit=ACCEPTED).items:
                casebook.review.decide("accept", [item.handle], by=PERSON)
            for item in casebook.review.queue(Wanted(kind="casualty"), limit=ACCEPTED).items:
                casebook.review.decide("accept", [item.handle], by=PERSON)
            addresses = pictures(casebook)
        take(path, addresses)


def pictures(casebook: Casebook) -> dict[str, str]:
    """Return the address of each picture, by its name."""
    review = casebook.review
    report = max(casebook.reports(), key=lambda r: len(review.of_report(r.id)))
    toll = review.entries(ListWanted("tolls", sort="statements", size=1)).rows[0].id
    return {
        "first-page": "/",
        "reports": "/inbox",
        "report-page": f"/reports/{report.id[:16]}",
        "review-queue": "/review",
        "toll-page": f"/tolls/{toll}",
    }


def take(casebook: Path, addresses: dict[str, str]) -> None:
    """Serve the casebook and write one picture an address."""
    command = [sys.executable, "-c", SERVE, str(casebook)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
        sync_playwright() as playwright,
    ):
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport=WINDOW, color_scheme="light")
        try:
            entrance = server.stdout.readline().strip()
            page.goto(entrance)
            for name, address in addresses.items():
                page.goto(entrance.partition("/enter")[0] + address)
                page.wait_for_load_state("networkidle")
                show(page, name)
                page.screenshot(path=IMAGES / f"{name}.png")
        finally:
            browser.close()
            server.terminate()


def show(page: Page, name: str) -> None:
    """On the report, light up the words of one statement and its card."""
    if name == "report-page":
        page.locator("mark.head").first.hover()
        page.locator(".card.lit").first.wait_for()


if __name__ == "__main__":
    main(sys.argv[1])
