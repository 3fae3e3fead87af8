"""Assignments of the proceeds of credits: each side's copy, and the mirror of AssignmentBook."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0014_credits_assignments"
down_revision = "0013_credits_clauses"
branch_labels = None
depends_on = None

WORD, ADDRESS, AMOUNT = sa.String(length=66), sa.String(length=42), sa.String(length=20)
COPIES, ASSIGNMENTS = "credit_assignments", "chain_credit_assignments"
ACKNOWLEDGEMENTS, SHARES = "chain_credit_acknowledgements", "chain_credit_shares"


def upgrade() -> None:
    op.create_table(
        COPIES,
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("assignment", WORD, nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("credit", WORD, nullable=False),
        sa.Column("cash", ADDRESS, nullable=False),
        *_parties("beneficiary", "assignee"),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("agreed", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{COPIES}")),
    )
    op.create_index(f"uq_{COPIES}_member_id_assignment", COPIES, ["member_id", "assignment"], unique=True)
    _mirrored(
        ASSIGNMENTS,
        sa.Column("deal", ADDRESS, nullable=False),
        sa.Column("credit", WORD, nullable=False),
        sa.Column("assignee", sa.BigInteger(), nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("deed", WORD, nullable=False),
        sa.Column("paid", AMOUNT, nullable=False),
        *_numbers("status", "assigned_at"),
    )
    op.create_index(op.f(f"ix_{ASSIGNMENTS}_credit"), ASSIGNMENTS, ["credit"])
    _mirrored(
        ACKNOWLEDGEMENTS,
        sa.Column("assignment", WORD, nullable=False),
        sa.Column("bank", sa.BigInteger(), nullable=False),
        sa.Column("ahead", AMOUNT, nullable=False),
        *_numbers("place", "at"),
    )
    op.create_index(op.f(f"ix_{ACKNOWLEDGEMENTS}_assignment"), ACKNOWLEDGEMENTS, ["assignment"])
    _mirrored(
        SHARES,
        sa.Column("assignment", WORD, nullable=False),
        sa.Column("drawing", WORD, nullable=False),
        sa.Column("bank", sa.BigInteger(), nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        *_numbers("place", "at"),
        sa.Column("tx_hash", WORD, nullable=False),
    )
    for column in ("assignment", "drawing"):
        op.create_index(op.f(f"ix_{SHARES}_{column}"), SHARES, [column])


def downgrade() -> None:
    for table in (SHARES, ACKNOWLEDGEMENTS, ASSIGNMENTS, COPIES):
        op.drop_table(table)


def _parties(*names: str) -> list[sa.Column[str] | sa.Column[int]]:
    columns: list[sa.Column[str] | sa.Column[int]] = []
    for name in names:
        columns.append(sa.Column(name, sa.String(length=20), nullable=False))
        columns.append(sa.Column(f"{name}_party", sa.BigInteger(), nullable=False))
    return columns


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
