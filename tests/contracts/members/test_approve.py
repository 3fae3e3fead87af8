"""Consortium.approve: m of n."""

from __future__ import annotations

import pytest
from brownie import chain

from tests.contracts.people import refused

GOVERN = 1
UNKNOWN, PENDING, CARRIED = range(3)
DAY = 86_400


@pytest.fixture
def proposal(council, harmless):
    council.seats[0].together(council.consortium, "propose", harmless, 1)
    return council.consortium.idOf(harmless, 1)


def test_approve_is_refused_outside_members(council, proposal):
    """MEMBERS-1: a seat's key is not a seat."""
    with refused("MemberOnlyThroughMembers", council.seats[1].maker):
        council.consortium.approve(proposal, {"from": council.seats[1].maker})


def test_approve_is_refused_to_one_person(council, proposal):
    """MEMBERS-41: each vote takes two persons."""
    with refused("MemberOnlyTwoPersonsNeeded", council.seats[1], GOVERN):
        council.seats[1].act(council.consortium, "approve", proposal)


def test_approve_is_refused_to_who_has_no_seat(consortium, stranger, proposal):
    """MEMBERS-40: before anything is asked about the proposal."""
    with refused("ConsortiumNotASeat", stranger):
        stranger.together(consortium, "approve", proposal)


def test_approve_is_refused_of_what_was_not_proposed(council):
    """MEMBERS-43: an id is not a proposal."""
    with refused("ConsortiumWrongStatus", "0x" + "11" * 32, UNKNOWN, PENDING):
        council.seats[1].together(council.consortium, "approve", "0x" + "11" * 32)


def test_approve_is_refused_twice(council, proposal):
    """MEMBERS-43: one seat, one vote; the proposer has had its own."""
    with refused("ConsortiumAlreadyVoted", proposal, council.seats[0]):
        council.seats[0].together(council.consortium, "approve", proposal)
    council.seats[4].together(council.consortium, "approve", proposal)
    with refused("ConsortiumAlreadyVoted", proposal, council.seats[4]):
        council.seats[4].together(council.consortium, "approve", proposal)


def test_approve_is_refused_to_a_suspended_seat(council, proposal):
    """MEMBERS-23: a seat is a party like any other."""
    seat = council.seats[4]
    council.decide((seat.members, seat.members.suspend.encode_input([seat.number])))
    with refused("MembersNotActive", seat, 2):
        seat.together(council.consortium, "approve", proposal)


def test_approve_carries_at_the_threshold(council, proposal):
    """MEMBERS-43: the third of five starts the delay; a fourth comes too late."""
    second, third, fourth = council.seats[4], council.seats[2], council.seats[1]
    done = second.together(council.consortium, "approve", proposal)
    assert done.events["Approved"] == {"proposal": proposal, "seat": second.number}
    assert len(done.events) == 1
    assert tuple(council.consortium.proposalOf(proposal)) == (PENDING, 0, 0b10001, 0)
    done = third.together(council.consortium, "approve", proposal)
    ready = chain[-1].timestamp + DAY
    assert done.events["Carried"] == {"proposal": proposal, "ready": ready}
    assert len(done.events) == 2
    assert tuple(council.consortium.proposalOf(proposal)) == (CARRIED, ready, 0b10101, 0)
    with refused("ConsortiumWrongStatus", proposal, CARRIED, PENDING):
        fourth.together(council.consortium, "approve", proposal)
