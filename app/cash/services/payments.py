"""Issue, redeem, pay and stop claims on a bank, each payment under its UETR.

Payments take two persons, unless the amount is within what one person of the paying number may move alone.
Balances are not asked before a payment is queued: what is on its way may change them, and the chain decides.
A reference that has paid is refused at once; of two that are on their way the chain takes one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.cash import contract, store
from app.cash.domain import PaymentStatus, Token, not_issuer, paid_already, reference_of
from app.cash.services.references import new_uetr, tell_payment
from app.cash.services.tokens import issuer_of, issues, persons, tell_issuer, token
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation, queue
from app.errors import Fault, Malformed
from app.identifiers import NotIdentifier, lei, uetr
from app.members import service as members
from app.money import Money, NotMoney


def mint(
    session: Session,
    caller: Caller,
    address: str,
    *,
    to: str | None,
    deal: str | None,
    number: int | None = None,
    amount: str,
    currency: str | None,
    uetr: str | None,
    key: IdempotencyKey,
) -> Operation:
    """The bank owes `to` (LEI) so much more, under its number in `deal`; to itself too, so it can pay. Or a
    bare `number`, as of another bank that keeps settlement money.
    """
    issued = token(session, address)
    require_one_way(to, deal, number, "#")
    minor, uetr = _read(issued, amount, currency, uetr, to)
    require_issuer(session, caller.member_id, issued)
    payment = unpaid_reference(session, issued, uetr, issued.issuer)
    payee = number_meant(session, caller.member_id, to, deal, number, "#")
    call = contract.pay_in(deployment_of(session), _word(payment), payee, minor)
    describes = _describes("issue cash", issued, minor, uetr, to=to or payee, deal=deal)
    operation = _queue(session, caller, issued, issued.issuer, call, describes, minor, key)
    behind = members.organisations_behind(session, caller.member_id, [payee])
    tell_payment(session, caller.member_id, uetr, payment, to=behind.values(), operation_id=operation.id)
    for organisation in behind.values():
        tell_issuer(session, caller.member_id, issued, to=organisation, operation_id=operation.id)
    return operation


def redeem(
    session: Session,
    caller: Caller,
    address: str,
    *,
    deal: str,
    amount: str,
    currency: str | None,
    uetr: str | None,
    key: IdempotencyKey,
) -> Operation:
    """Give up a claim; the bank pays it out elsewhere."""
    held = token(session, address)
    minor, uetr = _read(held, amount, currency, uetr)
    party = members.alias_in(session, caller.member_id, deal).party
    payment = unpaid_reference(session, held, uetr, party)
    call = contract.pay_out(deployment_of(session), _word(payment), minor)
    describes = _describes("redeem cash", held, minor, uetr, deal=deal)
    operation = _queue(session, caller, held, party, call, describes, minor, key)
    issuer = issuer_of(session, caller.member_id, held)
    told = [issuer] if issuer else []
    tell_payment(session, caller.member_id, uetr, payment, to=told, operation_id=operation.id)
    return operation


def transfer(
    session: Session,
    caller: Caller,
    address: str,
    *,
    to: str,
    deal: str,
    amount: str,
    currency: str | None,
    uetr: str | None,
    key: IdempotencyKey,
) -> Operation:
    """Pay `to` (LEI) within `deal`: from our number there to its number there."""
    paid = token(session, address)
    minor, uetr = _read(paid, amount, currency, uetr, to)
    if to == members.member(session, caller.member_id).lei:
        raise Malformed([Fault("#/to", "this is your own organisation: a payment goes to another")])
    party = members.alias_in(session, caller.member_id, deal).party
    payment = unpaid_reference(session, paid, uetr, party)
    payee = party_in(session, caller.member_id, deal, to)
    call = contract.pay(deployment_of(session), _word(payment), payee, minor)
    describes = _describes("pay", paid, minor, uetr, to=to, deal=deal)
    operation = _queue(session, caller, paid, party, call, describes, minor, key)
    tell_payment(session, caller.member_id, uetr, payment, to=[to], operation_id=operation.id)
    tell_issuer(session, caller.member_id, paid, to=to, operation_id=operation.id)
    return operation


def freeze(
    session: Session,
    caller: Caller,
    address: str,
    *,
    organisation: str | None,
    deal: str | None,
    number: int | None,
    key: IdempotencyKey,
) -> Operation:
    """Stop payments out of an account, as a court or the law orders: of an organisation in a deal, or of a
    number that nobody has named to us.
    """
    return _stop_or_let("freeze", session, caller, address, organisation, deal, number, key)


def unfreeze(
    session: Session,
    caller: Caller,
    address: str,
    *,
    organisation: str | None,
    deal: str | None,
    number: int | None,
    key: IdempotencyKey,
) -> Operation:
    """Let the payments go on that `freeze` stopped."""
    return _stop_or_let("unfreeze", session, caller, address, organisation, deal, number, key)


def appoint(
    session: Session, caller: Caller, address: str, *, instrument: str, appointed: bool, key: IdempotencyKey
) -> Operation:
    """The bank lets an instrument of the deployment redeem and mint for it, or no longer."""
    issued = token(session, address)
    deployment = deployment_of(session)
    known = {entry.address for entry in deployment.contracts}
    if instrument.lower() not in known:
        raise Malformed([Fault("#/instrument", f"{instrument} is no contract of this deployment")])
    require_issuer(session, caller.member_id, issued)
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=issued.issuer,
        instrument=issued.address,
        call=contract.appoint(deployment, instrument.lower(), appointed),
        describes={
            "action": "let an instrument redeem and mint" if appointed else "end an instrument's appointment",
            "instrument": instrument.lower(),
            "currency": issued.currency.alpha,
            "token": issued.address,
        },
        eyes=2,
        right="PAY",
        idempotency=key,
    )


def party_in(session: Session, member_id: str, deal: str, organisation: str) -> int:
    """The number of an organisation (LEI) in a deal, our own included. Raises NotFound, Conflict."""
    if organisation == members.member(session, member_id).lei:
        return members.alias_in(session, member_id, deal).party
    return members.number_of(session, member_id=member_id, deal=deal, organisation=organisation)


def require_one_way(organisation: str | None, deal: str | None, number: int | None, where: str) -> None:
    """Whose account is said by organisation and deal, or by number alone. Raises Malformed."""
    named = organisation is not None and deal is not None
    if named == (number is not None) or (organisation is None) != (deal is None):
        raise Malformed([Fault(where, "whose account: give organisation and deal, or number alone")])


def number_meant(
    session: Session,
    member_id: str,
    organisation: str | None,
    deal: str | None,
    number: int | None,
    where: str,
) -> int:
    """The number that `require_one_way` let through. Raises Malformed, NotFound, Conflict."""
    if number is not None:
        return number
    assert organisation is not None
    assert deal is not None
    try:
        lei(organisation)
    except NotIdentifier as error:
        raise Malformed([Fault(f"{where}/organisation", str(error))]) from None
    return party_in(session, member_id, deal, organisation)


def number_known(
    session: Session,
    member_id: str,
    organisation: str | None,
    deal: str | None,
    number: int | None,
    where: str,
) -> int:
    """As `number_meant`, of a deal that the member is in or was told the number of: whoever is asked for its
    number in another begins one, and what an order stops or moves would be a number that holds nothing.
    """
    if organisation is not None and deal is not None:
        told = members.opening_of(session, member_id=member_id, deal=deal, organisation=organisation)
        if told is None:
            members.alias_in(session, member_id, deal)
    return number_meant(session, member_id, organisation, deal, number, where)


def _stop_or_let(
    verb: Literal["freeze", "unfreeze"],
    session: Session,
    caller: Caller,
    address: str,
    organisation: str | None,
    deal: str | None,
    number: int | None,
    key: IdempotencyKey,
) -> Operation:
    issued = token(session, address)
    require_one_way(organisation, deal, number, "#")
    require_issuer(session, caller.member_id, issued)
    number = number_known(session, caller.member_id, organisation, deal, number, "#")
    build: Callable[..., bytes] = contract.freeze if verb == "freeze" else contract.unfreeze
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=issued.issuer,
        instrument=issued.address,
        call=build(deployment_of(session), number),
        describes={
            "action": f"{verb} an account",
            "currency": issued.currency.alpha,
            "token": issued.address,
            "organisation": organisation,
            "number": number,
        },
        eyes=2,
        right="PAY",
        idempotency=key,
    )


def _queue(
    session: Session,
    caller: Caller,
    token: Token,
    party: int,
    call: bytes,
    describes: dict[str, Any],
    amount: int,
    key: IdempotencyKey,
) -> Operation:
    return queue(
        session,
        member_id=caller.member_id,
        user=caller,
        party=party,
        instrument=token.address,
        call=call,
        describes=describes,
        eyes=persons(session, party, token, amount),
        right="PAY",
        idempotency=key,
    )


def _describes(action: str, token: Token, amount: int, uetr: str, **more: Any) -> dict[str, Any]:
    money = token.money(amount)
    return {
        "action": action,
        "amount": money.decimal(),
        "currency": token.currency.alpha,
        "token": token.address,
        "uetr": uetr,
        **more,
    }


def require_issuer(session: Session, member_id: str, token: Token) -> None:
    if not issues(session, member_id, token):
        raise not_issuer(token)


def require_unpaid(session: Session, token: Token, payment: str) -> None:
    """Raises Conflict where a payment with this reference was made in this token."""
    made = store.reference(session, deployment_of(session).chain_id, token.address, payment)
    if made is not None:
        raise paid_already(payment, PaymentStatus(made.status))


def unpaid_reference(session: Session, token: Token, uetr: str, orderer: int) -> str:
    """The reference of a UETR for this number. Raises Conflict where it has paid in this token."""
    payment = reference_of(uetr, orderer)
    require_unpaid(session, token, payment)
    return payment


def read_amount(
    token: Token, amount: str, currency: str | None, *, zero: bool = False
) -> tuple[int, list[Fault]]:
    """Minor units, and what is wrong with them; `zero` lets nothing pass, where that means something."""
    faults, minor = [], 0
    try:
        minor = Money.from_decimal(amount, token.currency).minor if zero else token.amount(amount)
    except NotMoney as error:
        faults.append(Fault("#/amount", str(error)))
    if currency is not None and currency != token.currency.alpha:
        faults.append(Fault("#/currency", f"{currency}; expected {token.currency}, which the token is in"))
    return minor, faults


def read_uetr(given: str | None, where: str = "#/uetr") -> tuple[str, list[Fault]]:
    """The UETR that was given, or a new one, and what is wrong with it."""
    try:
        return (uetr(given) if given is not None else new_uetr()), []
    except NotIdentifier as error:
        return "", [Fault(where, str(error))]


def _read(
    token: Token, amount: str, currency: str | None, given: str | None, to: str | None = None
) -> tuple[int, str]:
    """Minor units and UETR. Raises Malformed with every fault of the request."""
    minor, faults = read_amount(token, amount, currency)
    known, wrong = read_uetr(given)
    faults += wrong
    try:
        if to is not None:
            lei(to)
    except NotIdentifier as error:
        faults.append(Fault("#/to", str(error)))
    if faults:
        raise Malformed(faults)
    return minor, known


def _word(payment: str) -> bytes:
    return bytes.fromhex(payment[2:])
