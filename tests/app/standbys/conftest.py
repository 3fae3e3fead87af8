"""The desk of the credits' tests, on a chain of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.chain.world import build_world
from tests.app.credits.builders import MORE_MEMBERS, Desk
from tests.app.operations.builders import Interface
from tests.app.standbys.builders import MORE, Standbys


@pytest.fixture(scope="session")
def standbys(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standbys]:
    folder = tmp_path_factory.mktemp("standbys")
    with build_world(
        node, folder, numbers=60, all_instruments=True, database=database, more_members=[*MORE_MEMBERS, MORE]
    ) as world:
        yield Standbys(Desk(world, Interface(world)))
