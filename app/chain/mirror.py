"""The only way in which a projection writes: rows that mirror the chain, each with what it was before.

Any block inside the finality window can be undone, byte for byte: the first time that a block touches a row,
the row's former image is journalled. `chain/reorg.py` puts the images back, `rebuild` there starts from
nothing; both give equal rows.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.chain.store import Checkpoint, JournalEntry
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
    def __init__(self, session: Session, chain_id: int, block: Block, *, journalled: bool = True) -> None:
        self.session = session
        self.chain_id = chain_id
        self.block = block
        self._journalled = journalled
        self._touched: set[tuple[str, str, str]] = set()

    def get(self, model: type[Row], contract: str, id: str) -> Row | None:
        return self.session.get(model, (self.chain_id, contract, id))

    def insert(self, model: type[Row], contract: str, id: str, **values: Any) -> Row:
        if self.get(model, contract, id) is not None:
            raise MirrorFault(f"{model.__name__} {id} is there already")
        self._remember(model, contract, id, None)
        row = model()
        row.chain_id, row.contract, row.id = self.chain_id, contract, id
        row.first_block = row.last_block = self.block.number
        for name, value in values.items():
            _assign(row, name, value)
        self.session.add(row)
        return row

    def update(self, model: type[Row], contract: str, id: str, **values: Any) -> Row:
        row = self.get(model, contract, id)
        if row is None:
            raise MirrorFault(f"{model.__name__} {id} is not there")
        self._remember(model, contract, id, row)
        for name, value in values.items():
            _assign(row, name, value)
        row.last_block = self.block.number
        return row

    def put(self, model: type[Row], contract: str, id: str, **values: Any) -> Row:
        """Update where there is one, insert where there is none: for counters and settings such as a balance
        or a limit.
        """
        if self.get(model, contract, id) is None:
            return self.insert(model, contract, id, **values)
        return self.update(model, contract, id, **values)

    def delete(self, model: type[Mirrored], contract: str, id: str) -> None:
        row = self.get(model, contract, id)
        if row is None:
            raise MirrorFault(f"{model.__name__} {id} is not there")
        self._remember(model, contract, id, row)
        self.session.delete(row)
        self.session.flush()

    def _remember(self, model: type[Mirrored], contract: str, id: str, row: Mirrored | None) -> None:
        table = table_of(model)
        if not self._journalled or (table, contract, id) in self._touched:
            return
        self._touched.add((table, contract, id))
        self.session.add(
            JournalEntry(
                chain_id=self.chain_id,
                block_number=self.block.number,
                table=table,
                contract=contract,
                id=id,
                before=None if row is None else image_of(row),
            )
        )


def _assign(row: Mirrored, name: str, value: Any) -> None:
    if name not in type(row).__mapper__.column_attrs:  # type: ignore[attr-defined]
        raise MirrorFault(f"{type(row).__name__} has no column {name}")
    setattr(row, name, value)


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
