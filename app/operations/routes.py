"""What was asked for and what became of it; the checker's answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from app.auth.caller import Caller, Requires
from app.chain.states import Status
from app.chain.store import Operation
from app.operations import service
from app.operations.answers import Prefer, Router, WriteKey, accepted, attach
from app.operations.schemas import OperationOut
from app.paging import Page, page
from app.requests import Db, Paging

router = Router(prefix="/operations", tags=["operations"])

Reader = Annotated[Caller, Requires("operations:read")]
Writer = Annotated[Caller, Requires("operations:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


class Rejection(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "The amount is not ours."}]}
    )

    reason: str = Field(min_length=1, max_length=500, description="Why not, for the maker to read.")


@router.get("")
def list_operations(
    caller: Reader, db: Db, asked: Paging, status: Status | None = None
) -> Page[OperationOut]:
    """Your organisation's operations, newest first; `status=awaiting_check` is the checkers' list,
    `status=unsigned` that of makers who sign outside.
    """
    items, following = page(
        db, service.own(caller, status), asked, [Operation.number], OperationOut.of, newest_first=True
    )
    return Page[OperationOut](items=items, next=following)


@router.get("/{id}")
def get_operation(id: str, caller: Reader, db: Db) -> OperationOut:
    return OperationOut.of(service.get(db, caller, id))


@router.post("/{id}/approve", status_code=202, responses=ACCEPTED)
def approve_operation(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """A second person's yes: the operation goes to the chain under both persons' keys."""
    return accepted(attach(db, key, service.approve(db, caller, id)), prefer)


@router.post("/{id}/reject", status_code=202, responses=ACCEPTED)
def reject_operation(
    id: str, body: Rejection, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """A second person's no: nothing is sent, and the maker reads why."""
    return accepted(attach(db, key, service.reject(db, caller, id, body.reason)), prefer)


@router.post("/{id}/cancel", status_code=202, responses=ACCEPTED)
def cancel_operation(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """A maker's change of mind, while nothing is signed for the chain."""
    return accepted(attach(db, key, service.cancel(db, caller, id)), prefer)
