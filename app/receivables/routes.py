"""Finance a document once: enter, compare, reserve, pay out, end."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Response

from app.auth.caller import Caller, Requires
from app.operations.answers import Prefer, WriteKey, accepted, answered
from app.operations.schemas import OperationOut
from app.paging import Page
from app.receivables.schemas import Contested, FinancingOut, NewFinancing, Renewal, Reservation
from app.receivables.services import financings
from app.requests import Db, Paging

router = APIRouter(tags=["receivables"])

TAG = {
    "name": "receivables",
    "description": "A document is financed once, whichever bank holds it: its share is reserved before it "
    "is paid out, under fingerprints that a rival cannot guess, and whoever comes second is told at once, "
    "without learning who came first. What a document is like among your own financings is pointed out with "
    "reasons; a person decides.",
}

Reader = Annotated[Caller, Requires("receivables:read")]
Writer = Annotated[Caller, Requires("receivables:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


@router.post("/financings", status_code=201, response_model=FinancingOut)
def enter_document(body: NewFinancing, caller: Writer, db: Db, key: WriteKey) -> Response:
    """Enter a document that is to be financed: it comes back with what it is like among your own financings,
    and how much of it others have. Nothing is on the chain yet.
    """
    seen = FinancingOut.of(
        financings.enter(
            db,
            caller,
            told=body.document.model_dump(mode="json"),
            share=body.share,
            reference=body.reference,
            deal=body.deal,
        )
    )
    return answered(db, key, 201, seen, f"/financings/{seen.id}")


@router.get("/financings")
def list_financings(caller: Reader, db: Db, asked: Paging) -> Page[FinancingOut]:
    """Documents that your organisation entered, newest first."""
    found, following = financings.own(db, caller.member_id, asked)
    return Page[FinancingOut](items=[FinancingOut.of(seen) for seen in found], next=following)


@router.get("/financings/{id}")
def get_financing(id: str, caller: Reader, db: Db) -> FinancingOut:
    return FinancingOut.of(financings.get(db, caller.member_id, id))


@router.post("/financings/{id}/reserve", status_code=202, responses=ACCEPTED)
def reserve_share(
    id: str, body: Reservation, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Reserve before paying out, by two persons. A document that is like another needs a reason."""
    return accepted(financings.reserve(db, caller, id, timedelta(hours=body.hours), body.reason, key), prefer)


@router.post("/financings/{id}/renew", status_code=202, responses=ACCEPTED)
def renew_reservation(
    id: str, body: Renewal, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Hold a reservation for longer, twice at most. Two persons."""
    return accepted(financings.renew(db, caller, id, timedelta(hours=body.hours), key), prefer)


@router.post("/financings/{id}/finance", status_code=202, responses=ACCEPTED)
def record_finance(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """It was paid out, outside of this ledger. Two persons."""
    return accepted(financings.finance(db, caller, id, key), prefer)


@router.post("/financings/{id}/settle", status_code=202, responses=ACCEPTED)
def settle_financing(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """It was paid by whoever owes the document, which nobody can finance again. Two persons."""
    return accepted(financings.settle(db, caller, id, key), prefer)


@router.post("/financings/{id}/dispute", status_code=202, responses=ACCEPTED)
def dispute_financing(
    id: str, body: Contested, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """What was financed is contested. Two persons; the grounds stay with you."""
    return accepted(financings.dispute(db, caller, id, body.grounds, key), prefer)


@router.post("/financings/{id}/release", status_code=202, responses=ACCEPTED)
def release_share(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """Refused or undone: the share is free for others. Of what was financed, two persons."""
    return accepted(financings.release(db, caller, id, key), prefer)
