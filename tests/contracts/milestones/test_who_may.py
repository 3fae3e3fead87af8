"""The table of docs/spec/milestones.md, every cell, for every kind of member."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.milestones.conftest import (
    ARBITRATION,
    AWARD,
    DEADLINE,
    GROUNDS,
    NOON,
    PAYMENTS,
)
from tests.contracts.people import refused
from tests.contracts.standing import take_right
from tests.contracts.stops.orders import INJUNCTION, LIFTED, ORDER, WHOEVER, stop

STEPS = ("fund", "release", "dispute", "divide", "reclaim", "refund", "collect")
ORDERS = ("stop", "lift")
PART = ("applicant", "beneficiary", "terminal", "financier", "court", "other_court", "stranger")
BUYER, SELLER, ARBITER, AGENT, COURT = PART[:5]


def either(*who, step):
    return {(name, persons, step) for name in who for persons in (1, 2)}


OPEN = {(BUYER, 2, "release"), (SELLER, 2, "refund")} | {(name, 2, "stop") for name in (COURT, "other_court")}
OPEN |= either(AGENT, step="collect")
DISPUTE = either(BUYER, SELLER, step="dispute")
RECLAIM = {(BUYER, 2, "reclaim")}
END = either(AGENT, step="collect")
STOPPED = {(COURT, 2, "lift"), ("other_court", 2, "stop")}
TABLE = {
    "unknown": {(BUYER, 2, "fund")},
    "unknown, late": set(),
    "funded": OPEN | DISPUTE,
    "funded, late": OPEN | RECLAIM,
    "disputed": OPEN | {(ARBITER, 2, "divide")},
    "unanswered": OPEN | DISPUTE,
    "unanswered, late": OPEN | RECLAIM,
    "stopped": STOPPED,
    "stopped, late": STOPPED,
    "settled": END,
    "divided": END,
    "reclaimed, late": END,
    "refunded": END,
}


def arguments(milestones, terms):
    escrow = milestones.idOf(terms)
    return {
        "fund": (terms, PAYMENTS[9]),
        "release": (terms, 1, 1_000, PAYMENTS[9]),
        "dispute": (terms, GROUNDS),
        "divide": (terms, 1, PAYMENTS[9], PAYMENTS[10], AWARD),
        "reclaim": (terms, PAYMENTS[9]),
        "refund": (terms, PAYMENTS[9]),
        "collect": (terms, PAYMENTS[9]),
        "stop": (milestones, escrow, WHOEVER, INJUNCTION, ORDER),
        "lift": (milestones, escrow, WHOEVER, LIFTED),
    }


@pytest.mark.parametrize("status", TABLE)
def test_nobody_takes_a_step_that_the_table_does_not_give(
    at, people, milestones, stops, buyer, seller, arbiter, court, terms, status
):
    """MILESTONE-2, MILESTONE-5, MILESTONE-8, MILESTONE-9, MILESTONE-11, MILESTONE-12, MILESTONE-13,
    MILESTONE-14, MILESTONE-15, MILESTONE-17: every status, step, member and number of persons; a fee has
    come up.
    """
    name, _, late = status.partition(", ")
    if name != "unknown":
        buyer.together(milestones, "fund", terms, PAYMENTS[0])
        buyer.together(milestones, "release", terms, 0, 10_000, PAYMENTS[1])
    if name in ("disputed", "unanswered", "divided"):
        seller.act(milestones, "dispute", terms, GROUNDS)
    if name == "unanswered":
        at(NOON + ARBITRATION + 10)
    if name == "divided":
        arbiter.together(milestones, "divide", terms, 1, PAYMENTS[2], PAYMENTS[3], AWARD)
    if name == "settled":
        buyer.together(milestones, "release", terms, 1, 20_000, PAYMENTS[2])
        buyer.together(milestones, "release", terms, 2, 30_001, PAYMENTS[3])
    if name == "refunded":
        seller.together(milestones, "refund", terms, PAYMENTS[2])
    if name == "stopped":
        stop(court, stops, milestones, milestones.idOf(terms))
    if late:
        at(DEADLINE + 3_600)
    if name == "reclaimed":
        buyer.together(milestones, "reclaim", terms, PAYMENTS[2])
    args = arguments(milestones, terms)
    answers = {
        (who, persons, step): answer(
            people[who], persons, stops if step in ORDERS else milestones, step, *args[step]
        )
        for who in PART
        for persons in (1, 2)
        for step in (*STEPS, *ORDERS)
    }
    assert departures(TABLE[status], answers) == []


@pytest.mark.parametrize("step", STEPS)
def test_milestones_take_the_right_to_pay(port, people, milestones, funded, step):
    """MILESTONE-2, MILESTONE-5, MILESTONE-8, MILESTONE-9, MILESTONE-11, MILESTONE-12, MILESTONE-13:
    two persons with every right but that one are refused.
    """
    who = {"refund": SELLER, "divide": ARBITER, "collect": AGENT}
    member = people[who.get(step, BUYER)]
    take_right(port, member, "PAY")
    with refused("MemberOnlyRightMissing", member, 5, 0x1FF - (1 << 5)):
        member.together(milestones, step, *arguments(milestones, funded)[step])


@pytest.mark.parametrize("step", STEPS)
def test_milestones_are_not_reached_past_members(milestones, buyer, funded, step):
    """MILESTONE-22."""
    with refused("MemberOnlyThroughMembers", buyer.maker):
        getattr(milestones, step)(*arguments(milestones, funded)[step], {"from": buyer.maker})
