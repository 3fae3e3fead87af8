"""Pages by cursor: a list that grows while it is read neither repeats nor skips a row."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from Crypto.Cipher import AES
from Crypto.Cipher._mode_siv import SivMode
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from app.db import Base
from app.errors import Fault, Malformed

LONGEST_PAGE = 200
# A cursor's length does not tell how long the numbers in it are.
PADDED = 32
TAG_BYTES = 16

Shape = TypeVar("Shape")


@dataclass(frozen=True)
class PageAsked:
    """`cursor` as the page before gave it; None at the beginning."""

    limit: int
    cursor: str | None


class Page(BaseModel, Generic[Shape]):
    """`next` is the cursor of the page that follows, null on the last one."""

    items: list[Shape]
    next: str | None = None


class CursorKey(Base):
    """What cursors are sealed with: drawn once for a database, and never shown."""

    __tablename__ = "cursor_keys"

    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[bytes]


def make_cursor(session: Session, of: str, key: Sequence[Any]) -> str:
    """Of the list `of`. Sealed: rows of all members are counted together, and whoever could read the count
    in two cursors would know how much the others did meanwhile.
    """
    told = json.dumps(list(key), separators=(",", ":")).encode()
    sealed, tag = _seal(session, of).encrypt_and_digest(told + b" " * (-len(told) % PADDED))
    return base64.urlsafe_b64encode(tag + sealed).decode().rstrip("=")


def open_cursor(session: Session, of: str, cursor: str) -> tuple[Any, ...]:
    """Raises Malformed."""
    try:
        given = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        told = _seal(session, of).decrypt_and_verify(given[TAG_BYTES:], given[:TAG_BYTES])
    except ValueError:
        fault = Fault("query cursor", "not a cursor that this service gave for this list")
        raise Malformed([fault]) from None
    return tuple(json.loads(told))


def _seal(session: Session, of: str) -> SivMode:
    """The same place in a list gives the same cursor (RFC 5297)."""
    seal = AES.new(_secret(session), AES.MODE_SIV)
    seal.update(of.encode())
    return seal


def _secret(session: Session) -> bytes:
    """Asked of a database once in each process."""
    database = session.info["database"]
    if "cursor_key" not in database.surroundings:
        database.surroundings["cursor_key"] = session.scalars(select(CursorKey.secret)).one()
    found: bytes = database.surroundings["cursor_key"]
    return found


def page(
    session: Session,
    query: Select[Any],
    asked: PageAsked,
    order: Sequence[InstrumentedAttribute[Any] | ColumnElement[Any]],
    shape: Callable[[Any], Shape],
    *,
    newest_first: bool = False,
    whole: Callable[[Select[Any]], Select[Any]] | None = None,
) -> tuple[list[Shape], str | None]:
    """Rows of `query` in `order` (integer or text columns that together are unique), shaped, and the next
    cursor.

    `newest_first` turns the order round. `whole` makes of the cut query, where that is of keys alone, one of
    the rows in the same order.
    """
    of = " ".join(str(column) for column in order)
    if asked.cursor is not None:
        here, there = tuple_(*order), tuple_(*open_cursor(session, of, asked.cursor))
        query = query.where(here < there if newest_first else here > there)
    sorting = [column.desc() if newest_first else column.asc() for column in order]
    cut = query.order_by(*sorting).limit(asked.limit + 1)
    rows = list(session.scalars(whole(cut) if whole else cut))
    following = None
    if len(rows) > asked.limit:
        rows = rows[: asked.limit]
        following = make_cursor(session, of, [getattr(rows[-1], str(column.key)) for column in order])
    return [shape(row) for row in rows], following
