"""The hash chain: what a row of the log is, and how each row binds its payload and the row before.

Pure: no clock, no randomness, no database. Altering, dropping or reordering any row breaks a hash
that a later row holds; only cutting the tail or rewriting everything leaves the chain whole, and
against that a head kept elsewhere is the one witness.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from testigo.record.canonical import digest

GENESIS = "0" * 64
"""What the first row holds as the hash of the row before."""

SALT_BYTES = 16

KINDS = (
    "casebook",
    "report",
    "bytes",
    "capture",
    "metadata",
    "text",
    "statement",
    "reading",
    "decision",
    "call",
    "call_end",
)
"""What a row may announce; its payload says the rest."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the log.

    `sequence` counts from 1 and alone gives the order; `at` is UTC, ISO 8601, for people. `by_kind`
    is `person` or `machine`. `payload` is the SHA-256 of the salted payload, `previous` the hash of
    the row before.
    """

    sequence: int
    casebook: str
    at: str
    by_kind: str
    by_name: str
    kind: str
    schema: int
    codebook: str
    testigo: str
    payload: str
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 over everything the row holds."""
        return digest(
            {
                "sequence": self.sequence,
                "casebook": self.casebook,
                "at": self.at,
                "by": [self.by_kind, self.by_name],
                "kind": self.kind,
                "schema": self.schema,
                "codebook": self.codebook,
                "testigo": self.testigo,
                "payload": self.payload,
                "previous": self.previous,
            }
        )


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: how many rows, and the hash of the last."""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"


def payload_hash(salt: bytes, content: bytes) -> str:
    """Return the SHA-256 of the salted payload.

    The salt keeps an erased payload from being guessed from its hash; it is erased with it.
    """
    return hashlib.sha256(salt + content).hexdigest()
