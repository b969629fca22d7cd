"""The commands as a whole: quick help, docs that follow the program, verify, codebook, config."""

from __future__ import annotations

import csv
import inspect
import io
import json
import shlex
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from scripts.commands_page import command_words, commands_page
from tests.cli.conftest import SCRIPT, Testigo
from typer.core import TyperGroup

import testigo.web.serving
from testigo import __version__
from testigo.cli import serve
from testigo.cli.main import app
from testigo.record.codebook import codebook_names

ROOT = Path(__file__).parents[2]
HEAVY = ("sqlalchemy", "trafilatura", "lxml", "rich", "fastapi", "httpx2", "pypdfium2", "uvicorn")
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom testigo.cli.main import run\n"
        f"sys.argv = ['testigo', *{arguments}]\n"
        "try:\n    run()\nfinally:\n    print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ended.stderr.split())
    assert not loaded.intersection((*HEAVY, "testigo.casebook", "testigo.reading.builtin.reader"))


def test_the_version_is_that_of_the_package(testigo: Testigo) -> None:
    assert testigo("--version").out == f"testigo {__version__}\n"


def test_the_page_of_commands_is_what_the_program_prints() -> None:
    assert commands_page().strip() in PAGE


@pytest.mark.parametrize("words", list(command_words()), ids=" ".join)
def test_every_command_is_in_the_docs_and_gives_an_example(words: tuple[str, ...]) -> None:
    name = " ".join(("testigo", *words))
    section = PAGE.partition(f"# {name}\n")[2].partition("\n#")[0]
    assert section.strip()
    if words not in ((), ("show",), ("config",), ("review",), ("model",)):
        assert f"    {name}" in section or f"| {name}" in section


GUIDE_LINES = sorted(
    {
        line.strip()
        for page in (ROOT / "docs" / "guide").glob("*.md")
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("    testigo ") and not line.startswith("    testigo: ")
    }
)


@pytest.mark.parametrize("line", GUIDE_LINES)
def test_every_command_of_the_guide_is_one_with_these_options(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0])[1:]
    command: Any = typer.main.get_command(app)
    while isinstance(command, TyperGroup):
        command = command.commands[words.pop(0)]
    known = {name for parameter in command.params for name in (*parameter.opts, "--help")}
    assert {word for word in words if word.startswith("--")} <= known


def test_verify_says_what_it_checked_and_where_the_chain_ends(
    testigo: Testigo, folder: Path
) -> None:
    testigo("read", "reports", "--quiet")

    ended = testigo("verify")

    head = ended.out.partition("Head: ")[2].split()[0]
    assert ended.code == 0
    assert ended.out.startswith("2 reports, ")
    assert "Nothing is altered" in ended.out
    assert "expected head is in the chain" in testigo("verify", "--expect", head).out


def test_verify_names_what_was_altered(testigo: Testigo, folder: Path) -> None:
    testigo("read", "reports", "--quiet")
    with sqlite3.connect("testigo.db") as raw:
        raw.execute("DROP TRIGGER IF EXISTS payload_unchanged")
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE payload SET content = X'7B7D' WHERE sequence = 3")

    ended = testigo("verify")

    assert ended.code == 1
    assert "payload 3" in ended.out
    assert "is not whole" in ended.err


def test_a_head_that_is_not_in_the_chain_is_a_finding(testigo: Testigo, folder: Path) -> None:
    testigo("read", "reports", "--quiet")
    ended = testigo("verify", "--expect", "3:" + "0" * 64)
    assert ended.code == 1
    assert "is not in the chain" in ended.out


@pytest.mark.parametrize("name", codebook_names())
def test_the_codebook_is_printed_in_both_languages(testigo: Testigo, name: str) -> None:
    english, spanish = testigo("codebook", name), testigo("codebook", name, "--language", "es")
    assert english.code == spanish.code == 0
    assert english.out.startswith(name)
    assert english.out != spanish.out


def test_the_codebook_is_printed_for_programs(testigo: Testigo) -> None:
    as_json = json.loads(testigo("codebook", "--format", "json").out)
    sheet = list(csv.DictReader(io.StringIO(testigo("codebook", "--format", "csv").out)))
    assert len(as_json) == len(sheet) > 300
    assert {row["name"] for row in as_json} == set(codebook_names())


def test_a_name_is_kept_for_its_owner_alone(testigo: Testigo, tmp_path: Path) -> None:
    assert "No name is set" in testigo("config", "name").out

    testigo("config", "name", "Alba", "Quispe")

    file = tmp_path / "config" / "testigo" / "config.json"
    assert testigo("config", "name").out == "Alba Quispe\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    testigo("config", "name", "--forget")
    assert "No name is set" in testigo("config", "name").out


def test_language_keys_and_double_reading_are_set_beside_the_name(testigo: Testigo) -> None:
    testigo("config", "name", "Alba", "Quispe")

    assert "speak es" in testigo("config", "language", "es").out
    assert "j     accept" in testigo("config", "keys", "accept=j", "--switch", "off").out
    assert "on" in testigo("config", "double-reading", "on").out

    assert "switched off" in testigo("config", "keys").out
    assert "a     accept" in testigo("config", "keys", "--reset", "--switch", "on").out
    assert "that the browser asks for" in testigo("config", "language", "auto").out
    assert testigo("config", "name").out == "Alba Quispe\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("language", "fr"), "the language is one of en, es"),
        (("keys", "accept=x"), "cannot both have the key x"),
        (("keys", "accept"), "a key is one character"),
        (("keys", "--switch", "maybe"), "neither on nor off"),
        (("double-reading", "maybe"), "neither on nor off"),
    ],
    ids=str,
)
def test_what_is_no_setting_is_refused_and_changes_nothing(
    testigo: Testigo, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    ended = testigo("config", *words)

    assert ended.code == 2
    assert why in ended.err
    assert not (tmp_path / "config" / "testigo" / "config.json").exists()


def test_settings_that_cannot_be_read_are_named(testigo: Testigo, tmp_path: Path) -> None:
    file = tmp_path / "config" / "testigo" / "config.json"
    file.parent.mkdir(parents=True)
    file.write_text("{")
    ended = testigo("config", "name")
    assert ended.code == 2
    assert str(file) in ended.err


def test_serve_takes_the_port_of_the_pages() -> None:
    port = inspect.signature(serve.serve).parameters["port"].default
    assert port == testigo.web.serving.PORT


def test_serve_prints_one_address_and_ends_with_ctrl_c(
    testigo: Testigo, folder: Path, tmp_path: Path
) -> None:
    testigo("read", "reports/bridge.txt", "--quiet")
    serving = subprocess.Popen(
        [SCRIPT, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    assert serving.stdout is not None
    told = [serving.stdout.readline() for _ in range(3)]
    serving.send_signal(signal.SIGINT)
    _, err = serving.communicate()

    assert "on this machine alone" in told[0]
    assert told[2].strip().startswith("http://127.0.0.1:")
    assert "Traceback" not in err


def test_an_unknown_command_is_a_sentence(testigo: Testigo) -> None:
    ended = testigo("reed")
    assert ended.code == 2
    assert "No such command 'reed'" in ended.err


def test_the_installed_script_runs(script: Testigo, folder: Path) -> None:
    ended = script("read", "reports/bridge.txt", "--no-store")
    assert ended.code == 0
    assert "at least 9 killed" in ended.out
    assert script("show", "tolls").code == 2
