"""Records of links between credits for the four questions."""

from __future__ import annotations

from tests.app.chain.world import World
from tests.app.collateral.builders import offered, second, wanted
from tests.app.credits.builders import ADVISER, BENEFICIARY
from tests.app.credits.four_questions import at_desk
from tests.app.routes import Asked, Question

TWO = "a link is a record of both members here; the other side is told that it is not its step"


def offer(world: World) -> Asked:
    return Asked("/collateral", wanted(at_desk(world).advise()))


def listed(world: World) -> Asked:
    return Asked("/collateral", marker=offered(at_desk(world)).rpartition("/")[2])


def one(world: World) -> Asked:
    return Asked(offered(at_desk(world)))


def take(world: World) -> Asked:
    desk = at_desk(world)
    return Asked(f"{offered(desk)}/take", {"credit": second(desk)}, member=ADVISER)


def release(world: World) -> Asked:
    return Asked(f"{offered(at_desk(world))}/release", member=ADVISER)


def withdraw(world: World) -> Asked:
    return Asked(f"{offered(at_desk(world))}/withdraw")


def end(world: World) -> Asked:
    desk = at_desk(world)
    link = offered(desk)
    desk.done(ADVISER, f"{link}/take", {"credit": second(desk)})
    return Asked(f"{link}/end", member=BENEFICIARY)


QUESTIONS: dict[str, Question] = {
    "POST /collateral": offer,
    "GET /collateral": listed,
    "GET /collateral/{id}": one,
    "POST /collateral/{id}/take": take,
    "POST /collateral/{id}/release": release,
    "POST /collateral/{id}/withdraw": withdraw,
    "POST /collateral/{id}/end": end,
}
