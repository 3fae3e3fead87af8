from __future__ import annotations

import pytest

from tests.contracts.people import refused
from tests.contracts.standing import let_act_alone, suspend


def test_redeem_is_refused_to_one_person(rich, dollars):
    """CASH-6: giving up a claim is a payment."""
    with refused("MembersTwoPersonsNeeded", rich, 5, dollars, 1, 0):
        rich.act(dollars, "redeem", 1)


def test_redeem_is_refused_above_what_is_held(rich, dollars):
    """CASH-3: nobody redeems what it does not hold."""
    with refused("ERC20InsufficientBalance", rich.account, 100_000, 100_001):
        rich.together(dollars, "redeem", 100_001)


def test_redeem_is_refused_for_nothing(rich, dollars):
    """CASH-3."""
    with refused("CashZeroAmount"):
        rich.together(dollars, "redeem", 0)


def test_redeem_is_refused_to_a_frozen_party(issuing_bank, rich, dollars):
    """CASH-10: redeeming is being paid elsewhere."""
    issuing_bank.together(dollars, "freeze", rich.number)
    with refused("CashFrozen", rich.account):
        rich.together(dollars, "redeem", 1)


def test_redeem_is_refused_to_a_suspended_party(port, rich, dollars):
    """CASH-14: and its claim stays."""
    suspend(port, rich)
    with refused("MembersNotActive", rich, 2):
        rich.together(dollars, "redeem", 1)
    assert dollars.balanceOf(rich.account) == 100_000


@pytest.mark.parametrize("persons", [1, 2])
def test_redeem_shrinks_claim_and_supply(port, rich, dollars, persons):
    """CASH-12, CASH-6: by two persons, or by one within its limit."""
    let_act_alone(port, rich, dollars, 40_000)
    done = (rich.act if persons == 1 else rich.together)(dollars, "redeem", 40_000)
    assert done.events["Redeemed"] == {"from": rich.number, "amount": 40_000}
    assert done.events["Transfer"]["from"] == rich.account
    assert dollars.balanceOf(rich.account) == 60_000
    assert dollars.totalSupply() == 60_000
