"""A bill is looked up by its id in whichever contract; who gave and took is asked only within one bill."""

from __future__ import annotations

from alembic import op

revision = "0010_bill_lookups"
down_revision = "0009_references"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_chain_bills_id", "chain_bills", ["id"])
    for part in ("giver", "taker"):
        op.drop_index(f"ix_chain_title_events_{part}", "chain_title_events")


def downgrade() -> None:
    for part in ("giver", "taker"):
        op.create_index(f"ix_chain_title_events_{part}", "chain_title_events", [part])
    op.drop_index("ix_chain_bills_id", "chain_bills")
