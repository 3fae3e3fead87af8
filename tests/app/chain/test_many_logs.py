"""Passes of few logs and of many leave the same rows."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import inspect, select

from app.chain.mirror import image_of, mirrored_models
from app.chain.store import LogRow
from app.db import Database
from app.workers import make_indexer
from tests.app.chain.world import World
from tests.app.databases import fresh


def rows(database: Database) -> str:
    models = {**mirrored_models(), "logs": LogRow}
    with database.reading() as session:
        found = [
            (name, image_of(row))
            for name, model in sorted(models.items())
            for row in session.scalars(select(model).order_by(*inspect(model).primary_key))
        ]
    return json.dumps(found, sort_keys=True)


def test_few_logs_in_a_pass_leave_what_many_leave(world: World, database: str, tmp_path: Path) -> None:
    """SERVICE-120, SERVICE-121"""
    folder = tmp_path / "few"
    folder.mkdir()
    few = Database(fresh(database, folder), world.database.surroundings)
    indexer = make_indexer(world.settings.model_copy(update={"index_logs": 2}), few, world.chain)
    passes, most, counted = 0, 0, 0
    while indexer.one_pass().moved:
        with few.reading() as session:
            read = session.scalars(select(LogRow.block_number).order_by(LogRow.block_number)).all()
        fresh_ones = read[counted:]
        # Whole blocks, and no block more than it takes to have as many logs as are wanted.
        last_block = [number for number in fresh_ones if number == fresh_ones[-1]]
        assert len(fresh_ones) <= 4 or len(fresh_ones) - len(last_block) < 2
        passes, most, counted = passes + 1, max(most, len(fresh_ones)), len(read)
    assert passes >= 3
    assert most > 4
    assert rows(few) == rows(world.database)
    few.close()
