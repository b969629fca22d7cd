"""Rows for programs and spreadsheets: JSON and CSV on standard output.

Invariant: no cell can run as a formula in a spreadsheet. Excel and LibreOffice take a cell that
begins with `=`, `+`, `-` or `@` (or a tab or line end before one) for a formula; such text is
preceded by an apostrophe (OWASP, CSV Injection). Numbers are never touched.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Row = Mapping[str, object]


def print_json(rows: Iterable[Row]) -> None:
    """Print a JSON array, one row a line, as the rows come."""
    before = "[\n"
    for row in rows:
        print(before, json.dumps(row, ensure_ascii=False), sep="", end="")
        before = ",\n"
    print("[]" if before == "[\n" else "\n]")


def print_csv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Print CSV with a head line; what is not stated is an empty cell."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row.get(column)) for column in columns])


def cell(value: object) -> str | int | float:
    """Return a value as a cell that no spreadsheet runs.

    >>> cell("=HYPERLINK(1)"), cell(-3), cell(None)
    ("'=HYPERLINK(1)", -3, '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
