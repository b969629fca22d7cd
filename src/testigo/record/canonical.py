"""One canonical JSON form, so that equal records have equal bytes and equal hashes.

Sorted keys, no spaces, UTF-8, no NaN. Ids, the log and `--format jsonl` all use it.
"""

from __future__ import annotations

import hashlib
import json

SCHEMA_VERSION = 1
"""Version of the record's JSON form; raised whenever a stored payload needs an upcaster."""


def canonical_json(value: object) -> bytes:
    """Return `value` as canonical UTF-8 JSON.

    Raises:
        ValueError: for NaN or infinity.
        TypeError: for anything JSON cannot hold.

    >>> canonical_json({"b": 1, "a": "é"})
    b'{"a":"\\xc3\\xa9","b":1}'
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8", errors="surrogatepass")


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
