from __future__ import annotations

import pytest

from tests.contracts.people import refused, salted
from tests.contracts.standing import suspend

PAYMENT = salted("a payment")
UNKNOWN, OPEN, CLOSING, CLOSED = range(4)
BILLS, CASH = 1, 2


def pay(instrument, cash, payer, payee, amount, stranger):
    """The double pays for anybody who asks; a real instrument asks its parties first."""
    return instrument.pay(cash, PAYMENT, payer, payee, amount, {"from": stranger.maker})


def test_settle_is_refused_to_whoever_is_no_instrument(rich, applicant, stranger, dollars):
    """CASH-15: neither a stranger's key nor the holder's own settles."""
    for caller in (stranger.maker, rich.maker):
        with refused("CashNotSettler", caller):
            dollars.settle(PAYMENT, rich.account, applicant.account, 1, b"", {"from": caller})


@pytest.mark.parametrize(
    ("status", "capabilities"), [(OPEN, 0), (OPEN, BILLS), (CLOSING, BILLS), (CLOSED, BILLS | CASH)]
)
def test_settle_is_refused_without_the_capability(
    port, rich, applicant, stranger, dollars, instrument, status, capabilities
):
    """CASH-15: a listed instrument needs the capability CASH, and not to be closed."""
    port.listed(instrument, status=status, capabilities=capabilities)
    with refused("CashNotSettler", instrument):
        pay(instrument, dollars, rich.account, applicant.account, 1, stranger)


def test_settle_is_refused_from_the_keeping_of_another(port, rich, escrow, stranger, dollars, instrument):
    """CASH-16: one instrument does not reach into what another keeps."""
    with refused("CashNotInKeeping", escrow, instrument):
        pay(instrument, dollars, escrow.address, rich.account, 1, stranger)


def test_settle_is_refused_to_an_address_that_is_no_account(rich, escrow, stranger, dollars, instrument):
    """CASH-16: neither into another's keeping nor to a key."""
    for payee in (escrow.address, stranger.maker.address, "0x" + "00" * 20):
        with refused("CashNotInKeeping", payee, instrument):
            pay(instrument, dollars, rich.account, payee, 1, stranger)


def test_settle_does_not_mint(rich, stranger, dollars, instrument):
    """CASH-16: the zero address is nobody's account to pay from."""
    with refused("CashNotInKeeping", "0x" + "00" * 20, instrument):
        pay(instrument, dollars, "0x" + "00" * 20, rich.account, 1, stranger)


def test_settle_is_refused_out_of_a_frozen_account(
    issuing_bank, rich, applicant, stranger, dollars, instrument
):
    """CASH-10: a deal begun before does not get round the freeze."""
    issuing_bank.together(dollars, "freeze", rich.number)
    with refused("CashFrozen", rich.account):
        pay(instrument, dollars, rich.account, applicant.account, 1, stranger)


def test_settle_is_refused_above_what_is_held(rich, applicant, stranger, dollars, instrument):
    """CASH-3."""
    with refused("ERC20InsufficientBalance", rich.account, 100_000, 100_001):
        pay(instrument, dollars, rich.account, applicant.account, 100_001, stranger)


def test_settle_is_refused_for_nothing(rich, applicant, stranger, dollars, instrument):
    """CASH-3."""
    with refused("CashZeroAmount"):
        pay(instrument, dollars, rich.account, applicant.account, 0, stranger)


@pytest.mark.parametrize("status", [OPEN, CLOSING])
def test_settle_pays_from_account_to_account(port, rich, applicant, stranger, dollars, instrument, status):
    """CASH-15: an instrument that closes still finishes what it began."""
    port.listed(instrument, status=status, capabilities=CASH)
    done = pay(instrument, dollars, rich.account, applicant.account, 7, stranger)
    assert done.events["Settled"] == {"payment": PAYMENT}
    assert done.events["Transfer"] == {"from": rich.account, "to": applicant.account, "value": 7}
    assert dollars.balanceOf(rich.account) == 99_993
    assert dollars.balanceOf(applicant.account) == 7


def test_settle_takes_into_keeping_and_pays_out(rich, applicant, stranger, dollars, instrument):
    """CASH-16: an instrument's own keeping is the one address beside accounts that holds cash."""
    pay(instrument, dollars, rich.account, instrument.address, 500, stranger)
    assert dollars.balanceOf(instrument) == 500
    pay(instrument, dollars, instrument.address, applicant.account, 200, stranger)
    assert dollars.balanceOf(instrument) == 300
    assert dollars.balanceOf(applicant.account) == 200
    assert dollars.totalSupply() == 100_000


def test_settle_reaches_a_frozen_and_a_suspended_payee(
    port, issuing_bank, rich, applicant, stranger, dollars, instrument
):
    """CASH-10, CASH-14: what is owed is paid; it lies there until the payee may use it."""
    issuing_bank.together(dollars, "freeze", applicant.number)
    suspend(port, applicant)
    pay(instrument, dollars, rich.account, applicant.account, 9, stranger)
    assert dollars.balanceOf(applicant.account) == 9
