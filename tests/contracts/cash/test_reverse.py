from __future__ import annotations

import pytest

from tests.contracts.people import named, refused, salted
from tests.contracts.standing import let_act_alone, suspend
from tests.contracts.structs import plain

UETR, REASON, ORDER = named("beneficiary", "a reference"), salted("a reason"), salted("an order")
OF_THE_BANK = named("issuing_bank", "a reference")
NONE = "0x" + "00" * 32
UNKNOWN, PAID, PAID_IN, PAID_OUT, FORCED, REVERSED = range(6)


@pytest.fixture
def paid(rich, applicant, dollars):
    """The applicant was paid 300.00 by the beneficiary."""
    rich.together(dollars, "pay", UETR, applicant.number, 30_000)
    return applicant


def test_reversal_is_refused_of_what_was_never_paid(paid, dollars):
    """CASH-20."""
    with refused("CashNotReversible", salted("no reference"), UNKNOWN):
        paid.together(dollars, "reverse", salted("no reference"), REASON)


def test_a_payment_is_returned_by_nobody_but_who_was_paid(issuing_bank, rich, paid, dollars):
    """CASH-19: neither by who paid nor by the bank."""
    for party in (rich, issuing_bank):
        with refused("CashNotPayee", paid, party):
            party.together(dollars, "reverse", UETR, REASON)


@pytest.mark.parametrize("status", [PAID_IN, PAID_OUT])
def test_what_the_issuer_paid_in_or_out_is_reversed_by_nobody_else(issuing_bank, rich, dollars, status):
    """CASH-19: not by the holder either."""
    if status == PAID_IN:
        issuing_bank.together(dollars, "payIn", OF_THE_BANK, rich.number, 5)
    else:
        rich.together(dollars, "payOut", UETR, 5)
    with refused("CashNotIssuer", issuing_bank, rich):
        rich.together(dollars, "reverse", OF_THE_BANK if status == PAID_IN else UETR, REASON)


