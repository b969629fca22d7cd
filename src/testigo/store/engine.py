"""The SQLite file: made with mode 0600, opened with full durability, written by one at a time."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

from testigo.store.errors import (
    CannotWrite,
    CasebookBusy,
    DamagedCasebook,
    NoCasebook,
    NotACasebook,
)

WAIT_SECONDS = 60.0
"""How long a writer waits for another. A report takes milliseconds; a minute means a stuck disk."""

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # Erased words are overwritten on the disk, not only unlinked.
    "PRAGMA secure_delete = ON",
)


def make_file(path: Path) -> None:
    """Make an empty file that only its owner may read, unless there is one already.

    An empty file that is there already becomes the owner's alone too. SQLite gives the write-ahead
    log and its index the mode of the file itself.

    Raises:
        CannotWrite: if the folder does not allow it.
    """
    try:
        if path.is_file() and path.stat().st_size == 0:
            path.chmod(0o600)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except FileExistsError:
        return
    except OSError as fault:
        raise CannotWrite(path, fault.strerror or type(fault).__name__) from fault
    os.close(handle)


def open_engine(path: Path) -> Engine:
    """Open an existing file. Every use gets a connection to itself, in any thread.

    Connections are kept between uses: closing the last one would copy the write-ahead log back into
    the file each time, which takes longer than writing a report.

    Raises:
        NoCasebook: if there is no such file.
        NotACasebook: if it is a folder or a device.
    """
    if path.exists() and not path.is_file():
        raise NotACasebook(path, "it is no file")
    if not path.exists():
        raise NoCasebook(path)
    engine = create_engine(
        "sqlite+pysqlite://", creator=_connecting(path), poolclass=QueuePool, max_overflow=-1
    )
    _prepare(engine, _PRAGMAS)
    return engine


def private_engine(path: Path) -> Engine:
    """Open an existing file over one connection, whose temporary tables stay in memory."""
    engine = create_engine("sqlite+pysqlite://", creator=_connecting(path), poolclass=StaticPool)
    # What one person sees is worked out of the casebook and must not lie about on the disk.
    _prepare(engine, (*_PRAGMAS, "PRAGMA temp_store = MEMORY"))
    return engine


def _connecting(path: Path) -> Callable[[], sqlite3.Connection]:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, check_same_thread=False)

    return connect


def scratch_engine() -> Engine:
    """Open a private database that SQLite removes by itself, to rebuild derived tables in."""

    def connect() -> sqlite3.Connection:
        return sqlite3.connect("", check_same_thread=False)

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=StaticPool)
    _prepare(engine, ())
    return engine


def _prepare(engine: Engine, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own transactions would begin late and leave out schema changes.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextlib.contextmanager
def reading(engine: Engine, path: Path, *, suspicious: bool = False) -> Iterator[Connection]:
    """Open a transaction that sees one unchanging state of the casebook.

    If `suspicious`, text that is no UTF-8 comes out with replacement characters, not as an error.

    Raises:
        DamagedCasebook: if a table or page cannot be read.
    """
    with _named_errors(path, DamagedCasebook), engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        if suspicious:
            driver.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.text_factory = str


@contextlib.contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """Open a transaction that no other writer can interleave; all of it is kept, or nothing.

    Raises:
        CasebookBusy: if another process writes for longer than `WAIT_SECONDS`.
        CannotWrite: if the disk refuses.
    """
    with (
        _named_errors(path, CannotWrite),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        yield connection


def overwrite_old_pages(engine: Engine, path: Path) -> None:
    """Copy the write-ahead log into the file and empty it, so that no erased word stays in it.

    Waits for readers of an older state, `WAIT_SECONDS` at most; the log then keeps the old pages
    until the last of them closes the casebook.

    Raises:
        CannotWrite: if the disk refuses.
    """
    with _named_errors(path, CannotWrite):
        driver = engine.raw_connection()
        try:
            driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            driver.close()


@contextlib.contextmanager
def _named_errors(
    path: Path, otherwise: type[CannotWrite] | type[DamagedCasebook]
) -> Iterator[None]:
    try:
        yield
    except OperationalError as fault:
        if isinstance(fault.orig, sqlite3.OperationalError) and _is_busy(fault.orig):
            raise CasebookBusy(path, WAIT_SECONDS) from None
        raise otherwise(path, str(fault.orig)) from None
    except sqlite3.DatabaseError as fault:  # from the pragmas, before SQLAlchemy wraps anything
        raise NotACasebook(path, str(fault)) from None
    except DatabaseError as fault:
        if type(fault.orig) is sqlite3.DatabaseError:  # not a database, or malformed
            raise NotACasebook(path, str(fault.orig)) from None
        raise


def _is_busy(fault: sqlite3.OperationalError) -> bool:
    return fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
