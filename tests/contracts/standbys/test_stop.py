from __future__ import annotations

import pytest

from tests.contracts.people import refused, salted
from tests.contracts.standbys.deals import (
    AMOUNT,
    DAY,
    EXPIRY,
    HONOURED,
    NINE,
    PRECLUDED,
)
from tests.contracts.stops import orders
from tests.contracts.stops.orders import FRAUD, INJUNCTION, ORDER


@pytest.fixture
def complying(deal, funds):
    demand = deal.demand()
    deal.examine(demand)
    return demand


@pytest.fixture
def stop(stops):
    """The issuer, unless another bank is named."""

    def ordered(deal, authority, ground=INJUNCTION, bank=None):
        number = (bank or deal.issuer).number
        return orders.stop(authority, stops, deal.standbys, deal.id, number, ground)

    return ordered


@pytest.fixture
def lift(stops):
    return lambda deal, authority: orders.lift(authority, stops, deal.standbys, deal.id, deal.issuer.number)


def test_a_stop_of_what_nobody_issued_is_refused(a_deal, court, stop):
    """STANDBYS-38."""
    deal = a_deal(text=salted("not issued"))
    with refused("StandbysWrongStatus", deal.id, 0):
        stop(deal, court)


@pytest.mark.parametrize("ground", [INJUNCTION, FRAUD])
def test_a_bank_that_is_stopped_does_not_pay(deal, complying, court, ground, stop):
    """STANDBYS-38: with its reason on record."""
    done = stop(deal, court, ground)
    assert done.events["PaymentStopped"] == {
        "deal": deal.standbys.address,
        "id": deal.id,
        "authority": court.number,
        "payer": deal.issuer.number,
        "ground": ground,
        "reason": ORDER,
    }
    with refused("StopsForbidden", deal.id, deal.issuer):
        deal.honour(complying)


def test_each_authority_lifts_its_own(deal, complying, court, other_court, beneficiary, dollars, stop, lift):
    """STANDBYS-39: payment is free when none stands."""
    stop(deal, court)
    stop(deal, other_court)
    lift(deal, court)
    with refused("StopsForbidden", deal.id, deal.issuer):
        deal.honour(complying)
    lift(deal, other_court)
    deal.honour(complying)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT


def test_time_runs_and_demands_are_made_while_payment_is_stopped(at, deal, funds, court, stop, lift):
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


def test_a_stop_of_the_issuer_leaves_the_confirmer_bound(confirmed, funds, court, advising_bank, stop):
    """STANDBYS-38: it undertook by itself; its reimbursement is what the order holds back."""
    stop(confirmed, court)
    demand = confirmed.demand(advising_bank)
    confirmed.examine(demand, advising_bank)
    confirmed.honour(demand, advising_bank)
    confirmed.forward(demand)
    confirmed.examine(demand)
    with refused("StopsForbidden", confirmed.id, confirmed.issuer):
        confirmed.honour(demand)
