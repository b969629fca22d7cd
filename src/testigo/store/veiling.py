"""The casebook as one person may see it now: the same log, without decisions kept from her so far.

Law: what is shown is what the log would give if those decisions had never been made, in every table
and so on every page; nothing above has to leave anything out by itself. What is written goes into
the log as ever.

The derived tables that decisions reach are copied once into temporary tables of one connection,
which SQLite finds before those of the file, and worked out anew where something is kept back. They
are held in memory and follow the log.
"""

from __future__ import annotations

import contextlib
import datetime
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, select, text

from testigo.store import engine, rows, tables
from testigo.store.following import Derivation
from testigo.store.store import Store

Unseen = frozenset[tuple[str, str]]
"""Pairs of a decision and one of its subjects: about that subject nothing is told of it."""

_ADDED = "added by somebody unseen"
_OF_THE_FILE = MetaData()


def of_the_file(table: Table) -> Table:
    """Return a table of the file itself, as it is behind what a connection keeps back."""
    known = _OF_THE_FILE.tables.get(f"main.{table.name}")
    return table.to_metadata(_OF_THE_FILE, schema="main") if known is None else known


DECISION, SUBJECT = of_the_file(tables.decision), of_the_file(tables.decision_subject)
_LOG = of_the_file(tables.log)


class Veil(Protocol):
    """Says what is kept from one person."""

    def unseen(self, connection: Connection) -> Unseen:
        """Return what is kept from her now; it reads tables of the file (`of_the_file`)."""
        ...


def added_unseen(connection: Connection) -> frozenset[str]:
    """Return the statements that somebody added whose deed is kept back: they stand as drafts."""
    return frozenset(connection.info.get(_ADDED, ()))


class VeiledStore(Store):
    """A store as one person may see it. Safe to share between threads, which take turns."""

    def __init__(self, store: Store, veil: Veil) -> None:
        super().__init__(
            store.path,
            store._engine,
            derivation=store._derivation,
            clock=store._clock,
            salt=store._salt,
        )
        self._shown = _Shown(engine.private_engine(store.path), store._derivation, veil)
        self._turn = threading.RLock()
        self._open = contextlib.ExitStack()
        self._connection: Connection | None = None
        self._depth = 0

    def close(self) -> None:
        """Let go of what is shown; the store itself stays open."""
        self._shown.engine.dispose()

    def unseen(self) -> Unseen:
        """Return what is kept from her now."""
        with self._reading():
            return self._shown.unseen

    def as_it_stood(self, moment: datetime.datetime) -> Store:
        """Return what she may see today of the casebook as it stood; see `Store.as_it_stood`."""
        with self._reading():
            past = super().as_it_stood(moment)
            with past.looking() as connection:
                _lay(connection, self._derivation)
                _keep_back(connection, self._derivation, self._shown.unseen)
        return past

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._in_turn()

    @contextlib.contextmanager
    def _in_turn(self) -> Iterator[Connection]:
        """Open a transaction, or go on in the one that this thread has open."""
        with self._turn:
            if self._connection is None:
                self._connection = self._shown.open(self._open, self.path)
            self._depth += 1
            try:
                yield self._connection
            finally:
                self._depth -= 1
                if not self._depth:
                    self._connection = None
                    self._open.close()


class _Shown:
    """The connection on which a person looks at the casebook, kept up with the log."""

    def __init__(self, private: Engine, derivation: Derivation, veil: Veil) -> None:
        self.engine = private
        self.unseen: Unseen = frozenset()
        self._derivation = derivation
        self._veil = veil
        self._upto = 0

    def open(self, stack: contextlib.ExitStack, path: Path) -> Connection:
        """Enter a transaction of `stack` in which the tables are those of its state of the log."""
        while True:
            # In a transaction of its own: one that fails later must not take this back.
            with engine.reading(self.engine, path) as connection:
                self._follow(connection)
            opened = stack.enter_context(engine.reading(self.engine, path))
            if _last_row(opened) == self._upto:
                return opened
            stack.close()

    def _follow(self, connection: Connection) -> None:
        last = _last_row(connection)
        if last == self._upto:
            return
        added: Iterable[rows.Entry] = ()
        if self._upto:
            added = rows.entries(connection, after=self._upto)
        else:
            _lay(connection, self._derivation)
        unseen = self._veil.unseen(connection)
        _keep_back(connection, self._derivation, unseen, self.unseen, added)
        self.unseen, self._upto = unseen, last


def _last_row(connection: Connection) -> int:
    return int(connection.execute(select(func.max(_LOG.c.sequence))).scalar() or 0)


def _lay(connection: Connection, derivation: Derivation) -> None:
    """Put a copy of every table that decisions reach before the table of the file."""
    if derivation.follower is not None:
        copies = MetaData()
        for table in derivation.follower.tables.sorted_tables:
            table.to_metadata(copies, schema="temp")
        copies.create_all(connection, checkfirst=False)
        for copy in copies.sorted_tables:
            whole = select(of_the_file(derivation.follower.tables.tables[copy.name]))
            connection.execute(insert(copy).from_select([c.name for c in copy.c], whole))
    for statement in _VEIL:
        connection.exec_driver_sql(statement)


_VEIL = (
    "CREATE TEMP TABLE unseen (decision_id TEXT, subject TEXT, PRIMARY KEY (decision_id, subject))",
    "CREATE TEMP TABLE unseen_decision (id TEXT PRIMARY KEY)",
    """CREATE TEMP VIEW decision_subject AS SELECT s.* FROM main.decision_subject s
    WHERE NOT EXISTS (SELECT 1 FROM temp.unseen u
                      WHERE u.decision_id = s.decision_id AND u.subject = s.subject)""",
    """CREATE TEMP VIEW decision AS SELECT d.* FROM main.decision d
    WHERE NOT EXISTS (SELECT 1 FROM temp.unseen_decision u WHERE u.id = d.id)""",
)
_KEPT_WHOLE = """INSERT INTO temp.unseen_decision SELECT DISTINCT u.decision_id FROM temp.unseen u
WHERE NOT EXISTS (SELECT 1 FROM temp.decision_subject s WHERE s.decision_id = u.decision_id)"""


def _keep_back(
    connection: Connection,
    derivation: Derivation,
    unseen: Unseen,
    before: Unseen = frozenset(),
    added: Iterable[rows.Entry] = (),
) -> None:
    """Keep back what is `unseen`, show again what was so `before`, and follow the rows `added`."""
    one = "decision_id = ? AND subject = ?"
    for pair in before - unseen:
        connection.exec_driver_sql(f"DELETE FROM temp.unseen WHERE {one}", pair)
    if fresh := sorted(unseen - before):
        connection.exec_driver_sql("INSERT INTO temp.unseen VALUES (?, ?)", fresh)
    connection.exec_driver_sql("DELETE FROM temp.unseen_decision")
    connection.exec_driver_sql(_KEPT_WHOLE)
    connection.info[_ADDED] = _additions(connection)
    following = derivation.begin(connection, connection)
    if following is None:
        return
    for entry in added:
        if entry.content is not None and entry.row.kind not in ("casebook", "bytes"):
            following.see(entry.row, entry.content)
    following.touch({subject for _, subject in unseen ^ before})
    following.finish()


def _additions(connection: Connection) -> frozenset[str]:
    query = text(
        "SELECT u.subject FROM temp.unseen u JOIN main.decision d ON d.id = u.decision_id"
        " WHERE d.act = 'add' AND d.stands"
    )
    return frozenset(connection.execute(query).scalars())
