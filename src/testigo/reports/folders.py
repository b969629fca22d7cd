"""The files that a path stands for, in an order that does not change."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from testigo.reports.errors import AbsentReport
from testigo.reports.obtained import Refused, Skipped

_BESIDE = (".meta.json", ".gold.jsonl")
_NO_REPORTS = re.compile(
    r"\.(?:css|m?js|map|woff2?|ttf|otf|eot|ico|svg|png|jpe?g|gif|webp|avif|bmp|tiff?|mp[34]|m4a"
    r"|og[gav]|wav|webm|mov|avi)",
    re.IGNORECASE,
)
"""Endings of what a saved web page brings along. Named alone, such a file is refused instead."""


def walk(source: str) -> Iterator[Path | Refused | Skipped]:
    """Yield the file, or every file under the folder, sorted by path.

    Files that stand beside reports (`*.meta.json`, `*.gold.jsonl`) and hidden ones are no reports
    and are passed over; pictures, scripts, pipes and links to folders are told as skipped.
    """
    path = Path(source)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        yield Refused(source, str(absent(path)))
        return
    if not stat.S_ISDIR(mode):
        beside = path.name.endswith(_BESIDE)  # `testigo read reports/*` names these too
        yield Skipped(source, "it stands beside a report; name the report") if beside else path
        return
    yield from _folder(path)


def _folder(folder: Path) -> Iterator[Path | Refused | Skipped]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield Refused(str(folder), "this folder may not be opened; ask its owner for leave to read")
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith(".") or entry.name.endswith(_BESIDE):
            continue
        try:
            mode = entry.stat().st_mode
        except OSError:  # a link to nothing or to itself, or a folder closed to us
            yield Refused(entry.path, str(absent(path)))
            continue
        if stat.S_ISDIR(mode) and entry.is_symlink():
            yield Skipped(entry.path, "a link to a folder; name that folder to have it read")
        elif stat.S_ISDIR(mode):
            yield from _folder(path)
        elif not stat.S_ISREG(mode):
            yield Skipped(entry.path, "no file but a pipe, socket or device")
        elif _NO_REPORTS.fullmatch(path.suffix):
            yield Skipped(entry.path, "a picture, sound, script or font")
        else:
            yield path


def absent(path: Path) -> AbsentReport:
    """Say why a path cannot be opened."""
    if path.is_symlink():
        return AbsentReport("it is a link that leads to no file; name the file itself")
    if os.path.lexists(path):
        return AbsentReport("it may not be opened; ask its owner for leave to read")
    return AbsentReport("there is no such file or folder; check the name")
