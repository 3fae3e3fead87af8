"""Who stopped a credit stands with the other orders of authorities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_credits_stops"
down_revision = "0012_credits_amendments"
branch_labels = None
depends_on = None

TABLE = "chain_credit_stops"


def upgrade() -> None:
    op.drop_table(TABLE)


def downgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("deal", sa.String(length=42), nullable=False),
        sa.Column("credit", sa.String(length=66), nullable=False),
        sa.Column("authority", sa.BigInteger(), nullable=False),
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
    op.create_index(op.f(f"ix_{TABLE}_credit"), TABLE, ["credit"])
