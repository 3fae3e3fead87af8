"""A worker that is killed at a named step. Run as a process: python -m tests.app.chain.dying_worker WORKER
STEP.
"""

from __future__ import annotations

import os
import signal
import sys

from app.chain.client import Chain
from app.config import Settings
from app.main import database_of
from app.workers import make_indexer, make_sender


def main(worker: str, step: str) -> None:
    def die(name: str) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    settings = Settings.from_environment()
    database, chain = database_of(settings), Chain(settings)
    if worker == "indexer":
        make_indexer(settings, database, chain, die).one_pass()
    else:
        make_sender(settings, database, chain, worker, die).one_pass()


if __name__ == "__main__":
    main(*sys.argv[1:])
