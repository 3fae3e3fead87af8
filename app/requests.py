"""What routes have in common: a session, the turn that a writer waits for, and the page that is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from app.db import Database
from app.errors import TooMany
from app.paging import LONGEST_PAGE, PageAsked

READS = ("GET", "HEAD")


class Turns:
    """Writers queue here, holding no thread: one that has the database's lock must always find a thread to go
    on in. `most` may wait.
    """

    def __init__(self, writers: int, most: int) -> None:
        self._free, self._most, self._waiting = asyncio.Semaphore(writers), most, 0

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Raises TooMany."""
        if self._waiting >= self._most:
            raise TooMany(
                "too-many-requests",
                f"{self._waiting} requests wait for their turn",
                allowed=f"{self._most} at a time",
                next="ask again in a little while, with the same Idempotency-Key; nothing was stored",
                waiting=self._waiting,
                most=self._most,
            )
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()


async def session_of_request(request: Request) -> AsyncIterator[Session]:
    """One request, one transaction: committed after the route returned and before the answer leaves."""
    database: Database = request.app.state.database
    reads = request.method in READS
    session = database.session(reads=reads)
    async with nullcontext() if reads else request.app.state.turns.one():
        try:
            yield session
            if not reads and session.in_transaction():
                await run_in_threadpool(session.commit)
        finally:
            if session.in_transaction():
                await run_in_threadpool(session.close)
            else:
                session.close()


Db = Annotated[Session, Depends(session_of_request, scope="function")]


def page_asked(
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="Rows on one page.")] = 50,
    cursor: Annotated[str | None, Query(description="`next` of the page before, as it was given.")] = None,
) -> PageAsked:
    return PageAsked(limit, cursor)


Paging = Annotated[PageAsked, Depends(page_asked)]
