"""README.md does what it says: its commands run in order, and then its Python."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TESTIGO = [sys.executable, "-c", "from testigo.cli.main import run; run()"]


def tour() -> list[list[str]]:
    """The commands of the five-minute tour, but for the one that serves until it is stopped."""
    section = README.split("## Five minutes", 1)[1].split("Read your own", 1)[0]
    commands = re.findall(r"^    testigo ([^#\n]+)", section, flags=re.MULTILINE)
    return [words for command in commands if (words := shlex.split(command)) != ["serve"]]


@pytest.mark.slow
def test_the_five_minute_tour_and_the_python_below_it_run_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    snippets = re.findall(r"```python\n(.+?)```", README, flags=re.DOTALL)
    runs = [[*TESTIGO, *words] for words in tour()]
    runs += [[sys.executable, "-c", snippet] for snippet in snippets]

    for command in runs:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout, command

    assert len(runs) >= 9
    assert (tmp_path / "testigo.db").exists()


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README)

    assert [name for name in named if not (ROOT / name).exists()] == []
