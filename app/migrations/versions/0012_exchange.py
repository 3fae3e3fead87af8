"""Exchanges of deposits: each side's copy of the terms, and the mirror."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0012_exchange"
down_revision = "0001_loop"
branch_labels = None
depends_on = None

WORD = sa.String(length=66)


def upgrade() -> None:
    create_mirrored(
        "chain_exchange_offers",
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
    )
    create_mirrored(
        "chain_exchange_steps",
        sa.Column("offer", sa.String(length=128), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("block_hash", WORD, nullable=False),
        sa.Column("transaction", WORD, nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_chain_exchange_steps_offer"), "chain_exchange_steps", ["offer"])
    op.create_table(
        "exchange_copies",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("exchange", WORD, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("counterparty", sa.String(length=20), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_exchange_copies_member_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_exchange_copies")),
        sa.UniqueConstraint("member_id", "exchange", name=op.f("uq_exchange_copies_member_id_exchange")),
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
    for name in ("exchange_copies", "chain_exchange_steps", "chain_exchange_offers"):
        op.drop_table(name)
