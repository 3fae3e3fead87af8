"""An operator's desk in a world, what was said at it, and the commands as processes."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace

import pytest

from app.operating.__main__ import main
from app.operating.desk import Desk
from app.surroundings import database_of
from app.workers import make_sender
from tests.app.chain.nodes import ROOT
from tests.app.chain.world import World


def a_desk(world: World, say: Callable[[str], None] = lambda line: None) -> Desk:
    return Desk(world.settings, world.database, world.chain, say)


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def operate(world: World, *words: str, **otherwise: str) -> Done:
    """As an operator types it; `otherwise` are settings by their names in the environment."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words, world.environment | otherwise)
    return Done(code, out.getvalue(), err.getvalue())


def operate_as_process(world: World, *words: str, **otherwise: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "app.operating", *words],
        cwd=ROOT,
        env=world.environment | otherwise,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return Done(done.returncode, done.stdout, done.stderr)


class Stopped(Exception):
    """A worker that goes no further."""


def sign_only(world: World, kind: str = "maker") -> None:
    """A pass of a sender that ends when nonce and bytes are stored, and nothing is sent."""

    def stop(name: str) -> None:
        if name == "assigned":
            raise Stopped

    with pytest.raises(Stopped):
        make_sender(world.settings, world.database, world.chain, kind, stop).one_pass()


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
