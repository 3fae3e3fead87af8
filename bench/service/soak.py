"""An hour of steady load in which processes are killed at random: is anything late, and does memory grow?

    python -m bench.service.soak --hours 1 [--store sqlite]

Two processes of each kind of worker run. The first of a kind is killed with SIGKILL every now and then and
started again; the second and the interface live through it all, and their memory is what is looked at. Writes
bench/soak.json, and leaves the logs of all processes in var/soak.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psutil

from app.local.processes import Process
from app.local.trouble import Trouble
from bench.service import report
from bench.service.loop import WORKERS, environment_of, name_of, through, uvicorn, worker
from bench.service.stores import KINDS, store
from bench.service.town import Town, town
from tests.app.chain.nodes import ganache

FILE, LOGS = Path("bench/soak.json"), Path("var/soak")
# Operations a second: about a third of what Ganache carries out, so that what waits, waits for a reason.
RATE = 8
# Of each of eight signers in a round, and seconds after the last request in which all have to be final: a
# lease, a start of a process, and what waits then.
EACH, LATE = 40, 30
LEASE = 5
# Seconds after which it is looked for again what no block holds: within what is not late.
RESEND = 5
WARM_UP = 0.1


@dataclass
class Round:
    """`memory` in bytes, by process."""

    at: float
    seconds_after_the_last_request: float
    memory: dict[str, int]


@dataclass
class Soak:
    rounds: list[Round] = field(default_factory=list)
    kills: int = 0
    operations: int = 0

    def growth(self) -> dict[str, float]:
        """Of each process from the end of the warm-up to the end, by the straight line through its rounds."""
        kept = self.rounds[int(len(self.rounds) * WARM_UP) :]
        return {name: round(_growth([one.memory[name] for one in kept]), 4) for name in kept[0].memory}

    def late(self) -> int:
        return sum(one.seconds_after_the_last_request > LATE for one in self.rounds)


def _growth(values: list[int]) -> float:
    """Of the line of least squares, over its length, as a share of where it begins."""
    count = len(values)
    middle, mean = (count - 1) / 2, sum(values) / count
    spread = sum((place - middle) ** 2 for place in range(count)) or 1.0
    slope = sum((place - middle) * (value - mean) for place, value in enumerate(values)) / spread
    return slope * (count - 1) / (mean - slope * middle)


class Pairs:
    """Two processes of each kind; `kill` ends the first of one kind and starts it anew."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment, self._folder = environment, folder
        self._lock = threading.Lock()
        self._running = {(kind, place): self._start(kind) for kind in WORKERS for place in (1, 2)}

    def kill(self, kind: tuple[str, ...]) -> None:
        with self._lock:
            self._running[kind, 1].kill()
            self._running[kind, 1] = self._start(kind)

    def require_running(self) -> None:
        """Raises Trouble where one has ended that nobody killed."""
        with self._lock:
            for process in self._running.values():
                process.require_running()

    def lasting(self) -> dict[str, int]:
        return {name_of(kind): self._running[kind, 2].pid for kind in WORKERS}

    def stop(self) -> None:
        for process in self._running.values():
            process.stop()

    def _start(self, kind: tuple[str, ...]) -> Process:
        return worker(kind, self._environment, self._folder)


@contextmanager
def killing(pairs: Pairs, found: Soak, rng: Random) -> Iterator[None]:
    """Every five to forty seconds, in a thread of its own."""
    ended = threading.Event()

    def go_on() -> None:
        # One that ended by itself is left as it is, for who waits for the round to find.
        with suppress(Trouble):
            while not ended.wait(rng.uniform(5, 40)):
                pairs.require_running()
                pairs.kill(rng.choice(WORKERS))
                found.kills += 1

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def soak(made: Town, url: str, pairs: Pairs, pids: dict[str, int], hours: float, found: Soak) -> None:
    began = told = time.monotonic()

    def say(text: str) -> None:
        nonlocal told
        told = time.monotonic()
        print(
            f"{(told - began) / 60:.0f} of {60 * hours:.0f} minutes: {found.operations} operations, "
            f"{found.kills} processes killed, {found.late()} of {len(found.rounds)} rounds late; {text}",
            flush=True,
        )

    def look() -> None:
        pairs.require_running()
        if time.monotonic() > told + 60:
            say("the last of this round are waited for")

    while time.monotonic() < began + 3600 * hours:
        start = time.monotonic()
        through(made, url, EACH, RATE, look)
        pairs.require_running()
        after = time.monotonic() - start - 8 * EACH / RATE
        memory = {name: psutil.Process(pid).memory_info().rss for name, pid in pids.items()}
        found.rounds.append(Round(round(start - began), round(after, 1), memory))
        found.operations += 8 * EACH
        say(f"the last final {after:.1f} s after it was asked for")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.service.soak", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--store", choices=KINDS, default="postgres")
    given = parser.parse_args()
    surroundings, found = report.surroundings(), Soak()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="entrepot-soak-")))
        stack.callback(_keep_logs, folder)
        fresh = stack.enter_context(store(given.store, folder))
        made = stack.enter_context(town(stack.enter_context(ganache()), folder, EACH, fresh()))
        environment = environment_of(
            made.world, lease_seconds=LEASE, poll_interval=0.2, resend_after_seconds=RESEND
        )
        pairs = Pairs(environment, folder)
        stack.callback(pairs.stop)
        url = stack.enter_context(uvicorn("app.main:service", environment, folder))
        pids = {**pairs.lasting(), "interface": _serving(url)}
        with killing(pairs, found, Random(1)):
            soak(made, url, pairs, pids, given.hours, found)
    FILE.write_text(json.dumps(_told(given, surroundings, found), indent=1) + "\n")
    growth = max(found.growth().values())
    print(
        f"{found.operations} operations, {found.kills} kills, {found.late()} rounds late, "
        f"memory {growth:+.2%} at most"
    )
    print(f"Written to {FILE}.")
    return 0 if not found.late() and growth < 0.01 else 1


def _keep_logs(folder: Path) -> None:
    """However it ends, for who looks what happened."""
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    for file in folder.glob("*.log"):
        shutil.copy(file, LOGS)
    print(f"The logs of all processes are in {LOGS}.")


def _serving(url: str) -> int:
    port = int(url.rpartition(":")[2])
    return next(
        one.pid
        for one in psutil.Process().children(recursive=True)
        if str(port) in one.cmdline() and "uvicorn" in one.cmdline()
    )


def _told(given: argparse.Namespace, surroundings: dict[str, Any], found: Soak) -> dict[str, Any]:
    return {
        "hours": given.hours,
        "store": given.store,
        "operations": found.operations,
        "kills": found.kills,
        "rounds": len(found.rounds),
        "rounds_late": found.late(),
        "latest_seconds": max(one.seconds_after_the_last_request for one in found.rounds),
        "memory_growth": found.growth(),
        "surroundings": surroundings,
        "memory": [{"at": one.at, **one.memory} for one in found.rounds],
    }


if __name__ == "__main__":
    sys.exit(main())
