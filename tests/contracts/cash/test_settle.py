from __future__ import annotations

import pytest

from tests.contracts.people import named, number_of, refused, salted
from tests.contracts.standing import suspend
from tests.contracts.structs import plain

PAYMENT, ORDERER = named("beneficiary", "a payment"), number_of("beneficiary")
UNKNOWN, OPEN, CLOSING, CLOSED = range(4)
BILLS, CASH = 1, 2
SETTLED = 7


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


def pay_once(instrument, cash, payer, payee, amount, stranger):
    return instrument.payOnce(cash, PAYMENT, ORDERER, payer, payee, amount, {"from": stranger.maker})


def test_what_settles_once_is_asked_the_same(port, rich, applicant, escrow, stranger, dollars, instrument):
    """CASH-24, CASH-15, CASH-16: a reference opens no other way to anybody's cash."""
    with refused("CashNotSettler", stranger.maker):
        dollars.settleOnce(
            PAYMENT, ORDERER, rich.account, applicant.account, 1, b"", {"from": stranger.maker}
        )
    for payer, payee, wrong in (
        (escrow.address, rich.account, escrow),
        (rich.account, escrow.address, escrow),
        (rich.account, stranger.maker.address, stranger.maker),
    ):
        with refused("CashNotInKeeping", wrong, instrument):
            pay_once(instrument, dollars, payer, payee, 1, stranger)
    port.listed(instrument, status=OPEN, capabilities=BILLS)
    with refused("CashNotSettler", instrument):
        pay_once(instrument, dollars, rich.account, applicant.account, 1, stranger)


def test_a_reference_settles_once_whoever_used_it_before(rich, applicant, stranger, dollars, instrument):
    """CASH-24, CASH-17: after a payment of a holder, and after itself; and without one nothing is settled."""
    used = named("beneficiary", "another payment")
    rich.together(dollars, "pay", used, applicant.number, 1)
    with refused("CashPaidAlready", used, 1):
        instrument.payOnce(
            dollars, used, ORDERER, rich.account, applicant.account, 1, {"from": stranger.maker}
        )
    pay_once(instrument, dollars, rich.account, applicant.account, 1, stranger)
    with refused("CashPaidAlready", PAYMENT, SETTLED):
        pay_once(instrument, dollars, rich.account, applicant.account, 1, stranger)
    with refused("CashPaidAlready", PAYMENT, SETTLED):
        rich.together(dollars, "pay", PAYMENT, applicant.number, 1)
    with refused("CashNothingNamed"):
        instrument.payOnce(
            dollars, "0x" + "00" * 32, 0, rich.account, applicant.account, 1, {"from": stranger.maker}
        )


def test_an_instrument_settles_under_no_reference_but_that_of_who_orders(
    rich, applicant, stranger, dollars, instrument
):
    """CASH-25: whom it asked, be it payer, payee or an arbiter between them."""
    for orderer in (applicant.number, stranger.number, 0):
        with refused("CashReferenceOfAnother", PAYMENT, orderer):
            instrument.payOnce(
                dollars, PAYMENT, orderer, rich.account, applicant.account, 1, {"from": stranger.maker}
            )
    theirs = named("stranger", "an award")
    instrument.payOnce(
        dollars, theirs, stranger.number, rich.account, applicant.account, 1, {"from": stranger.maker}
    )
    assert dollars.balanceOf(applicant.account) == 1


def instrument_number(members, instrument):
    return int(members.instrumentOf(instrument)["number"])


def test_settled_once_is_recorded_with_who_paid_whom(members, rich, applicant, stranger, dollars, instrument):
    """CASH-24: an account by its number, the instrument's own keeping by 0, the instrument by its own."""
    done = pay_once(instrument, dollars, rich.account, applicant.account, 7, stranger)
    assert done.events["Paid"] == {"payment": PAYMENT, "status": SETTLED}
    assert done.events["Transfer"] == {"from": rich.account, "to": applicant.account, "value": 7}
    number = instrument_number(members, instrument)
    assert plain(dollars.paymentOf(PAYMENT)) == (rich.number, applicant.number, 7, SETTLED, number)
    for name, payer, payee, numbers in (
        ("into keeping", rich.account, instrument.address, (rich.number, 0)),
        ("out of keeping", instrument.address, applicant.account, (0, applicant.number)),
    ):
        said = named("beneficiary", name)
        instrument.payOnce(dollars, said, ORDERER, payer, payee, 5, {"from": stranger.maker})
        assert plain(dollars.paymentOf(said)) == (*numbers, 5, SETTLED, number)
    assert dollars.balanceOf(instrument) == 0
    assert dollars.balanceOf(applicant.account) == 12


def test_settled_once_is_refused_out_of_a_frozen_account(
    issuing_bank, rich, applicant, stranger, dollars, instrument
):
    """CASH-24, CASH-10, CASH-3: and for nothing; the reference is still good afterwards."""
    with refused("CashZeroAmount"):
        pay_once(instrument, dollars, rich.account, applicant.account, 0, stranger)
    issuing_bank.together(dollars, "freeze", rich.number)
    with refused("CashFrozen", rich.account):
        pay_once(instrument, dollars, rich.account, applicant.account, 1, stranger)
    issuing_bank.together(dollars, "unfreeze", rich.number)
    pay_once(instrument, dollars, rich.account, applicant.account, 1, stranger)


def test_settled_once_is_not_reversed(issuing_bank, rich, applicant, stranger, dollars, instrument):
    """CASH-24: neither by who was paid nor by the issuer; nor does an order undo it."""
    pay_once(instrument, dollars, rich.account, applicant.account, 7, stranger)
    for member in (applicant, issuing_bank):
        with refused("CashNotReversible", PAYMENT, SETTLED):
            member.together(dollars, "reverse", PAYMENT, salted("a reason"))
    with refused("CashNotUndone", PAYMENT, SETTLED, rich, applicant, 7):
        issuing_bank.together(
            dollars,
            "force",
            named("issuing_bank", "an undoing"),
            PAYMENT,
            applicant.number,
            rich.number,
            7,
            salted("an order"),
        )
