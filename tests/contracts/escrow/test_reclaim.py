from __future__ import annotations

import pytest

from tests.contracts.attempts import answer
from tests.contracts.escrow.conftest import DEADLINE
from tests.contracts.people import refused
from tests.contracts.standing import let_act_alone, suspend, take_right

FUNDED, RECLAIMED = 1, 3


@pytest.fixture
def overdue(at, funded):
    at(DEADLINE + 10)
    return funded


def test_reclaim_is_refused_to_everybody_but_the_buyer(seller, buyer, overdue, escrow):
    """ESCROW-8."""
    with refused("EscrowNotBuyer", buyer, seller):
        seller.together(escrow, "reclaim", overdue)


def test_reclaim_is_refused_to_one_person(buyer, overdue, escrow, dollars):
    """ESCROW-8: the buyer's officers, two of them."""
    with refused("MembersTwoPersonsNeeded", buyer, 5, dollars, 60_000, 0):
        buyer.act(escrow, "reclaim", overdue)


def test_reclaim_is_refused_without_the_right_to_pay(port, buyer, overdue, escrow):
    """ESCROW-8."""
    take_right(port, buyer, "PAY")
    with refused("MemberOnlyRightMissing", buyer, 5, 0x1FF - (1 << 5)):
        buyer.together(escrow, "reclaim", overdue)


def test_the_deadline_belongs_to_the_seller_and_the_second_after_it_to_the_buyer(
    at, seller, buyer, funded, escrow
):
    """ESCROW-5, ESCROW-8: at no second can both act, and at none neither."""
    at(DEADLINE)
    assert answer(buyer, 2, escrow, "reclaim", funded) == f"EscrowTooEarly: {DEADLINE}, {DEADLINE}"
    assert answer(seller, 1, escrow, "deliver", funded) is None
    at(DEADLINE + 1)
    assert answer(buyer, 2, escrow, "reclaim", funded) is None
    assert answer(seller, 1, escrow, "deliver", funded) == f"EscrowTooLate: {DEADLINE}, {DEADLINE + 1}"


def test_reclaim_is_refused_to_a_suspended_buyer(port, buyer, overdue, escrow):
    """ESCROW-13."""
    suspend(port, buyer)
    with refused("MembersNotActive", buyer, 2):
        buyer.together(escrow, "reclaim", overdue)


def test_reclaim_is_refused_twice(buyer, overdue, escrow):
    """ESCROW-11: no escrow pays twice."""
    buyer.together(escrow, "reclaim", overdue)
    with refused("EscrowWrongStatus", escrow.idOf(overdue), RECLAIMED, FUNDED):
        buyer.together(escrow, "reclaim", overdue)


@pytest.mark.parametrize("persons", [1, 2])
def test_reclaim_gives_the_money_back(port, buyer, overdue, escrow, dollars, persons):
    """ESCROW-8: by two persons, or by one within the buyer's limit."""
    let_act_alone(port, buyer, dollars, 60_000)
    done = (buyer.act if persons == 1 else buyer.together)(escrow, "reclaim", overdue)
    assert done.events["Reclaimed"] == {"escrow": escrow.idOf(overdue)}
    assert escrow.statusOf(escrow.idOf(overdue)) == RECLAIMED
    assert dollars.balanceOf(buyer.account) == 100_000
    assert dollars.balanceOf(escrow) == 0


def test_reclaim_reaches_a_frozen_buyer_of_a_closing_version(
    port, issuing_bank, buyer, overdue, escrow, dollars
):
    """ESCROW-10, ESCROW-12: the money is the buyer's; the freeze holds it where it belongs."""
    issuing_bank.together(dollars, "freeze", buyer.number)
    port.listed(escrow, status=2, capabilities=3)
    buyer.together(escrow, "reclaim", overdue)
    assert dollars.balanceOf(buyer.account) == 100_000
