"""Chains and databases for the service's tests. A chain is a real one, on a port that nobody else has.

Every test that touches a database is run on what `--database` names: sqlite, postgres, both, or one of the
two, by turns of slices and files; `other` is then the other one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from tests.app import databases
from tests.app.chain.nodes import Node, anvil, ganache
from tests.app.chain.stock import world_from_stock
from tests.app.chain.world import World, build_world, compiled

HERE = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(*databases.KINDS, "both", "one", "other"),
        default=databases.SQLITE,
        help="the databases that the service's tests are run on",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        asked = metafunc.config.getoption("database", databases.SQLITE)
        kinds = kinds_of(asked, shared_by(metafunc.definition.path))
        metafunc.parametrize("database", kinds, indirect=True, scope="session")


def kinds_of(asked: str, shared: Path) -> tuple[str, ...]:
    """The kinds that those tests are run on which share a world."""
    if asked == "both":
        return databases.KINDS
    if asked in databases.KINDS:
        return (asked,)
    turn = crc32(str(shared.relative_to(HERE.parent)).encode()) + (asked == "other")
    return (databases.KINDS[turn % 2],)


def shared_by(test: Path) -> Path:
    """Tests that share a world: a slice's that has a conftest.py, or a file's."""
    return test.parent if test.parent != HERE and (test.parent / "conftest.py").exists() else test


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a world stay in one process of a parallel run, on one kind of database."""
    for item in items:
        shared = shared_by(item.path)
        kind = item.callspec.params.get("database", "") if hasattr(item, "callspec") else ""
        item.add_marker(pytest.mark.xdist_group(f"{shared.relative_to(HERE.parent)} {kind}".strip()))


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database that this run of the test is on."""
    return str(request.param)


@pytest.fixture(scope="session", autouse=True)
def _postgres_ends() -> Iterator[None]:
    yield
    databases.close_shared()


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
def world(ganache_node: Node, database: str, tmp_path: Path) -> Iterator[World]:
    """Two members admitted on a real chain, with keys, database, users and workers' parts."""
    with world_from_stock(ganache_node, tmp_path, database) as made:
        yield made


@pytest.fixture
def world_on_anvil(anvil_node: Node, database: str, tmp_path: Path) -> Iterator[World]:
    with build_world(anvil_node, tmp_path, finality_depth=6, database=database) as made:
        yield made
