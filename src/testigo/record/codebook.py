"""Which codebook the record speaks: one version for all vocabularies and all kinds together."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources


@functools.cache
def codebook_version() -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 over every vocabulary and kind file.

    Any change of a code, label, definition or field gives another version, so a row of the log
    always names the words it was written in.
    """
    hashed = hashlib.sha256()
    for package in ("testigo.record.vocabularies", "testigo.record.kinds"):
        files = [f for f in resources.files(package).iterdir() if f.name.endswith(".toml")]
        for file in sorted(files, key=lambda f: f.name):
            content = file.read_bytes()
            hashed.update(f"{package} {file.name} {len(content)}\n".encode())
            hashed.update(content)
    return hashed.hexdigest()[:16]
