"""Credits back to back: a second credit on the security of a first."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Response

from app.auth.caller import Caller, Requires
from app.collateral import service
from app.collateral.schemas import LinkOut, NewLink, Taking
from app.operations.answers import Prefer, Router, WriteKey, accepted
from app.operations.schemas import OperationOut
from app.paging import Page
from app.requests import Db, Paging

router = Router(prefix="/collateral", tags=["collateral"])

TAG = {
    "name": "collateral",
    "description": "A bank issues a second credit on the security of a first, whose beneficiary is the "
    "applicant of the second. All links of a credit together are never more than it; of the second the "
    "chain learns nothing.",
}

Reader = Annotated[Caller, Requires("collateral:read")]
Writer = Annotated[Caller, Requires("collateral:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


@router.post("", status_code=202, responses=ACCEPTED)
def offer_link(body: NewLink, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the beneficiary of a credit, offer a bank security in it. Always two persons."""
    return accepted(service.offer(db, caller, **body.model_dump(), key=key), prefer)


@router.get("")
def list_links(caller: Reader, db: Db, asked: Paging) -> Page[LinkOut]:
    """Links that your organisation has offered or was offered, newest first."""
    links, following = service.own(db, caller.member_id, asked)
    return Page[LinkOut](items=[LinkOut.of(seen) for seen in links], next=following)


@router.get("/{id}")
def get_link(id: str, caller: Reader, db: Db) -> LinkOut:
    return LinkOut.of(service.get(db, caller.member_id, id))


@router.post("/{id}/take", status_code=202, responses=ACCEPTED)
def take_link(id: str, body: Taking, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the bank, take it for the credit that you issue for who offers it."""
    return accepted(service.take(db, caller, id, body.credit, key), prefer)


@router.post("/{id}/release", status_code=202, responses=ACCEPTED)
def release_link(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the bank, let it go, taken or not. Always two persons."""
    return accepted(service.release(db, caller, id, key), prefer)


@router.post("/{id}/withdraw", status_code=202, responses=ACCEPTED)
def withdraw_link(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the beneficiary, take back what the bank has not taken."""
    return accepted(service.withdraw(db, caller, id, key), prefer)


@router.post("/{id}/end", status_code=202, responses=ACCEPTED)
def end_link(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the beneficiary, be released where the second credit expired or was cancelled undrawn. It tells the
    chain which credit that was: ask the bank first.
    """
    return accepted(service.end(db, caller, id, key), prefer)
