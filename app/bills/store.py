"""The mirror of BillOfLading, members' own copies of transport documents, and instructions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    text,
    union,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.bills.domain import BillStatus, Part
from app.chain.mirror import Mirrored, final_block
from app.chain.states import Status
from app.chain.store import Number, Operation
from app.db import Base

__all__ = [
    "BILL_AND_COPY",
    "COPY_OF",
    "PARTIES",
    "BillCopyRow",
    "BillRow",
    "ClaimedReference",
    "InstructionRow",
    "PledgeRow",
    "TitleEventRow",
    "bill_row",
    "bills_at",
    "bills_of",
    "claim_reference",
    "final_block",
    "instructions_of",
    "issues_of_reference",
    "pledge_row",
    "pledges_of",
    "stood_in",
    "title_events_of",
]


NOMINEE = Part.NOMINEE
NAMED = text("nominee <> 0")


class BillRow(Mirrored, Base):
    """`id` is the bill's id in hex; 0 stands for nobody; `status`, `form`, `locks` and `change` as the
    contract has them; `reissue`, `voided_by` and `statement`
    commitments or empty; `issued` in seconds since 1970.
    """

    __tablename__ = "chain_bills"

    carrier: Mapped[int]
    shipper: Mapped[int]
    holder: Mapped[int]
    owner: Mapped[int]
    nominee: Mapped[int]
    former_holder: Mapped[int]
    former_owner: Mapped[int]
    status: Mapped[int]
    form: Mapped[int]
    locks: Mapped[int]
    locker: Mapped[int]
    former_form: Mapped[int]
    change: Mapped[int]
    reissue: Mapped[str] = mapped_column(String(66))
    voided_by: Mapped[str] = mapped_column(String(66))
    statement: Mapped[str] = mapped_column(String(66))
    indemnity: Mapped[bool]
    frozen_by: Mapped[int]
    issued: Mapped[int]

    # By chain first, as the primary key is: without figures of its own SQLite takes the index that more of a
    # question fits, and the chain alone fits every row.
    __table_args__ = (
        Index("ix_chain_bills_id", "chain_id", "id"),
        *(Index(f"ix_chain_bills_{part.value}", "chain_id", part.value) for part in Part if part != NOMINEE),
        # Nearly every bill has no nominee: a planner that is not told so takes every row for a match.
        Index(
            "ix_chain_bills_nominee",
            "chain_id",
            "nominee",
            postgresql_where=NAMED,
            sqlite_where=NAMED,
        ),
    )


class PledgeRow(Mirrored, Base):
    """The last pledge of a bill in this book; `id` is the bill's. Numbers, 0 for none; `due` in seconds since
    1970; `status` as the contract has it; `agreement` a commitment.
    """

    __tablename__ = "chain_pledges"

    pledgor: Mapped[int]
    pledgee: Mapped[int]
    endorsee: Mapped[int]
    due: Mapped[int]
    status: Mapped[int]
    agreement: Mapped[str] = mapped_column(String(66))

    __table_args__ = (
        Index("ix_chain_pledges_id", "chain_id", "id"),
        Index("ix_chain_pledges_pledgor", "chain_id", "pledgor"),
        Index("ix_chain_pledges_pledgee", "chain_id", "pledgee"),
    )


class TitleEventRow(Mirrored, Base):
    """`id` is `<block>-<log index>`; `giver` and `taker` are numbers, 0 where nobody stands there."""

    __tablename__ = "chain_title_events"

    bill: Mapped[str] = mapped_column(String(66))
    name: Mapped[str] = mapped_column(String(32))
    giver: Mapped[int]
    taker: Mapped[int]
    detail: Mapped[int]
    block: Mapped[int]
    log_index: Mapped[int]
    at: Mapped[int]
    transaction: Mapped[str] = mapped_column(String(66))

    __table_args__ = (Index("ix_chain_title_events_bill", "chain_id", "bill", "block", "log_index"),)


class BillCopyRow(Base):
    """One member's copy of a transport document, byte for byte, with the salt that opens the bill's id."""

    __tablename__ = "bill_copies"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    bill: Mapped[str] = mapped_column(String(66), primary_key=True)
    deal: Mapped[str] = mapped_column(String(64))
    salt: Mapped[bytes]
    content: Mapped[bytes]
    reference: Mapped[str] = mapped_column(String(100))
    carrier: Mapped[str] = mapped_column(String(20))
    shipper: Mapped[str] = mapped_column(String(20))
    sender: Mapped[str | None] = mapped_column(String(20))
    operation_id: Mapped[str | None] = mapped_column(String(32))
    kept_at: Mapped[datetime]

    __table_args__ = (Index("ix_bill_copies_reference", "member_id", "reference"),)


class ClaimedReference(Base):
    """A carrier's own reference that a bill was asked for under, once or several times."""

    __tablename__ = "bill_references"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    reference: Mapped[str] = mapped_column(String(100), primary_key=True)


class InstructionRow(Base):
    """One side's copy of an instruction. `shipper`, `carrier` and `order` are LEIs; `bill` is the id that the
    carrier issued on it.
    """

    __tablename__ = "bill_instructions"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(32))
    deal: Mapped[str] = mapped_column(String(64))
    shipper: Mapped[str] = mapped_column(String(20))
    carrier: Mapped[str] = mapped_column(String(20))
    form: Mapped[int]
    order: Mapped[str | None] = mapped_column(String(20))
    document: Mapped[str | None]
    bill: Mapped[str | None] = mapped_column(String(66))
    sent_at: Mapped[datetime]

    __table_args__ = (Index("ix_bill_instructions_member", "member_id", "id", unique=True),)


