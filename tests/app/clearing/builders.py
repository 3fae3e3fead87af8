"""Three banks and two traders: cash, settlement money and lines, made as their users would make them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from app.cash import services as cash
from app.clearing import contract
from app.members import service as members
from tests.app.cash.builders import finish
from tests.app.chain.world import MEMBERS, World
from tests.app.operations.builders import Interface

MORE_MEMBERS: list[dict[str, Any]] = [
    {
        "id": "east",
        "name": "Ostsee Bank AG",
        "lei": "9999000EASTBANK00032",
        "bic": "OSTSDEHH",
        "country": "DE",
        "roles": ["BANK"],
        "numbers": 4,
        "currencies": ["USD"],
    },
    {
        "id": "centre",
        "name": "Central Bank",
        "lei": "9999000CENTRALBNK003",
        "bic": "CENTDEFF",
        "country": "DE",
        "roles": ["BANK"],
        "numbers": 2,
        "currencies": ["USD"],
    },
    {
        "id": "west",
        "name": "Westerland Handel GmbH",
        "lei": "9999000WESTTRADER082",
        "bic": None,
        "country": "DE",
        "roles": ["TRADER"],
        "numbers": 20,
    },
]
LEI = {entry["id"]: entry["lei"] for entry in [*MEMBERS, *MORE_MEMBERS]}


def token_of(world: World, bank: str) -> str:
    """The bank's token in US dollars."""
    with world.database.reading() as session:
        return cash.token_of(session, bank, "USD").address


def corridor(world: World) -> dict[str, str]:
    """From north to east, in the central bank's money."""
    return {
        "source": token_of(world, "north"),
        "to": token_of(world, "east"),
        "settlement": token_of(world, "centre"),
    }


def a_deal(world: World) -> str:
    """In which the traders south and west know each other's number, and north knows south's."""
    deal = members.new_deal()
    with world.database.writing() as session:
        for member in ("south", "west", "north"):
            members.allot(session, member, deal)
        for member, other in (("south", "west"), ("west", "south"), ("north", "south")):
            members.number_of(session, member_id=member, deal=deal, organisation=LEI[other])
    return deal


def done(interface: Interface, path: str, member: str, body: Any) -> dict[str, Any]:
    """A POST, carried through to its end."""
    answer = interface.ask("POST", path, member=member, body=body)
    assert answer.status_code == 202, answer.text
    return finish(interface.world, answer.json(), member)


def opened(interface: Interface, mandated: str = "5000.00", accepted: str = "4000.00") -> None:
    """Both banks hold money with the central bank, have appointed clearing, and have set their lines."""
    world = interface.world
    clearing = world.deployment.contract(contract.NAME).address
    with world.database.reading() as session:
        issuers = {bank: cash.token_of(session, bank, "USD").issuer for bank in ("north", "east")}
    steps = []
    for bank, number in issuers.items():
        reserves = {"number": number, "amount": "10000.00"}
        steps.append((f"/cash/{token_of(world, 'centre')}/mint", "centre", reserves))
        appointment = {"instrument": clearing, "appointed": True}
        steps.append((f"/cash/{token_of(world, bank)}/appoint", bank, appointment))
    by = corridor(world)
    steps.append(("/clearing/lines/mandate", "north", by | {"amount": mandated}))
    steps.append(("/clearing/lines/accept", "east", by | {"amount": accepted}))
    for path, member, body in steps:
        ended = done(interface, path, member, body)
        assert ended["status"] == "final", ended["refusal"]


def funded(interface: Interface, deal: str, amount: str = "1000.00") -> None:
    """North owes south so much."""
    body = {"to": LEI["south"], "deal": deal, "amount": amount}
    assert (
        done(interface, f"/cash/{token_of(interface.world, 'north')}/mint", "north", body)["status"]
        == "final"
    )


def order(interface: Interface, deal: str, amount: str = "300.00", **fields: Any) -> dict[str, Any]:
    """South's order to pay west."""
    asked = {"deal": deal, "payee": LEI["west"], "amount": amount, "uetr": str(uuid4())}
    return corridor(interface.world) | asked | fields


def held(interface: Interface, bank: str, member: str) -> str:
    """What a member holds with a bank, over all its numbers."""
    seen = interface.ask("GET", f"/cash/{token_of(interface.world, bank)}", member=member).json()
    return str(seen["held"])
