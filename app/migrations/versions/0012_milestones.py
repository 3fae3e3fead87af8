"""Escrows with milestones: members' copies of the terms, and the mirror."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0012_milestones"
down_revision = "0001_loop"
branch_labels = None
depends_on = None

WORD, AMOUNT = sa.String(length=66), sa.String(length=20)


def upgrade() -> None:
    create_mirrored(
        "chain_milestone_escrows",
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        *(sa.Column(name, AMOUNT, nullable=False) for name in ("paid", "collected")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("until", "lost")),
        sa.Column("stopped_by", sa.BigInteger(), nullable=True),
        sa.Column("released", sa.JSON(), nullable=False),
    )
    create_mirrored(
        "chain_milestone_steps",
        sa.Column("escrow", WORD, nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("milestone", sa.BigInteger(), nullable=True),
        *(sa.Column(name, AMOUNT, nullable=True) for name in ("amount", "fee")),
        sa.Column("party", sa.BigInteger(), nullable=True),
        sa.Column("commitment", WORD, nullable=True),
        sa.Column("payments", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("block_hash", WORD, nullable=False),
        sa.Column("transaction", WORD, nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_chain_milestone_steps_escrow"), "chain_milestone_steps", ["escrow"])
    op.create_table(
        "milestone_copies",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("escrow", WORD, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("party", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("terms", "parties", "what")),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_milestone_copies_member_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_milestone_copies")),
        sa.UniqueConstraint("member_id", "escrow", name=op.f("uq_milestone_copies_member_id_escrow")),
    )


def create_mirrored(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        *columns,
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for name in ("milestone_copies", "chain_milestone_steps", "chain_milestone_escrows"):
        op.drop_table(name)
