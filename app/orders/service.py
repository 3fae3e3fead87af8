"""Orders that persons sign with keys of their own: shown to them, and taken with their signature.

What is taken was signed by a key of the order's own number, which may do this, for this chain and registry,
with this nonce, call and deadline: anything else gives another digest, and a key that nobody has. That the
nonce is not used and nobody is suspended the chain says when the courier tries the order.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.chain.numbering import order_of
from app.chain.orders import NotASignature, Order, signer_of
from app.chain.states import Status
from app.chain.store import Operation
from app.db import now_of
from app.errors import Conflict, Fault, Forbidden, Malformed
from app.members import service as members
from app.members.domain import OperatorKey
from app.operations import service as operations
from app.orders.domain import Evidence, Shown, readable

MAKER, CHECKER = PLACES = ("maker", "checker")


def order(session: Session, caller: Caller, id: str) -> Shown:
    """Raises NotFound, and Conflict where the operation has no order."""
    operation = operations.get(session, caller, id)
    known = _order(operation)
    deployment = deployment_of(session)
    digest = known.digest(deployment)
    return Shown(
        operation=operation.id,
        describes=operation.describes,
        eyes=operation.eyes,
        party=operation.party,
        instrument=operation.contract,
        function=operation.function,
        arguments=readable(deployment.arguments_of(operation.contract, operation.call)),
        nonce=known.nonce,
        deadline=datetime.fromtimestamp(known.deadline, UTC),
        chain_id=deployment.chain_id,
        digest=digest,
        typed_data=known.typed_data(deployment),
        signed_by=[
            Evidence(place, signer_of(digest, signature))
            for place, signature in zip(PLACES, operation.signatures, strict=False)
        ],
    )


def sign(session: Session, caller: Caller, id: str, signature: bytes) -> Operation:
    """Raises NotFound; Conflict where the operation waits for no signature or the order's time is over;
    Malformed, Forbidden where the signature is none, or not of somebody who may; TooMany.
    """
    operation = operations.get(session, caller, id)
    places = {Status.UNSIGNED.value: MAKER, Status.AWAITING_CHECK.value: CHECKER}
    place = places.get(operation.status)
    if place is None:
        raise operations.not_now(operation, "an operation that waits for a signature")
    known = _order(operation)
    _require_in_time(session, known)
    digest = known.digest(deployment_of(session))
    key = _key_behind(session, known, digest, signature)
    _require_right(key, operation, place)
    if place == MAKER:
        return operations.make_outside(session, caller, id, signature, key.person)
    assert operation.maker_signature is not None
    made_by = members.operator_key(session, known.party, signer_of(digest, operation.maker_signature))
    if made_by is not None and made_by.person == key.person:
        raise Forbidden(
            "same-person",
            f"maker and checker are both person {key.person} of number {known.party}",
            allowed="keys of two different persons",
            next="let somebody else check it",
        )
    return operations.check_outside(session, caller, id, signature)


def _order(operation: Operation) -> Order:
    if operation.order_nonce is None:
        raise Conflict(
            "no-order",
            "this operation has no order to sign",
            allowed="what a user asks who signs outside, and what waits for a checker",
            next="nothing is to be signed; look at the operation",
        )
    return order_of(operation)


def _require_in_time(session: Session, known: Order) -> None:
    now = now_of(session)
    if now.timestamp() > known.deadline:
        raise Conflict(
            "order-expired",
            f"the order was good until {_moment(known.deadline)}, and it is {_moment(int(now.timestamp()))}",
            allowed="a signature before the deadline",
            next="cancel the operation and ask for it again",
            deadline=known.deadline,
        )


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _key_behind(session: Session, known: Order, digest: bytes, signature: bytes) -> OperatorKey:
    """The number's key that gave the signature."""
    try:
        address = signer_of(digest, signature)
    except NotASignature as error:
        raise Malformed([Fault("#/signature", str(error))]) from None
    key = members.operator_key(session, known.party, address)
    if key is None:
        raise Forbidden(
            "not-our-signature",
            f"under this order the signature is of {address}, which is no key of number {known.party}",
            allowed=f"a signature of exactly this order by a key that the chain knows for number "
            f"{known.party}",
            next="sign the typed data as the order has them: with another chain, contract, number, nonce, "
            "call or deadline the same key seems another",
            key=address,
            party=known.party,
        )
    return key


def _require_right(key: OperatorKey, operation: Operation, place: str) -> None:
    may = key.may_make if place == MAKER else key.may_check
    if operation.right not in may:
        verb = "make" if place == MAKER else "check"
        raise Forbidden(
            "key-lacks-right",
            f"the key {key.address} may not {verb} what takes the right {operation.right}",
            allowed=f"of this key, to {verb}: {', '.join(sorted(may)) or 'nothing'}",
            next="sign with the key of a person who has the right",
            right=operation.right,
        )
