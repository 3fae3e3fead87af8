"""Clauses of credits, as they were stated."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_credits_clauses"
down_revision = "0012_credits_amendments"
branch_labels = None
depends_on = None

TABLE = "chain_credit_clauses"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.Column("instalments", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f(f"pk_{TABLE}")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
