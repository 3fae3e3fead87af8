"""Consortium.setSeats."""

from __future__ import annotations

import pytest
from brownie import chain

from tests.contracts.people import RIGHTS, a_member, bit, refused, salted

UNKNOWN, PENDING, CARRIED = range(3)
DAY = 86_400


@pytest.fixture
def set_seats(council):
    def to(seats, threshold, delay=0):
        numbers = [getattr(seat, "number", seat) for seat in seats]
        call = council.consortium.setSeats.encode_input(numbers, threshold, delay)
        return council.decide((council.consortium, call))

    return to


def test_set_seats_is_refused_to_everybody_but_the_consortium_itself(council):
    """MEMBERS-49: not to a key, nor to a seat's two persons."""
    seat = council.seats[0]
    with refused("ConsortiumNotItself", seat.maker):
        council.consortium.setSeats([seat.number], 1, 0, {"from": seat.maker})
    with refused("ConsortiumNotItself", seat.members):
        seat.together(council.consortium, "setSeats", [seat.number], 1, 0)


def test_set_seats_is_refused_of_who_is_not_active(council, set_seats):
    """MEMBERS-49: a number that nobody has could never vote."""
    with refused("MembersNotActive", 7, UNKNOWN):
        set_seats([*council.seats[:2], 7], 2)


@pytest.mark.parametrize(("count", "threshold"), [(0, 0), (1, 1), (3, 1), (3, 4)])
def test_set_seats_is_refused_of_less_than_two_votes(council, set_seats, count, threshold):
    """MEMBERS-46: as at the beginning."""
    with refused("ConsortiumInvalidSeats", count, threshold):
        set_seats(council.seats[:count], threshold)


def test_set_seats_is_refused_of_one_seat_twice(council, set_seats):
    """MEMBERS-46: one organisation with two seats would be two votes."""
    with refused("ConsortiumInvalidSeats", 3, 2):
        set_seats([council.seats[0], council.seats[1], council.seats[0]], 2)


def test_set_seats_changes_who_votes_and_how(council, set_seats, harmless):
    """MEMBERS-49: seats, threshold and delay from then on; a newcomer votes, a former seat does not."""
    registry = council.seats[0].members
    newcomer = a_member(registry, "a new seat")
    govern = bit(RIGHTS, "GOVERN")
    keys = [(newcomer.maker.address, 1, govern, 0), (newcomer.checker.address, 2, 0, govern)]
    admission = (newcomer.number, 0, salted("a new seat"), keys)
    council.decide((registry, registry.admit.encode_input([admission])))
    seats = [council.seats[1], newcomer]
    done = set_seats(seats, 2)
    numbers = [seat.number for seat in seats]
    event = done.events["SeatsSet"]
    assert (list(map(int, event["seats"])), event["threshold"], event["delay"]) == (numbers, 2, 0)
    assert list(map(int, council.consortium.seats())) == numbers
    assert (council.consortium.threshold(), council.consortium.delay()) == (2, 0)
    with refused("ConsortiumNotASeat", council.seats[0]):
        council.seats[0].together(council.consortium, "propose", harmless, 1)
    newcomer.together(council.consortium, "propose", harmless, 1)
    proposal = council.consortium.idOf(harmless, 1)
    council.seats[1].together(council.consortium, "approve", proposal)
    newcomer.together(council.consortium, "execute", harmless, 1)
    assert registry.limitOf(7, registry)[0] == 5


def test_what_was_proposed_under_the_old_seats_is_gone(council, set_seats, harmless):
    """MEMBERS-49: pending or carried; votes of the old seats count for nothing under the new ones."""
    council.seats[0].together(council.consortium, "propose", harmless, 1)
    old = council.consortium.idOf(harmless, 1)
    for seat in council.seats[1:3]:
        seat.together(council.consortium, "approve", old)
    chain.sleep(DAY)
    set_seats(council.seats[:3], 2)
    new = council.consortium.idOf(harmless, 1)
    assert new != old
    with refused("ConsortiumWrongStatus", new, UNKNOWN, CARRIED):
        council.seats[0].together(council.consortium, "execute", harmless, 1)
    council.seats[0].together(council.consortium, "propose", harmless, 1)
    assert tuple(council.consortium.proposalOf(new))[:3] == (PENDING, 0, 1)
