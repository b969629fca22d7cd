"""Tables as CSV that a spreadsheet opens and never runs.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV
injection): `=`, `+`, `-`, `@` and their full-width forms, also after white space, and tab or
carriage return at the beginning.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from starlette.responses import Response

MEDIA_TYPE = "text/csv"
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_BYTE_ORDER_MARK = "\ufeff"


def safe_cell(words: str) -> str:
    """Return the words of a cell as text that stays text.

    >>> safe_cell("=1+1"), safe_cell("27"), safe_cell(" @SUM(A1)")
    ("'=1+1", '27', "' @SUM(A1)")
    """
    return f"'{words}" if _FORMULA.match(words) else words


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV (RFC 4180) with a byte order mark, so that accents come through."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in head])
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return _BYTE_ORDER_MARK + out.getvalue()


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Return a table as a file to be saved under `name`.csv."""
    text = csv_text(head, rows).encode("utf-8", errors="replace")
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)
