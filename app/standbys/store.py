"""Each member's own copies of what a standby's parties told each other, and the mirror of StandbyCredit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored, final_block
from app.chain.states import ENDED, Status
from app.chain.store import Number, Operation
from app.db import Base, Uint64
from app.standbys.domain import AmendmentStatus, Course, Demand, DemandStatus, StandbyStatus

__all__ = ["final_block"]

# ------------------------------------------------------------------------------------------- own copies


class StandbyCopy(Base):
    """A standby as one member holds it: `content` is text and required documents, `terms` those on chain, and
    who is who by LEI.
    """

    __tablename__ = "standby_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    standby: Mapped[str] = mapped_column(String(66))
    contract: Mapped[str] = mapped_column(String(42))
    deal: Mapped[str] = mapped_column(String(64))
    part: Mapped[str] = mapped_column(String(16))
    party: Mapped[int]
    issuer: Mapped[str] = mapped_column(String(20))
    applicant: Mapped[str] = mapped_column(String(20))
    beneficiary: Mapped[str] = mapped_column(String(20))
    confirmer: Mapped[str | None] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(35))
    content: Mapped[dict[str, Any]]
    salt: Mapped[bytes]
    terms: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("member_id", "standby"),)


class StandbyPaper(Base):
    """What a commitment of a standby opens to, as one member holds it: a demand's documents, the text of an
    amendment, a notice, an order, the calendar of a finding.
    """

    __tablename__ = "standby_papers"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    commitment: Mapped[str] = mapped_column(String(66))
    standby: Mapped[str] = mapped_column(String(66))
    kind: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any]]
    salt: Mapped[bytes]
    kept_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("member_id", "commitment"),)


# ------------------------------------------------------------------------------------------------ mirror


class StandbyRow(Mirrored, Base):
    """A standby as it stands."""

    __tablename__ = "chain_standbys"

    issuer: Mapped[int] = mapped_column(index=True)
    applicant: Mapped[int]
    beneficiary: Mapped[int]
    confirmer: Mapped[int]
    cash: Mapped[str] = mapped_column(String(42))
    text: Mapped[str] = mapped_column(String(66))
    documents: Mapped[str] = mapped_column(String(66))
    amount: Mapped[int] = mapped_column(Uint64)
    reserved: Mapped[int] = mapped_column(Uint64)
    advanced: Mapped[int] = mapped_column(Uint64)
    honoured: Mapped[int] = mapped_column(Uint64)
    expiry: Mapped[int]
    final_expiry: Mapped[int]
    extension: Mapped[int]
    notice_days: Mapped[int]
    status: Mapped[int]
    confirmed: Mapped[bool]
    ends: Mapped[bool]
    open: Mapped[int]
    version: Mapped[int]
    consents: Mapped[list[Any]]

    @property
    def state(self) -> StandbyStatus:
        return StandbyStatus(self.status)

    @property
    def course(self) -> Course:
        return Course(self.expiry, self.final_expiry, self.extension, self.notice_days, self.ends)


class DemandRow(Mirrored, Base):
    """`bank` has it, `presented_to` had it first. `findings` is, by the bank's number, [status, complies,
    third, seventh, last day, calendar, examined].
    """

    __tablename__ = "chain_standby_demands"

    standby: Mapped[str] = mapped_column(String(66), index=True)
    presented_to: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    presented: Mapped[int]
    extend_to: Mapped[int]
    documents: Mapped[str] = mapped_column(String(66))
    status: Mapped[int]
    bank: Mapped[int]
    payer: Mapped[int]
    received: Mapped[int]
    received_at: Mapped[int]
    expiry: Mapped[int]
    version: Mapped[int]
    findings: Mapped[dict[str, Any]]
    agreed: Mapped[list[Any]]

    @property
    def contents(self) -> Demand:
        return Demand(self.presented_to, self.amount, self.presented, self.extend_to, self.documents)

    def last_day_of(self, bank: int) -> int:
        """As that bank found it; 0 where it has not examined."""
        found = self.findings.get(str(bank))
        return int(found[4]) if found else 0

    @property
    def state(self) -> DemandStatus:
        """With the bank that has it."""
        found = self.findings.get(str(self.bank))
        whole = DemandStatus(self.status)
        return DemandStatus(found[0]) if found and whole is DemandStatus.LODGED else whole


class AmendmentRow(Mirrored, Base):
    __tablename__ = "chain_standby_amendments"

    standby: Mapped[str] = mapped_column(String(66), index=True)
    number: Mapped[int]
    increase: Mapped[int] = mapped_column(Uint64)
    decrease: Mapped[int] = mapped_column(Uint64)
    expiry: Mapped[int]
    final_expiry: Mapped[int]
    text: Mapped[str] = mapped_column(String(66))
    status: Mapped[int]
    agreed: Mapped[list[Any]]

    @property
    def state(self) -> AmendmentStatus:
        return AmendmentStatus(self.status)


class StandbyEventRow(Mirrored, Base):
    """`id` is `<block>-<log>`; `subject` a demand or an amendment; `said` what else the event tells."""

    __tablename__ = "chain_standby_events"

    standby: Mapped[str] = mapped_column(String(66), index=True)
    event: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(66))
    said: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    block: Mapped[int]
    block_hash: Mapped[str] = mapped_column(String(66))
    transaction: Mapped[str] = mapped_column(String(66))
    log_index: Mapped[int]


# ----------------------------------------------------------------------------------------------- queries


def copies_of(member_id: str) -> Select[StandbyCopy]:
    return select(StandbyCopy).where(StandbyCopy.member_id == member_id)


def copy_of(session: Session, member_id: str, standby: str, *, lock: bool = False) -> StandbyCopy | None:
    query = copies_of(member_id).where(StandbyCopy.standby == standby)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first()


def dishonour_asked(session: Session, member_id: str, demand: str) -> str | None:
    """Our operation that gives notice of dishonour, unless it ended without."""
    query = select(Operation.id).where(
        Operation.member_id == member_id,
        Operation.function == "dishonour",
        Operation.describes["demand"].as_string() == demand,
        Operation.status.not_in(ENDED - {Status.FINAL}),
    )
    return session.scalars(query).first()


def papers_of(session: Session, member_id: str, standby: str) -> dict[str, StandbyPaper]:
    """By commitment."""
    query = select(StandbyPaper).where(StandbyPaper.member_id == member_id, StandbyPaper.standby == standby)
    return {row.commitment: row for row in session.scalars(query)}


def paper(session: Session, member_id: str, commitment: str) -> StandbyPaper | None:
    query = select(StandbyPaper).where(
        StandbyPaper.member_id == member_id, StandbyPaper.commitment == commitment
    )
    return session.scalars(query).first()


def standby_rows(session: Session, chain_id: int, ids: Collection[str]) -> dict[str, StandbyRow]:
    rows = session.scalars(select(StandbyRow).where(StandbyRow.chain_id == chain_id, StandbyRow.id.in_(ids)))
    return {row.id: row for row in rows}


def demand_rows(session: Session, chain_id: int, standby: str) -> list[DemandRow]:
    """In the order in which they were made."""
    return list(
        session.scalars(
            select(DemandRow)
            .where(DemandRow.chain_id == chain_id, DemandRow.standby == standby)
            .order_by(DemandRow.first_block, DemandRow.id)
        )
    )


def amendment_rows(session: Session, chain_id: int, standby: str) -> list[AmendmentRow]:
    return list(
        session.scalars(
            select(AmendmentRow)
            .where(AmendmentRow.chain_id == chain_id, AmendmentRow.standby == standby)
            .order_by(AmendmentRow.number, AmendmentRow.id)
        )
    )


def event_rows(session: Session, chain_id: int, standby: str) -> list[StandbyEventRow]:
    """In the order in which they happened."""
    return list(
        session.scalars(
            select(StandbyEventRow)
            .where(StandbyEventRow.chain_id == chain_id, StandbyEventRow.standby == standby)
            .order_by(StandbyEventRow.block, StandbyEventRow.log_index)
        )
    )
