"""Who stopped a standby stands with the other orders of authorities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_standbys_stops"
down_revision = "0012_standbys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("chain_standbys", "stops")


def downgrade() -> None:
    op.add_column("chain_standbys", sa.Column("stops", sa.JSON(), nullable=False, server_default="[]"))
