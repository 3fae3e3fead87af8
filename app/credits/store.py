"""Each member's own copies of what a credit's parties told each other, and the mirror of LetterOfCredit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Select, String, and_, exists, or_, select
from sqlalchemy.orm import Mapped, Session, defer, lazyload, mapped_column, relationship

from app.chain.mirror import Mirrored, final_block
from app.chain.states import ENDED, Status
from app.chain.store import Attempt, Checkpoint, LogRow, Number, Operation, Transaction
from app.credits.advances import AdvanceStatus
from app.credits.amendments import Amendable, Amendment, AmendmentStatus
from app.credits.assignments import AssignmentStatus, Claim
from app.credits.clauses import AdvanceTerms, Instalment
from app.credits.domain import (
    OPEN,
    Availability,
    Confirmation,
    CreditStatus,
    ObligationStatus,
    Part,
    PresentationStatus,
)
from app.credits.revolving import Revolving
from app.credits.transfers import SubstitutionStatus, TransferStatus
from app.db import Base, Uint64

__all__ = ["final_block"]

# ------------------------------------------------------------------------------------------- own copies


class Application(Base):
    """What an applicant asked its bank for: one copy with each of them. `credit` once it was made."""

    __tablename__ = "credit_applications"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(32))
    deal: Mapped[str] = mapped_column(String(64))
    sent: Mapped[bool]
    applicant: Mapped[str] = mapped_column(String(20))
    issuing_bank: Mapped[str] = mapped_column(String(20))
    advising_bank: Mapped[str] = mapped_column(String(20))
    beneficiary: Mapped[str] = mapped_column(String(20))
    message: Mapped[bytes]
    at: Mapped[datetime]
    credit: Mapped[str | None] = mapped_column(String(66))

    __table_args__ = (Index("uq_credit_applications_member_id_id", "member_id", "id", unique=True),)


class CreditCopy(Base):
    """A credit as one member holds it: the exact text, what opens its commitment, and who is who by LEI.
    `operation_id` is this member's own issue of it, for the issuing bank alone. `nominated_bank` is null
    where any bank is nominated, `confirming_bank` where none is asked to confirm.
    """

    __tablename__ = "credit_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(66))
    deal: Mapped[str] = mapped_column(String(64))
    part: Mapped[str] = mapped_column(String(16))
    party: Mapped[int]
    applicant: Mapped[str] = mapped_column(String(20))
    issuing_bank: Mapped[str] = mapped_column(String(20))
    advising_bank: Mapped[str] = mapped_column(String(20))
    confirming_bank: Mapped[str | None] = mapped_column(String(20))
    nominated_bank: Mapped[str | None] = mapped_column(String(20))
    beneficiary: Mapped[str] = mapped_column(String(20))
    message: Mapped[bytes]
    salt: Mapped[bytes]
    banks_salt: Mapped[bytes | None]
    banks_leaf: Mapped[bytes | None]
    reference: Mapped[str] = mapped_column(String(35))
    currency: Mapped[str] = mapped_column(String(3))
    application: Mapped[str | None] = mapped_column(String(32))
    operation_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]

    __table_args__ = (Index("uq_credit_copies_member_id_id", "member_id", "id", unique=True),)


class PresentationCopy(Base):
    """What was presented, as the beneficiary made it and as each bank received it at `at`. `opens`: documents
    and drawing are those that the chain was told of. `bank` is the number that it was presented to, `terms`
    the hash of the terms that it was presented under.
    """

    __tablename__ = "credit_presentation_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(66))
    credit: Mapped[str] = mapped_column(String(66))
    salt: Mapped[bytes]
    bills: Mapped[list[str]]
    commitment: Mapped[str] = mapped_column(String(66))
    bank: Mapped[int]
    terms: Mapped[str] = mapped_column(String(66))
    amount: Mapped[int] = mapped_column(Uint64)
    scheme: Mapped[int]
    drawing: Mapped[str] = mapped_column(String(66))
    shipped: Mapped[int]
    invoiced: Mapped[int]
    presented: Mapped[int]
    opens: Mapped[bool]
    operation_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]

    documents: Mapped[list[PresentedDocument]] = relationship(
        order_by="PresentedDocument.place", lazy="selectin"
    )

    __table_args__ = (Index("uq_credit_presentation_copies_member_id_id", "member_id", "id", unique=True),)


class PresentedDocument(Base):
    __tablename__ = "credit_presented_documents"

    copy_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]

    __table_args__ = (ForeignKeyConstraint(["copy_number"], ["credit_presentation_copies.number"]),)


class ExaminationCopy(Base):
    """What one examiner of the bank found, by which calendar. It counts once its operation is final."""

    __tablename__ = "credit_examinations"

    operation_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(64), index=True)
    presentation: Mapped[str] = mapped_column(String(66), index=True)
    complies: Mapped[bool]
    discrepancies: Mapped[list[Any]]
    calendar: Mapped[bytes]
    calendar_salt: Mapped[bytes]
    calendar_hash: Mapped[str] = mapped_column(String(66))
    examiner: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class NoticeCopy(Base):
    """A notice of refusal, as it was written and as it was received. `id` is its commitment; `sent_at` the
    second at which it left the bank that it came from, `operation_id` our own giving of it.
    """

    __tablename__ = "credit_notices"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(66))
    presentation: Mapped[str] = mapped_column(String(66), index=True)
    salt: Mapped[bytes]
    notice: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime | None]
    operation_id: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (Index("uq_credit_notices_member_id_id", "member_id", "id", unique=True),)


class WaiverRequest(Base):
    """The bank asks the applicant, who may answer (art. 16 b). Neither decides anything."""

    __tablename__ = "credit_waiver_requests"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(32))
    presentation: Mapped[str] = mapped_column(String(66), index=True)
    discrepancies: Mapped[list[Any]]
    question: Mapped[str] = mapped_column(String(2000))
    asked_at: Mapped[datetime]
    accepts: Mapped[bool | None]
    answer: Mapped[str | None] = mapped_column(String(2000))
    answered_at: Mapped[datetime | None]

    __table_args__ = (Index("uq_credit_waiver_requests_member_id_id", "member_id", "id", unique=True),)


class AmendmentCopy(Base):
    """An amendment as one member holds it: what was written, and what opens its commitment. `operation_id` is
    this member's own proposal of it, for the issuing bank alone.
    """

    __tablename__ = "credit_amendment_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(66))
    credit: Mapped[str] = mapped_column(String(66), index=True)
    written: Mapped[dict[str, Any]]
    salt: Mapped[bytes]
    operation_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]

    __table_args__ = (Index("uq_credit_amendment_copies_member_id_id", "member_id", "id", unique=True),)


class TransferCopy(Base):
    """A transfer as first beneficiary and transferring bank hold it, `id` being the transferred credit's:
    its text, and what opens it. `terms` are the transferred credit's as the chain is told, `beneficiary` and
    `applicant` the LEIs of who is named in it.
    """

    __tablename__ = "credit_transfer_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(66))
    credit: Mapped[str] = mapped_column(String(66), index=True)
    beneficiary: Mapped[str] = mapped_column(String(20))
    applicant: Mapped[str] = mapped_column(String(20))
    terms: Mapped[list[Any]]
    message: Mapped[bytes]
    salt: Mapped[bytes]
    operation_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]

    __table_args__ = (Index("uq_credit_transfer_copies_member_id_id", "member_id", "id", unique=True),)


class InvoiceCopy(Base):
    """The first beneficiary's own invoice for one presentation of a second one, `id`: with the first
    beneficiary and with the transferring bank.
    """

    __tablename__ = "credit_invoice_copies"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    id: Mapped[str] = mapped_column(String(66))
    commitment: Mapped[str] = mapped_column(String(66))
    salt: Mapped[bytes]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes]
    at: Mapped[datetime]

    __table_args__ = (Index("uq_credit_invoice_copies_member_id_id", "member_id", "id", unique=True),)


class ObligationPayment(Base):
    """That one of us asked for the payment of an obligation: the operation says who, and who approved."""

    __tablename__ = "credit_obligation_payments"

    operation_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(64), index=True)
    obligation: Mapped[str] = mapped_column(String(66), index=True)


class AssignmentCopy(Base):
    """An assignment of proceeds as one side holds it. `side` is this member's: beneficiary, assignee, bank;
    `beneficiary` and `assignee` are LEIs. `agreed` and `salt` open the deed.
    """

    __tablename__ = "credit_assignments"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    assignment: Mapped[str] = mapped_column(String(66))
    side: Mapped[str] = mapped_column(String(16))
    deal: Mapped[str] = mapped_column(String(64))
    credit: Mapped[str] = mapped_column(String(66))
    cash: Mapped[str] = mapped_column(String(42))
    beneficiary: Mapped[str] = mapped_column(String(20))
    beneficiary_party: Mapped[int]
    assignee: Mapped[str] = mapped_column(String(20))
    assignee_party: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    agreed: Mapped[str]
    salt: Mapped[bytes]
    kept_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_credit_assignments_member_id_assignment", "member_id", "assignment", unique=True),
    )


class AdvanceCopy(Base):
    """An advance as one side holds it. `side` is this member's: beneficiary, bank, issuing bank; `bank` is
    the LEI of the one asked. `receipt`, with the undertaking, and `warehouse`, under a green clause alone,
    open with `salt` what they are committed to by.
    """

    __tablename__ = "credit_advances"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    advance: Mapped[str] = mapped_column(String(66))
    side: Mapped[str] = mapped_column(String(16))
    credit: Mapped[str] = mapped_column(String(66))
    bank: Mapped[str] = mapped_column(String(20))
    bank_party: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    receipt: Mapped[str]
    warehouse: Mapped[str | None]
    salt: Mapped[bytes]
    kept_at: Mapped[datetime]

    __table_args__ = (Index("uq_credit_advances_member_id_advance", "member_id", "advance", unique=True),)


class BranchCalendar(Base):
    """Never changed: a new calendar is a new version, and the last one counts."""

    __tablename__ = "credit_calendars"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(64))
    written: Mapped[bytes]
    set_by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (Index("uq_credit_calendars_member_id_version", "member_id", "version", unique=True),)


class Examiner(Base):
    """Who of the bank examines a presentation, as a maker said; the last one counts, the others are the
    trail.
    """

    __tablename__ = "credit_examiners"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    presentation: Mapped[str] = mapped_column(String(66))
    name: Mapped[str] = mapped_column(String(200))
    named_by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (Index("ix_credit_examiners_presentation", "member_id", "presentation"),)


class Escalation(Base):
    """That on banking day `day` of an examination `told` had to know. `bank` is the number that has the
    documents, `calendar` the SHA-256 of the one that the days were counted by.
    """

    __tablename__ = "credit_escalations"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    credit: Mapped[str] = mapped_column(String(66))
    presentation: Mapped[str] = mapped_column(String(66))
    bank: Mapped[int]
    day: Mapped[int]
    told: Mapped[str] = mapped_column(String(100))
    received_at: Mapped[datetime]
    deadline: Mapped[datetime]
    calendar_version: Mapped[str] = mapped_column(String(64))
    calendar: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (
        Index("uq_credit_escalations_day", "member_id", "presentation", "bank", "day", unique=True),
    )


class Shortfall(Base):
    """That on the banking day before it, what falls due from an account on a day was not covered: `falls_due`
    is all that was owed from it until then, `held` what it held, in minor units.
    """

    __tablename__ = "credit_shortfalls"

    number: Mapped[Number]
    member_id: Mapped[str] = mapped_column(String(64))
    account: Mapped[int]
    cash: Mapped[str] = mapped_column(String(42))
    due: Mapped[int]
    falls_due: Mapped[int] = mapped_column(Uint64)
    held: Mapped[int] = mapped_column(Uint64)
    at: Mapped[datetime]

    __table_args__ = (Index("uq_credit_shortfalls_due", "member_id", "account", "cash", "due", unique=True),)


# ---------------------------------------------------------------------------------------------- the mirror


class CreditRow(Mirrored, Base):
    """`id` is the credit's; amounts in minor units of `cash`, days since 1970. `nominated_bank` 0 is any
    bank, `confirming_bank` 0 none; `tenors` are percent, from what, and days. The terms are the operative
    ones, `terms` their hash and `operative_document` the commitment to all of their wording; `document` is
    that of the text as issued. `set_aside` of `reserved` is so for credits that were transferred from it.
    """

    __tablename__ = "chain_credits"

    issuing_bank: Mapped[int] = mapped_column(index=True)
    applicant: Mapped[int] = mapped_column(index=True)
    beneficiary: Mapped[int] = mapped_column(index=True)
    advising_bank: Mapped[int] = mapped_column(index=True)
    nominated_bank: Mapped[int] = mapped_column(index=True)
    confirming_bank: Mapped[int] = mapped_column(index=True)
    cash: Mapped[str] = mapped_column(String(42))
    amount: Mapped[int] = mapped_column(Uint64)
    tolerance_plus: Mapped[int]
    tolerance_minus: Mapped[int]
    issued: Mapped[int]
    expiry: Mapped[int]
    latest_shipment: Mapped[int]
    presentation_days: Mapped[int]
    rules: Mapped[int]
    availability: Mapped[int]
    tenors: Mapped[list[Any]]
    partial_drawings: Mapped[bool]
    title_to_applicant: Mapped[bool]
    clauses: Mapped[str] = mapped_column(String(66))
    document: Mapped[str] = mapped_column(String(66))
    terms: Mapped[str] = mapped_column(String(66))
    operative_document: Mapped[str] = mapped_column(String(66))
    status: Mapped[int]
    confirmation: Mapped[int]
    version: Mapped[int]
    consents: Mapped[list[Any]]
    open: Mapped[int]
    reinstated: Mapped[int]
    drawable: Mapped[int] = mapped_column(Uint64)
    reserved: Mapped[int] = mapped_column(Uint64)
    honoured: Mapped[int] = mapped_column(Uint64)
    set_aside: Mapped[int] = mapped_column(Uint64)

    __table_args__ = (Index("ix_chain_credits_id", "id"),)

    @property
    def presented(self) -> int:
        """What is under presentation under this credit itself."""
        return self.reserved - self.set_aside

    @property
    def state(self) -> CreditStatus:
        return CreditStatus(self.status)

    @property
    def amendable(self) -> Amendable:
        return _amendable(self, self.operative_document)

    @property
    def available_by(self) -> Availability:
        return Availability(self.availability)

    @property
    def answer(self) -> Confirmation:
        return Confirmation(self.confirmation)


class FormerTermsRow(Mirrored, Base):
    """What the terms of a credit were until an amendment was accepted, as far as amendments change them;
    `id` is their hash.
    """

    __tablename__ = "chain_credit_former_terms"

    credit: Mapped[str] = mapped_column(String(66), index=True)
    version: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    tolerance_plus: Mapped[int]
    tolerance_minus: Mapped[int]
    expiry: Mapped[int]
    latest_shipment: Mapped[int]
    presentation_days: Mapped[int]
    partial_drawings: Mapped[bool]
    document: Mapped[str] = mapped_column(String(66))
    confirmation: Mapped[int]

    @property
    def amendable(self) -> Amendable:
        return _amendable(self, self.document)


class AmendmentRow(Mirrored, Base):
    """A proposal, as `Amendment` says it. `base` are the operative terms over which it was stated last,
    `terms` what it makes of them, of which `drawable` could be drawn. `answer` is the confirming bank's, for
    `answered_terms`. `presenting`: it was accepted by a presentation; null while it is pending.
    """

    __tablename__ = "chain_credit_amendments"

    deal: Mapped[str] = mapped_column(String(42))
    credit: Mapped[str] = mapped_column(String(66), index=True)
    place: Mapped[int]
    changes: Mapped[int]
    increase: Mapped[int] = mapped_column(Uint64)
    decrease: Mapped[int] = mapped_column(Uint64)
    tolerance_plus: Mapped[int]
    tolerance_minus: Mapped[int]
    expiry: Mapped[int]
    latest_shipment: Mapped[int]
    presentation_days: Mapped[int]
    partial_drawings: Mapped[bool]
    text: Mapped[str] = mapped_column(String(66))
    status: Mapped[int]
    base: Mapped[str] = mapped_column(String(66))
    terms: Mapped[str] = mapped_column(String(66))
    drawable: Mapped[int] = mapped_column(Uint64)
    answer: Mapped[int]
    answered_terms: Mapped[str | None] = mapped_column(String(66))
    presenting: Mapped[bool | None]
    proposed_at: Mapped[int]
    ended_at: Mapped[int | None]

    @property
    def state(self) -> AmendmentStatus:
        return AmendmentStatus(self.status)

    @property
    def amendment(self) -> Amendment:
        return Amendment(*(getattr(self, name) for name in Amendment._fields))


def _amendable(row: CreditRow | FormerTermsRow, document: str) -> Amendable:
    names = (field.name for field in fields(Amendable) if field.name != "document")
    return Amendable(**{name: getattr(row, name) for name in names}, document=document)


class AdvanceRow(Mirrored, Base):
    """`back` is what has come back of `amount`, in minor units; `place` the order in which they were asked
    for, `advanced` that in which they were advanced, 0 before.
    """

    __tablename__ = "chain_credit_advances"

    deal: Mapped[str] = mapped_column(String(42))
    credit: Mapped[str] = mapped_column(String(66), index=True)
    bank: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    receipt: Mapped[str] = mapped_column(String(66))
    warehouse: Mapped[str] = mapped_column(String(66))
    back: Mapped[int] = mapped_column(Uint64)
    status: Mapped[int]
    asked_at: Mapped[int]
    place: Mapped[int]
    advanced: Mapped[int]

    @property
    def state(self) -> AdvanceStatus:
        return AdvanceStatus(self.status)

    @property
    def left(self) -> int:
        """What is outstanding."""
        return self.amount - self.back if self.state is AdvanceStatus.ADVANCED else 0


class DeductionRow(Mirrored, Base):
    """What was taken off a payment of `payer` for an advance, of which drawing."""

    __tablename__ = "chain_credit_deductions"

    advance: Mapped[str] = mapped_column(String(66), index=True)
    drawing: Mapped[str] = mapped_column(String(66))
    payer: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    place: Mapped[int]
    at: Mapped[int]
    tx_hash: Mapped[str] = mapped_column(String(66))


class AssignmentRow(Mirrored, Base):
    """`paid` is what banks have paid of `amount`, or undertaken, in minor units."""

    __tablename__ = "chain_credit_assignments"

    deal: Mapped[str] = mapped_column(String(42))
    credit: Mapped[str] = mapped_column(String(66), index=True)
    assignee: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    deed: Mapped[str] = mapped_column(String(66))
    paid: Mapped[int] = mapped_column(Uint64)
    status: Mapped[int]
    assigned_at: Mapped[int]

    @property
    def claim(self) -> Claim:
        return Claim(self.id, self.assignee, self.amount, self.paid, self.state)

    @property
    def state(self) -> AssignmentStatus:
        return AssignmentStatus(self.status)


class AcknowledgementRow(Mirrored, Base):
    """That `bank` pays the assignee, after `ahead` minor units to others; `place` is the order."""

    __tablename__ = "chain_credit_acknowledgements"

    assignment: Mapped[str] = mapped_column(String(66), index=True)
    bank: Mapped[int]
    ahead: Mapped[int] = mapped_column(Uint64)
    place: Mapped[int]
    at: Mapped[int]


class ShareRow(Mirrored, Base):
    """What `bank` paid an assignee of a drawing, or undertook to."""

    __tablename__ = "chain_credit_shares"

    assignment: Mapped[str] = mapped_column(String(66), index=True)
    drawing: Mapped[str] = mapped_column(String(66), index=True)
    bank: Mapped[int]
    amount: Mapped[int] = mapped_column(Uint64)
    place: Mapped[int]
    at: Mapped[int]
    tx_hash: Mapped[str] = mapped_column(String(66))


class ClausesRow(Mirrored, Base):
    """What only some credits have, `id` being its hash. `instalments` are amount, first and last day;
    `first_days` of cycles, or `notices`, say how the amount revolves; `transferring_bank` is 0 where the
    credit is not transferable; `advance` is kind and percent.
    """

    __tablename__ = "chain_credit_clauses"

    instalments: Mapped[list[Any]]
    first_days: Mapped[list[Any]]
    notices: Mapped[int]
    cumulative: Mapped[bool]
    transferring_bank: Mapped[int]
    advance: Mapped[list[Any]]

    @property
    def advance_terms(self) -> AdvanceTerms:
        return AdvanceTerms(*self.advance)

    @property
    def schedule(self) -> tuple[Instalment, ...]:
        return tuple(Instalment(*one) for one in self.instalments)

    @property
    def revolving(self) -> Revolving:
        return Revolving(tuple(self.first_days), self.notices, self.cumulative)


class TransferRow(Mirrored, Base):
    """A transfer of `credit`, `id` being the transferred credit's. `bank` is 0 before it is made; of `carved`
    the first beneficiary cannot draw what is `held`.
    """

    __tablename__ = "chain_credit_transfers"

    deal: Mapped[str] = mapped_column(String(42))
    credit: Mapped[str] = mapped_column(String(66), index=True)
    place: Mapped[int]
    first_beneficiary: Mapped[int]
    bank: Mapped[int]
    carved: Mapped[int] = mapped_column(Uint64)
    held: Mapped[int] = mapped_column(Uint64)
    amendable: Mapped[bool]
    status: Mapped[int]

    __table_args__ = (Index("ix_chain_credit_transfers_id", "id"),)

    @property
    def state(self) -> TransferStatus:
        return TransferStatus(self.status)


class SubstitutionRow(Mirrored, Base):
    """The first beneficiary's invoice for one presentation, `id`, under a transferred credit. `until` in days
    since 1970, 0 where nobody demanded it; `margin` once it is substituted or has lapsed; `invoice` is the
    commitment.
    """

    __tablename__ = "chain_credit_substitutions"

    transferred: Mapped[str] = mapped_column(String(66), index=True)
    until: Mapped[int]
    margin: Mapped[int] = mapped_column(Uint64)
    invoice: Mapped[str | None] = mapped_column(String(66))
    status: Mapped[int]

    @property
    def state(self) -> SubstitutionStatus:
        return SubstitutionStatus(self.status)


class PresentationRow(Mirrored, Base):
    """`id` is the presentation's. `status` is how it stands with `bank`, where the documents are since the
    day `received`; `came_from` is the bank that passed them on, `payer` the one that paid and is to be
    reimbursed.
    """

    __tablename__ = "chain_presentations"

    credit: Mapped[str] = mapped_column(String(66), index=True)
    place: Mapped[int]
    terms: Mapped[str] = mapped_column(String(66))
    presented_to: Mapped[int]
    bills: Mapped[list[str]]
    documents: Mapped[str] = mapped_column(String(66))
    amount: Mapped[int] = mapped_column(Uint64)
    scheme: Mapped[int]
    drawing: Mapped[str] = mapped_column(String(66))
    shipped: Mapped[int]
    invoiced: Mapped[int]
    presented: Mapped[int]
    status: Mapped[int]
    bank: Mapped[int]
    received: Mapped[int]
    came_from: Mapped[int | None]
    payer: Mapped[int | None]
    lodged_at: Mapped[int]
    payee: Mapped[int | None]

    __table_args__ = (Index("ix_chain_presentations_id", "id"),)

    @property
    def state(self) -> PresentationStatus:
        return PresentationStatus(self.status)


class ExaminationRow(Mirrored, Base):
    """One bank's examination of one presentation, `id` being both: what it found, and how it stands there.
    Days since 1970, moments in seconds.
    """

    __tablename__ = "chain_examinations"

    presentation: Mapped[str] = mapped_column(String(66), index=True)
    bank: Mapped[int]
    status: Mapped[int]
    complies: Mapped[bool]
    deadline: Mapped[int]
    last_day: Mapped[int]
    calendar: Mapped[str] = mapped_column(String(66))
    examined_at: Mapped[int]

    @property
    def state(self) -> PresentationStatus:
        return PresentationStatus(self.status)


class ObligationRow(Mirrored, Base):
    """What a bank owes at a day, in minor units of `cash`; `drawing` is the presentation that it came of.
    `offered_to` and `offered_price` are 0 while nobody is to buy it. `paid_to` and `paid_at` (seconds) once
    it was paid.
    """

    __tablename__ = "chain_obligations"

    obligor: Mapped[int] = mapped_column(index=True)
    obligee: Mapped[int] = mapped_column(index=True)
    kind: Mapped[int]
    due: Mapped[int] = mapped_column(index=True)
    amount: Mapped[int] = mapped_column(Uint64)
    cash: Mapped[str] = mapped_column(String(42))
    drawing: Mapped[str] = mapped_column(String(66), index=True)
    status: Mapped[int]
    offered_to: Mapped[int] = mapped_column(index=True)
    offered_price: Mapped[int] = mapped_column(Uint64)
    incurred_at: Mapped[int]
    tx_hash: Mapped[str] = mapped_column(String(66))
    paid_to: Mapped[int | None]
    paid_at: Mapped[int | None]
    paid_tx_hash: Mapped[str | None] = mapped_column(String(66))

    @property
    def state(self) -> ObligationStatus:
        return ObligationStatus(self.status)


class NoticeRow(Mirrored, Base):
    """`id` is `<block>-<log>`: the same notice may be tried twice. `preclusion` where it takes no effect."""

    __tablename__ = "chain_credit_notices"

    presentation: Mapped[str] = mapped_column(String(66), index=True)
    bank: Mapped[int]
    notice: Mapped[str] = mapped_column(String(66))
    discrepancies: Mapped[int | None]
    disposal: Mapped[int | None]
    preclusion: Mapped[int | None]
    at: Mapped[int]
    log_index: Mapped[int]


class CreditEventRow(Mirrored, Base):
    """One line of a credit's history; `id` is `<block>-<log>`, `party` who acted, `at` in seconds."""

    __tablename__ = "chain_credit_events"

    credit: Mapped[str] = mapped_column(String(66))
    presentation: Mapped[str | None] = mapped_column(String(66))
    name: Mapped[str] = mapped_column(String(32))
    party: Mapped[int]
    at: Mapped[int]
    tx_hash: Mapped[str] = mapped_column(String(66))
    log_index: Mapped[int]

    __table_args__ = (Index("ix_chain_credit_events_credit", "credit", "first_block", "log_index"),)


