from __future__ import annotations

import pytest

from tests.contracts.people import refused, salted
from tests.contracts.standbys.deals import (
    AMOUNT,
    DAY,
    EXPIRY,
    FRAUD,
    HONOURED,
    INJUNCTION,
    NINE,
    NONE,
    ORDER,
    PRECLUDED,
)


@pytest.fixture
def complying(deal, funds):
    demand = deal.demand()
    deal.examine(demand)
    return demand


def stop(deal, authority, ground=INJUNCTION, bank=None):
    return authority.together(deal.standbys, "stop", deal.id, (bank or deal.issuer).number, ground, ORDER)


def lift(deal, authority):
    return authority.together(deal.standbys, "lift", deal.id, deal.issuer.number, ORDER)


def test_only_an_authority_stops_by_two_persons(deal, applicant, court):
    """STANDBYS-38: the applicant's wish is no injunction."""
    with refused("MemberOnlyRoleMissing", applicant, 8, 2):
        stop(deal, applicant)
    with refused("MemberOnlyTwoPersonsNeeded", court, 6):
        court.act(deal.standbys, "stop", deal.id, deal.issuer.number, FRAUD, ORDER)
    with refused("StandbysEmptyCommitment"):
        court.together(deal.standbys, "stop", deal.id, deal.issuer.number, FRAUD, NONE)


def test_a_stop_of_what_nobody_issued_is_refused(a_deal, court):
    """STANDBYS-38."""
    deal = a_deal(text=salted("not issued"))
    with refused("StandbysWrongStatus", deal.id, 0):
        stop(deal, court)


@pytest.mark.parametrize("ground", [INJUNCTION, FRAUD])
def test_a_bank_that_is_stopped_does_not_pay(deal, complying, court, ground):
    """STANDBYS-38: with its reason on record."""
    done = stop(deal, court, ground)
    assert done.events["PaymentStopped"] == {
        "standby": deal.id,
        "bank": deal.issuer.number,
        "authority": court.number,
        "ground": ground,
        "order": ORDER,
    }
    with refused("StandbysStopped", deal.id, deal.issuer, 1):
        deal.honour(complying)


def test_each_authority_lifts_its_own(deal, complying, court, other_court, beneficiary, dollars):
    """STANDBYS-39: payment is free when none stands."""
    stop(deal, court)
    stop(deal, other_court)
    with refused("StandbysStopStands", deal.id, court, True):
        stop(deal, court)
    lift(deal, court)
    with refused("StandbysStopStands", deal.id, court, False):
        lift(deal, court)
    with refused("StandbysStopped", deal.id, deal.issuer, 1):
        deal.honour(complying)
    lift(deal, other_court)
    assert deal.standbys.stopsOf(deal.id, deal.issuer.number) == 0
    deal.honour(complying)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT


def test_time_runs_and_demands_are_made_while_payment_is_stopped(at, deal, funds, court):
    """STANDBYS-38: neither side loses by waiting, nor gains."""
    stop(deal, court)
    demand = deal.demand()
    deal.examine(demand, complies=False)
    at(NINE + 11 * DAY)
    deal.dishonour(demand)
    assert deal.status(demand) == PRECLUDED
    lift(deal, court)
    deal.honour(demand)
    assert deal.status(demand) == HONOURED
    at(NINE + 71 * DAY)
    assert deal.expiry == EXPIRY


def test_a_stop_of_the_issuer_leaves_the_confirmer_bound(confirmed, funds, court, advising_bank):
    """STANDBYS-38: it undertook by itself; its reimbursement is what the order holds back."""
    stop(confirmed, court)
    demand = confirmed.demand(advising_bank)
    confirmed.examine(demand, advising_bank)
    confirmed.honour(demand, advising_bank)
    confirmed.forward(demand)
    confirmed.examine(demand)
    with refused("StandbysStopped", confirmed.id, confirmed.issuer, 1):
        confirmed.honour(demand)
