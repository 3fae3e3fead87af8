"""Finds out which rows a batch of events will ask for, so that they are read at once.

A projection may have foretold it. Otherwise each event goes through it without effect: a row that is not
known yet is answered by a stand-in of nothings, so that a projection that computes an id from it asks for a
row that does not matter, and one that does not like it stops there. Either way only speed is lost, since
whatever was not found out is read when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from app.chain.deployments import Event
from app.chain.mirror import Block, Foretold, Handler, Mirror, Mirrored, Row
from app.chain.working_set import Key, WorkingSet, made, shape_of

NOTHINGS: dict[type[Any], Any] = {
    **{int: 0, str: "", bool: False, bytes: b"", list: [], dict: {}},
    datetime: datetime.fromtimestamp(0, UTC),
    date: date(1970, 1, 1),
}
_STAND_INS: dict[type[Any], Any] = {}


class Scout(Mirror):
    def __init__(self, working_set: WorkingSet) -> None:
        super().__init__(working_set, Block(0, "", 0), journalled=False)
        self.asked: set[Key] = set()

    def get(self, model: type[Row], contract: str, id: str) -> Row | None:
        key = (model, contract, id)
        if key not in self.asked:
            if self._rows.knows(key):
                return super().get(model, contract, id)
            self.asked.add(key)
        return _STAND_INS.get(model) or stand_in(model)

    def insert(self, model: type[Row], contract: str, id: str, **values: Any) -> Row:
        return _STAND_INS.get(model) or stand_in(model)

    def update(self, model: type[Row], contract: str, id: str, **values: Any) -> Row:
        return self.get(model, contract, id) or stand_in(model)

    def put(self, model: type[Row], contract: str, id: str, **values: Any) -> Row:
        return self.update(model, contract, id)

    def delete(self, model: type[Mirrored], contract: str, id: str) -> None:
        self.get(model, contract, id)


def load_what_is_asked(working_set: WorkingSet, events: Iterable[tuple[Handler, Event]]) -> None:
    scout = Scout(working_set)
    for handler, event in events:
        if isinstance(handler, Foretold):
            scout.asked.update(handler.keys(event))
            continue
        # Whatever it says of a stand-in, it will say again, or not, of the row.
        with suppress(Exception):
            handler(scout, event)
    working_set.load(scout.asked)


def stand_in(model: type[Row]) -> Row:
    if model not in _STAND_INS:
        columns = shape_of(model).table.columns
        nothing = {
            name: None if columns[name].nullable else NOTHINGS.get(columns[name].type.python_type)
            for name in shape_of(model).columns
        }
        _STAND_INS[model] = made(model, nothing)
    row: Row = _STAND_INS[model]
    return row
