"""What stands on the chain, summed on both sides: two numbers for each difference, and an alarm until the
next night.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from app.cash.store import BalanceRow, SupplyRow
from app.credits.domain import CreditStatus
from app.credits.store import CreditRow, ObligationRow
from app.operating.metrics import exposition
from app.operating.nightly import reconciliation_alarms
from app.operating.reconcile import reconcile_lines
from app.operating.status import status_lines
from app.operating.store import Reconciliation, last_reconciliation
from app.receivables.store import ReceivableRow
from tests.app.chain.nodes import Node
from tests.app.chain.world import World, build_world
from tests.app.credits.builders import BANK, DEFERRED, MORE_MEMBERS, Desk, a_message
from tests.app.operating.builders import a_desk, operate
from tests.app.operations.builders import Interface
from tests.app.receivables.finance import with_key
from tests.app.receivables.trade import registered


@pytest.fixture(scope="module")
def business(
    lasting_anvil_node: Node, database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A credit that is open, one that is owed under, a receivable, and deposits; on the chain that answers
    thousands of questions sooner.
    """
    folder = tmp_path_factory.mktemp("reconcile")
    with build_world(
        lasting_anvil_node,
        folder,
        numbers=12,
        all_instruments=True,
        database=database,
        more_members=MORE_MEMBERS,
    ) as world:
        with_key(world)
        desk = Desk(world, Interface(world))
        credit = desk.advise()
        desk.present(credit)
        desk.mint(credit)
        place = desk.present(desk.advise(a_message(desk.today, **DEFERRED)))
        desk.examine(place, complies=True)
        desk.done(BANK, f"{place}/honour")
        registered(desk.interface)
        yield world


@pytest.fixture
def world(business: World) -> Iterator[World]:
    yield business
    with business.database.writing() as session:
        session.execute(delete(Reconciliation))


def put(world: World, model: type[Any], **values: Any) -> Callable[[], None]:
    """One row of the table otherwise than it was, of credits a running one; what puts it back."""
    counted = [model.status == CreditStatus.ADVISED] if model is CreditRow else []
    with world.database.writing() as session:
        row = session.query(model).where(*counted).order_by(model.id).first()
        assert row is not None
        before = {name: getattr(row, name) for name in values}
        same = (model.contract == row.contract, model.id == row.id)
        changed = {name: value(before[name]) for name, value in values.items()}
        session.execute(update(model).where(*same).values(**changed))

    def back() -> None:
        with world.database.writing() as session:
            session.execute(update(model).where(*same).values(**before))

    return back


def test_every_kind_of_business_is_summed_and_equal(world: World) -> None:
    """OPERATING-66"""
    lines, code = reconcile_lines(a_desk(world))
    assert code == 0, lines
    with world.database.reading() as session:
        last = last_reconciliation(session, world.deployment.chain_id)
        assert last is not None
        figures = {one["name"] for one in last.figures}
    assert figures == {
        *("credits outstanding", "drawings under examination", "obligations owed"),
        *("receivables unpaid", "deposits held", "deposits issued"),
    }
    assert all(one["service"] == one["chain"] > 0 for one in last.figures)


@pytest.mark.parametrize(
    ("model", "column", "figure"),
    [
        (CreditRow, "drawable", "credits outstanding"),
        (CreditRow, "reserved", "drawings under examination"),
        (ObligationRow, "amount", "obligations owed"),
        (ReceivableRow, "amount", "receivables unpaid"),
        (BalanceRow, "amount", "deposits held"),
        (SupplyRow, "amount", "deposits issued"),
    ],
)
def test_a_difference_is_told_with_two_numbers(
    world: World, model: type[Any], column: str, figure: str
) -> None:
    """OPERATING-66: of the sum, and of the row in which it lies."""
    back = put(world, model, **{column: lambda amount: amount + 7})
    try:
        lines, code = reconcile_lines(a_desk(world))
    finally:
        back()
    assert code == 1
    (of_sum,) = [line for line in lines if line.startswith(f"DIFFERS  {figure} of ")]
    ours, theirs = (int(part.split()[0]) for part in of_sum.rpartition(": ")[2].split(", ")[:2])
    assert ours - theirs == 7
    assert of_sum.endswith("+7")
    (of_row,) = [line for line in lines if line.startswith(f"DIFFERS  {model.__tablename__} ")]
    assert f"{column} is " in of_row


def test_how_it_ended_is_an_alarm_until_the_next(world: World) -> None:
    """OPERATING-67, OPERATING-69"""
    interface, chain_id = Interface(world), world.deployment.chain_id
    back = put(world, CreditRow, drawable=lambda amount: amount + 7)
    done = operate(world, "reconcile")
    back()
    assert done.returncode == 1
    alarms = interface.ask("GET", "/ready", token="").json()["alarms"]
    assert [alarm for alarm in alarms if alarm.endswith("found 2 differences")], "and nobody's sum or row"
    lines, code = status_lines(a_desk(world))
    assert code == 1
    assert any("found 2 differences, first: credits outstanding of " in line for line in lines)
    figures = exposition(world.database, chain_id).decode()
    assert "entrepot_reconciliation_differences 2.0" in figures
    sums = [line for line in figures.splitlines() if 'figure="credits outstanding"' in line]
    assert len([line for line in sums if 'side="chain"' in line]) == 1
    assert operate(world, "reconcile").returncode == 0
    assert not interface.ask("GET", "/ready", token="").json()["alarms"]
    assert "entrepot_reconciliation_differences 0.0" in exposition(world.database, chain_id).decode()


def test_a_night_that_was_missed_is_an_alarm(world: World) -> None:
    """OPERATING-68"""
    with world.database.reading() as session:
        assert reconciliation_alarms(session, world.settings) == []
    reconcile_lines(a_desk(world))
    with world.database.writing() as session:
        assert reconciliation_alarms(session, world.settings) == []
        last = last_reconciliation(session, world.deployment.chain_id)
        assert last is not None
        last.at -= timedelta(hours=world.settings.reconcile_within_hours + 1)
        session.flush()
        (alarm,) = reconciliation_alarms(session, world.settings)
    assert alarm.endswith("hours old")
