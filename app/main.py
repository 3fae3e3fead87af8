"""The service's interface: lists routers, error handlers, lifespan."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute

from app import exports, problems
from app.auth.caller import SCOPES
from app.bills import routes as bills_routes
from app.cash import routes as cash_routes
from app.chain.client import Chain
from app.clearing import routes as clearing_routes
from app.collateral import routes as collateral_routes
from app.config import Settings
from app.credits import routes as credits_routes
from app.desk import routes as desk_routes
from app.documents import routes as documents_routes
from app.errors import Refusal
from app.escrow import routes as escrow_routes
from app.exchange import routes as exchange_routes
from app.interop import routes as interop_routes
from app.logs import log_to
from app.members import routes as members_routes
from app.milestones import routes as milestones_routes
from app.operating.health import router as health
from app.operating.tracing import Traced
from app.operations import answers
from app.operations import routes as operations_routes
from app.orders import routes as orders_routes
from app.receivables import routes as receivables_routes
from app.requests import Turns
from app.standbys import routes as standbys_routes
from app.surroundings import database_of

ROUTERS: tuple[APIRouter, ...] = (
    members_routes.router,
    operations_routes.router,
    orders_routes.router,
    documents_routes.router,
    bills_routes.router,
    cash_routes.router,
    clearing_routes.router,
    escrow_routes.router,
    exchange_routes.router,
    milestones_routes.router,
    credits_routes.router,
    desk_routes.router,
    receivables_routes.router,
    standbys_routes.router,
    collateral_routes.router,
    interop_routes.router,
)

TAGS: tuple[dict[str, str], ...] = (
    orders_routes.TAG,
    documents_routes.TAG,
    bills_routes.TAG,
    cash_routes.TAG,
    clearing_routes.TAG,
    escrow_routes.TAG,
    exchange_routes.TAG,
    milestones_routes.TAG,
    credits_routes.TAG,
    desk_routes.TAG,
    receivables_routes.TAG,
    standbys_routes.TAG,
    collateral_routes.TAG,
)

DESCRIPTION = """A digital port for trade.

Every write wants an `Idempotency-Key` and is answered with the operation that it started (202). `Prefer:
wait=10` holds the answer until the operation is final, waits for a second person, or ten seconds have passed.
What is refused is a problem document (RFC 9457) that says what was found, what is allowed and what to do
next. Every list is CSV, whole, for who asks with `Accept: text/csv`, and one page of it with `limit`.
"""

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {
            problems.PROBLEM: {
                "example": problems.problem(
                    status,
                    description,
                    Refusal("bill-not-held", "the bill is held by another", "its holder", "ask its holder"),
                )
            }
        },
    }
    for status, description in (
        (401, "No valid token."),
        (403, "The caller lacks the scope, the role or a second person."),
        (404, "No such record of the caller's organisation."),
        (409, "Not possible as things stand."),
        (422, "The request cannot be read; all faults are listed."),
        (429, "Too much waits already. Nothing was stored; the same request again later."),
        (503, "Database or chain cannot be reached now. The same request again later is done once."),
    )
}


def every_scope() -> list[str]:
    """All scopes that routes ask for: what a user who may do everything holds."""
    return sorted(SCOPES)


def service() -> FastAPI:
    """For `uvicorn --factory app.main:service --http h11`: settings from the environment. Each request is
    told in a line of our own, with its id.
    """
    log_to(sys.stderr)
    logging.getLogger("uvicorn.access").disabled = True
    made = create_app(Settings.from_environment())
    # What is here now stays: to look through it again and again for what can go holds up requests.
    gc.collect()
    gc.freeze()
    return made


@cache
def routes() -> list[BaseRoute]:
    """Of every service in this process: to read the signatures of all takes half a second."""
    together = APIRouter()
    for router in ROUTERS:
        together.include_router(router, responses=PROBLEMS)
    together.include_router(health)
    return together.routes


def create_app(settings: Settings) -> FastAPI:
    database = database_of(settings)
    chain = Chain(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        chain.close()
        database.close()

    app = FastAPI(
        title="Entrepôt",
        version="0.1.0",
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_tags=list(TAGS),
        routes=routes(),
        servers=[{"url": settings.public_url}],
    )
    app.state.settings = settings
    app.state.database = database
    app.state.chain = chain
    app.state.turns = Turns(database.writers, settings.most_requests)
    problems.install(app)
    answers.install(app)
    exports.install(app)
    app.add_middleware(Traced)
    return app
