"""Real reorganisations of a real chain, and what the mirror makes of them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, func, inspect, select, text
from sqlalchemy.orm import Session

from app.chain import reorg
from app.chain.mirror import image_of, mirrored_models
from app.chain.store import BlockRow, Checkpoint, Followed, JournalEntry, LogRow, Quarantined
from app.members.store import KeyRow
from app.workers import handlers, ignored
from tests.app.chain.builders import a_document, add_key, an_address, approve, record_document
from tests.app.chain.world import World


def rows(session: Session) -> str:
    """Every mirrored row, in one order, as text."""
    found: list[Any] = []
    for name, model in sorted(mirrored_models().items()):
        keys = inspect(model).primary_key
        found += [(name, image_of(row)) for row in session.scalars(select(model).order_by(*keys))]
    return json.dumps(found, sort_keys=True)


def rebuilt(world: World) -> str:
    """What a rebuild from zero would leave; nothing of it is kept."""
    with Session(world.database.engine) as session:
        reorg.rebuild(session, world.deployment, handlers(), ignored())
        found = rows(session)
        session.rollback()
    return found


def now(world: World) -> str:
    with world.database.reading() as session:
        return rows(session)


def test_undoing_each_block_leaves_what_was_there_before_it(world_on_anvil: World) -> None:
    """SERVICE-11"""
    world = world_on_anvil
    world.node.ask("anvil_mine", "0x8")
    world.index()
    seen = {}
    party = world.parties("south")[0]
    key = an_address()
    encode = world.deployment.encode
    registry = world.deployment.contract("MemberRegistry").address
    for call in (
        encode("MemberRegistry", "setCeiling", party, registry, 500),
        encode("MemberRegistry", "setCeiling", party, key, 7),
        encode("MemberRegistry", "suspend", [party]),
        encode("MemberRegistry", "reinstate", [party]),
    ):
        world.by_consortium(registry, [call])
        world.index()
        with world.database.reading() as session:
            checkpoint = session.get_one(Checkpoint, world.deployment.chain_id)
            if checkpoint.number - 3 >= checkpoint.final:
                seen[checkpoint.number] = rows(session)
    assert now(world) == rebuilt(world)
    last = max(seen)
    with world.database.reading() as session:
        final = session.get_one(Checkpoint, world.deployment.chain_id).final
    undone = [number for number in sorted(seen, reverse=True) if final <= number < last]
    assert undone
    for number in undone:
        with world.database.writing() as session:
            reorg.undo(session, world.deployment.chain_id, number)
        assert now(world) == seen[number] == rebuilt(world), f"after the undoing down to block {number}"


def test_a_reorg_is_undone_and_what_we_had_in_it_is_sent_again(world_on_anvil: World) -> None:
    """SERVICE-12: mined goes back to sent, the same bytes go out again, and the end is the same for both."""
    world = world_on_anvil
    world.node.ask("anvil_mine", "0x4")
    key = an_address()
    id = add_key(world, key=key)
    world.settle()
    approve(world, id)
    world.sender("checker").one_pass()
    world.index()
    assert world.operation(id).status == "mined"
    before = world.operation(id).transaction
    assert before is not None
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(KeyRow).where(KeyRow.id == key)) == 1

    world.node.ask("anvil_reorg", 3, [])
    world.index()
    operation = world.operation(id)
    assert operation.status == "sent"
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(KeyRow).where(KeyRow.id == key)) == 0
    assert now(world) == rebuilt(world)

    world.settle()
    world.node.ask("anvil_mine", "0x7")
    world.settle()
    operation = world.operation(id)
    assert operation.status == "final"
    assert operation.transaction is not None
    assert operation.transaction.hash == before.hash
    assert now(world) == rebuilt(world)
    with world.database.reading() as session:
        final = session.get_one(Checkpoint, world.deployment.chain_id).final
        assert session.scalar(select(func.min(JournalEntry.block_number))) is None
        assert session.scalar(select(func.min(BlockRow.number))) >= final


def test_success_and_revert_both_wait_for_the_finality_depth(world_on_anvil: World) -> None:
    """SERVICE-13"""
    world = world_on_anvil
    key = an_address()
    first, second = add_key(world, key=key), add_key(world, key=key, party=world.parties("south")[1])
    world.settle()
    # Both are tried against the same state before either is in a block.
    world.node.ask("evm_setAutomine", False)
    for id in (first, second):
        approve(world, id)
    world.sender("checker").one_pass()
    world.node.ask("anvil_mine", "0x1")
    world.index()
    assert [world.operation(id).status for id in (first, second)] == ["mined", "mined"]
    world.node.ask("anvil_mine", "0x6")
    world.index()
    ended = [world.operation(id) for id in (first, second)]
    assert sorted(operation.status for operation in ended) == ["failed", "final"]
    failed = next(operation for operation in ended if operation.status == "failed")
    assert failed.refusal is not None
    assert failed.refusal["code"] == "key-taken"


def test_a_node_that_is_behind_is_waited_for_and_nothing_is_undone(world: World) -> None:
    """SERVICE-14"""
    before = now(world)
    with world.database.writing() as session:
        checkpoint = session.get_one(Checkpoint, world.deployment.chain_id)
        checkpoint.number += 100
    progress = world.indexer().one_pass()
    assert progress.state == "node_behind"
    with world.database.reading() as session:
        assert session.get_one(Checkpoint, world.deployment.chain_id).state == "node_behind"
    assert now(world) == before


def test_a_chain_that_contradicts_what_is_final_stops_the_indexer(world: World) -> None:
    """SERVICE-15"""
    before = now(world)
    with world.database.writing() as session:
        checkpoint = session.get_one(Checkpoint, world.deployment.chain_id)
        true, checkpoint.hash = checkpoint.hash, "0x" + "00" * 32
    assert world.indexer().one_pass().state == "broken"
    assert now(world) == before
    id = record_document(world)
    assert world.sender("maker").one_pass() == 0
    assert world.operation(id).status == "queued"
    with world.database.writing() as session:
        session.get_one(Checkpoint, world.deployment.chain_id).hash = true
    world.index()
    world.settle()
    assert world.operation(id).status == "final"


def test_a_log_that_a_projection_cannot_take_is_put_aside_and_the_others_are_read(world: World) -> None:
    """SERVICE-16"""
    taken, fresh = an_address(), an_address()
    party = world.parties("south")[0]
    with world.database.writing() as session:
        session.execute(
            text(
                "INSERT INTO chain_keys"
                " (chain_id, contract, id, party, person, may_make, may_check, first_block, last_block)"
                " VALUES (:chain, :contract, :id, 1, 1, 0, 0, 1, 1)"
            ),
            {
                "chain": world.deployment.chain_id,
                "contract": world.deployment.contract("MemberRegistry").address,
                "id": taken,
            },
        )
    for key in (taken, fresh):
        id = add_key(world, key=key, party=party)
        world.settle()
        approve(world, id)
        world.settle()
        assert world.operation(id).status == "final"
    with world.database.reading() as session:
        faults = select(Quarantined).where(Quarantined.reason.contains("MirrorFault"))
        put_aside = session.scalars(faults).all()
        assert len(put_aside) == 1
        assert taken in put_aside[0].reason
        assert session.scalar(select(func.count()).select_from(KeyRow).where(KeyRow.id == fresh)) == 1


def test_a_contract_that_we_hear_of_late_is_read_from_its_beginning(world: World) -> None:
    """SERVICE-48"""
    document = a_document(world)
    record_document(world, document=document)
    world.settle()
    documents = world.deployment.contract("DocumentRegistry").address
    with world.database.reading() as session:
        whole = session.scalar(select(func.count()).select_from(LogRow))
    before = now(world)
    with world.database.writing() as session:
        session.execute(delete(Followed).where(Followed.address == documents))
        for row in session.scalars(select(LogRow)):
            if row.log["address"].lower() == documents:
                session.delete(row)
        session.execute(delete(Quarantined))
        for model in mirrored_models().values():
            session.execute(delete(model).where(model.contract == documents))
    assert now(world) != before
    world.index()
    assert now(world) == before
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LogRow)) == whole
