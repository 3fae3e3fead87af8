"""Consortium.propose, and what its constructor takes."""

from __future__ import annotations

import pytest

from scripts.deploy import container
from tests.contracts.people import EVERY_RIGHT, key_of, refused, salted, sign

GOVERN = 1
PENDING = 1


def test_propose_is_refused_outside_members(council, harmless):
    """MEMBERS-1: a seat's key is not a seat."""
    with refused("MemberOnlyThroughMembers", council.seats[0].maker):
        council.consortium.propose(harmless, 1, {"from": council.seats[0].maker})


def test_propose_is_refused_to_one_person(council, harmless):
    """MEMBERS-41: a vote takes two persons of the seat."""
    with refused("MemberOnlyTwoPersonsNeeded", council.seats[0], GOVERN):
        council.seats[0].act(council.consortium, "propose", harmless, 1)


def test_propose_is_refused_to_who_has_no_seat(consortium, members, stranger, harmless):
    """MEMBERS-40: whatever rights its operators hold."""
    with refused("ConsortiumNotASeat", stranger):
        stranger.together(consortium, "propose", harmless, 1)


def test_propose_is_refused_without_the_right_to_govern(council, harmless):
    """MEMBERS-41: a seat may have persons who do other things."""
    seat = council.seats[0]
    registry = seat.members
    for place, name in enumerate(("a clerk", "another clerk")):
        seat.together(
            registry, "addKey", (key_of(name).address, 3 + place, EVERY_RIGHT & ~2, EVERY_RIGHT & ~2)
        )
    order = seat.order(council.consortium, "propose", harmless, 1)
    from_clerks = [sign(key_of(name), registry, order) for name in ("a clerk", "another clerk")]
    with refused("MemberOnlyRightMissing", seat, GOVERN, EVERY_RIGHT & ~2):
        seat.perform(order, *from_clerks)


def test_propose_is_refused_twice(council, harmless):
    """MEMBERS-42: the same calls need another salt."""
    council.seats[0].together(council.consortium, "propose", harmless, 1)
    proposal = council.consortium.idOf(harmless, 1)
    with refused("ConsortiumWrongStatus", proposal, PENDING, 0):
        council.seats[1].together(council.consortium, "propose", harmless, 1)
    council.seats[1].together(council.consortium, "propose", harmless, 2)


@pytest.mark.parametrize(("seats", "threshold"), [(0, 0), (1, 1), (3, 0), (3, 1), (3, 4)])
def test_a_consortium_of_less_than_two_votes_is_refused(seats, threshold):
    """MEMBERS-46: one organisation alone carries nothing; nor is there a threshold above the seats."""
    founders = [
        (n + 1, salted(str(n)), key_of(f"first {n}").address, key_of(f"second {n}").address)
        for n in range(seats)
    ]
    with refused("ConsortiumInvalidSeats", seats, threshold):
        container("MemberRegistry").deploy(founders, threshold, 0, {"from": key_of("deployer")})


def test_propose_is_an_approval(council, harmless):
    """MEMBERS-42: who proposes has voted; the calls stand in the event, for others to read."""
    seat = council.seats[3]
    done = seat.together(council.consortium, "propose", harmless, 9)
    proposal = council.consortium.idOf(harmless, 9)
    event = done.events["Proposed"]
    assert (event["proposal"], event["seat"], event["salt"]) == (proposal, seat.number, 9)
    assert [tuple(call) for call in event["calls"]] == [tuple(call) for call in harmless]
    assert done.events["Approved"] == {"proposal": proposal, "seat": seat.number}
    assert len(done.events) == 2
    assert tuple(council.consortium.proposalOf(proposal)) == (PENDING, 0, 0b01000, 0)


def test_founders_have_seats_and_two_keys_each(council):
    """MEMBERS-47: which may govern and administer, make and check; nobody else can do anything."""
    registry = council.seats[0].members
    assert list(map(int, council.consortium.seats())) == [seat.number for seat in council.seats]
    assert (council.consortium.threshold(), council.consortium.delay()) == (3, 86_400)
    for seat in council.seats:
        assert tuple(registry.partyOf(seat.number)) == (1, 0, salted(seat.name))
        assert tuple(registry.operatorOf(seat.maker)) == (seat.number, 1, 3, 3, 0, False)
        assert tuple(registry.operatorOf(seat.checker)) == (seat.number, 2, 3, 3, 0, False)
    assert tuple(registry.instrumentOf(registry)) == (1, 0, 1)
    assert tuple(registry.instrumentOf(council.consortium)) == (1, 0, 2)
    deployer = key_of("deployer")
    assert registry.operatorOf(deployer)[0] == 0
    with refused("MembersNotConsortium", deployer):
        registry.admit([], {"from": deployer})
