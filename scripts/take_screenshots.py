"""Take the screenshots of docs/images anew, from a casebook of the demonstration reports.

.venv/bin/testigo read examples --casebook demo/testigo.db
.venv/bin/python scripts/take_screenshots.py demo/testigo.db
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
REPORT = "Enfrentamientos en Ayacucho"  # It repeats another, and gave tolls and a casualty.
SERVE = "import sys; from testigo.web.serving import serve; serve(sys.argv[1], port=0)"


def take(casebook: str) -> None:
    """Serve the casebook and write its two pictures."""
    command = [sys.executable, "-c", SERVE, casebook]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
        sync_playwright() as playwright,
    ):
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        try:
            page.goto(server.stdout.readline().strip())
            page.wait_for_load_state("networkidle")
            page.screenshot(path=IMAGES / "reports.png")
            page.locator("tbody th").get_by_role("link", name=REPORT).click()
            page.wait_for_load_state("networkidle")
            page.locator("mark.head").first.hover()
            page.locator(".card.lit").first.wait_for()
            page.screenshot(path=IMAGES / "report-page.png")
        finally:
            browser.close()
            server.terminate()


if __name__ == "__main__":
    take(sys.argv[1])
