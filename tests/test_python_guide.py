"""docs/guide/python.md does what it says."""

import doctest
from pathlib import Path

import pytest

import testigo.reading

GUIDE = Path(__file__).parents[1] / "docs" / "guide" / "python.md"


def test_the_guide_to_python_runs_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports").mkdir()
    monkeypatch.chdir(tmp_path)

    failed, tried = doctest.testfile(str(GUIDE), module_relative=False)

    assert tried > 20
    assert failed == 0


def test_the_example_of_reading_without_a_casebook_runs() -> None:
    assert doctest.testmod(testigo.reading).failed == 0
