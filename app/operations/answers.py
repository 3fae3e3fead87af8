"""How a write is answered: once, whatever the client repeats, and after as much waiting as it asks for.

A route that ends in an operation:

    def issue(body: IssueBill, caller: Writer, db: Db, key: WriteKey, prefer: Prefer) -> Response:
        return accepted(service.issue(db, caller, body, key), prefer)

and one that ends at once:

    def draft(body: Draft, caller: Writer, db: Db, key: WriteKey) -> Response:
        return answered(db, key, 201, CreditOut.of(service.draft(db, caller, body)))

`WriteKey` stands in every write's signature, and a slice's router is a `Router`: before the route the key is
claimed, in the same thread; a repeated request is answered from there, and the route is not run again.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_type_hints

from fastapi import APIRouter, Depends, FastAPI, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlalchemy import select, update
from sqlalchemy.orm import Session, object_session
from starlette.types import Receive, Scope, Send

from app.auth.caller import Caller, SignedIn
from app.chain.outbox import IdempotencyKey, claim
from app.chain.states import ENDED, RESTING, Status
from app.chain.store import Operation, StoredKey
from app.db import Database
from app.errors import Conflict, Fault, Malformed
from app.operations.schemas import OperationOut
from app.requests import Db

__all__ = ["IdempotencyKey", "Prefer", "Repeated", "Router", "WriteKey", "accepted", "answered", "attach"]

STEP = 0.05
KEY_LENGTH = 128


class Repeated(Exception):
    """The same request came before: here is how it was answered, or which operation it began. Not an error;
    `main` turns it into that answer.
    """

    def __init__(self, status: int | None, body: dict[str, Any] | None, operation_id: str) -> None:
        self.status, self.body, self.operation_id = status, body, operation_id


async def _fingerprint(request: Request) -> str:
    """What a key stands for: the method, the path and the body, byte for byte."""
    spelled = f"{request.method} {request.url.path}?{request.url.query}\n".encode() + await request.body()
    return hashlib.sha256(spelled).hexdigest()


async def _write_key(
    request: Request,
    caller: SignedIn,
    idempotency_key: Annotated[
        str,
        Header(
            min_length=1,
            max_length=KEY_LENGTH,
            description="Your own name for this write; the same again changes nothing.",
        ),
    ],
) -> IdempotencyKey:
    return named(caller, await _fingerprint(request), idempotency_key)


def named(caller: Caller, fingerprint: str, name: str) -> IdempotencyKey:
    """A user's own name for a write, not claimed yet. One that has no room beside the user's id is told from
    others by its hash.
    """
    room = KEY_LENGTH - len(caller.user_id) - 1
    told = name if len(name) <= room else hashlib.sha256(name.encode()).hexdigest()
    return IdempotencyKey(caller.member_id, f"{caller.user_id}:{told}", fingerprint)


def require_new(session: Session, key: IdempotencyKey) -> None:
    """Claims the key. Raises Conflict where it stood for something else, Repeated where the same came
    before.
    """
    if claim(session, key):
        return
    earlier = session.get(StoredKey, (key.member_id, key.key))
    if earlier is None or earlier.fingerprint != key.fingerprint:
        raise Conflict(
            "idempotency-key-reused",
            f"the key {key.key.partition(':')[2]} was used for another request",
            allowed="the same key with the same method, path and body",
            next="use a new key for a new request",
        )
    raise Repeated(earlier.status, earlier.body, earlier.operation_id or "")


WriteKey = Annotated[IdempotencyKey, Depends(_write_key)]


class Claiming(APIRoute):
    """A route that claims the key of its write first of all."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **others: Any) -> None:
        super().__init__(path, _claiming(endpoint), **others)


