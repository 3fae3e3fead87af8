"""The table of docs/spec/milestones.md, every cell, for everybody."""

from __future__ import annotations

import pytest

from tests.contracts.milestones.conftest import (
    ARBITRATION,
    AWARD,
    DAY,
    DEADLINE,
    GROUNDS,
    NOON,
    OF_AGENT,
    OF_ARBITER,
    OF_SELLER,
    PAYMENTS,
)
from tests.contracts.stops.orders import WHOEVER, stop
from tests.contracts.who_may import Stage, Subject

SET_STOPPED = ("setStopped", "setStopped, to lift")
SUBJECT = Subject(
    contract="MilestoneEscrow",
    page="milestones",
    keys=("status",),
    situations=(
        "unknown, up to the deadline",
        "unknown, after the deadline",
        "funded, up to the deadline",
        "funded, up to the deadline, when a fee is due",
        "funded, after the deadline, when a fee is due",
        "disputed, in the arbiter's time, up to the deadline",
        "disputed, in the arbiter's time, up to the deadline, when a fee is due",
        "disputed, in the arbiter's time, after the deadline, when a fee is due",
        "disputed, up to the deadline",
        "disputed, up to the deadline, when a fee is due",
        "disputed, after the deadline, when a fee is due",
        "stopped, up to the deadline, when a fee is due",
        "stopped, after the deadline, when a fee is due",
        "settled, up to the deadline",
        "settled, up to the deadline, when a fee is due",
        "divided, up to the deadline, when a fee is due",
        "reclaimed, after the deadline, when a fee is due",
        "refunded, up to the deadline, when a fee is due",
    ),
    calls=("fund", "release", "dispute", "divide", "reclaim", "refund", "collect", *SET_STOPPED),
    roles={
        "buyer": ("applicant",),
        "seller": ("beneficiary",),
        "arbiter": ("terminal",),
        "agent": ("financier",),
        "book of stops": ("book of stops",),
    },
    statuses={"MilestoneStatus": {"stopped": "FUNDED"}},
    parties={
        "seller": "beneficiary",
        "buyer": "applicant",
        "arbiter": "terminal",
        "agent": "financier",
        "arbitration": None,
    },
)


@pytest.mark.parametrize("situation", SUBJECT.situations)
def test_nobody_takes_a_step_that_the_table_does_not_give(
    asking, at, milestones, stops, credits, buyer, seller, arbiter, agent, court, terms, situation
):
    """MILESTONE-2, MILESTONE-5, MILESTONE-8, MILESTONE-9, MILESTONE-11, MILESTONE-12, MILESTONE-13,
    MILESTONE-14, MILESTONE-15, MILESTONE-17, MILESTONE-20, MILESTONE-22.
    """
    status, *facts = situation.split(", ")
    pending, late, escrow = (
        "in the arbiter's time" in facts,
        "after the deadline" in facts,
        milestones.idOf(terms),
    )
    if status != "unknown":
        buyer.together(milestones, "fund", terms, PAYMENTS[0])
        buyer.together(milestones, "release", terms, 0, 10_000, PAYMENTS[1])
    if status in ("disputed", "divided"):
        asked = at(DEADLINE - DAY if late and pending else NOON + DAY)
        seller.act(milestones, "dispute", terms, GROUNDS)
    if status == "divided":
        arbiter.together(milestones, "divide", terms, 1, OF_ARBITER[2], OF_ARBITER[3], AWARD)
    if status == "settled":
        buyer.together(milestones, "release", terms, 1, 20_000, PAYMENTS[2])
        buyer.together(milestones, "release", terms, 2, 30_001, PAYMENTS[3])
    if status == "refunded":
        seller.together(milestones, "refund", terms, OF_SELLER[2])
    if status == "stopped":
        stop(court, stops, milestones, escrow)
    if status != "unknown" and "when a fee is due" not in facts:
        agent.act(milestones, "collect", terms, OF_AGENT[4])
    if status == "disputed" and not pending:
        at(asked + ARBITRATION + 600)
    if late:
        at(DEADLINE + 3_600)
    if status == "reclaimed":
        buyer.together(milestones, "reclaim", terms, PAYMENTS[2])
    stage = Stage(
        milestones,
        {
            "fund": (terms, PAYMENTS[9]),
            "release": (terms, 1, 1_000, PAYMENTS[9]),
            "dispute": (terms, GROUNDS),
            "divide": (terms, 1, OF_ARBITER[9], OF_ARBITER[10], AWARD),
            "reclaim": (terms, PAYMENTS[9]),
            "refund": (terms, OF_SELLER[9]),
            "collect": (terms, OF_AGENT[9]),
            "setStopped": (escrow, WHOEVER, True),
            "setStopped, to lift": (escrow, WHOEVER, False),
        },
        {"MilestoneStatus": milestones.stateOf(escrow)[0]},
        instruments={"book of stops": stops.address, "credits": credits.address},
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def test_the_table_leaves_nothing_out():
    """MILESTONE-15, MILESTONE-17: no status, function, party or condition is without its cells."""
    assert SUBJECT.forgotten() == []