def bills_of(chain_id: int, own: Select[Any], part: Part | None) -> Subquery:
    """Block and id of those bills in which a number of `own` stands now, as `part` or as anything."""
    parts = Part if part is None else (part,)
    found = [select(BillRow.first_block, BillRow.id).where(*_stands(chain_id, own, one)) for one in parts]
    return (union(*found) if len(found) > 1 else found[0]).subquery()


def bills_at(chain_id: int, keys: Select[Any]) -> Select[Any]:
    """The rows, newest first: a page is cut from the keys, and only what is on it is read."""
    at = keys.subquery()
    return (
        select(BillRow)
        .join(at, BillRow.id == at.c.id)
        .where(BillRow.chain_id == chain_id)
        .order_by(at.c.first_block.desc(), at.c.id.desc())
    )


def _stands(chain_id: int, own: Select[Any], part: Part) -> list[ColumnElement[bool]]:
    found = [BillRow.chain_id == chain_id, getattr(BillRow, part.value).in_(own)]
    # Written out as the index has it: of a bound value a database does not know that it is the same.
    return [*found, BillRow.nominee != literal_column("0")] if part == NOMINEE else found


# Made once: every write asks them.
COPY = (
    BillCopyRow.bill,
    BillCopyRow.deal,
    BillCopyRow.salt,
    BillCopyRow.content,
    BillCopyRow.reference,
    BillCopyRow.carrier,
    BillCopyRow.shipper,
    BillCopyRow.sender,
)
COPY_OF = select(*COPY).where(
    BillCopyRow.member_id == bindparam("member_id"), BillCopyRow.bill == bindparam("bill")
)
BILL = select(BillRow).where(BillRow.chain_id == bindparam("chain_id"), BillRow.id == bindparam("bill"))
# A bill with the member's copy of its document, or with nothing in its place.
BILL_AND_COPY = BILL.add_columns(*COPY).outerjoin(
    BillCopyRow, and_(BillCopyRow.member_id == bindparam("member_id"), BillCopyRow.bill == BillRow.id)
)
PARTIES = (
    BillRow.carrier,
    BillRow.shipper,
    BillRow.holder,
    BillRow.owner,
    BillRow.nominee,
    BillRow.former_holder,
    BillRow.former_owner,
)


def bill_row(session: Session, chain_id: int, bill: str) -> BillRow | None:
    """In whichever version of the contract: an id is a hash, and stands in one."""
    return session.scalars(BILL, {"chain_id": chain_id, "bill": bill}).first()


def pledge_row(session: Session, chain_id: int, bill: str) -> PledgeRow | None:
    """The newest, where a bill was pledged in one version of the book and then in another."""
    query = select(PledgeRow).where(PledgeRow.chain_id == chain_id, PledgeRow.id == bill)
    return session.scalars(query.order_by(PledgeRow.last_block.desc()).limit(1)).first()


def pledges_of(chain_id: int, own: Select[Any]) -> Select[PledgeRow]:
    """Pledges in which a number of `own` is pledgor or pledgee."""
    return select(PledgeRow).where(
        PledgeRow.chain_id == chain_id, or_(PledgeRow.pledgor.in_(own), PledgeRow.pledgee.in_(own))
    )


def title_events_of(chain_id: int, bill: str) -> Select[TitleEventRow]:
    return select(TitleEventRow).where(TitleEventRow.chain_id == chain_id, TitleEventRow.bill == bill)


def stood_in(session: Session, chain_id: int, bill: str, own: Select[Any]) -> bool:
    """Whether a number of `own` ever gave or took in this bill."""
    query = title_events_of(chain_id, bill).where(
        or_(TitleEventRow.giver.in_(own), TitleEventRow.taker.in_(own))
    )
    return session.scalars(query.limit(1)).first() is not None


def instructions_of(member_id: str) -> Select[InstructionRow]:
    return select(InstructionRow).where(InstructionRow.member_id == member_id)


def claim_reference(session: Session, member_id: str, reference: str) -> None:
    """Until this transaction ends no other claims the same: who asks at once waits, and then sees what became
    of it.
    """
    try:
        with session.begin_nested():
            session.add(ClaimedReference(member_id=member_id, reference=reference))
    except IntegrityError:
        session.get_one(ClaimedReference, (member_id, reference), with_for_update=True)


def issues_of_reference(session: Session, chain_id: int, member_id: str, reference: str) -> list[str]:
    """Bills that this carrier issued, or is issuing, under its own reference, and that no others took the
    place of; without those whose issue failed.
    """
    return list(
        session.scalars(
            select(BillCopyRow.bill)
            .join(Operation, Operation.id == BillCopyRow.operation_id)
            .outerjoin(BillRow, and_(BillRow.chain_id == chain_id, BillRow.id == BillCopyRow.bill))
            .where(
                BillCopyRow.member_id == member_id,
                BillCopyRow.reference == reference,
                Operation.status.not_in([Status.FAILED, Status.REJECTED, Status.CANCELLED]),
                or_(BillRow.status.is_(None), BillRow.status != BillStatus.VOID),
            )
        )
    )
