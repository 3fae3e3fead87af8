"""Records of receivables for the four questions. Only a bank reserves, so the right caller is `north`."""

from __future__ import annotations

from typing import Any

from tests.app.chain.world import World
from tests.app.operations.builders import Interface
from tests.app.receivables.finance import an_invoice, entered, financed, reserved, with_key
from tests.app.routes import Asked, Question


def enter(world: World) -> Asked:
    with_key(world)
    body = {"document": an_invoice(), "share": 10_000, "reference": "asked by four"}
    return Asked("/financings", body=body, own_only="it makes a record of whoever asks")


def listed(world: World) -> Asked:
    with_key(world)
    marker = entered(Interface(world))["id"]
    return Asked("/financings", marker=marker, member="north", other="south")


def one(world: World) -> Asked:
    with_key(world)
    return Asked(f"/financings/{entered(Interface(world))['id']}", member="north", other="south")


def step(name: str, made: Any, body: Any = None) -> Question:
    def question(world: World) -> Asked:
        with_key(world)
        path = f"/financings/{made(Interface(world))['id']}/{name}"
        return Asked(path, body=body, member="north", other="south")

    return question


QUESTIONS: dict[str, Question] = {
    "POST /financings": enter,
    "GET /financings": listed,
    "GET /financings/{id}": one,
    "POST /financings/{id}/reserve": step("reserve", entered, {"hours": 24}),
    "POST /financings/{id}/renew": step("renew", reserved, {"hours": 24}),
    "POST /financings/{id}/finance": step("finance", reserved),
    "POST /financings/{id}/settle": step("settle", financed),
    "POST /financings/{id}/dispute": step("dispute", financed, {"grounds": "Short delivery."}),
    "POST /financings/{id}/release": step("release", reserved),
}
