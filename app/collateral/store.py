"""Each side's own copy of what was agreed, and the mirror of CollateralBook."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored
from app.chain.mirror import final_block as final_block
from app.chain.store import Number
from app.db import Base, Uint64


class LinkRow(Mirrored, Base):
    """`deal` and `master` are the master credit, `second` the bank's commitment to the other, 0 before."""

    __tablename__ = "chain_collateral_links"

    deal: Mapped[str] = mapped_column(String(42))
    master: Mapped[str] = mapped_column(String(66), index=True)
    beneficiary: Mapped[int]
    bank: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    purpose: Mapped[str] = mapped_column(String(66))
    second: Mapped[str] = mapped_column(String(66))
    status: Mapped[int]


class LinkCopy(Base):
    """One side's own copy. `party` is its number; `beneficiary` and `bank` are LEIs. `second`, in the
    instrument `second_deal`, and `second_salt` are what opens the bank's commitment, null before it is known.
    """

    __tablename__ = "collateral_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    link: Mapped[str] = mapped_column(String(66))
    side: Mapped[str] = mapped_column(String(16))
    party: Mapped[int]
    master: Mapped[str] = mapped_column(String(66))
    cash: Mapped[str] = mapped_column(String(42))
    deal: Mapped[str] = mapped_column(String(64))
    beneficiary: Mapped[str] = mapped_column(String(20))
    bank: Mapped[str] = mapped_column(String(20))
    beneficiary_party: Mapped[int]
    bank_party: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    agreed: Mapped[str]
    salt: Mapped[bytes]
    second: Mapped[str | None] = mapped_column(String(66))
    second_deal: Mapped[str | None] = mapped_column(String(42))
    second_salt: Mapped[bytes | None]
    kept_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("member_id", "link"),)


def copies_of(member_id: str) -> Select[LinkCopy]:
    return select(LinkCopy).where(LinkCopy.member_id == member_id)


def copy_of(session: Session, member_id: str, link: str) -> LinkCopy | None:
    return session.scalars(copies_of(member_id).where(LinkCopy.link == link)).first()


def rows_of(session: Session, chain_id: int, links: Collection[str]) -> dict[str, LinkRow]:
    rows = session.scalars(select(LinkRow).where(LinkRow.chain_id == chain_id, LinkRow.id.in_(links)))
    return {row.id: row for row in rows}


def links_of(session: Session, chain_id: int, master: str) -> list[LinkRow]:
    """Every link of a master credit, whoever's and however it stands."""
    return list(
        session.scalars(select(LinkRow).where(LinkRow.chain_id == chain_id, LinkRow.master == master))
    )
