"""Authorities' orders: the mirror of StopBook, for every kind of deal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_stops"
down_revision = "0001_loop"
branch_labels = None
depends_on = None

TABLE = "chain_stop_orders"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("deal", sa.String(length=42), nullable=False),
        sa.Column("subject", sa.String(length=66), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("payer", "authority", "ground")),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=66), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_subject"), TABLE, ["subject"])


def downgrade() -> None:
    op.drop_table(TABLE)
