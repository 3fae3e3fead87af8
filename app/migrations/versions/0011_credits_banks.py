"""Credits with several banks and maturities: each bank's examination apart, what banks owe, who has the
documents.

The mirrored tables are made anew and stand empty: fill them with `rebuild`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011_credits_banks"
down_revision = "0003_credits"
branch_labels = None
depends_on = None

HASH, LEI, ADDRESS = sa.String(length=66), sa.String(length=20), sa.String(length=42)
NEW_CREDIT = (
    *(("nominated_bank", sa.BigInteger()), ("confirming_bank", sa.BigInteger()), ("rules", sa.BigInteger())),
    *(("availability", sa.BigInteger()), ("tenors", sa.JSON()), ("clauses", HASH)),
    *(("confirmation", sa.BigInteger()), ("version", sa.BigInteger())),
)
NEW_PRESENTATION = (
    *(("terms", HASH), ("presented_to", sa.BigInteger()), ("scheme", sa.BigInteger()), ("drawing", HASH)),
    *(("invoiced", sa.BigInteger()), ("bank", sa.BigInteger()), ("received", sa.BigInteger())),
)
MAYBE_PRESENTATION = (("came_from", sa.BigInteger()), ("payer", sa.BigInteger()))
OLD_PRESENTATION = (
    *(("complies", sa.Boolean()), ("deadline", sa.BigInteger()), ("last_day", sa.BigInteger())),
    *(("calendar", HASH), ("examined_at", sa.BigInteger())),
)
NEW_COPY = (
    *(("bank", sa.BigInteger(), "0"), ("terms", HASH, ""), ("scheme", sa.BigInteger(), "0")),
    *(("drawing", HASH, ""), ("invoiced", sa.BigInteger(), "0")),
)


def upgrade() -> None:
    for table in ("chain_credits", "chain_presentations", "chain_credit_notices"):
        op.execute(sa.table(table).delete())
    for name, kind in NEW_CREDIT:
        _require("chain_credits", name, kind)
    for part in ("nominated_bank", "confirming_bank"):
        op.create_index(f"ix_chain_credits_{part}", "chain_credits", [part])
    for name, kind in NEW_PRESENTATION:
        _require("chain_presentations", name, kind)
    for name, kind in MAYBE_PRESENTATION:
        op.add_column("chain_presentations", sa.Column(name, kind, nullable=True))
    for name, _ in OLD_PRESENTATION:
        op.drop_column("chain_presentations", name)
    _require("chain_credit_notices", "bank", sa.BigInteger())
    for name in ("confirming_bank", "nominated_bank"):
        op.add_column("credit_copies", sa.Column(name, LEI, nullable=True))
    for name, kind, usual in NEW_COPY:
        _require("credit_presentation_copies", name, kind, usual)
    op.create_table(
        "chain_examinations",
        *_mirrored("chain_examinations"),
        sa.Column("presentation", HASH, nullable=False),
        sa.Column("bank", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("complies", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.BigInteger(), nullable=False),
        sa.Column("calendar", HASH, nullable=False),
        sa.Column("examined_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_chain_examinations_presentation", "chain_examinations", ["presentation"])
    op.create_table(
        "chain_obligations",
        *_mirrored("chain_obligations"),
        sa.Column("obligor", sa.BigInteger(), nullable=False),
        sa.Column("obligee", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("cash", ADDRESS, nullable=False),
        sa.Column("drawing", HASH, nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("incurred_at", sa.BigInteger(), nullable=False),
        sa.Column("tx_hash", HASH, nullable=False),
        sa.Column("paid_to", sa.BigInteger(), nullable=True),
        sa.Column("paid_at", sa.BigInteger(), nullable=True),
        sa.Column("paid_tx_hash", HASH, nullable=True),
    )
    op.create_table(
        "credit_obligation_payments",
        sa.Column("operation_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("obligation", HASH, nullable=False),
        sa.PrimaryKeyConstraint("operation_id", name="pk_credit_obligation_payments"),
    )
    for name in ("member_id", "obligation"):
        op.create_index(f"ix_credit_obligation_payments_{name}", "credit_obligation_payments", [name])
    for name in ("obligor", "obligee", "due", "drawing"):
        op.create_index(f"ix_chain_obligations_{name}", "chain_obligations", [name])


def downgrade() -> None:
    op.drop_table("credit_obligation_payments")
    op.drop_table("chain_obligations")
    op.drop_table("chain_examinations")
    for name, *_ in NEW_COPY:
        op.drop_column("credit_presentation_copies", name)
    for name in ("confirming_bank", "nominated_bank"):
        op.drop_column("credit_copies", name)
    op.drop_column("chain_credit_notices", "bank")
    for name, kind in OLD_PRESENTATION:
        op.add_column("chain_presentations", sa.Column(name, kind, nullable=True))
    for name, _ in (*NEW_PRESENTATION, *MAYBE_PRESENTATION):
        op.drop_column("chain_presentations", name)
    for part in ("nominated_bank", "confirming_bank"):
        op.drop_index(f"ix_chain_credits_{part}", "chain_credits")
    for name, _ in NEW_CREDIT:
        op.drop_column("chain_credits", name)


def _require(table: str, name: str, kind: sa.types.TypeEngine[Any], usual: str | None = None) -> None:
    """A column that every row has. A database wants to be told what rows would have, were there any."""
    usual = usual or ("[]" if isinstance(kind, sa.JSON) else "" if isinstance(kind, sa.String) else "0")
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=usual))


def _mirrored(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", ADDRESS, nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=f"pk_{table}"),
    )
