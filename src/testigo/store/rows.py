"""Rows of the log and their payloads, as they go into the database and come out of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

import testigo
from testigo.record.canonical import SCHEMA_VERSION
from testigo.record.codebook import codebook_version
from testigo.store import tables
from testigo.store.chain import GENESIS, Head, Row, payload_hash

Clock = Callable[[], datetime.datetime]
Salt = Callable[[], bytes]

_COLUMNS = (
    "sequence",
    "casebook",
    "at",
    "by_kind",
    "by_name",
    "kind",
    "schema",
    "codebook",
    "testigo",
    "payload",
    "previous",
)

_PAGE = 500
_PAGE_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A row, the hash kept beside it, and its payload.

    `salt` and `content` are None once erased; `has_payload` is False where the payload's own row is
    gone, which no decision does.
    """

    row: Row
    kept_hash: str
    has_payload: bool
    salt: bytes | None
    content: bytes | None


@dataclass(frozen=True, slots=True)
class By:
    """Who adds a row: `person` or `machine`, and the name."""

    kind: str
    name: str


def head_of(connection: Connection) -> Head:
    """Return where the chain ends."""
    log = tables.log
    last = connection.execute(
        select(log.c.sequence, log.c.hash).order_by(log.c.sequence.desc()).limit(1)
    ).one_or_none()
    return Head(0, GENESIS) if last is None else Head(last[0], last[1])


def casebook_id_of(connection: Connection) -> str:
    """Return the id that the first row gave the casebook."""
    log = tables.log
    return str(connection.execute(select(log.c.casebook).where(log.c.sequence == 1)).scalar_one())


def entries(connection: Connection, *, after: int = 0) -> Iterator[Entry]:
    """Yield the log after a row in its order (all of it: 0); see `pages`."""
    for page in pages(connection, after=after):
        yield from page


def pages(connection: Connection, *, after: int = 0) -> Iterator[list[Entry]]:
    """Yield the log after a row in its order (all of it: 0), some rows at a time.

    Their payloads take `_PAGE_BYTES` at most, or are one alone. No cursor stays open between two
    pages, so that the caller may write and roll back meanwhile.
    """
    log = tables.log
    query = select(*(log.c[name] for name in _COLUMNS), log.c.hash).order_by(log.c.sequence)
    # A log that was tampered with may begin below 1, and is read whole then too.
    last = after or None
    while found := connection.execute(
        (query if last is None else query.where(log.c.sequence > last)).limit(_PAGE)
    ).all():
        rows = [(Row(*columns), kept_hash) for *columns, kept_hash in found]
        last = rows[-1][0].sequence
        for part in _affordable(connection, rows):
            paid = _payloads(connection, part)
            yield [
                Entry(row, kept_hash, row.sequence in paid, *paid.get(row.sequence, (None, None)))
                for row, kept_hash in part
            ]


_Hashed = tuple[Row, str]


def _affordable(connection: Connection, rows: Sequence[_Hashed]) -> Iterator[Sequence[_Hashed]]:
    """Cut rows that follow one another where their payloads grow too large to hold at once."""
    payload = tables.payload
    query = select(payload.c.sequence, func.length(payload.c.content))
    sizes = {sequence: size or 0 for sequence, size in connection.execute(_of(rows, query))}
    start, held = 0, 0
    for at, (row, _) in enumerate(rows):
        size = sizes.get(row.sequence, 0)
        if held + size > _PAGE_BYTES and at > start:
            yield rows[start:at]
            start, held = at, 0
        held += size
    yield rows[start:]


def _payloads(
    connection: Connection, rows: Sequence[_Hashed]
) -> dict[int, tuple[bytes | None, bytes | None]]:
    """Return salt and content of those of the rows that have them."""
    payload = tables.payload
    query = select(payload.c.sequence, payload.c.salt, payload.c.content)
    found = connection.execute(_of(rows, query))
    return {sequence: (_as_bytes(salt), _as_bytes(content)) for sequence, salt, content in found}


def _of(rows: Sequence[_Hashed], query: Select[Any]) -> Select[Any]:
    first, last = rows[0][0].sequence, rows[-1][0].sequence
    return query.where(tables.payload.c.sequence.between(first, last))


def _as_bytes(value: object) -> bytes | None:
    """Return what stands in a column of bytes; SQLite lets an attacker put anything there."""
    return value if value is None or isinstance(value, bytes) else str(value).encode()


class Writer:
    """Adds rows at the end of the chain, inside one transaction that holds the write lock."""

    def __init__(self, connection: Connection, casebook_id: str, clock: Clock, salt: Salt) -> None:
        self._connection = connection
        self._casebook_id = casebook_id
        self._clock = clock
        self._salt = salt
        self._head = head_of(connection)

    def add(self, by: By, kind: str, content: bytes) -> Row:
        """Add one row and its payload, and return the row."""
        salt = self._salt()
        row = Row(
            sequence=self._head.count + 1,
            casebook=self._casebook_id,
            at=self._clock().astimezone(datetime.UTC).isoformat(timespec="seconds"),
            by_kind=by.kind,
            by_name=by.name,
            kind=kind,
            schema=SCHEMA_VERSION,
            codebook=codebook_version(),
            testigo=testigo.__version__,
            payload=payload_hash(salt, content),
            previous=self._head.hash,
        )
        values = {name: getattr(row, name) for name in _COLUMNS} | {"hash": row.hash}
        self._connection.execute(insert(tables.log), values)
        paid = {"sequence": row.sequence, "salt": salt, "content": content}
        self._connection.execute(insert(tables.payload), paid)
        self._head = Head(row.sequence, row.hash)
        return row