# -------------------------------------------------------------------------------------------------- queries


def applications_of(member_id: str) -> Select[Application]:
    return select(Application).where(Application.member_id == member_id)


def application(session: Session, member_id: str, id: str, *, lock: bool = False) -> Application | None:
    query = applications_of(member_id).where(Application.id == id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first()


def copies_of(member_id: str) -> Select[CreditCopy]:
    return select(CreditCopy).where(CreditCopy.member_id == member_id)


def copy_of(session: Session, member_id: str, credit: str) -> CreditCopy | None:
    return session.scalars(copies_of(member_id).where(CreditCopy.id == credit)).first()


def copies_of_banks(session: Session, member_id: str) -> list[CreditCopy]:
    """Those in which the member has a part as a bank."""
    others = (Part.APPLICANT.value, Part.BENEFICIARY.value)
    query = copies_of(member_id).where(CreditCopy.part.not_in(others)).order_by(CreditCopy.number)
    return list(session.scalars(query))


def owed_under(session: Session, chain_id: int, credit: str, obligor: int) -> list[ObligationRow]:
    """What is not paid yet of what `obligor` undertook under a credit."""
    drawings = select(PresentationRow.id).where(
        PresentationRow.chain_id == chain_id, PresentationRow.credit == credit
    )
    query = select(ObligationRow).where(
        ObligationRow.chain_id == chain_id,
        ObligationRow.obligor == obligor,
        ObligationRow.status == ObligationStatus.OWED,
        ObligationRow.drawing.in_(drawings),
    )
    return list(session.scalars(query))


def read_to(session: Session, chain_id: int) -> int:
    """The block that the mirror was read to."""
    checkpoint = session.get(Checkpoint, chain_id)
    return checkpoint.number if checkpoint else 0


def credit_row(session: Session, chain_id: int, credit: str) -> CreditRow | None:
    return session.scalars(
        select(CreditRow).where(CreditRow.chain_id == chain_id, CreditRow.id == credit)
    ).first()


def credit_rows(session: Session, chain_id: int, credits: Collection[str]) -> dict[str, CreditRow]:
    query = select(CreditRow).where(CreditRow.chain_id == chain_id, CreditRow.id.in_(credits))
    return {row.id: row for row in session.scalars(query)}


def former_terms(session: Session, chain_id: int, credit: str, terms: str) -> FormerTermsRow | None:
    return session.scalars(
        select(FormerTermsRow).where(
            FormerTermsRow.chain_id == chain_id, FormerTermsRow.credit == credit, FormerTermsRow.id == terms
        )
    ).first()


def amendments_of(chain_id: int, credit: str) -> Select[AmendmentRow]:
    return select(AmendmentRow).where(AmendmentRow.chain_id == chain_id, AmendmentRow.credit == credit)


def amendment_row(session: Session, chain_id: int, credit: str, id: str) -> AmendmentRow | None:
    return session.scalars(amendments_of(chain_id, credit).where(AmendmentRow.id == id)).first()


def pending_amendments(
    session: Session, chain_id: int, credits: Collection[str]
) -> dict[str, list[AmendmentRow]]:
    """By credit, in the order in which they were proposed."""
    query = select(AmendmentRow).where(
        AmendmentRow.chain_id == chain_id,
        AmendmentRow.credit.in_(credits),
        AmendmentRow.status == AmendmentStatus.PENDING,
    )
    found: dict[str, list[AmendmentRow]] = {}
    for row in session.scalars(query.order_by(AmendmentRow.place)):
        found.setdefault(row.credit, []).append(row)
    return found


def amendment_copy(session: Session, member_id: str, id: str) -> AmendmentCopy | None:
    return session.scalars(
        select(AmendmentCopy).where(AmendmentCopy.member_id == member_id, AmendmentCopy.id == id)
    ).first()


def amendment_copies(session: Session, member_id: str, credit: str) -> list[AmendmentCopy]:
    query = select(AmendmentCopy).where(AmendmentCopy.member_id == member_id, AmendmentCopy.credit == credit)
    return list(session.scalars(query.order_by(AmendmentCopy.number)))


def confirmed_terms(session: Session, chain_id: int, credit: CreditRow) -> set[str]:
    """Hashes of the terms that were confirmed: the operative ones, and former ones."""
    former = select(FormerTermsRow.id).where(
        FormerTermsRow.chain_id == chain_id,
        FormerTermsRow.credit == credit.id,
        FormerTermsRow.confirmation == Confirmation.CONFIRMED,
    )
    operative = {credit.terms} if credit.answer is Confirmation.CONFIRMED else set()
    return operative | set(session.scalars(former))


def clauses_row(session: Session, chain_id: int, id: str) -> ClausesRow | None:
    """Whichever book they were stated in."""
    query = select(ClausesRow).where(ClausesRow.chain_id == chain_id, ClausesRow.id == id)
    return session.scalars(query.order_by(ClausesRow.contract)).first()


def transferring_bank(session: Session, row: CreditRow) -> int:
    """The number of the bank that may transfer it; 0 where none may."""
    clauses = clauses_row(session, row.chain_id, row.clauses)
    return clauses.transferring_bank if clauses else 0


def transfer_row(session: Session, chain_id: int, transferred: str) -> TransferRow | None:
    """Asked for, at least."""
    return session.scalars(
        select(TransferRow).where(TransferRow.chain_id == chain_id, TransferRow.id == transferred)
    ).first()


def transfers_of(chain_id: int, credit: str) -> Select[TransferRow]:
    return select(TransferRow).where(TransferRow.chain_id == chain_id, TransferRow.credit == credit)


def transferred_from(session: Session, chain_id: int, transferred: str) -> str | None:
    """The credit that this one was transferred from."""
    row = transfer_row(session, chain_id, transferred)
    return row.credit if row is not None and row.state is TransferStatus.MADE else None


def substitutions_of(session: Session, chain_id: int, transferred: str) -> dict[str, SubstitutionRow]:
    """By presentation."""
    query = select(SubstitutionRow).where(
        SubstitutionRow.chain_id == chain_id, SubstitutionRow.transferred == transferred
    )
    return {row.id: row for row in session.scalars(query)}


def transfer_copy(session: Session, member_id: str, id: str) -> TransferCopy | None:
    return session.scalars(
        select(TransferCopy).where(TransferCopy.member_id == member_id, TransferCopy.id == id)
    ).first()


def invoice_copy(session: Session, member_id: str, id: str) -> InvoiceCopy | None:
    return session.scalars(
        select(InvoiceCopy).where(InvoiceCopy.member_id == member_id, InvoiceCopy.id == id)
    ).first()


def advance_copies(member_id: str) -> Select[AdvanceCopy]:
    return select(AdvanceCopy).where(AdvanceCopy.member_id == member_id)


def advance_copy(session: Session, member_id: str, id: str) -> AdvanceCopy | None:
    return session.scalars(advance_copies(member_id).where(AdvanceCopy.advance == id)).first()


def advance_rows(session: Session, chain_id: int, ids: Collection[str]) -> dict[str, AdvanceRow]:
    query = select(AdvanceRow).where(AdvanceRow.chain_id == chain_id, AdvanceRow.id.in_(ids))
    return {row.id: row for row in session.scalars(query)}


def advances_of(session: Session, chain_id: int, deal: str, credit: str) -> list[AdvanceRow]:
    """Of one credit, in the order in which they come back."""
    of_credit = AdvanceRow.deal == deal, AdvanceRow.credit == credit
    query = select(AdvanceRow).where(AdvanceRow.chain_id == chain_id, *of_credit)
    return list(session.scalars(query.order_by(AdvanceRow.advanced, AdvanceRow.place)))


def deductions_of(session: Session, chain_id: int, ids: Collection[str]) -> list[DeductionRow]:
    query = select(DeductionRow).where(DeductionRow.chain_id == chain_id, DeductionRow.advance.in_(ids))
    return list(session.scalars(query.order_by(DeductionRow.place)))


def assignment_copies(member_id: str) -> Select[AssignmentCopy]:
    return select(AssignmentCopy).where(AssignmentCopy.member_id == member_id)


def assignment_copy(session: Session, member_id: str, id: str) -> AssignmentCopy | None:
    return session.scalars(assignment_copies(member_id).where(AssignmentCopy.assignment == id)).first()


def assignment_rows(session: Session, chain_id: int, ids: Collection[str]) -> dict[str, AssignmentRow]:
    query = select(AssignmentRow).where(AssignmentRow.chain_id == chain_id, AssignmentRow.id.in_(ids))
    return {row.id: row for row in session.scalars(query)}


def assignments_on_chain(session: Session, chain_id: int, deal: str, credit: str) -> list[AssignmentRow]:
    """Whoever's, and however they stand."""
    of_credit = AssignmentRow.deal == deal, AssignmentRow.credit == credit
    return list(session.scalars(select(AssignmentRow).where(AssignmentRow.chain_id == chain_id, *of_credit)))


def acknowledged_by(session: Session, chain_id: int, deal: str, credit: str, bank: int) -> list[Claim]:
    """In the order in which the bank pays."""
    rows = {row.id: row for row in assignments_on_chain(session, chain_id, deal, credit)}
    query = select(AcknowledgementRow).where(
        AcknowledgementRow.chain_id == chain_id,
        AcknowledgementRow.bank == bank,
        AcknowledgementRow.assignment.in_(rows),
    )
    found = session.scalars(query.order_by(AcknowledgementRow.place))
    return [rows[one.assignment].claim for one in found]


def acknowledgements(session: Session, chain_id: int, ids: Collection[str]) -> list[AcknowledgementRow]:
    query = select(AcknowledgementRow).where(
        AcknowledgementRow.chain_id == chain_id, AcknowledgementRow.assignment.in_(ids)
    )
    return list(session.scalars(query.order_by(AcknowledgementRow.place)))


def shares_of(session: Session, chain_id: int, ids: Collection[str]) -> list[ShareRow]:
    query = select(ShareRow).where(ShareRow.chain_id == chain_id, ShareRow.assignment.in_(ids))
    return list(session.scalars(query.order_by(ShareRow.place)))


def presentations_of(chain_id: int, credit: str) -> Select[PresentationRow]:
    return select(PresentationRow).where(
        PresentationRow.chain_id == chain_id, PresentationRow.credit == credit
    )


def undecided(session: Session, chain_id: int, credit: CreditRow) -> list[PresentationRow]:
    """Those for which an amount is reserved: not ended, and not taken up by the issuing bank."""
    return [
        row
        for row in session.scalars(presentations_of(chain_id, credit.id))
        if row.state in OPEN or (row.state is PresentationStatus.HONOURED and row.bank != credit.issuing_bank)
    ]


def presentation_row(session: Session, chain_id: int, credit: str, id: str) -> PresentationRow | None:
    return session.scalars(presentations_of(chain_id, credit).where(PresentationRow.id == id)).first()


def presentation_by_id(session: Session, chain_id: int, id: str) -> PresentationRow | None:
    return session.scalars(
        select(PresentationRow).where(PresentationRow.chain_id == chain_id, PresentationRow.id == id)
    ).first()


def examinations_on_chain(session: Session, chain_id: int, presentation: str) -> list[ExaminationRow]:
    """Of every bank, in their order."""
    query = select(ExaminationRow).where(
        ExaminationRow.chain_id == chain_id, ExaminationRow.presentation == presentation
    )
    return list(session.scalars(query.order_by(ExaminationRow.examined_at, ExaminationRow.id)))


def examination_by(session: Session, chain_id: int, presentation: str, bank: int) -> ExaminationRow | None:
    return session.scalars(
        select(ExaminationRow).where(
            ExaminationRow.chain_id == chain_id,
            ExaminationRow.presentation == presentation,
            ExaminationRow.bank == bank,
        )
    ).first()


def obligations_of(chain_id: int, parties: Select[Any]) -> Select[ObligationRow]:
    """Where one of `parties` owes, is owed, or may buy."""
    columns = (ObligationRow.obligor, ObligationRow.obligee, ObligationRow.offered_to)
    either = or_(*(column.in_(parties) for column in columns))
    return select(ObligationRow).where(ObligationRow.chain_id == chain_id, either)


def obligations_from(session: Session, chain_id: int, presentation: str) -> list[ObligationRow]:
    query = select(ObligationRow).where(
        ObligationRow.chain_id == chain_id, ObligationRow.drawing == presentation
    )
    return list(session.scalars(query.order_by(ObligationRow.due, ObligationRow.id)))


def payments_of(session: Session, member_id: str, obligation: str) -> list[str]:
    """Our operations that ask for it."""
    query = select(ObligationPayment.operation_id).where(
        ObligationPayment.member_id == member_id, ObligationPayment.obligation == obligation
    )
    return list(session.scalars(query.order_by(ObligationPayment.operation_id)))


def presentation_copy(
    session: Session, member_id: str, id: str, *, lock: bool = False
) -> PresentationCopy | None:
    query = select(PresentationCopy).where(PresentationCopy.member_id == member_id, PresentationCopy.id == id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first()


def examination_of(session: Session, member_id: str, presentation: str, hash: str) -> ExaminationCopy | None:
    """Our own copy of the examination that stands on chain with this calendar's hash."""
    return session.scalars(
        select(ExaminationCopy).where(
            ExaminationCopy.member_id == member_id,
            ExaminationCopy.presentation == presentation,
            ExaminationCopy.calendar_hash == hash,
        )
    ).first()


def notices_on_chain(session: Session, chain_id: int, presentation: str) -> list[NoticeRow]:
    query = select(NoticeRow).where(NoticeRow.chain_id == chain_id, NoticeRow.presentation == presentation)
    return list(session.scalars(query.order_by(NoticeRow.first_block, NoticeRow.log_index)))


def notice_copies(session: Session, member_id: str, presentation: str) -> dict[str, NoticeCopy]:
    query = select(NoticeCopy).where(
        NoticeCopy.member_id == member_id, NoticeCopy.presentation == presentation
    )
    return {row.id: row for row in session.scalars(query)}


def refusal_asked(session: Session, member_id: str, presentation: str, bank: int) -> str | None:
    """Our operation that gives the notice as number `bank`, unless it ended without."""
    query = (
        select(Operation.id)
        .join(NoticeCopy, NoticeCopy.operation_id == Operation.id)
        .where(
            NoticeCopy.member_id == member_id,
            NoticeCopy.presentation == presentation,
            Operation.party == bank,
            Operation.status.not_in(ENDED - {Status.FINAL}),
        )
    )
    return session.scalars(query).first()


def waiver_requests(session: Session, member_id: str, presentation: str) -> list[WaiverRequest]:
    query = select(WaiverRequest).where(
        WaiverRequest.member_id == member_id, WaiverRequest.presentation == presentation
    )
    return list(session.scalars(query.order_by(WaiverRequest.number)))


def waiver_request(session: Session, member_id: str, id: str) -> WaiverRequest | None:
    return session.scalars(
        select(WaiverRequest).where(WaiverRequest.member_id == member_id, WaiverRequest.id == id)
    ).first()


def calendars_of(member_id: str) -> Select[BranchCalendar]:
    return select(BranchCalendar).where(BranchCalendar.member_id == member_id)


def calendar_of(session: Session, member_id: str) -> BranchCalendar | None:
    """The one that counts."""
    return session.scalars(calendars_of(member_id).order_by(BranchCalendar.number.desc()).limit(1)).first()


def events_of(chain_id: int, credit: str) -> Select[CreditEventRow]:
    return select(CreditEventRow).where(CreditEventRow.chain_id == chain_id, CreditEventRow.credit == credit)


# ----------------------------------------------------------------------------------------- the bank's desk


def under_examination(chain_id: int, member_id: str) -> Select[PresentationRow]:
    """What the member has the documents of, as the number of its copy, and has neither paid nor refused."""
    ours = (
        CreditCopy.id == PresentationRow.credit,
        CreditCopy.party == PresentationRow.bank,
        CreditCopy.member_id == member_id,
    )
    return (
        select(PresentationRow)
        .join(CreditCopy, and_(*ours))
        .where(PresentationRow.chain_id == chain_id, PresentationRow.status.in_(OPEN))
    )


def every_examination(
    session: Session, chain_id: int
) -> list[tuple[CreditCopy, PresentationRow, PresentationCopy]]:
    """The same of all members, as far as the documents have arrived."""
    here = (
        PresentationCopy.id == PresentationRow.id,
        PresentationCopy.member_id == CreditCopy.member_id,
    )
    query = (
        select(CreditCopy, PresentationRow, PresentationCopy)
        .join(
            PresentationRow,
            and_(PresentationRow.credit == CreditCopy.id, PresentationRow.bank == CreditCopy.party),
        )
        .join(PresentationCopy, and_(*here))
        .options(lazyload(PresentationCopy.documents), defer(CreditCopy.message))
        .where(PresentationRow.chain_id == chain_id, PresentationRow.status.in_(OPEN))
        .order_by(CreditCopy.member_id, PresentationCopy.number)
    )
    return [(credit, row, copy) for credit, row, copy in session.execute(query)]


def examiners(session: Session, member_id: str, presentation: str) -> list[Examiner]:
    """In the order in which they were named."""
    query = select(Examiner).where(Examiner.member_id == member_id, Examiner.presentation == presentation)
    return list(session.scalars(query.order_by(Examiner.number)))


def escalations_of(member_id: str) -> Select[Escalation]:
    return select(Escalation).where(Escalation.member_id == member_id)


def escalations(session: Session, member_id: str, presentation: str, bank: int) -> list[Escalation]:
    query = escalations_of(member_id).where(Escalation.presentation == presentation, Escalation.bank == bank)
    return list(session.scalars(query.order_by(Escalation.day)))


def escalated(session: Session, presentations: Collection[str]) -> set[tuple[str, str, int, int]]:
    """Member, presentation, bank and day of each escalation of these."""
    query = select(Escalation).where(Escalation.presentation.in_(presentations))
    return {(one.member_id, one.presentation, one.bank, one.day) for one in session.scalars(query)}


def standing_escalations(session: Session, chain_id: int) -> list[Escalation]:
    """Of all members: those of what is neither paid nor refused by the bank that they were of."""
    query = select(Escalation).join(
        PresentationRow,
        and_(PresentationRow.id == Escalation.presentation, PresentationRow.bank == Escalation.bank),
    )
    open_now = PresentationRow.chain_id == chain_id, PresentationRow.status.in_(OPEN)
    return list(session.scalars(query.where(*open_now).order_by(Escalation.number)))


def owed_until(chain_id: int, due: int) -> Select[ObligationRow]:
    """By anybody, up to that day and with it."""
    return (
        select(ObligationRow)
        .where(
            ObligationRow.chain_id == chain_id,
            ObligationRow.status == ObligationStatus.OWED,
            ObligationRow.due <= due,
        )
        .order_by(ObligationRow.due, ObligationRow.id)
    )


def owed_from(session: Session, chain_id: int, account: int, cash: str, due: int) -> list[ObligationRow]:
    """From one account, up to that day and with it."""
    query = owed_until(chain_id, due)
    return list(session.scalars(query.where(ObligationRow.obligor == account, ObligationRow.cash == cash)))


def shortfalls_of(member_id: str) -> Select[Shortfall]:
    return select(Shortfall).where(Shortfall.member_id == member_id)


def shortfalls_on(session: Session, dues: Collection[int]) -> set[tuple[int, str, int]]:
    """Account, cash and day of each that is recorded for these days."""
    query = select(Shortfall).where(Shortfall.due.in_(dues))
    return {(one.account, one.cash, one.due) for one in session.scalars(query)}


def standing_shortfalls(session: Session, chain_id: int) -> list[Shortfall]:
    """Of all members: those of days of which something is still owed."""
    owed = exists().where(
        ObligationRow.chain_id == chain_id,
        ObligationRow.obligor == Shortfall.account,
        ObligationRow.cash == Shortfall.cash,
        ObligationRow.due == Shortfall.due,
        ObligationRow.status == ObligationStatus.OWED,
    )
    return list(session.scalars(select(Shortfall).where(owed).order_by(Shortfall.number)))


def operations_in(session: Session, member_id: str, tx_hash: str, party: int) -> list[Operation]:
    """Ours that this transaction carried for our number `party`."""
    query = (
        select(Operation)
        .join(Transaction, Transaction.number == Operation.transaction_number)
        .where(Transaction.hash == tx_hash, Operation.member_id == member_id, Operation.party == party)
    )
    return list(session.scalars(query.order_by(Operation.number)))


# ------------------------------------------------------------------------------------------ evidence


def logs_in(session: Session, chain_id: int, blocks: Collection[int]) -> list[LogRow]:
    """All logs of these blocks, in the order of the chain."""
    query = select(LogRow).where(LogRow.chain_id == chain_id, LogRow.block_number.in_(blocks))
    return list(session.scalars(query.order_by(LogRow.block_number, LogRow.log_index)))


def history_of(session: Session, chain_id: int, credit: str) -> list[CreditEventRow]:
    query = events_of(chain_id, credit)
    return list(session.scalars(query.order_by(CreditEventRow.first_block, CreditEventRow.log_index)))


def operations_about(session: Session, member_id: str, **named: Collection[str]) -> list[Operation]:
    """The member's own that name one of these in what they describe, in the order of their asking."""
    about = [Operation.describes[part].as_string().in_(ids) for part, ids in named.items() if ids]
    query = select(Operation).where(Operation.member_id == member_id, or_(*about))
    return list(session.scalars(query.order_by(Operation.number)))


def attempts_of(session: Session, transactions: Collection[int]) -> list[Attempt]:
    query = select(Attempt).where(Attempt.transaction_number.in_(transactions))
    return list(session.scalars(query.order_by(Attempt.number)))


def examinations_by_us(session: Session, member_id: str, presentation: str) -> list[ExaminationCopy]:
    """Also those whose operations came to nothing."""
    query = select(ExaminationCopy).where(
        ExaminationCopy.member_id == member_id, ExaminationCopy.presentation == presentation
    )
    return list(session.scalars(query.order_by(ExaminationCopy.at, ExaminationCopy.operation_id)))
