"""Members hosted here, their numbers, whom they know; and the mirror of MemberRegistry."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint, and_, bindparam, cast, select
from sqlalchemy.orm import Mapped, mapped_column

from app.chain.mirror import Mirrored
from app.db import Base, Uint64


class Member(Base):
    """An organisation that this deployment works for."""

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    lei: Mapped[str] = mapped_column(String(20), unique=True)
    bic: Mapped[str | None] = mapped_column(String(11))
    country: Mapped[str] = mapped_column(String(2))


class Alias(Base):
    """A number of a member and the opening of its commitment. `deal` is null while the number is free."""

    __tablename__ = "aliases"

    party: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    deal: Mapped[str | None] = mapped_column(String(64))
    salt: Mapped[bytes]
    maker_key: Mapped[str] = mapped_column(String(42))
    checker_key: Mapped[str] = mapped_column(String(42))

    __table_args__ = (UniqueConstraint("member_id", "deal"),)


class Contact(Base):
    """An organisation that a member knows; each member keeps its own list."""

    __tablename__ = "contacts"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    lei: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    bic: Mapped[str | None] = mapped_column(String(11))
    country: Mapped[str] = mapped_column(String(2))


class Counterparty(Base):
    """The number of another organisation in one deal, with the opening that it gave."""

    __tablename__ = "counterparties"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    deal: Mapped[str] = mapped_column(String(64), primary_key=True)
    lei: Mapped[str] = mapped_column(String(20), primary_key=True)
    party: Mapped[int]
    salt: Mapped[bytes]

    __table_args__ = (UniqueConstraint("member_id", "deal", "party"),)


class PartyRow(Mirrored, Base):
    """`id` is the number in decimal; `status` as `PartyStatus`; `roles` a bitmap of `Role`."""

    __tablename__ = "chain_parties"

    status: Mapped[int]
    roles: Mapped[int]
    organisation: Mapped[str] = mapped_column(String(66))


class KeyRow(Mirrored, Base):
    """`id` is the key's address."""

    __tablename__ = "chain_keys"

    party: Mapped[int] = mapped_column(index=True)
    person: Mapped[int]
    may_make: Mapped[int]
    may_check: Mapped[int]


class InstrumentRow(Mirrored, Base):
    """`id` is the instrument's address."""

    __tablename__ = "chain_instruments"

    number: Mapped[int]
    status: Mapped[int]
    capabilities: Mapped[int]


class LimitRow(Mirrored, Base):
    """`id` is `<party>:<asset>`; minor units. The lower of the two counts."""

    __tablename__ = "chain_limits"

    party: Mapped[int] = mapped_column(index=True)
    asset: Mapped[str] = mapped_column(String(42))
    ceiling: Mapped[int] = mapped_column(Uint64)
    own: Mapped[int] = mapped_column(Uint64)


# Made once: nearly every write asks these.
OWN_AMONG = select(Alias).where(
    Alias.member_id == bindparam("member_id"), Alias.party.in_(bindparam("parties", expanding=True))
)
CONTACTS_AMONG = select(Contact.lei).where(
    Contact.member_id == bindparam("member_id"), Contact.lei.in_(bindparam("leis", expanding=True))
)
ACQUAINTANCE = (
    select(
        Member.lei.label("own"),
        Contact.lei.label("contact"),
        Counterparty.party,
        Counterparty.salt,
        PartyRow.organisation.label("committed"),
    )
    .outerjoin(Contact, and_(Contact.member_id == Member.id, Contact.lei == bindparam("lei")))
    .outerjoin(
        Counterparty,
        and_(
            Counterparty.member_id == Member.id,
            Counterparty.deal == bindparam("deal"),
            Counterparty.lei == bindparam("lei"),
        ),
    )
    .outerjoin(
        PartyRow,
        and_(
            PartyRow.chain_id == bindparam("chain_id"),
            PartyRow.contract == bindparam("registry"),
            PartyRow.id == cast(Counterparty.party, String),
        ),
    )
    .where(Member.id == bindparam("member_id"))
)
