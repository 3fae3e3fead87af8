"""Bills that an authority stopped, or whose goods were delivered without them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_title_authority"
down_revision = "0011_title_paper"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "chain_bills", sa.Column("indemnity", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("chain_bills", sa.Column("frozen_by", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("chain_bills") as table:
        for name in ("frozen_by", "indemnity"):
            table.drop_column(name)
