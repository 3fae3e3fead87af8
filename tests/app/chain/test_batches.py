"""Many operations in one transaction: on a real chain, with refusals, reorganisations and dead workers."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from app.chain.attempts import Carried, replace
from app.chain.client import Chain
from app.chain.orders import Item, Order
from app.chain.outbox import queue
from app.chain.sending.packing import packed
from app.chain.sending.preflight import Prepared
from app.chain.signers.local import LocalSigner
from app.chain.store import Attempt, Operation, Transaction
from app.operations.schemas import OperationOut
from app.workers import make_sender
from tests.app.chain.builders import a_document, add_key, an_address, approve, record_document
from tests.app.chain.test_killed_workers import kill, mined
from tests.app.chain.test_sending_trouble import refusing, through
from tests.app.chain.world import World


def batching(world: World, operations: int = 50) -> World:
    world.settings = world.settings.model_copy(update={"batch_operations": operations})
    world.environment["ENTREPOT_BATCH_OPERATIONS"] = str(operations)
    return world


def transactions(world: World) -> list[Transaction]:
    with world.database.reading() as session:
        return list(session.scalars(select(Transaction).order_by(Transaction.number)))


def states(world: World, ids: Sequence[str]) -> list[str]:
    return [world.operation(id).status for id in ids]


def told(world: World, id: str) -> OperationOut:
    with world.database.reading() as session:
        return OperationOut.of(session.scalars(select(Operation).where(Operation.id == id)).one())


def code(world: World, id: str) -> str:
    refusal = world.operation(id).refusal
    assert refusal is not None
    return str(refusal["code"])


def asked_of_documents(world: World, function: str, *args: Any) -> str:
    """One more operation of south's first number."""
    with world.database.writing() as session:
        return queue(
            session,
            member_id="south",
            user=world.callers["south", "maker"],
            party=world.parties("south")[0],
            instrument="DocumentRegistry",
            call=world.deployment.encode("DocumentRegistry", function, *args),
            describes={},
            eyes=1,
            right="RECORD",
        ).id


def test_what_fills_no_batch_waits_for_what_is_under_way(world_on_anvil: World) -> None:
    """SERVICE-131"""
    world = batching(world_on_anvil, 3)
    world.node.ask("evm_setAutomine", False)
    ids = []
    for _ in range(2):
        ids.append(record_document(world))
        world.sender("maker").one_pass()
    ids += [record_document(world) for _ in range(2)]
    other = record_document(world, party=world.parties("south")[1])
    world.sender("maker").one_pass()
    assert states(world, [*ids, other]) == ["sent", "sent", "queued", "queued", "sent"]
    ids += [record_document(world) for _ in range(2)]
    world.sender("maker").one_pass()
    assert states(world, ids) == ["sent"] * 5 + ["queued"]
    world.node.ask("anvil_mine", "0x1")
    world.index()
    world.sender("maker").one_pass()
    assert states(world, ids) == ["mined"] * 5 + ["sent"]
    carriers = [world.operation(id).transaction_number for id in ids]
    assert [carriers.count(one) for one in dict.fromkeys(carriers)] == [1, 1, 3, 1]


def recorded_elsewhere(world: World, document: bytes) -> None:
    """The same number records a document by an order that our workers know nothing of."""
    party, target = world.parties("south")[0], world.deployment.contract("DocumentRegistry").address
    call = world.deployment.encode("DocumentRegistry", "record", document)
    order = Order(party, secrets.randbits(200), target, call, 2**39)
    signatures = [
        LocalSigner(world.settings.keys_dir, kind).sign_order("south", party, order.digest(world.deployment))
        for kind in ("maker", "checker")
    ]
    registry = world.deployment.contract("MemberRegistry").address
    world.transact(registry, order.perform(world.deployment, signatures))


def raced(world: World, documents: Sequence[bytes], lost: int) -> list[str]:
    """The recording of these in one batch; one is recorded by somebody else after the chain was asked."""
    ids = [record_document(world, document=document) for document in documents]

    def overtaken(step: str) -> None:
        if step == "assigned":
            recorded_elsewhere(world, documents[lost])

    make_sender(world.settings, world.database, world.chain, "maker", overtaken).one_pass()
    return ids


def test_fifty_operations_go_in_one_transaction(world: World) -> None:
    """SERVICE-100"""
    documents = [a_document(world) for _ in range(50)]
    ids = [record_document(batching(world), document=document) for document in documents]
    world.settle()
    assert states(world, ids) == ["final"] * 50
    (carrier,) = transactions(world)
    assert mined(world, "south", "maker") == 1
    assert [world.operation(id).position for id in ids] == list(range(50))
    assert {world.operation(id).transaction_number for id in ids} == {carrier.number}
    for document in documents:
        assert world.view("DocumentRegistry", "documentOf", document)[0]["issuer"] == carrier.party


