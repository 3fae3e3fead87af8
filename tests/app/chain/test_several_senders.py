"""Several processes of a kind, as they are started in earnest, on PostgreSQL: one is killed or stopped under
load, another goes on, and nothing is lost, doubled or left out.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.chain.states import ENDED
from app.chain.store import Lease, Operation, Transaction
from tests.app.chain.builders import record_document
from tests.app.chain.nodes import Node
from tests.app.chain.stock import world_from_stock
from tests.app.chain.test_worker_processes import Worker, start, until
from tests.app.chain.world import World
from tests.app.databases import POSTGRES

SHORT = {"ENTREPOT_LEASE_SECONDS": "1.5"}


@pytest.fixture
def world(ganache_node: Node, tmp_path: Path) -> Iterator[World]:
    with world_from_stock(ganache_node, tmp_path, POSTGRES) as made:
        yield made


@pytest.fixture
def processes() -> Iterator[list[Worker]]:
    """Whatever a test started ends with it."""
    started: list[Worker] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()


def holders(world: World, work: str = "maker") -> dict[str, int]:
    """By subject, the process that leads it."""
    with world.database.reading() as session:
        rows = session.scalars(select(Lease).where(Lease.work == work)).all()
        return {row.subject: int(row.holder.split(":")[1]) for row in rows}


def ended(world: World, ids: list[str]) -> bool:
    with world.database.reading() as session:
        found = session.scalars(select(Operation.status).where(Operation.id.in_(ids))).all()
    return len(found) == len(ids) and all(status in ENDED for status in found)


def require_each_once(world: World, ids: list[str]) -> None:
    """By the chain's own count and events."""
    with world.database.reading() as session:
        operations = session.scalars(select(Operation).where(Operation.id.in_(ids))).all()
        transactions = session.scalars(select(Transaction).where(Transaction.key_kind == "maker")).all()
        assert {operation.status for operation in operations} == {"final"}
        calls = sorted(operation.call[4:36].hex() for operation in operations)
    nonces: dict[str, list[int]] = {}
    for transaction in transactions:
        nonces.setdefault(transaction.signer, []).append(transaction.nonce)
    for signer, found in nonces.items():
        assert sorted(found) == list(range(len(found)))
        assert int(world.node.ask("eth_getTransactionCount", signer, "latest"), 16) == len(found)
    wanted = {
        "fromBlock": hex(world.deployment.first_block),
        "toBlock": "latest",
        "address": world.deployment.contract("DocumentRegistry").address,
    }
    logs = [world.deployment.decode_log(log, 0) for log in world.node.ask("eth_getLogs", wanted)]
    recorded = [log.args["document"][2:] for log in logs if log.name == "Recorded"]
    assert sorted(one for one in recorded if one in calls) == calls


def test_a_killed_leader_is_followed_under_load(world: World, processes: list[Worker]) -> None:
    """SERVICE-93"""
    ids = [record_document(world, member) for _ in range(10) for member in ("north", "south")]
    processes += [start(world, "sender", "--kind", "maker", **SHORT) for _ in range(2)]
    processes += [start(world, "indexer", **SHORT) for _ in range(2)]
    until(lambda: len(set(holders(world).values())) == 2 and holders(world, "indexer"), *processes)
    ids += [record_document(world, member) for _ in range(20) for member in ("north", "south")]
    dead = processes[0]
    dead.kill()
    dead.wait()
    reading = holders(world, "indexer")["chain"]
    (reader,) = [process for process in processes if process.pid == reading]
    reader.kill()
    reader.wait()
    until(lambda: ended(world, ids))
    assert set(holders(world).values()) == {processes[1].pid}
    assert holders(world, "indexer")["chain"] != reading
    require_each_once(world, ids)


def test_a_leader_that_was_stopped_and_wakes_up_does_no_harm(
    anvil_node: Node, tmp_path: Path, processes: list[Worker]
) -> None:
    """SERVICE-92: on a node that carries out the same bytes once, since it may be stopped in the midst of
    giving them.
    """
    with world_from_stock(anvil_node, tmp_path, POSTGRES) as world:
        _stop_and_wake_the_leader(world, processes)


def _stop_and_wake_the_leader(world: World, processes: list[Worker]) -> None:
    processes += [start(world, "sender", "--kind", "maker", **SHORT), start(world, "indexer", **SHORT)]
    stopped = processes[0]
    until(lambda: set(holders(world).values()) == {stopped.pid}, stopped)
    ids = [record_document(world, member) for _ in range(10) for member in ("north", "south")]
    until(lambda: any(world.operation(id).status != "queued" for id in ids))
    stopped.send_signal(signal.SIGSTOP)
    processes.append(start(world, "sender", "--kind", "maker", **SHORT))
    heir = processes[-1]
    until(lambda: set(holders(world).values()) == {heir.pid}, heir)
    ids += [record_document(world, member) for _ in range(5) for member in ("north", "south")]
    stopped.send_signal(signal.SIGCONT)
    until(lambda: ended(world, ids))
    require_each_once(world, ids)
    stopped.send_signal(signal.SIGTERM)
    said = [json.loads(line) for line in stopped.said().splitlines()]
    assert said[-1]["what"] == "ended"
