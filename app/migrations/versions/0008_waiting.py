"""How much of a member waits is asked at each of its writes."""

from __future__ import annotations

from alembic import op

revision = "0008_waiting"
down_revision = "0001_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_operations_waiting", "operations", ["member_id", "status"])


def downgrade() -> None:
    op.drop_index("ix_operations_waiting", "operations")
