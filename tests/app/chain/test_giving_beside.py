"""A worker gives the node what earlier passes signed, while it signs what comes next."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.chain.signers.local import LocalSigner
from app.workers import make_sender
from tests.app.chain.builders import record_document
from tests.app.chain.test_sending_trouble import through
from tests.app.chain.world import World

# Only a pass that never ends waits as long.
LONG = 60


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as one_thread:
        yield one_thread


def test_the_node_is_given_bytes_while_others_are_signed(world: World, beside: ThreadPoolExecutor) -> None:
    """SERVICE-125"""
    signed_next = threading.Event()

    def slow(asked: dict[str, Any]) -> None:
        assert signed_next.wait(LONG)

    def step(name: str) -> None:
        if name == "assigned" and world.operation(second).status == "signed":
            signed_next.set()

    chain = through(world, "eth_sendRawTransaction", slow)
    sender = make_sender(world.settings, world.database, chain, "maker", step, beside=beside)
    first = second = record_document(world)
    sender.one_pass()
    assert world.operation(first).status == "signed"
    signed_next.clear()
    second = record_document(world)
    sender.one_pass()
    assert [world.operation(id).status for id in (first, second)] == ["sent", "signed"]
    world.settle()
    assert [world.operation(id).status for id in (first, second)] == ["final", "final"]


@pytest.mark.parametrize(("led_meanwhile", "looks_first"), [(False, False), (True, True)])
def test_bytes_are_looked_for_where_another_may_have_given_them(
    world: World, beside: ThreadPoolExecutor, led_meanwhile: bool, looks_first: bool
) -> None:
    """SERVICE-127: some nodes carry out the same bytes twice."""
    asked: list[str] = []
    chain = through(world, "eth_getTransactionByHash", lambda question: asked.append(question["method"]))
    signer = LocalSigner(world.settings.keys_dir, "maker")
    sender = make_sender(world.settings, world.database, chain, "maker", signer=signer, beside=beside)
    id = record_document(world)
    sender.one_pass()
    signer.term += led_meanwhile
    sender.one_pass()
    assert world.operation(id).status == "sent"
    assert bool(asked) is looks_first


def test_a_pass_ends_when_the_node_has_answered_whatever_else_fails(
    world: World, beside: ThreadPoolExecutor
) -> None:
    """SERVICE-125"""

    class Away(Exception):
        """What the signing meets."""

    failed = threading.Event()

    def slow(asked: dict[str, Any]) -> None:
        assert failed.wait(LONG)

    def step(name: str) -> None:
        if name == "preflighted":
            failed.set()
            raise Away

    chain = through(world, "eth_sendRawTransaction", slow)
    first = record_document(world)
    make_sender(world.settings, world.database, chain, "maker", beside=beside).one_pass()
    record_document(world)
    with pytest.raises(Away):
        make_sender(world.settings, world.database, chain, "maker", step, beside=beside).one_pass()
    assert world.operation(first).status == "sent"
