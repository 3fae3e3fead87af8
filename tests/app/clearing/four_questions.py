"""Records of clearing for the four questions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from app.cash.domain import reference_of
from app.cash.store import UetrTold
from app.clearing import contract
from app.clearing.store import ClearingRow
from tests.app.cash.builders import NORTH, a_deal
from tests.app.chain.nodes import CHAIN_ID
from tests.app.chain.world import World
from tests.app.routes import Asked, Question

PUBLIC = "lines are no member's record: everybody sees what is left of them"
ISSUER_ONLY = "a token is no member's record: who does not issue it is told so, and changes nothing"
OWN = "each pays from a number of its own"


def lines(world: World) -> Asked:
    return Asked("/clearing/lines", own_only=PUBLIC)


def mandate(world: World) -> Asked:
    body = _corridor(world) | {"amount": "1"}
    return Asked("/clearing/lines/mandate", body=body, member="north", other="south", own_only=ISSUER_ONLY)


def accept(world: World) -> Asked:
    body = _corridor(world) | {"amount": "1"}
    return Asked("/clearing/lines/accept", body=body, member="north", other="south", own_only=ISSUER_ONLY)


def pay(world: World) -> Asked:
    body = _corridor(world) | {"deal": a_deal(world), "payee": NORTH, "amount": "1"}
    return Asked("/clearing/payments", body=body, own_only=OWN)


def listed(world: World) -> Asked:
    return Asked("/clearing/payments", marker=_received(world))


def one(world: World) -> Asked:
    return Asked(f"/clearing/payments/{_received(world)}")


def give_back(world: World) -> Asked:
    return Asked(f"/clearing/payments/{_received(world)}/return", body={"reason": "a mistake"})


def _corridor(world: World) -> dict[str, str]:
    return dict.fromkeys(("source", "to", "settlement"), _token(world, "north"))


def _token(world: World, bank: str) -> str:
    """One that this bank issues, or, where it has none, that north does not."""
    own = {entry["number"] for entry in world.private["north"]["numbers"]}
    tokens = [entry for entry in world.deployment.contracts if entry.name == "DepositToken"]
    return next(entry.address for entry in tokens if (entry.facts["issuer"] in own) is (bank == "north"))


def _received(world: World) -> str:
    """The UETR of a payment that south received through banks that are not north."""
    uetr, token = str(uuid4()), _token(world, "another")
    row: dict[str, Any] = {
        "payment": reference_of(uetr, 1),
        **dict.fromkeys(("source", "to", "settlement"), token),
        "payer": 1,
        "payee": world.parties("south")[0],
        "amount": 1,
        "status": 1,
        "at": datetime(2026, 3, 12, tzinfo=UTC),
        "block": 1,
        "block_hash": "0x" + "1f" * 32,
        "transaction": "0x" + "6b" * 32,
        "log_index": 0,
    }
    with world.database.writing() as session:
        address = world.deployment.contract(contract.NAME).address
        made = ClearingRow(
            chain_id=CHAIN_ID,
            contract=address,
            id=reference_of(str(uuid4()), 1),
            first_block=1,
            last_block=1,
            **row,
        )
        session.add_all([made, UetrTold(member_id="south", payment=row["payment"], uetr=uetr)])
    return uetr


QUESTIONS: dict[str, Question] = {
    "GET /clearing/lines": lines,
    "POST /clearing/lines/mandate": mandate,
    "POST /clearing/lines/accept": accept,
    "POST /clearing/payments": pay,
    "GET /clearing/payments": listed,
    "GET /clearing/payments/{uetr}": one,
    "POST /clearing/payments/{uetr}/return": give_back,
}
