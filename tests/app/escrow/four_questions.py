"""Records of escrows for the four questions."""

from __future__ import annotations

from app.escrow.domain import Side
from tests.app.cash.builders import NORTH, token_in
from tests.app.chain.world import World
from tests.app.escrow.builders import a_copy_of_souths, funded
from tests.app.operations.builders import Interface
from tests.app.routes import Asked, Question

BOTH_SIDES = (
    "a funded escrow is a record of both members here; the other side is told that it is not its step"
)


def draft(world: World) -> Asked:
    body = {
        "seller": NORTH,
        "bill": "0x" + "0b" * 32,
        "token": token_in(world),
        "amount": "1.00",
        "deadline": "2099-01-01T00:00:00Z",
    }
    return Asked("/escrows", body=body, own_only="it makes a record of whoever asks")


def listed(world: World) -> Asked:
    return Asked("/escrows", marker=a_copy_of_souths(world, Side.BUYER))


def one(world: World) -> Asked:
    return Asked(f"/escrows/{a_copy_of_souths(world, Side.SELLER)}")


def fund(world: World) -> Asked:
    return Asked(f"/escrows/{a_copy_of_souths(world, Side.BUYER)}/fund")


def deliver(world: World) -> Asked:
    return Asked(f"/escrows/{funded(Interface(world))['id']}/deliver", own_only=BOTH_SIDES)


def release(world: World) -> Asked:
    return Asked(f"/escrows/{funded(Interface(world))['id']}/release", own_only=BOTH_SIDES)


def reclaim(world: World) -> Asked:
    path = f"/escrows/{funded(Interface(world))['id']}/reclaim"
    return Asked(path, member="north", other="south", own_only=BOTH_SIDES)


QUESTIONS: dict[str, Question] = {
    "POST /escrows": draft,
    "GET /escrows": listed,
    "GET /escrows/{id}": one,
    "POST /escrows/{id}/fund": fund,
    "POST /escrows/{id}/deliver": deliver,
    "POST /escrows/{id}/release": release,
    "POST /escrows/{id}/reclaim": reclaim,
}
