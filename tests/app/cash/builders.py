"""Deals, cash and limits, made in a world as its users would make them."""

from __future__ import annotations

from typing import Any

from app.cash import services
from app.chain.outbox import queue
from app.members import service as members
from app.operations import service as operations
from tests.app.chain.world import World
from tests.app.operations.builders import Interface

NORTH, SOUTH = "529900T8BM49AURSDO55", "213800WSGIIZCXF1P572"


def a_deal(world: World) -> str:
    """In which both know each other's number."""
    deal = members.new_deal()
    with world.database.writing() as session:
        members.allot(session, "north", deal)
        members.allot(session, "south", deal)
        members.number_of(session, member_id="north", deal=deal, organisation=SOUTH)
        members.number_of(session, member_id="south", deal=deal, organisation=NORTH)
    return deal


def number_in(world: World, member_id: str, deal: str) -> int:
    with world.database.reading() as session:
        return members.alias_in(session, member_id, deal).party


def token_in(world: World, currency: str = "USD") -> str:
    with world.database.reading() as session:
        return services.token_of(session, "north", currency).address


def finish(world: World, operation: dict[str, Any], member_id: str) -> dict[str, Any]:
    """Let the workers work, and the member's checker approve what waits for one; the operation at the end."""
    world.settle()
    id = operation["id"]
    if world.operation(id).status == "awaiting_check":
        with world.database.writing() as session:
            operations.approve(session, world.callers[member_id, "checker"], id)
        world.settle()
    return Interface(world).ask("GET", f"/operations/{id}", member=member_id).json()


def paid(
    interface: Interface, verb: str, member: str, body: dict[str, Any], currency: str = "USD"
) -> dict[str, Any]:
    """POST /cash/{token}/{verb}, carried through to its end."""
    path = f"/cash/{token_in(interface.world, currency)}/{verb}"
    answer = interface.ask("POST", path, member=member, body=body)
    assert answer.status_code == 202, answer.text
    return finish(interface.world, answer.json(), member)


def minted(
    interface: Interface, deal: str, amount: str = "1000.00", to: str = SOUTH, currency: str = "USD"
) -> None:
    done = paid(interface, "mint", "north", {"to": to, "deal": deal, "amount": amount}, currency)
    assert done["status"] == "final", done["refusal"]


def held(interface: Interface, member: str, deal: str, currency: str = "USD") -> dict[str, Any] | None:
    """What the member's number in the deal holds, as the list of balances has it."""
    path = f"/cash/{token_in(interface.world, currency)}/balances?limit=200"
    rows = interface.ask("GET", path, member=member).json()["items"]
    return next((row for row in rows if row["deal"] == deal), None)


def limit(world: World, member_id: str, deal: str, asset: str, ceiling: int, own: int) -> None:
    """The consortium's ceiling, and what the member's number allows one person up to it."""
    party = number_in(world, member_id, deal)
    encode = world.deployment.encode
    registry = world.deployment.contract("MemberRegistry").address
    world.by_consortium(registry, [encode("MemberRegistry", "setCeiling", party, asset, ceiling)])
    world.index()
    with world.database.writing() as session:
        asked = queue(
            session,
            member_id=member_id,
            user=world.callers[member_id, "maker"],
            party=party,
            instrument="MemberRegistry",
            call=encode("MemberRegistry", "setLimit", asset, own),
            describes={"action": "set a limit"},
            eyes=2,
            right="ADMINISTER",
        ).id
    assert finish(world, {"id": asked}, member_id)["status"] == "final"
