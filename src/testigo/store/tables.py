"""The tables of a casebook: two that are evidence, those derived from them, and one aside.

`EVIDENCE` is append-only and holds everything; `DERIVED` only answers questions fast and can be
made anew from the log at any time (`fold`). `ASIDE` is neither: what waits there is of use for a
while, is removed then, and nothing of the record depends on it. A new table belongs to one of them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

EVIDENCE = MetaData()
DERIVED = MetaData()
ASIDE = MetaData()

# SQLite counts rows in INTEGER, and only a column of exactly that name is its own row number.
_Sequence = BigInteger().with_variant(Integer, "sqlite")

log = Table(
    "log",
    EVIDENCE,
    Column("sequence", _Sequence, primary_key=True, autoincrement=False),
    Column("casebook", String(32), nullable=False),
    Column("at", String(32), nullable=False),
    Column("by_kind", String(7), nullable=False),
    Column("by_name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("schema", Integer, nullable=False),
    Column("codebook", String(64), nullable=False),
    Column("testigo", String(32), nullable=False),
    Column("payload", String(64), nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
    Index("log_kind", "kind"),
)

payload = Table(
    "payload",
    EVIDENCE,
    Column(
        "sequence", _Sequence, ForeignKey("log.sequence"), primary_key=True, autoincrement=False
    ),
    Column("salt", LargeBinary),
    Column("content", LargeBinary),
)

answer = Table(
    "answer",
    ASIDE,
    Column("key", String(64), primary_key=True),
    Column("text_id", String(64), nullable=False, index=True),
    Column("report_id", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("finish", String(16), nullable=False),
    Column("tokens_in", BigInteger),
    Column("tokens_out", BigInteger),
)

built = Table(
    "built",
    DERIVED,
    Column("part", String(32), primary_key=True),
    Column("version", Text, nullable=False),
)

report = Table(
    "report",
    DERIVED,
    Column("id", String(64), primary_key=True),
    Column("sequence", _Sequence, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("container", Text),
    Column("confidentiality", String(16), nullable=False),
    Column("captured_at", String(40)),
    Column("address", Text),
    Column("metadata", Text, nullable=False),
    Column("publisher", Text),
    Column("title", Text),
    Column("published", String(64)),
    Column("language", String(35)),
    Column("text_id", String(64)),
    Column("erased", Boolean, nullable=False),
)

bytes_ = Table(
    "bytes",
    DERIVED,
    Column("report_id", String(64), primary_key=True),
    Column("sequence", _Sequence, nullable=False),
)

capture = Table(
    "capture",
    DERIVED,
    Column("sequence", _Sequence, primary_key=True, autoincrement=False),
    Column("report_id", String(64), nullable=False, index=True),
    Column("how", String(16), nullable=False),
    Column("address", Text),
)

metadata = Table(
    "metadata",
    DERIVED,
    Column("sequence", _Sequence, primary_key=True, autoincrement=False),
    Column("report_id", String(64), nullable=False),
    Column("id", String(64), nullable=False),
    Index("metadata_of_report", "report_id", "id", unique=True),
)

text = Table(
    "text",
    DERIVED,
    Column("id", String(64), primary_key=True),
    Column("sequence", _Sequence, nullable=False, index=True),
    Column("report_id", String(64), nullable=False, index=True),
    Column("extractor", Text, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("unaligned", BigInteger, nullable=False),
)

reading = Table(
    "reading",
    DERIVED,
    Column("id", String(64), primary_key=True),
    Column("sequence", _Sequence, nullable=False, index=True),
    Column("report_id", String(64), nullable=False, index=True),
    Column("text_id", String(64), nullable=False),
    Column("metadata_id", String(64), nullable=False),
    Column("reader_name", Text, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("reader_resources", Text, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("unresolved_dates", Integer, nullable=False),
)

finding = Table(
    "finding",
    DERIVED,
    Column("reading_id", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("statement_id", String(64), nullable=False, index=True),
    Column("rule", Text, nullable=False),
    Column("fired", Text, nullable=False),
    Column("variant", Text),
    Column("confidence", Float),
    Column("measured_on", Integer),
    Column("current", Boolean, nullable=False),
)

statement = Table(
    "statement",
    DERIVED,
    Column("id", String(64), primary_key=True),
    Column("sequence", _Sequence, nullable=False, index=True),
    Column("report_id", String(64), nullable=False),
    Column("text_id", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("outcome", String(40)),
    Column("modality", String(16), nullable=False),
    Column("speaker", Text),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("earliest", String(10)),
    Column("latest", String(10)),
    Column("country", String(2)),
    Index("statement_of_report", "report_id", "start"),
    Index("statement_of_kind", "kind", "report_id", "start"),
)

sentence = Table(
    "sentence",
    DERIVED,
    Column("id", _Sequence, primary_key=True, autoincrement=False),
    Column("report_id", String(64), nullable=False, index=True),
    Column("text_id", String(64), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("words", Text, nullable=False),
)

decision = Table(
    "decision",
    DERIVED,
    Column("id", String(64), primary_key=True),
    Column("sequence", _Sequence, nullable=False, index=True),
    Column("act", String(32), nullable=False),
    Column("stands", Boolean, nullable=False),
)

decision_subject = Table(
    "decision_subject",
    DERIVED,
    Column("decision_id", String(64), primary_key=True),
    Column("subject", String(128), primary_key=True, index=True),
)

fingerprint = Table(
    "fingerprint",
    DERIVED,
    Column("report_id", String(64), primary_key=True),
    Column("text_id", String(64), nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

band = Table(
    "band",
    DERIVED,
    Column("key", String(72), primary_key=True),
    Column("report_id", String(64), primary_key=True, index=True),
)

likeness = Table(
    "likeness",
    DERIVED,
    Column("first", String(64), primary_key=True),
    Column("second", String(64), primary_key=True, index=True),
    Column("similarity", Float, nullable=False),
)

independence_group = Table(
    "independence_group",
    DERIVED,
    Column("report_id", String(64), primary_key=True),
    Column("group_id", String(64), nullable=False, index=True),
)
