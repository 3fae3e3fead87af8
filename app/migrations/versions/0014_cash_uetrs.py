"""Payments are found by the UETR that a member was told: its reference names who ordered it, too."""

from __future__ import annotations

from alembic import op

revision = "0014_cash_uetrs"
down_revision = "0011_cash_clearing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cash_uetrs_uetr", "cash_uetrs", ["member_id", "uetr"])


def downgrade() -> None:
    op.drop_index("ix_cash_uetrs_uetr", "cash_uetrs")
