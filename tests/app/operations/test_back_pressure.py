"""Too much at once: refused in words and whole, and served later under the same key."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import func, select

from app.chain.outbox import queue
from app.chain.store import Operation, StoredKey
from app.db import POOL
from app.errors import TooMany
from app.main import create_app
from app.requests import Turns
from tests.app.chain.builders import add_key, record_document
from tests.app.chain.world import World
from tests.app.operations.builders import Interface


def limited(world: World, **settings: int) -> Interface:
    world.settings = world.settings.model_copy(update=settings)
    return Interface(world)


def awaiting(world: World) -> str:
    id = add_key(world)
    world.sender("maker").one_pass()
    return id


def stored(world: World, table: type[Any]) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(("setting", "whose"), [("most_waiting", "south"), ("most_waiting_in_all", "north")])
def test_a_write_is_refused_whole_while_too_much_waits(world: World, setting: str, whose: str) -> None:
    """SERVICE-94"""
    id = awaiting(world)
    interface = limited(world, **{setting: 2})
    for _ in range(2):
        record_document(world, whose)
    answer = interface.ask("POST", f"/operations/{id}/approve", role="checker", key="one")
    assert answer.status_code == 429, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    problem = answer.json()
    assert (problem["code"], problem["values"]) == ("too-much-waits", {"waiting": 2, "most": 2})
    assert "2 operations of" in problem["detail"]
    assert stored(world, StoredKey) == 0
    assert world.operation(id).status == "awaiting_check"
    world.settle()
    again = interface.ask("POST", f"/operations/{id}/approve", role="checker", key="one")
    assert again.status_code == 202, again.text
    world.settle()
    assert world.operation(id).status == "final"


def test_nothing_of_a_refused_operation_is_stored(world: World) -> None:
    """SERVICE-94: what the service wants on chain comes through one door."""
    database = limited(world, most_waiting=1).http.app.state.database  # type: ignore[attr-defined]
    call = world.deployment.encode("DocumentRegistry", "record", bytes(32))

    def ask() -> None:
        with database.writing() as session:
            queue(
                session,
                member_id="south",
                user=world.callers["south", "maker"],
                party=world.parties("south")[0],
                instrument="DocumentRegistry",
                call=call,
                describes={"action": "a test"},
                eyes=1,
                right="RECORD",
            )

    ask()
    with pytest.raises(TooMany):
        ask()
    assert stored(world, Operation) == 1


def test_what_makes_room_or_was_taken_already_is_served(world: World) -> None:
    """SERVICE-95"""
    one, two, three = awaiting(world), awaiting(world), awaiting(world)
    interface = limited(world, most_waiting=1)
    taken = [interface.ask("POST", f"/operations/{one}/approve", role="checker", key="one") for _ in range(2)]
    assert [answer.status_code for answer in taken] == [202, 202]
    assert interface.ask("POST", f"/operations/{two}/approve", role="checker").status_code == 429
    rejected = interface.ask("POST", f"/operations/{two}/reject", role="checker", body={"reason": "No."})
    assert rejected.json()["status"] == "rejected"
    assert interface.ask("POST", f"/operations/{three}/cancel").json()["status"] == "cancelled"


def test_more_requests_than_may_wait_for_their_turn_are_refused() -> None:
    """SERVICE-96"""

    async def played() -> None:
        turns = Turns(writers=1, most=1)
        leave = asyncio.Event()

        async def write() -> None:
            async with turns.one():
                await leave.wait()

        first, second = asyncio.create_task(write()), asyncio.create_task(write())
        await asyncio.sleep(0)
        with pytest.raises(TooMany, match="1 requests wait"):
            async with turns.one():
                pass
        leave.set()
        await asyncio.gather(first, second)
        async with turns.one():
            pass

    asyncio.run(played())


def test_who_may_not_write_waits_for_no_turn(world: World) -> None:
    """SERVICE-124"""
    interface = Interface(world)
    interface.http.app.state.turns = Turns(writers=0, most=0)  # type: ignore[attr-defined]
    body = {"reason": "No."}
    assert interface.ask("POST", "/operations/x/reject", token="", body=body).status_code == 401
    assert interface.ask("POST", "/operations/x/reject", token="unknown", body=body).status_code == 401
    assert interface.ask("POST", "/operations/x/reject", role="checker", body=body).status_code == 429


def test_a_request_that_finds_no_connection_is_told_so(world: World) -> None:
    """SERVICE-96"""
    interface = Interface(world)
    database = interface.http.app.state.database  # type: ignore[attr-defined]
    database.engine.pool._timeout = 0.05
    with ExitStack() as held:
        for _ in range(3 * POOL):
            held.enter_context(database.engine.connect())
        answer = interface.ask("GET", "/operations")
    assert answer.status_code == 429, answer.text
    assert answer.json()["code"] == "no-connection-free"
    assert interface.ask("GET", "/operations").status_code == 200


def test_every_route_says_when_to_come_again(world: World) -> None:
    """SERVICE-96"""
    paths = create_app(world.settings).openapi()["paths"]
    told = {
        path: {"429", "503"} <= said["responses"].keys()
        for path, methods in paths.items()
        for said in methods.values()
        if {"401", "404"} <= said["responses"].keys()
    }
    assert "/operations/{id}/approve" in told
    assert all(told.values()), told
