"""Members' own copies of what they finance, the fingerprints' key, and the mirror."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.mirror import Mirrored, final_block
from app.chain.store import Number
from app.db import Base, Uint64
from app.receivables.claims import Notice, ReceivableStatus, Standing, Terms
from app.receivables.domain import Attempt, FinancingStatus
from app.receivables.views import Happened

__all__ = ["final_block"]

# ------------------------------------------------------------------------------------------- fingerprints


class FingerprintKey(Base):
    """What a member knows of the key: `evaluators` are LEIs, in the order of their numbers, `points` their
    shares times the generator in hexadecimal digits.
    """

    __tablename__ = "fingerprint_keys"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    threshold: Mapped[int]
    evaluators: Mapped[list[str]]
    points: Mapped[list[str]]


class EvaluatorShare(Base):
    """A member's part of the key, 32 bytes: never sent, never shown. `evaluator` is its number, from 1."""

    __tablename__ = "fingerprint_shares"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    evaluator: Mapped[int]
    scalar: Mapped[bytes]


class Asked(Base):
    """How many combinations `organisation` (LEI) had evaluated by this member on a day."""

    __tablename__ = "fingerprints_asked"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]


class Answer(Base):
    """What an evaluator answered to `question`, until it is used."""

    __tablename__ = "fingerprint_answers"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    question: Mapped[str] = mapped_column(String(32), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(20), primary_key=True)
    body: Mapped[list[Any]]


# --------------------------------------------------------------------------------------------- own copies


class FinancingCopy(Base):
    """A document that a member wants to finance, or has: `document` as `written.as_json` makes it, `likeness`
    what it was found to be like, `reason` why a person went on all the same, `grounds` of a dispute and what
    opens their commitment.
    """

    __tablename__ = "financing_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(66))
    contract: Mapped[str] = mapped_column(String(42))
    deal: Mapped[str] = mapped_column(String(64))
    party: Mapped[int]
    reference: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]]
    share: Mapped[int]
    fingerprints: Mapped[list[str]]
    salt: Mapped[str] = mapped_column(String(66))
    likeness: Mapped[dict[str, Any]]
    reason: Mapped[str | None] = mapped_column(String(500))
    grounds: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    kept_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_financing_copies_member_id_id", "member_id", "id", unique=True),
        UniqueConstraint("member_id", "reference"),
    )

    @property
    def attempt(self) -> Attempt:
        return Attempt(self.party, self.share, tuple(self.fingerprints), self.salt)


class ReceivableCopy(Base):
    """A receivable as one member holds it: the invoice (as `written.as_json`), the salt that opens its
    commitment, and who is who by LEI. `terms` are those of what was registered, of which this may be a part;
    `sale` and `claim` what was told of an offer and of recourse; `notes` of disputes and credit notes.
    """

    __tablename__ = "receivable_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(66))
    contract: Mapped[str] = mapped_column(String(42))
    deal: Mapped[str] = mapped_column(String(64))
    party: Mapped[int]
    seller: Mapped[str] = mapped_column(String(20))
    obligor: Mapped[str] = mapped_column(String(20))
    terms: Mapped[dict[str, Any]]
    amount: Mapped[int] = mapped_column(Uint64)
    due: Mapped[int]
    document: Mapped[dict[str, Any]]
    salt: Mapped[str] = mapped_column(String(64))
    sale: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    claim: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    notes: Mapped[list[Any]]
    kept_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_receivable_copies_member_id_id", "member_id", "id", unique=True),
        Index("ix_receivable_copies_due", "member_id", "due", "number"),
    )

    @property
    def agreed(self) -> Terms:
        return Terms(**self.terms)


# ----------------------------------------------------------------------------------------------- the chain


class FinancingRow(Mirrored, Base):
    """`id` is the hash of the attempt; `until` in seconds since 1970; `keeper` 0 where nobody keeps it."""

    __tablename__ = "chain_financings"

    financier: Mapped[int]
    share: Mapped[int]
    fingerprints: Mapped[list[str]]
    salt: Mapped[str] = mapped_column(String(66))
    status: Mapped[int]
    until: Mapped[int]
    renewals: Mapped[int]
    keeper: Mapped[int]

    @property
    def state(self) -> FinancingStatus:
        return FinancingStatus(self.status)

    @property
    def attempt(self) -> Attempt:
        return Attempt(self.financier, self.share, tuple(self.fingerprints), self.salt)


class FingerprintRow(Mirrored, Base):
    """`id` is a fingerprint; as the contract's `Standing`, `since` being its `from`."""

    __tablename__ = "chain_fingerprints"

    taken: Mapped[int]
    unused: Mapped[int]
    last: Mapped[int]
    since: Mapped[int]


class MarkRow(Mirrored, Base):
    """That `financing` is of `fingerprint`. `id` is `<block>-<log>-<place>`."""

    __tablename__ = "chain_financing_marks"

    financing: Mapped[str] = mapped_column(String(66), index=True)
    fingerprint: Mapped[str] = mapped_column(String(66), index=True)


