"""Bills of lading: the mirror, its chain of title, copies of documents, instructions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0004_bills"
down_revision = "0001_loop"
branch_labels = None
depends_on = None

PARTS = ("carrier", "shipper", "holder", "owner", "nominee")


def upgrade() -> None:
    op.create_table(
        "chain_bills",
        *(sa.Column(part, sa.BigInteger(), nullable=False) for part in PARTS),
        sa.Column("former_holder", sa.BigInteger(), nullable=False),
        sa.Column("former_owner", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.BigInteger(), nullable=False),
        sa.Column("locks", sa.BigInteger(), nullable=False),
        sa.Column("locker", sa.BigInteger(), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_bills")),
    )
    for part in PARTS:
        op.create_index(op.f(f"ix_chain_bills_{part}"), "chain_bills", [part])
    op.create_table(
        "chain_title_events",
        sa.Column("bill", sa.String(length=66), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("giver", sa.BigInteger(), nullable=False),
        sa.Column("taker", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(length=66), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_title_events")),
    )
    op.create_index("ix_chain_title_events_bill", "chain_title_events", ["bill", "block", "log_index"])
    for side in ("giver", "taker"):
        op.create_index(op.f(f"ix_chain_title_events_{side}"), "chain_title_events", [side])
    op.create_table(
        "bill_copies",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("bill", sa.String(length=66), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("shipper", sa.String(length=20), nullable=False),
        sa.Column("sender", sa.String(length=20), nullable=True),
        sa.Column("operation_id", sa.String(length=32), nullable=True),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "bill", name=op.f("pk_bill_copies")),
    )
    op.create_index("ix_bill_copies_reference", "bill_copies", ["member_id", "reference"])
    op.create_table(
        "bill_instructions",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("shipper", sa.String(length=20), nullable=False),
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("form", sa.BigInteger(), nullable=False),
        sa.Column("order", sa.String(length=20), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("bill", sa.String(length=66), nullable=True),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_bill_instructions")),
    )
    op.create_index("ix_bill_instructions_member", "bill_instructions", ["member_id", "id"], unique=True)


def downgrade() -> None:
    for table in ("bill_instructions", "bill_copies", "chain_title_events", "chain_bills"):
        op.drop_table(table)
