"""The only way in which a projection writes: rows that mirror the chain, each with what it was before.

Any block inside the finality window can be undone, byte for byte: the first time that a block touches a row,
the row's former image is journalled. `chain/reorg.py` puts the images back, `rebuild` there starts from
nothing; both give equal rows.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.deployments import Event
from app.chain.store import Checkpoint
from app.chain.working_set import Key, WorkingSet, shape_of
from app.db import Base


@dataclass(frozen=True)
class Block:
    """`time` in seconds since 1970."""

    number: int
    hash: str
    time: int


class Mirrored:
    """Mixin of every table that mirrors the chain: `class BillRow(Mirrored, Base)`.

    `contract` is the address in lower case, `id` any text that is unique in it (a bill's id in hex, `12-3`
    for the log 3 of block 12). `first_block` and `last_block` say when the row came and was touched last:
    above the final block it is pending.
    """

    chain_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    contract: Mapped[str] = mapped_column(String(42), primary_key=True)
    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    first_block: Mapped[int] = mapped_column(BigInteger)
    last_block: Mapped[int] = mapped_column(BigInteger)


Row = TypeVar("Row", bound=Mirrored)


class MirrorFault(Exception):
    """A projection that contradicts its own rows: inserts what is there, changes what is not."""


class Mirror:
    """The rows of `working_set` as one block changes them."""

    def __init__(self, working_set: WorkingSet, block: Block, *, journalled: bool = True) -> None:
        self.block = block
        self._rows = working_set
        self._journalled = journalled
        self._touched: set[Key] = set()

    def get(self, model: type[Row], contract: str, id: str) -> Row | None:
        """To be read only: what is assigned to it is not written."""
        row: Row | None = self._rows.row((model, contract, id))
        return row

    def get_of_block(self, model: type[Row], contract: str, id: str) -> Row | None:
        """As `get`, of a row that this block must have made, if anybody did: the database is not asked."""
        row: Row | None = self._rows.row_of_block((model, contract, id))
        return row

    def insert(self, model: type[Row], contract: str, id: str, **values: Any) -> Row:
        key = (model, contract, id)
        row: Row | None = self._rows.insert(key, self.block.number, values)
        if row is None:
            raise MirrorFault(f"{model.__name__} {id} is there already")
        _require_columns(model, row, values)
        if self._journalled:
            self._remember(key, None)
        return row

    def update(self, model: type[Row], contract: str, id: str, **values: Any) -> Row:
        row = self._there(model, contract, id)
        key = (model, contract, id)
        if self._journalled:
            self._remember(key, row)
        self._rows.update(key, self.block.number, values)
        _require_columns(model, row, values)
        return row

    def put(self, model: type[Row], contract: str, id: str, **values: Any) -> Row:
        """Update where there is one, insert where there is none: for counters and settings such as a balance
        or a limit.
        """
        if self.get(model, contract, id) is None:
            return self.insert(model, contract, id, **values)
        return self.update(model, contract, id, **values)

    def delete(self, model: type[Mirrored], contract: str, id: str) -> None:
        row = self._there(model, contract, id)
        key = (model, contract, id)
        if self._journalled:
            self._remember(key, row)
        self._rows.delete(key)

    def _there(self, model: type[Row], contract: str, id: str) -> Row:
        row = self.get(model, contract, id)
        if row is None:
            raise MirrorFault(f"{model.__name__} {id} is not there")
        return row

    def _remember(self, key: Key, row: Mirrored | None) -> None:
        if key in self._touched:
            return
        self._touched.add(key)
        model, contract, id = key
        before = None if row is None else image_of(row)
        self._rows.remember((self.block.number, table_of(model), contract, id, before))


Handler = Callable[[Mirror, Event], None]
"""A projection of one kind of event."""
Keys = Iterable[Key]
"""Of the rows that one asks for."""


@dataclass(frozen=True)
class Foretold:
    """A projection of which an event alone tells the rows that it will ask for, made by `foretelling`."""

    handler: Handler
    keys: Callable[[Event], Keys]

    def __call__(self, mirror: Mirror, event: Event) -> None:
        self.handler(mirror, event)


def foretelling(keys: Callable[[Event], Keys]) -> Callable[[Handler], Foretold]:
    """Spares a projection of frequent events the trial that finds out what it asks for. Where `keys` leaves
    one out, only speed is lost.
    """
    return lambda handler: Foretold(handler, keys)


def _require_columns(model: type[Mirrored], row: Mirrored, values: Mapping[str, Any]) -> None:
    """A row has all of its columns from the beginning: one that has more was given something else."""
    known = shape_of(model).blank
    if len(row.__dict__) != len(known):
        raise MirrorFault(f"{model.__name__} has no column {min(values.keys() - known.keys())}")


def final_block(session: Session, chain_id: int) -> int:
    """The last block that nothing can undo; what a later one touched is pending."""
    checkpoint = session.get(Checkpoint, chain_id)
    return checkpoint.final if checkpoint else -1


def mirrored_models() -> dict[str, type[Any]]:
    """Every mirrored table by its name; slices register theirs by being imported."""
    return {
        table_of(mapper.class_): mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Mirrored)
    }


def table_of(model: type[Any]) -> str:
    name: str = model.__tablename__
    return name


def image_of(row: Any) -> dict[str, Any]:
    """All columns of a row as JSON that `values_of` turns back into the same values."""
    return {column.key: _packed(getattr(row, column.key)) for column in row.__mapper__.column_attrs}


def values_of(image: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _unpacked(value) for name, value in image.items()}


def _packed(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, dict | list):
        return {"json": value}
    return value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    if kind == "bytes":
        return base64.b64decode(inner)
    if kind == "moment":
        return datetime.fromisoformat(inner)
    if kind == "date":
        return date.fromisoformat(inner)
    return inner
