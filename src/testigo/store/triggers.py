"""SQLite triggers that refuse to change evidence, whoever asks.

A row of the log is never changed and never goes. A payload never goes and changes in one way only:
its content and salt are blanked together, and only once a decision to erase that names its sequence
number stands in the log.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

TRIGGERS = {
    "log_no_update": """
        CREATE TRIGGER log_no_update BEFORE UPDATE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
    """,
    "log_no_delete": """
        CREATE TRIGGER log_no_delete BEFORE DELETE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
    """,
    # `INSERT OR REPLACE` deletes what stands in its way without firing a delete trigger.
    "log_only_grows": """
        CREATE TRIGGER log_only_grows BEFORE INSERT ON log
        WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM log)
            OR EXISTS (SELECT 1 FROM log WHERE hash = NEW.hash OR previous = NEW.previous)
        BEGIN SELECT RAISE(ABORT, 'the log grows by one row at its end'); END
    """,
    "payload_no_replace": """
        CREATE TRIGGER payload_no_replace BEFORE INSERT ON payload
        WHEN EXISTS (SELECT 1 FROM payload WHERE sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'payloads are append-only'); END
    """,
    "payload_no_delete": """
        CREATE TRIGGER payload_no_delete BEFORE DELETE ON payload
        BEGIN SELECT RAISE(ABORT, 'payloads are append-only'); END
    """,
    "payload_no_update": """
        CREATE TRIGGER payload_no_update BEFORE UPDATE ON payload
        WHEN NEW.sequence IS NOT OLD.sequence
            OR NEW.content IS NOT NULL
            OR NEW.salt IS NOT NULL
            OR NOT EXISTS (
                SELECT 1
                FROM log
                JOIN payload AS act ON act.sequence = log.sequence,
                     json_each(CAST(act.content AS TEXT), '$.content.erased') AS erased
                WHERE log.kind = 'decision'
                  AND log.sequence > OLD.sequence
                  AND json_extract(CAST(act.content AS TEXT), '$.act') = 'erase'
                  AND erased.value = OLD.sequence
            )
        BEGIN SELECT RAISE(ABORT, 'only a decision to erase blanks a payload'); END
    """,
}


def create_triggers(connection: Connection) -> None:
    """Put every trigger in place."""
    for statement in TRIGGERS.values():
        connection.execute(text(statement))


def missing_triggers(connection: Connection) -> list[str]:
    """Return the names of triggers that are gone or say something else, sorted."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    present = {name: _normal(sql) for name, sql in rows}
    return sorted(name for name, sql in TRIGGERS.items() if present.get(name) != _normal(sql))


def _normal(sql: str) -> str:
    return " ".join(sql.split())
