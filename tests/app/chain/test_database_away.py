"""PostgreSQL is killed under load and comes again; several processes answer requests on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.app import databases
from tests.app.chain.builders import add_key, record_document
from tests.app.chain.nodes import ROOT, Node, free_port
from tests.app.chain.stock import world_from_stock
from tests.app.chain.test_several_senders import ended, require_each_once
from tests.app.chain.test_worker_processes import start, until
from tests.app.chain.world import World, build_world
from tests.app.operations.builders import Interface


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.terminate()
        process.wait()


def test_a_database_that_is_killed_under_load_costs_nothing(
    ganache_node: Node, tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    """SERVICE-97"""
    with (
        databases.server() as server,
        build_world(ganache_node, tmp_path, database=server.migrated()) as world,
    ):
        interface = Interface(world)
        id = add_key(world)
        world.sender("maker").one_pass()
        processes += [start(world, "sender", "--kind", "maker"), start(world, "indexer")]
        ids = [record_document(world) for _ in range(30)]
        until(lambda: world.operation(ids[0]).status in ("sent", "mined", "final"))
        server.kill()
        for method, path in (("GET", "/operations"), ("POST", f"/operations/{id}/approve")):
            answer = interface.ask(method, path, role="checker", key="one")
            assert answer.status_code == 503, answer.text
            assert int(answer.headers["Retry-After"]) > 0
            assert answer.json()["code"] == "database-down"
        server.start_again()
        until(lambda: interface.ask("GET", "/operations").status_code == 200)
        again = interface.ask("POST", f"/operations/{id}/approve", role="checker", key="one")
        assert again.status_code == 202, again.text
        ids += [record_document(world) for _ in range(5)]
        until(lambda: ended(world, ids))
        require_each_once(world, ids)
        assert [process.poll() for process in processes] == [None, None]


def test_two_processes_asked_at_once_with_one_key_do_it_once(
    ganache_node: Node, tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    """SERVICE-98"""
    with world_from_stock(ganache_node, tmp_path, databases.POSTGRES) as world:
        id = add_key(world)
        world.sender("maker").one_pass()
        ports = [free_port(), free_port()]
        processes += [served(world, port) for port in ports]
        headers = {
            "Authorization": f"Bearer {world.tokens['south', 'checker']}",
            "Idempotency-Key": "one",
        }

        def ask(turn: int) -> httpx.Response:
            url = f"http://127.0.0.1:{ports[turn % 2]}/operations/{id}/approve"
            return httpx.post(url, headers=headers, timeout=60)

        until(lambda: all(answers(port) for port in ports))
        with ThreadPoolExecutor(8) as several:
            found = list(several.map(ask, range(24)))
        assert {answer.status_code for answer in found} == {202}, {answer.text for answer in found}
        assert {answer.json()["id"] for answer in found} == {id}
        world.settle()
        assert world.operation(id).status == "final"


def served(world: World, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.main:service", "--http", "h11"]
    return subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "warning"],
        cwd=ROOT,
        env=os.environ | world.environment,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/live").status_code == 200
    except httpx.HTTPError:
        return False
