"""The mirror of bills against the contract's own answer, and undone, rebuilt and replayed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.bills.store import BillRow, PledgeRow, TitleEventRow
from app.chain import reorg
from app.workers import handlers, ignored
from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade, a_deal, a_document, join, straight
from tests.app.chain.nodes import Node
from tests.app.chain.stories import rows
from tests.app.chain.world import World, build_world
from tests.app.operations.builders import Interface

COLUMNS = (
    "holder",
    "owner",
    "carrier",
    "nominee",
    "former_holder",
    "former_owner",
    "status",
    "form",
    "locks",
    "locker",
    "former_form",
    "change",
    "indemnity",
)


def row_of(world: World, bill: str) -> dict[str, Any]:
    with world.database.reading() as session:
        row = session.scalars(select(BillRow).where(BillRow.id == bill)).one()
        return {name: getattr(row, name) for name in COLUMNS}


def require_equal(trade: Trade, bill: str) -> None:
    assert row_of(trade.world, bill) == trade.on_chain(bill)


def act(trade: Trade, member: str, bill: str, what: str, **body: Any) -> None:
    trade.act(member, bill, what, **body)
    require_equal(trade, bill)


def now(world: World) -> str:
    with world.database.reading() as session:
        return rows(session, BillRow, PledgeRow, TitleEventRow)


def rebuilt(world: World) -> list[str]:
    """Twice, one after the other; nothing of it is kept. The projections ask for what they foretell alone."""
    found = []
    asked: list[str] = []
    with Session(world.database.engine) as session:
        event.listen(world.database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
        for _ in range(2):
            asked.clear()
            reorg.rebuild(session, world.deployment, handlers(), ignored())
            questions = [sql for sql in asked if sql.startswith("SELECT")]
            assert sum("FROM chain_bills" in sql for sql in questions) <= 1
            assert not any("FROM chain_title_events" in sql for sql in questions)
            found.append(rows(session, BillRow, PledgeRow, TitleEventRow))
        session.rollback()
    return found


# A contract of 36 bytes that calls the address in its first word with what follows, and reverts if that does.
FORWARDER = bytes.fromhex(
    "6024600c60003960246000f36020360360206000376000600060203603600060006000355af160225760006000fd5b00"
)


@pytest.fixture
def keeper(port: World) -> str:
    """An instrument that keeps bills and does as anybody tells it, listed by the consortium."""
    address: str = port.transact(None, FORWARDER)["contractAddress"]
    registry = port.deployment.contract("MemberRegistry").address
    encode = port.deployment.encode
    port.by_consortium(registry, [encode("MemberRegistry", "setInstrument", address, 1, 1)])
    return address


def keep(trade: Trade, keeper: str, bill: str, function: str, *args: Any) -> None:
    call = trade.world.deployment.encode("BillOfLading", function, bill, *args)
    target = bytes.fromhex(trade.world.deployment.contract("BillOfLading").address[2:]).rjust(32, b"\0")
    trade.world.transact(keeper, target + call)
    trade.world.index()
    require_equal(trade, bill)


def test_each_act_leaves_the_row_that_the_contract_has(trade: Trade) -> None:
    """SBILLS-12"""
    bill = trade.issue()
    require_equal(trade, bill)
    act(trade, SHIPPER, bill, "transfer-holder", to=LEI[CARRIER])
    act(trade, CARRIER, bill, "refuse-transfer")
    act(trade, SHIPPER, bill, "transfer-holder", to=LEI[CARRIER])
    elsewhere = a_deal(trade.world, CARRIER, SHIPPER)
    act(trade, SHIPPER, bill, "nominate", to=LEI[CARRIER], deal=elsewhere)
    act(trade, CARRIER, bill, "transfer-both", to=LEI[CARRIER], deal=elsewhere)
    act(trade, CARRIER, bill, "transfer-both", to=LEI[SHIPPER])
    act(trade, SHIPPER, bill, "nominate", to=LEI[CARRIER])
    act(trade, SHIPPER, bill, "nominate", to=None)
    act(trade, SHIPPER, bill, "endorse", to=LEI[CARRIER], endorsement="not_negotiable")
    act(trade, CARRIER, bill, "refuse-transfer")
    act(trade, SHIPPER, bill, "endorse-in-blank")
    act(trade, SHIPPER, bill, "transfer-holder", to=LEI[CARRIER])
    act(trade, CARRIER, bill, "refuse-transfer")
    act(trade, SHIPPER, bill, "endorse", to=LEI[CARRIER], endorsement="for_collection")
    act(trade, CARRIER, bill, "refuse-transfer")
    act(trade, SHIPPER, bill, "endorse", to=LEI[CARRIER], endorsement="in_full")
    act(trade, CARRIER, bill, "endorse", to=LEI[SHIPPER], endorsement="to_order")
    act(trade, SHIPPER, bill, "surrender")
    act(trade, CARRIER, bill, "surrender/refuse")
    act(trade, SHIPPER, bill, "surrender")
    act(trade, CARRIER, bill, "surrender/accept")
    assert [now(trade.world)] * 2 == rebuilt(trade.world)


def test_keeping_and_delivery_leave_the_row_that_the_contract_has(trade: Trade, keeper: str) -> None:
    """SBILLS-12: a bill delivered out of keeping is not to be refused; one given back is moved as before."""
    bill = trade.issue()
    shipper, carrier = trade.on_chain(bill)["holder"], trade.on_chain(bill)["carrier"]
    act(trade, SHIPPER, bill, "transfer-both", to=LEI[CARRIER])
    act(trade, CARRIER, bill, "transfer-both", to=LEI[SHIPPER])
    keep(trade, keeper, bill, "lock", shipper, carrier, 0)
    assert trade.bill(SHIPPER, bill)["kept_by"] == ["presentation"]
    assert trade.bill(SHIPPER, bill)["you_may"] == []
    keep(trade, keeper, bill, "unlock")
    act(trade, SHIPPER, bill, "transfer-both", to=LEI[CARRIER])
    act(trade, CARRIER, bill, "refuse-transfer")
    keep(trade, keeper, bill, "lock", shipper, carrier, 1)
    assert trade.bill(SHIPPER, bill)["kept_by"] == ["escrow"]
    keep(trade, keeper, bill, "deliver", carrier)
    assert trade.bill(CARRIER, bill)["you_are"] == ["holder", "owner", "carrier"]
    assert trade.bill(CARRIER, bill)["former_holder"] is None
    assert [now(trade.world)] * 2 == rebuilt(trade.world)


def test_a_straight_bill_is_owned_by_its_consignee_from_the_first_block(trade: Trade) -> None:
    """SBILLS-12"""
    bill = trade.issue(straight(a_document()), form="straight", order=LEI[CARRIER])
    require_equal(trade, bill)
    assert trade.bill(CARRIER, bill)["you_are"] == ["owner", "carrier"]


@pytest.fixture
def unfinished(anvil_node: Node, database: str, tmp_path: Path) -> Iterator[Trade]:
    """A chain on which nothing that the test does becomes final."""
    with build_world(
        anvil_node, tmp_path, finality_depth=500, numbers=3, all_instruments=True, database=database
    ) as world:
        yield Trade(world, Interface(world), a_deal(world, SHIPPER, CARRIER))


def test_undone_to_any_block_the_rows_are_what_they_were_then(unfinished: Trade) -> None:
    """SBILLS-13"""
    trade, world = unfinished, unfinished.world
    join(world, trade.deal, CARRIER)
    issued = trade.ask_issue(a_document())
    world.settle()
    bill = issued.json()["describes"]["bill"]
    seen = {}
    for member, what, body in (
        (SHIPPER, "transfer-both", {"to": LEI[CARRIER]}),
        (CARRIER, "refuse-transfer", {}),
        (SHIPPER, "endorse-in-blank", {}),
        (SHIPPER, "surrender", {}),
        (CARRIER, "surrender/accept", {}),
    ):
        seen[int(world.node.ask("eth_blockNumber"), 16)] = now(world)
        assert trade.ask(member, bill, what, **body).status_code == 202
        world.settle()
        require_equal(trade, bill)
    assert trade.bill(SHIPPER, bill)["finality"] == "pending"
    assert len(set(seen.values())) == 5
    last = now(world)
    for block in sorted(seen, reverse=True):
        with world.database.writing() as session:
            reorg.undo(session, world.deployment.chain_id, block)
        assert now(world) == seen[block] != last, f"after the undoing down to block {block}"
