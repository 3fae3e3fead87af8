"""Payments under a reference, the UETRs behind them, and why they were reversed or forced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_cash_references"
down_revision = "0003_cash"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_cash_references",
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("movement", sa.String(length=40), nullable=False),
        sa.Column("reversal", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=66), nullable=True),
        sa.Column("court_order", sa.String(length=66), nullable=True),
        sa.Column("undoes", sa.String(length=66), nullable=True),
        sa.Column("undone_by", sa.String(length=66), nullable=True),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_cash_references")),
    )
    op.create_table(
        "cash_uetrs",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("payment", sa.String(length=66), nullable=False),
        sa.Column("uetr", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_cash_uetrs_member_id")),
        sa.PrimaryKeyConstraint("member_id", "payment", name=op.f("pk_cash_uetrs")),
    )
    op.create_table(
        "cash_reasons",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=66), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_cash_reasons_member_id")),
        sa.PrimaryKeyConstraint("member_id", "commitment", name=op.f("pk_cash_reasons")),
    )


def downgrade() -> None:
    for name in ("cash_reasons", "cash_uetrs", "chain_cash_references"):
        op.drop_table(name)
