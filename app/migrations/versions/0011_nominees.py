"""Few bills have a nominee, and only those are looked up by one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_nominees"
down_revision = "0010_bill_lookups"
branch_labels = None
depends_on = None

INDEX, TABLE, COLUMNS = "ix_chain_bills_nominee", "chain_bills", ["chain_id", "nominee"]
NAMED = sa.text("nominee <> 0")


def upgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, COLUMNS, postgresql_where=NAMED, sqlite_where=NAMED)


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, COLUMNS)
