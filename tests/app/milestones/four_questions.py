"""Records of escrows with milestones for the four questions."""

from __future__ import annotations

from typing import Any

from app.milestones.domain import MilestoneStatus, Side
from tests.app.cash.builders import NORTH, token_in
from tests.app.chain.world import World
from tests.app.credits.builders import ADVISER, LEI
from tests.app.milestones.builders import a_copy_of_souths
from tests.app.routes import Asked, Question

FUNDED, DISPUTED = MilestoneStatus.FUNDED, MilestoneStatus.DISPUTED


def draft(world: World) -> Asked:
    body = {
        "seller": NORTH,
        "arbiter": LEI[ADVISER],
        "token": token_in(world),
        "milestones": [{"what": "Keel laid", "amount": "1.00"}],
        "deadline": "2099-01-01T00:00:00Z",
        "arbitration_seconds": 600,
    }
    return Asked("/milestone-escrows", body=body, own_only="it makes a record of whoever asks")


def listed(world: World) -> Asked:
    return Asked("/milestone-escrows", marker=a_copy_of_souths(world, Side.ARBITER))


def one(world: World) -> Asked:
    return Asked(f"/milestone-escrows/{a_copy_of_souths(world, Side.SELLER)}")


def step(
    name: str, side: Side, status: MilestoneStatus | None, body: dict[str, Any], **stands: Any
) -> Question:
    def asked(world: World) -> Asked:
        id = a_copy_of_souths(world, side, status, **stands)
        return Asked(f"/milestone-escrows/{id}/{name}", body=body)

    return asked


def lift(world: World) -> Asked:
    """By the number that has stopped it: south has the role of an authority."""
    authority = world.parties("south")[0]
    id = a_copy_of_souths(world, Side.SELLER, FUNDED, stopped_by=authority)
    return Asked(f"/milestone-escrows/{id}/lift", body={"order": "of a court"})


QUESTIONS: dict[str, Question] = {
    "POST /milestone-escrows": draft,
    "GET /milestone-escrows": listed,
    "GET /milestone-escrows/{id}": one,
    "POST /milestone-escrows/{id}/fund": step("fund", Side.BUYER, None, {}),
    "POST /milestone-escrows/{id}/release": step("release", Side.BUYER, FUNDED, {"milestone": 1}),
    "POST /milestone-escrows/{id}/dispute": step("dispute", Side.SELLER, FUNDED, {"grounds": "why"}),
    "POST /milestone-escrows/{id}/divide": step(
        "divide", Side.ARBITER, DISPUTED, {"to_seller": "1.00", "award": "why"}
    ),
    "POST /milestone-escrows/{id}/reclaim": step("reclaim", Side.BUYER, FUNDED, {}),
    "POST /milestone-escrows/{id}/refund": step("refund", Side.SELLER, FUNDED, {}),
    "POST /milestone-escrows/{id}/collect": step("collect", Side.AGENT, FUNDED, {}, paid=10_000),
    "POST /milestone-escrows/{id}/stop": step("stop", Side.SELLER, FUNDED, {"order": "of a court"}),
    "POST /milestone-escrows/{id}/lift": lift,
}
