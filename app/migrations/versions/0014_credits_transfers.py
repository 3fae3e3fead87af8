"""Transfers of credits: copies of those who ask and make them, and the mirror of TransferBook."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0014_credits_transfers"
down_revision = "0013_credits_clauses"
branch_labels = None
depends_on = None

WORD, ADDRESS, AMOUNT, LEI = (sa.String(length=length) for length in (66, 42, 20, 20))
TRANSFERS, SUBSTITUTIONS = "chain_credit_transfers", "chain_credit_substitutions"
COPIES, INVOICES = "credit_transfer_copies", "credit_invoice_copies"


def upgrade() -> None:
    for table, column, kind in (
        ("chain_credits", "set_aside", AMOUNT),
        ("chain_credit_clauses", "transferring_bank", sa.BigInteger()),
    ):
        op.add_column(table, sa.Column(column, kind, nullable=False, server_default="0"))
    op.create_table(
        TRANSFERS,
        sa.Column("deal", ADDRESS, nullable=False),
        sa.Column("credit", WORD, nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("place", "first_beneficiary", "bank")
        ),
        *(sa.Column(name, AMOUNT, nullable=False) for name in ("carved", "held")),
        sa.Column("amendable", sa.Boolean(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        *_mirrored(),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f(f"pk_{TRANSFERS}")),
    )
    op.create_index(op.f(f"ix_{TRANSFERS}_credit"), TRANSFERS, ["credit"])
    op.create_index(f"ix_{TRANSFERS}_id", TRANSFERS, ["id"])
    op.create_table(
        SUBSTITUTIONS,
        sa.Column("transferred", WORD, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("margin", AMOUNT, nullable=False),
        sa.Column("invoice", WORD, nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=False),
        *_mirrored(),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f(f"pk_{SUBSTITUTIONS}")),
    )
    op.create_index(op.f(f"ix_{SUBSTITUTIONS}_transferred"), SUBSTITUTIONS, ["transferred"])
    op.create_table(
        COPIES,
        *_own(),
        sa.Column("credit", WORD, nullable=False),
        *(sa.Column(name, LEI, nullable=False) for name in ("beneficiary", "applicant")),
        sa.Column("terms", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("message", "salt")),
        sa.Column("operation_id", sa.String(length=32), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{COPIES}")),
    )
    op.create_index(op.f(f"ix_{COPIES}_credit"), COPIES, ["credit"])
    op.create_table(
        INVOICES,
        *_own(),
        sa.Column("commitment", WORD, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{INVOICES}")),
    )
    for table in (COPIES, INVOICES):
        op.create_index(f"uq_{table}_member_id_id", table, ["member_id", "id"], unique=True)


def downgrade() -> None:
    for table in (INVOICES, COPIES, SUBSTITUTIONS, TRANSFERS):
        op.drop_table(table)
    op.drop_column("chain_credit_clauses", "transferring_bank")
    op.drop_column("chain_credits", "set_aside")


def _mirrored() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", ADDRESS, nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
    )


def _own() -> tuple[sa.Column[object], ...]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return (
        sa.Column("number", number, autoincrement=True, nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", WORD, nullable=False),
    )
