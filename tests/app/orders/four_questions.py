"""Records of orders for the four questions."""

from __future__ import annotations

from app.chain.numbering import order_of
from tests.app.chain.world import World
from tests.app.orders.builders import key_of, record_outside, signed
from tests.app.routes import Asked, Question


def order(world: World) -> Asked:
    return Asked(f"/operations/{record_outside(world)}/order")


def signature(world: World) -> Asked:
    id = record_outside(world)
    known = order_of(world.operation(id))
    given = signed(known.typed_data(world.deployment), key_of(world, "south", "maker", known.party))
    return Asked(f"/operations/{id}/signature", {"signature": given})


QUESTIONS: dict[str, Question] = {
    "GET /operations/{id}/order": order,
    "POST /operations/{id}/signature": signature,
}
