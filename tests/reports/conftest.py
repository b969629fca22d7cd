"""Fixtures of the intake's tests."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from testigo.reports.intake import Captured, IntakeOptions, Item, take
from testigo.reports.limits import Limits
from testigo.reports.sandbox import Sandbox

NOON = datetime.datetime(2024, 5, 2, 12, tzinfo=datetime.UTC)
Taking = Callable[..., list[Item]]


@pytest.fixture
def taking(tmp_path: Path) -> Taking:
    """Write files (name to bytes) into a folder and take the folder."""

    def take_files(files: dict[str, bytes], **options: object) -> list[Item]:
        folder = tmp_path / "in"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        given = {"now": lambda: NOON, **options}
        return list(take([str(folder)], IntakeOptions(**given)))  # type: ignore[arg-type]

    return take_files


@pytest.fixture
def take_one(taking: Taking) -> Callable[..., Captured]:
    """Write one file and return the one report that it gives."""

    def one(name: str, content: bytes, **options: object) -> Captured:
        (item,) = taking({name: content}, **options)
        assert isinstance(item, Captured), item
        return item

    return one


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One child process for all tests that need a parser."""
    with Sandbox(Limits(child_seconds=30)) as child:
        yield child
