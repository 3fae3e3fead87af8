from __future__ import annotations

import pytest

from tests.contracts.people import account_of, refused
from tests.contracts.standing import let_act_alone, suspend


def test_transfer_is_refused_to_one_person(rich, applicant, dollars):
    """CASH-6: a payment above the limit, which is 0 to begin with, takes two."""
    with refused("MembersTwoPersonsNeeded", rich, 5, dollars, 1, 0):
        rich.act(dollars, "transfer", applicant.account, 1)


def test_transfer_is_refused_above_what_is_held(rich, applicant, dollars):
    """CASH-3."""
    with refused("ERC20InsufficientBalance", rich.account, 100_000, 100_001):
        rich.together(dollars, "transfer", applicant.account, 100_001)


@pytest.mark.parametrize("amount", [2**64, 2**64 + 1, 2**256 - 1])
def test_transfer_is_refused_above_64_bits(port, rich, applicant, dollars, amount):
    """CASH-3: an amount that would be cut to fit must not pass a limit as the small number it is cut to."""
    let_act_alone(port, rich, dollars, 1)
    with refused("CashAmountTooLarge", amount, 2**64 - 1):
        rich.act(dollars, "transfer", applicant.account, amount)


def test_transfer_is_refused_for_nothing(rich, applicant, dollars):
    """CASH-3."""
    with refused("CashZeroAmount"):
        rich.together(dollars, "transfer", applicant.account, 0)


def test_transfer_is_refused_to_an_address_that_is_no_account(rich, escrow, dollars):
    """CASH-13: neither a person's key nor a contract holds cash of its own accord."""
    for address in (rich.maker.address, escrow.address, dollars.address, "0x" + "00" * 20):
        with refused("CashNotAccount", address):
            rich.together(dollars, "transfer", address, 1)


def test_transfer_is_refused_to_a_number_that_nobody_has(rich, dollars):
    """CASH-13."""
    with refused("MembersNotActive", 7, 0):
        rich.together(dollars, "transfer", account_of(7), 1)


def test_transfer_is_refused_to_a_suspended_party(port, rich, applicant, dollars):
    """CASH-13."""
    suspend(port, applicant)
    with refused("MembersNotActive", applicant, 2):
        rich.together(dollars, "transfer", applicant.account, 1)


def test_transfer_is_refused_to_a_frozen_party(issuing_bank, rich, applicant, dollars):
    """CASH-10: it pays nothing."""
    issuing_bank.together(dollars, "freeze", rich.number)
    with refused("CashFrozen", rich.account):
        rich.together(dollars, "transfer", applicant.account, 1)


def test_transfer_is_refused_to_a_suspended_payer(port, rich, applicant, dollars):
    """CASH-14."""
    suspend(port, rich)
    with refused("MembersNotActive", rich, 2):
        rich.together(dollars, "transfer", applicant.account, 1)
    assert dollars.balanceOf(rich.account) == 100_000


@pytest.mark.parametrize("persons", [1, 2])
def test_transfer_pays(port, rich, applicant, dollars, persons):
    """CASH-13, CASH-6: from account to account, the supply unchanged."""
    let_act_alone(port, rich, dollars, 99_999)
    done = (rich.act if persons == 1 else rich.together)(dollars, "transfer", applicant.account, 99_999)
    assert done.events["Transfer"] == {"from": rich.account, "to": applicant.account, "value": 99_999}
    assert dollars.balanceOf(rich.account) == 1
    assert dollars.balanceOf(applicant.account) == 99_999
    assert dollars.totalSupply() == 100_000
