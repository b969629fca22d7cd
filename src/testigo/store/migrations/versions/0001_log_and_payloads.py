"""The log and its payloads, and the triggers that guard them."""

import sqlalchemy as sa
from alembic import op

from testigo.store.triggers import create_triggers

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the two evidence tables of the first casebooks."""
    sequence = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "log",
        sa.Column("sequence", sequence, primary_key=True, autoincrement=False),
        sa.Column("casebook", sa.String(32), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("by_kind", sa.String(7), nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("codebook", sa.String(64), nullable=False),
        sa.Column("testigo", sa.String(32), nullable=False),
        sa.Column("payload", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False, unique=True),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
    )
    op.create_index("log_kind", "log", ["kind"])
    op.create_table(
        "payload",
        sa.Column(
            "sequence",
            sequence,
            sa.ForeignKey("log.sequence"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("content", sa.LargeBinary),
    )
    create_triggers(op.get_bind())