def test_a_batch_says_for_how_many_its_gas_was(world: World) -> None:
    """SERVICE-129: one operation's share is nowhere to be read, so the whole is told for what it is."""
    ids = [record_document(batching(world)) for _ in range(3)]
    assert [told(world, id).transaction_operations for id in ids] == [None] * 3
    world.settle()
    alone = record_document(batching(world, 1))
    world.settle()
    together, (apart,) = [told(world, id) for id in ids], [told(world, alone)]
    assert {one.transaction_operations for one in together} == {3}
    assert apart.transaction_operations == 1
    for one in (*together, apart):
        receipt = world.node.ask("eth_getTransactionReceipt", one.transaction_hash)
        assert one.transaction_gas_used == int(receipt["gasUsed"], 16)


def test_without_the_setting_each_goes_alone(world: World) -> None:
    """SERVICE-100"""
    ids = [record_document(world) for _ in range(3)]
    world.settle()
    assert states(world, ids) == ["final"] * 3
    assert len(transactions(world)) == 3
    assert {world.operation(id).position for id in ids} == {None}


def test_a_batch_keeps_the_order_in_which_it_was_asked_for(world: World) -> None:
    """SERVICE-101: each is possible only after the one before it."""
    first, second = a_document(world), a_document(world)
    batching(world)
    ids = [
        asked_of_documents(world, "record", first),
        asked_of_documents(world, "supersede", first, second),
        asked_of_documents(world, "revoke", second),
    ]
    world.settle()
    assert states(world, ids) == ["final"] * 3
    assert len(transactions(world)) == 1


def test_parties_do_not_share_a_batch(world: World) -> None:
    """SERVICE-102: nor do one person's work and two persons'."""
    batching(world)
    one, other = world.parties("south")[:2]
    alone = [record_document(world, party=party) for party in (one, other, one, other)]
    together = [add_key(world, party=one) for _ in range(3)]
    world.settle()
    for id in together:
        approve(world, id)
    world.settle()
    assert states(world, alone + together) == ["final"] * 7
    carried = {id: world.operation(id).transaction_number for id in alone + together}
    assert carried[alone[0]] == carried[alone[2]] != carried[alone[1]] == carried[alone[3]]
    assert len({carried[id] for id in together}) == 1
    assert [t.key_kind for t in transactions(world)] == ["maker", "maker", "checker"]


def test_what_is_refused_in_a_block_fails_alone_and_in_words(world: World) -> None:
    """SERVICE-103: it was possible when the chain was asked, and no more when the block came."""
    documents = [a_document(world) for _ in range(5)]
    ids = raced(batching(world), documents, lost=2)
    world.settle()
    assert states(world, ids) == ["final", "final", "failed", "final", "final"]
    assert code(world, ids[2]) == "document-recorded-already"
    (carrier,) = transactions(world)
    assert carrier.succeeded


def test_what_is_refused_in_advance_is_told_at_once_or_waits_its_turn(world: World) -> None:
    """SERVICE-104: with nothing before it it fails; after others it waits until they are in a block."""
    taken, fresh = a_document(world), a_document(world)
    recorded_elsewhere(world, taken)
    batching(world)
    documents = (taken, fresh, fresh, a_document(world))
    ids = [record_document(world, document=document) for document in documents]
    world.sender("maker").one_pass()
    assert states(world, ids) == ["failed", "sent", "queued", "queued"]
    world.index()
    world.settle()
    world.settle()
    assert states(world, ids) == ["failed", "final", "failed", "final"]
    assert [t.nonce for t in transactions(world)] == [0, 1]


def test_a_batch_that_a_node_cannot_try_is_tried_one_by_one(world: World) -> None:
    """SERVICE-105"""
    ids = [record_document(batching(world)) for _ in range(3)]
    selector = world.deployment.encode("MemberRegistry", "batch", b"")[:4].hex()

    def too_much(asked: dict[str, Any]) -> dict[str, Any] | None:
        whole = asked["params"][0]["data"].startswith("0x" + selector)
        return refusing("gas limit of the call is above the node's cap")(asked) if whole else None

    chain = through(world, "eth_call", too_much)
    make_sender(world.settings, world.database, chain, "maker").one_pass()
    world.settle()
    assert states(world, ids) == ["final"] * 3
    assert [t.nonce for t in transactions(world)] == [0, 1, 2]


