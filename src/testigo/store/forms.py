"""The form of a casebook's tables: which it has, and bringing an old or empty file up to date.

Alembic (1.4 s to import) is loaded only when there is something to do.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, inspect, select, text

from testigo.store import search, tables
from testigo.store.errors import NewerCasebook, NotACasebook
from testigo.store.fold import DERIVED_VERSION, Fold
from testigo.store.following import Derivation
from testigo.store.rows import pages

REVISION = "0002"
"""The newest revision in `migrations/versions`; a test holds the two together."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def is_current(connection: Connection, derivation: Derivation) -> bool:
    """Tell whether the tables are of today's form and their derived part was made by this code."""
    return revision_of(connection) == REVISION and _built(connection) == _wanted(derivation)


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the evidence tables; None for a file that has none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def bring_up_to_date(connection: Connection, path: Path, derivation: Derivation) -> None:
    """Make or upgrade all tables, and make the derived ones anew, in the transaction given.

    Raises:
        NewerCasebook: if the file has a revision that this testigo does not know.
        NotACasebook: if the file is another program's database.
    """
    revision = revision_of(connection)
    if revision is None and inspect(connection).get_table_names():
        raise NotACasebook(path, "it is another program's database")
    if revision is not None and revision > REVISION:
        raise NewerCasebook(path, revision)
    if revision != REVISION:
        _upgrade(connection)
    rebuild(connection, derivation)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def rebuild(connection: Connection, derivation: Derivation) -> None:
    """Drop the derived tables and make them anew from the log."""
    search.drop_index(connection)
    drop_derived(connection, derivation)
    create_derived(connection, derivation)
    search.create_index(connection)
    fold = Fold.begin(connection, derivation, connection)
    # A payload that was tampered with is `verify`'s to report; the rest must stay readable.
    for page in pages(connection):
        fold.apply_sound(page)
    fold.finish()
    mark_built(connection, derivation)


def drop_derived(connection: Connection, derivation: Derivation) -> None:
    """Drop all derived tables."""
    if derivation.follower is not None:
        derivation.follower.tables.drop_all(connection)
    tables.DERIVED.drop_all(connection)


def create_derived(connection: Connection, derivation: Derivation) -> None:
    """Make all derived tables, empty."""
    tables.DERIVED.create_all(connection)
    if derivation.follower is not None:
        derivation.follower.tables.create_all(connection)


def _wanted(derivation: Derivation) -> dict[str, str]:
    return {"tables": DERIVED_VERSION, **derivation.versions}


def _built(connection: Connection) -> dict[str, str]:
    if not inspect(connection).has_table(tables.built.name):
        return {}
    return dict(connection.execute(select(tables.built.c.part, tables.built.c.version)).all())


def mark_built(connection: Connection, derivation: Derivation) -> None:
    """Note which code made the derived tables."""
    connection.execute(delete(tables.built))
    rows = [{"part": part, "version": v} for part, v in _wanted(derivation).items()]
    connection.execute(insert(tables.built), rows)


def is_empty(connection: Connection) -> bool:
    """Tell whether the log has no row yet."""
    return connection.execute(select(func.count()).select_from(tables.log)).scalar_one() == 0
