"""Amendments of credits: proposals, the terms that were operative before, each member's own copies; and what
authorities forbid.

The mirrored table of credits is made anew and stands empty: fill it with `rebuild`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0012_credits_amendments"
down_revision = "0011_credits_banks"
branch_labels = None
depends_on = None

HASH, AMOUNT = sa.String(length=66), sa.String(length=20)


def upgrade() -> None:
    op.execute(sa.table("chain_credits").delete())
    for name in ("terms", "operative_document"):
        op.add_column("chain_credits", sa.Column(name, HASH, nullable=False, server_default=""))
    op.create_table(
        "chain_credit_former_terms",
        *_mirrored("chain_credit_former_terms"),
        *_amendable(),
        sa.Column("credit", HASH, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("document", HASH, nullable=False),
        sa.Column("confirmation", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_chain_credit_former_terms_credit"), "chain_credit_former_terms", ["credit"])
    op.create_table(
        "chain_credit_amendments",
        *_mirrored("chain_credit_amendments"),
        *_amendable(),
        sa.Column("deal", sa.String(length=42), nullable=False),
        sa.Column("credit", HASH, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.Column("increase", AMOUNT, nullable=False),
        sa.Column("decrease", AMOUNT, nullable=False),
        sa.Column("text", HASH, nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("base", HASH, nullable=False),
        sa.Column("terms", HASH, nullable=False),
        sa.Column("drawable", AMOUNT, nullable=False),
        sa.Column("answer", sa.BigInteger(), nullable=False),
        sa.Column("answered_terms", HASH, nullable=True),
        sa.Column("presenting", sa.Boolean(), nullable=True),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
    )
    op.create_index(op.f("ix_chain_credit_amendments_credit"), "chain_credit_amendments", ["credit"])
    op.create_table(
        "chain_credit_stops",
        *_mirrored("chain_credit_stops"),
        sa.Column("deal", sa.String(length=42), nullable=False),
        sa.Column("credit", HASH, nullable=False),
        sa.Column("authority", sa.BigInteger(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("reason", HASH, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_chain_credit_stops_credit"), "chain_credit_stops", ["credit"])
    op.create_table(
        "credit_amendment_copies",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", HASH, nullable=False),
        sa.Column("credit", HASH, nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("operation_id", sa.String(length=32), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_amendment_copies")),
    )
    op.create_index(op.f("ix_credit_amendment_copies_credit"), "credit_amendment_copies", ["credit"])
    op.create_index(
        "uq_credit_amendment_copies_member_id_id", "credit_amendment_copies", ["member_id", "id"], unique=True
    )


def downgrade() -> None:
    op.drop_table("credit_amendment_copies")
    op.drop_table("chain_credit_stops")
    op.drop_table("chain_credit_amendments")
    op.drop_table("chain_credit_former_terms")
    op.drop_column("chain_credits", "operative_document")
    op.drop_column("chain_credits", "terms")


def _amendable() -> tuple[Any, ...]:
    whole = ("tolerance_plus", "tolerance_minus", "expiry", "latest_shipment", "presentation_days")
    return (
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in whole),
        sa.Column("partial_drawings", sa.Boolean(), nullable=False),
    )


def _mirrored(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f(f"pk_{table}")),
    )
