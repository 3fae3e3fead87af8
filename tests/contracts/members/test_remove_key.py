"""MemberRegistry.removeKey."""

from __future__ import annotations

import pytest

from tests.contracts.people import EVERY_RIGHT, key_of, refused

ADMINISTER = 0


@pytest.fixture
def keys(members, beneficiary):
    """Maker, checker, and two more."""
    more = [key_of("beneficiary's third key"), key_of("beneficiary's fourth key")]
    for place, key in enumerate(more):
        beneficiary.together(members, "addKey", (key.address, 3 + place, EVERY_RIGHT, EVERY_RIGHT))
    return [beneficiary.maker, beneficiary.checker, *more]


def test_remove_key_is_refused_outside_members(members, beneficiary):
    """MEMBERS-1: also of one's own key."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        members.removeKey(beneficiary.maker, {"from": beneficiary.maker})


def test_remove_key_is_refused_to_one_person(members, beneficiary):
    """MEMBERS-22: nobody gets rid of the one who checks."""
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, ADMINISTER):
        beneficiary.act(members, "removeKey", beneficiary.checker)


def test_remove_key_is_refused_of_a_key_of_nobody(members, beneficiary):
    """MEMBERS-28: and of one that was removed already."""
    nobody = key_of("a key of nobody")
    with refused("MembersUnknownKey", nobody):
        beneficiary.together(members, "removeKey", nobody)


def test_remove_key_is_refused_of_anothers(members, beneficiary, stranger):
    """MEMBERS-28: administration ends at the own party."""
    with refused("MembersOtherParty", beneficiary, stranger):
        beneficiary.together(members, "removeKey", stranger.checker)


def test_remove_key_is_refused_where_one_person_would_be_left(members, beneficiary):
    """MEMBERS-35: the last two persons stay; a second key of the same person is not a second person."""
    with refused("MembersTooFewPersons", beneficiary):
        beneficiary.together(members, "removeKey", beneficiary.maker)
    other = key_of("beneficiary's checker's other key")
    beneficiary.together(members, "addKey", (other.address, 2, EVERY_RIGHT, EVERY_RIGHT))
    with refused("MembersTooFewPersons", beneficiary):
        beneficiary.together(members, "removeKey", beneficiary.maker)
    beneficiary.together(members, "removeKey", other)
    assert set(members.keysOf(beneficiary.number)) == {
        beneficiary.maker.address,
        beneficiary.checker.address,
    }


@pytest.mark.parametrize("place", range(4))
def test_remove_key_takes_out_that_one(members, beneficiary, keys, place):
    """MEMBERS-28: wherever it stands in the list; all that stood in its record is gone."""
    gone = keys[place]
    person = members.operatorOf(gone)[1]
    done = beneficiary.together(members, "removeKey", gone)
    assert done.events["KeyRemoved"] == {"party": beneficiary.number, "key": gone.address, "person": person}
    assert len(done.events) == 1
    assert tuple(members.operatorOf(gone)) == (0, 0, 0, 0, 0, False)
    left = set(members.keysOf(beneficiary.number))
    assert left == {key.address for key in keys} - {gone.address}
    assert len(members.keysOf(beneficiary.number)) == 3


def test_a_removed_key_is_free_for_others(members, beneficiary, stranger, keys):
    """MEMBERS-28: also for another party."""
    beneficiary.together(members, "removeKey", beneficiary.maker)
    stranger.together(members, "addKey", (beneficiary.maker.address, 3, 1, 1))
    assert members.operatorOf(beneficiary.maker)[0] == stranger.number
