"""How a refusal leaves: as a problem document (RFC 9457) with its status and headers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from starlette.exceptions import HTTPException

from app.db import POOL, POOL_TIMEOUT, is_away
from app.errors import (
    Conflict,
    DomainError,
    Fault,
    Forbidden,
    Malformed,
    NotFound,
    Refusal,
    TooMany,
    Unauthenticated,
    Unavailable,
    sentence,
)

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"

STATUS: dict[type[DomainError], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Malformed: 422,
    TooMany: 429,
    Unavailable: 503,
}

# Retry-After in seconds.
HEADERS: dict[int, dict[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    429: {"Retry-After": "1"},
    503: {"Retry-After": "2"},
}


def status_of(error: DomainError) -> int:
    """The nearest ancestor's status, so that a slice's own subclass needs no row."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return 409


def problem(status: int, title: str, refusal: Refusal, faults: Iterable[Fault] = ()) -> dict[str, Any]:
    """The body of RFC 9457, with our structured refusal as its extension."""
    body: dict[str, Any] = {
        "type": f"urn:entrepot:refusal:{refusal.code}",
        "title": title,
        "status": status,
        "detail": sentence(refusal),
        **refusal.as_json(),
    }
    listed = [{"pointer": fault.where, "detail": fault.found} for fault in faults]
    if listed:
        body["errors"] = listed
    return body


def answer(error: DomainError) -> JSONResponse:
    """The refusal as a problem document, with the headers of its status."""
    status = status_of(error)
    faults = error.faults if isinstance(error, Malformed) else ()
    body = problem(status, error.title, error.refusal, faults)
    return JSONResponse(body, status, headers=HEADERS.get(status), media_type=PROBLEM)


def install(app: FastAPI) -> None:
    """Every answer that is not a success leaves as a problem document."""

    @app.exception_handler(DomainError)
    def refused(request: Request, error: DomainError) -> JSONResponse:
        return answer(error)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        return answer(Malformed(fault_of(entry, error.body) for entry in error.errors()))

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> JSONResponse:
        refusal = Refusal(f"http-{error.status_code}", str(error.detail).lower())
        body = problem(error.status_code, str(error.detail), refusal)
        return JSONResponse(body, error.status_code, headers=error.headers, media_type=PROBLEM)

    @app.exception_handler(DBAPIError)
    def away(request: Request, error: DBAPIError) -> JSONResponse:
        if isinstance(error, IntegrityError):
            log.error("two at once", extra={"why": str(error.orig)})
            return answer(
                Conflict(
                    "changed-meanwhile",
                    "another request did the same at the same time",
                    next="look at what is there now; if it is still wanted, send the request again",
                )
            )
        if not is_away(error):
            raise error
        log.warning(
            "database away", extra={"why": str(error.orig).splitlines()[0] if str(error.orig) else ""}
        )
        return answer(
            Unavailable(
                "database-down",
                "the database does not answer, so it is not known whether the request was carried out",
                next="send the same request with the same Idempotency-Key again; it is carried out once",
            )
        )

    @app.exception_handler(PoolIsEmpty)
    def full(request: Request, error: PoolIsEmpty) -> JSONResponse:
        return answer(
            TooMany(
                "no-connection-free",
                f"no connection to the database came free in {POOL_TIMEOUT} seconds",
                allowed=f"{3 * POOL} connections at a time",
                next="ask again in a little while, with the same Idempotency-Key; nothing was stored",
            )
        )


def fault_of(entry: Mapping[str, Any], body: Any) -> Fault:
    """A validation error of pydantic with its place in `body` as a pointer; the value itself is not repeated,
    it may be secret.
    """
    place = [str(part) for part in entry["loc"]]
    told = _told(entry["loc"][1:], body, entry["type"] == "missing")
    inside = [part.replace("~", "~0").replace("/", "~1") for part in told]
    if entry["type"] == "json_invalid":
        return Fault("#", f"not JSON: {entry.get('ctx', {}).get('error', 'unreadable')} at byte {place[-1]}")
    where = "#" + "".join("/" + part for part in inside) if place[0] == "body" else " ".join(place)
    return Fault(where, str(entry["msg"]))


def _told(place: Sequence[int | str], body: Any, missing: bool) -> Iterator[str]:
    """Without the names of kinds, where a text may be of several: who wrote the body did not write them."""
    for number, part in enumerate(place, start=1):
        there = isinstance(body, dict) and part in body
        if isinstance(body, dict) and not there and not (missing and number == len(place)):
            continue
        yield str(part)
        if there or (isinstance(body, list) and isinstance(part, int) and part < len(body)):
            body = body[part]
        else:
            body = None
