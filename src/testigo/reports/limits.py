"""Every cap on what one document may cost, in one place."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000
ENDLESS = 20
"""How many times the limit a part of an archive may be passed over, before its end is despaired of:
a bomb in gzip unpacks a thousandfold and would keep the reader busy for hours."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps per document; archives of any size are streamed through them.

    `document_bytes` is the size of one document after unpacking; `expanded_bytes` what the parts of
    a DOCX may unpack to together; `depth` how many elements may stand inside one another;
    `child_seconds` and `child_memory_bytes` what a parser may take; `fetch_*` and `redirects` what
    one URL may. `upload_bytes` is what one form of the pages may bring, `upload_files` in how many
    files; more, or larger archives, are read with `testigo read`.
    """

    document_bytes: int = 50 * MEGABYTE
    expanded_bytes: int = 200 * MEGABYTE
    depth: int = 1000
    child_seconds: float = 60.0
    child_memory_bytes: int = 2000 * MEGABYTE
    fetch_seconds: float = 60.0
    redirects: int = 5
    upload_bytes: int = 500 * MEGABYTE
    upload_files: int = 1000
