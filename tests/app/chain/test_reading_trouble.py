"""Nodes behind one address that do not know the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from app.chain.client import Chain, Header, Log, NodeDown
from app.chain.completeness import bloom_of, may_lack, require_all_logs
from app.chain.store import Checkpoint, LogRow
from tests.app.chain.builders import record_document
from tests.app.chain.nodes import HTTP
from tests.app.chain.world import World

Logs = list[dict[str, Any]]


def read_to(world: World) -> tuple[int, int]:
    """The block that was read last, and how many logs are stored."""
    with world.database.reading() as session:
        checkpoint = session.get_one(Checkpoint, world.deployment.chain_id)
        return checkpoint.number, session.scalar(select(func.count()).select_from(LogRow)) or 0


def with_logs_from_elsewhere(world: World, block: Callable[[dict[str, Any]], Any]) -> Chain:
    """The world's node; but what asks for logs goes to another one, which has none, and `block` instead of
    each block of the first.
    """

    def handle(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        answers = HTTP.post(world.settings.rpc_url, json=asked).json()
        if isinstance(asked, list) and "eth_getLogs" in {item["method"] for item in asked}:
            answers = [
                given | {"result": block(given["result"]) if isinstance(given["result"], dict) else []}
                for given in answers
            ]
        return httpx.Response(200, json=answers)

    return Chain(world.settings, httpx.MockTransport(handle))


def that_leaves_out(world: World, kept: Callable[[Logs], Logs], receipts_too: bool = False) -> Chain:
    """The world's node; of the logs that it is asked for it gives these."""

    def given(method: str, result: Any) -> Any:
        if method == "eth_getLogs":
            return kept(result)
        if method == "eth_getTransactionReceipt" and receipts_too:
            return result | {"logs": kept(result["logs"])}
        return result

    def handle(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        answers = HTTP.post(world.settings.rpc_url, json=asked).json()
        one = isinstance(asked, dict)
        methods = {item["id"]: item["method"] for item in ([asked] if one else asked)}
        told = [
            answer | {"result": given(methods[answer["id"]], answer["result"])}
            for answer in ([answers] if one else answers)
        ]
        return httpx.Response(200, json=told[0] if one else told)

    return Chain(world.settings, httpx.MockTransport(handle))


def with_a_reorg_before_logs(world: World, back: int) -> Chain:
    """The world's node; it reorganises once more just before it is asked for logs."""
    left = [back]

    def handle(request: httpx.Request) -> httpx.Response:
        if b"eth_getLogs" in request.content and left:
            world.node.ask("anvil_reorg", left.pop(), [])
        answers = HTTP.post(world.settings.rpc_url, json=json.loads(request.content)).json()
        return httpx.Response(200, json=answers)

    return Chain(world.settings, httpx.MockTransport(handle))


@pytest.mark.parametrize("meanwhile", [0, 8], ids=["at the head", "far behind"])
def test_a_second_reorg_below_the_first_is_not_read_on_top_of_it(
    world_on_anvil: World, meanwhile: int
) -> None:
    """SERVICE-49: the last block that we share is compared again with what is read."""
    world = world_on_anvil
    world.node.ask("anvil_mine", "0x8")
    id = record_document(world)
    world.sender("maker").one_pass()
    # A block without transactions could come back as it was.
    record_document(world, party=world.parties("south")[1])
    world.sender("maker").one_pass()
    world.index()
    assert world.operation(id).status == "mined"
    if meanwhile:
        world.node.ask("anvil_mine", hex(meanwhile))
    else:
        world.node.ask("anvil_reorg", 1, [])
    indexer = world.indexer()
    indexer._chain = with_a_reorg_before_logs(world, meanwhile + 2)
    assert indexer.one_pass().moved
    world.index()
    assert world.operation(id).status == "sent"
    wanted = {
        "fromBlock": hex(world.deployment.first_block),
        "toBlock": "latest",
        "address": world.deployment.addresses,
    }
    assert read_to(world)[1] == len(world.node.ask("eth_getLogs", wanted))


def test_logs_of_a_node_that_has_not_come_so_far_are_not_taken_for_all(world: World) -> None:
    """SERVICE-49"""
    id = record_document(world)
    world.sender("maker").one_pass()
    before = read_to(world)
    indexer = world.indexer()
    indexer._chain = with_logs_from_elsewhere(world, lambda block: None)
    with pytest.raises(NodeDown):
        indexer.one_pass()
    assert read_to(world) == before
    world.settle()
    assert world.operation(id).status == "final"
    assert read_to(world)[1] > before[1]


def test_logs_of_a_node_on_another_branch_are_not_taken_for_ours(world: World) -> None:
    """SERVICE-49"""
    record_document(world)
    world.sender("maker").one_pass()
    before = read_to(world)
    indexer = world.indexer()
    indexer._chain = with_logs_from_elsewhere(world, lambda block: block | {"hash": "0x" + "ab" * 32})
    assert indexer.one_pass().moved
    assert read_to(world) == before
    world.settle()
    assert read_to(world)[1] > before[1]


def test_blocks_that_do_not_lie_below_the_head_are_not_taken(world: World) -> None:
    """SERVICE-149: the head is told by a node of another branch than the one that gives the rest."""
    record_document(world)
    world.sender("maker").one_pass()
    before = read_to(world)
    indexer = world.indexer()
    elsewhere = replace(world.chain.head(), hash="0x" + "ab" * 32)

    class OfTwoNodes(Chain):
        def head(self) -> Header:
            return elsewhere

    indexer._chain = OfTwoNodes(world.settings)
    assert indexer.one_pass().moved
    assert read_to(world) == before
    world.settle()
    assert read_to(world)[1] > before[1]


def blocks_of(logs: Sequence[Log]) -> dict[int, list[Log]]:
    return {number: list(of_block) for number, of_block in groupby(logs, itemgetter(0))}


def all_of_the_last_block(logs: Logs) -> Logs:
    return [log for log in logs if log["blockNumber"] != logs[-1]["blockNumber"]]


def the_last(logs: Logs) -> Logs:
    return logs[:-1]


def the_first(logs: Logs) -> Logs:
    return logs[1:]


@pytest.mark.parametrize("kept", [all_of_the_last_block, the_last, the_first])
@pytest.mark.parametrize("receipts_too", [False, True], ids=["logs only", "receipts too"])
def test_logs_that_a_node_leaves_out_of_a_block_are_missed(
    world: World, kept: Callable[[Logs], Logs], receipts_too: bool
) -> None:
    """SERVICE-128: nothing of the block is taken until the node gives all of it."""
    world.index()
    world.settings = world.settings.model_copy(update={"batch_operations": 50})
    id, *_ = [record_document(world) for _ in range(3)]
    world.sender("maker").one_pass()
    before = read_to(world)
    indexer = world.indexer()
    indexer._chain = that_leaves_out(world, kept, receipts_too)
    with pytest.raises(NodeDown, match="leaves"):
        indexer.one_pass()
    assert read_to(world) == before
    world.settle()
    assert world.operation(id).status == "final"
    assert read_to(world)[1] > before[1]


def test_logs_of_contracts_that_nobody_follows_are_not_missed(world: World) -> None:
    """SERVICE-128: they set bits of the block's bloom like ours."""
    _, logs = world.chain.logs(0, world.chain.head().number, world.deployment.addresses)
    number, of_block = next(
        (number, of_block)
        for number, of_block in blocks_of(logs).items()
        if len({log.told["address"] for log in of_block}) > 1
    )
    followed = of_block[0].told["address"].lower()
    ours = [log for log in of_block if log.told["address"].lower() == followed]
    (header,) = world.chain.headers([number])
    assert may_lack(header, [followed], [log.told for log in ours])
    require_all_logs(world.chain, [followed], [header], ours)
    with pytest.raises(NodeDown, match="leaves out 1 logs"):
        require_all_logs(world.chain, [followed], [header], ours[1:])


def test_a_block_says_in_its_bloom_what_its_logs_speak_of(world: World) -> None:
    """SERVICE-128: to the last bit, as this node has it."""
    headers = world.chain.headers(range(world.chain.head().number + 1))
    _, logs = world.chain.logs(0, headers[-1].number, world.deployment.addresses)
    assert len(blocks_of(logs)) > 3
    for number, of_block in blocks_of(logs).items():
        told = [log.told for log in of_block]
        assert headers[number].bloom == bloom_of(told)
        assert not may_lack(headers[number], world.deployment.addresses, told)
        assert may_lack(headers[number], world.deployment.addresses, [])
