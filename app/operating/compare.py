"""Two states of a table, row by row and byte by byte, a few hundred rows at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select, tuple_
from sqlalchemy.orm import Session

from app.chain.mirror import image_of
from app.chain.store import LogRow, Quarantined

AT_ONCE = 500
# What the chain knows of a log; the rest is how one node tells it.
OF_THE_CHAIN = (
    *("address", "topics", "data", "blockNumber", "blockHash"),
    *("transactionHash", "transactionIndex", "logIndex"),
)

Image = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """`was` is what stands in the database, `is_now` what the chain says; a row that one of them lacks has
    the column `row`.
    """

    table: str
    id: str
    column: str
    was: str
    is_now: str

    def sentence(self) -> str:
        return f"{self.table} {self.id}: {self.column} was {self.was}, is {self.is_now}"


def essence_of(row: Any) -> Image:
    """All columns of a row; of a log only what every node tells alike."""
    image = image_of(row)
    if isinstance(row, LogRow | Quarantined):
        image["log"] = {name: _lower(row.log.get(name)) for name in OF_THE_CHAIN}
    return image


def differences_of(
    ours: Session, theirs: Session, model: type[Any], chain_id: int, image: Callable[[Any], Image]
) -> tuple[int, list[Difference]]:
    """How many rows we have, and each column in which the two are not the same bytes."""
    keys = inspect(model).primary_key
    table: str = model.__tablename__
    found: list[Difference] = []
    compared = 0
    for rows in _parts(ours, model, chain_id):
        compared += len(rows)
        known = _same_keys(theirs, model, [_key(row, keys) for row in rows])
        for row in rows:
            other = known.get(_key(row, keys))
            if other is None:
                found.append(Difference(table, _id(row), "row", "there", "not on the chain"))
                continue
            was, is_now = image(row), image(other)
            found += [
                Difference(table, _id(row), column, _text(was[column]), _text(is_now[column]))
                for column in was
                if _text(was[column]) != _text(is_now[column])
            ]
    for rows in _parts(theirs, model, chain_id):
        known = _same_keys(ours, model, [_key(row, keys) for row in rows])
        found += [
            Difference(table, _id(row), "row", "missing", _text(image(row)))
            for row in rows
            if _key(row, keys) not in known
        ]
    return compared, found


def _parts(session: Session, model: type[Any], chain_id: int) -> Iterator[Sequence[Any]]:
    """A session holds what it only read no longer than whoever reads it does."""
    rows = session.scalars(
        select(model).where(model.chain_id == chain_id).order_by(*inspect(model).primary_key)
    )
    yield from rows.yield_per(AT_ONCE).partitions()


def _same_keys(session: Session, model: type[Any], keys: Sequence[tuple[Any, ...]]) -> dict[Any, Any]:
    columns = inspect(model).primary_key
    rows = session.scalars(select(model).where(tuple_(*columns).in_(keys)))
    return {_key(row, columns): row for row in rows}


def _key(row: Any, columns: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(getattr(row, column.key) for column in columns)


def _id(row: Any) -> str:
    if isinstance(row, LogRow | Quarantined):
        return f"{row.block_number}-{row.log_index}"
    return f"{row.id} of {row.contract}"


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _lower(value: Any) -> Any:
    if isinstance(value, list):
        return [_lower(part) for part in value]
    return value.lower() if isinstance(value, str) else value
