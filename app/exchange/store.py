"""Members' own copies of what is exchanged, and the mirror of CurrencyExchange."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored
from app.chain.mirror import final_block as final_block
from app.chain.store import Number
from app.db import Base


class OfferRow(Mirrored, Base):
    """`id` is `<party>:<exchange>`, for a stranger may repeat a hash; `until` in seconds since 1970; `status`
    as `ExchangeStatus`.
    """

    __tablename__ = "chain_exchange_offers"

    until: Mapped[int]
    status: Mapped[int]


class StepRow(Mirrored, Base):
    """`id` is `<block>-<log>` of an event of `offer`."""

    __tablename__ = "chain_exchange_steps"

    offer: Mapped[str] = mapped_column(String(128), index=True)
    event: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    block: Mapped[int]
    block_hash: Mapped[str] = mapped_column(String(66))
    transaction: Mapped[str] = mapped_column(String(66))
    log_index: Mapped[int]


class ExchangeCopy(Base):
    """One side's own copy of the terms, as their `as_json` makes them. `counterparty` is the other's LEI."""

    __tablename__ = "exchange_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    exchange: Mapped[str] = mapped_column(String(66))
    contract: Mapped[str] = mapped_column(String(42))
    deal: Mapped[str] = mapped_column(String(64))
    side: Mapped[str] = mapped_column(String(8))
    counterparty: Mapped[str] = mapped_column(String(20))
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    until: Mapped[int]
    kept_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("member_id", "exchange"),)


def offer_id(party: int, exchange: str) -> str:
    return f"{party}:{exchange}"


def copies_of(member_id: str) -> Select[ExchangeCopy]:
    return select(ExchangeCopy).where(ExchangeCopy.member_id == member_id)


def copy_of(session: Session, member_id: str, exchange: str) -> ExchangeCopy | None:
    return session.scalars(copies_of(member_id).where(ExchangeCopy.exchange == exchange)).first()


def offers_of(session: Session, chain_id: int, offers: Collection[str]) -> dict[tuple[str, str], OfferRow]:
    """By contract and id."""
    rows = session.scalars(select(OfferRow).where(OfferRow.chain_id == chain_id, OfferRow.id.in_(offers)))
    return {(row.contract, row.id): row for row in rows}


def steps_of(session: Session, chain_id: int, offers: Collection[str]) -> list[StepRow]:
    """In the order in which they happened."""
    return list(
        session.scalars(
            select(StepRow)
            .where(StepRow.chain_id == chain_id, StepRow.offer.in_(offers))
            .order_by(StepRow.block, StepRow.log_index)
        )
    )
