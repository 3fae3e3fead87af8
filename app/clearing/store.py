"""Mirror of InterbankPayments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Select, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored
from app.chain.mirror import final_block as final_block
from app.db import Base, Uint64


class LineRow(Mirrored, Base):
    """`id` is the corridor's three tokens; amounts in minor units, what is left."""

    __tablename__ = "chain_clearing_lines"

    source: Mapped[str] = mapped_column(String(42))
    to: Mapped[str] = mapped_column(String(42))
    settlement: Mapped[str] = mapped_column(String(42))
    mandated: Mapped[int] = mapped_column(Uint64)
    accepted: Mapped[int] = mapped_column(Uint64)


class ClearingRow(Mirrored, Base):
    """`id` is the hash of payer and instruction, `payment` the reference of its UETR; where it was paid, and
    where it was given back.
    """

    __tablename__ = "chain_clearings"

    payment: Mapped[str] = mapped_column(String(66), index=True)
    source: Mapped[str] = mapped_column(String(42))
    to: Mapped[str] = mapped_column(String(42))
    settlement: Mapped[str] = mapped_column(String(42))
    payer: Mapped[int]
    payee: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    status: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(66))
    at: Mapped[datetime]
    block: Mapped[int]
    block_hash: Mapped[str] = mapped_column(String(66))
    transaction: Mapped[str] = mapped_column(String(66))
    log_index: Mapped[int]
    returned_at: Mapped[datetime | None]
    returned_block: Mapped[int | None]
    returned_block_hash: Mapped[str | None] = mapped_column(String(66))
    returned_transaction: Mapped[str | None] = mapped_column(String(66))
    returned_log_index: Mapped[int | None]

    __table_args__ = (
        Index("ix_chain_clearings_payer", "payer"),
        Index("ix_chain_clearings_payee", "payee"),
        Index("ix_chain_clearings_place", "block", "log_index"),
    )


def lines(chain_id: int, contracts: list[str]) -> Select[LineRow]:
    return select(LineRow).where(LineRow.chain_id == chain_id, LineRow.contract.in_(contracts))


def clearings_of(chain_id: int, parties: Select[Any], tokens: list[str]) -> Select[ClearingRow]:
    """Payments from or to these numbers, and those that end or make claims in these tokens."""
    stands_in = or_(
        ClearingRow.payer.in_(parties),
        ClearingRow.payee.in_(parties),
        ClearingRow.source.in_(tokens),
        ClearingRow.to.in_(tokens),
    )
    return select(ClearingRow).where(ClearingRow.chain_id == chain_id, stands_in)


def clearing(session: Session, query: Select[ClearingRow], payment: str) -> ClearingRow | None:
    """The one under this reference; where several payers used it, the first."""
    found = query.where(ClearingRow.payment == payment).order_by(ClearingRow.block, ClearingRow.log_index)
    return session.scalars(found).first()
