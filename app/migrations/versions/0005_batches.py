"""An operation's place in its batch; what an operator wants done with a transaction, and what its operations
are told then.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_batches"
down_revision = "0001_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operations", sa.Column("position", sa.BigInteger(), nullable=True))
    op.add_column("transactions", sa.Column("wish", sa.JSON(), nullable=True))
    op.add_column("attempts", sa.Column("refusal", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("attempts", "refusal")
    op.drop_column("transactions", "wish")
    op.drop_column("operations", "position")
