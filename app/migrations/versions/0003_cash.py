"""Deposit tokens: their mirror, and who was told to issue them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0003_cash"
down_revision = "0001_loop"
branch_labels = None
depends_on = None

MIRRORED = ("balances", "frozen", "movements", "payments", "supplies")


def upgrade() -> None:
    create_mirrored(
        "balances",
        sa.Column("party", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.String(length=20), nullable=False),
    )
    op.create_index(op.f("ix_chain_cash_balances_party"), "chain_cash_balances", ["party"])
    create_mirrored("frozen")
    create_mirrored(
        "movements",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("payer", sa.String(length=42), nullable=True),
        sa.Column("payee", sa.String(length=42), nullable=True),
        sa.Column("payer_party", sa.BigInteger(), nullable=True),
        sa.Column("payee_party", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("payment", sa.String(length=66), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("block_hash", sa.String(length=66), nullable=False),
        sa.Column("transaction", sa.String(length=66), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
    )
    for name, columns in (
        ("payee", ["payee_party", "contract"]),
        ("payer", ["payer_party", "contract"]),
        ("place", ["contract", "block", "log_index"]),
    ):
        op.create_index(f"ix_chain_cash_movements_{name}", "chain_cash_movements", columns)
    create_mirrored("payments", sa.Column("payment", sa.String(length=66), nullable=False))
    create_mirrored("supplies", sa.Column("amount", sa.String(length=20), nullable=False))
    op.create_table(
        "cash_issuers",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=42), nullable=False),
        sa.Column("lei", sa.String(length=20), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_cash_issuers_member_id")),
        sa.PrimaryKeyConstraint("member_id", "token", name=op.f("pk_cash_issuers")),
    )


def create_mirrored(name: str, *columns: sa.Column[Any]) -> None:
    table = f"chain_cash_{name}"
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
    op.drop_table("cash_issuers")
    for name in MIRRORED:
        op.drop_table(f"chain_cash_{name}")
