"""Records of operations for the four questions."""

from __future__ import annotations

from tests.app.chain.builders import add_key
from tests.app.chain.world import World
from tests.app.routes import Asked, Question


def listed(world: World) -> Asked:
    return Asked("/operations", marker=_waiting(world))


def one(world: World) -> Asked:
    return Asked(f"/operations/{_waiting(world)}")


def approve(world: World) -> Asked:
    return Asked(f"/operations/{_waiting(world)}/approve", role="checker")


def reject(world: World) -> Asked:
    return Asked(f"/operations/{_waiting(world)}/reject", role="checker", body={"reason": "Not ours."})


def cancel(world: World) -> Asked:
    return Asked(f"/operations/{_waiting(world)}/cancel")


def _waiting(world: World) -> str:
    id = add_key(world)
    world.sender("maker").one_pass()
    return id


QUESTIONS: dict[str, Question] = {
    "GET /operations": listed,
    "GET /operations/{id}": one,
    "POST /operations/{id}/approve": approve,
    "POST /operations/{id}/reject": reject,
    "POST /operations/{id}/cancel": cancel,
}
