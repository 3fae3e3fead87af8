"""Standby letters of credit: issued, demanded, extended or paid, amended, stopped."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Response

from app.auth.caller import Caller, Requires
from app.operations.answers import Prefer, Router, WriteKey, accepted
from app.operations.schemas import OperationOut
from app.paging import Page
from app.requests import Db, Paging
from app.standbys import schemas
from app.standbys.schemas import (
    NewAmendment,
    NewAnswer,
    NewDemand,
    NewDishonour,
    NewExamination,
    NewLift,
    NewNonExtension,
    NewStandby,
    NewStop,
    lists,
    shows,
)
from app.standbys.services import changing, deciding, demanding, issuing, reading, stopping
from app.standbys.views import AmendmentView, DemandView, StandbyHistoryLine, StandbyView
from app.stops.domain import Ground

router = Router(prefix="/standbys", tags=["standbys"])

TAG = {
    "name": "standbys",
    "description": "Standby letters of credit under ISP98. A bank pays against a demand, or extends where "
    "that asks for it and the applicant approves; the expiry is read from terms and notices at every "
    "moment. Nothing is paid, extended or ended by itself.",
}

Reader = Annotated[Caller, Requires("standbys:read")]
Writer = Annotated[Caller, Requires("standbys:write")]

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "model": OperationOut,
        "description": "The operation; `describes.standby`, `.demand` and `.amendment` are the ids.",
    }
}


@router.post("", status_code=202, responses=ACCEPTED)
def issue_standby(body: NewStandby, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As a bank, undertake to pay. Two persons; the text goes to the others when it is final."""
    return accepted(issuing.issue(db, caller, body.draft(), key), prefer)


@router.get("", responses=lists(schemas.STANDBY))
def list_standbys(caller: Reader, db: Db, asked: Paging) -> Page[StandbyView]:
    """Those in which your organisation has a part, newest first."""
    items, following = reading.standbys(db, caller, asked)
    return Page[StandbyView](items=items, next=following)


@router.get("/{id}", responses=shows(schemas.STANDBY))
def get_standby(id: str, caller: Reader, db: Db) -> StandbyView:
    """With its expiry and liability as of today."""
    return reading.standby(db, caller, id)


@router.get("/{id}/history", responses=lists(schemas.EVENT))
def get_standby_history(id: str, caller: Reader, db: Db) -> Page[StandbyHistoryLine]:
    """Every event in the order of the chain."""
    return Page[StandbyHistoryLine](items=reading.history(db, caller, id))