def _claiming(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    hints = get_type_hints(endpoint, include_extras=True)
    if WriteKey not in hints.values():
        return endpoint
    (key,) = (name for name, hint in hints.items() if hint == WriteKey)
    (db,) = (name for name, hint in hints.items() if hint == Db)

    @wraps(endpoint)
    def claims(**given: Any) -> Any:
        require_new(given[db], given[key])
        return endpoint(**given)

    return claims


class Router(APIRouter):
    """Of a slice that writes."""

    def __init__(self, **others: Any) -> None:
        super().__init__(route_class=Claiming, **others)


async def _prefer(
    request: Request,
    prefer: Annotated[
        str | None, Header(description="`wait=N`: hold the answer until final, N seconds at most.")
    ] = None,
) -> int:
    return _seconds(request, prefer)


def _seconds(request: Request, prefer: str | None) -> int:
    """Seconds to wait; what else `Prefer` says is ignored, as RFC 7240 wants."""
    asked = re.search(r"(?:^|[,;\s])wait\s*=\s*\"?(\d+)", prefer or "")
    if asked is None:
        return 0
    if len(asked[1]) > 6:
        raise Malformed([Fault("header Prefer", "wait is a number of seconds")])
    longest: int = request.app.state.settings.longest_wait
    return min(int(asked[1]), longest)


Prefer = Annotated[int, Depends(_prefer)]


class Accepted(Response):
    """202 with an operation, read when the answer leaves: by then the request's transaction is committed."""

    def __init__(self, database: Database, operation_id: str, wait: int) -> None:
        headers = {"Location": f"/operations/{operation_id}"}
        if wait:
            headers["Preference-Applied"] = f"wait={wait}"
        super().__init__(status_code=202, headers=headers)
        self._database, self._operation_id, self._wait = database, operation_id, wait

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Waits without holding a thread, a lock or a transaction."""
        until = time.monotonic() + self._wait
        seen = await run_in_threadpool(self._look)
        while not _rests(seen.status) and time.monotonic() < until:
            await asyncio.sleep(STEP)
            seen = await run_in_threadpool(self._look)
        headers = {name: self.headers[name] for name in self.headers if name != "content-length"}
        await JSONResponse(seen.model_dump(mode="json"), 202, headers)(scope, receive, send)

    def _look(self) -> OperationOut:
        with self._database.reading() as session:
            return OperationOut.of(
                session.scalars(select(Operation).where(Operation.id == self._operation_id)).one()
            )


def _rests(status: Status) -> bool:
    """Ended, or waiting for a person: our makers' signature comes by itself, a person's own does not."""
    return status in ENDED or status in RESTING


def accepted(operation: Operation, prefer: int = 0) -> Response:
    """Commits, and answers 202 with the operation as it is after it ended, after it came to wait for a
    person, or after `prefer` seconds; at once as it was taken.
    """
    session = object_session(operation)
    assert session is not None
    # Here, in the thread that the route has, rather than in another one afterwards.
    session.commit()
    if not prefer:
        taken = OperationOut.of(operation).model_dump(mode="json")
        return JSONResponse(taken, 202, {"Location": f"/operations/{operation.id}"})
    return Accepted(session.info["database"], operation.id, prefer)


def attach(session: Session, key: IdempotencyKey, operation: Operation) -> Operation:
    """Whoever repeats the request is answered with this operation, that was there before; a new one has the
    key's own.
    """
    row = (StoredKey.member_id == key.member_id, StoredKey.key == key.key)
    session.execute(update(StoredKey).where(*row).values(operation_id=operation.id))
    return operation


def answered(
    session: Session, key: IdempotencyKey, status: int, shape: BaseModel, location: str | None = None
) -> Response:
    """An answer that is complete at once, kept for whoever repeats the request."""
    body = shape.model_dump(mode="json")
    stored = session.get_one(StoredKey, (key.member_id, key.key))
    stored.status, stored.body = status, body
    return JSONResponse(body, status_code=status, headers={"Location": location} if location else None)


def install(app: FastAPI) -> None:
    """A repeated request gets the first answer again; of an operation, its state of now."""

    @app.exception_handler(Repeated)
    async def again(request: Request, error: Repeated) -> Response:
        if error.status is not None:
            return JSONResponse(error.body, status_code=error.status)
        wait = _seconds(request, request.headers.get("prefer"))
        return Accepted(request.app.state.database, error.operation_id, wait)
