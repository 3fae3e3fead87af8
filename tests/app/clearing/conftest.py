"""A world with three banks that issue dollars, shared by the tests of a file: each makes deals of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.chain.world import build_world
from tests.app.clearing.builders import MORE_MEMBERS, opened
from tests.app.operations.builders import Interface


@pytest.fixture(scope="module")
def interface(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interface]:
    folder = tmp_path_factory.mktemp("clearing")
    with build_world(
        node,
        folder,
        numbers=14,
        all_instruments=True,
        database=database,
        more_members=MORE_MEMBERS,
    ) as world:
        made = Interface(world)
        opened(made)
        yield made
