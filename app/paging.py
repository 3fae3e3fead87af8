"""Pages by cursor: a list that grows while it is read neither repeats nor skips a row."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.errors import Fault, Malformed

LONGEST_PAGE = 200

Shape = TypeVar("Shape")


@dataclass(frozen=True)
class PageAsked:
    """`after` is what the last row of the page before was sorted by; None at the beginning."""

    limit: int
    after: tuple[Any, ...] | None


class Page(BaseModel, Generic[Shape]):
    """`next` is the cursor of the page that follows, null on the last one."""

    items: list[Shape]
    next: str | None = None


def make_cursor(key: Sequence[Any]) -> str:
    return (
        base64.urlsafe_b64encode(json.dumps(list(key), separators=(",", ":")).encode()).decode().rstrip("=")
    )


def open_cursor(cursor: str) -> tuple[Any, ...]:
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        key = None
    if not isinstance(key, list) or not key or not all(isinstance(part, int | str) for part in key):
        raise Malformed([Fault("query cursor", "not a cursor that this service gave")])
    return tuple(key)


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
    if asked.after is not None:
        if len(asked.after) != len(order):
            raise Malformed([Fault("query cursor", "a cursor of another list")])
        here, there = tuple_(*order), tuple_(*asked.after)
        query = query.where(here < there if newest_first else here > there)
    sorting = [column.desc() if newest_first else column.asc() for column in order]
    cut = query.order_by(*sorting).limit(asked.limit + 1)
    rows = list(session.scalars(whole(cut) if whole else cut))
    following = None
    if len(rows) > asked.limit:
        rows = rows[: asked.limit]
        following = make_cursor([getattr(rows[-1], str(column.key)) for column in order])
    return [shape(row) for row in rows], following
