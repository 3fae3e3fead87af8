"""Two desks in one deal: `south`, which records, and `north`, which is sent copies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.chain.nodes import Node
from tests.app.chain.world import World, build_world
from tests.app.documents.builders import Desk
from tests.app.operations.builders import Interface

DEAL = "e" * 32


@pytest.fixture(scope="session")
def archive(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with build_world(node, tmp_path_factory.mktemp("documents"), numbers=8, database=database) as world:
        yield world


@pytest.fixture(scope="session")
def desk(archive: World) -> Desk:
    return Desk(archive, Interface(archive), DEAL)


@pytest.fixture(scope="session")
def other_desk(archive: World, desk: Desk) -> Desk:
    return Desk(archive, desk.interface, DEAL, "north")
