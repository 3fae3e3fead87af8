"""Engine, sessions and the types that SQLite and PostgreSQL both know.

One request or one job is one transaction: `Database.writing()` commits when its block ends well and rolls
back when it does not, and services never commit. On SQLite a writer takes its lock at the start (BEGIN
IMMEDIATE): a lock taken later, after a read, can only fail.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar

import orjson
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
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from app import sqlite
from app.clock import Clock

POOL = 10
# Seconds that a request may wait for a connection.
POOL_TIMEOUT = 5
# Seconds after which a connection to a server is tried before it is used.
REST = 1.0
# What JSON has no word for is refused, as the standard library does.
STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


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


class Remembering(Session):
    """Holds on to what it has read or written until it ends: asked for again, it is not read again."""

    def close(self) -> None:
        self.info.pop("held", None)
        super().close()


@event.listens_for(Remembering, "loaded_as_persistent")
@event.listens_for(Remembering, "pending_to_persistent")
def _hold(session: Session, instance: object) -> None:
    session.info.setdefault("held", []).append(instance)


class Database:
    """One engine and the sessions on it.

    `surroundings` goes into every session's `info`: `clock`, `deployment` and `post`, which services reach
    through `now_of(session)`, `deployment_of(session)` and `mail.service.send(session, ...)`.

    PostgreSQL undoes a transaction in which nothing was asked for `idle_seconds`, with its locks: whose
    process hangs must not hold up others. From version 17 on it undoes too what lasts `longest_seconds`: one
    that hangs between two questions of a pipeline is not idle. 0 is for ever.
    """

    def __init__(
        self,
        url: str,
        surroundings: Mapping[str, Any] | None = None,
        idle_seconds: float = 0,
        longest_seconds: float = 0,
    ) -> None:
        self.engine = make_engine(url, idle_seconds, longest_seconds)
        self.surroundings = {**(surroundings or {}), "database": self}

    @property
    def writers(self) -> int:
        """How many may write at once: SQLite knows one writer, PostgreSQL as many as we hold connections."""
        return 1 if self.engine.dialect.name == "sqlite" else POOL

    def session(self, *, reads: bool) -> Session:
        """Takes a connection when it is first asked, and gives it back when it is closed; who writes commits
        before.
        """
        if reads:
            return Session(self._reader, info=self.surroundings, autoflush=False)
        return Remembering(self.engine, info=self.surroundings, expire_on_commit=False)

    @cached_property
    def _reader(self) -> Engine:
        """The same connections for who only reads. A server shows each question what is committed by then,
        in a transaction or not: it need not be told of one.
        """
        if self.engine.dialect.name == "sqlite":
            return self.engine.execution_options(reads_only=True)
        return self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.session(reads=False) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.session(reads=True) as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()


def make_engine(url: str, idle_seconds: float = 0, longest_seconds: float = 0) -> Engine:
    served = not url.startswith("sqlite")
    idle = f"-c idle_in_transaction_session_timeout={round(1000 * idle_seconds)}"
    engine = create_engine(
        url,
        pool_size=POOL,
        max_overflow=2 * POOL,
        pool_timeout=POOL_TIMEOUT,
        connect_args={"options": idle} if served and idle_seconds else {},
        json_serializer=_json_text,
    )
    if engine.dialect.name == "sqlite":
        sqlite.prepare(engine)
    else:
        _try_again_after_a_rest(engine)
        if longest_seconds:
            _end_after(engine, longest_seconds)
    return engine


def _end_after(engine: Engine, seconds: float) -> None:
    def connected(connection: Any, entry: ConnectionPoolEntry) -> None:
        if connection.info.server_version >= 170_000:
            connection.execute(f"SET transaction_timeout = {round(1000 * seconds)}")
            connection.commit()

    event.listen(engine, "connect", connected)


def _try_again_after_a_rest(engine: Engine) -> None:
    """A server may have gone since a connection was last used; to ask before each use costs every request a
    question more.
    """

    def rests(connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["rests_since"] = time.monotonic()

    def is_used_again(connection: Any, entry: ConnectionPoolEntry, proxy: object) -> None:
        if time.monotonic() - entry.info.get("rests_since", float("inf")) < REST:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as gone:
            raise InvalidatePoolError from gone

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", is_used_again)


def _json_text(value: Any) -> str:
    """Every log is kept as JSON, and orjson spells it in a tenth of the time; it knows no number of more than
    64 bits.
    """
    try:
        return orjson.dumps(value, option=STRICT).decode()
    except TypeError:
        return json.dumps(value)


def now_of(session: Session) -> datetime:
    """The moment by the clock that this session's database was given."""
    clock: Clock = session.info["clock"]
    return clock.now()


def is_away(error: DBAPIError) -> bool:
    """Whether the database could not be asked, as opposed to: did not like what it was asked."""
    return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
