"""Payment versus payment: one member offers, the other accepts, and both payments are made in one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Response

from app.auth.caller import Caller, Requires
from app.exchange import service
from app.exchange.schemas import ExchangeOut, NewExchange
from app.operations.answers import Prefer, Router, WriteKey, accepted
from app.operations.schemas import OperationOut
from app.paging import Page
from app.requests import Db, Paging

router = Router(prefix="/exchanges", tags=["exchange"])

TAG = {
    "name": "exchange",
    "description": "Two members exchange deposits of two currencies, or of two banks, in one transaction. "
    "The chain holds the hash of an offer until it is accepted; nothing is set aside meanwhile, and nothing "
    "happens by itself.",
}

Reader = Annotated[Caller, Requires("exchange:read")]
Writer = Annotated[Caller, Requires("exchange:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


@router.post("", status_code=202, responses=ACCEPTED)
def offer_exchange(body: NewExchange, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Offer an exchange. Always two persons. Who is asked gets the terms once it is final."""
    you_pay, you_are_paid = (service.Wish(**wish.model_dump()) for wish in (body.you_pay, body.you_are_paid))
    asked = service.Draft(body.counterparty, body.deal, you_pay, you_are_paid, body.until)
    return accepted(service.offer(db, caller, asked, key), prefer)


@router.get("")
def list_exchanges(caller: Reader, db: Db, asked: Paging) -> Page[ExchangeOut]:
    """Exchanges that your organisation offers or is asked for, newest first."""
    exchanges, following = service.own(db, caller.member_id, asked)
    return Page[ExchangeOut](items=[ExchangeOut.of(seen) for seen in exchanges], next=following)


@router.get("/{id}")
def get_exchange(id: str, caller: Reader, db: Db) -> ExchangeOut:
    return ExchangeOut.of(service.get(db, caller.member_id, id))


@router.post("/{id}/accept", status_code=202, responses=ACCEPTED)
def accept_exchange(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Pay and be paid, in one. Two persons, unless what you pay is within the limit of your number."""
    return accepted(service.accept(db, caller, id, key), prefer)


@router.post("/{id}/withdraw", status_code=202, responses=ACCEPTED)
def withdraw_exchange(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Take your offer back, for good."""
    return accepted(service.withdraw(db, caller, id, key), prefer)
