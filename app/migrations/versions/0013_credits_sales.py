"""To whom an obligation is offered, and at which price; 0 and 0 for nobody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_credits_sales"
down_revision = "0012_credits_amendments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, kind in (("offered_to", sa.BigInteger()), ("offered_price", sa.String(length=20))):
        op.add_column("chain_obligations", sa.Column(name, kind, nullable=False, server_default="0"))
    op.create_index("ix_chain_obligations_offered_to", "chain_obligations", ["offered_to"])


def downgrade() -> None:
    op.drop_index("ix_chain_obligations_offered_to", "chain_obligations")
    for name in ("offered_to", "offered_price"):
        op.drop_column("chain_obligations", name)
