from __future__ import annotations

import pytest

from tests.contracts.milestones.conftest import (
    ARBITRATION,
    AWARD,
    DAY,
    DEADLINE,
    FUNDED,
    GROUNDS,
    NOON,
    OF_AGENT,
    OF_ARBITER,
    OF_SELLER,
    PAYMENTS,
    REFUNDED,
)
from tests.contracts.people import refused
from tests.contracts.stops import orders


@pytest.fixture
def stop(stops, milestones):
    return lambda terms, authority: orders.stop(authority, stops, milestones, milestones.idOf(terms))


@pytest.fixture
def lift(stops, milestones):
    return lambda terms, authority: orders.lift(authority, stops, milestones, milestones.idOf(terms))


@pytest.fixture
def stopped(stop, court, disputed):
    """Disputed on Monday at noon, stopped at once."""
    stop(disputed, court)
    return disputed


def test_what_is_not_open_is_not_stopped(milestones, stop, court, seller, terms, buyer):
    """MILESTONE-14: neither what nobody funded nor what has ended."""
    escrow = milestones.idOf(terms)
    with refused("MilestoneWrongStatus", escrow, 0, FUNDED):
        stop(terms, court)
    buyer.together(milestones, "fund", terms, PAYMENTS[0])
    seller.together(milestones, "refund", terms, OF_SELLER[1])
    with refused("MilestoneWrongStatus", escrow, REFUNDED, FUNDED):
        stop(terms, court)


def test_an_order_names_no_payer(milestones, stops, court, buyer, funded):
    """MILESTONE-14: it is the escrow that pays."""
    escrow = milestones.idOf(funded)
    with refused("StopsNamesAPayer", escrow, buyer):
        orders.stop(court, stops, milestones, escrow, buyer.number)


def test_the_clock_stands_from_the_first_order_to_the_last_lifting(
    milestones, stop, lift, court, other_court, funded, state
):
    """MILESTONE-14, MILESTONE-16: several authorities may stop it, and it goes on once for all."""
    escrow = milestones.idOf(funded)
    first = stop(funded, court)
    assert first.events["ClockStopped"] == {"escrow": escrow}
    assert "ClockStopped" not in stop(funded, other_court).events
    assert state(funded).stopped_at == first.timestamp
    assert "ClockResumed" not in lift(funded, court).events
    assert state(funded).stopped_at == first.timestamp
    last = lift(funded, other_court)
    lost = last.timestamp - first.timestamp
    assert last.events["ClockResumed"] == {"escrow": escrow, "lost": lost, "until": 0}
    assert (state(funded).stopped_at, state(funded).lost) == (0, lost)
    again = stop(funded, other_court)
    assert (state(funded).stopped_at, state(funded).lost) == (again.timestamp, lost)


def test_while_it_is_stopped_nobody_takes_a_step(
    at, milestones, court, buyer, seller, arbiter, agent, funded, books, stop
):
    """MILESTONE-15: not even what both sides agree on, before the deadline or after it, nor the fee."""
    buyer.together(milestones, "release", funded, 0, 10_000, PAYMENTS[1])
    seller.act(milestones, "dispute", funded, GROUNDS)
    escrow = milestones.idOf(funded)
    stop(funded, court)
    before = books()
    for moment in (NOON + DAY, DEADLINE + 100 * DAY):
        at(moment)
        for member, step, args in (
            (buyer, "release", (funded, 0, 1, PAYMENTS[2])),
            (buyer, "reclaim", (funded, PAYMENTS[2])),
            (seller, "refund", (funded, OF_SELLER[2])),
            (seller, "dispute", (funded, GROUNDS)),
            (arbiter, "divide", (funded, 1, OF_ARBITER[2], OF_ARBITER[3], AWARD)),
            (agent, "collect", (funded, OF_AGENT[2])),
        ):
            with refused("StopsForbidden", escrow, 0):
                member.together(milestones, step, *args)
    assert books() == before


def test_no_clock_runs_while_it_is_stopped(at, milestones, court, buyer, arbiter, stopped, state, lift):
    """MILESTONE-16: nobody's time runs out under a stop that the other side asked for."""
    before = state(stopped)
    at(NOON + 60 * DAY)
    lift(stopped, court)
    after = state(stopped)
    assert after.lost >= 60 * DAY - 10
    assert after.until == before.until + after.lost
    with refused("MilestoneTooEarly", DEADLINE + after.lost, ...):
        buyer.together(milestones, "reclaim", stopped, PAYMENTS[2])
    arbiter.together(milestones, "divide", stopped, 1_000, OF_ARBITER[2], OF_ARBITER[3], AWARD)


def test_a_deadline_that_was_put_off_lets_it_be_disputed_longer(
    at, milestones, court, seller, funded, state, stop, lift
):
    """MILESTONE-16, MILESTONE-9."""
    stop(funded, court)
    at(DEADLINE + DAY)
    lift(funded, court)
    at(DEADLINE + state(funded).lost - 600)
    seller.act(milestones, "dispute", funded, GROUNDS)


def test_what_had_run_out_stays_so(
    at, milestones, court, buyer, seller, arbiter, disputed, state, stop, lift
):
    """MILESTONE-16: a stop after the arbiter's time and after the deadline gives neither back."""
    until = state(disputed).until
    at(DEADLINE + DAY)
    stop(disputed, court)
    at(DEADLINE + 9 * DAY)
    lift(disputed, court)
    assert state(disputed).until == until == until - ARBITRATION + ARBITRATION
    with refused("MilestoneTooLate", until, ...):
        arbiter.together(milestones, "divide", disputed, 1, OF_ARBITER[2], OF_ARBITER[3], AWARD)
    with refused("MilestoneTooLate", ..., ...):
        seller.act(milestones, "dispute", disputed, GROUNDS)
    buyer.together(milestones, "reclaim", disputed, PAYMENTS[2])


def test_a_deadline_at_the_end_of_time_can_be_put_off(
    at, milestones, court, buyer, seller, terms, stop, lift
):
    """MILESTONE-16: and what is open is still open then."""
    agreed = terms._replace(deadline=2**40 - 1)
    buyer.together(milestones, "fund", agreed, PAYMENTS[0])
    stop(agreed, court)
    at(NOON + DAY)
    lift(agreed, court)
    seller.act(milestones, "dispute", agreed, GROUNDS)
