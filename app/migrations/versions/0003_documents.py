"""Documents: members' copies and the mirror of the registry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0003_documents"
down_revision = "0001_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_documents",
        sa.Column("issuer", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("recorded", sa.BigInteger(), nullable=False),
        sa.Column("predecessor", sa.String(length=66), nullable=True),
        sa.Column("successor", sa.String(length=66), nullable=True),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_documents")),
    )
    op.create_index(op.f("ix_chain_documents_issuer"), "chain_documents", ["issuer"])
    op.create_table(
        "document_copies",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=66), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=20), nullable=True),
        sa.Column("party", sa.BigInteger(), nullable=True),
        sa.Column("operation_id", sa.String(length=32), nullable=True),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_document_copies")),
        sa.UniqueConstraint("member_id", "document", name=op.f("uq_document_copies_member_id_document")),
    )


def downgrade() -> None:
    op.drop_table("document_copies")
    op.drop_index(op.f("ix_chain_documents_issuer"), "chain_documents")
    op.drop_table("chain_documents")
