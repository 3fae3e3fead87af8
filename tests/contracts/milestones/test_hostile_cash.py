from __future__ import annotations

import brownie
import pytest
from eth_utils import keccak

from tests.contracts.milestones.conftest import PAYMENTS
from tests.contracts.people import EVERY_RIGHT, key_of, refused
from tests.contracts.standing import let_act_alone

WRONG_STATUS = "MilestoneWrongStatus(bytes32,uint8,uint8)"
NOTHING_LEFT = "MilestoneAmountTooLarge(uint256,uint256)"


@pytest.fixture
def hostile(port, members):
    """Cash that the consortium listed by mistake, and that calls members back while it pays."""
    cash = key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["HostileCash"], members)
    return port.listed(cash)


@pytest.mark.parametrize(
    ("step", "args", "error"),
    [("release", (0, 10_000), NOTHING_LEFT), ("refund", (), WRONG_STATUS)],
)
def test_cash_that_calls_back_finds_the_escrow_moved_on(
    port, members, milestones, buyer, seller, terms, hostile, state, step, args, error
):
    """MILESTONE-21: even with a key of who takes the step it is not taken twice."""
    member = buyer if step == "release" else seller
    member.together(members, "addKey", (hostile.address, 3, EVERY_RIGHT, 0))
    let_act_alone(port, member, hostile, 60_001)
    agreed = terms._replace(cash=hostile.address)
    buyer.together(milestones, "fund", agreed, PAYMENTS[0])
    plan = member.alone(milestones, step, agreed, *args, PAYMENTS[1])
    hostile.prepare(plan, {"from": key_of("deployer")})
    done = member.together(milestones, step, agreed, *args, PAYMENTS[2])
    called = done.events["CalledBack"]
    assert called["taken"] is False
    assert str(called["answer"]).startswith("0x" + keccak(text=error)[:4].hex())
    assert state(agreed).paid == (10_000 if step == "release" else 0)


def test_unlisted_hostile_cash_takes_no_deal(port, milestones, buyer, terms, hostile):
    """MILESTONE-3: closed, it is a stranger's contract again."""
    port.listed(hostile, status=3)
    with refused("MemberOnlyUnlisted", hostile, 3):
        buyer.together(milestones, "fund", terms._replace(cash=hostile.address), PAYMENTS[0])
