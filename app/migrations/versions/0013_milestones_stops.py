"""Who stopped an escrow stands with the other orders of authorities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_milestones_stops"
down_revision = "0012_milestones"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("chain_milestone_escrows", "stopped_by")


def downgrade() -> None:
    op.add_column("chain_milestone_escrows", sa.Column("stopped_by", sa.BigInteger(), nullable=True))
