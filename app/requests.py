"""What routes have in common: a session, the turn that a writer waits for, and the page that is asked for."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import AfterValidator, AwareDatetime
from sqlalchemy.orm import Session

from app.db import Database
from app.errors import Fault, Malformed, TooMany
from app.paging import LONGEST_PAGE, PageAsked

READS = ("GET", "HEAD")
# Halves of characters stand for nothing, and not every database keeps a NUL.
UNKEPT = re.compile("[\0\ud800-\udfff]")
# Where a body may hold one: most hold no escape of either, and are not looked through.
SUSPICIOUS = re.compile(rb"\0|\\u(0000|[dD][89a-fA-F])")


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


async def _require_text(request: Request) -> None:
    """Raises Malformed where a text has a character that cannot be kept."""
    places = [(f"path {name}", str(value)) for name, value in request.path_params.items()]
    places += [(f"query {name}", value) for name, value in request.query_params.multi_items()]
    if request.method not in READS and SUSPICIOUS.search(body := await request.body()):
        # Of what is no JSON the route's own reader says what is wrong.
        with suppress(ValueError, RecursionError):
            places += _texts(json.loads(body), "#")
    wrong = [where for where, value in places if UNKEPT.search(value)]
    if wrong:
        raise Malformed(Fault(where, "holds a NUL or half a character, which no text has") for where in wrong)


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every text of a body with its pointer; a name that cannot be kept under that of what holds it."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _texts(one, f"{where}/{place}")
    elif isinstance(value, dict):
        for name, one in value.items():
            yield where, name
            yield from _texts(one, f"{where}/{name.replace('~', '~0').replace('/', '~1')}")


async def session_of_request(request: Request) -> AsyncIterator[Session]:
    """One request, one transaction: committed after the route returned and before the answer leaves."""
    database: Database = request.app.state.database
    reads = request.method in READS
    await _require_text(request)
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


def _on_the_calendar(moment: datetime) -> datetime:
    """In UTC there is no year before 1 nor after 9999, and moments are kept and shown in UTC."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("expected a moment that is in the years 1 to 9999 in UTC") from None
    return moment


MomentAsked = Annotated[AwareDatetime, AfterValidator(_on_the_calendar)]


def page_asked(
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="Rows on one page.")] = 50,
    cursor: Annotated[str | None, Query(description="`next` of the page before, as it was given.")] = None,
) -> PageAsked:
    return PageAsked(limit, cursor)


Paging = Annotated[PageAsked, Depends(page_asked)]
