"""The order of an operation, to be signed by a person with a key of their own; and the signature."""

from __future__ import annotations

from typing import Annotated

from fastapi import Response

from app.auth.caller import Caller, Requires
from app.operations.answers import Prefer, Router, WriteKey, accepted, attach
from app.operations.routes import ACCEPTED
from app.orders import service
from app.orders.schemas import OrderOut, Signature
from app.requests import Db

router = Router(prefix="/operations", tags=["orders"])

TAG = {
    "name": "orders",
    "description": "A user whose key is not with this service asks for things as everybody does. The "
    "operation is then `unsigned`: its order is read here, signed as EIP-712 typed data, and the signature "
    "given back. What takes two persons waits for a checker next, who approves it, or signs it likewise. The "
    "service sends the order with a key that stands for nobody and only pays. See docs/signing.md.",
}

Reader = Annotated[Caller, Requires("operations:read")]
Writer = Annotated[Caller, Requires("operations:write")]


@router.get("/{id}/order")
def get_order(id: str, caller: Reader, db: Db) -> OrderOut:
    """What there is to sign: in words, in values, and as typed data."""
    return OrderOut.of(service.order(db, caller, id))


@router.post("/{id}/signature", status_code=202, responses=ACCEPTED)
def give_signature(
    id: str, body: Signature, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The maker's signature of what is `unsigned`, or the checker's of what is `awaiting_check`."""
    return accepted(attach(db, key, service.sign(db, caller, id, body.as_bytes())), prefer)
