"""Every write of the interface can be signed outside: whatever a route asks of the chain waits for
signatures, and goes there under them with a key that stands for nobody. SORDERS-1
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.chain.store import Operation
from app.members.refusals import REFUSALS
from tests.app.chain.nodes import Node
from tests.app.chain.world import World, build_world
from tests.app.collateral.builders import TWO_ISSUERS
from tests.app.credits.four_questions import MADE
from tests.app.operations.builders import Interface
from tests.app.orders.builders import BackOffice, outside, with_outsiders
from tests.app.test_routes_four_questions import documented, questions

OWN = "/operations/{id}/"
# Not `party-not-active`, which instruments say of the other side.
OF_MEMBERS = {template.code for template in REFUSALS.values()} - {"party-not-active"}
# Not `/operations/...`: these answer, cancel and sign what others asked for.
WRITES = [route for route in documented() if not route.startswith("GET ") and OWN not in route]


@pytest.fixture(scope="module")
def world(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("every-write")
    with build_world(
        node, folder, numbers=130, all_instruments=True, database=database, more_members=TWO_ISSUERS
    ) as made:
        yield with_outsiders(made)


@pytest.fixture(scope="module")
def interface(world: World) -> Interface:
    return Interface(world)


@pytest.mark.parametrize("route", WRITES)
def test_a_write_is_signed_outside(world: World, interface: Interface, route: str) -> None:
    forget(world)
    asked = questions()[route](world)
    world.settle()
    office = BackOffice(world, interface, asked.member)
    before = last_of(world)
    answer = interface.ask(
        route.partition(" ")[0],
        asked.path,
        member=asked.member,
        role=outside(asked.role),
        body=asked.body,
    )
    assert 200 <= answer.status_code < 300, answer.text
    made = since(world, before)
    assert bool(made) == (answer.status_code == 202), "an operation, or an answer at once"
    for operation in made:
        assert (operation.status, operation.member_id) == ("unsigned", asked.member)
        office.sign(operation.id)
        world.settle()
        if world.operation(operation.id).status == "awaiting_check":
            assert operation.eyes == 2
            office.sign(operation.id, "checker")
            world.settle()
        require_carried(world, operation.id)


def forget(world: World) -> None:
    """What questions make once for all is used up here: two persons do carry it out."""
    folder = str(world.folder)
    for what in ("shown", "discrepant", "owed"):
        MADE.pop((folder, what), None)


def require_carried(world: World, id: str) -> None:
    """To its end in a block, or to where its instrument refused it: some records of the four questions stand
    in the mirror alone. Who refuses for want of evidence is MemberRegistry.
    """
    ended = world.operation(id)
    if ended.refusal is not None:
        assert ended.refusal["code"] not in OF_MEMBERS, ended.refusal
        assert ended.status == "failed"
        return
    assert ended.status == "final"
    assert ended.transaction is not None
    assert ended.transaction.key_kind == "courier"


def last_of(world: World) -> int:
    with world.database.reading() as session:
        return session.scalar(select(Operation.number).order_by(Operation.number.desc()).limit(1)) or 0


def since(world: World, number: int) -> list[Operation]:
    with world.database.reading() as session:
        return list(
            session.scalars(select(Operation).where(Operation.number > number).order_by(Operation.number))
        )
