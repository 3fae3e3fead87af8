"""Members' own copies of escrow terms, and the mirror of DvpEscrow."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored, final_block
from app.chain.store import Number
from app.db import Base, Uint64

__all__ = [
    "EscrowCopy",
    "EscrowRow",
    "StepRow",
    "copies_of",
    "copy_of",
    "final_block",
    "rows_of",
    "steps_of",
]


class EscrowRow(Mirrored, Base):
    """`id` is the hash of the terms; `status` as `EscrowStatus`; `deadline` in seconds since 1970."""

    __tablename__ = "chain_escrows"

    seller: Mapped[int]
    buyer: Mapped[int]
    bill: Mapped[str] = mapped_column(String(66), index=True)
    cash: Mapped[str] = mapped_column(String(42))
    amount: Mapped[int] = mapped_column(Uint64)
    deadline: Mapped[int]
    salt: Mapped[str] = mapped_column(String(66))
    status: Mapped[int]


class StepRow(Mirrored, Base):
    """`id` is `<block>-<log>` of an event of `escrow`."""

    __tablename__ = "chain_escrow_steps"

    escrow: Mapped[str] = mapped_column(String(66), index=True)
    event: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    block: Mapped[int]
    block_hash: Mapped[str] = mapped_column(String(66))
    transaction: Mapped[str] = mapped_column(String(66))
    log_index: Mapped[int]


class EscrowCopy(Base):
    """One side's own copy of the terms. `counterparty` is the LEI of the other side."""

    __tablename__ = "escrow_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    escrow: Mapped[str] = mapped_column(String(66))
    contract: Mapped[str] = mapped_column(String(42))
    deal: Mapped[str] = mapped_column(String(64))
    side: Mapped[str] = mapped_column(String(8))
    counterparty: Mapped[str] = mapped_column(String(20))
    seller: Mapped[int]
    buyer: Mapped[int]
    bill: Mapped[bytes]
    cash: Mapped[str] = mapped_column(String(42))
    amount: Mapped[int] = mapped_column(Uint64)
    deadline: Mapped[int]
    salt: Mapped[bytes]
    kept_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("member_id", "escrow"),)


def copies_of(member_id: str) -> Select[EscrowCopy]:
    return select(EscrowCopy).where(EscrowCopy.member_id == member_id)


def copy_of(session: Session, member_id: str, escrow: str) -> EscrowCopy | None:
    return session.scalars(copies_of(member_id).where(EscrowCopy.escrow == escrow)).first()


def rows_of(session: Session, chain_id: int, escrows: Collection[str]) -> dict[str, EscrowRow]:
    rows = session.scalars(select(EscrowRow).where(EscrowRow.chain_id == chain_id, EscrowRow.id.in_(escrows)))
    return {row.id: row for row in rows}


def steps_of(session: Session, chain_id: int, escrows: Collection[str]) -> list[StepRow]:
    """In the order in which they happened."""
    return list(
        session.scalars(
            select(StepRow)
            .where(StepRow.chain_id == chain_id, StepRow.escrow.in_(escrows))
            .order_by(StepRow.block, StepRow.log_index)
        )
    )
