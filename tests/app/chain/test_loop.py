"""From a queued operation to its end, on a real chain."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.chain.gas import NoBound
from app.chain.outbox import queue
from app.chain.store import Attempt, SignerRow, Transaction
from app.errors import Forbidden
from app.members.store import KeyRow
from tests.app.chain.builders import a_document, add_key, an_address, approve, record_document
from tests.app.chain.world import World


def test_an_operation_of_one_person_becomes_final(world: World) -> None:
    """SERVICE-1: the words and the transaction are there, and the chain holds what was asked for."""
    document = a_document(world)
    id = record_document(world, document=document)
    assert world.operation(id).status == "queued"
    world.settle()
    operation = world.operation(id)
    assert operation.status == "final"
    assert operation.transaction is not None
    assert operation.transaction.gas_used
    record = world.view("DocumentRegistry", "documentOf", document)
    assert str(world.parties("south")[0]) in str(record)


def test_four_eyes_are_one_transaction_of_two_keys(world: World) -> None:
    """SERVICE-2: made, signed by the maker's worker, approved by a checker, sent by the checkers' worker."""
    key = an_address()
    id = add_key(world, key=key)
    world.settle()
    assert world.operation(id).status == "awaiting_check"
    approve(world, id)
    world.settle()
    operation = world.operation(id)
    assert operation.status == "final", operation.refusal
    party = world.parties("south")[0]
    with world.database.reading() as session:
        row = session.scalars(select(KeyRow).where(KeyRow.id == key)).one()
        assert (row.party, row.person) == (party, 3)
        transaction = session.get_one(Transaction, operation.transaction_number)
    assert transaction.key_kind == "checker"
    assert transaction.signer == world.private["south"]["numbers"][0]["checker_key"]


def test_what_the_chain_would_refuse_gets_no_nonce_and_says_why(world: World) -> None:
    """SERVICE-3"""
    document = a_document(world)
    first = record_document(world, document=document)
    world.settle()
    second = record_document(world, document=document)
    world.settle()
    assert world.operation(first).status == "final"
    refused = world.operation(second)
    assert refused.status == "failed"
    assert refused.transaction_number is None
    assert refused.refusal is not None
    assert "0x" + document.hex() in str(refused.refusal) or "DocumentsAlreadyRecorded" in str(refused.refusal)


def test_a_maker_hears_at_once_what_a_check_would_not_cure(world: World) -> None:
    """SERVICE-3"""
    taken = world.private["north"]["numbers"][0]["maker_key"]
    id = add_key(world, key=taken)
    world.settle()
    refused = world.operation(id)
    assert refused.status == "failed"
    assert refused.refusal is not None
    assert refused.refusal["code"] == "key-taken"
    assert refused.order_nonce is not None
    assert refused.transaction_number is None


def test_a_refusal_waits_while_the_party_has_something_on_its_way(world: World) -> None:
    """SERVICE-4: what depends on a transaction that no block holds yet is neither refused nor sent."""
    document = a_document(world)
    record = world.deployment.encode("DocumentRegistry", "record", document)
    revoke = world.deployment.encode("DocumentRegistry", "revoke", document)
    ids = []
    with world.database.writing() as session:
        for call in (record, revoke):
            ids.append(
                queue(
                    session,
                    member_id="south",
                    user=world.callers["south", "maker"],
                    party=world.parties("south")[0],
                    instrument="DocumentRegistry",
                    call=call,
                    describes={},
                    eyes=1,
                    right="RECORD",
                ).id
            )
    world.sender("maker").one_pass()
    assert [world.operation(id).status for id in ids] == ["sent", "queued"]
    world.index()
    world.settle()
    assert [world.operation(id).status for id in ids] == ["final", "final"]


def test_a_revert_in_a_block_fails_with_its_reason(world: World) -> None:
    """SERVICE-5: two that pass alone and not together; the second is mined, reverted, and told in words."""
    document = a_document(world)
    first, second = (record_document(world, document=document) for _ in range(2))
    world.settle()
    assert world.operation(first).status == "final"
    failed = world.operation(second)
    assert failed.status == "failed"
    assert failed.transaction is not None
    assert failed.transaction.succeeded is False
    assert failed.refusal is not None
    assert failed.refusal["code"] != "out-of-gas"


def test_where_more_waits_than_is_tried_the_block_refuses(world: World) -> None:
    """SERVICE-3: with its nonce, the chain's reason, and nothing else held up."""
    document = a_document(world)
    record_document(world, document=document)
    world.settle()
    world.settings = world.settings.model_copy(update={"rehearse_most": 2})
    ids = [record_document(world, document=one) for one in (document, a_document(world))]
    world.settle()
    tried = world.operation(ids[0])
    assert (tried.status, tried.transaction) == ("failed", None)
    assert world.operation(ids[1]).status == "final"
    others = [a_document(world), a_document(world)]
    ids = [record_document(world, document=one) for one in (document, *others)]
    world.settle()
    untried = world.operation(ids[0])
    assert untried.status == "failed"
    assert untried.transaction is not None
    assert untried.transaction.succeeded is False
    assert untried.refusal == tried.refusal
    assert {world.operation(id).status for id in ids[1:]} == {"final"}


def test_nonces_are_contiguous_for_each_signer(world: World) -> None:
    """SERVICE-6"""
    ids = [record_document(world, party=party) for party in world.parties("south")[:2] for _ in range(3)]
    world.settle()
    assert {world.operation(id).status for id in ids} == {"final"}
    with world.database.reading() as session:
        for row in session.scalars(select(SignerRow)):
            nonces = session.scalars(
                select(Transaction.nonce).where(Transaction.signer == row.address).order_by(Transaction.nonce)
            ).all()
            assert list(nonces) == list(range(row.next_nonce))
        assert session.scalars(select(Attempt).where(Attempt.filler)).all() == []


def test_queue_is_refused_to_a_checker(world: World) -> None:
    """SERVICE-7"""
    call = world.deployment.encode("DocumentRegistry", "record", b"\x01" * 32)
    with world.database.writing() as session, pytest.raises(Forbidden, match="maker asks"):
        queue(
            session,
            member_id="south",
            user=world.callers["south", "checker"],
            party=1,
            instrument="DocumentRegistry",
            call=call,
            describes={},
            eyes=1,
            right="RECORD",
        )


def test_a_function_without_a_bound_cannot_be_queued(world: World) -> None:
    """SERVICE-8"""
    call = world.deployment.encode("MemberRegistry", "suspend", [1])
    with world.database.writing() as session, pytest.raises(NoBound, match=r"MemberRegistry\.suspend"):
        queue(
            session,
            member_id="south",
            user=world.callers["south", "maker"],
            party=1,
            instrument="MemberRegistry",
            call=call,
            describes={},
            eyes=1,
            right="GOVERN",
        )
