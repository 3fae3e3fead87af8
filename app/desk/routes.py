"""A bank's desk: what is under examination and how long still, who had to be told, what is not covered."""

from __future__ import annotations

from typing import Annotated

from fastapi import Response
from pydantic import RootModel

from app.auth.caller import Caller, Requires
from app.credits.desk_views import DeskLine, EscalationView, ShortfallView
from app.credits.services import covering, escalating
from app.desk import schemas
from app.desk.schemas import NewExaminer, lists, makes, shows
from app.operations.answers import Router, WriteKey, answered
from app.paging import Page
from app.requests import Db, Paging

router = Router(prefix="/desk", tags=["desk"])

TAG = {
    "name": "desk",
    "description": "What a bank's desk has to do by when. A worker looks at the clock, and records once whom "
    "the branch's calendar names; nothing here examines, pays or refuses.",
}

Reader = Annotated[Caller, Requires("credits:read")]
Writer = Annotated[Caller, Requires("credits:write")]

LineShape = RootModel[DeskLine]


@router.get("/examinations", responses=lists(schemas.LINE))
def list_examinations(caller: Reader, db: Db, asked: Paging) -> Page[DeskLine]:
    """Every presentation whose documents your bank has and has neither paid nor refused, with its clock: the
    one that came first comes first.
    """
    items, following = escalating.examinations(db, caller, asked)
    return Page[DeskLine](items=items, next=following)


@router.get("/examinations/{presentation}", responses=shows(schemas.LINE))
def get_examination(presentation: str, caller: Reader, db: Db) -> DeskLine:
    return escalating.examination(db, caller, presentation)


@router.post(
    "/examinations/{presentation}/examiner",
    status_code=201,
    response_model=DeskLine,
    responses=makes(schemas.LINE),
)
def name_examiner(presentation: str, body: NewExaminer, caller: Writer, db: Db, key: WriteKey) -> Response:
    """Say who examines. Every name that was given stays in the list."""
    line = escalating.name_examiner(db, caller, presentation, body.examiner)
    return answered(db, key, 201, LineShape(line))


@router.get("/escalations", responses=lists(schemas.ESCALATION))
def list_escalations(caller: Reader, db: Db, asked: Paging) -> Page[EscalationView]:
    """Who had to be told on the third and on the fourth banking day of an examination, newest first; also of
    what is decided by now.
    """
    items, following = escalating.escalations(db, caller, asked)
    return Page[EscalationView](items=items, next=following)


@router.get("/shortfalls", responses=lists(schemas.SHORTFALL))
def list_shortfalls(caller: Reader, db: Db, asked: Paging) -> Page[ShortfallView]:
    """Accounts that did not cover, on the banking day before, what falls due from them; newest first, with
    how it stands now and who approved each undertaking.
    """
    items, following = covering.shortfalls(db, caller, asked)
    return Page[ShortfallView](items=items, next=following)
