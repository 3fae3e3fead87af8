"""Credits back to back: each side's copy of a link, and the mirror of CollateralBook."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0013_collateral"
down_revision = "0001_loop"
branch_labels = None
depends_on = None

WORD, ADDRESS, AMOUNT = sa.String(length=66), sa.String(length=42), sa.String(length=20)
LINKS, COPIES = "chain_collateral_links", "collateral_copies"


def upgrade() -> None:
    op.create_table(
        LINKS,
        sa.Column("deal", ADDRESS, nullable=False),
        sa.Column("master", WORD, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("beneficiary", "bank")),
        sa.Column("amount", AMOUNT, nullable=False),
        *(sa.Column(name, WORD, nullable=False) for name in ("purpose", "second")),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", ADDRESS, nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f(f"pk_{LINKS}")),
    )
    op.create_index(op.f(f"ix_{LINKS}_master"), LINKS, ["master"])
    op.create_table(
        COPIES,
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("link", WORD, nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("party", sa.BigInteger(), nullable=False),
        sa.Column("master", WORD, nullable=False),
        sa.Column("cash", ADDRESS, nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.String(length=20), nullable=False) for name in ("beneficiary", "bank")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("beneficiary_party", "bank_party")),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("agreed", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("second", WORD, nullable=True),
        sa.Column("second_deal", ADDRESS, nullable=True),
        sa.Column("second_salt", sa.LargeBinary(), nullable=True),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f(f"fk_{COPIES}_member_id")),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{COPIES}")),
        sa.UniqueConstraint("member_id", "link", name=op.f(f"uq_{COPIES}_member_id_link")),
    )


def downgrade() -> None:
    op.drop_table(COPIES)
    op.drop_table(LINKS)
