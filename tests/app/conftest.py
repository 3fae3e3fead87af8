"""Chains and databases for the service's tests. A chain is a real one, on a port that nobody else has.

Every test that touches a database is run on what `--database` names: sqlite, postgres, both, or one of the
two, by turns of slices and files; `other` is then the other one. So it is with `--chain`, ganache or anvil.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from tests.app import databases
from tests.app.chain.nodes import Node, anvil, ganache
from tests.app.chain.stock import world_from_stock
from tests.app.chain.world import World, build_world, compiled

HERE = Path(__file__).parent
GANACHE, ANVIL = CHAINS = ("ganache", "anvil")
# Of the loop and of its operation: these name their chain, or stop and start Ganache's mining.
LOOP = ("chain", "operating")
# Whatever waits for processes of its own must not be begun when all else has ended.
EARLY = ("journeys/", "app/chain/", "app/operating/")
# The largest worlds: begun before the small ones fill the gaps, and first played on the faster chain.
LARGE = ("app/credits", "app/test_routes_four_questions.py", "app/orders/test_every_write.py")

# Worlds are hundreds of small files that nobody looks at again.
if there := databases.in_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", there)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(*databases.KINDS, "both", "one", "other"),
        default=databases.SQLITE,
        help="the databases that the service's tests are run on",
    )
    parser.addoption(
        "--chain",
        choices=(*CHAINS, "both", "one", "other"),
        default=GANACHE,
        help="the test chains that the service's tests are run on",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    file = metafunc.definition.path
    world = str(shared_by(file).relative_to(HERE.parent))
    turns = crc32(world.encode())
    asked_database = metafunc.config.getoption("database", databases.SQLITE)
    asked_chain = GANACHE if file.parent.name in LOOP else metafunc.config.getoption("chain", GANACHE)
    for name, kinds, asked, turn in (
        ("database", databases.KINDS, asked_database, turns),
        ("chain", CHAINS, asked_chain, CHAINS.index(ANVIL) if world in LARGE else turns >> 1),
    ):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, kinds_of(kinds, asked, turn), indirect=True, scope="session")


def kinds_of(kinds: tuple[str, str], asked: str, turns: int) -> tuple[str, ...]:
    """The kinds that those tests are run on which share a world and have these turns."""
    if asked == "both":
        return kinds
    if asked in kinds:
        return (asked,)
    return (kinds[(turns + (asked == "other")) % 2],)


def shared_by(test: Path) -> Path:
    """Tests that share a world: a slice's that has a conftest.py, or a file's."""
    return test.parent if test.parent != HERE and (test.parent / "conftest.py").exists() else test


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Tests that share a world stay in one process of a parallel run, on one kind of database and chain."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(world_of(item)))
    yield
    items.sort(key=turn_of)


def turn_of(item: pytest.Item) -> int:
    first = (place for place, start in enumerate((*EARLY, *LARGE)) if in_tests(item).startswith(start))
    return next(first, len(EARLY) + len(LARGE))


def in_tests(item: pytest.Item) -> str:
    return str(item.path.relative_to(HERE.parent))


def world_of(item: pytest.Item) -> str:
    params = item.callspec.params if hasattr(item, "callspec") else {}
    kinds = [params[kind] for kind in ("database", "chain") if kind in params]
    return " ".join([str(shared_by(item.path).relative_to(HERE.parent)), *kinds])


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


@pytest.fixture(scope="session")
def lasting_anvil_node() -> Iterator[Node]:
    with anvil() as node:
        yield node


@pytest.fixture(scope="session")
def chain(request: pytest.FixtureRequest) -> str:
    """The kind of test chain that this run of the test is on."""
    return str(request.param)


@pytest.fixture(scope="session")
def node(chain: str, request: pytest.FixtureRequest) -> Node:
    """One of that kind for all tests of a process."""
    found: Node = request.getfixturevalue("ganache_node" if chain == GANACHE else "lasting_anvil_node")
    return found


@pytest.fixture
def anvil_node() -> Iterator[Node]:
    """Fresh for each test: these rewrite their chain."""
    with anvil() as node:
        yield node


@pytest.fixture
def world(node: Node, database: str, tmp_path: Path) -> Iterator[World]:
    """Two members admitted on a real chain, with keys, database, users and workers' parts."""
    with world_from_stock(node, tmp_path, database) as made:
        yield made


@pytest.fixture
def world_on_anvil(anvil_node: Node, database: str, tmp_path: Path) -> Iterator[World]:
    with build_world(anvil_node, tmp_path, finality_depth=6, database=database) as made:
        yield made
