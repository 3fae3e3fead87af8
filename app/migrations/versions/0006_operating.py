"""Signs of life of the workers; which request an operation came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0006_operating"
down_revision = "0001_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("worker", sa.String(length=16), nullable=False),
        sa.Column("instance", sa.String(length=100), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("worker", "instance", name=op.f("pk_heartbeats")),
    )
    op.add_column("operations", sa.Column("request_id", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("operations", "request_id")
    op.drop_table("heartbeats")
