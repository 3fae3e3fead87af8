"""Users who were withdrawn: when, by whom, why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0014_users_withdrawn"
down_revision = "0012_orders"
branch_labels = None
depends_on = None

NAMES = ("withdrawn_at", "withdrawn_by", "withdrawn_why")


def upgrade() -> None:
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("withdrawn_at", Moment(), nullable=True))
        users.add_column(sa.Column("withdrawn_by", sa.String(length=64), nullable=True))
        users.add_column(sa.Column("withdrawn_why", sa.String(length=500), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("users") as users:
        for name in NAMES:
            users.drop_column(name)
