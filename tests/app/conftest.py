"""Chains and databases for the service's tests. A chain is a real one, on a port that nobody else has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.chain.nodes import Node, anvil, ganache
from tests.app.chain.world import World, build_world, compiled


@pytest.fixture(scope="session", autouse=True)
def _compiled_contracts() -> None:
    """Deployments in tests are made from what stands in contracts/ now."""
    compiled()


@pytest.fixture(scope="session")
def ganache_node() -> Iterator[Node]:
    with ganache() as node:
        yield node


@pytest.fixture
def anvil_node() -> Iterator[Node]:
    """Fresh for each test: these rewrite their chain."""
    with anvil() as node:
        yield node


@pytest.fixture
def world(ganache_node: Node, tmp_path: Path) -> Iterator[World]:
    """Two members admitted on a real chain, with keys, database, users and workers' parts."""
    with build_world(ganache_node, tmp_path) as made:
        yield made


@pytest.fixture
def world_on_anvil(anvil_node: Node, tmp_path: Path) -> Iterator[World]:
    with build_world(anvil_node, tmp_path, finality_depth=6) as made:
        yield made