@router.post("/{id}/confirmation", status_code=202, responses=ACCEPTED)
def confirm_standby(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the bank that is asked to, add your own undertaking."""
    return accepted(issuing.confirm(db, caller, id, key), prefer)


@router.post("/{id}/non-extension", status_code=202, responses=ACCEPTED)
def notify_non_extension(
    id: str, body: NewNonExtension, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the issuer, say in time that the standby is not extended. Two persons."""
    return accepted(issuing.notify_non_extension(db, caller, id, body.expiry, body.notice, key), prefer)


@router.post("/{id}/cancellation", status_code=202, responses=ACCEPTED)
def cancel_standby(id: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As issuer or beneficiary, agree to cancel (7.01). Two persons; a beneficiary's consent is final."""
    return accepted(issuing.cancel(db, caller, id, key), prefer)


@router.post("/{id}/stop", status_code=202, responses=ACCEPTED)
def stop_payment(id: str, body: NewStop, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As an authority, forbid a bank, or both, to pay. Two persons. Time runs on, and demands are made."""
    ground = Ground.said(body.ground)
    return accepted(stopping.stop(db, caller, id, body.bank, ground, body.order, key), prefer)


@router.post("/{id}/stop/lifting", status_code=202, responses=ACCEPTED)
def lift_stop(id: str, body: NewLift, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the authority whose order it is. Two persons."""
    return accepted(stopping.lift(db, caller, id, body.bank, body.decision, key), prefer)


# ------------------------------------------------------------------------------------------------- demands


@router.post("/{id}/demands", status_code=202, responses=ACCEPTED)
def make_demand(id: str, body: NewDemand, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the beneficiary, demand payment; with `extend_to`, extension or payment (3.09)."""
    return accepted(demanding.demand(db, caller, id, body.draft(), key), prefer)


@router.get("/{id}/demands", responses=lists(schemas.DEMAND))
def list_demands(id: str, caller: Reader, db: Db) -> Page[DemandView]:
    """In the order in which they were made."""
    return Page[DemandView](items=reading.demands(db, caller, id))


@router.get("/{id}/demands/{demand}", responses=shows(schemas.DEMAND))
def get_demand(id: str, demand: str, caller: Reader, db: Db) -> DemandView:
    return reading.demand(db, caller, id, demand)


@router.post("/{id}/demands/{demand}/withdrawal", status_code=202, responses=ACCEPTED)
def withdraw_demand(id: str, demand: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the beneficiary, take back what nobody has paid. Two persons."""
    return accepted(demanding.withdraw(db, caller, id, demand, key), prefer)


@router.post("/{id}/demands/{demand}/examination", status_code=202, responses=ACCEPTED)
def examine_demand(
    id: str, demand: str, body: NewExamination, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the bank that has the demand, record what the examiner found (4.01)."""
    listed = [one.as_word() for one in body.discrepancies]
    return accepted(deciding.examine(db, caller, id, demand, body.complies, listed, key), prefer)


@router.post("/{id}/demands/{demand}/waiver", status_code=202, responses=ACCEPTED)
def waive_demand(id: str, demand: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the issuer, take up a discrepant demand (5.05): its own decision, by two persons."""
    return accepted(deciding.waive(db, caller, id, demand, key), prefer)


@router.post("/{id}/demands/{demand}/honour", status_code=202, responses=ACCEPTED)
def honour_demand(id: str, demand: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the bank that has the demand, pay the beneficiary, or the confirmer that has."""
    return accepted(deciding.honour(db, caller, id, demand, key), prefer)


@router.post("/{id}/demands/{demand}/forwarding", status_code=202, responses=ACCEPTED)
def forward_demand(id: str, demand: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the confirmer, pass on to the issuer what you have honoured; its time begins."""
    return accepted(deciding.forward(db, caller, id, demand, key), prefer)


@router.post("/{id}/demands/{demand}/dishonour", status_code=202, responses=ACCEPTED)
def dishonour_demand(
    id: str, demand: str, body: NewDishonour, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the bank that has the demand, give the one notice of dishonour (5.01, 5.02). Two persons."""
    listed = [one.as_word() for one in body.discrepancies]
    return accepted(deciding.dishonour(db, caller, id, demand, listed, body.disposal, key), prefer)


@router.post("/{id}/demands/{demand}/agreement", status_code=202, responses=ACCEPTED)
def agree_to_extension(
    id: str, demand: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the applicant, approve the extension that is asked for; as the confirmer, join it. Two persons."""
    return accepted(changing.agree_to_extension(db, caller, id, demand, key), prefer)


@router.post("/{id}/demands/{demand}/extension", status_code=202, responses=ACCEPTED)
def extend_standby(id: str, demand: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
    """As the issuer, extend instead of paying (3.09 b); the demand is retracted by it. Two persons."""
    return accepted(changing.extend(db, caller, id, demand, key), prefer)


# ---------------------------------------------------------------------------------------------- amendments


@router.post("/{id}/amendments", status_code=202, responses=ACCEPTED)
def offer_amendment(
    id: str, body: NewAmendment, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the issuer, offer an amendment, which binds you (2.06 b). Two persons."""
    return accepted(changing.amend(db, caller, id, body.draft(), key), prefer)


@router.get("/{id}/amendments", responses=lists(schemas.AMENDMENT))
def list_amendments(id: str, caller: Reader, db: Db) -> Page[AmendmentView]:
    """By their number, each with who has agreed to it."""
    return Page[AmendmentView](items=reading.amendments(db, caller, id))


@router.post("/{id}/amendments/{amendment}/agreement", status_code=202, responses=ACCEPTED)
def agree_to_amendment(
    id: str, amendment: str, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the applicant, approve it; as the confirmer, join it. Two persons."""
    return accepted(changing.agree_to_amendment(db, caller, id, amendment, key), prefer)


@router.post("/{id}/amendments/{amendment}/answer", status_code=202, responses=ACCEPTED)
def answer_amendment(
    id: str, amendment: str, body: NewAnswer, caller: Writer, db: Db, key: WriteKey, prefer: Prefer
) -> Response:
    """As the beneficiary, accept the whole of it, by two persons, or reject it (2.06 c, d)."""
    return accepted(changing.answer(db, caller, id, amendment, body.accepts, key), prefer)
