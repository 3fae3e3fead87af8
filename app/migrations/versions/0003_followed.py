"""Which contracts have been read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_followed"
down_revision = "0001_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followed_contracts",
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("address", sa.String(length=42), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "address", name=op.f("pk_followed_contracts")),
    )


def downgrade() -> None:
    op.drop_table("followed_contracts")
