"""What an authority forbids (an injunction, an alleged fraud), and what force majeure does not extend."""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    ADVISED,
    AMOUNT,
    COMPLYING,
    DAY,
    EXPIRED,
    EXPIRY,
    HONOURED,
    ISSUED,
    NEGOTIATION,
    PRECLUDED,
    an_amendment,
)
from tests.contracts.people import refused, salted
from tests.contracts.stops import orders
from tests.contracts.stops.orders import INJUNCTION, LIFTED, ORDER, WHOEVER

RUNNING = (1 << ISSUED) | (1 << ADVISED)


def stop(deal, authority, bank=None, reason=ORDER):
    number = bank.number if bank else WHOEVER
    return orders.stop(authority, deal.port.stops, deal.credits, deal.id, number, reason=reason)


def lift(deal, authority, bank=None, reason=LIFTED):
    number = bank.number if bank else WHOEVER
    return orders.lift(authority, deal.port.stops, deal.credits, deal.id, number, reason)


@pytest.fixture
def complying(deal, funds):
    """A credit and its presentation, which complies and waits to be honoured."""
    presentation = deal.present(deal.bill())
    deal.examine(presentation)
    return deal, presentation


def test_an_injunction_before_honour(complying, court, issuing_bank, beneficiary, bills, dollars):
    """CREDITS-66, CREDITS-67, CREDITS-68: nothing moves while it stands, and all does once it is lifted."""
    deal, presentation = complying
    before = deal.record.dict()
    done = stop(deal, court)
    assert done.events["PaymentStopped"] == {
        "deal": deal.credits.address,
        "id": deal.id,
        "authority": court.number,
        "payer": WHOEVER,
        "ground": INJUNCTION,
        "reason": ORDER,
    }
    assert deal.record.dict() == before | {"stopped": True}
    with refused("StopsForbidden", deal.id, deal.issuing_bank):
        deal.honour(presentation)
    assert dollars.balanceOf(beneficiary.account) == 0
    assert bills.billOf(presentation.bills[0])["holder"] == beneficiary.number
    assert deal.status(presentation) == COMPLYING
    done = lift(deal, court)
    assert done.events["StopLifted"]["reason"] == LIFTED
    assert deal.record.dict() == before
    deal.honour(presentation)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT
    assert deal.status(presentation) == HONOURED


def test_what_does_not_run_is_not_stopped(a_deal, deal, court):
    """CREDITS-66."""
    unknown = a_deal(document=salted("another text"))
    with refused("CreditsWrongStatus", unknown.id, 0, RUNNING):
        stop(unknown, court)
    deal.bank_cancels()
    deal.beneficiary_cancels()
    with refused("CreditsWrongStatus", deal.id, 5, RUNNING):
        stop(deal, court)


def test_the_last_order_that_is_lifted_lets_it_pay(complying, court, other_court):
    """CREDITS-68."""
    deal, presentation = complying
    stop(deal, court)
    stop(deal, other_court)
    lift(deal, court)
    with refused("StopsForbidden", deal.id, deal.issuing_bank):
        deal.honour(presentation)
    lift(deal, other_court)
    deal.honour(presentation)


def test_an_order_against_one_bank_leaves_the_other_bound(a_deal, lend, funds, court, advising_bank):
    """CREDITS-67: the confirming bank undertook by itself; its reimbursement is what the order holds back."""
    deal = a_deal(confirming_bank=advising_bank.number)
    deal.issue()
    deal.confirm()
    lend("advising_bank")
    presentation = deal.present(bank=advising_bank)
    deal.examine(presentation, bank=advising_bank)
    stop(deal, court, deal.issuing_bank)
    deal.honour(presentation, bank=advising_bank)
    deal.forward(presentation, advising_bank)
    deal.examine(presentation)
    with refused("StopsForbidden", deal.id, deal.issuing_bank):
        deal.honour(presentation)
    lift(deal, court, deal.issuing_bank)
    deal.honour(presentation)
    assert deal.status(presentation) == HONOURED


def test_nobody_negotiates_under_a_stopped_credit(a_deal, people, lend, court, financier):
    """CREDITS-67."""
    deal = a_deal(availability=NEGOTIATION, nominated_bank=financier.number)
    deal.issue()
    lend("financier")
    presentation = deal.present(bank=financier)
    deal.examine(presentation, bank=financier)
    stop(deal, court)
    with refused("StopsForbidden", deal.id, financier):
        deal.negotiate(presentation, AMOUNT)


def test_everything_else_goes_on_while_it_stands(at, deal, court, beneficiary, bills):
    """CREDITS-67: presented, examined, refused and taken back; days run on, and preclude (art. 16f)."""
    stop(deal, court)
    bill = deal.bill()
    taken_back = deal.present(bill)
    deal.withdraw(taken_back)
    presentation = deal.present(bill)
    deal.examine(presentation, complies=False)
    at((presentation.presented + 9) * DAY)
    deal.refuse(presentation)
    assert deal.status(presentation) == PRECLUDED
    with refused("StopsForbidden", deal.id, deal.issuing_bank):
        deal.honour(presentation)
    later = an_amendment(expiry=EXPIRY + 30)
    deal.propose(later)
    assert deal.accept(later).record["stopped"] is True


def test_what_expired_while_it_was_stopped_stays_expired(at, deal, court):
    """CREDITS-69: as after force majeure (art. 36): lifting gives back no day."""
    stop(deal, court)
    at((EXPIRY + 12) * DAY)
    lift(deal, court)
    with refused("CreditsExpired", EXPIRY, EXPIRY + 12):
        deal.present(presented=EXPIRY + 12)
    deal.expire()
    assert deal.record["status"] == EXPIRED
