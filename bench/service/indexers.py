"""The indexer and the naive loop on one replaying node, in turns, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.service.report import Say
from bench.service.stores import Fresh

NAIVE_EVENTS = 1_500


def indexers(recording: Path, fresh: Fresh, small: int, large: int, say: Say) -> dict[str, Any]:
    with replaying(recording, large) as rpc:
        before = _naive(rpc, recording.parent, fresh())
        say(f"the naive loop: {before['events_per_second']} events a second")
        ours = _ours(rpc, recording.parent, fresh(), small, large)
        say(f"the indexer: {ours['events_per_second']} events a second, memory {ours['memory_growth']:+.2%}")
        after = _naive(rpc, recording.parent, fresh())
        say(f"the naive loop again: {after['events_per_second']} events a second")
    naive = max(before["events_per_second"], after["events_per_second"])
    return {**ours, "naive": [before, after], "over_naive": round(ours["events_per_second"] / naive, 1)}


@contextmanager
def replaying(recording: Path, events: int) -> Iterator[str]:
    """The address of a node that tells so many."""
    command = [sys.executable, "-m", "bench.service.replay", str(recording), str(events)]
    node = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert node.stdout is not None
        yield node.stdout.readline().strip()
    finally:
        node.terminate()
        node.wait(timeout=20)


def _naive(rpc: str, folder: Path, url: str) -> dict[str, float]:
    deployment = str(folder / "deployment.json")
    return _said([sys.executable, "-m", "bench.service.naive", rpc, url, deployment, str(NAIVE_EVENTS)], {})


def _ours(rpc: str, folder: Path, url: str, small: int, large: int) -> dict[str, Any]:
    settings = {
        "ENTREPOT_RPC_URL": rpc,
        "ENTREPOT_CHAIN_ID": "1337",
        "ENTREPOT_DEPLOYMENT_FILE": str(folder / "deployment.json"),
        "ENTREPOT_DATABASE_URL": url,
    }
    command = [sys.executable, "-m", "bench.service.indexing", "--small", str(small), "--large", str(large)]
    return _said(command, settings)


def _said(command: list[str], settings: dict[str, str]) -> dict[str, Any]:
    """The last line of a process, as JSON."""
    done = subprocess.run(
        command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
