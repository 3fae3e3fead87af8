"""Bills are looked up within a chain: by id, by who stands in them, and by their history. Who gave and took
is asked only within one bill.
"""

from __future__ import annotations

from alembic import op

revision = "0010_bill_lookups"
down_revision = "0009_references"
branch_labels = None
depends_on = None

PARTS = ("carrier", "shipper", "holder", "owner", "nominee")
HISTORY = ["bill", "block", "log_index"]


def upgrade() -> None:
    op.create_index("ix_chain_bills_id", "chain_bills", ["chain_id", "id"])
    for part in PARTS:
        op.drop_index(f"ix_chain_bills_{part}", "chain_bills")
        op.create_index(f"ix_chain_bills_{part}", "chain_bills", ["chain_id", part])
    for part in ("giver", "taker"):
        op.drop_index(f"ix_chain_title_events_{part}", "chain_title_events")
    op.drop_index("ix_chain_title_events_bill", "chain_title_events")
    op.create_index("ix_chain_title_events_bill", "chain_title_events", ["chain_id", *HISTORY])


def downgrade() -> None:
    op.drop_index("ix_chain_title_events_bill", "chain_title_events")
    op.create_index("ix_chain_title_events_bill", "chain_title_events", HISTORY)
    for part in ("giver", "taker"):
        op.create_index(f"ix_chain_title_events_{part}", "chain_title_events", [part])
    for part in PARTS:
        op.drop_index(f"ix_chain_bills_{part}", "chain_bills")
        op.create_index(f"ix_chain_bills_{part}", "chain_bills", [part])
    op.drop_index("ix_chain_bills_id", "chain_bills")
