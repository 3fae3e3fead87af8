"""One id from a request to its receipt, through every process's log."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi.testclient import TestClient

from app.chain.states import Status
from app.logs import current_request
from app.main import create_app
from tests.app.chain.builders import add_key
from tests.app.chain.nodes import ROOT, free_port
from tests.app.chain.test_worker_processes import WORKERS, until
from tests.app.chain.world import World
from tests.app.documents.builders import a_body


@contextmanager
def service(world: World) -> Iterator[str]:
    """Interface and workers as processes, each with its log in the world's folder."""
    port = free_port()
    interface = ["uvicorn", "--factory", "app.main:service", "--http", "h11", "--port", str(port)]
    commands: dict[str, Sequence[str]] = {"api": interface}
    commands |= {words[-1]: ("app.workers", *words) for words in WORKERS}
    running = []
    for name, words in commands.items():
        with (world.folder / f"{name}.log").open("w") as log:
            command = [sys.executable, "-m", *words]
            running.append(subprocess.Popen(command, cwd=ROOT, env=world.environment, stderr=log, stdout=log))
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(url))
        yield url
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ready").status_code == 200
    except httpx.HTTPError:
        return False


def lines_about(log: Path, request: str) -> list[dict[str, Any]]:
    """As `grep` finds them: each is a line of JSON."""
    found = [json.loads(line) for line in log.read_text().splitlines() if f'"{request}"' in line]
    assert all(line["request"] == request for line in found)
    return found


def test_one_id_leads_through_the_logs_of_all_processes(world: World) -> None:
    """OPERATING-70, OPERATING-71: the client's own, given with every request of its trade."""
    trade = "trade-2026.11:4711"

    def headers(role: str) -> dict[str, str]:
        token = world.tokens["south", role]
        return {"Authorization": f"Bearer {token}", "X-Request-Id": trade, "Idempotency-Key": role}

    with service(world) as url:
        answer = httpx.post(f"{url}/documents", json=a_body(deal="e" * 32), headers=headers("maker"))
        assert answer.status_code == 202, answer.text
        assert answer.headers["x-request-id"] == trade
        one = answer.json()["id"]
        before = current_request.set(trade)
        try:
            two = add_key(world)
        finally:
            current_request.reset(before)
        until(lambda: world.operation(two).status == Status.AWAITING_CHECK)
        answer = httpx.post(f"{url}/operations/{two}/approve", headers=headers("checker"))
        assert answer.status_code == 202, answer.text
        until(lambda: all(world.operation(id).status == Status.FINAL for id in (one, two)))

    api = lines_about(world.folder / "api.log", trade)
    assert {(line["method"], line["path"]) for line in api if line["what"] == "answered"} == {
        ("POST", "/documents"),
        ("POST", f"/operations/{two}/approve"),
    }
    queued = {line["operation"] for line in api if line["what"] == "operation queued"}
    assert queued == {one, two}
    steps: dict[str, list[str]] = {}
    for log in ("maker", "checker", "indexer"):
        for line in lines_about(world.folder / f"{log}.log", trade):
            steps.setdefault(f"{log} {line['operation']}", []).append(line["status"])
    assert steps[f"maker {one}"] == ["signed", "sent"]
    assert steps[f"maker {two}"] == ["awaiting_check"]
    assert steps[f"checker {two}"] == ["signed", "sent"]
    for id in (one, two):
        assert steps[f"indexer {id}"] == ["mined", "final"]
        hashes = {
            line["hash"]
            for log in ("maker", "checker", "indexer")
            for line in lines_about(world.folder / f"{log}.log", trade)
            if line["operation"] == id and "hash" in line
        }
        transaction = world.operation(id).transaction
        assert transaction is not None
        assert hashes == {transaction.hash}


def test_who_gives_no_fit_id_gets_one(world: World) -> None:
    """OPERATING-70: nothing that a client sends can forge a line."""
    http = TestClient(create_app(world.settings))
    made = http.get("/operations").headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", made)
    for unfit in ('x", "level": "error', "a" * 65, "two words", ""):
        given = http.get("/operations", headers={"X-Request-Id": unfit}).headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{32}", given)
    assert http.get("/operations", headers={"X-Request-Id": "my-own"}).headers["x-request-id"] == "my-own"
