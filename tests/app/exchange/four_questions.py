"""Records of exchanges for the four questions."""

from __future__ import annotations

from app.exchange.domain import Side
from tests.app.cash.builders import a_deal
from tests.app.chain.world import World
from tests.app.exchange.builders import a_copy_of_souths, offered, wanted
from tests.app.operations.builders import Interface
from tests.app.routes import Asked, Question

BOTH_SIDES = "an offer is a record of both members here; the other side is told that it is not its step"


def offer(world: World) -> Asked:
    body = wanted(Interface(world), a_deal(world))
    return Asked("/exchanges", body=body, own_only="it makes a record of whoever asks")


def listed(world: World) -> Asked:
    return Asked("/exchanges", marker=a_copy_of_souths(world, Side.OFFERING))


def one(world: World) -> Asked:
    return Asked(f"/exchanges/{a_copy_of_souths(world, Side.ASKED)}")


def accept(world: World) -> Asked:
    path = f"/exchanges/{offered(Interface(world))['id']}/accept"
    return Asked(path, member="north", other="south", own_only=BOTH_SIDES)


def withdraw(world: World) -> Asked:
    return Asked(f"/exchanges/{offered(Interface(world))['id']}/withdraw", own_only=BOTH_SIDES)


QUESTIONS: dict[str, Question] = {
    "POST /exchanges": offer,
    "GET /exchanges": listed,
    "GET /exchanges/{id}": one,
    "POST /exchanges/{id}/accept": accept,
    "POST /exchanges/{id}/withdraw": withdraw,
}
