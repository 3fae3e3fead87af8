"""Permission as a named type in a signature: `caller: Annotated[Caller, Requires("credits:write")]`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.auth import service
from app.auth.domain import Caller
from app.db import Database
from app.errors import Forbidden, Unauthenticated

__all__ = ["Caller", "Requires"]

bearer = HTTPBearer(
    auto_error=False, scheme_name="token", description="The token that was shown once when it was made."
)


async def _caller(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Caller:
    """Looked up once, however many parts of a route ask who is calling; and before a write takes its turn:
    who is not signed in holds up nobody.
    """
    known: Caller | None = getattr(request.state, "caller", None)
    if known is not None:
        return known
    database: Database = request.app.state.database
    found = await run_in_threadpool(_behind, database, given.credentials) if given else None
    if found is None:
        raise Unauthenticated(
            "no-valid-token",
            "no token that is known and valid" if given else "no token",
            allowed="the header Authorization: Bearer <token>",
            next="ask your administrator for a token",
        )
    request.state.caller = found
    return found


def _behind(database: Database, token: str) -> Caller | None:
    with database.reading() as session:
        return service.caller_with(session, token)


SignedIn = Annotated[Caller, Depends(_caller)]


# Every scope that some route asks for; complete once all routes are imported.
SCOPES: set[str] = set()


def Requires(scope: str) -> Any:
    SCOPES.add(scope)
    return Security(_with(scope), scopes=[scope])


def _with(scope: str) -> Callable[..., Awaitable[Caller]]:
    """Needs no thread: it only looks."""

    async def caller_with_scope(caller: SignedIn) -> Caller:
        if not caller.may(scope):
            raise Forbidden(
                "scope-missing",
                f"{caller.name} does not hold the scope {scope}",
                allowed=", ".join(sorted(caller.scopes)) or "nothing",
                next="ask your administrator for the scope",
                scope=scope,
            )
        return caller

    return caller_with_scope
