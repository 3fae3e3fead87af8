"""Mirror of the deposit tokens, and what a member was told of who issues them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored
from app.chain.mirror import final_block as final_block
from app.db import Base, Uint64


class BalanceRow(Mirrored, Base):
    """`id` is the account, `party` the number behind it, null for an instrument that keeps cash."""

    __tablename__ = "chain_cash_balances"

    party: Mapped[int | None] = mapped_column(index=True)
    amount: Mapped[int] = mapped_column(Uint64)


class SupplyRow(Mirrored, Base):
    """`id` is `total`: all claims on the issuer, in minor units."""

    __tablename__ = "chain_cash_supplies"

    amount: Mapped[int] = mapped_column(Uint64)


class FrozenRow(Mirrored, Base):
    """`id` is the number whose payments the issuer has stopped; gone when it lets them go on."""

    __tablename__ = "chain_cash_frozen"


class AppointedRow(Mirrored, Base):
    """`id` is an instrument that the issuer lets redeem and mint for it; gone when it no longer does."""

    __tablename__ = "chain_cash_appointed"


class PaymentRow(Mirrored, Base):
    """`id` is `<block>-<log>` of a `Settled`, `Paid` or `Reversed`, which says what the transfer that follows
    it pays for, or takes back.
    """

    __tablename__ = "chain_cash_payments"

    payment: Mapped[str] = mapped_column(String(66))


class ReferenceRow(Mirrored, Base):
    """`id` is the reference of a payment; `movement` and `reversal` are movements; `reason` and `court_order`
    commitments; `undoes` and `undone_by` references of a forced payment and of what it undid.
    """

    __tablename__ = "chain_cash_references"

    status: Mapped[int]
    movement: Mapped[str] = mapped_column(String(40))
    reversal: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(66))
    court_order: Mapped[str | None] = mapped_column(String(66))
    undoes: Mapped[str | None] = mapped_column(String(66))
    undone_by: Mapped[str | None] = mapped_column(String(66))


class MovementRow(Mirrored, Base):
    """`id` is `<block>-<log>` of the Transfer. `payer` and `payee` are accounts, null for a token's birth and
    end; the numbers behind them, null for an instrument.
    """

    __tablename__ = "chain_cash_movements"

    kind: Mapped[str] = mapped_column(String(12))
    payer: Mapped[str | None] = mapped_column(String(42))
    payee: Mapped[str | None] = mapped_column(String(42))
    payer_party: Mapped[int | None]
    payee_party: Mapped[int | None]
    amount: Mapped[int] = mapped_column(Uint64)
    payment: Mapped[str | None] = mapped_column(String(66))
    at: Mapped[datetime]
    block: Mapped[int]
    block_hash: Mapped[str] = mapped_column(String(66))
    transaction: Mapped[str] = mapped_column(String(66))
    log_index: Mapped[int]

    __table_args__ = (
        Index("ix_chain_cash_movements_payer", "payer_party", "contract"),
        Index("ix_chain_cash_movements_payee", "payee_party", "contract"),
        Index("ix_chain_cash_movements_place", "contract", "block", "log_index"),
    )


class IssuerTold(Base):
    """Which organisation (LEI) a member was told to stand behind a token; `salt` opens the issuer's
    commitment, so the member can tell it on to whom it pays.
    """

    __tablename__ = "cash_issuers"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(42), primary_key=True)
    lei: Mapped[str] = mapped_column(String(20))
    salt: Mapped[bytes]


class UetrTold(Base):
    """The UETR behind a reference, known to who used it and to whom it told so."""

    __tablename__ = "cash_uetrs"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    payment: Mapped[str] = mapped_column(String(66), primary_key=True)
    uetr: Mapped[str] = mapped_column(String(36))

    __table_args__ = (Index("ix_cash_uetrs_uetr", "member_id", "uetr"),)


class ReasonTold(Base):
    """Text and salt that open a `commitment`: why a payment was reversed, or by what order it was forced."""

    __tablename__ = "cash_reasons"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    commitment: Mapped[str] = mapped_column(String(66), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes]


def balances_of(chain_id: int, token: str, parties: Select[Any]) -> Select[BalanceRow]:
    """What these numbers hold; a balance that went back to zero included, so that it can be seen to have."""
    return select(BalanceRow).where(
        BalanceRow.chain_id == chain_id, BalanceRow.contract == token, BalanceRow.party.in_(parties)
    )


def movements_of(chain_id: int, token: str, parties: Select[Any], *, issuer: bool) -> Select[MovementRow]:
    """Movements from or to these numbers; for the issuer also every one that it forced or by which its debt
    grew or shrank.
    """
    stands_in: list[ColumnElement[bool]] = [
        MovementRow.payer_party.in_(parties),
        MovementRow.payee_party.in_(parties),
    ]
    if issuer:
        stands_in += [MovementRow.payer.is_(None), MovementRow.payee.is_(None), MovementRow.kind == "forced"]
    return select(MovementRow).where(
        MovementRow.chain_id == chain_id, MovementRow.contract == token, or_(*stands_in)
    )


def supply_of(session: Session, chain_id: int, token: str) -> int:
    row = session.get(SupplyRow, (chain_id, token, "total"))
    return row.amount if row else 0


def frozen_among(session: Session, chain_id: int, token: str, parties: list[int]) -> set[int]:
    rows = session.scalars(
        select(FrozenRow.id).where(
            FrozenRow.chain_id == chain_id,
            FrozenRow.contract == token,
            FrozenRow.id.in_([str(party) for party in parties]),
        )
    )
    return {int(id) for id in rows}


def reference(session: Session, chain_id: int, token: str, payment: str) -> ReferenceRow | None:
    return session.get(ReferenceRow, (chain_id, token, payment))


def is_appointed(session: Session, chain_id: int, token: str, instrument: str) -> bool:
    return session.get(AppointedRow, (chain_id, token, instrument)) is not None


def uetrs_of(session: Session, member_id: str, payments: Collection[str]) -> dict[str, str]:
    """UETRs by reference, as far as this member knows them."""
    rows = session.scalars(
        select(UetrTold).where(UetrTold.member_id == member_id, UetrTold.payment.in_(payments))
    )
    return {row.payment: row.uetr for row in rows}


def references_under(session: Session, member_id: str, uetr: str) -> list[str]:
    """References that this member knows under a UETR."""
    return list(
        session.scalars(
            select(UetrTold.payment)
            .where(UetrTold.member_id == member_id, UetrTold.uetr == uetr)
            .order_by(UetrTold.payment)
        )
    )


def recorded_among(
    session: Session, chain_id: int, tokens: Collection[str], payments: Collection[str]
) -> set[str]:
    """Which of these are references under which something was paid in one of the tokens."""
    return set(
        session.scalars(
            select(ReferenceRow.id).where(
                ReferenceRow.chain_id == chain_id,
                ReferenceRow.contract.in_(tokens),
                ReferenceRow.id.in_(payments),
            )
        )
    )
