"""Records of cash for the four questions."""

from __future__ import annotations

from typing import Any

from app.members import service as members
from tests.app.cash.builders import NORTH, SOUTH, a_deal, minted, token_in
from tests.app.chain.world import World
from tests.app.operations.builders import Interface
from tests.app.routes import Asked, Question

A_TOKEN = "a token is no member's record: everybody may know of it, each sees its own of it"
OWN_NUMBER = "both are in the deal, and each pays from its own number there"
ISSUER_ONLY = "a token is no member's record: who does not issue it is told so, and changes nothing"


def listed(world: World) -> Asked:
    return Asked("/cash", own_only=A_TOKEN)


def one(world: World) -> Asked:
    return Asked(f"/cash/{token_in(world)}", own_only=A_TOKEN)


def balances(world: World) -> Asked:
    deal = a_deal(world)
    minted(Interface(world), deal)
    return Asked(f"/cash/{token_in(world)}/balances?limit=200", marker=deal)


def movements(world: World) -> Asked:
    id = _mint_of_norths_own(world)
    return Asked(f"/cash/{token_in(world)}/movements", member="north", other="south", marker=f'"{id}"')


def movement(world: World) -> Asked:
    id = _mint_of_norths_own(world)
    return Asked(f"/cash/{token_in(world)}/movements/{id}", member="north", other="south")


def mint(world: World) -> Asked:
    body = {"to": SOUTH, "deal": a_deal(world), "amount": "1.00"}
    return _by_issuer(world, "mint", body)


def freeze(world: World) -> Asked:
    return _by_issuer(world, "freeze", {"organisation": SOUTH, "deal": a_deal(world)})


def unfreeze(world: World) -> Asked:
    return _by_issuer(world, "unfreeze", {"organisation": SOUTH, "deal": a_deal(world)})


def redeem(world: World) -> Asked:
    return Asked(f"/cash/{token_in(world)}/redeem", body={"deal": _souths_own(world), "amount": "1.00"})


def transfer(world: World) -> Asked:
    body = {"to": NORTH, "deal": a_deal(world), "amount": "1.00"}
    return Asked(f"/cash/{token_in(world)}/transfer", body=body, own_only=OWN_NUMBER)


def payment(world: World) -> Asked:
    return Asked(
        f"/cash/{token_in(world)}/payments/{_uetr_of_norths_own(world)}", member="north", other="south"
    )


def reverse(world: World) -> Asked:
    path = f"/cash/{token_in(world)}/payments/{_uetr_of_norths_own(world)}/reverse"
    return Asked(path, body={"reason": "a mistake"}, member="north", other="south")


def force(world: World) -> Asked:
    deal = a_deal(world)
    body = {
        "payer": {"organisation": SOUTH, "deal": deal},
        "payee": {"organisation": NORTH, "deal": deal},
        "amount": "1.00",
        "order": "a court's",
    }
    return _by_issuer(world, "force", body)


def appoint(world: World) -> Asked:
    body = {"instrument": world.deployment.contract("DvpEscrow").address, "appointed": True}
    return _by_issuer(world, "appoint", body)


def _by_issuer(world: World, verb: str, body: dict[str, Any]) -> Asked:
    path = f"/cash/{token_in(world)}/{verb}"
    return Asked(path, body=body, member="north", other="south", own_only=ISSUER_ONLY)


def _souths_own(world: World) -> str:
    """A deal that north has no part in."""
    with world.database.writing() as session:
        deal = members.new_deal()
        members.allot(session, "south", deal)
    return deal


def _mint_of_norths_own(world: World) -> str:
    return str(_own_of_north(world)["id"])


def _uetr_of_norths_own(world: World) -> str:
    return str(_own_of_north(world)["uetr"])


def _own_of_north(world: World) -> dict[str, Any]:
    interface = Interface(world)
    minted(interface, a_deal(world), to=NORTH)
    path = f"/cash/{token_in(world)}/movements?limit=1"
    found: dict[str, Any] = interface.ask("GET", path, member="north").json()["items"][0]
    return found


QUESTIONS: dict[str, Question] = {
    "GET /cash": listed,
    "GET /cash/{token}": one,
    "GET /cash/{token}/balances": balances,
    "GET /cash/{token}/movements": movements,
    "GET /cash/{token}/movements/{id}": movement,
    "GET /cash/{token}/payments/{uetr}": payment,
    "POST /cash/{token}/payments/{uetr}/reverse": reverse,
    "POST /cash/{token}/force": force,
    "POST /cash/{token}/appoint": appoint,
    "POST /cash/{token}/mint": mint,
    "POST /cash/{token}/redeem": redeem,
    "POST /cash/{token}/transfer": transfer,
    "POST /cash/{token}/freeze": freeze,
    "POST /cash/{token}/unfreeze": unfreeze,
}
