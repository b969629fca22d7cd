"""Derived tables that a room above keeps up with the log, in the store's own transactions.

The store knows no entries: `review` hands in a `Follower`, as `reports` hands in a fingerprinter.
What it writes is derived like everything else: made anew when its version changes, and compared by
`verify` with what the log gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, MetaData

from testigo.store.chain import Row
from testigo.store.groups import Fingerprinter


class Following(Protocol):
    """One pass over rows of the log: all that one transaction adds, or the whole log."""

    def see(self, row: Row, content: bytes) -> None:
        """Take note of a row that the store's own tables already hold."""
        ...

    def touch(self, subjects: Iterable[str]) -> None:
        """Work these out anew as well: what can be seen of the decisions on them has changed."""
        ...

    def finish(self) -> None:
        """Write what the rows seen mean; nothing is written before."""
        ...


class Follower(Protocol):
    """Keeps derived tables of its own.

    Law: the tables after `finish` depend on the log alone, never on how its rows were shared out
    over passes.
    """

    @property
    def version(self) -> str:
        """Names the code that made the tables; another version makes them anew."""
        ...

    @property
    def tables(self) -> MetaData:
        """The tables it writes."""
        ...

    def begin(self, derived: Connection, evidence: Connection) -> Following:
        """Start a pass: tables in `derived`, the log and its payloads in `evidence`."""
        ...


@dataclass(frozen=True, slots=True)
class Derivation:
    """What makes derived tables beyond the store's own; None leaves out what it would make."""

    fingerprinter: Fingerprinter | None = None
    follower: Follower | None = None

    def begin(self, derived: Connection, evidence: Connection) -> Following | None:
        """Start a pass of the follower, if there is one."""
        return None if self.follower is None else self.follower.begin(derived, evidence)

    @property
    def versions(self) -> dict[str, str]:
        """The version of each part, by the name under which it is noted."""
        prints = "none" if self.fingerprinter is None else self.fingerprinter.version
        entries = "none" if self.follower is None else self.follower.version
        return {"fingerprints": prints, "entries": entries}
