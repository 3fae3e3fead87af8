from __future__ import annotations

import random

import pytest

from tests.contracts.milestones.conftest import (
    DEADLINE,
    FUNDED,
    OF_AGENT,
    OF_SELLER,
    PAYMENTS,
    SETTLED,
    State,
    eight,
)
from tests.contracts.people import named, refused
from tests.contracts.standing import let_act_alone, suspend
from tests.contracts.structs import plain


def test_release_is_refused_to_everybody_but_the_buyer(milestones, buyer, seller, arbiter, funded):
    """MILESTONE-5."""
    for member in (seller, arbiter):
        with refused("MilestoneNotBuyer", buyer, member):
            member.together(milestones, "release", funded, 0, 1, PAYMENTS[1])


def test_release_is_refused_to_one_person_above_the_limit(port, milestones, buyer, dollars, funded):
    """MILESTONE-5: the limit is held against what is released."""
    let_act_alone(port, buyer, dollars, 9_999)
    with refused("MembersTwoPersonsNeeded", buyer, 5, dollars, 10_000, 9_999):
        buyer.act(milestones, "release", funded, 0, 10_000, PAYMENTS[1])
    buyer.act(milestones, "release", funded, 0, 9_999, PAYMENTS[1])


def test_no_milestone_is_released_beyond_its_amount(milestones, buyer, funded):
    """MILESTONE-5: what is left of another does not help, and there are eight."""
    buyer.together(milestones, "release", funded, 0, 9_000, PAYMENTS[1])
    with refused("MilestoneAmountTooLarge", 1_001, 1_000):
        buyer.together(milestones, "release", funded, 0, 1_001, PAYMENTS[2])
    for milestone in (3, 7, 8, 255):
        with refused("MilestoneAmountTooLarge", 1, 0):
            buyer.together(milestones, "release", funded, milestone, 1, PAYMENTS[2])
    with refused("MilestoneNothingNamed"):
        buyer.together(milestones, "release", funded, 0, 0, PAYMENTS[2])


def test_a_release_that_was_ordered_twice_pays_once(milestones, buyer, funded, books):
    """MILESTONE-18: the second order has the same reference, whoever signed it."""
    buyer.together(milestones, "release", funded, 0, 1_000, PAYMENTS[1])
    before = books()
    with refused("CashPaidAlready", PAYMENTS[1], 7):
        buyer.together(milestones, "release", funded, 0, 1_000, PAYMENTS[1])
    assert books() == before


def test_other_terms_release_nothing(milestones, buyer, funded):
    """MILESTONE-1: no field can drift."""
    for other in (
        funded._replace(amounts=eight(60_001)),
        funded._replace(fee=0, agent=0),
        funded._replace(seller=buyer.number),
    ):
        with refused("MilestoneWrongStatus", milestones.idOf(other), 0, FUNDED):
            buyer.together(milestones, "release", other, 0, 1, PAYMENTS[1])


def test_parts_are_paid_without_the_fee_on_them(
    members, milestones, buyer, seller, dollars, funded, books, state
):
    """MILESTONE-5, MILESTONE-6, MILESTONE-7, MILESTONE-18: a quarter of one per cent of the sum so far."""
    done = buyer.together(milestones, "release", funded, 0, 4_000, PAYMENTS[1])
    number = int(members.instrumentOf(milestones)["number"])
    escrow = milestones.idOf(funded)
    told = {"escrow": escrow, "milestone": 0, "amount": 4_000, "fee": 10, "payment": PAYMENTS[1]}
    assert done.events["Released"] == told
    assert books() == (39_999, 3_990, 0, 56_001 + 10)
    assert plain(dollars.paymentOf(PAYMENTS[1])) == (0, seller.number, 3_990, 7, number)
    buyer.together(milestones, "release", funded, 2, 399, PAYMENTS[2])
    assert books() == (39_999, 3_990 + 399, 0, 55_602 + 10), "4,399 gives 10.9975, which is 10 as before"
    buyer.together(milestones, "release", funded, 2, 1, PAYMENTS[3])
    assert books() == (39_999, 3_990 + 399, 0, 55_601 + 11), "the unit that makes it 11 is all fee"
    assert state(funded) == State(FUNDED, 4_400, 0, 0, 0, 0, eight(4_000, 0, 400))
    assert plain(dollars.paymentOf(PAYMENTS[3])) == (0, 0, 0, 0, 0), "of nothing the reference is not used"


