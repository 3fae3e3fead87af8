"""The mirrored rows that a batch of logs touches, in memory: read many at once, changed one by one, written
many at once.

A row here is an object of its table's class outside the ORM: its attributes are read as always, and change
only through this set. What a batch leaves is written as one difference for each row, whatever happened to it
in between.

A set that is not `careful` takes a new id for unused, and the database's primary key contradicts at `write`
where it is not; a careful one looks before each insertion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from app.chain import bulk
from app.chain.store import JournalEntry

Kind = type[Any]
Key = tuple[Kind, str, str]
Made = TypeVar("Made")

# Ids in one question to the database.
ASKED_AT_ONCE = 2_000
PRIMARY = ("chain_id", "contract", "id")
JOURNALLED = ("chain_id", "block_number", "table", "contract", "id", "before")


class Held:
    """`row` as it is now, None where there is none; `stored` whether the database has it."""

    __slots__ = ("changed", "row", "stored")

    def __init__(self, row: Any | None, stored: bool) -> None:
        self.row, self.stored = row, stored
        self.changed: set[str] | None = None


class WorkingSet:
    def __init__(self, session: Session, chain_id: int, *, careful: bool = False) -> None:
        self.session, self.chain_id, self.careful = session, chain_id, careful
        self._held: dict[Key, Held] = {}
        self._journal: list[tuple[Any, ...]] = []

    def knows(self, key: Key) -> bool:
        return key in self._held

    def row(self, key: Key) -> Any | None:
        held = self._held.get(key)
        if held is None:
            self.load([key])
            held = self._held[key]
        return held.row

    def row_of_block(self, key: Key) -> Any | None:
        """A row that only the block in hand can have made, all of whose rows are here: a careful set holds
        those of one log."""
        if self.careful:
            return self.row(key)
        held = self._held.get(key)
        return None if held is None else held.row

    def load(self, keys: Iterable[Key]) -> None:
        """Those that are not known yet, as the database has them."""
        wanted: dict[tuple[Kind, str], list[str]] = defaultdict(list)
        for key in keys:
            if key not in self._held:
                model, contract, id = key
                wanted[model, contract].append(id)
                self._held[key] = Held(None, False)
        connection = self.session.connection()
        for (model, contract), ids in wanted.items():
            table, names = shape_of(model).table, shape_of(model).columns
            for part in _parts(ids):
                query = bulk.found(connection, table, names, (self.chain_id, contract), part)
                for values in connection.execute(query):
                    row = made(model, dict(zip(names, values, strict=True)))
                    self._held[model, contract, row.id] = Held(row, True)

    def insert(self, key: Key, block: int, values: Mapping[str, Any]) -> Any | None:
        """By this block; None where there is one already."""
        held = self._held.get(key)
        if held is None:
            if self.careful:
                self.load([key])
                held = self._held[key]
            else:
                held = self._held[key] = Held(None, False)
        if held.row is not None:
            return None
        model, contract, id = key
        shape = shape_of(model)
        row = held.row = cast(Any, object.__new__(model))
        row.__dict__ = {
            **shape.blank,
            "chain_id": self.chain_id,
            "contract": contract,
            "id": id,
            "first_block": block,
            "last_block": block,
            **values,
        }
        # Put in the place of one that this batch deleted, it may differ in every column.
        held.changed = set(shape.columns) if held.stored else None
        return row

    def update(self, key: Key, block: int, values: Mapping[str, Any]) -> None:
        """By this block, of a row that is there."""
        held = self._held[key]
        now = held.row.__dict__
        now.update(values)
        now["last_block"] = block
        if held.stored:
            if held.changed is None:
                held.changed = {"last_block"}
            held.changed.update(values)

    def delete(self, key: Key) -> None:
        """Of a row that is there."""
        self._held[key].row = None

    def remember(self, entry: tuple[Any, ...]) -> None:
        """A row of the journal: block number, table, contract, id, former image."""
        self._journal.append((self.chain_id, *entry))

    def write(self) -> None:
        """Everything, and start anew. What the session's ORM held of these rows is no longer true."""
        self.session.flush()
        connection = self.session.connection()
        deleted: dict[Kind, list[bulk.Row]] = defaultdict(list)
        inserted: dict[Kind, list[bulk.Row]] = defaultdict(list)
        updated: dict[tuple[Kind, tuple[str, ...]], list[bulk.Row]] = defaultdict(list)
        for (model, contract, id), held in self._held.items():
            if held.row is None:
                if held.stored:
                    deleted[model].append((self.chain_id, contract, id))
            elif not held.stored:
                inserted[model].append(shape_of(model).taken(held.row.__dict__))
            elif held.changed:
                values = held.row.__dict__
                names = tuple(sorted(held.changed.difference(PRIMARY)))
                updated[model, names].append(tuple([values[name] for name in (*PRIMARY, *names)]))
        for model, rows in deleted.items():
            bulk.delete_rows(connection, shape_of(model).table, PRIMARY, rows)
        for model, rows in inserted.items():
            bulk.insert_rows(connection, shape_of(model).table, shape_of(model).columns, rows)
        for (model, names), rows in updated.items():
            bulk.update_rows(connection, shape_of(model).table, PRIMARY, names, rows)
        bulk.insert_rows(connection, cast(Table, JournalEntry.__table__), JOURNALLED, self._journal)
        self._held.clear()
        self._journal.clear()
        self.session.expire_all()


@dataclass(frozen=True)
class Shape:
    """What a mirrored table is like: its columns by name, a row of nulls, and how a row's values are taken in
    the order of its columns.
    """

    table: Table
    columns: tuple[str, ...]
    blank: Mapping[str, None]
    taken: Callable[[Mapping[str, Any]], tuple[Any, ...]]


_SHAPES: dict[Kind, Shape] = {}


def shape_of(model: Kind) -> Shape:
    if model not in _SHAPES:
        columns = tuple(column.key for column in model.__mapper__.column_attrs)
        _SHAPES[model] = Shape(
            cast(Table, model.__table__), columns, dict.fromkeys(columns), itemgetter(*columns)
        )
    return _SHAPES[model]


def made(model: type[Made], values: Mapping[str, Any]) -> Made:
    """A row with these columns and null in the others."""
    row = model.__new__(model)
    row.__dict__.update(shape_of(model).blank)
    row.__dict__.update(values)
    return row


def _parts(ids: list[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while part := list(islice(rest, ASKED_AT_ONCE)):
        yield part
