"""Engine, sessions and the types that SQLite and PostgreSQL both know.

One request or one job is one transaction: `Database.writing()` commits when its block ends well and rolls
back when it does not, and services never commit. On SQLite a writer takes its lock at the start (BEGIN
IMMEDIATE): a lock taken later, after a read, can only fail.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    String,
    create_engine,
    event,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from app.clock import Clock
from app.errors import Conflict, TooMany, Unavailable, answer

log = logging.getLogger(__name__)

POOL = 10
# Seconds that a request may wait for a connection.
POOL_TIMEOUT = 5


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite forgets the zone and PostgreSQL answers in its own, so both are given
    back as UTC.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Uint64(TypeDecorator[int]):
    """A whole number of up to 64 bits, such as an amount on chain; BigInteger ends at 63. Kept as text: not
    for sums or comparisons in SQL.
    """

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)


class Base(DeclarativeBase):
    """Python's int is 64 bits wide in every table: amounts of minor units and block numbers need it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        int: BigInteger,
        str: String,
        bytes: LargeBinary,
        datetime: Moment,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
    }


class Database:
    """One engine and the sessions on it.

    `surroundings` goes into every session's `info`: `clock`, `deployment` and `post`, which services reach
    through `now_of(session)`, `deployment_of(session)` and `mail.service.send(session, ...)`.
    """

    def __init__(self, url: str, surroundings: Mapping[str, Any] | None = None) -> None:
        self.engine = make_engine(url)
        self.surroundings = {**(surroundings or {}), "database": self}

    @property
    def writers(self) -> int:
        """How many may write at once: SQLite knows one writer, PostgreSQL as many as we hold connections."""
        return 1 if self.engine.dialect.name == "sqlite" else POOL

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with Session(self.engine, info=self.surroundings, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        connection = self.engine.connect().execution_options(reads_only=True)
        with connection, Session(connection, info=self.surroundings, autoflush=False) as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    served = not url.startswith("sqlite")
    # A file does not go away between two requests; a server may.
    engine = create_engine(
        url, pool_pre_ping=served, pool_size=POOL, max_overflow=2 * POOL, pool_timeout=POOL_TIMEOUT
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    reads = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def now_of(session: Session) -> datetime:
    """The moment by the clock that this session's database was given."""
    clock: Clock = session.info["clock"]
    return clock.now()


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


async def writers_turn(request: Request) -> AsyncIterator[None]:
    if request.method in ("GET", "HEAD"):
        yield
        return
    turns: Turns = request.app.state.turns
    async with turns.one():
        yield


def session_of_request(
    request: Request, turn: Annotated[None, Depends(writers_turn, scope="function")]
) -> Iterator[Session]:
    """One request, one transaction: committed after the route returned and before the answer leaves."""
    database: Database = request.app.state.database
    if request.method in ("GET", "HEAD"):
        with database.reading() as session:
            yield session
    else:
        with database.writing() as session:
            yield session


Db = Annotated[Session, Depends(session_of_request, scope="function")]


def is_away(error: DBAPIError) -> bool:
    """Whether the database could not be asked, as opposed to: did not like what it was asked."""
    return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated


def install(app: FastAPI) -> None:
    """A database that is away, or has no connection left, is told as such, and when to come again."""

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
