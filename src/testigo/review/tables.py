"""The tables of what people decided and of the entries that result: derived, made anew at will."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

METADATA = MetaData()

NAME_BEGINNING = 4
"""Letters at the beginning of an actor's name by which near names are found."""

standing = Table(
    "reader_standing",
    METADATA,
    Column("handle", String(64), primary_key=True),
    Column("report_id", String(64), nullable=False, index=True),
    # The statement that it is a second reading of; and what today's readers make of a first one.
    Column("second_of", String(64), index=True),
    Column("reader_case", Text),
)
"""How statements of reports with several readers stand to each other; all others have no row."""

judged = Table(
    "judged",
    METADATA,
    Column("handle", String(64), primary_key=True),
    Column("report_id", String(64), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(9), nullable=False),
    Column("level", String(1), nullable=False),
    Column("is_amended", Boolean, nullable=False),
    Column("is_added", Boolean, nullable=False),
    Column("is_disputed", Boolean, nullable=False),
    Column("is_flagged", Boolean, nullable=False),
    # Whether a reading of today gives it, or a person stands behind it; no second reading.
    Column("is_current", Boolean, nullable=False),
    Column("readers", Integer, nullable=False),
    Column("confidentiality", String(16), nullable=False),
    # The statement as amended, or as the newest reading gives it where that differs; else empty.
    Column("content", Text),
    Column("stated_id", String(64), nullable=False, index=True),
    Column("confidence", Float),
    Column("reader_case", Text),
    Column("start", BigInteger, nullable=False),
    Column("outcome", String(40)),
    Column("modality", String(16), nullable=False),
    Column("name", Text),
    Column("speaker", Text),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("earliest", String(10)),
    Column("latest", String(10)),
    Column("place", Text),
    Column("place_key", Text),
    Column("country", String(2)),
    Column("is_contradicted", Boolean, nullable=False),
    # How early it should be looked at, the smallest first (`queue.urgency`).
    Column("urgency", Integer, nullable=False),
    Index("judged_of_report", "report_id", "start"),
    Index("judged_waiting", "state", "is_current", "urgency", "sequence"),
    # Of two that fit, SQLite takes the one of which more columns are asked for.
    Index("judged_waiting_of_report", "report_id", "state", "is_current", "urgency", "sequence"),
    Index("judged_told", "kind", "outcome", "place_key"),
    Index("judged_of_kind", "kind", "state", "is_current"),
)

node = Table(
    "node",
    METADATA,
    Column("id", String(13), primary_key=True),
    Column("handle", String(64), nullable=False, index=True),
    Column("sequence", BigInteger, nullable=False),
    Column("role", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("family", String(8), nullable=False),
    Column("name", Text),
    Column("country", String(2)),
    # What makes two nodes one. Of a toll: the entry of who speaks, and its scope.
    Column("key", Text),
    Column("scope", Text),
    Column("speaker_node", String(13), index=True),
    Column("entry_id", String(13), nullable=False, index=True),
    Index("node_of_key", "family", "key"),
)

entry = Table(
    "entry",
    METADATA,
    Column("id", String(13), primary_key=True),
    Column("family", String(8), nullable=False),
    Column("is_person", Boolean, nullable=False),
    Column("is_actor", Boolean, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("outcome", Text),
    Column("place", Text),
    Column("country", String(2)),
    Column("earliest", String(10)),
    Column("latest", String(10)),
    # Of a toll series: its latest figures, as JSON; of all others empty.
    Column("figures", Text),
    Column("low", BigInteger),
    Column("speaker", Text),
    Column("draft", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("level", String(1), nullable=False),
    Column("is_contradicted", Boolean, nullable=False),
    Column("is_joined", Boolean, nullable=False),
    Column("scope_class", String(13), index=True),
    Column("searched", Text, nullable=False),
    Index("entry_person", "is_person", "name_key"),
    Index("entry_actor", "is_actor", "name_key"),
    Index("entry_family", "family", "earliest"),
    Index("entry_family_name", "family", "name_key"),
    # Lists are counted out of the first three alone, and begin with the newest by the others.
    Index("entry_person_standing", "is_person", "level", "accepted", "draft"),
    Index("entry_actor_standing", "is_actor", "level", "accepted", "draft"),
    Index("entry_family_standing", "family", "level", "accepted", "draft"),
    Index("entry_person_newest", "is_person", "sequence"),
    Index("entry_family_newest", "family", "sequence"),
    # Names are compared with those of the same day, or of the same beginning, not with all.
    Index("entry_person_day", "is_person", "earliest"),
    Index("entry_actor_beginning", "is_actor", text(f"substr(name_key, 1, {NAME_BEGINNING})")),
)
