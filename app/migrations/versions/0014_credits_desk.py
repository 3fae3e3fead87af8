"""The bank's desk: who examines, what was escalated to whom, and which maturities were not covered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0014_credits_desk"
down_revision = "0012_credits_amendments"
branch_labels = None
depends_on = None

HASH, MEMBER, AMOUNT = sa.String(length=66), sa.String(length=64), sa.String(length=20)


def upgrade() -> None:
    op.create_table(
        "credit_examiners",
        _number(),
        sa.Column("member_id", MEMBER, nullable=False),
        sa.Column("presentation", HASH, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("named_by", sa.String(length=200), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_examiners")),
    )
    op.create_index("ix_credit_examiners_presentation", "credit_examiners", ["member_id", "presentation"])
    op.create_table(
        "credit_escalations",
        _number(),
        sa.Column("member_id", MEMBER, nullable=False),
        sa.Column("credit", HASH, nullable=False),
        sa.Column("presentation", HASH, nullable=False),
        sa.Column("bank", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.String(length=100), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("deadline", Moment(), nullable=False),
        sa.Column("calendar_version", sa.String(length=64), nullable=False),
        sa.Column("calendar", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_escalations")),
    )
    columns = ["member_id", "presentation", "bank", "day"]
    op.create_index("uq_credit_escalations_day", "credit_escalations", columns, unique=True)
    op.create_table(
        "credit_shortfalls",
        _number(),
        sa.Column("member_id", MEMBER, nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("cash", sa.String(length=42), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("falls_due", AMOUNT, nullable=False),
        sa.Column("held", AMOUNT, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_shortfalls")),
    )
    columns = ["member_id", "account", "cash", "due"]
    op.create_index("uq_credit_shortfalls_due", "credit_shortfalls", columns, unique=True)


def downgrade() -> None:
    for table in ("credit_shortfalls", "credit_escalations", "credit_examiners"):
        op.drop_table(table)


def _number() -> sa.Column[int]:
    return sa.Column(
        "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
    )
