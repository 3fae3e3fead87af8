"""Events told to projections without a chain, block by block, and the rows that they leave."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.chain.deployments import Event
from app.chain.mirror import Block, Handler, Mirror, image_of
from app.chain.working_set import WorkingSet
from app.db import make_engine
from tests.app.databases import drop, fresh

CHAIN = 1337

Told = tuple[str, dict[str, Any]]
"""An event's name and arguments."""


@contextmanager
def session_on(database: str, folder: Path) -> Iterator[Session]:
    """On a database of its own, of this kind."""
    url = fresh(database, folder)
    engine = make_engine(url)
    with Session(engine) as made:
        yield made
    engine.dispose()
    drop(url)


def rows(session: Session, *models: type[Any]) -> str:
    """Every row of these tables, as JSON."""
    found = [
        (model.__tablename__, image_of(row))
        for model in models
        for row in session.scalars(select(model).order_by(*inspect(model).primary_key))
    ]
    return json.dumps(found, sort_keys=True)


@dataclass(frozen=True)
class Story:
    """What one contract's logs say, by block from 1; the index of a log is its place in the block.
    `beside`: the last byte of the address of each book beside it, which tells what the contract does not.
    """

    contract: str
    address: str
    handlers: Mapping[tuple[str, str], Handler]
    blocks: Sequence[Sequence[Told]]
    beside: Mapping[str, str] = field(default_factory=dict)

    def play(
        self,
        session: Session,
        *,
        first: int = 1,
        last: int | None = None,
        address: str | None = None,
        careful: bool = False,
    ) -> None:
        """Blocks `first` to `last`, as logs of `address`."""
        last = len(self.blocks) if last is None else last
        for number, logs in enumerate(self.blocks, start=1):
            if first <= number <= last:
                working_set = WorkingSet(session, CHAIN, careful=careful)
                mirror = Mirror(working_set, Block(number, f"0x{number:064x}", 1_700_000_000 + number))
                for index, told in enumerate(logs):
                    event = self._event(mirror.block, index, told, address or self.address)
                    self.handlers[event.contract, event.name](mirror, event)
                working_set.write()

    def _event(self, block: Block, index: int, told: Told, address: str) -> Event:
        name, args = told
        contract, teller = self.contract, address
        for book, last in self.beside.items():
            if (book, name) in self.handlers:
                contract, teller, args = book, address[:-2] + last, args | {"deal": address}
        return Event(
            name=name,
            args=args,
            contract=contract,
            address=teller,
            chain_id=CHAIN,
            block_number=block.number,
            block_hash=block.hash,
            block_time=block.time,
            tx_hash=f"0x{block.number:063x}f",
            log_index=index,
        )
