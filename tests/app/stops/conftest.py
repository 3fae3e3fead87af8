"""A desk among the members of the tests of credits, whose `south` is an authority too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.chain.world import build_world
from tests.app.credits.builders import MORE_MEMBERS, Desk
from tests.app.operations.builders import Interface


@pytest.fixture(scope="session")
def desk(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("stops")
    with build_world(
        node, folder, numbers=8, all_instruments=True, database=database, more_members=MORE_MEMBERS
    ) as world:
        yield Desk(world, Interface(world))
