"""A desk among the members of the tests of credits, whose `south` is an authority too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.credits.builders import Desk, desk_among


@pytest.fixture(scope="session")
def desk(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_among(node, tmp_path_factory.mktemp("stops"), database, 8) as made:
        yield made
