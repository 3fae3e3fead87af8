"""A worker that is killed at a named step: a process of its own, forked from one that has loaded everything,
since the loading would take a hundred times as long as the dying.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping

from app.chain.client import Chain
from app.config import Settings
from app.surroundings import database_of
from app.workers import make_indexer, make_sender

NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload([__name__])


def kill(environment: Mapping[str, str], worker: str, step: str) -> int | None:
    """How the worker's process ended; -SIGKILL where it reached the step."""
    process = NURSERY.Process(target=die_at, args=(dict(environment), worker, step))
    process.start()
    process.join(timeout=120)
    return process.exitcode


def die_at(environment: Mapping[str, str], worker: str, step: str) -> None:
    def die(name: str) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    settings = Settings.from_environment(environment)
    database, chain = database_of(settings), Chain(settings)
    if worker == "indexer":
        make_indexer(settings, database, chain, die).one_pass()
    else:
        make_sender(settings, database, chain, worker, die).one_pass()