def test_a_batch_that_was_reverted_whole_fails_each_of_its_operations(world: World) -> None:
    """SERVICE-106: an operator gave it less gas than it promises."""
    ids = [record_document(batching(world)) for _ in range(3)]
    full = through(world, "eth_sendRawTransaction", refusing("txpool is full"))
    sender = make_sender(world.settings, world.database, full, "maker")
    sender.one_pass()
    with world.database.writing() as session:
        carrier = session.scalars(select(Transaction)).one()
        promised = Carried.by(session.scalars(select(Attempt)).one().raw).gas
        replace(session, carrier, LocalSigner(world.settings.keys_dir, "maker"), gas=promised // 3)
    world.settle()
    assert states(world, ids) == ["failed"] * 3
    assert {code(world, id) for id in ids} == {"batch-gas"}
    assert [t.succeeded for t in transactions(world)] == [False]


def test_a_batch_leaves_room_in_a_block(world: World) -> None:
    """SERVICE-107: at most half of a block's gas, whatever the setting, in order."""

    class Means:
        settings = batching(world).settings

        class chain:
            @staticmethod
            def block_gas() -> int:
                return 8_000_000

    item = Item(700_000, None, b"")
    waiting = [Prepared(number, 1, "0x01", b"", 980_000, item) for number in range(10)]
    packs = packed(Means, waiting)  # type: ignore[arg-type]
    assert [len(pack) for pack in packs] == [4, 4, 2]
    assert [one.number for pack in packs for one in pack] == list(range(10))


def test_a_reorg_over_a_batch_sends_it_again(world_on_anvil: World) -> None:
    """SERVICE-108: each operation is on its way again, with nothing said against it, and ends as the new
    blocks have it.
    """
    world = batching(world_on_anvil)
    world.node.ask("anvil_mine", "0x4")
    world.index()
    documents = [a_document(world) for _ in range(3)]
    ids = raced(world, documents, lost=1)
    world.index()
    assert states(world, ids) == ["mined"] * 3
    assert code(world, ids[1]) == "document-recorded-already"
    # The block of the other program is lost with ours, and does not come again.
    world.node.ask("anvil_reorg", 3, [])
    world.index()
    assert states(world, ids) == ["sent"] * 3
    assert world.operation(ids[1]).refusal is None
    world.settle()
    world.node.ask("anvil_mine", "0x7")
    world.settle()
    assert states(world, ids) == ["final"] * 3
    assert len(transactions(world)) == 1


@pytest.mark.parametrize("step", ["preflighted", "assigned", "sent", "recorded"])
def test_a_sender_of_batches_killed_at_any_step_sends_exactly_once(world: World, step: str) -> None:
    """SERVICE-10"""
    ids = [record_document(batching(world)) for _ in range(4)]
    kill(world, "maker", step)
    world.settle()
    assert states(world, ids) == ["final"] * 4
    assert mined(world, "south", "maker") == len(transactions(world)) == 1


@pytest.mark.parametrize("step", ["read", "projected", "committed"])
def test_an_indexer_killed_over_a_batch_ends_each_operation_once(world: World, step: str) -> None:
    """SERVICE-10"""
    documents = [a_document(world) for _ in range(3)]
    ids = raced(batching(world), documents, lost=0)
    kill(world, "indexer", step)
    world.settle()
    assert states(world, ids) == ["failed", "final", "final"]


@pytest.mark.parametrize("step", ["preflighted", "assigned", "sent", "recorded"])
def test_a_checkers_batch_killed_at_any_step_is_sent_exactly_once(world: World, step: str) -> None:
    """SERVICE-10"""
    ids = [add_key(batching(world), key=an_address()) for _ in range(3)]
    world.settle()
    for id in ids:
        approve(world, id)
    kill(world, "checker", step)
    world.settle()
    assert states(world, ids) == ["final"] * 3
    assert mined(world, "south", "checker") == 1


class Watched(Chain):
    """Writes down what each request asks for."""

    requests: list[str]

    def ask_all(self, requests: Sequence[tuple[str, list[Any]]]) -> list[Any]:
        self.requests += {method for method, _ in requests}
        return super().ask_all(requests)


def test_operations_of_many_numbers_go_in_few_requests(world: World) -> None:
    """SERVICE-109: asked, counted and sent in one request each, in one pass."""
    numbers = [(member, party) for member in ("north", "south") for party in world.parties(member)]
    ids = [record_document(world, member, party=party) for member, party in numbers for _ in range(8)]
    chain = Watched(world.settings)
    chain.requests = []
    trying_all = world.settings.model_copy(update={"rehearse_most": len(ids)})
    make_sender(trying_all, world.database, chain, "maker").one_pass()
    assert chain.requests == ["eth_call", "eth_getTransactionCount", "eth_sendRawTransaction"]
    assert set(states(world, ids)) == {"sent"}
    world.settle()
    assert states(world, ids) == ["final"] * len(ids)
