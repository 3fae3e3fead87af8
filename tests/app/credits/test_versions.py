"""A second version of the credits' contract comes to a chain with open business, and the service follows
both. SCREDITS-42
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.credits.store import CreditRow
from app.operating.reconcile import reconcile_lines
from app.operating.store import last_reconciliation
from tests.app.chain.nodes import Node
from tests.app.chain.versions import succeeded
from tests.app.chain.world import build_world
from tests.app.credits.builders import AMOUNT, BANK, BENEFICIARY, DEFERRED, MORE_MEMBERS, Desk, a_message
from tests.app.operating.builders import a_desk
from tests.app.operations.builders import Interface


@pytest.fixture
def desk(node: Node, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("versions")
    with build_world(
        node, folder, numbers=12, all_instruments=True, database=database, more_members=MORE_MEMBERS
    ) as world:
        yield Desk(world, Interface(world))


def written_in(desk: Desk, credit: str) -> str:
    with desk.world.database.reading() as session:
        return str(session.query(CreditRow).filter_by(id=credit).one().contract)


def honoured(desk: Desk, credit: str, place: str) -> None:
    desk.mint(credit)
    desk.done(BANK, f"{place}/honour")
    assert desk.see(BANK, place)["status"] == "honoured"


def test_running_credits_end_where_they_were_written_and_new_ones_begin_in_the_new(desk: Desk) -> None:
    under_way, untouched = desk.advise(), desk.advise()
    place = desk.present(under_way)
    owed_under = desk.advise(a_message(desk.today, **DEFERRED))
    owing = desk.present(owed_under)
    desk.examine(owing, complies=True)
    desk.done(BANK, f"{owing}/honour")
    too_late = desk.ask(BANK, "/credits", {"application": desk.apply()["id"]}).json()
    applied = desk.apply()
    desk.world.settle()
    first = desk.world.deployment.contract("LetterOfCredit").address

    with succeeded(desk.world, "LetterOfCredit") as world:
        now = Desk(world, Interface(world))
        second = world.deployment.contract("LetterOfCredit").address
        assert second != first

        assert now.ask(BANK, f"/operations/{too_late['id']}/approve", role="checker").status_code == 202
        world.settle()
        refused = now.see(BANK, f"/operations/{too_late['id']}")
        assert (refused["status"], refused["refusal"]["code"]) == ("failed", "instrument-closing")

        issued = now.done(BANK, "/credits", {"application": applied["id"]})
        new = str(issued["describes"]["credit"])
        now.done("adviser", f"/credits/{new}/advise")
        assert (written_in(now, new), written_in(now, under_way)) == (second, first)

        amendment = now.propose(untouched, presentation_days=20)
        now.done(BENEFICIARY, f"{amendment}/answer", {"accepts": "whole"})
        now.examine(place, complies=True)
        honoured(now, under_way, place)
        for credit in (untouched, new):
            lodged = now.present(credit)
            now.examine(lodged, complies=True)
            honoured(now, credit, lodged)
        assert now.held(BENEFICIARY, new) == AMOUNT
        (obligation,) = now.see(BANK, owing)["obligations"]
        assert now.see(BANK, f"/credits/obligations/{obligation}")["status"] == "owed"

        lines = {line["credit"]: line for line in now.see(BANK, "/credits/liabilities")["lines"]}
        assert (lines[owed_under]["undertaken"], lines[new]["outstanding"]) == (AMOUNT, "0.00")
        now.issue()
        found, code = reconcile_lines(a_desk(world))
        assert code == 0, found
        with world.database.reading() as session:
            last = last_reconciliation(session, world.deployment.chain_id)
        assert last is not None
        outstanding = [one["contract"] for one in last.figures if one["name"] == "credits outstanding"]
        assert second in outstanding, "beside what other tests left in the first"
