"""The service's interface: lists routers, error handler, lifespan."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import errors
from app.chain.deployments import Deployment
from app.clock import SystemClock
from app.config import Settings
from app.db import Database
from app.mail.service import LocalDelivery
from app.members import inbox as members_inbox
from app.members.service import Book
from app.operations import answers


def database_of(settings: Settings) -> Database:
    """The database with the surroundings that services reach through their session."""
    return Database(
        settings.database_url,
        {
            "clock": SystemClock(settings.clock_offset_seconds),
            "deployment": Deployment.read(settings.deployment_file),
            "post": LocalDelivery(Book(), members_inbox.HANDLERS),
        },
    )


def create_app(settings: Settings) -> FastAPI:
    database = database_of(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        database.close()

    app = FastAPI(title="Entrepôt", version="0.1.0", lifespan=lifespan)
    app.state.settings = settings
    app.state.database = database
    app.state.writers_turns = asyncio.Semaphore(database.writers)
    errors.install(app)
    answers.install(app)
    return app
