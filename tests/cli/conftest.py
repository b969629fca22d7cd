"""The command line as a person meets it: arguments in, exit code and two streams out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from testigo.cli.main import run

SCRIPT = Path(sys.executable).with_name("testigo")

OUTLET_REPORT = """Nine dead at the bridge of Qenqo

CUSCO, Peru, March 2 - At least nine people were killed on Sunday in Cusco, the
Ministry of Health said.

The curfew was lifted on Monday. The clinic treats burns.
"""
META = (
    '{"title": "Nine dead at the bridge of Qenqo", "outlet": "The Invented Post", "author": null, '
    '"published": "2026-03-02", "url": null, "language": "en"}'
)


@dataclass(frozen=True)
class Ended:
    """What is left of a command: its exit code and what it printed."""

    code: int
    out: str
    err: str


Testigo = Callable[..., Ended]


@pytest.fixture
def testigo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Testigo:
    """Run `testigo` in this process, in an empty folder, with no settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def testigo(*arguments: str, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "argv", ["testigo", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run()
        out, err = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, out, err)

    return testigo


@pytest.fixture
def script(tmp_path: Path) -> Testigo:
    """Run the installed script as a process of its own."""
    settings = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")}

    def script(*arguments: str, stdin: bytes = b"") -> Ended:
        ended = subprocess.run(
            [SCRIPT, *arguments], input=stdin, capture_output=True, cwd=tmp_path, env=settings
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return script


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder `reports` with one dated report and one undated."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "bridge.txt").write_text(OUTLET_REPORT, encoding="utf-8")
    (reports / "bridge.meta.json").write_text(META, encoding="utf-8")
    (reports / "plaza.txt").write_text(
        "Detenidos en la plaza\n\nLa policía detuvo el lunes a doce personas en Puno, informó la "
        "fiscalía. Dos personas resultaron heridas.\n",
        encoding="utf-8",
    )
    return reports
