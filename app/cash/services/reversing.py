"""The way back of a payment, and what a court orders: by two persons, once, for a reason that is kept."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import contract, store
from app.cash.domain import (
    Payment,
    PaymentStatus,
    Token,
    not_payee,
    reference_of,
    require_reversible,
    several_payments,
)
from app.cash.services.payments import (
    number_known,
    read_amount,
    read_uetr,
    require_issuer,
    require_one_way,
    unpaid_reference,
)
from app.cash.services.reading import described, movement
from app.cash.services.references import (
    new_reason,
    reason_behind,
    references_named,
    tell_payment,
    uetrs_of,
)
from app.cash.services.tokens import issues, token
from app.cash.store import MovementRow, ReferenceRow
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.errors import Malformed, NotFound
from app.members import service as members

Whose = tuple[str | None, str | None, int | None]
"""Organisation (LEI) and deal, or a number alone."""


def payment(session: Session, member_id: str, address: str, known: str) -> Payment:
    """The payment under this UETR or reference. Raises NotFound, of a payment between others as of none;
    Conflict where several carry the UETR.
    """
    held = token(session, address)
    row, made, uetr = _recorded(session, member_id, held, known)
    back = row.reversal and movement(session, member_id, held, row.reversal)
    moved = described(session, member_id, held, [made, back] if back else [made])
    return Payment(
        payment=row.id,
        uetr=uetr,
        status=PaymentStatus(row.status),
        made=moved[0],
        reversal=moved[1] if back else None,
        reason=reason_behind(session, member_id, row.reason),
        reason_hash=row.reason,
        order=reason_behind(session, member_id, row.court_order),
        order_hash=row.court_order,
        undoes=row.undoes,
        undone_by=row.undone_by,
        you_may_reverse=_may_reverse(session, member_id, held, row, made),
    )


def reverse(
    session: Session, caller: Caller, address: str, known: str, *, reason: str, key: IdempotencyKey
) -> Operation:
    """Who was paid gives the payment back; what the issuer paid in or out, the issuer reverses. The other
    side is told the reason once it is final.
    """
    held = token(session, address)
    row, made, uetr = _recorded(session, caller.member_id, held, known)
    status = PaymentStatus(row.status)
    require_reversible(row.id, status)
    if status is PaymentStatus.PAID:
        if not _own(session, caller.member_id, made.payee_party):
            raise not_payee()
        party, other = made.payee_party, made.payer_party
    else:
        require_issuer(session, caller.member_id, held)
        party, other = held.issuer, made.payer_party or made.payee_party
    assert party is not None
    assert other is not None
    why = new_reason(session, caller.member_id, reason)
    money = held.money(made.amount)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=held.address,
        call=contract.reverse(deployment_of(session), _word(row.id), _word(why.commitment)),
        describes={
            "action": "reverse a payment",
            "uetr": uetr,
            "reason": reason,
            "amount": money.decimal(),
            "currency": money.currency.alpha,
            "token": held.address,
        },
        eyes=2,
        right="PAY",
        idempotency=key,
    )
    behind = members.organisations_behind(session, caller.member_id, [other])
    told = behind.values()
    tell_payment(session, caller.member_id, uetr, row.id, to=told, operation_id=operation.id, why=why)
    return operation


def force(
    session: Session,
    caller: Caller,
    address: str,
    *,
    payer: Whose,
    payee: Whose,
    amount: str,
    currency: str | None,
    uetr: str | None,
    order: str,
    undoes: str | None,
    key: IdempotencyKey,
) -> Operation:
    """The issuer moves cash against its holder's will, as the `order` of a court or the law says; `undoes` is
    the UETR of the payment that it undoes, if it does.
    """
    issued = token(session, address)
    require_one_way(*payer, "#/payer")
    require_one_way(*payee, "#/payee")
    minor, faults = read_amount(issued, amount, currency)
    known, wrong = read_uetr(uetr)
    undone, undone_wrong = read_uetr(undoes, "#/undoes") if undoes is not None else ("", [])
    if faults + wrong + undone_wrong:
        raise Malformed(faults + wrong + undone_wrong)
    require_issuer(session, caller.member_id, issued)
    payment = unpaid_reference(session, issued, known, issued.issuer)
    giver = number_known(session, caller.member_id, *payer, "#/payer")
    taker = number_known(session, caller.member_id, *payee, "#/payee")
    why = new_reason(session, caller.member_id, order)
    money = issued.money(minor)
    operation = queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=issued.issuer,
        instrument=issued.address,
        call=contract.force(
            deployment_of(session),
            _word(payment),
            # What is undone was ordered by who paid it, and goes back there.
            undoes=_word(reference_of(undone, taker)) if undone else None,
            payer=giver,
            payee=taker,
            amount=minor,
            order=_word(why.commitment),
        ),
        describes={
            "action": "force a payment",
            "uetr": known,
            "undoes": undoes,
            "order": order,
            "from": payer[0] or giver,
            "to": payee[0] or taker,
            "amount": money.decimal(),
            "currency": money.currency.alpha,
            "token": issued.address,
        },
        eyes=2,
        right="PAY",
        idempotency=key,
    )
    behind = members.organisations_behind(session, caller.member_id, [giver, taker])
    told = behind.values()
    tell_payment(session, caller.member_id, known, payment, to=told, operation_id=operation.id, why=why)
    return operation


def _recorded(
    session: Session, member_id: str, held: Token, known: str
) -> tuple[ReferenceRow, MovementRow, str | None]:
    """The payment, its movement, in which one of the member's numbers stands, and its UETR if we know it."""
    found = []
    for reference in references_named(session, member_id, known):
        row = store.reference(session, deployment_of(session).chain_id, held.address, reference)
        try:
            if row is not None:
                found.append((row, movement(session, member_id, held, row.movement)))
        except NotFound:
            continue
    if not found:
        raise NotFound("no-such-payment", "your organisation has no part in such a payment", uetr=known)
    if len(found) > 1:
        raise several_payments(known, [row.id for row, _ in found])
    ((row, made),) = found
    return row, made, uetrs_of(session, member_id, [row.id]).get(row.id)


def _may_reverse(session: Session, member_id: str, held: Token, row: ReferenceRow, made: MovementRow) -> bool:
    if row.status == PaymentStatus.PAID:
        return _own(session, member_id, made.payee_party)
    return row.status in (PaymentStatus.PAID_IN, PaymentStatus.PAID_OUT) and issues(session, member_id, held)


def _own(session: Session, member_id: str, party: int | None) -> bool:
    return party is not None and party in members.own_among(session, member_id, [party])


def _word(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))