class ReceivableEventRow(Mirrored, Base):
    """`id` is `<block>-<log>` of an event of `subject`, a financing or a receivable."""

    __tablename__ = "chain_receivable_events"

    subject: Mapped[str] = mapped_column(String(66), index=True)
    event: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    block: Mapped[int]
    block_hash: Mapped[str] = mapped_column(String(66))
    transaction: Mapped[str] = mapped_column(String(66))
    log_index: Mapped[int]


class ReceivableRow(Mirrored, Base):
    """As the contract's `Receivable`; `sale` and `claim` are what is offered and claimed, `whole` what a part
    was cut from, each empty for nothing.
    """

    __tablename__ = "chain_receivables"

    seller: Mapped[int]
    obligor: Mapped[int]
    holder: Mapped[int]
    payee: Mapped[int]
    recourse: Mapped[int]
    due: Mapped[int]
    status: Mapped[int]
    disputed: Mapped[bool]
    notice: Mapped[int]
    share: Mapped[int]
    payments: Mapped[int]
    cash: Mapped[str] = mapped_column(String(42))
    amount: Mapped[int] = mapped_column(Uint64)
    financing: Mapped[str] = mapped_column(String(66))
    sale: Mapped[str] = mapped_column(String(66))
    claim: Mapped[str] = mapped_column(String(66))
    whole: Mapped[str] = mapped_column(String(66))

    @property
    def standing(self) -> Standing:
        return Standing(
            receivable=self.id,
            seller=self.seller,
            obligor=self.obligor,
            holder=self.holder,
            payee=self.payee,
            recourse=self.recourse,
            due=self.due,
            status=ReceivableStatus(self.status),
            disputed=self.disputed,
            notice=Notice(self.notice),
            financed=bool(self.financing),
            offered=bool(self.sale),
            claimed=bool(self.claim),
        )


def receivable_copies(member_id: str) -> Select[ReceivableCopy]:
    return select(ReceivableCopy).where(ReceivableCopy.member_id == member_id)


def receivable_copy(session: Session, member_id: str, id: str) -> ReceivableCopy | None:
    return session.scalars(receivable_copies(member_id).where(ReceivableCopy.id == id)).first()


def receivable_rows(session: Session, chain_id: int, ids: Collection[str]) -> dict[str, ReceivableRow]:
    rows = session.scalars(
        select(ReceivableRow).where(ReceivableRow.chain_id == chain_id, ReceivableRow.id.in_(ids))
    )
    return {row.id: row for row in rows}


def financing_copies(member_id: str) -> Select[FinancingCopy]:
    return select(FinancingCopy).where(FinancingCopy.member_id == member_id)


def financing_copy(session: Session, member_id: str, id: str) -> FinancingCopy | None:
    return session.scalars(financing_copies(member_id).where(FinancingCopy.id == id)).first()


def with_reference(session: Session, member_id: str, reference: str) -> FinancingCopy | None:
    return session.scalars(financing_copies(member_id).where(FinancingCopy.reference == reference)).first()


def financing_rows(session: Session, chain_id: int, ids: Collection[str]) -> dict[str, FinancingRow]:
    rows = session.scalars(
        select(FinancingRow).where(FinancingRow.chain_id == chain_id, FinancingRow.id.in_(ids))
    )
    return {row.id: row for row in rows}


def financings_of(
    session: Session, chain_id: int, contract: str, fingerprints: Collection[str]
) -> list[FinancingRow]:
    """All that were ever asked of any of these fingerprints, in the order in which they came."""
    marked = select(MarkRow.financing).where(
        MarkRow.chain_id == chain_id, MarkRow.contract == contract, MarkRow.fingerprint.in_(fingerprints)
    )
    return list(
        session.scalars(
            select(FinancingRow)
            .where(
                FinancingRow.chain_id == chain_id,
                FinancingRow.contract == contract,
                FinancingRow.id.in_(marked),
            )
            .order_by(FinancingRow.first_block, FinancingRow.id)
        )
    )


def standings(
    session: Session, chain_id: int, contract: str, fingerprints: Collection[str]
) -> list[FingerprintRow]:
    return list(
        session.scalars(
            select(FingerprintRow).where(
                FingerprintRow.chain_id == chain_id,
                FingerprintRow.contract == contract,
                FingerprintRow.id.in_(fingerprints),
            )
        )
    )


def histories(session: Session, chain_id: int, subjects: Collection[str]) -> dict[str, tuple[Happened, ...]]:
    """By subject, in the order in which it happened."""
    final = final_block(session, chain_id)
    rows = session.scalars(
        select(ReceivableEventRow)
        .where(ReceivableEventRow.chain_id == chain_id, ReceivableEventRow.subject.in_(subjects))
        .order_by(ReceivableEventRow.block, ReceivableEventRow.log_index)
    )
    found: dict[str, tuple[Happened, ...]] = dict.fromkeys(subjects, ())
    for row in rows:
        found[row.subject] += (
            Happened(
                row.event,
                row.at,
                row.last_block <= final,
                row.block,
                row.block_hash,
                row.transaction,
                row.log_index,
            ),
        )
    return found
