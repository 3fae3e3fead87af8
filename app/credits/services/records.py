"""What every use case begins with: a member's own copy of a credit, and the credit as the chain has it.

Whoever holds no copy is told that there is no such credit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import store
from app.credits.amendments import Amendable
from app.credits.contract import ChainPresentation, ChainTenor, ChainTerms, Presented
from app.credits.domain import (
    Confirmation,
    CreditStatus,
    Part,
    Standing,
    Text,
    refused,
)
from app.credits.store import CreditCopy, CreditRow, PresentationRow
from app.credits.terms import CreditTerms
from app.errors import Conflict, Forbidden, NotFound
from app.interop import readers
from app.members import service as members
from app.money import Currency, Money, currency
from app.stops import service as stops
from app.stops.domain import Order, Stoppable, forbidden, forbids

_NOT_THE = {
    Part.ISSUING_BANK: ("CreditsNotIssuingBank", "issuingBank"),
    Part.ADVISING_BANK: ("CreditsNotAdvisingBank", "advisingBank"),
    Part.CONFIRMING_BANK: ("CreditsNotConfirmingBank", "confirmingBank"),
    Part.BENEFICIARY: ("CreditsNotBeneficiary", "beneficiary"),
}


@dataclass(frozen=True)
class Held:
    """A member's copy, and the chain's row once there is one."""

    copy: CreditCopy
    row: CreditRow | None

    @property
    def text(self) -> Text:
        return Text(self.copy.message, self.copy.salt, self.copy.banks_salt, self.copy.banks_leaf)

    @property
    def commitment(self) -> str:
        return self.text.commitment(readers.for_beneficiary(self.copy.message))

    @property
    def opens(self) -> bool | None:
        return None if self.row is None else self.commitment == self.row.document

    @property
    def terms(self) -> CreditTerms:
        return readers.read_credit(self.copy.message)

    @property
    def currency(self) -> Currency:
        return currency(self.copy.currency)

    def decimal(self, minor: int) -> str:
        return Money(minor, self.currency).decimal()


@dataclass(frozen=True)
class Under:
    """Terms that are not the operative ones: former ones of a presentation, or those of an amendment."""

    amendable: Amendable
    confirmed: bool


@dataclass(frozen=True)
class OnChain:
    """A credit that the chain has, as one of its parties holds it: by the operative terms where no others are
    named.
    """

    held: Held
    row: CreditRow
    under: Under | None = None

    @property
    def copy(self) -> CreditCopy:
        return self.held.copy

    @property
    def status(self) -> CreditStatus:
        return self.row.state

    @property
    def chain_terms(self) -> ChainTerms:
        """As the chain was told."""
        return with_amendable(chain_terms(self.row), self.amendable)

    @property
    def amendable(self) -> Amendable:
        return self.under.amendable if self.under else self.row.amendable

    @property
    def confirmed(self) -> bool:
        return self.under.confirmed if self.under else self.row.answer is Confirmation.CONFIRMED

    @property
    def standing(self) -> Standing:
        row, terms = self.row, self.amendable
        # What is set aside for others is neither to be drawn here nor was.
        drawable, drawn = terms.drawable - row.set_aside, (row.presented, row.honoured)
        return Standing(row.id, terms.expiry, drawable, *drawn, terms.partial_drawings)


def held(session: Session, caller: Caller, credit: str) -> Held:
    """Raises NotFound."""
    copy = store.copy_of(session, caller.member_id, credit.lower())
    if copy is None:
        raise NotFound("no-such-credit", "your organisation has no such credit")
    return Held(copy, store.credit_row(session, deployment_of(session).chain_id, copy.id))


def on_chain(session: Session, caller: Caller, credit: str) -> OnChain:
    """Raises NotFound, and Conflict while the credit is not on chain or our text is not the one that is."""
    found = held(session, caller, credit)
    if found.row is None:
        raise refused(
            "CreditsWrongStatus",
            credit=found.copy.id,
            status=CreditStatus.UNKNOWN,
            allowed=frozenset({CreditStatus.ISSUED, CreditStatus.ADVISED}),
        )
    if not found.opens:
        raise Conflict(
            "text-does-not-open",
            "the text that your organisation holds is not the one that the chain was told of",
            allowed="the text whose salted hash stands in the credit",
            next="ask the bank that sent it before anything else",
            credit=found.copy.id,
        )
    return OnChain(found, found.row)


def as_party(session: Session, caller: Caller, credit: str, part: Part) -> OnChain:
    """As `on_chain`, for the one party that may go on. Raises Forbidden for the others."""
    found = on_chain(session, caller, credit)
    name, field = _NOT_THE[part]
    numbers = {
        "issuingBank": found.row.issuing_bank,
        "advisingBank": found.row.advising_bank,
        "confirmingBank": found.row.confirming_bank,
        "beneficiary": found.row.beneficiary,
    }
    if found.copy.party != numbers[field]:
        raise refused(name, **{field: numbers[field]}, party=found.copy.party)
    return found


def as_bank(
    session: Session, caller: Caller, credit: str, presentation_id: str
) -> tuple[OnChain, PresentationRow]:
    """For the bank that has the documents. Raises NotFound, and Forbidden for others."""
    found = on_chain(session, caller, credit)
    row = presentation(session, found.copy.id, presentation_id)
    if found.copy.party != row.bank:
        raise refused("CreditsNotWithBank", presentation=row.id, bank=row.bank, party=found.copy.party)
    return as_presented_under(session, found, row), row


def stoppable(row: CreditRow) -> Stoppable:
    return Stoppable(row.contract, row.id, "credit")


def orders(session: Session, row: CreditRow) -> tuple[Order, ...]:
    """Those that stand against it, and against the credit that it was transferred from."""
    found = stops.orders(session, stoppable(row))
    first = store.transferred_from(session, row.chain_id, row.id)
    if first is None:
        return found
    return (*found, *stops.orders(session, Stoppable(row.contract, first, "credit")))


def require_free(session: Session, found: OnChain) -> None:
    """Nobody forbids us to pay under it. Raises Conflict."""
    if forbids(orders(session, found.row), found.copy.party):
        raise forbidden(found.copy.id)


def as_presented_under(session: Session, found: OnChain, row: PresentationRow) -> OnChain:
    """By the terms of the presentation, which no amendment changes."""
    if row.terms == found.row.terms:
        return found
    former = store.former_terms(session, deployment_of(session).chain_id, found.copy.id, row.terms)
    if former is None:
        raise Conflict("terms-unknown", "the terms of this presentation are not known here yet")
    return replace(found, under=Under(former.amendable, former.confirmation == Confirmation.CONFIRMED))


def require_own_applicant(session: Session, found: OnChain) -> None:
    """Before the applicant is told of documents. Raises Conflict under a transferred credit, of which it
    holds no copy: it is not to learn the second beneficiary's price.
    """
    if store.transferred_from(session, found.row.chain_id, found.copy.id) is not None:
        raise Conflict(
            "under-a-transferred-credit",
            "these documents were presented under a transferred credit",
            allowed="documents of the first beneficiary",
            next="speak to the applicant under the credit that it applied for",
            credit=found.copy.id,
        )


def presentation(session: Session, credit: str, id: str) -> PresentationRow:
    """Raises NotFound."""
    row = store.presentation_row(session, deployment_of(session).chain_id, credit, id.lower())
    if row is None:
        raise NotFound("no-such-presentation", "this credit has no such presentation")
    return row


def chain_terms(row: CreditRow) -> ChainTerms:
    return ChainTerms(
        issuing_bank=row.issuing_bank,
        applicant=row.applicant,
        beneficiary=row.beneficiary,
        advising_bank=row.advising_bank,
        nominated_bank=row.nominated_bank,
        confirming_bank=row.confirming_bank,
        cash=row.cash,
        amount=row.amount,
        tolerance_plus=row.tolerance_plus,
        tolerance_minus=row.tolerance_minus,
        issued=row.issued,
        expiry=row.expiry,
        latest_shipment=row.latest_shipment,
        presentation_days=row.presentation_days,
        rules=row.rules,
        availability=row.availability,
        tenors=tuple(ChainTenor(*tenor) for tenor in row.tenors),
        partial_drawings=row.partial_drawings,
        title_to_applicant=row.title_to_applicant,
        clauses=row.clauses,
        document=row.operative_document,
    )


def with_amendable(terms: ChainTerms, changed: Amendable) -> ChainTerms:
    return terms._replace(**vars(changed))


def as_presented(credit: OnChain, row: PresentationRow) -> Presented:
    return Presented(credit.copy.id, credit.chain_terms, contents(row))


def contents(row: PresentationRow) -> ChainPresentation:
    return ChainPresentation(
        bank=row.presented_to,
        bills=tuple(row.bills),
        documents=row.documents,
        amount=row.amount,
        scheme=row.scheme,
        drawing=row.drawing,
        shipped=row.shipped,
        invoiced=row.invoiced,
        presented=row.presented,
    )


def organisation(session: Session, copy: CreditCopy, party: int, row: CreditRow) -> str | None:
    """The LEI behind a number of this credit, from our copy or as we were told; None where we were not."""
    known = {
        row.issuing_bank: copy.issuing_bank,
        row.advising_bank: copy.advising_bank,
        row.applicant: copy.applicant,
        row.beneficiary: copy.beneficiary,
        row.nominated_bank: copy.nominated_bank,
        row.confirming_bank: copy.confirming_bank,
    }
    return known.get(party) or members.organisation_behind(
        session, member_id=copy.member_id, deal=copy.deal, party=party
    )


def ask(
    session: Session,
    caller: Caller,
    credit: OnChain,
    *,
    call: bytes,
    right: str,
    eyes: Literal[1, 2],
    action: str,
    key: IdempotencyKey,
    describes: Mapping[str, Any] | None = None,
    presentation: PresentationRow | None = None,
    instrument: str | None = None,
) -> Operation:
    """Queue a call to the contract in which this credit was written, or to another `instrument`."""
    said: dict[str, Any] = {"action": action, "credit": credit.copy.id, "reference": credit.copy.reference}
    if presentation is not None:
        said |= {
            "presentation": presentation.id,
            "amount": credit.held.decimal(presentation.amount),
            "currency": credit.copy.currency,
        }
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=credit.copy.party,
        instrument=instrument or credit.row.contract,
        call=call,
        describes=said | dict(describes or {}),
        eyes=eyes,
        right=right,
        idempotency=key,
    )


def learn_numbers(session: Session, copy: CreditCopy, *, banks_only: bool = False) -> None:
    """Ask the others of this credit for their numbers, so that we see organisations. What is not answered yet
    is shown as a number.
    """
    own = members.member(session, copy.member_id).lei
    everybody = {copy.issuing_bank, copy.advising_bank}
    everybody |= set() if banks_only else {copy.applicant, copy.beneficiary}
    banks = {bank for bank in (copy.nominated_bank, copy.confirming_bank) if bank}
    for organisation in (everybody | banks) - {own}:
        learn_number(session, copy, organisation)


def learn_number(session: Session, copy: CreditCopy, organisation: str) -> None:
    """Of one of them."""
    try:
        members.number_of(session, member_id=copy.member_id, deal=copy.deal, organisation=organisation)
    except Conflict:
        return


def require_maker(caller: Caller) -> None:
    """For what is done without the chain; the outbox asks the same of what is done on it."""
    if caller.role != "maker":
        raise Forbidden(
            "maker-needed",
            f"{caller.name} is a {caller.role}",
            allowed="a maker asks, a checker approves",
            next="let a maker of your organisation ask for this",
        )
