"""Persons whose keys are not with the service: who signs outside, a checker's signature, and whose turn an
operation is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_orders"
down_revision = "0005_batches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "users", sa.Column("signs_outside", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("operations", sa.Column("checker_signature", sa.LargeBinary(), nullable=True))
    op.add_column(
        "operations", sa.Column("worker", sa.String(length=8), nullable=False, server_default="maker")
    )
    op.execute("UPDATE operations SET worker = 'checker' WHERE eyes = 2 AND status <> 'made'")
    with op.batch_alter_table("operations") as table:
        table.drop_index("ix_operations_status")
        table.create_index("ix_operations_status", ["status", "worker", "number"])


def downgrade() -> None:
    with op.batch_alter_table("operations") as table:
        table.drop_index("ix_operations_status")
        table.create_index("ix_operations_status", ["status", "eyes", "number"])
        table.drop_column("worker")
        table.drop_column("checker_signature")
    with op.batch_alter_table("users") as table:
        table.drop_column("signs_outside")
