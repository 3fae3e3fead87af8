"""A limit is an amount on chain, of up to 64 bits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_limits"
down_revision = "0001_loop"
branch_labels = None
depends_on = None

AMOUNTS = ("ceiling", "own")


def upgrade() -> None:
    _become(sa.String(length=20), "varchar")


def downgrade() -> None:
    _become(sa.BigInteger(), "bigint")


def _become(type_: sa.String | sa.BigInteger, named: str) -> None:
    with op.batch_alter_table("chain_limits") as table:
        for name in AMOUNTS:
            table.alter_column(
                name, type_=type_, existing_nullable=False, postgresql_using=f"{name}::{named}"
            )
