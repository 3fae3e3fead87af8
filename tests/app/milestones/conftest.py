"""A world in which the bank north issues cash, shared by the tests of a file: each makes deals of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.chain.world import build_world
from tests.app.milestones.builders import MORE_MEMBERS
from tests.app.operations.builders import Interface


@pytest.fixture(scope="module")
def interface(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interface]:
    folder = tmp_path_factory.mktemp("milestones")
    with build_world(
        node, folder, numbers=30, all_instruments=True, database=database, more_members=MORE_MEMBERS
    ) as world:
        yield Interface(world)
