"""Payments across banks: lines, payments, and whom a bank has appointed in its token."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0011_cash_clearing"
down_revision = "0011_cash_references"
branch_labels = None
depends_on = None

ADDRESS, WORD = sa.String(length=42), sa.String(length=66)


def upgrade() -> None:
    create_mirrored("chain_cash_appointed")
    create_mirrored(
        "chain_clearing_lines",
        *(sa.Column(name, ADDRESS, nullable=False) for name in ("source", "to", "settlement")),
        *(sa.Column(name, sa.String(length=20), nullable=False) for name in ("mandated", "accepted")),
    )
    create_mirrored(
        "chain_clearings",
        sa.Column("payment", WORD, nullable=False),
        *(sa.Column(name, ADDRESS, nullable=False) for name in ("source", "to", "settlement")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("payer", "payee")),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("reason", WORD, nullable=True),
        *_place("", nullable=False),
        *_place("returned_", nullable=True),
    )
    op.create_index(op.f("ix_chain_clearings_payment"), "chain_clearings", ["payment"])
    for name, columns in (("payer", ["payer"]), ("payee", ["payee"]), ("place", ["block", "log_index"])):
        op.create_index(f"ix_chain_clearings_{name}", "chain_clearings", columns)


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


def _place(prefix: str, *, nullable: bool) -> list[sa.Column[Any]]:
    kinds: dict[str, Any] = {
        "at": Moment(),
        "block": sa.BigInteger(),
        "block_hash": WORD,
        "transaction": WORD,
        "log_index": sa.BigInteger(),
    }
    return [sa.Column(f"{prefix}{name}", kind, nullable=nullable) for name, kind in kinds.items()]


def downgrade() -> None:
    for name in ("chain_clearings", "chain_clearing_lines", "chain_cash_appointed"):
        op.drop_table(name)
