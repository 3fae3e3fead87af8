"""Advances under red and green clauses: each side's copy, the mirror of AdvanceBook, and the clause."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0015_credits_advances"
down_revision = "0014_credits_assignments"
branch_labels = None
depends_on = None

WORD, ADDRESS, AMOUNT = sa.String(length=66), sa.String(length=42), sa.String(length=20)
COPIES, ADVANCES, DEDUCTIONS, CLAUSES = (
    *("credit_advances", "chain_credit_advances", "chain_credit_deductions"),
    "chain_credit_clauses",
)


def upgrade() -> None:
    # What was stated before states no advance; the server's default is for those rows alone.
    with op.batch_alter_table(CLAUSES) as batch:
        batch.add_column(sa.Column("advance", sa.JSON(), nullable=False, server_default="[0, 0]"))
    with op.batch_alter_table(CLAUSES) as batch:
        batch.alter_column("advance", server_default=None)
    op.create_table(
        COPIES,
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("advance", WORD, nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("credit", WORD, nullable=False),
        sa.Column("bank", sa.String(length=20), nullable=False),
        sa.Column("bank_party", sa.BigInteger(), nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("warehouse", sa.String(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{COPIES}")),
    )
    op.create_index(f"uq_{COPIES}_member_id_advance", COPIES, ["member_id", "advance"], unique=True)
    _mirrored(
        ADVANCES,
        sa.Column("deal", ADDRESS, nullable=False),
        *(sa.Column(name, WORD, nullable=False) for name in ("credit", "receipt", "warehouse")),
        *(sa.Column(name, AMOUNT, nullable=False) for name in ("amount", "back")),
        *_numbers("bank", "status", "asked_at", "place", "advanced"),
    )
    op.create_index(op.f(f"ix_{ADVANCES}_credit"), ADVANCES, ["credit"])
    _mirrored(
        DEDUCTIONS,
        *(sa.Column(name, WORD, nullable=False) for name in ("advance", "drawing", "tx_hash")),
        sa.Column("amount", AMOUNT, nullable=False),
        *_numbers("payer", "place", "at"),
    )
    op.create_index(op.f(f"ix_{DEDUCTIONS}_advance"), DEDUCTIONS, ["advance"])


def downgrade() -> None:
    for table in (DEDUCTIONS, ADVANCES, COPIES):
        op.drop_table(table)
    with op.batch_alter_table(CLAUSES) as batch:
        batch.drop_column("advance")


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _mirrored(table: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    op.create_table(
        table,
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", ADDRESS, nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f(f"pk_{table}")),
    )
