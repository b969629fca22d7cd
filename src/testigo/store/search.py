"""Full-text search of sentences on SQLite (FTS5): any case, any accent.

FTS5 tells which sentence fits, not where in it; a hit is therefore a whole sentence.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

_QUERY = re.compile(r'"([^"]*)"|(\S+)')


def create_index(connection: Connection) -> None:
    """Make the empty index over the sentence table, and keep it in step with that table."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE sentence_index USING fts5(words, content='sentence', "
            "content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
        )
    )
    connection.execute(
        text(
            "CREATE TRIGGER sentence_added AFTER INSERT ON sentence BEGIN "
            "INSERT INTO sentence_index(rowid, words) VALUES (NEW.id, NEW.words); END"
        )
    )
    connection.execute(
        text(
            "CREATE TRIGGER sentence_gone AFTER DELETE ON sentence BEGIN "
            "INSERT INTO sentence_index(sentence_index, rowid, words) "
            "VALUES ('delete', OLD.id, OLD.words); END"
        )
    )


def drop_index(connection: Connection) -> None:
    """Remove the index and its triggers, if there."""
    for name in ("sentence_added", "sentence_gone"):
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
    connection.execute(text("DROP TABLE IF EXISTS sentence_index"))


def forget_deleted_words(connection: Connection) -> None:
    """Make the index anew, so that no word of a deleted sentence is left in its pages."""
    connection.execute(text("INSERT INTO sentence_index(sentence_index) VALUES ('rebuild')"))


def index_agrees(connection: Connection) -> bool:
    """Tell whether the index holds exactly the words of the sentence table."""
    from sqlalchemy.exc import DatabaseError

    try:
        connection.execute(
            text("INSERT INTO sentence_index(sentence_index, rank) VALUES ('integrity-check', 1)")
        )
    except DatabaseError:
        return False
    return True


def matching(connection: Connection, words: str, limit: int) -> list[int]:
    """Return the ids of the sentences that hold all `words`, best first (bm25), then oldest first.

    Words between double quotes stand next to each other; a word that ends in `*` is a beginning.
    Nothing but white space and marks gives no sentence.
    """
    query = _fts_query(words)
    if not query:
        return []
    rows = connection.execute(
        text(
            "SELECT rowid FROM sentence_index WHERE sentence_index MATCH :query "
            "ORDER BY rank, rowid LIMIT :limit"
        ),
        {"query": query, "limit": limit},
    )
    return [row[0] for row in rows]


def _fts_query(words: str) -> str:
    """Quote every word, so that no character of the user's is FTS5 syntax."""
    parts = []
    for phrase, word in _QUERY.findall(words):
        bare = (phrase or word).replace('"', " ").rstrip("*").strip()
        if any(c.isalnum() for c in bare):
            parts.append(f'"{bare}"' + ("*" if word.endswith("*") else ""))
    return " ".join(parts)
