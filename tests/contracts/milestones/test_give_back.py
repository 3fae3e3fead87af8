from __future__ import annotations

import pytest

from tests.contracts.milestones.conftest import DEADLINE, FUNDED, OF_SELLER, PAYMENTS, RECLAIMED, REFUNDED
from tests.contracts.people import refused
from tests.contracts.standing import let_act_alone, suspend


@pytest.fixture
def overdue(at, milestones, buyer, funded):
    """Of which 100.00 were released."""
    buyer.together(milestones, "release", funded, 0, 10_000, PAYMENTS[1])
    at(DEADLINE + 10)
    return funded


def test_reclaim_is_refused_to_everybody_but_the_buyer(milestones, buyer, seller, arbiter, overdue):
    """MILESTONE-12."""
    for member in (seller, arbiter):
        with refused("MilestoneNotBuyer", buyer, member):
            member.together(milestones, "reclaim", overdue, PAYMENTS[2])


def test_reclaim_is_refused_to_one_person_above_the_limit(port, milestones, buyer, dollars, overdue):
    """MILESTONE-12: the limit is held against what is left."""
    let_act_alone(port, buyer, dollars, 50_000)
    with refused("MembersTwoPersonsNeeded", buyer, 5, dollars, 50_001, 50_000):
        buyer.act(milestones, "reclaim", overdue, PAYMENTS[2])
    let_act_alone(port, buyer, dollars, 50_001)
    buyer.act(milestones, "reclaim", overdue, PAYMENTS[2])


def test_reclaim_takes_back_what_is_left(
    port, issuing_bank, milestones, buyer, seller, dollars, overdue, books, state
):
    """MILESTONE-12, MILESTONE-17, MILESTONE-19, MILESTONE-20: to a frozen buyer, while the seller is
    suspended, once.
    """
    issuing_bank.together(dollars, "freeze", buyer.number)
    suspend(port, seller)
    port.listed(milestones, status=2, capabilities=2)
    done = buyer.together(milestones, "reclaim", overdue, PAYMENTS[2])
    assert done.events["Reclaimed"] == {"escrow": milestones.idOf(overdue), "payment": PAYMENTS[2]}
    assert books() == (90_000, 9_975, 0, 25)
    assert state(overdue).status == RECLAIMED
    with refused("MilestoneWrongStatus", milestones.idOf(overdue), RECLAIMED, FUNDED):
        buyer.together(milestones, "reclaim", overdue, PAYMENTS[3])


def test_reclaim_is_refused_to_a_suspended_buyer(port, milestones, buyer, seller, overdue, books):
    """MILESTONE-20: the money waits; the seller may still send it back."""
    suspend(port, buyer)
    with refused("MembersNotActive", buyer, 2):
        buyer.together(milestones, "reclaim", overdue, PAYMENTS[2])
    seller.together(milestones, "refund", overdue, OF_SELLER[2])
    assert books() == (90_000, 9_975, 0, 25)


def test_refund_is_refused_to_everybody_but_the_seller(milestones, buyer, seller, arbiter, funded):
    """MILESTONE-13."""
    for member in (buyer, arbiter):
        with refused("MilestoneNotSeller", seller, member):
            member.together(milestones, "refund", funded, OF_SELLER[1])


def test_refund_is_refused_to_one_person_above_the_limit(port, milestones, seller, dollars, funded):
    """MILESTONE-13: giving up a claim is as dear as paying."""
    let_act_alone(port, seller, dollars, 60_000)
    with refused("MembersTwoPersonsNeeded", seller, 5, dollars, 60_001, 60_000):
        seller.act(milestones, "refund", funded, OF_SELLER[1])


def test_refund_gives_all_back_and_takes_no_fee(milestones, buyer, seller, funded, books, state):
    """MILESTONE-13, MILESTONE-17."""
    done = seller.together(milestones, "refund", funded, OF_SELLER[1])
    assert done.events["Refunded"] == {"escrow": milestones.idOf(funded), "payment": OF_SELLER[1]}
    assert books() == (100_000, 0, 0, 0)
    assert state(funded).status == REFUNDED
    with refused("MilestoneWrongStatus", milestones.idOf(funded), REFUNDED, FUNDED):
        buyer.together(milestones, "release", funded, 0, 1, PAYMENTS[2])
