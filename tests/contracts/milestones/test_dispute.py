from __future__ import annotations

import pytest

from tests.contracts.attempts import answer
from tests.contracts.milestones.conftest import (
    ARBITRATION,
    AWARD,
    DAY,
    DEADLINE,
    DISPUTED,
    DIVIDED,
    FUNDED,
    GROUNDS,
    NOON,
    OF_ARBITER,
    OF_SELLER,
    PAYMENTS,
)
from tests.contracts.people import refused
from tests.contracts.standing import suspend
from tests.contracts.structs import plain

NONE = "0x" + "00" * 32


def test_dispute_is_refused_to_everybody_but_the_two_sides(milestones, arbiter, agent, stranger, funded):
    """MILESTONE-9: the arbiter does not call itself."""
    for member in (arbiter, agent, stranger):
        with refused("MilestoneNotParty", milestones.idOf(funded), member):
            member.together(milestones, "dispute", funded, GROUNDS)


def test_dispute_is_refused_without_grounds(milestones, seller, funded):
    """MILESTONE-9."""
    with refused("MilestoneNothingNamed"):
        seller.act(milestones, "dispute", funded, NONE)


def test_dispute_is_refused_after_the_deadline(at, milestones, seller, buyer, funded):
    """MILESTONE-9, MILESTONE-12: the last second is the dispute's, the next one the reclaim's."""
    at(DEADLINE)
    assert answer(seller, 1, milestones, "dispute", funded, GROUNDS) is None
    assert answer(buyer, 2, milestones, "reclaim", funded, PAYMENTS[1]) == (
        f"MilestoneTooEarly: {DEADLINE}, {DEADLINE}"
    )
    at(DEADLINE + 1)
    assert answer(seller, 1, milestones, "dispute", funded, GROUNDS) == (
        f"MilestoneTooLate: {DEADLINE}, {DEADLINE + 1}"
    )
    assert answer(buyer, 2, milestones, "reclaim", funded, PAYMENTS[1]) is None


@pytest.mark.parametrize("side", ["applicant", "beneficiary"])
def test_either_side_disputes_and_the_arbiters_time_begins(people, milestones, funded, state, books, side):
    """MILESTONE-9: and nothing moves by it."""
    before = books()
    done = people[side].act(milestones, "dispute", funded, GROUNDS)
    told = done.events["Disputed"]
    assert (told["escrow"], told["party"]) == (milestones.idOf(funded), people[side].number)
    assert told["grounds"] == GROUNDS
    assert told["until"] == done.timestamp + ARBITRATION == state(funded).until
    assert state(funded).status == DISPUTED
    assert books() == before


def test_what_is_disputed_is_not_disputed_while_the_time_runs(milestones, buyer, seller, disputed):
    """MILESTONE-10: nobody prolongs it."""
    for member in (buyer, seller):
        with refused("MilestoneWrongStatus", milestones.idOf(disputed), DISPUTED, FUNDED):
            member.act(milestones, "dispute", disputed, GROUNDS)


def test_what_was_left_unanswered_is_disputed_again_up_to_the_deadline(
    at, milestones, seller, arbiter, disputed, state
):
    """MILESTONE-10: who disputes on the first day does not use the arbiter up."""
    until = state(disputed).until
    at(until)
    assert answer(seller, 1, milestones, "dispute", disputed, GROUNDS) is not None
    assert answer(arbiter, 2, milestones, "divide", disputed, 1, OF_ARBITER[1], OF_ARBITER[2], AWARD) is None
    at(until + 1)
    assert answer(arbiter, 2, milestones, "divide", disputed, 1, OF_ARBITER[1], OF_ARBITER[2], AWARD) == (
        f"MilestoneTooLate: {until}, {until + 1}"
    )
    again = seller.act(milestones, "dispute", disputed, GROUNDS)
    assert state(disputed).until == again.timestamp + ARBITRATION
    at(DEADLINE + 1)
    with refused("MilestoneTooLate", DEADLINE, ...):
        seller.act(milestones, "dispute", disputed, GROUNDS)


def test_division_is_refused_to_everybody_but_the_arbiter(
    milestones, buyer, seller, agent, arbiter, disputed
):
    """MILESTONE-11."""
    for member in (buyer, seller, agent):
        with refused("MilestoneNotArbiter", arbiter, member):
            member.together(milestones, "divide", disputed, 1, OF_ARBITER[1], OF_ARBITER[2], AWARD)


def test_division_is_refused_to_one_person_without_an_award_and_undisputed(
    milestones, arbiter, seller, funded
):
    """MILESTONE-11: what nobody disputes is not the arbiter's to divide."""
    with refused("MilestoneWrongStatus", milestones.idOf(funded), FUNDED, DISPUTED):
        arbiter.together(milestones, "divide", funded, 1, OF_ARBITER[1], OF_ARBITER[2], AWARD)
    seller.act(milestones, "dispute", funded, GROUNDS)
    with refused("MemberOnlyTwoPersonsNeeded", arbiter, 5):
        arbiter.act(milestones, "divide", funded, 1, OF_ARBITER[1], OF_ARBITER[2], AWARD)
    with refused("MilestoneNothingNamed"):
        arbiter.together(milestones, "divide", funded, 1, OF_ARBITER[1], OF_ARBITER[2], NONE)


def test_no_more_is_divided_than_there_was(milestones, buyer, arbiter, disputed):
    """MILESTONE-11: an award of more is a mistake."""
    buyer.together(milestones, "release", disputed, 0, 10_000, PAYMENTS[1])
    with refused("MilestoneAmountTooLarge", 60_002, 60_001):
        arbiter.together(milestones, "divide", disputed, 60_002, OF_ARBITER[2], OF_ARBITER[3], AWARD)


