"""Operations to try the loop with: one that takes one person, and one that takes two."""

from __future__ import annotations

import secrets

from app.chain.outbox import queue
from app.chain.store import Operation
from app.operations import service as operations
from tests.app.chain.world import World


def a_document(world: World, party: int | None = None) -> bytes:
    """A commitment of this number's own: of the one that `record_document` records by, if none is given."""
    return secrets.token_bytes(28) + (party or world.parties("south")[0]).to_bytes(4, "big")


def record_document(
    world: World, member_id: str = "south", *, party: int | None = None, document: bytes | None = None
) -> str:
    """Queue the recording of a document's commitment, by one person; the operation's id."""
    by = world.parties(member_id)[0] if party is None else party
    call = world.deployment.encode("DocumentRegistry", "record", document or a_document(world, by))
    return _queue(world, member_id, by, "DocumentRegistry", call, 1, "RECORD").id


def add_key(
    world: World, member_id: str = "south", *, party: int | None = None, key: str | None = None
) -> str:
    """Make the adding of a key, which takes two persons; the operation's id."""
    call = world.deployment.encode("MemberRegistry", "addKey", (key or an_address(), 3, 1, 1))
    return _queue(world, member_id, party, "MemberRegistry", call, 2, "ADMINISTER").id


def approve(world: World, id: str, member_id: str = "south") -> None:
    with world.database.writing() as session:
        operations.approve(session, world.callers[member_id, "checker"], id)


def an_address() -> str:
    return "0x" + secrets.token_hex(20)


def _queue(
    world: World, member_id: str, party: int | None, contract: str, call: bytes, eyes: int, right: str
) -> Operation:
    with world.database.writing() as session:
        return queue(
            session,
            member_id=member_id,
            user=world.callers[member_id, "maker"],
            party=world.parties(member_id)[0] if party is None else party,
            instrument=contract,
            call=call,
            describes={"action": f"{contract} for a test"},
            eyes=2 if eyes == 2 else 1,
            right=right,
        )
