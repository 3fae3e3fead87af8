"""The desk of the tests of credits, with an adviser that issues deposits too: it issues the second credit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.collateral.builders import TWO_ISSUERS
from tests.app.credits.builders import Desk, desk_among


@pytest.fixture(scope="session")
def desk(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_among(node, tmp_path_factory.mktemp("collateral"), database, 40, TWO_ISSUERS) as made:
        yield made
