"""Credits: each member's own copies, and the mirror of LetterOfCredit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0003_credits"
down_revision = "0001_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_credit_events",
        sa.Column("credit", sa.String(length=66), nullable=False),
        sa.Column("presentation", sa.String(length=66), nullable=True),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("party", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("tx_hash", sa.String(length=66), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_credit_events")),
    )
    op.create_index(
        "ix_chain_credit_events_credit",
        "chain_credit_events",
        ["credit", "first_block", "log_index"],
        unique=False,
    )
    op.create_table(
        "chain_credit_notices",
        sa.Column("presentation", sa.String(length=66), nullable=False),
        sa.Column("notice", sa.String(length=66), nullable=False),
        sa.Column("discrepancies", sa.BigInteger(), nullable=True),
        sa.Column("disposal", sa.BigInteger(), nullable=True),
        sa.Column("preclusion", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_credit_notices")),
    )
    op.create_index(
        op.f("ix_chain_credit_notices_presentation"), "chain_credit_notices", ["presentation"], unique=False
    )
    op.create_table(
        "chain_credits",
        sa.Column("issuing_bank", sa.BigInteger(), nullable=False),
        sa.Column("applicant", sa.BigInteger(), nullable=False),
        sa.Column("beneficiary", sa.BigInteger(), nullable=False),
        sa.Column("advising_bank", sa.BigInteger(), nullable=False),
        sa.Column("cash", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("tolerance_plus", sa.BigInteger(), nullable=False),
        sa.Column("tolerance_minus", sa.BigInteger(), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("expiry", sa.BigInteger(), nullable=False),
        sa.Column("latest_shipment", sa.BigInteger(), nullable=False),
        sa.Column("presentation_days", sa.BigInteger(), nullable=False),
        sa.Column("partial_drawings", sa.Boolean(), nullable=False),
        sa.Column("title_to_applicant", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(length=66), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("consents", sa.JSON(), nullable=False),
        sa.Column("open", sa.BigInteger(), nullable=False),
        sa.Column("drawable", sa.String(length=20), nullable=False),
        sa.Column("reserved", sa.String(length=20), nullable=False),
        sa.Column("honoured", sa.String(length=20), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_credits")),
    )
    op.create_index(op.f("ix_chain_credits_advising_bank"), "chain_credits", ["advising_bank"], unique=False)
    op.create_index(op.f("ix_chain_credits_applicant"), "chain_credits", ["applicant"], unique=False)
    op.create_index(op.f("ix_chain_credits_beneficiary"), "chain_credits", ["beneficiary"], unique=False)
    op.create_index("ix_chain_credits_id", "chain_credits", ["id"], unique=False)
    op.create_index(op.f("ix_chain_credits_issuing_bank"), "chain_credits", ["issuing_bank"], unique=False)
    op.create_table(
        "chain_presentations",
        sa.Column("credit", sa.String(length=66), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("bills", sa.JSON(), nullable=False),
        sa.Column("documents", sa.String(length=66), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("shipped", sa.BigInteger(), nullable=False),
        sa.Column("presented", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("lodged_at", sa.BigInteger(), nullable=False),
        sa.Column("complies", sa.Boolean(), nullable=True),
        sa.Column("deadline", sa.BigInteger(), nullable=True),
        sa.Column("last_day", sa.BigInteger(), nullable=True),
        sa.Column("calendar", sa.String(length=66), nullable=True),
        sa.Column("examined_at", sa.BigInteger(), nullable=True),
        sa.Column("payee", sa.BigInteger(), nullable=True),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "contract", "id", name=op.f("pk_chain_presentations")),
    )
    op.create_index(op.f("ix_chain_presentations_credit"), "chain_presentations", ["credit"], unique=False)
    op.create_index("ix_chain_presentations_id", "chain_presentations", ["id"], unique=False)
    op.create_table(
        "credit_applications",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("applicant", sa.String(length=20), nullable=False),
        sa.Column("issuing_bank", sa.String(length=20), nullable=False),
        sa.Column("advising_bank", sa.String(length=20), nullable=False),
        sa.Column("beneficiary", sa.String(length=20), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("credit", sa.String(length=66), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_applications")),
    )
    op.create_index(
        "uq_credit_applications_member_id_id", "credit_applications", ["member_id", "id"], unique=True
    )
    op.create_table(
        "credit_calendars",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("written", sa.LargeBinary(), nullable=False),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_calendars")),
    )
    op.create_index(
        "uq_credit_calendars_member_id_version", "credit_calendars", ["member_id", "version"], unique=True
    )
    op.create_table(
        "credit_copies",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=66), nullable=False),
        sa.Column("deal", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("party", sa.BigInteger(), nullable=False),
        sa.Column("applicant", sa.String(length=20), nullable=False),
        sa.Column("issuing_bank", sa.String(length=20), nullable=False),
        sa.Column("advising_bank", sa.String(length=20), nullable=False),
        sa.Column("beneficiary", sa.String(length=20), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("banks_salt", sa.LargeBinary(), nullable=True),
        sa.Column("banks_leaf", sa.LargeBinary(), nullable=True),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("application", sa.String(length=32), nullable=True),
        sa.Column("operation_id", sa.String(length=32), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_copies")),
    )
    op.create_index("uq_credit_copies_member_id_id", "credit_copies", ["member_id", "id"], unique=True)
    op.create_table(
        "credit_examinations",
        sa.Column("operation_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("presentation", sa.String(length=66), nullable=False),
        sa.Column("complies", sa.Boolean(), nullable=False),
        sa.Column("discrepancies", sa.JSON(), nullable=False),
        sa.Column("calendar", sa.LargeBinary(), nullable=False),
        sa.Column("calendar_salt", sa.LargeBinary(), nullable=False),
        sa.Column("calendar_hash", sa.String(length=66), nullable=False),
        sa.Column("examiner", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("operation_id", name=op.f("pk_credit_examinations")),
    )
    op.create_index(
        op.f("ix_credit_examinations_member_id"), "credit_examinations", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_credit_examinations_presentation"), "credit_examinations", ["presentation"], unique=False
    )
    op.create_table(
        "credit_notices",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=66), nullable=False),
        sa.Column("presentation", sa.String(length=66), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("notice", sa.JSON(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_notices")),
    )
    op.create_index(op.f("ix_credit_notices_presentation"), "credit_notices", ["presentation"], unique=False)
    op.create_index("uq_credit_notices_member_id_id", "credit_notices", ["member_id", "id"], unique=True)
    op.create_table(
        "credit_presentation_copies",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=66), nullable=False),
        sa.Column("credit", sa.String(length=66), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("bills", sa.JSON(), nullable=False),
        sa.Column("commitment", sa.String(length=66), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("shipped", sa.BigInteger(), nullable=False),
        sa.Column("presented", sa.BigInteger(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("operation_id", sa.String(length=32), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_presentation_copies")),
    )
    op.create_index(
        "uq_credit_presentation_copies_member_id_id",
        "credit_presentation_copies",
        ["member_id", "id"],
        unique=True,
    )
    op.create_table(
        "credit_waiver_requests",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("presentation", sa.String(length=66), nullable=False),
        sa.Column("discrepancies", sa.JSON(), nullable=False),
        sa.Column("question", sa.String(length=2000), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("accepts", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(length=2000), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_waiver_requests")),
    )
    op.create_index(
        op.f("ix_credit_waiver_requests_presentation"),
        "credit_waiver_requests",
        ["presentation"],
        unique=False,
    )
    op.create_index(
        "uq_credit_waiver_requests_member_id_id", "credit_waiver_requests", ["member_id", "id"], unique=True
    )
    op.create_table(
        "credit_presented_documents",
        sa.Column("copy_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["copy_number"],
            ["credit_presentation_copies.number"],
            name=op.f("fk_credit_presented_documents_copy_number"),
        ),
        sa.PrimaryKeyConstraint("copy_number", "place", name=op.f("pk_credit_presented_documents")),
    )


def downgrade() -> None:
    op.drop_table("credit_presented_documents")
    op.drop_index("uq_credit_waiver_requests_member_id_id", table_name="credit_waiver_requests")
    op.drop_index(op.f("ix_credit_waiver_requests_presentation"), table_name="credit_waiver_requests")
    op.drop_table("credit_waiver_requests")
    op.drop_index("uq_credit_presentation_copies_member_id_id", table_name="credit_presentation_copies")
    op.drop_table("credit_presentation_copies")
    op.drop_index("uq_credit_notices_member_id_id", table_name="credit_notices")
    op.drop_index(op.f("ix_credit_notices_presentation"), table_name="credit_notices")
    op.drop_table("credit_notices")
    op.drop_index(op.f("ix_credit_examinations_presentation"), table_name="credit_examinations")
    op.drop_index(op.f("ix_credit_examinations_member_id"), table_name="credit_examinations")
    op.drop_table("credit_examinations")
    op.drop_index("uq_credit_copies_member_id_id", table_name="credit_copies")
    op.drop_table("credit_copies")
    op.drop_index("uq_credit_calendars_member_id_version", table_name="credit_calendars")
    op.drop_table("credit_calendars")
    op.drop_index("uq_credit_applications_member_id_id", table_name="credit_applications")
    op.drop_table("credit_applications")
    op.drop_index("ix_chain_presentations_id", table_name="chain_presentations")
    op.drop_index(op.f("ix_chain_presentations_credit"), table_name="chain_presentations")
    op.drop_table("chain_presentations")
    op.drop_index(op.f("ix_chain_credits_issuing_bank"), table_name="chain_credits")
    op.drop_index("ix_chain_credits_id", table_name="chain_credits")
    op.drop_index(op.f("ix_chain_credits_beneficiary"), table_name="chain_credits")
    op.drop_index(op.f("ix_chain_credits_applicant"), table_name="chain_credits")
    op.drop_index(op.f("ix_chain_credits_advising_bank"), table_name="chain_credits")
    op.drop_table("chain_credits")
    op.drop_index(op.f("ix_chain_credit_notices_presentation"), table_name="chain_credit_notices")
    op.drop_table("chain_credit_notices")
    op.drop_index("ix_chain_credit_events_credit", table_name="chain_credit_events")
    op.drop_table("chain_credit_events")
