"""The scripts of the islands: found where they were built, said to be missing where not; tested."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib import resources
from pathlib import Path

import pytest
from tests.web.reports import make_casebook
from tests.web.served import served

from testigo.web.islands_built import BUILT, island_scripts

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "islands"
ISLANDS = ROOT / "src" / "testigo" / "web" / "islands"


def test_scripts_are_found_by_their_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(
        '{"src/islands.ts": {"file": "islands-Ab1.js", "isEntry": true},'
        ' "_part.js": {"file": "part-Cd2.js"}}'
    )

    assert island_scripts(tmp_path) == ["/static/built/islands-Ab1.js"]


def test_there_are_no_scripts_before_they_are_built(tmp_path: Path) -> None:
    assert island_scripts(tmp_path) == []


def test_serve_says_once_that_scripts_are_missing_and_how_to_build_them(tmp_path: Path) -> None:
    casebook = make_casebook(tmp_path / "lake.db")

    with served(casebook) as server:
        _, errors = server.stop()

    said = [line for line in errors.splitlines() if "make islands" in line]
    assert len(said) == (0 if island_scripts() else 1)


@pytest.mark.skipif(not island_scripts(), reason="the islands are not built: `make islands`")
def test_the_built_script_asks_nothing_of_other_hosts() -> None:
    for address in island_scripts():
        script = (BUILT / address.rpartition("/")[2]).read_text(encoding="utf-8")
        assert re.findall(r"(?:https?:)?//[\w.-]+\.\w+", script) == []


def test_no_registry_is_named_in_the_lock_file() -> None:
    lock = (ISLANDS / "package-lock.json").read_text(encoding="utf-8")

    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_words_of_the_islands_come_with_every_page_that_has_a_script() -> None:
    template = (resources.files("testigo.web") / "templates" / "islands.html").read_text("utf-8")
    given = set(re.findall(r"data-([a-z-]+)=", template))
    sources = "".join(file.read_text(encoding="utf-8") for file in ISLANDS.glob("src/*.ts"))

    asked = [*re.findall(r'\bwords\((?:isAlso \? "alsoFor" : )?"(\w+)"', sources), "alsoFor"]

    assert {re.sub("([A-Z])", r"-\1", name).lower() for name in asked} == given


@pytest.mark.skipif(shutil.which("npm") is None, reason="no npm: the islands are not tested")
def test_the_tests_of_the_islands_pass() -> None:
    found = subprocess.run(
        [SCRIPT, "--if-possible", "test"], capture_output=True, text=True, check=False
    )
    if "no test, because" in found.stderr:
        pytest.skip(found.stderr.strip())

    assert found.returncode == 0, found.stdout + found.stderr
