"""What every use case begins with: a member's own copy of a credit, and the credit as the chain has it.

Whoever holds no copy is told that there is no such credit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.credits import store
from app.credits.contract import ChainPresentation
from app.credits.domain import (
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

_NOT_THE = {
    Part.ISSUING_BANK: ("CreditsNotIssuingBank", "issuingBank"),
    Part.ADVISING_BANK: ("CreditsNotAdvisingBank", "advisingBank"),
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
class OnChain:
    """A credit that the chain has, as one of its parties holds it."""

    held: Held
    row: CreditRow

    @property
    def copy(self) -> CreditCopy:
        return self.held.copy

    @property
    def status(self) -> CreditStatus:
        return self.row.state

    @property
    def standing(self) -> Standing:
        row = self.row
        return Standing(row.id, row.expiry, row.drawable, row.reserved, row.honoured, row.partial_drawings)


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
    if found.copy.part != part.value:
        name, field = _NOT_THE[part]
        numbers = {
            "issuingBank": found.row.issuing_bank,
            "advisingBank": found.row.advising_bank,
            "beneficiary": found.row.beneficiary,
        }
        raise refused(name, **{field: numbers[field]}, party=found.copy.party)
    return found


def presentation(session: Session, credit: str, id: str) -> PresentationRow:
    """Raises NotFound."""
    row = store.presentation_row(session, deployment_of(session).chain_id, credit, id.lower())
    if row is None:
        raise NotFound("no-such-presentation", "this credit has no such presentation")
    return row


def as_presented(row: PresentationRow) -> ChainPresentation:
    return ChainPresentation(tuple(row.bills), row.documents, row.amount, row.shipped, row.presented)


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
) -> Operation:
    """Queue a call to the contract in which this credit was written."""
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
        instrument=credit.row.contract,
        call=call,
        describes=said | dict(describes or {}),
        eyes=eyes,
        right=right,
        idempotency=key,
    )


def learn_numbers(session: Session, copy: CreditCopy) -> None:
    """Ask the others of this credit for their numbers, so that we see organisations. What is not answered yet
    is shown as a number.
    """
    own = members.member(session, copy.member_id).lei
    for organisation in {copy.applicant, copy.issuing_bank, copy.advising_bank, copy.beneficiary} - {own}:
        try:
            members.number_of(session, member_id=copy.member_id, deal=copy.deal, organisation=organisation)
        except Conflict:
            continue


def require_maker(caller: Caller) -> None:
    """For what is done without the chain; the outbox asks the same of what is done on it."""
    if caller.role != "maker":
        raise Forbidden(
            "maker-needed",
            f"{caller.name} is a {caller.role}",
            allowed="a maker asks, a checker approves",
            next="let a maker of your organisation ask for this",
        )
