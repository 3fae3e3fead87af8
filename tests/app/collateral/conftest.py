"""The desk of the tests of credits, with an adviser that issues deposits too: it issues the second credit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.chain.world import build_world
from tests.app.credits.builders import ADVISER, MORE_MEMBERS, Desk
from tests.app.operations.builders import Interface


@pytest.fixture(scope="session")
def desk(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("collateral")
    members = [entry | {"currencies": ["EUR"]} if entry["id"] == ADVISER else entry for entry in MORE_MEMBERS]
    with build_world(
        node, folder, numbers=60, all_instruments=True, database=database, more_members=members
    ) as world:
        yield Desk(world, Interface(world))
