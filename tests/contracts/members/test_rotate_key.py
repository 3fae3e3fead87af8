"""MemberRegistry.rotateKey."""

from __future__ import annotations

from dataclasses import replace

from tests.contracts.people import EVERY_RIGHT, key_of, refused

ADMINISTER, TITLE = 0, 3
NEW = "beneficiary's maker's next key"


def test_rotate_key_is_refused_outside_members(members, beneficiary):
    """MEMBERS-1: also of one's own key."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        members.rotateKey(beneficiary.maker, key_of(NEW), {"from": beneficiary.maker})


def test_rotate_key_is_refused_to_one_person(members, beneficiary):
    """MEMBERS-22: whoever put a key of theirs in the checker's place would be two persons."""
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, ADMINISTER):
        beneficiary.act(members, "rotateKey", beneficiary.checker, key_of(NEW))


def test_rotate_key_is_refused_of_a_key_of_nobody(members, beneficiary):
    """MEMBERS-29: there must be a person to go on."""
    nobody = key_of("a key of nobody")
    with refused("MembersUnknownKey", nobody):
        beneficiary.together(members, "rotateKey", nobody, key_of(NEW))


def test_rotate_key_is_refused_of_anothers(members, beneficiary, stranger):
    """MEMBERS-29: administration ends at the own party."""
    with refused("MembersOtherParty", beneficiary, stranger):
        beneficiary.together(members, "rotateKey", stranger.maker, key_of(NEW))


def test_rotate_key_is_refused_to_a_key_that_is_taken(members, beneficiary, stranger):
    """MEMBERS-29: by the party itself or by another."""
    for taken, owner in ((beneficiary.checker, beneficiary), (stranger.maker, stranger)):
        with refused("MembersKeyTaken", taken, owner):
            beneficiary.together(members, "rotateKey", beneficiary.maker, taken)


def test_rotate_key_keeps_person_and_rights(members, witness, beneficiary):
    """MEMBERS-29: the old key is out and the new one acts, in one transaction."""
    new = key_of(NEW)
    done = beneficiary.together(members, "rotateKey", beneficiary.maker, new)
    assert done.events["KeyRemoved"] == {
        "party": beneficiary.number, "key": beneficiary.maker.address, "person": 1,
    }  # fmt: skip
    assert done.events["KeyAdded"] == {
        "party": beneficiary.number, "key": new.address, "person": 1, "mayMake": EVERY_RIGHT, "mayCheck": 0,
    }  # fmt: skip
    assert tuple(members.operatorOf(new)) == (beneficiary.number, 1, EVERY_RIGHT, 0, 2, False)
    assert set(members.keysOf(beneficiary.number)) == {beneficiary.checker.address, new.address}
    with refused("MembersUnknownKey", beneficiary.maker):
        beneficiary.act(witness, "alone", TITLE)
    replace(beneficiary, maker=new).together(witness, "together", TITLE)
