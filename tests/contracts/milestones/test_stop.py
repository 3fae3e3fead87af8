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
    ORDER,
    PAYMENTS,
    REFUNDED,
)
from tests.contracts.people import refused, salted

LIFTED = salted("another order")
NONE = "0x" + "00" * 32


@pytest.fixture
def stopped(milestones, court, disputed):
    """Disputed on Monday at noon, stopped at once."""
    court.together(milestones, "stop", milestones.idOf(disputed), ORDER)
    return disputed


def test_stopping_takes_a_regulator(milestones, buyer, arbiter, funded):
    """MILESTONE-14."""
    for member in (buyer, arbiter):
        with refused("MemberOnlyRoleMissing", member, 8, ...):
            member.together(milestones, "stop", milestones.idOf(funded), ORDER)


def test_stopping_takes_two_persons_and_an_order(milestones, court, funded):
    """MILESTONE-14."""
    with refused("MemberOnlyTwoPersonsNeeded", court, 5):
        court.act(milestones, "stop", milestones.idOf(funded), ORDER)
    with refused("MilestoneNothingNamed"):
        court.together(milestones, "stop", milestones.idOf(funded), NONE)


def test_what_is_not_open_is_not_stopped(milestones, court, seller, terms, buyer):
    """MILESTONE-14: neither what nobody funded nor what has ended."""
    escrow = milestones.idOf(terms)
    with refused("MilestoneWrongStatus", escrow, 0, FUNDED):
        court.together(milestones, "stop", escrow, ORDER)
    buyer.together(milestones, "fund", terms, PAYMENTS[0])
    seller.together(milestones, "refund", terms, PAYMENTS[1])
    with refused("MilestoneWrongStatus", escrow, REFUNDED, FUNDED):
        court.together(milestones, "stop", escrow, ORDER)


def test_an_order_is_told_with_who_gave_it(milestones, court, funded, state):
    """MILESTONE-14: by the id alone, for the authority does not hold the terms."""
    escrow = milestones.idOf(funded)
    done = court.together(milestones, "stop", escrow, ORDER)
    assert done.events["Stopped"] == {"escrow": escrow, "authority": court.number, "order": ORDER}
    assert state(funded).stopped_at == done.timestamp


def test_it_is_stopped_once_and_lifted_by_who_stopped_it(milestones, court, other_court, funded, state):
    """MILESTONE-14."""
    escrow = milestones.idOf(funded)
    with refused("MilestoneNotStopped", escrow):
        court.together(milestones, "lift", escrow, LIFTED)
    stop = court.together(milestones, "stop", escrow, ORDER)
    with refused("MilestoneStopped", escrow, court):
        other_court.together(milestones, "stop", escrow, ORDER)
    with refused("MilestoneNotAuthority", court, other_court):
        other_court.together(milestones, "lift", escrow, LIFTED)
    with refused("MemberOnlyTwoPersonsNeeded", court, 5):
        court.act(milestones, "lift", escrow, LIFTED)
    with refused("MilestoneNothingNamed"):
        court.together(milestones, "lift", escrow, NONE)
    done = court.together(milestones, "lift", escrow, LIFTED)
    lost = done.timestamp - stop.timestamp
    told = {"escrow": escrow, "order": LIFTED, "lost": lost, "until": 0}
    assert done.events["Lifted"] == told
    assert (state(funded).stopped_at, state(funded).lost) == (0, lost)
    other_court.together(milestones, "stop", escrow, ORDER)


def test_while_it_is_stopped_nobody_takes_a_step(
    at, milestones, court, buyer, seller, arbiter, agent, funded, books
):
    """MILESTONE-15: not even what both sides agree on, before the deadline or after it, nor the fee."""
    buyer.together(milestones, "release", funded, 0, 10_000, PAYMENTS[1])
    seller.act(milestones, "dispute", funded, GROUNDS)
    escrow = milestones.idOf(funded)
    court.together(milestones, "stop", escrow, ORDER)
    before = books()
    for moment in (NOON + DAY, DEADLINE + 100 * DAY):
        at(moment)
        for member, step, args in (
            (buyer, "release", (funded, 0, 1, PAYMENTS[2])),
            (buyer, "reclaim", (funded, PAYMENTS[2])),
            (seller, "refund", (funded, PAYMENTS[2])),
            (seller, "dispute", (funded, GROUNDS)),
            (arbiter, "divide", (funded, 1, PAYMENTS[2], PAYMENTS[3], AWARD)),
            (agent, "collect", (funded, PAYMENTS[2])),
        ):
            with refused("MilestoneStopped", escrow, court):
                member.together(milestones, step, *args)
    assert books() == before


def test_no_clock_runs_while_it_is_stopped(at, milestones, court, buyer, arbiter, stopped, state):
    """MILESTONE-16: nobody's time runs out under a stop that the other side asked for."""
    before = state(stopped)
    at(NOON + 60 * DAY)
    court.together(milestones, "lift", milestones.idOf(stopped), LIFTED)
    after = state(stopped)
    assert after.lost >= 60 * DAY - 10
    assert after.until == before.until + after.lost
    with refused("MilestoneTooEarly", DEADLINE + after.lost, ...):
        buyer.together(milestones, "reclaim", stopped, PAYMENTS[2])
    arbiter.together(milestones, "divide", stopped, 1_000, PAYMENTS[2], PAYMENTS[3], AWARD)


def test_a_deadline_that_was_put_off_lets_it_be_disputed_longer(at, milestones, court, seller, funded, state):
    """MILESTONE-16, MILESTONE-9."""
    escrow = milestones.idOf(funded)
    court.together(milestones, "stop", escrow, ORDER)
    at(DEADLINE + DAY)
    court.together(milestones, "lift", escrow, LIFTED)
    at(DEADLINE + state(funded).lost - 600)
    seller.act(milestones, "dispute", funded, GROUNDS)


def test_what_had_run_out_stays_so(at, milestones, court, buyer, seller, arbiter, disputed, state):
    """MILESTONE-16: a stop after the arbiter's time and after the deadline gives neither back."""
    until = state(disputed).until
    at(DEADLINE + DAY)
    court.together(milestones, "stop", milestones.idOf(disputed), ORDER)
    at(DEADLINE + 9 * DAY)
    court.together(milestones, "lift", milestones.idOf(disputed), LIFTED)
    assert state(disputed).until == until == until - ARBITRATION + ARBITRATION
    with refused("MilestoneTooLate", until, ...):
        arbiter.together(milestones, "divide", disputed, 1, PAYMENTS[2], PAYMENTS[3], AWARD)
    with refused("MilestoneTooLate", ..., ...):
        seller.act(milestones, "dispute", disputed, GROUNDS)
    buyer.together(milestones, "reclaim", disputed, PAYMENTS[2])


def test_a_deadline_at_the_end_of_time_can_be_put_off(at, milestones, court, buyer, seller, terms):
    """MILESTONE-16: and what is open is still open then."""
    agreed = terms._replace(deadline=2**40 - 1)
    buyer.together(milestones, "fund", agreed, PAYMENTS[0])
    escrow = milestones.idOf(agreed)
    court.together(milestones, "stop", escrow, ORDER)
    at(NOON + DAY)
    court.together(milestones, "lift", escrow, LIFTED)
    seller.act(milestones, "dispute", agreed, GROUNDS)
