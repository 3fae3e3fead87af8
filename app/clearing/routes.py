"""Payments to customers of other banks: the banks' lines, the payments, their way back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Response

from app.auth.caller import Caller, Requires
from app.clearing import service
from app.clearing.domain import Side
from app.clearing.schemas import ClearedOut, LineOut, NewLine, NewPayment, Return
from app.operations.answers import Prefer, Router, WriteKey, accepted
from app.operations.schemas import OperationOut
from app.paging import Page
from app.requests import Db, Paging

router = Router(prefix="/clearing", tags=["clearing"])

TAG = {
    "name": "clearing",
    "description": "A claim on one bank is paid to a customer of another: redeemed, settled between the "
    "banks in money that both trust, and owed anew, in one transaction. Banks agree beforehand to an amount, "
    "which is used up; nothing renews itself.",
}

Reader = Annotated[Caller, Requires("clearing:read")]
Writer = Annotated[Caller, Requires("clearing:write")]
Uetr = Annotated[
    str,
    Path(
        description="The payment's UETR, a UUID of version 4; where several carry it, its reference.",
        max_length=66,
    ),
]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


@router.get("/lines")
def list_lines(caller: Reader, db: Db, asked: Paging) -> Page[LineOut]:
    """Every corridor between two banks, with what is left on both sides."""
    lines, following = service.lines(db, caller.member_id, asked)
    return Page[LineOut](items=[LineOut.of(line) for line in lines], next=following)


@router.post("/lines/mandate", status_code=202, responses=ACCEPTED)
def mandate_line(body: NewLine, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The payer's bank lets so much out this way from now on. Always two persons."""
    return accepted(service.set_line(db, caller, Side.MANDATE, **body.model_dump(), key=key), prefer)


@router.post("/lines/accept", status_code=202, responses=ACCEPTED)
def accept_line(body: NewLine, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The payee's bank takes so much in this way from now on. Always two persons."""
    return accepted(service.set_line(db, caller, Side.ACCEPT, **body.model_dump(), key=key), prefer)


@router.post("/payments", status_code=202, responses=ACCEPTED)
def pay_across_banks(body: NewPayment, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Pay a customer of another bank. Two persons, unless within the limit of the number that pays."""
    return accepted(service.pay(db, caller, service.Order(**body.model_dump()), key), prefer)


@router.get("/payments")
def list_payments(caller: Reader, db: Db, asked: Paging) -> Page[ClearedOut]:
    """Payments across banks of your organisation; for a bank also those of its customers. Newest first."""
    found, following = service.payments(db, caller.member_id, asked)
    return Page[ClearedOut](items=[ClearedOut.of(one) for one in found], next=following)


@router.get("/payments/{uetr}")
def get_payment(uetr: Uetr, caller: Reader, db: Db) -> ClearedOut:
    return ClearedOut.of(service.payment(db, caller.member_id, uetr))


@router.post("/payments/{uetr}/return", status_code=202, responses=ACCEPTED)
def return_payment(
    uetr: Uetr, body: Return, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The payee gives the whole payment back the way it came. Always two persons, once."""
    return accepted(service.give_back(db, caller, uetr, body.reason, key), prefer)
