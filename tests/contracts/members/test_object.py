"""Consortium.object."""

from __future__ import annotations

import pytest
from brownie import chain

from tests.contracts.people import refused

GOVERN = 1
UNKNOWN, PENDING, CARRIED, EXECUTED, CANCELLED = range(5)


@pytest.fixture
def proposal(council, harmless):
    council.seats[0].together(council.consortium, "propose", harmless, 1)
    return council.consortium.idOf(harmless, 1)


def test_object_is_refused_outside_members(council, proposal):
    """MEMBERS-1: a seat's key is not a seat."""
    with refused("MemberOnlyThroughMembers", council.seats[1].maker):
        council.consortium.object(proposal, {"from": council.seats[1].maker})


def test_object_is_refused_to_one_person_and_to_who_has_no_seat(council, consortium, proposal, stranger):
    """MEMBERS-40, MEMBERS-41: an objection is a vote."""
    with refused("MemberOnlyTwoPersonsNeeded", council.seats[1], GOVERN):
        council.seats[1].act(council.consortium, "object", proposal)
    with refused("ConsortiumNotASeat", stranger):
        stranger.together(consortium, "object", proposal)


def test_object_is_refused_of_what_is_unknown_or_over(council, harmless):
    """MEMBERS-48: never proposed, executed, cancelled."""
    with refused("ConsortiumWrongStatus", "0x" + "11" * 32, UNKNOWN, PENDING):
        council.seats[1].together(council.consortium, "object", "0x" + "11" * 32)
    done = council.decide((council.seats[0].members, harmless[0][1]))
    proposal = done.events["Executed"]["proposal"]
    with refused("ConsortiumWrongStatus", proposal, EXECUTED, PENDING):
        council.seats[1].together(council.consortium, "object", proposal)


def test_object_is_refused_twice(council, proposal):
    """MEMBERS-48: one seat, one objection."""
    council.seats[1].together(council.consortium, "object", proposal)
    with refused("ConsortiumAlreadyVoted", proposal, council.seats[1]):
        council.seats[1].together(council.consortium, "object", proposal)


def test_too_many_objections_cancel(council, proposal, harmless):
    """MEMBERS-48: with three of five against, three can no longer carry; who approved may change its mind."""
    for seat in council.seats[:2]:
        done = seat.together(council.consortium, "object", proposal)
        assert done.events["Objected"] == {"proposal": proposal, "seat": seat.number}
        assert len(done.events) == 1
    assert tuple(council.consortium.proposalOf(proposal)) == (PENDING, 0, 0b00001, 0b00011)
    done = council.seats[4].together(council.consortium, "object", proposal)
    assert done.events["Cancelled"] == {"proposal": proposal}
    assert tuple(council.consortium.proposalOf(proposal)) == (CANCELLED, 0, 0b00001, 0b10011)
    with refused("ConsortiumWrongStatus", proposal, CANCELLED, PENDING):
        council.seats[2].together(council.consortium, "approve", proposal)
    with refused("ConsortiumWrongStatus", proposal, CANCELLED, PENDING):
        council.seats[2].together(council.consortium, "object", proposal)
    with refused("ConsortiumWrongStatus", proposal, CANCELLED, 0):
        council.seats[0].together(council.consortium, "propose", harmless, 1)


def test_what_is_carried_can_still_be_stopped(council, proposal, harmless):
    """MEMBERS-48: that is what the delay is for; two of five do not stop it."""
    for seat in council.seats[1:3]:
        seat.together(council.consortium, "approve", proposal)
    for seat in council.seats[3:]:
        seat.together(council.consortium, "object", proposal)
    assert council.consortium.proposalOf(proposal)[0] == CARRIED
    council.seats[0].together(council.consortium, "object", proposal)
    assert council.consortium.proposalOf(proposal)[0] == CANCELLED
    chain.sleep(86_400)
    with refused("ConsortiumWrongStatus", proposal, CANCELLED, CARRIED):
        council.seats[1].together(council.consortium, "execute", harmless, 1)
