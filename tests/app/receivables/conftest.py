"""A world of two banks, a seller and a buyer, that evaluate fingerprints; the tests of a file share it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.chain.world import build_world
from tests.app.operations.builders import Interface
from tests.app.receivables.finance import MORE_MEMBERS, with_key


@pytest.fixture(scope="module")
def interface(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interface]:
    folder = tmp_path_factory.mktemp("receivables")
    with build_world(
        node,
        folder,
        numbers=40,
        all_instruments=True,
        database=database,
        more_members=MORE_MEMBERS,
    ) as world:
        with_key(world)
        yield Interface(world)
