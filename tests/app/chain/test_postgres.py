"""The same statements on PostgreSQL: the whole loop, and many writers at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.app.chain.builders import add_key, approve, record_document
from tests.app.chain.nodes import Node
from tests.app.chain.world import World, build_world
from tests.app.databases import postgres
from tests.app.operations.builders import Interface


@pytest.fixture
def world(ganache_node: Node, tmp_path: Path) -> Iterator[World]:
    with postgres(tmp_path) as url, build_world(ganache_node, tmp_path, database_url=url) as made:
        yield made


def test_the_loop_goes_round(world: World) -> None:
    """SERVICE-54"""
    one, two = record_document(world), add_key(world)
    world.settle()
    approve(world, two)
    world.settle()
    assert [world.operation(id).status for id in (one, two)] == ["final", "final"]


def test_many_at_once_with_one_key_do_it_once(world: World) -> None:
    """SERVICE-27"""
    id = add_key(world)
    world.sender("maker").one_pass()
    interface = Interface(world)
    with interface.http, ThreadPoolExecutor(8) as several:
        answers = list(
            several.map(
                lambda _: interface.ask("POST", f"/operations/{id}/approve", role="checker", key="one"),
                range(24),
            )
        )
    assert {answer.status_code for answer in answers} == {202}
    assert {answer.json()["id"] for answer in answers} == {id}
