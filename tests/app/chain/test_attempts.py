"""A transaction that no block holds yet gets other bytes, or is taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.chain.attempts import Carried, ask_to_cancel, ask_to_replace, cancel, replace
from app.chain.signers.local import LocalSigner
from app.chain.store import Attempt, Transaction
from app.errors import Conflict
from app.workers import make_sender
from tests.app.chain.builders import record_document
from tests.app.chain.test_killed_workers import mined
from tests.app.chain.test_sending_trouble import refusing, through
from tests.app.chain.world import World


def signer(world: World) -> LocalSigner:
    return LocalSigner(world.settings.keys_dir, "maker")


def stuck(world: World) -> str:
    """An operation that has its nonce and bytes, and that the node does not take."""
    id = record_document(world)
    full = through(world, "eth_sendRawTransaction", refusing("txpool is full"))
    make_sender(world.settings, world.database, full, "maker").one_pass()
    assert world.operation(id).status == "signed"
    return id


def pending(world: World) -> str:
    """An operation that the node has taken, and that no block holds."""
    world.node.ask("evm_setAutomine", False)
    id = record_document(world)
    world.sender("maker").one_pass()
    assert world.operation(id).status == "sent"
    return id


def attempts(world: World) -> list[Attempt]:
    with world.database.reading() as session:
        return list(session.scalars(select(Attempt).order_by(Attempt.number)))


def final(world: World) -> None:
    world.node.ask("anvil_mine", "0x7")
    world.settle()


def test_a_cancelled_nonce_is_filled_and_the_operation_told_so(world: World) -> None:
    """SERVICE-111: the filler is stored first, and sent by the worker's next pass."""
    id = stuck(world)
    with world.database.writing() as session:
        cancel(session, session.scalars(select(Transaction)).one(), signer(world))
    assert [attempt.sent_at for attempt in attempts(world)] == [None, None]
    after = record_document(world)
    world.settle()
    told = world.operation(id)
    assert told.status == "failed"
    assert told.refusal is not None
    assert told.refusal["code"] == "cancelled-by-operator"
    assert world.operation(after).status == "final"
    assert mined(world, "south", "maker") == 2


def test_what_was_sent_before_wins_over_a_filler_if_a_block_takes_it(world_on_anvil: World) -> None:
    """SERVICE-111: whichever attempt is mined counts, and only then is anybody told."""
    world = world_on_anvil
    id = pending(world)
    with world.database.writing() as session:
        cancel(session, session.scalars(select(Transaction)).one(), signer(world))
    world.sender("maker").one_pass()
    assert world.operation(id).status == "sent"
    final(world)
    operation = world.operation(id)
    assert operation.status == "final", operation.refusal
    assert operation.transaction is not None
    assert operation.transaction.hash == attempts(world)[0].hash


def test_a_filler_of_a_higher_price_wins_over_what_waits_in_a_node(world_on_anvil: World) -> None:
    """SERVICE-111"""
    world = world_on_anvil
    id = pending(world)
    party = world.parties("south")[0]
    world.node.ask("anvil_setBalance", signer(world).address("south", party), hex(10**18))
    with world.database.writing() as session:
        cancel(session, session.scalars(select(Transaction)).one(), signer(world), price=10**9)
    world.sender("maker").one_pass()
    final(world)
    told = world.operation(id)
    assert told.status == "failed"
    assert told.refusal is not None
    assert told.refusal["code"] == "cancelled-by-operator"


def test_a_replacement_carries_the_same_on_the_same_nonce(world: World) -> None:
    """SERVICE-110"""
    id = stuck(world)
    with world.database.writing() as session:
        replace(session, session.scalars(select(Transaction)).one(), signer(world), gas=400_000)
    world.settle()
    operation = world.operation(id)
    assert operation.status == "final"
    assert operation.transaction is not None
    first, second = attempts(world)
    assert operation.transaction.hash == second.hash
    was, now = Carried.by(first.raw), Carried.by(second.raw)
    assert (now.to, now.data, now.gas) == (was.to, was.data, 400_000)
    assert mined(world, "south", "maker") == 1


def test_a_first_attempt_that_is_mined_after_all_is_seen(world_on_anvil: World) -> None:
    """SERVICE-110: the node says that the nonce is used, by bytes of ours that are not the last."""
    world = world_on_anvil
    id = pending(world)
    with world.database.writing() as session:
        replace(session, session.scalars(select(Transaction)).one(), signer(world), gas=400_000)
    world.node.ask("anvil_mine", "0x1")
    world.sender("maker").one_pass()
    assert world.operation(id).status == "sent"
    final(world)
    operation = world.operation(id)
    assert operation.status == "final"
    assert operation.transaction is not None
    assert operation.transaction.hash == attempts(world)[0].hash


def test_the_same_bytes_are_no_replacement(world: World) -> None:
    """SERVICE-112"""
    stuck(world)
    with world.database.writing() as session:
        transaction = session.scalars(select(Transaction)).one()
        with pytest.raises(Conflict, match="was made already"):
            replace(session, transaction, signer(world))
        cancel(session, transaction, signer(world))
        with pytest.raises(Conflict, match="cancelled already"):
            cancel(session, transaction, signer(world))


def test_what_a_block_holds_is_neither_replaced_nor_cancelled(world: World) -> None:
    """SERVICE-112"""
    record_document(world)
    world.settle()
    with world.database.writing() as session:
        transaction = session.scalars(select(Transaction)).one()
        for wish in (
            lambda: replace(session, transaction, signer(world), price=1),
            lambda: cancel(session, transaction, signer(world)),
            lambda: ask_to_replace(session, transaction, price=1),
            lambda: ask_to_cancel(session, transaction),
        ):
            with pytest.raises(Conflict, match="in a block already"):
                wish()


def test_a_wish_is_granted_by_the_worker_that_holds_the_key(world: World) -> None:
    """SERVICE-113: whoever wishes needs no key."""
    first, second = stuck(world), stuck(world)
    with world.database.writing() as session:
        one, other = session.scalars(select(Transaction).order_by(Transaction.number)).all()
        ask_to_cancel(session, one)
        ask_to_replace(session, other, gas=400_000)
    world.sender("checker").one_pass()
    assert len(attempts(world)) == 2
    world.settle()
    assert [world.operation(id).status for id in (first, second)] == ["failed", "final"]
    assert [attempt.filler for attempt in attempts(world)] == [False, False, True, False]


def test_a_wish_that_comes_too_late_is_dropped(world_on_anvil: World) -> None:
    """SERVICE-113"""
    world = world_on_anvil
    id = pending(world)
    with world.database.writing() as session:
        ask_to_cancel(session, session.scalars(select(Transaction)).one())
    world.node.ask("anvil_mine", "0x1")
    world.index()
    world.sender("maker").one_pass()
    final(world)
    assert world.operation(id).status == "final"
    assert len(attempts(world)) == 1
