"""MemberRegistry.suspend, reinstate and requireActive."""

from __future__ import annotations

import pytest

from tests.contracts.people import EVERY_RIGHT, key_of, refused, sign, told

TITLE = 3
UNKNOWN, ACTIVE, SUSPENDED = range(3)


@pytest.fixture
def decide(port, members):
    def on(function, *parties):
        numbers = [getattr(party, "number", party) for party in parties]
        return port.government.decide((members, told(members, function, numbers)))

    return on


@pytest.mark.parametrize("function", ["suspend", "reinstate"])
def test_it_is_refused_to_everybody_but_the_consortium(members, beneficiary, government, function):
    """MEMBERS-24: not to the party, to a seat's key, or to a seat's order."""
    call = getattr(members, function)
    for key in (beneficiary.maker, government.seats[0].maker):
        with refused("MembersNotConsortium", key):
            call([beneficiary.number], {"from": key})
    with refused("MembersNotConsortium", members):
        government.seats[0].together(members, function, [beneficiary.number])


def test_suspend_is_refused_of_who_is_not_active(decide, beneficiary):
    """MEMBERS-26: a number that nobody has, and one that is suspended already."""
    with refused("MembersNotActive", 7, UNKNOWN):
        decide("suspend", 7)
    decide("suspend", beneficiary)
    with refused("MembersNotActive", beneficiary, SUSPENDED):
        decide("suspend", beneficiary)


def test_reinstate_is_refused_of_who_is_not_suspended(decide, beneficiary):
    """MEMBERS-26: a number that nobody has, and one that is active."""
    with refused("MembersNotActive", 7, UNKNOWN):
        decide("reinstate", 7)
    with refused("MembersNotActive", beneficiary, ACTIVE):
        decide("reinstate", beneficiary)


def test_suspend_stops_every_key_at_once(decide, members, witness, beneficiary):
    """MEMBERS-23: alone, together, by signatures made before; the rest of the record stays."""
    third = key_of("beneficiary's third key")
    beneficiary.together(members, "addKey", (third.address, 3, EVERY_RIGHT, EVERY_RIGHT))
    order = beneficiary.order(witness, "together", TITLE)
    signature = sign(beneficiary.maker, members, order)
    before = tuple(members.partyOf(beneficiary.number))
    done = decide("suspend", beneficiary)
    assert done.events["PartySuspended"] == {"party": beneficiary.number}
    assert tuple(members.partyOf(beneficiary.number)) == (SUSPENDED, *before[1:])
    for key in (beneficiary.maker, beneficiary.checker, third):
        assert members.operatorOf(key)[5]
        with refused("MembersNotActive", beneficiary, SUSPENDED):
            beneficiary.perform(beneficiary.order(witness, "alone", TITLE), by=key)
    with refused("MembersNotActive", beneficiary, SUSPENDED):
        beneficiary.perform(order, signature)
    with refused("MembersNotActive", beneficiary, SUSPENDED):
        beneficiary.together(members, "cancelNonce", 1)


def test_suspend_takes_all_numbers_together_or_none(decide, members, beneficiary, stranger, applicant):
    """MEMBERS-23: an organisation holds many numbers; one that is wrong stops the proposal."""
    decide("suspend", beneficiary, stranger)
    assert members.partyOf(beneficiary.number)[0] == members.partyOf(stranger.number)[0] == SUSPENDED
    with refused("MembersNotActive", stranger, SUSPENDED):
        decide("suspend", applicant, stranger)
    assert members.partyOf(applicant.number)[0] == ACTIVE


def test_suspend_leaves_others_alone(decide, members, witness, beneficiary, stranger):
    """MEMBERS-23: nobody else is stopped."""
    decide("suspend", beneficiary)
    stranger.together(witness, "together", TITLE)
    assert not members.operatorOf(stranger.maker)[5]


def test_require_active_asks_for_each_number(decide, members, beneficiary):
    """MEMBERS-25: active passes; unknown, 0 and suspended are refused with what they are."""
    members.requireActive(beneficiary.number)
    for number in (0, 7):
        with refused("MembersNotActive", number, UNKNOWN):
            members.requireActive(number)
    decide("suspend", beneficiary)
    with refused("MembersNotActive", beneficiary, SUSPENDED):
        members.requireActive(beneficiary.number)


def test_reinstate_gives_back_what_there_was(decide, members, witness, beneficiary):
    """MEMBERS-26: keys, persons, rights, roles; and orders that were signed before count again."""
    order = beneficiary.order(witness, "together", TITLE)
    signature = sign(beneficiary.maker, members, order)
    before = [tuple(members.operatorOf(key)) for key in members.keysOf(beneficiary.number)]
    party = tuple(members.partyOf(beneficiary.number))
    decide("suspend", beneficiary)
    done = decide("reinstate", beneficiary)
    assert done.events["PartyReinstated"] == {"party": beneficiary.number}
    assert tuple(members.partyOf(beneficiary.number)) == party
    assert [tuple(members.operatorOf(key)) for key in members.keysOf(beneficiary.number)] == before
    beneficiary.act(witness, "alone", TITLE)
    beneficiary.perform(order, signature)
