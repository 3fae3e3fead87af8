"""The read model from nothing: the chain read anew into an empty database, by the same code, and compared row
by row and column by column with the one that lived through everything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.chain.client import Chain
from app.chain.mirror import image_of, mirrored_models
from app.chain.store import Checkpoint
from app.config import Settings
from app.db import Database
from app.demo.compare import Comparison
from app.local.trouble import Trouble
from app.migrations import migrate
from app.surroundings import database_of
from app.workers import make_indexer

Rows = dict[tuple[str, str, str], dict[str, Any]]
MOST_PASSES = 10_000


def read_again(settings: Settings, file: Path) -> Comparison:
    """`settings` are the service's, whose workers do not run any more; `file` is made. Raises Trouble."""
    anew = settings.model_copy(update={"database_url": f"sqlite:///{file.resolve()}"})
    migrate(anew.database_url)
    chain = Chain(anew)
    there, here = database_of(settings), database_of(anew)
    try:
        upto = _reached(there, settings.chain_id)
        indexer = make_indexer(anew, here, chain)
        for _ in range(MOST_PASSES):
            progress = indexer.one_pass()
            if progress.number >= upto:
                break
        else:
            raise Trouble(
                f"The chain could not be read again to block {upto}: it stands at {progress.number}."
            )
        return differences(rows_of(there), rows_of(here))
    finally:
        chain.close()
        there.close()
        here.close()


def rows_of(database: Database) -> Rows:
    """Every mirrored row by table, contract and id."""
    with database.reading() as session:
        return {
            (name, row.contract, row.id): image_of(row)
            for name, model in mirrored_models().items()
            for row in session.scalars(select(model))
        }


def differences(lived: Rows, anew: Rows) -> Comparison:
    found = [
        f"{table} {id}: not there when the chain is read again" for table, _, id in lived.keys() - anew.keys()
    ]
    found += [
        f"{table} {id}: there only when the chain is read again"
        for table, _, id in anew.keys() - lived.keys()
    ]
    for key in lived.keys() & anew.keys():
        columns = [name for name in lived[key] if lived[key][name] != anew[key].get(name)]
        found += [
            f"{key[0]} {key[2]}: {name} is {lived[key][name]}, read again {anew[key].get(name)}"
            for name in columns
        ]
    return Comparison(len(lived), tuple(sorted(found)))


def _reached(database: Database, chain_id: int) -> int:
    with database.reading() as session:
        checkpoint = session.get(Checkpoint, chain_id)
        if checkpoint is None:
            raise Trouble("The service never read the chain.")
        return checkpoint.number
