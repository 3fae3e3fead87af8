"""Nodes that refuse, lose or misname what they are given; keys that somebody else uses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.chain.client import Chain, NodeDown
from app.chain.sending.means import in_a_thread, no_steps
from app.chain.signers import LegacyTransaction
from app.chain.signers.local import LocalSigner
from app.chain.store import Attempt, Operation, Transaction
from app.workers import make_sender
from tests.app.chain.builders import record_document
from tests.app.chain.nodes import HTTP
from tests.app.chain.world import World


def through(world: World, method: str, answer: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Chain:
    """The world's node, but one method answered otherwise; None lets the node answer."""

    def one(asked: dict[str, Any]) -> dict[str, Any]:
        given = answer(asked) if asked["method"] == method else None
        return HTTP.post(world.settings.rpc_url, json=asked).json() if given is None else given

    def handle(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        found = [one(item) for item in asked] if isinstance(asked, list) else one(asked)
        return httpx.Response(200, json=found)

    return Chain(world.settings, httpx.MockTransport(handle))


def refusing(message: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda asked: {"jsonrpc": "2.0", "id": asked["id"], "error": {"code": -32000, "message": message}}


def the_transaction(world: World) -> Transaction:
    with world.database.reading() as session:
        return session.scalars(select(Transaction)).one()


@dataclass
class SlowNode:
    """Takes transactions when it is told `go`; a pass of a maker's sender waits for it in `future`."""

    world: World
    given: int = 0
    go: Event = field(default_factory=Event)
    steps: Callable[[str], None] = no_steps

    def waits(self, asked: dict[str, Any]) -> None:
        self.given += 1
        assert self.go.wait(60)

    @contextmanager
    def pass_begun(self) -> Iterator[Future[int]]:
        chain = through(self.world, "eth_sendRawTransaction", self.waits)
        sender = make_sender(
            self.world.settings, self.world.database, chain, "maker", self.steps, aside=in_a_thread()
        )
        with ThreadPoolExecutor(1) as pool:
            try:
                yield pool.submit(sender.one_pass)
            finally:
                self.go.set()


def until(there: Callable[[], bool]) -> None:
    for _ in range(600):
        if there():
            return
        sleep(0.05)
    raise AssertionError("it did not come about")


def the_first_key(world: World) -> str:
    with world.database.reading() as session:
        return session.scalars(select(Transaction.signer).distinct()).one()


def test_while_a_node_is_given_some_the_next_are_signed(world: World) -> None:
    """SERVICE-130"""
    first, node = record_document(world), SlowNode(world)
    with node.pass_begun() as ending:
        until(lambda: node.given == 1)
        second = record_document(world)
        until(lambda: world.operation(second).status == "signed")
        assert world.operation(first).status == "signed"
        assert not ending.done()
        assert node.given == 1
    assert ending.result() == 4
    assert (world.operation(first).status, world.operation(second).status) == ("sent", "sent")
    world.settle()
    assert (world.operation(first).status, world.operation(second).status) == ("final", "final")


def test_a_pass_that_fails_ends_when_the_node_has_answered(world: World) -> None:
    """SERVICE-130: otherwise the next pass would give the same bytes again beside it."""
    first, node = record_document(world), SlowNode(world)

    def fails(step: str) -> None:
        if step == "preflighted" and node.given:
            raise NodeDown("away")

    node.steps = fails
    with node.pass_begun() as ending:
        until(lambda: node.given == 1)
        record_document(world)
        with pytest.raises(TimeoutError):
            ending.result(timeout=2)
        node.go.set()
        assert isinstance(ending.exception(), NodeDown)
    assert world.operation(first).status == "signed"
    world.settle()
    assert world.operation(first).status == "final"
    assert int(world.node.ask("eth_getTransactionCount", the_first_key(world), "latest"), 16) == 2


def test_a_node_that_is_full_is_given_the_same_bytes_later(world: World) -> None:
    """SERVICE-42"""
    id = record_document(world)
    chain = through(world, "eth_sendRawTransaction", refusing("txpool is full"))
    make_sender(world.settings, world.database, chain, "maker").one_pass()
    assert world.operation(id).status == "signed"
    first = the_transaction(world).hash
    with world.database.writing() as session:
        session.scalars(select(Attempt)).one().not_before = None
    world.settle()
    operation = world.operation(id)
    assert operation.status == "final"
    assert operation.transaction is not None
    assert operation.transaction.hash == first


def test_what_can_never_be_mined_fails_and_its_nonce_is_filled(world: World) -> None:
    """SERVICE-43: nothing that comes after it waits for ever."""
    id = record_document(world)
    chain = through(world, "eth_sendRawTransaction", refusing("exceeds block gas limit"))
    make_sender(world.settings, world.database, chain, "maker").one_pass()
    # Until a block has taken the filler, another node may have the first bytes.
    assert world.operation(id).status == "signed"
    world.settle()
    failed = world.operation(id)
    assert failed.status == "failed"
    assert failed.refusal is not None
    assert failed.refusal["code"] == "chain-cannot-take-it"
    after = record_document(world)
    world.settle()
    assert world.operation(after).status == "final"
    assert world.operation(id).status == "failed"
    with world.database.reading() as session:
        nonces = session.scalars(select(Transaction.nonce).order_by(Transaction.nonce)).all()
        assert list(nonces) == [0, 1]
        assert all(transaction.settled for transaction in session.scalars(select(Transaction)))


@pytest.mark.parametrize(("led_meanwhile", "looks_first"), [(False, False), (True, True)])
def test_bytes_are_looked_for_where_another_may_have_given_them(
    world: World, led_meanwhile: bool, looks_first: bool
) -> None:
    """SERVICE-125: some nodes carry out the same bytes twice."""
    asked: list[str] = []
    troubled = [True]

    def step(name: str) -> None:
        if name == "assigned" and troubled:
            troubled.clear()
            raise NodeDown("before anything was given")

    chain = through(world, "eth_getTransactionByHash", lambda question: asked.append(question["method"]))
    signer = LocalSigner(world.settings.keys_dir, "maker")
    sender = make_sender(world.settings, world.database, chain, "maker", step, signer=signer)
    id = record_document(world)
    with pytest.raises(NodeDown):
        sender.one_pass()
    signer.term += led_meanwhile
    sender.one_pass()
    assert world.operation(id).status == "sent"
    assert bool(asked) is looks_first


def test_what_the_node_has_and_leaves_lying_is_given_again(world: World) -> None:
    """SERVICE-126: Ganache forgets what came while the nonce before it was carried out. What waits behind it
    is not given with it: where the node goes on with that by itself, it would be carried out twice.
    """
    member, party = "south", world.parties("south")[0]
    address = LocalSigner(world.settings.keys_dir, "maker").address(member, party)
    world.node.ask("evm_setAccountNonce", address, "0x1")
    first, second = (record_document(world) for _ in range(2))
    lost = through(world, "eth_sendRawTransaction", refusing("txpool is full"))
    make_sender(world.settings, world.database, lost, "maker").one_pass()
    with world.database.reading() as session:
        raws = {one.transaction.nonce: one.raw for one in session.scalars(select(Attempt))}
    assert set(raws) == {1, 2}
    world.node.ask("evm_setAccountNonce", address, "0x0")
    _lay_aside(world, raws[1], raws[2])
    world.node.ask("evm_setAccountNonce", address, "0x1")
    _time_passes(world)
    world.sender("maker").one_pass()
    world.index()
    assert {world.operation(id).status for id in (first, second)} == {"sent"}
    _time_passes(world)
    given: list[str] = []
    told = through(world, "eth_sendRawTransaction", lambda question: given.extend(question["params"]))
    make_sender(world.settings, world.database, told, "maker").one_pass()
    assert given == ["0x" + raws[1].hex()]
    _time_passes(world)
    world.settle()
    assert {world.operation(id).status for id in (first, second)} == {"final"}


def _lay_aside(world: World, *raws: bytes) -> None:
    """With the node, which does not answer as long as the nonce before is missing."""
    for raw in raws:
        with pytest.raises(NodeDown):
            Chain(world.settings.model_copy(update={"rpc_timeout": 0.3})).send_all([raw])


def _time_passes(world: World) -> None:
    with world.database.writing() as session:
        for attempt in session.scalars(select(Attempt)):
            attempt.not_before = None
            if attempt.sent_at is not None:
                attempt.sent_at -= timedelta(seconds=world.settings.resend_after_seconds + 1)


def test_a_nonce_that_somebody_else_used_is_told_and_not_waited_for(world: World) -> None:
    """SERVICE-44"""
    id = record_document(world)
    chain = through(world, "eth_sendRawTransaction", refusing("txpool is full"))
    make_sender(world.settings, world.database, chain, "maker").one_pass()
    party = world.parties("south")[0]
    # The same key, in hands that do not know of our database.
    stranger = LocalSigner(world.settings.keys_dir, "maker")
    from_elsewhere = _no_op(world, stranger, party)
    world.chain.send_all([from_elsewhere])
    with world.database.writing() as session:
        session.scalars(select(Attempt)).one().not_before = None
    chain = through(world, "eth_sendRawTransaction", refusing("nonce too low"))
    make_sender(world.settings, world.database, chain, "maker").one_pass()
    failed = world.operation(id)
    assert failed.status == "failed"
    assert failed.refusal is not None
    assert failed.refusal["code"] == "key-used-elsewhere"
    after = record_document(world)
    world.settle()
    assert world.operation(after).status == "final"


def test_what_a_node_that_is_behind_does_not_know_was_not_somebody_elses(world: World) -> None:
    """SERVICE-44: the nonce is spent by ourselves, and of several nodes the one that is asked for the receipt
    has not heard of it.
    """
    id = record_document(world)

    def killed(step: str) -> None:
        if step == "sent":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_sender(world.settings, world.database, world.chain, "maker", killed).one_pass()
    behind = {"eth_getTransactionReceipt", "eth_getTransactionByHash"}

    def handle(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        items = asked if isinstance(asked, list) else [asked]
        if items[0]["method"] == "eth_sendRawTransaction":
            answers = [refusing("nonce too low")(item) for item in items]
        else:
            answers = HTTP.post(world.settings.rpc_url, json=items).json()
            if {item["method"] for item in items} <= behind:
                answers = [answer | {"result": None} for answer in answers]
        return httpx.Response(200, json=answers if isinstance(asked, list) else answers[0])

    chain = Chain(world.settings, httpx.MockTransport(handle))
    make_sender(world.settings, world.database, chain, "maker").one_pass()
    assert world.operation(id).status == "sent"
    world.settle()
    assert world.operation(id).status == "final"


def test_bytes_whose_answer_is_lost_are_looked_for_before_they_are_given_again(world: World) -> None:
    """SERVICE-42: the node took them, and one of this kind would carry them out a second time."""
    id = record_document(world)
    lost: list[str] = []

    def lose(asked: dict[str, Any]) -> dict[str, Any] | None:
        if lost:
            return None
        lost.append(world.node.ask(asked["method"], *asked["params"]))
        raise httpx.ReadTimeout("lost")

    sender = make_sender(
        world.settings, world.database, through(world, "eth_sendRawTransaction", lose), "maker"
    )
    with pytest.raises(NodeDown):
        sender.one_pass()
    sender.one_pass()
    world.settle()
    assert world.operation(id).status == "final"
    signer = the_transaction(world).signer
    assert int(world.node.ask("eth_getTransactionCount", signer, "latest"), 16) == 1


def test_our_own_hash_is_followed_whatever_the_node_answers(world: World) -> None:
    """SERVICE-45"""
    id = record_document(world)

    def other(asked: dict[str, Any]) -> dict[str, Any]:
        world.node.ask(asked["method"], *asked["params"])
        return {"jsonrpc": "2.0", "id": asked["id"], "result": "0x" + "ab" * 32}

    chain = through(world, "eth_sendRawTransaction", other)
    make_sender(world.settings, world.database, chain, "maker").one_pass()
    world.settle()
    operation = world.operation(id)
    assert operation.status == "final"
    assert operation.transaction is not None
    assert operation.transaction.hash != "0x" + "ab" * 32


def test_a_node_that_is_down_loses_nothing(world: World) -> None:
    """SERVICE-46"""
    id = record_document(world)
    away = Chain(world.settings.model_copy(update={"rpc_url": "http://127.0.0.1:1"}))
    with pytest.raises(NodeDown):
        make_sender(world.settings, world.database, away, "maker").one_pass()
    assert world.operation(id).status == "queued"
    world.settle()
    assert world.operation(id).status == "final"


def test_a_range_that_is_too_wide_for_the_node_is_halved(world: World) -> None:
    """SERVICE-47"""
    asked_for: list[int] = []

    def narrow(asked: dict[str, Any]) -> dict[str, Any] | None:
        wanted = asked["params"][0]
        width = int(wanted["toBlock"], 16) - int(wanted["fromBlock"], 16) + 1
        asked_for.append(width)
        return refusing("query exceeds max block range 2")(asked) if width > 2 else None

    for _ in range(3):
        record_document(world)
    world.sender("maker").one_pass()
    indexer = world.indexer()
    indexer._chain = through(world, "eth_getLogs", narrow)
    while indexer.one_pass().moved:
        pass
    assert max(asked_for) > 2
    with world.database.reading() as session:
        assert {op.status for op in session.scalars(select(Operation))} == {"final"}


def _no_op(world: World, signer: Any, party: int) -> bytes:
    address = signer.address("south", party)
    raw, _ = signer.sign_transaction(
        "south", party, LegacyTransaction(world.deployment.chain_id, 0, address, b"", 21_000)
    )
    return bytes(raw)


def test_a_keystore_that_does_not_open_holds_up_its_member_alone(world: World, tmp_path: Path) -> None:
    """SERVICE-122"""
    passphrase = world.settings.keys_dir / "maker-passphrases" / "south"
    signer = LocalSigner(world.settings.keys_dir, "maker")
    sender = make_sender(world.settings, world.database, world.chain, "maker", signer=signer)
    shut, open_ = record_document(world, "south"), record_document(world, "north")
    aside = passphrase.rename(tmp_path / "passphrase")
    try:
        sender.one_pass()
        assert (world.operation(shut).status, world.operation(open_).status) == ("queued", "sent")
        assert signer.shut() == ["the maker's key of south cannot be opened: FileNotFoundError"]
        passphrase.write_text("another")
        sender.one_pass()
        assert (world.operation(shut).status, signer.shut()) == (
            "queued",
            ["the maker's key of south cannot be opened: ValueError"],
        )
    finally:
        aside.rename(passphrase)
    sender.one_pass()
    assert (world.operation(shut).status, signer.shut()) == ("sent", [])
