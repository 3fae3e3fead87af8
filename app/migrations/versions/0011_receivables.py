"""Financings and receivables: the key of the fingerprints, members' own copies, and the mirror."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0011_receivables"
down_revision = "0001_loop"
branch_labels = None
depends_on = None

TABLES = (
    *("fingerprint_keys", "fingerprint_shares", "fingerprints_asked", "fingerprint_answers"),
    *("financing_copies", "chain_financings", "chain_fingerprints", "chain_financing_marks"),
    *("chain_receivable_events", "receivable_copies", "chain_receivables"),
)


def upgrade() -> None:
    op.create_table(
        "fingerprint_keys",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("evaluators", sa.JSON(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_fingerprint_keys")),
    )
    op.create_table(
        "fingerprint_shares",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("evaluator", sa.BigInteger(), nullable=False),
        sa.Column("scalar", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_fingerprint_shares")),
    )
    op.create_table(
        "fingerprints_asked",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "organisation", "day", name=op.f("pk_fingerprints_asked")),
    )
    op.create_table(
        "fingerprint_answers",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("organisation", sa.String(length=20), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "question", "organisation", name=op.f("pk_fingerprint_answers")),
    )
    op.create_table(
        "financing_copies",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=66), nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("party", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("fingerprints", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=66), nullable=False),
        sa.Column("likeness", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("grounds", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_financing_copies")),
        sa.UniqueConstraint("member_id", "reference", name=op.f("uq_financing_copies_member_id_reference")),
    )
    op.create_index("uq_financing_copies_member_id_id", "financing_copies", ["member_id", "id"], unique=True)
    _mirrored(
        "chain_financings",
        sa.Column("financier", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("fingerprints", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=66), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("renewals", sa.BigInteger(), nullable=False),
        sa.Column("keeper", sa.BigInteger(), nullable=False),
    )
    _mirrored(
        "chain_fingerprints",
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("taken", "unused", "last", "since")),
    )
    _mirrored(
        "chain_financing_marks",
        sa.Column("financing", sa.String(length=66), nullable=False),
        sa.Column("fingerprint", sa.String(length=66), nullable=False),
    )
    for column in ("financing", "fingerprint"):
        op.create_index(op.f(f"ix_chain_financing_marks_{column}"), "chain_financing_marks", [column])
    _mirrored(
        "chain_receivable_events",
        sa.Column("subject", sa.String(length=66), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("block_hash", sa.String(length=66), nullable=False),
        sa.Column("transaction", sa.String(length=66), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_chain_receivable_events_subject"), "chain_receivable_events", ["subject"])
    op.create_table(
        "receivable_copies",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=66), nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("party", sa.BigInteger(), nullable=False),
        sa.Column("seller", sa.String(length=20), nullable=False),
        sa.Column("obligor", sa.String(length=20), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("sale", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("claim", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_receivable_copies")),
    )
    op.create_index(
        "uq_receivable_copies_member_id_id", "receivable_copies", ["member_id", "id"], unique=True
    )
    op.create_index("ix_receivable_copies_due", "receivable_copies", ["member_id", "due", "number"])
    numbers = ("seller", "obligor", "holder", "payee", "recourse", "due", "status")
    _mirrored(
        "chain_receivables",
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in numbers),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("notice", "share", "payments")),
        sa.Column("cash", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        *(
            sa.Column(name, sa.String(length=66), nullable=False)
            for name in ("financing", "sale", "claim", "whole")
        ),
    )


def _mirrored(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        *columns,
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
