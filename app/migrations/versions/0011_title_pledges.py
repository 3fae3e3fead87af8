"""Endorsements that change a bill's form, and pledges."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_title_pledges"
down_revision = "0010_bill_lookups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No bill that is there already was endorsed to a name.
    op.add_column(
        "chain_bills", sa.Column("former_form", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.create_table(
        "chain_pledges",
        sa.Column("pledgor", sa.BigInteger(), nullable=False),
        sa.Column("pledgee", sa.BigInteger(), nullable=False),
        sa.Column("endorsee", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("agreement", sa.String(length=66), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_pledges")),
    )
    op.create_index("ix_chain_pledges_id", "chain_pledges", ["chain_id", "id"])
    for side in ("pledgor", "pledgee"):
        op.create_index(f"ix_chain_pledges_{side}", "chain_pledges", ["chain_id", side])


def downgrade() -> None:
    op.drop_table("chain_pledges")
    with op.batch_alter_table("chain_bills") as table:
        table.drop_column("former_form")
