"""Workers as they are started in earnest: three processes that carry operations to their end, and end when
they are told.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from uuid import uuid4

from app.chain.states import Status
from tests.app.chain.builders import add_key, approve, record_document
from tests.app.chain.nodes import ROOT
from tests.app.chain.world import World

WORKERS = (("sender", "--kind", "maker"), ("sender", "--kind", "checker"), ("indexer",))


class Worker(subprocess.Popen[str]):
    """What it says goes to a file: a pipe that nobody empties would stop it."""

    def __init__(self, world: World, *arguments: str, **otherwise: str) -> None:
        self._log = world.folder / f"{uuid4().hex}.log"
        with self._log.open("w") as file:
            super().__init__(
                [sys.executable, "-m", "app.workers", *arguments],
                cwd=ROOT,
                env=world.environment | otherwise,
                stderr=file,
                text=True,
            )

    def said(self) -> str:
        """All of it, once it has ended."""
        self.wait(timeout=60)
        return self._log.read_text()


def start(world: World, *arguments: str, **otherwise: str) -> Worker:
    return Worker(world, *arguments, **otherwise)


def until(true: Callable[[], bool], *needed: Worker) -> None:
    """Looks until it is so; five minutes at most, for a machine that is busy. Not once a worker that it needs
    has ended.
    """
    pause = threading.Event()
    for _ in range(6000):
        if true():
            return
        for worker in needed:
            assert worker.poll() is None, worker.said()
        pause.wait(0.05)
    raise AssertionError("it did not come about")


def test_three_processes_carry_operations_to_their_end_and_end_when_told(world: World) -> None:
    """SERVICE-83"""
    one, two = record_document(world), add_key(world)
    workers = [start(world, *arguments) for arguments in WORKERS]
    try:
        until(lambda: world.operation(two).status == Status.AWAITING_CHECK, *workers)
        approve(world, two)
        until(lambda: all(world.operation(id).status == Status.FINAL for id in (one, two)), *workers)
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        said = [worker.said() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], said
    for text in said:
        lines = [json.loads(line) for line in text.splitlines()]
        assert lines[-1]["what"] == "ended"
        assert {"at", "level", "from", "what"} <= lines[0].keys()


def test_a_worker_of_another_chain_refuses_to_start(world: World) -> None:
    """SERVICE-84"""
    worker = start(world, "indexer", ENTREPOT_CHAIN_ID="5")
    said = worker.said()
    assert worker.returncode == 1
    assert "Cannot start: the deployment is of chain 1337, not 5." in said
    assert "Traceback" not in said