def test_a_release_does_not_outrun_the_award(milestones, buyer, arbiter, disputed, books, state):
    """MILESTONE-11: the buyer lets a cent go before the award is mined: the seller is paid all."""
    buyer.together(milestones, "release", disputed, 0, 1, PAYMENTS[1])
    done = arbiter.together(milestones, "divide", disputed, 60_001, OF_ARBITER[2], OF_ARBITER[3], AWARD)
    assert done.events["Divided"]["toSeller"] == 60_000
    assert books() == (39_999, 59_851, 0, 150)
    assert state(disputed).status == DIVIDED


@pytest.mark.parametrize(
    ("to_seller", "then"),
    [
        (0, (90_000, 9_975, 0, 25)),
        (50_001, (39_999, 9_975 + 50_001 - 125, 0, 150)),
        (20_000, (70_000, 9_975 + 19_950, 0, 75)),
    ],
)
def test_a_division_ends_it(milestones, buyer, arbiter, disputed, books, state, to_seller, then):
    """MILESTONE-11, MILESTONE-7, MILESTONE-17: the seller's part with its fee, all the rest to the buyer."""
    buyer.together(milestones, "release", disputed, 0, 10_000, PAYMENTS[1])
    done = arbiter.together(milestones, "divide", disputed, to_seller, OF_ARBITER[2], OF_ARBITER[3], AWARD)
    told = done.events["Divided"]
    assert (told["toSeller"], told["award"]) == (to_seller, AWARD)
    assert told["fee"] == (10_000 + to_seller) * 25 // 10_000 - 25
    assert books() == then
    assert state(disputed).status == DIVIDED
    with refused("MilestoneWrongStatus", milestones.idOf(disputed), DIVIDED, FUNDED):
        arbiter.together(milestones, "divide", disputed, 0, OF_ARBITER[4], OF_ARBITER[5], AWARD)


def test_both_parts_under_one_reference_are_refused(milestones, arbiter, disputed, books):
    """MILESTONE-18: and nothing has moved."""
    before = books()
    with refused("CashPaidAlready", OF_ARBITER[1], 7):
        arbiter.together(milestones, "divide", disputed, 1_000, OF_ARBITER[1], OF_ARBITER[1], AWARD)
    assert books() == before


def test_nobody_uses_up_the_references_of_an_award(milestones, buyer, arbiter, dollars, disputed, books):
    """MILESTONE-23: the buyer sees the award on its way, and its references are the arbiter's alone; nor does
    the arbiter pay under one that it saw.
    """
    with refused("CashReferenceOfAnother", OF_ARBITER[1], buyer):
        buyer.together(milestones, "release", disputed, 0, 1, OF_ARBITER[1])
    with refused("CashReferenceOfAnother", PAYMENTS[1], arbiter):
        arbiter.together(milestones, "divide", disputed, 1_000, PAYMENTS[1], OF_ARBITER[2], AWARD)
    arbiter.together(milestones, "divide", disputed, 1_000, OF_ARBITER[1], OF_ARBITER[2], AWARD)


def test_a_division_uses_only_the_references_that_it_needs(milestones, arbiter, dollars, disputed):
    """MILESTONE-18."""
    arbiter.together(milestones, "divide", disputed, 0, NONE, OF_ARBITER[3], AWARD)
    assert plain(dollars.paymentOf(OF_ARBITER[3]))[2] == 60_001


def test_division_reaches_suspended_parties(port, milestones, buyer, seller, arbiter, disputed, books):
    """MILESTONE-20: neither loses what it is given."""
    suspend(port, buyer, seller)
    arbiter.together(milestones, "divide", disputed, 20_000, OF_ARBITER[2], OF_ARBITER[3], AWARD)
    assert books() == (80_000, 19_950, 0, 50)


def test_both_sides_may_agree_while_it_is_disputed(milestones, buyer, seller, disputed, books, state):
    """MILESTONE-5, MILESTONE-13: what they agree on needs no arbiter."""
    buyer.together(milestones, "release", disputed, 0, 10_000, PAYMENTS[1])
    assert state(disputed).status == DISPUTED
    seller.together(milestones, "refund", disputed, OF_SELLER[2])
    assert books() == (90_000, 9_975, 0, 25)


def test_a_dispute_on_the_first_day_brings_no_reclaim_forward(at, milestones, buyer, funded):
    """MILESTONE-12: the arbiter's silence is worth nothing before the deadline."""
    buyer.act(milestones, "dispute", funded, GROUNDS)
    at(NOON + ARBITRATION + DAY)
    with refused("MilestoneTooEarly", DEADLINE, ...):
        buyer.together(milestones, "reclaim", funded, PAYMENTS[1])


def test_a_dispute_on_the_last_day_puts_the_reclaim_off(at, milestones, seller, buyer, funded, state):
    """MILESTONE-12: by the arbiter's time and no more."""
    at(DEADLINE - 600)
    seller.act(milestones, "dispute", funded, GROUNDS)
    until = state(funded).until
    assert until > DEADLINE
    at(until)
    assert answer(buyer, 2, milestones, "reclaim", funded, PAYMENTS[1]) == (
        f"MilestoneTooEarly: {until}, {until}"
    )
    at(until + 1)
    assert answer(buyer, 2, milestones, "reclaim", funded, PAYMENTS[1]) is None
