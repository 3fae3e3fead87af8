"""The steps of those whom the terms name: each is asked of the chain, which decides.

Payments take two persons, unless the amount is within what one person of the acting number may move alone.
Each carries a UETR, which the others learn once it is final.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import services as cash
from app.cash.domain import Token
from app.chain.deployments import Deployment, deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.errors import Fault, Malformed
from app.mail import service as mail
from app.milestones import contract
from app.milestones.domain import (
    Standing,
    Step,
    Terms,
    above_what_is_left,
    nothing_due,
    require_step,
)
from app.milestones.services.drafting import describes
from app.milestones.services.reading import own_copy, standing_of
from app.milestones.store import MilestoneCopy

STATED = "milestones-stated"
"""Of the message with the text that a dispute or an award commits to."""


@dataclass(frozen=True)
class Begun:
    """A step that this side may take now."""

    copy: MilestoneCopy
    terms: Terms
    stands: Standing
    token: Token
    deployment: Deployment

    @property
    def left(self) -> int:
        return self.terms.total - self.stands.paid


def fund(session: Session, caller: Caller, id: str, uetr: str | None, key: IdempotencyKey) -> Operation:
    """The buyer pays the whole into keeping; the others are told whose debt the cash is."""
    begun = _begin(session, caller, id, Step.FUND)
    known, payment = _payment(session, begun, uetr)
    call = contract.fund(begun.deployment, begun.terms, payment)
    action = "pay into an escrow with milestones"
    operation = _pay(session, caller, begun, action, call, begun.terms.total, (known, payment), key)
    for organisation in _others(begun.copy):
        cash.tell_issuer(session, caller.member_id, begun.token, to=organisation, operation_id=operation.id)
    return operation


def release(
    session: Session,
    caller: Caller,
    id: str,
    *,
    milestone: int,
    amount: str | None,
    uetr: str | None,
    key: IdempotencyKey,
) -> Operation:
    """The buyer lets so much of a milestone (from 1) go to the seller; None is all that is left of it."""
    begun = _begin(session, caller, id, Step.RELEASE)
    if not 1 <= milestone <= len(begun.copy.what):
        given = len(begun.copy.what)
        raise Malformed([Fault("#/milestone", f"{milestone}; expected one of the {given}, from 1")])
    left = begun.terms.amounts[milestone - 1] - begun.stands.released[milestone - 1]
    minor, faults = (left, []) if amount is None else cash.read_amount(begun.token, amount, None)
    if faults:
        raise Malformed(faults)
    if minor > left or left == 0:
        raise above_what_is_left(begun.token.money(minor), begun.token.money(left))
    known, payment = _payment(session, begun, uetr)
    call = contract.release(begun.deployment, begun.terms, milestone - 1, minor, payment)
    what = begun.copy.what[milestone - 1]
    action = "release a milestone"
    return _pay(
        session, caller, begun, action, call, minor, (known, payment), key, milestone=milestone, what=what
    )


def reclaim(session: Session, caller: Caller, id: str, uetr: str | None, key: IdempotencyKey) -> Operation:
    """The buyer takes back what is left, after the deadline."""
    begun = _begin(session, caller, id, Step.RECLAIM)
    known, payment = _payment(session, begun, uetr)
    call = contract.reclaim(begun.deployment, begun.terms, payment)
    action = "take back what is left"
    return _pay(session, caller, begun, action, call, begun.left, (known, payment), key)


def refund(session: Session, caller: Caller, id: str, uetr: str | None, key: IdempotencyKey) -> Operation:
    """The seller gives back what is left."""
    begun = _begin(session, caller, id, Step.REFUND)
    known, payment = _payment(session, begun, uetr)
    call = contract.refund(begun.deployment, begun.terms, payment)
    action = "give back what is left"
    return _pay(session, caller, begun, action, call, begun.left, (known, payment), key)


def collect(session: Session, caller: Caller, id: str, uetr: str | None, key: IdempotencyKey) -> Operation:
    """The agent takes the fee that has come up."""
    begun = _begin(session, caller, id, Step.COLLECT)
    due = begun.terms.fee_of(begun.stands.paid) - begun.stands.collected
    if due == 0:
        raise nothing_due(begun.copy.escrow)
    known, payment = _payment(session, begun, uetr)
    call = contract.collect(begun.deployment, begun.terms, payment)
    return _pay(session, caller, begun, "collect a fee", call, due, (known, payment), key, eyes=1)


def dispute(session: Session, caller: Caller, id: str, grounds: str, key: IdempotencyKey) -> Operation:
    """Buyer or seller puts what is left before the arbiter; all get the grounds once it is final."""
    begun = _begin(session, caller, id, Step.DISPUTE)
    why = cash.new_reason(session, caller.member_id, grounds)
    call = contract.dispute(begun.deployment, begun.terms, why.commitment)
    operation = _ask(session, caller, begun, "dispute an escrow", call, 1, key, grounds=grounds)
    _state(session, begun.copy, operation.id, grounds, why.salt)
    return operation


def divide(
    session: Session,
    caller: Caller,
    id: str,
    *,
    to_seller: str,
    award: str,
    uetr: str | None,
    refund_uetr: str | None,
    key: IdempotencyKey,
) -> Operation:
    """The arbiter divides what is left: so much to the seller, the rest to the buyer. Always two persons."""
    begun = _begin(session, caller, id, Step.DIVIDE)
    minor, faults = cash.read_amount(begun.token, to_seller, None, zero=True)
    if faults:
        raise Malformed([replace(fault, where="#/to_seller") for fault in faults])
    if minor > begun.left:
        raise above_what_is_left(begun.token.money(minor), begun.token.money(begun.left))
    known, payment = _payment(session, begun, uetr)
    back, refunded = _payment(session, begun, refund_uetr, "#/refund_uetr")
    if known == back:
        raise Malformed([Fault("#/refund_uetr", "the UETR of what the seller gets; expected one of its own")])
    why = cash.new_reason(session, caller.member_id, award)
    call = contract.divide(begun.deployment, begun.terms, minor, payment, refunded, why.commitment)
    operation = _ask(
        session,
        caller,
        begun,
        "divide what is disputed",
        call,
        2,
        key,
        to_seller=begun.token.money(minor).decimal(),
        to_buyer=begun.token.money(begun.left - minor).decimal(),
        currency=begun.token.currency.alpha,
        award=award,
        uetr=known,
        refund_uetr=back,
    )
    others = _others(begun.copy)
    for told, reference in ((known, payment), (back, refunded)):
        cash.tell_payment(session, caller.member_id, told, reference, to=others, operation_id=operation.id)
    _state(session, begun.copy, operation.id, award, why.salt)
    return operation


def _begin(session: Session, caller: Caller, id: str, step: Step) -> Begun:
    copy = own_copy(session, caller.member_id, id)
    terms, stands = Terms.from_json(copy.terms), standing_of(session, copy.escrow)
    require_step(step, copy.escrow, terms.sides_of(copy.party), stands)
    return Begun(copy, terms, stands, cash.token(session, terms.cash), deployment_of(session))


def _payment(session: Session, begun: Begun, given: str | None, where: str = "#/uetr") -> tuple[str, str]:
    """A UETR and its reference. Raises Malformed; Conflict where it has paid in this token."""
    known, faults = cash.read_uetr(given, where)
    if faults:
        raise Malformed(faults)
    return known, cash.unpaid_reference(session, begun.token, known, begun.copy.party)


def _pay(
    session: Session,
    caller: Caller,
    begun: Begun,
    action: str,
    call: bytes,
    amount: int,
    named: tuple[str, str],
    key: IdempotencyKey,
    *,
    eyes: Literal[1, 2] | None = None,
    **more: Any,
) -> Operation:
    """`named` is the payment's UETR and its reference."""
    uetr, payment = named
    operation = _ask(
        session,
        caller,
        begun,
        action,
        call,
        eyes or cash.persons(session, begun.copy.party, begun.token, amount),
        key,
        amount=begun.token.money(amount).decimal(),
        currency=begun.token.currency.alpha,
        uetr=uetr,
        **more,
    )
    others = _others(begun.copy)
    cash.tell_payment(session, caller.member_id, uetr, payment, to=others, operation_id=operation.id)
    return operation


def _ask(
    session: Session,
    caller: Caller,
    begun: Begun,
    action: str,
    call: bytes,
    eyes: Literal[1, 2],
    key: IdempotencyKey,
    **more: Any,
) -> Operation:
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=begun.copy.party,
        instrument=begun.copy.contract,
        call=call,
        describes=describes(begun.copy, action, **more),
        eyes=eyes,
        right="PAY",
        idempotency=key,
    )


def _others(copy: MilestoneCopy) -> list[str]:
    """LEIs of those in it but ourselves, each once."""
    terms = Terms.from_json(copy.terms)
    own = {side.value for side in terms.sides_of(copy.party)}
    return sorted({lei for side, lei in copy.parties.items() if side not in own})


def _state(session: Session, copy: MilestoneCopy, operation_id: str, text: str, salt: bytes) -> None:
    """Tell the others what was committed to, once it is final."""
    for organisation in _others(copy):
        mail.send_when_final(
            session,
            operation_id=operation_id,
            member_id=copy.member_id,
            to=organisation,
            kind=STATED,
            body={"text": text, "salt": salt.hex()},
        )
