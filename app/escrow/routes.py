"""Title against cash, both legs or neither: the buyer drafts and pays in, the seller delivers the bill."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Response

from app.auth.caller import Caller, Requires
from app.escrow import service
from app.escrow.schemas import EscrowOut, NewEscrow
from app.operations.answers import Prefer, Router, WriteKey, accepted, answered
from app.operations.schemas import OperationOut
from app.paging import Page
from app.requests import Db, Paging

router = Router(prefix="/escrows", tags=["escrow"])

TAG = {
    "name": "escrow",
    "description": "Buyer and seller hold the same terms; the buyer pays into keeping; the seller's delivery "
    "then moves bill and money in one transaction. Nothing moves by itself: after the deadline the buyer may "
    "take the money back, before it only the seller may let it go.",
}

Reader = Annotated[Caller, Requires("escrow:read")]
Writer = Annotated[Caller, Requires("escrow:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


@router.post("", status_code=201, response_model=EscrowOut)
def draft_escrow(body: NewEscrow, caller: Writer, db: Db, key: WriteKey) -> Response:
    """Draft the terms as the buyer; the seller gets its copy at once. It binds nobody until it is funded."""
    seen = EscrowOut.of(service.draft(db, caller, service.Draft(**body.model_dump())))
    return answered(db, key, 201, seen, f"/escrows/{seen.id}")


@router.get("")
def list_escrows(caller: Reader, db: Db, asked: Paging) -> Page[EscrowOut]:
    """Escrows in which your organisation is buyer or seller, newest first."""
    escrows, following = service.own(db, caller.member_id, asked)
    return Page[EscrowOut](items=[EscrowOut.of(seen) for seen in escrows], next=following)


@router.get("/{id}")
def get_escrow(id: str, caller: Reader, db: Db) -> EscrowOut:
    return EscrowOut.of(service.get(db, caller.member_id, id))


@router.post("/{id}/fund", status_code=202, responses=ACCEPTED)
def fund_escrow(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The buyer pays in. Two persons, unless within its limit."""
    return accepted(service.fund(db, caller, id, key), prefer)


@router.post("/{id}/deliver", status_code=202, responses=ACCEPTED)
def deliver_bill(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The seller delivers the bill and is paid, in one transaction."""
    return accepted(service.deliver(db, caller, id, key), prefer)


@router.post("/{id}/reclaim", status_code=202, responses=ACCEPTED)
def reclaim_cash(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The buyer takes its money back after the deadline. Two persons, unless within its limit."""
    return accepted(service.reclaim(db, caller, id, key), prefer)


@router.post("/{id}/release", status_code=202, responses=ACCEPTED)
def release_cash(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The seller gives the deal up; the money goes back to the buyer."""
    return accepted(service.release(db, caller, id, key), prefer)
