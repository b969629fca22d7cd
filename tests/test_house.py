"""The rules of docs/decisions/0001-the-house.md: rooms, direction, lock files, one version."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

import testigo

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "testigo"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
# Written in pieces, or this file would break its own rule.
MACHINE_PATH = re.compile(
    rb"(?<![\w.~-])/(?:" + rb"|".join([b"work", b"root", b"opt"]) + rb")/[\w.-]"
)
ELSEWHERE = re.compile(r"://|^\s*-|\s@\s|\bfile:", re.MULTILINE)


def packages() -> list[Path]:
    """Every folder of the package that holds Python files."""
    return sorted({path.parent for path in PACKAGE.rglob("*.py")})


def imported_modules(path: Path) -> Iterator[str]:
    """The absolute top-level names that a file imports; relative imports stay in the package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_rooms_import_only_the_rooms_below_them() -> None:
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    run = subprocess.run(
        [*lint, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True
    )

    assert run.returncode == 0, run.stdout + run.stderr


def test_the_record_needs_only_the_standard_library() -> None:
    foreign = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (PACKAGE / "record").rglob("*.py")
        for name in imported_modules(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not f"{name}.".startswith("testigo.record.")
    }

    assert not foreign


@pytest.mark.parametrize("folder", packages(), ids=lambda path: path.name)
def test_every_package_says_what_it_is_for(folder: Path) -> None:
    init = folder / "__init__.py"

    assert init.exists(), f"{folder.relative_to(ROOT)} has no __init__.py"
    assert ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))), f"{init}: no docstring"


def test_the_installed_version_is_the_one_in_the_source() -> None:
    assert version("testigo") == testigo.__version__


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_files_name_no_registry_and_no_local_path(lock: Path) -> None:
    requirements = re.sub(r"^\s*#.*$|^\s*--hash=", "", lock.read_text(), flags=re.MULTILINE)

    assert not ELSEWHERE.findall(requirements)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_requirement_carries_its_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=[\w])", re.sub(r"^#.*\n", "", lock.read_text(), flags=re.MULTILINE))

    assert len(entries) > 10
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_no_committed_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there is no list of committed files")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = [name for name in listing.stdout.decode().split("\0") if (ROOT / name).is_file()]

    assert [name for name in names if MACHINE_PATH.search((ROOT / name).read_bytes())] == []
