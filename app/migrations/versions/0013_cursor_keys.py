"""What cursors are sealed with."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013_cursor_keys"
down_revision = "0001_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "cursor_keys",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_cursor_keys")),
    )
    op.bulk_insert(made, [{"place": 1, "secret": secrets.token_bytes(32)}])


def downgrade() -> None:
    op.drop_table("cursor_keys")
