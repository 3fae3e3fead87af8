"""Members' own copies of what was agreed, and the mirror of MilestoneEscrow."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored
from app.chain.mirror import final_block as final_block
from app.chain.store import Number
from app.db import Base, Uint64


class MilestoneRow(Mirrored, Base):
    """`id` is the hash of the terms, `terms` as their `as_json` makes them; the rest as `Standing`,
    `released` as decimal digits.
    """

    __tablename__ = "chain_milestone_escrows"

    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[int]
    paid: Mapped[int] = mapped_column(Uint64)
    collected: Mapped[int] = mapped_column(Uint64)
    until: Mapped[int]
    lost: Mapped[int]
    released: Mapped[list[str]] = mapped_column(JSON)


class MilestoneStepRow(Mirrored, Base):
    """`id` is `<block>-<log>` of an event of `escrow`. `milestone` from 0; `party` who acted, where the event
    says so; `payments` references.
    """

    __tablename__ = "chain_milestone_steps"

    escrow: Mapped[str] = mapped_column(String(66), index=True)
    event: Mapped[str] = mapped_column(String(32))
    milestone: Mapped[int | None]
    amount: Mapped[int | None] = mapped_column(Uint64)
    fee: Mapped[int | None] = mapped_column(Uint64)
    party: Mapped[int | None]
    commitment: Mapped[str | None] = mapped_column(String(66))
    payments: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime]
    block: Mapped[int]
    block_hash: Mapped[str] = mapped_column(String(66))
    transaction: Mapped[str] = mapped_column(String(66))
    log_index: Mapped[int]


class MilestoneCopy(Base):
    """A member's own copy of the terms. `party` is its number, `parties` the LEI of each side, `what` each
    milestone stands for.
    """

    __tablename__ = "milestone_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    escrow: Mapped[str] = mapped_column(String(66))
    contract: Mapped[str] = mapped_column(String(42))
    deal: Mapped[str] = mapped_column(String(64))
    party: Mapped[int]
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    parties: Mapped[dict[str, str]] = mapped_column(JSON)
    what: Mapped[list[str]] = mapped_column(JSON)
    kept_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("member_id", "escrow"),)


def copies_of(member_id: str) -> Select[MilestoneCopy]:
    return select(MilestoneCopy).where(MilestoneCopy.member_id == member_id)


def copy_of(session: Session, member_id: str, escrow: str) -> MilestoneCopy | None:
    return session.scalars(copies_of(member_id).where(MilestoneCopy.escrow == escrow)).first()


def rows_of(session: Session, chain_id: int, escrows: Collection[str]) -> dict[str, MilestoneRow]:
    rows = session.scalars(
        select(MilestoneRow).where(MilestoneRow.chain_id == chain_id, MilestoneRow.id.in_(escrows))
    )
    return {row.id: row for row in rows}


def steps_of(session: Session, chain_id: int, escrows: Collection[str]) -> list[MilestoneStepRow]:
    """In the order in which they happened."""
    return list(
        session.scalars(
            select(MilestoneStepRow)
            .where(MilestoneStepRow.chain_id == chain_id, MilestoneStepRow.escrow.in_(escrows))
            .order_by(MilestoneStepRow.block, MilestoneStepRow.log_index)
        )
    )