def test_reversal_is_refused_to_one_person_whatever_the_limit(port, paid, dollars):
    """CASH-19: a reversal is always looked at by two."""
    let_act_alone(port, paid, dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", paid, 5):
        paid.act(dollars, "reverse", UETR, REASON)


def test_reversal_is_refused_without_a_reason(paid, dollars):
    """CASH-20."""
    with refused("CashNothingNamed"):
        paid.together(dollars, "reverse", UETR, NONE)


def test_a_return_is_refused_out_of_a_frozen_account_and_above_what_is_left(
    issuing_bank, rich, paid, dollars
):
    """CASH-10, CASH-3: a return is a payment of who gives back."""
    issuing_bank.together(dollars, "freeze", paid.number)
    with refused("CashFrozen", paid.account):
        paid.together(dollars, "reverse", UETR, REASON)
    issuing_bank.together(dollars, "unfreeze", paid.number)
    paid.together(dollars, "pay", named("applicant", "spent"), rich.number, 1)
    with refused("ERC20InsufficientBalance", paid.account, 29_999, 30_000):
        paid.together(dollars, "reverse", UETR, REASON)


def test_reversal_is_refused_twice(rich, paid, dollars):
    """CASH-20: once, and it is not reversed back: that is a payment of its own."""
    paid.together(dollars, "reverse", UETR, REASON)
    for party in (paid, rich):
        with refused("CashNotReversible", UETR, REVERSED):
            party.together(dollars, "reverse", UETR, REASON)
    assert dollars.balanceOf(rich.account) == 100_000


def test_a_return_moves_the_whole_payment_back_and_both_stay(port, rich, paid, dollars):
    """CASH-19, CASH-20: to its payer, suspended though it be meanwhile."""
    suspend(port, rich)
    done = paid.together(dollars, "reverse", UETR, REASON)
    names = [event.name for event in done.events if event.address == dollars.address]
    assert names == ["Reversed", "Transfer"]
    assert done.events["Reversed"] == {"payment": UETR, "reason": REASON}
    assert done.events["Transfer"] == {"from": paid.account, "to": rich.account, "value": 30_000}
    assert plain(dollars.paymentOf(UETR)) == (rich.number, paid.number, 30_000, REVERSED, 0)
    assert dollars.totalSupply() == 100_000


def test_the_issuer_takes_back_a_wrong_mint_even_out_of_an_account_that_it_froze(issuing_bank, rich, dollars):
    """CASH-19: as long as it lies there."""
    issuing_bank.together(dollars, "payIn", OF_THE_BANK, rich.number, 500)
    issuing_bank.together(dollars, "freeze", rich.number)
    issuing_bank.together(dollars, "reverse", OF_THE_BANK, REASON)
    assert dollars.balanceOf(rich.account) == 100_000
    assert dollars.totalSupply() == 100_000
    assert dollars.isFrozen(rich.number) is True


def test_the_issuer_owes_again_what_it_paid_out_in_vain(port, issuing_bank, rich, dollars):
    """CASH-19: the payment came back to it; a token that closes lets it."""
    rich.together(dollars, "payOut", UETR, 500)
    port.listed(dollars, status=2)
    issuing_bank.together(dollars, "reverse", UETR, REASON)
    assert dollars.balanceOf(rich.account) == 100_000
    assert dollars.totalSupply() == 100_000


def test_force_is_refused_to_everybody_but_two_persons_of_the_issuer(port, issuing_bank, rich, paid, dollars):
    """CASH-21."""
    way = ("force", named("issuing_bank", "forced"), NONE, paid.number, rich.number, 1, ORDER)
    with refused("CashNotIssuer", issuing_bank, rich):
        rich.together(dollars, *way)
    let_act_alone(port, issuing_bank, dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 5):
        issuing_bank.act(dollars, *way)


def test_force_is_refused_without_an_order_from_nobody_and_to_nobody(port, issuing_bank, rich, paid, dollars):
    """CASH-21, CASH-3: forcing makes and ends no cash."""
    forced = named("issuing_bank", "forced")
    with refused("CashNothingNamed"):
        issuing_bank.together(dollars, "force", forced, NONE, paid.number, rich.number, 1, NONE)
    with refused("CashNotAccount", "0x" + "00" * 20):
        issuing_bank.together(dollars, "force", forced, NONE, 0, rich.number, 1, ORDER)
    with refused("MembersNotActive", 0, 0):
        issuing_bank.together(dollars, "force", forced, NONE, paid.number, 0, 1, ORDER)
    with refused("CashZeroAmount"):
        issuing_bank.together(dollars, "force", forced, NONE, paid.number, rich.number, 0, ORDER)
    with refused("ERC20InsufficientBalance", paid.account, 30_000, 30_001):
        issuing_bank.together(dollars, "force", forced, NONE, paid.number, rich.number, 30_001, ORDER)


def test_an_order_undoes_a_payment_whole_back_to_its_payer_and_once(
    issuing_bank, rich, paid, carrier, dollars
):
    """CASH-22: neither of another amount or party, nor after it was returned, nor what was not paid so."""
    forced = named("issuing_bank", "forced")
    was = (UETR, PAID, rich, paid, 30_000)
    for payer, payee, amount in ((paid, rich, 29_999), (paid, carrier, 30_000), (rich, paid, 30_000)):
        with refused("CashNotUndone", *was):
            issuing_bank.together(dollars, "force", forced, UETR, payer.number, payee.number, amount, ORDER)
    with refused("CashNotUndone", salted("unknown"), UNKNOWN, 0, 0, 0):
        issuing_bank.together(
            dollars, "force", forced, salted("unknown"), paid.number, rich.number, 30_000, ORDER
        )
    issuing_bank.together(dollars, "force", forced, UETR, paid.number, rich.number, 30_000, ORDER)
    with refused("CashNotReversible", UETR, REVERSED):
        paid.together(dollars, "reverse", UETR, REASON)
    with refused("CashNotUndone", UETR, REVERSED, rich, paid, 30_000):
        issuing_bank.together(
            dollars, "force", named("issuing_bank", "again"), UETR, paid.number, rich.number, 30_000, ORDER
        )


def test_force_moves_out_of_a_frozen_and_a_suspended_account(port, issuing_bank, rich, paid, dollars):
    """CASH-21, CASH-22: as the order says, and is not reversed: another order is."""
    issuing_bank.together(dollars, "freeze", paid.number)
    suspend(port, paid)
    forced = named("issuing_bank", "forced")
    done = issuing_bank.together(dollars, "force", forced, UETR, paid.number, rich.number, 30_000, ORDER)
    assert done.events["Forced"] == {"payment": forced, "undoes": UETR, "order": ORDER}
    assert done.events["Paid"] == {"payment": forced, "status": FORCED}
    assert dollars.paymentOf(UETR)[3] == REVERSED
    assert plain(dollars.paymentOf(forced)) == (paid.number, rich.number, 30_000, FORCED, 0)
    assert dollars.balanceOf(rich.account) == 100_000
    for party in (rich, issuing_bank):
        with refused("CashNotReversible", forced, FORCED):
            party.together(dollars, "reverse", forced, REASON)
