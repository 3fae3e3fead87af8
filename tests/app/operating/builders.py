"""An operator's desk in a world, what was said at it, and the commands as processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from app.main import database_of
from app.operating.desk import Desk
from tests.app.chain.nodes import ROOT
from tests.app.chain.world import World


def a_desk(world: World, say: Callable[[str], None] = lambda line: None) -> Desk:
    return Desk(world.settings, world.database, world.chain, say)


def operate(world: World, *words: str, **otherwise: str) -> subprocess.CompletedProcess[str]:
    """As an operator types it; `otherwise` are settings by their names in the environment."""
    return subprocess.run(
        [sys.executable, "-m", "app.operating", *words],
        cwd=ROOT,
        env=world.environment | otherwise,
        capture_output=True,
        text=True,
        timeout=300,
    )


@contextmanager
def moved(world: World, url: str) -> Iterator[World]:
    """The same members, keys and chain on another database."""
    settings = world.settings.model_copy(update={"database_url": url})
    database = database_of(settings)
    try:
        yield replace(
            world,
            settings=settings,
            database=database,
            environment=world.environment | {"ENTREPOT_DATABASE_URL": url},
        )
    finally:
        database.close()
