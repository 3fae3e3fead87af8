"""The whole read model once more, from the node: every log is fetched again, in ranges as wide as the node
answers, and goes through the projections into a database of its own; what comes out must be what is there.

Workers may go on meanwhile. The comparison is made in one state of the database, at the block that it was
read to; a replacement is made under the lock of the checkpoint, between two batches of the indexer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, inspect, select
from sqlalchemy.orm import Session

from app.chain.client import Chain, Header
from app.chain.indexer import Indexer
from app.chain.mirror import image_of, mirrored_models, values_of
from app.chain.refusals import Refusals
from app.chain.states import BROKEN
from app.chain.store import Checkpoint, Followed, JournalEntry, LogRow, Quarantined
from app.config import Settings
from app.db import Base, Database
from app.operating.compare import Difference, differences_of, essence_of
from app.operating.desk import Desk, Refused, counted, snapshot
from app.workers import handlers, ignored

MOST_SHOWN = 200
MOST_TRIES = 5
WRITTEN_AT_ONCE = 500


@dataclass
class Rebuilt:
    """`compared` counts the rows of each table that were there; `replaced` whether they were exchanged."""

    block: int
    compared: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    replaced: bool = False


class ChainUpTo(Chain):
    """The node as if block `last` were its newest, so that a rebuild ends where the service stands."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.last = 0

    def head(self) -> Header:
        return self.headers([self.last])[0]


def rebuild(desk: Desk, *, replace: bool = False) -> Rebuilt:
    """Raises Refused, with nothing changed, where the service's own place on the chain is not the node's."""
    desk.require_chain()
    with _scratch(desk) as (scratch, chain):
        for _ in range(MOST_TRIES):
            place = _read_to_where_we_are(desk, scratch, chain)
            with snapshot(desk.database) as ours:
                now = ours.get_one(Checkpoint, desk.settings.chain_id)
                if (now.number, now.hash) != (place.number, place.hash):
                    continue
                found = _compare(desk, ours, scratch, place.number)
            if not (replace and found.differences):
                return found
            if _replace(desk, scratch, place):
                found.replaced = True
                return found
        raise Refused(
            f"The service read on {MOST_TRIES} times while it was compared; stop the indexer and try again."
        )


@contextmanager
def _scratch(desk: Desk) -> Iterator[tuple[Database, ChainUpTo]]:
    with tempfile.TemporaryDirectory(prefix="entrepot-rebuild-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'rebuilt.sqlite'}", desk.database.surroundings)
        chain = ChainUpTo(desk.settings)
        try:
            Base.metadata.create_all(database.engine)
            yield database, chain
        finally:
            chain.close()
            database.close()


def _read_to_where_we_are(desk: Desk, scratch: Database, chain: ChainUpTo) -> Checkpoint:
    """The checkpoint of the service, with the scratch database at the same block."""
    with desk.database.reading() as session:
        place = session.get(Checkpoint, desk.settings.chain_id)
        known = set(session.scalars(select(Followed.address)))
    if place is None:
        raise Refused("Nothing has been read from the chain yet: start the indexer first.")
    if place.state == BROKEN:
        raise Refused(f"The chain was not followed to its end: {place.detail}. See docs/runbook.md.")
    late = [contract for contract in desk.deployment.contracts if contract.address not in known]
    if late:
        names = ", ".join(f"{contract.name} at {contract.address}" for contract in late)
        raise Refused(f"The indexer has not read {names} yet: start it, and try again when it follows.")
    head = desk.chain.head()
    if head.number < place.number:
        raise Refused(f"The node is at block {head.number}, we are at {place.number}: wait for the node.")
    chain.last = place.number
    indexer = Indexer(
        scratch,
        chain,
        desk.deployment,
        handlers(),
        ignored(),
        Refusals(desk.deployment),
        desk.settings,
    )
    while True:
        progress = indexer.one_pass()
        desk.say(f"read again to block {progress.number} of {place.number}")
        if not progress.moved:
            break
    with scratch.reading() as session:
        reached = session.get_one(Checkpoint, desk.settings.chain_id)
    if reached.hash != place.hash:
        raise Refused(
            f"Block {place.number} of the node is {reached.hash}, ours is {place.hash}: a reorganisation is "
            "under way, or the node is another chain's; try again when the indexer follows."
        )
    return place


def compared_models() -> dict[str, type[Any]]:
    """The read model, and what it is made of: the stored logs and those put aside."""
    return dict(sorted(mirrored_models().items())) | {"logs": LogRow, "quarantine": Quarantined}


def _compare(desk: Desk, ours: Session, scratch: Database, block: int) -> Rebuilt:
    found = Rebuilt(block)
    with scratch.reading() as theirs:
        for name, model in compared_models().items():
            found.compared[name], differences = differences_of(
                ours, theirs, model, desk.settings.chain_id, essence_of
            )
            found.differences += differences
            said = counted(len(differences), "difference")
            desk.say(f"{name}: {counted(found.compared[name], 'row')} compared, {said}")
    return found


def _replace(desk: Desk, scratch: Database, place: Checkpoint) -> bool:
    """False where the service has read on since."""
    chain_id = desk.settings.chain_id
    with desk.database.writing() as ours, scratch.reading() as theirs:
        now = ours.get_one(Checkpoint, chain_id, with_for_update=True)
        if (now.number, now.hash) != (place.number, place.hash):
            return False
        models: list[type[Any]] = [*compared_models().values(), JournalEntry]
        for model in models:
            ours.execute(delete(model).where(model.chain_id == chain_id))
            rows = theirs.scalars(select(model).order_by(*inspect(model).primary_key))
            for part in rows.yield_per(WRITTEN_AT_ONCE).partitions():
                ours.execute(insert(model), [_values(row) for row in part])
    return True


def _values(row: Any) -> dict[str, Any]:
    values = values_of(image_of(row))
    if isinstance(row, JournalEntry):
        del values["number"]
    return values


def report(found: Rebuilt) -> Sequence[str]:
    """In words, each difference named."""
    rows = counted(sum(found.compared.values()), "row")
    lines = [difference.sentence() for difference in found.differences[:MOST_SHOWN]]
    left = len(found.differences) - MOST_SHOWN
    if left > 0:
        lines.append(f"... and {counted(left, 'more difference')}")
    lines.append(
        f"Rebuilt from the node to block {found.block}; {rows} in {len(found.compared)} tables compared, "
        f"{counted(len(found.differences), 'difference')}."
    )
    if found.replaced:
        lines.append("The rows were replaced by what the chain says. Run this again: it finds nothing more.")
    elif found.differences:
        lines.append("Nothing was changed. To put what the chain says in the place of these rows: --replace.")
    return lines
