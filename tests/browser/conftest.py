"""Drive the system's own Chromium; without one, skip the tests of this folder by name.

Playwright's own download is never used: CHROMIUM=path, or a `chromium` on the PATH.
"""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

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
