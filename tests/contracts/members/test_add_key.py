"""MemberRegistry.addKey."""

from __future__ import annotations

from dataclasses import replace

from tests.contracts.people import EVERY_RIGHT, RIGHTS, bit, key_of, refused
from tests.contracts.standing import take_right

ADMINISTER, TITLE = 0, 3
NEW = "a new person's key"
ZERO = "0x" + "00" * 20


def test_add_key_is_refused_outside_members(members, beneficiary):
    """MEMBERS-1: administration is an order, never a direct call."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        members.addKey((key_of(NEW).address, 3, 1, 1), {"from": beneficiary.maker})


def test_add_key_is_refused_to_one_person(members, beneficiary):
    """MEMBERS-22: nobody gives themselves a second pair of eyes."""
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, ADMINISTER):
        beneficiary.act(members, "addKey", (key_of(NEW).address, 3, EVERY_RIGHT, EVERY_RIGHT))


def test_add_key_is_refused_without_the_right_to_administer(port, members, beneficiary):
    """MEMBERS-22: two persons who may do all else."""
    take_right(port, beneficiary, "ADMINISTER")
    with refused("MemberOnlyRightMissing", beneficiary, ADMINISTER, EVERY_RIGHT & ~bit(RIGHTS, "ADMINISTER")):
        beneficiary.together(members, "addKey", (key_of(NEW).address, 3, 1, 1))


def test_add_key_is_refused_without_key_or_person(members, beneficiary):
    """MEMBERS-27: the zero address is what a bad signature might recover to; person 0 is nobody."""
    with refused("MembersInvalidKey", beneficiary, ZERO, 3):
        beneficiary.together(members, "addKey", (ZERO, 3, 1, 1))
    with refused("MembersInvalidKey", beneficiary, key_of(NEW), 0):
        beneficiary.together(members, "addKey", (key_of(NEW).address, 0, 1, 1))


def test_add_key_is_refused_if_it_is_taken(members, beneficiary, stranger):
    """MEMBERS-27: by the party itself or by another: a key speaks for one party."""
    for owner in (beneficiary, stranger):
        with refused("MembersKeyTaken", owner.maker, owner):
            beneficiary.together(members, "addKey", (owner.maker.address, 3, 1, 1))


def test_add_key_is_refused_above_sixteen(members, beneficiary):
    """MEMBERS-27: suspension writes every key, so they are bounded."""
    for place in range(14):
        beneficiary.together(members, "addKey", (key_of(f"key {place}").address, 3, 0, 0))
    assert len(members.keysOf(beneficiary.number)) == 16
    with refused("MembersTooManyKeys", beneficiary, 16):
        beneficiary.together(members, "addKey", (key_of("key 14").address, 3, 0, 0))


def test_add_key_lets_it_act_at_once(members, witness, beneficiary):
    """MEMBERS-27: with the rights that it was given, for the party that added it."""
    key, rights = key_of(NEW), bit(RIGHTS, "TITLE", "RECORD")
    done = beneficiary.together(members, "addKey", (key.address, 3, rights, 1))
    assert done.events["KeyAdded"] == {
        "party": beneficiary.number, "key": key.address, "person": 3, "mayMake": rights, "mayCheck": 1,
    }  # fmt: skip
    assert len(done.events) == 1
    assert tuple(members.operatorOf(key)) == (beneficiary.number, 3, rights, 1, 2, False)
    assert members.keysOf(beneficiary.number) == (beneficiary.maker, beneficiary.checker, key)
    replace(beneficiary, maker=key).act(witness, "alone", TITLE)
    with refused("MemberOnlyRightMissing", beneficiary, 5, rights):
        replace(beneficiary, maker=key).act(witness, "alone", 5)
