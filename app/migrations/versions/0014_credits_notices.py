"""Which operation of ours gives a notice of refusal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_credits_notices"
down_revision = "0012_credits_amendments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credit_notices", sa.Column("operation_id", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("credit_notices", "operation_id")
