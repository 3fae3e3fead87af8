"""Money in keeping that is released as work is done, with an arbiter, a fee, a deadline and a stop."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Response

from app.auth.caller import Caller, Requires
from app.milestones import services
from app.milestones.schemas import (
    Dispute,
    Division,
    Lifting,
    MilestoneEscrowOut,
    NewMilestoneEscrow,
    Order,
    Referenced,
    Release,
)
from app.operations.answers import Prefer, Router, WriteKey, accepted, answered
from app.operations.schemas import OperationOut
from app.paging import Page
from app.requests import Db, Paging
from app.stops.domain import Ground

router = Router(prefix="/milestone-escrows", tags=["milestones"])

TAG = {
    "name": "milestones",
    "description": "The buyer pays the whole into keeping and releases it milestone by milestone, in parts "
    "if it likes. Nothing moves by itself: an arbiter divides what is disputed, the seller may give back, "
    "and after the deadline the buyer may take back what is left. An authority may stop it.",
}

Reader = Annotated[Caller, Requires("milestones:read")]
Writer = Annotated[Caller, Requires("milestones:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": OperationOut, "description": "The operation as it stands."}
}


@router.post("", status_code=201, response_model=MilestoneEscrowOut)
def draft_milestones(body: NewMilestoneEscrow, caller: Writer, db: Db, key: WriteKey) -> Response:
    """Draft the terms as the buyer; the others get copies at once. It binds nobody until it is funded."""
    given = body.model_dump()
    parts = tuple(services.Part(**part) for part in given.pop("milestones"))
    arbitration = given.pop("arbitration_seconds")
    asked = services.Draft(**given, milestones=parts, arbitration=arbitration)
    seen = MilestoneEscrowOut.of(services.draft(db, caller, asked))
    return answered(db, key, 201, seen, f"/milestone-escrows/{seen.id}")


@router.get("")
def list_milestones(caller: Reader, db: Db, asked: Paging) -> Page[MilestoneEscrowOut]:
    """Escrows with milestones in which your organisation has a part, newest first."""
    escrows, following = services.own(db, caller.member_id, asked)
    return Page[MilestoneEscrowOut](items=[MilestoneEscrowOut.of(seen) for seen in escrows], next=following)


@router.get("/{id}")
def get_milestones(id: str, caller: Reader, db: Db) -> MilestoneEscrowOut:
    return MilestoneEscrowOut.of(services.get(db, caller.member_id, id))


@router.post("/{id}/fund", status_code=202, responses=ACCEPTED)
def fund_milestones(
    id: str, body: Referenced, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The buyer pays the whole in. Two persons, unless within its limit."""
    return accepted(services.fund(db, caller, id, body.uetr, key), prefer)


@router.post("/{id}/release", status_code=202, responses=ACCEPTED)
def release_milestone(
    id: str, body: Release, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The buyer lets a milestone, or a part of it, go to the seller. Two persons, unless within its limit."""
    return accepted(services.release(db, caller, id, **body.model_dump(), key=key), prefer)


@router.post("/{id}/dispute", status_code=202, responses=ACCEPTED)
def dispute_milestones(
    id: str, body: Dispute, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """Buyer or seller puts what is left before the arbiter, up to the deadline."""
    return accepted(services.dispute(db, caller, id, body.grounds, key), prefer)


@router.post("/{id}/divide", status_code=202, responses=ACCEPTED)
def divide_milestones(
    id: str, body: Division, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The arbiter divides what is left between the two, in its time. Always two persons."""
    return accepted(services.divide(db, caller, id, **body.model_dump(), key=key), prefer)


@router.post("/{id}/reclaim", status_code=202, responses=ACCEPTED)
def reclaim_milestones(
    id: str, body: Referenced, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The buyer takes back what is left, after the deadline. Two persons, unless within its limit."""
    return accepted(services.reclaim(db, caller, id, body.uetr, key), prefer)


@router.post("/{id}/refund", status_code=202, responses=ACCEPTED)
def refund_milestones(
    id: str, body: Referenced, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """The seller gives back what is left. Two persons, unless within its limit."""
    return accepted(services.refund(db, caller, id, body.uetr, key), prefer)


@router.post("/{id}/collect", status_code=202, responses=ACCEPTED)
def collect_fee(id: str, body: Referenced, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """The agent takes the fee that has come up."""
    return accepted(services.collect(db, caller, id, body.uetr, key), prefer)


@router.post("/{id}/stop", status_code=202, responses=ACCEPTED)
def stop_milestones(id: str, body: Order, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As authority, stop any escrow by its id. Two persons. No clock runs until it is let go."""
    return accepted(services.stop(db, caller, id, Ground.said(body.ground), body.order, key), prefer)


@router.post("/{id}/lift", status_code=202, responses=ACCEPTED)
def lift_milestones(
    id: str, body: Lifting, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As an authority that stopped it, lift your order; the last lets it go on. Two persons."""
    return accepted(services.lift(db, caller, id, body.order, key), prefer)
