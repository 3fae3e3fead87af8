"""Workers that are killed, as processes, at each step: what they left is finished exactly once. SERVICE-10"""

from __future__ import annotations

import signal

import pytest
from sqlalchemy import func, select

from app.chain.store import LogRow, Operation, Transaction
from app.members.store import KeyRow
from tests.app.chain import dying_worker
from tests.app.chain.builders import add_key, an_address, approve, record_document
from tests.app.chain.world import World


def kill(world: World, worker: str, step: str) -> None:
    ended = dying_worker.kill(world.environment, worker, step)
    assert ended == -signal.SIGKILL, f"it was not killed at {step}, but ended with {ended}"


def mined(world: World, member_id: str, kind: str) -> int:
    """How many transactions the chain has of this member's first number, by its own count."""
    address = world.private[member_id]["numbers"][0][f"{kind}_key"]
    return int(world.node.ask("eth_getTransactionCount", address, "latest"), 16)


@pytest.mark.parametrize("step", ["preflighted", "assigned", "sent", "recorded"])
def test_a_sender_killed_at_any_step_sends_exactly_once(world: World, step: str) -> None:
    id = record_document(world)
    kill(world, "maker", step)
    world.settle()
    assert world.operation(id).status == "final"
    assert mined(world, "south", "maker") == 1
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Transaction)) == 1


@pytest.mark.parametrize("step", ["numbered", "signed", "stored"])
def test_a_maker_killed_at_any_step_signs_one_order(world: World, step: str) -> None:
    id = add_key(world)
    kill(world, "maker", step)
    world.settle()
    approve(world, id)
    world.settle()
    operation = world.operation(id)
    assert operation.status == "final", operation.refusal
    assert operation.order_nonce == 0
    assert mined(world, "south", "checker") == 1


@pytest.mark.parametrize("step", ["preflighted", "assigned", "sent", "recorded"])
def test_a_checkers_sender_killed_at_any_step_sends_exactly_once(world: World, step: str) -> None:
    id = add_key(world)
    world.settle()
    approve(world, id)
    kill(world, "checker", step)
    world.settle()
    operation = world.operation(id)
    assert operation.status == "final", operation.refusal
    assert mined(world, "south", "checker") == 1


@pytest.mark.parametrize("step", ["read", "projected", "committed"])
def test_an_indexer_killed_at_any_step_reads_each_log_once(world: World, step: str) -> None:
    key = an_address()
    id = add_key(world, key=key)
    world.settle()
    approve(world, id)
    world.sender("checker").one_pass()
    kill(world, "indexer", step)
    world.settle()
    assert world.operation(id).status == "final"
    with world.database.reading() as session:
        assert session.scalars(select(KeyRow.party).where(KeyRow.id == key)).all() == [
            world.parties("south")[0]
        ]
        stored = session.scalar(select(func.count()).select_from(LogRow))
        assert session.scalar(select(func.count()).select_from(Operation)) == 1
    last = world.node.ask("eth_blockNumber")
    wanted = {
        "fromBlock": hex(world.deployment.first_block),
        "toBlock": last,
        "address": world.deployment.addresses,
    }
    assert stored == len(world.node.ask("eth_getLogs", wanted))
