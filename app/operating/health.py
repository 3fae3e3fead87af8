"""Whether this process lives, whether the service would carry a request through, and the loop in figures."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from app.chain.client import Chain, NodeDown, NodeError
from app.chain.states import FOLLOWING
from app.chain.store import Checkpoint
from app.config import Settings
from app.db import Database
from app.errors import NotFound, Unauthenticated, Unavailable
from app.operating.heartbeats import missing_workers
from app.operating.loop import quarantined_now
from app.operating.metrics import CONTENT_TYPE, exposition
from app.operating.nightly import reconciliation_alarms

router = APIRouter(tags=["health"])


class Live(BaseModel):
    live: bool = True


class Ready(BaseModel):
    """`reasons` says in words what keeps the service from being ready. `degraded` is a service that works
    but for what `alarms` says.
    """

    ready: bool
    degraded: bool = False
    block: int | None = None
    head: int | None = None
    quarantined: int = 0
    reasons: list[str] = []
    alarms: list[str] = []


@router.get("/live")
def live() -> Live:
    """This process answers. Nothing else is asked: a watchdog that starts it anew mends nothing else."""
    return Live()


@router.get("/ready", response_model=Ready, responses={503: {"model": Ready}})
def ready(request: Request) -> JSONResponse:
    """Whether a request made now would be carried through: database, node, an indexer that follows, and
    workers that live.

    A log that was put aside leaves the service ready, and degraded: it concerns some rows, every process of
    the service has the same, and taking all of them away helps nobody.
    """
    state = request.app.state
    found = Ready(ready=False)
    checkpoint = _of_the_database(state.database, state.settings, found)
    _of_the_node(state.chain, state.settings, checkpoint, found)
    found.ready, found.degraded = not found.reasons, bool(found.alarms)
    return JSONResponse(found.model_dump(), 200 if found.ready else 503)


@router.get("/metrics", response_class=Response, include_in_schema=False)
def metrics(request: Request) -> Response:
    """For Prometheus, with the token of the operators: figures of all members together tell how busy each is
    to whoever knows a few of them.
    """
    settings: Settings = request.app.state.settings
    if settings.metrics_token is None:
        raise NotFound("no-metrics", "this service shows no figures", next="set ENTREPOT_METRICS_TOKEN")
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), settings.metrics_token.encode()):
        raise Unauthenticated("metrics-token", "the figures are for the operators", next="send their token")
    try:
        text = exposition(request.app.state.database, settings.chain_id)
    except SQLAlchemyError as error:
        raise Unavailable("database-down", "the database does not answer", next="try again") from error
    return Response(text, media_type=CONTENT_TYPE)


def _of_the_database(database: Database, settings: Settings, found: Ready) -> Checkpoint | None:
    try:
        with database.reading() as session:
            checkpoint = session.get(Checkpoint, settings.chain_id)
            found.quarantined = quarantined_now(session, settings.chain_id)
            # Whoever asks shows no token, so no member is named.
            found.reasons += missing_workers(session, settings.worker_missing_after_seconds, why=False)
            found.alarms += reconciliation_alarms(session, settings, which=False)
    except SQLAlchemyError:
        found.reasons.append("the database does not answer")
        return None
    if checkpoint is None:
        found.reasons.append("the chain has not been read yet")
        return None
    found.block = checkpoint.number
    if checkpoint.state != FOLLOWING:
        found.reasons.append(checkpoint.detail)
    if found.quarantined:
        found.alarms.append(
            f"{found.quarantined} events could not be understood and were put aside: rows that they concern "
            "may be out of date; everything else is read and written as usual"
        )
    return checkpoint


def _of_the_node(chain: Chain, settings: Settings, checkpoint: Checkpoint | None, found: Ready) -> None:
    try:
        found.head = chain.head().number
        other = chain.chain_id()
    except (NodeDown, NodeError):
        found.reasons.append("the node does not answer")
        return
    if other != settings.chain_id:
        found.reasons.append(f"the node is of chain {other}, not {settings.chain_id}")
    elif checkpoint is not None and found.head - checkpoint.number > settings.most_blocks_behind:
        found.reasons.append(f"the chain was read to block {checkpoint.number} of {found.head}")
