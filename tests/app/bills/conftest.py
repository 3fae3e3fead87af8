"""A deal between a shipper and a carrier, on a chain where every instrument is open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.bills.builders import CARRIER, SHIPPER, Trade, a_deal
from tests.app.chain.nodes import Node
from tests.app.chain.world import World, build_world
from tests.app.operations.builders import Interface


@pytest.fixture(scope="session")
def port(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("bills")
    with build_world(node, folder, numbers=24, all_instruments=True, database=database) as world:
        yield world


@pytest.fixture(scope="session")
def interface(port: World) -> Interface:
    return Interface(port)


@pytest.fixture(scope="session")
def trade(port: World, interface: Interface) -> Trade:
    """One deal for all tests: each has bills of its own."""
    return Trade(port, interface, a_deal(port, SHIPPER, CARRIER))
