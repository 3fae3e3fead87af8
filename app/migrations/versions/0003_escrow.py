"""Escrows: each side's copy of the terms, and the mirror."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0003_escrow"
down_revision = "0001_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_escrows",
        sa.Column("seller", sa.BigInteger(), nullable=False),
        sa.Column("buyer", sa.BigInteger(), nullable=False),
        sa.Column("bill", sa.String(length=66), nullable=False),
        sa.Column("cash", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.String(length=66), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_escrows")),
    )
    op.create_index(op.f("ix_chain_escrows_bill"), "chain_escrows", ["bill"])
    op.create_table(
        "chain_escrow_steps",
        sa.Column("escrow", sa.String(length=66), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("block_hash", sa.String(length=66), nullable=False),
        sa.Column("transaction", sa.String(length=66), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_escrow_steps")),
    )
    op.create_index(op.f("ix_chain_escrow_steps_escrow"), "chain_escrow_steps", ["escrow"])
    op.create_table(
        "escrow_copies",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("escrow", sa.String(length=66), nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("counterparty", sa.String(length=20), nullable=False),
        sa.Column("seller", sa.BigInteger(), nullable=False),
        sa.Column("buyer", sa.BigInteger(), nullable=False),
        sa.Column("bill", sa.LargeBinary(), nullable=False),
        sa.Column("cash", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_escrow_copies_member_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_escrow_copies")),
        sa.UniqueConstraint("member_id", "escrow", name=op.f("uq_escrow_copies_member_id_escrow")),
    )


def downgrade() -> None:
    for table in ("escrow_copies", "chain_escrow_steps", "chain_escrows"):
        op.drop_table(table)
