"""Bills that go to paper and come from paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_title_paper"
down_revision = "0011_title_reissue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "chain_bills", sa.Column("statement", sa.String(length=66), nullable=False, server_default="")
    )


def downgrade() -> None:
    with op.batch_alter_table("chain_bills") as table:
        table.drop_column("statement")
