"""Amounts that revolve: the clause, and how often its bank reinstated the amount of a credit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_credits_revolving"
down_revision = "0013_credits_clauses"
branch_labels = None
depends_on = None

CLAUSES, CREDITS = "chain_credit_clauses", "chain_credits"
ADDED = (
    (CLAUSES, "first_days", sa.JSON(), "[]"),
    (CLAUSES, "notices", sa.BigInteger(), "0"),
    (CLAUSES, "cumulative", sa.Boolean(), sa.false()),
    (CREDITS, "reinstated", sa.BigInteger(), "0"),
)


def upgrade() -> None:
    """What was stated before says nothing of it."""
    for table, name, kind, before in ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=before))


def downgrade() -> None:
    for table, name, _, _ in reversed(ADDED):
        op.drop_column(table, name)
