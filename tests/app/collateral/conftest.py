"""The desk of the tests of credits, with an adviser that issues deposits too: it issues the second credit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.chain.world import build_world
from tests.app.collateral.builders import TWO_ISSUERS
from tests.app.credits.builders import Desk
from tests.app.operations.builders import Interface


@pytest.fixture(scope="session")
def desk(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("collateral")
    with build_world(
        node, folder, numbers=40, all_instruments=True, database=database, more_members=TWO_ISSUERS
    ) as world:
        yield Desk(world, Interface(world))
