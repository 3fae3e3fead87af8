"""A carrier's reference is claimed by one transaction at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_references"
down_revision = "0004_bills"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bill_references",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "reference", name=op.f("pk_bill_references")),
    )


def downgrade() -> None:
    op.drop_table("bill_references")
