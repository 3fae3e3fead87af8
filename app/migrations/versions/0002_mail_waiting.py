"""Messages that wait for an operation to be final."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_mail_waiting"
down_revision = "0001_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messages_waiting",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("operation_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("to", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("refused", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_messages_waiting")),
    )
    op.create_index(op.f("ix_messages_waiting_operation_id"), "messages_waiting", ["operation_id"])
    op.create_table(
        "message_attachments_waiting",
        sa.Column("message_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_number"],
            ["messages_waiting.number"],
            name=op.f("fk_message_attachments_waiting_message_number"),
        ),
        sa.PrimaryKeyConstraint("message_number", "place", name=op.f("pk_message_attachments_waiting")),
    )


def downgrade() -> None:
    op.drop_table("message_attachments_waiting")
    op.drop_index(op.f("ix_messages_waiting_operation_id"), "messages_waiting")
    op.drop_table("messages_waiting")