def test_the_last_part_settles_it(milestones, buyer, funded, books, state):
    """MILESTONE-6, MILESTONE-17."""
    for milestone, amount in enumerate((10_000, 20_000, 30_001)):
        assert state(funded).status == FUNDED
        buyer.together(milestones, "release", funded, milestone, amount, PAYMENTS[1 + milestone])
    assert state(funded).status == SETTLED
    assert books() == (39_999, 60_001 - 150, 0, 150)
    with refused("MilestoneWrongStatus", milestones.idOf(funded), SETTLED, FUNDED):
        buyer.together(milestones, "release", funded, 0, 1, PAYMENTS[4])


@pytest.mark.parametrize(("fee", "seed"), [(1, 1), (25, 2), (3_333, 3), (9_999, 4), (10_000, 5)])
def test_fees_of_many_parts_are_the_fee_of_the_sum(milestones, buyer, agent, terms, books, state, fee, seed):
    """MILESTONE-7: whatever the parts; none is lost and none is taken twice."""
    agreed = terms._replace(fee=fee, amounts=eight(997))
    buyer.together(milestones, "fund", agreed, PAYMENTS[0])
    dice, left, taken = random.Random(seed), 997, 0
    for part in range(60):
        amount = min(left, dice.choice((1, 1, 2, 3, 7, 50)))
        done = buyer.together(milestones, "release", agreed, 0, amount, named("applicant", f"part {part}"))
        taken, left = taken + done.events["Released"]["fee"], left - amount
        paid = 997 - left
        assert taken == paid * fee // 10_000
        assert books()[1:] == (paid - taken, 0, left + taken)
        if not left:
            break
    if taken:
        agent.act(milestones, "collect", agreed, named("financier", "the fee"))
    assert books()[1:] == (997 - left - taken, taken, left)


def test_release_is_open_after_the_deadline(at, milestones, buyer, funded, books):
    """MILESTONE-5: who would rather pay than reclaim may."""
    at(DEADLINE + 10)
    buyer.together(milestones, "release", funded, 1, 20_000, PAYMENTS[1])
    assert books()[1] == 19_950


def test_release_reaches_a_suspended_and_frozen_seller_of_a_closing_version(
    port, issuing_bank, milestones, buyer, seller, dollars, funded, books
):
    """MILESTONE-19, MILESTONE-20: what is its own reaches it, and lies there."""
    issuing_bank.together(dollars, "freeze", seller.number)
    suspend(port, seller)
    port.listed(milestones, status=2, capabilities=2)
    buyer.together(milestones, "release", funded, 0, 10_000, PAYMENTS[1])
    assert books()[1] == 9_975


def test_the_fee_is_collected_by_the_agent(
    members, milestones, buyer, seller, agent, dollars, funded, books, state
):
    """MILESTONE-8, MILESTONE-18: what has come up, once, and after the end too."""
    with refused("MilestoneNotAgent", agent, seller):
        seller.together(milestones, "collect", funded, OF_AGENT[9])
    with refused("MilestoneNothingLeft", milestones.idOf(funded)):
        agent.act(milestones, "collect", funded, OF_AGENT[9])
    buyer.together(milestones, "release", funded, 0, 10_000, PAYMENTS[1])
    done = agent.act(milestones, "collect", funded, OF_AGENT[9])
    number = int(members.instrumentOf(milestones)["number"])
    told = {"escrow": milestones.idOf(funded), "amount": 25, "payment": OF_AGENT[9]}
    assert done.events["FeeCollected"] == told
    assert plain(dollars.paymentOf(OF_AGENT[9])) == (0, agent.number, 25, 7, number)
    with refused("MilestoneNothingLeft", milestones.idOf(funded)):
        agent.act(milestones, "collect", funded, OF_AGENT[10])
    buyer.together(milestones, "release", funded, 1, 20_000, PAYMENTS[2])
    seller.together(milestones, "refund", funded, OF_SELLER[3])
    agent.act(milestones, "collect", funded, OF_AGENT[10])
    assert state(funded).collected == 75
    assert books() == (70_000, 29_925, 75, 0)


def test_without_an_agent_nobody_collects(milestones, buyer, stranger, terms):
    """MILESTONE-8: number 0 is nobody."""
    free = terms._replace(agent=0, fee=0)
    buyer.together(milestones, "fund", free, PAYMENTS[0])
    buyer.together(milestones, "release", free, 0, 10_000, PAYMENTS[1])
    with refused("MilestoneNotAgent", 0, stranger):
        stranger.together(milestones, "collect", free, OF_AGENT[2])
