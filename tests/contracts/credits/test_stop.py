"""What an authority forbids (an injunction, an alleged fraud), and what force majeure does not extend."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
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
    NONE,
    PRECLUDED,
    an_amendment,
)
from tests.contracts.people import refused, salted
from tests.contracts.standing import suspend

UNDERTAKE, REGULATOR = 6, 8
RUNNING = (1 << ISSUED) | (1 << ADVISED)
ORDER, LIFTED = salted("order of the court"), salted("order of the court of appeal")


def stop(deal, authority, reason=ORDER):
    return authority.together(deal.port.stops, "stop", deal.credits, deal.id, reason)


def lift(deal, authority, reason=LIFTED):
    return authority.together(deal.port.stops, "lift", deal.credits, deal.id, reason)


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
    assert done.events["CreditStopped"] == {
        "deal": deal.credits.address,
        "credit": deal.id,
        "authority": court.number,
        "reason": ORDER,
    }
    assert deal.record.dict() == before | {"stopped": True}
    with refused("CreditsStopped", deal.id):
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


def test_only_an_authority_stops_by_two_persons(people, deal, court):
    """CREDITS-66: not the applicant who alleges fraud, nor its bank."""
    with refused("MemberOnlyTwoPersonsNeeded", court, UNDERTAKE):
        court.act(deal.port.stops, "stop", deal.credits, deal.id, ORDER)
    for name in ("applicant", "issuing_bank", "beneficiary", "stranger"):
        with refused("MemberOnlyRoleMissing", people[name], REGULATOR, ...):
            stop(deal, people[name])
    with refused("StopsNoReason", deal.id):
        stop(deal, court, NONE)
    suspend(deal.port, court)
    with refused("MembersNotActive", court, 2):
        stop(deal, court)


def test_nothing_is_stopped_twice_nor_what_does_not_run(a_deal, deal, court, stranger):
    """CREDITS-66."""
    stop(deal, court)
    with refused("StopsOrderedAlready", deal.id, court):
        stop(deal, court)
    unknown = a_deal(document=salted("another text"))
    with refused("CreditsWrongStatus", unknown.id, 0, RUNNING):
        stop(unknown, court)
    deal.bank_cancels()
    deal.beneficiary_cancels()
    with refused("CreditsWrongStatus", deal.id, 5, RUNNING):
        stop(deal, court)
    with refused("StopsNotADeal", stranger.account):
        court.together(deal.port.stops, "stop", stranger.account, deal.id, ORDER)


def test_each_authority_lifts_its_own_order(complying, court, other_court, issuing_bank):
    """CREDITS-68: the credit pays again when none is left."""
    deal, presentation = complying
    stop(deal, court)
    stop(deal, other_court)
    assert deal.port.stops.ordersOf(deal.credits, deal.id) == 2
    with refused("StopsNotOrdered", deal.id, issuing_bank):
        lift(deal, issuing_bank)
    with refused("StopsNoReason", deal.id):
        lift(deal, court, NONE)
    lift(deal, court)
    with refused("StopsNotOrdered", deal.id, court):
        lift(deal, court)
    assert deal.port.stops.isOrdered(deal.credits, deal.id, other_court.number)
    with refused("CreditsStopped", deal.id):
        deal.honour(presentation)
    lift(deal, other_court)
    deal.honour(presentation)


def test_nobody_negotiates_under_a_stopped_credit(a_deal, people, lend, court, financier):
    """CREDITS-67."""
    deal = a_deal(availability=NEGOTIATION, nominated_bank=financier.number)
    deal.issue()
    lend("financier")
    presentation = deal.present(bank=financier)
    deal.examine(presentation, bank=financier)
    stop(deal, court)
    with refused("CreditsStopped", deal.id):
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
    with refused("CreditsStopped", deal.id):
        deal.honour(presentation)
    later = an_amendment(expiry=EXPIRY + 30)
    deal.propose(later)
    assert deal.accept(later).record["stopped"] is True


def test_what_expired_while_it_was_stopped_stays_expired(at, deal, court):
    """CREDITS-69: as after force majeure (art. 36): lifting gives back no day."""
    stop(deal, court)
    at((EXPIRY + 11) * DAY)
    lift(deal, court)
    with refused("CreditsExpired", EXPIRY, EXPIRY + 11):
        deal.present(presented=EXPIRY + 11)
    deal.expire()
    assert deal.record["status"] == EXPIRED


def test_only_the_book_stops(deal, court):
    """CREDITS-66: `setStopped` is the book's alone."""
    with refused("CreditsNotStops", deal.port.members):
        court.together(deal.credits, "setStopped", deal.id, True)
    with refused("MemberOnlyThroughMembers", court.maker):
        deal.port.stops.stop(deal.credits, deal.id, ORDER, {"from": court.maker})
    with refused("MemberOnlyThroughMembers", court.maker):
        deal.port.stops.lift(deal.credits, deal.id, ORDER, {"from": court.maker})


ASKED = ("issuing_bank", "advising_bank", "applicant", "beneficiary", "court", "other_court")


@pytest.mark.parametrize("stopped", [False, True])
def test_nobody_takes_a_step_that_the_table_does_not_give(people, deal, court, stopped):
    """CREDITS-66, CREDITS-68: every cell, by one person and two."""
    if stopped:
        stop(deal, court)
    answers = {
        (name, persons, step): answer(
            people[name], persons, deal.port.stops, step, deal.credits, deal.id, ORDER
        )
        for name in ASKED
        for persons in (1, 2)
        for step in ("stop", "lift")
    }
    table = {("other_court", 2, "stop"), ("court", 2, "lift" if stopped else "stop")}
    assert departures(table, answers) == []
