"""Bills that take the place of others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_title_reissue"
down_revision = "0011_title_pledges"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No bill that is there already was surrendered for amendment.
    op.add_column("chain_bills", sa.Column("change", sa.BigInteger(), nullable=False, server_default="0"))
    for name in ("reissue", "voided_by"):
        op.add_column("chain_bills", sa.Column(name, sa.String(length=66), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("chain_bills") as table:
        for name in ("voided_by", "reissue", "change"):
            table.drop_column(name)
