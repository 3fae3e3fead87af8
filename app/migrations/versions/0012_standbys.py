"""Standbys: members' own copies and papers, and the mirror of StandbyCredit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0012_standbys"
down_revision = "0001_loop"
branch_labels = None
depends_on = None

ADDRESS, WORD, LEI = sa.String(length=42), sa.String(length=66), sa.String(length=20)
COUNT, AMOUNT = sa.BigInteger(), sa.String(length=20)
TABLES = (
    *("standby_copies", "standby_papers", "chain_standbys", "chain_standby_demands"),
    *("chain_standby_amendments", "chain_standby_events"),
)


def upgrade() -> None:
    create_own(
        "standby_copies",
        "standby",
        *required(WORD, "standby"),
        *required(ADDRESS, "contract"),
        *required(sa.String(length=64), "deal"),
        *required(sa.String(length=16), "part"),
        *required(COUNT, "party"),
        *required(LEI, "issuer", "applicant", "beneficiary"),
        sa.Column("confirmer", LEI, nullable=True),
        *required(sa.String(length=35), "reference"),
        *required(sa.JSON(), "content"),
        *required(sa.LargeBinary(), "salt"),
        *required(sa.JSON(), "terms"),
    )
    create_own(
        "standby_papers",
        "commitment",
        *required(WORD, "commitment", "standby"),
        *required(sa.String(length=16), "kind"),
        *required(sa.JSON(), "content"),
        *required(sa.LargeBinary(), "salt"),
    )
    create_mirrored(
        "chain_standbys",
        *required(COUNT, "issuer", "applicant", "beneficiary", "confirmer"),
        *required(ADDRESS, "cash"),
        *required(WORD, "text", "documents"),
        *required(AMOUNT, "amount", "reserved", "advanced", "honoured"),
        *required(COUNT, "expiry", "final_expiry", "extension", "notice_days", "status"),
        *required(sa.Boolean(), "confirmed", "ends"),
        *required(COUNT, "open", "version"),
        *required(sa.JSON(), "consents", "stops"),
    )
    op.create_index(op.f("ix_chain_standbys_issuer"), "chain_standbys", ["issuer"])
    create_mirrored(
        "chain_standby_demands",
        *required(WORD, "standby"),
        *required(COUNT, "presented_to"),
        *required(AMOUNT, "amount"),
        *required(COUNT, "presented", "extend_to"),
        *required(WORD, "documents"),
        *required(COUNT, "status", "bank", "payer", "received", "received_at", "expiry", "version"),
        *required(sa.JSON(), "findings", "agreed"),
    )
    create_mirrored(
        "chain_standby_amendments",
        *required(WORD, "standby"),
        *required(COUNT, "number"),
        *required(AMOUNT, "increase", "decrease"),
        *required(COUNT, "expiry", "final_expiry"),
        *required(WORD, "text"),
        *required(COUNT, "status"),
        *required(sa.JSON(), "agreed"),
    )
    create_mirrored(
        "chain_standby_events",
        *required(WORD, "standby"),
        *required(sa.String(length=32), "event"),
        sa.Column("subject", WORD, nullable=True),
        *required(sa.JSON(), "said"),
        *required(Moment(), "at"),
        *required(COUNT, "block"),
        *required(WORD, "block_hash", "transaction"),
        *required(COUNT, "log_index"),
    )
    for table in ("chain_standby_demands", "chain_standby_amendments", "chain_standby_events"):
        op.create_index(op.f(f"ix_{table}_standby"), table, ["standby"])


def required(kind: Any, *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def create_own(table: str, unique: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        *columns,
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f(f"fk_{table}_member_id_members")),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("member_id", unique, name=op.f(f"uq_{table}_member_id_{unique}")),
    )


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


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
