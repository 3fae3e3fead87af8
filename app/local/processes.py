"""Processes that belong to a state: started with a log each, ended together, and nothing else ended."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from app.local.trouble import Trouble

PATIENCE = 15.0
# What gives way to others on a busy machine does so by this much.
NICER = 10


class Process:
    """One child in a group of its own: a terminal's Ctrl-C reaches us alone, and we end the children in
    order. A service that shares a machine with its node should give way to it: everybody waits for the node.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        log: Path,
        environment: Mapping[str, str] | None = None,
        gives_way: bool = False,
    ) -> None:
        self.name, self.log = name, log
        log.parent.mkdir(parents=True, exist_ok=True)
        self._out: IO[bytes] = log.open("ab")
        self._child = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            process_group=0,
        )
        if gives_way:
            os.setpriority(os.PRIO_PGRP, self._child.pid, NICER)

    def require_running(self) -> None:
        """Raises Trouble with the last line of its log where it has ended."""
        code = self._child.poll()
        if code is not None:
            raise Trouble(f"{self.name} ended with {code}: {last_line(self.log)} (all of it: {self.log})")

    @property
    def pid(self) -> int:
        return self._child.pid

    def wait(self) -> int:
        return self._child.wait()

    def kill(self) -> None:
        """As a machine that loses its power would."""
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def stop(self) -> None:
        if self._child.poll() is None:
            os.killpg(self._child.pid, signal.SIGTERM)
            try:
                self._child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(self._child.pid, signal.SIGKILL)
                self._child.wait()
        self._out.close()


def run(
    name: str, command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None
) -> None:
    """To its end. Raises Trouble where it fails."""
    process = Process(name, command, log, environment)
    try:
        code = process.wait()
    finally:
        process.stop()
    if code:
        raise Trouble(f"{name} failed with {code}: {last_line(log)} (all of it: {log})")


def wait_until(ready: Callable[[], bool], process: Process, what: str, seconds: float = 120) -> None:
    """Asks `ready()` until it says yes. Raises Trouble where the process ends first, or the time does."""
    until = time.monotonic() + seconds
    while not ready():
        process.require_running()
        if time.monotonic() > until:
            raise Trouble(f"{what} does not answer after {seconds:.0f} s; its log is {process.log}")
        time.sleep(0.05)


def last_line(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"
