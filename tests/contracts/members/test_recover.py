"""MemberRegistry.recover."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contracts.people import EVERY_RIGHT, key_of, refused, told
from tests.contracts.standing import suspend

TITLE = 3
UNKNOWN, ACTIVE, SUSPENDED = range(3)


@pytest.fixture
def fresh(beneficiary):
    """The beneficiary with two new persons."""
    return replace(beneficiary, maker=key_of("recovered maker"), checker=key_of("recovered checker"))


@pytest.fixture
def recover(port, members, fresh):
    def to(number=fresh.number, keys=None):
        if keys is None:
            keys = [(fresh.maker.address, 1, EVERY_RIGHT, 0), (fresh.checker.address, 2, 0, EVERY_RIGHT)]
        return port.government.decide((members, told(members, "recover", number, keys)))

    return to


def test_recover_is_refused_to_everybody_but_the_consortium(members, beneficiary, fresh):
    """MEMBERS-24: a party's own order does not replace all of its keys."""
    keys = [(fresh.maker.address, 1, 1, 1), (fresh.checker.address, 2, 1, 1)]
    with refused("MembersNotConsortium", beneficiary.maker):
        members.recover(beneficiary.number, keys, {"from": beneficiary.maker})
    with refused("MembersNotConsortium", members):
        beneficiary.together(members, "recover", beneficiary.number, keys)


def test_recover_is_refused_of_a_number_that_nobody_has(recover):
    """MEMBERS-31: recovery does not admit."""
    with refused("MembersNotActive", 7, UNKNOWN):
        recover(number=7)


def test_recover_is_refused_to_one_person(recover, beneficiary, fresh):
    """MEMBERS-31: no keys, one key, two keys of one person."""
    one, again = (fresh.maker.address, 1, 1, 1), (fresh.checker.address, 1, 1, 1)
    for keys in ([], [one], [one, again]):
        with refused("MembersTooFewPersons", beneficiary):
            recover(keys=keys)


def test_recover_is_refused_with_anothers_key(recover, stranger, fresh):
    """MEMBERS-31: a key speaks for one party."""
    with refused("MembersKeyTaken", stranger.maker, stranger):
        recover(keys=[(fresh.maker.address, 1, 1, 1), (stranger.maker.address, 2, 1, 1)])


def test_recover_replaces_every_key(recover, members, witness, beneficiary, fresh):
    """MEMBERS-31: the old ones are out, two new persons act; number, roles and commitment stay."""
    party = tuple(members.partyOf(beneficiary.number))
    done = recover()
    assert done.events["PartyRecovered"] == {"party": beneficiary.number}
    assert {event["key"] for event in done.events["KeyRemoved"]} == {beneficiary.maker, beneficiary.checker}
    assert [event["key"] for event in done.events["KeyAdded"]] == [fresh.maker, fresh.checker]
    assert members.keysOf(beneficiary.number) == (fresh.maker, fresh.checker)
    assert tuple(members.partyOf(beneficiary.number)) == party
    with refused("MembersUnknownKey", beneficiary.maker):
        beneficiary.act(witness, "alone", TITLE)
    fresh.together(witness, "together", TITLE)


def test_recover_keeps_a_suspended_party_suspended(port, recover, members, witness, beneficiary, fresh):
    """MEMBERS-31: the new keys wait for reinstatement."""
    suspend(port, beneficiary)
    recover()
    assert members.partyOf(beneficiary.number)[0] == SUSPENDED
    with refused("MembersNotActive", beneficiary, SUSPENDED):
        fresh.act(witness, "alone", TITLE)
    port.government.decide((members, told(members, "reinstate", [beneficiary.number])))
    fresh.act(witness, "alone", TITLE)


def test_recover_takes_a_key_that_stays(recover, members, beneficiary, fresh):
    """MEMBERS-31: one person may have kept theirs, and its rights are what recovery says."""
    recover(keys=[(beneficiary.maker.address, 1, 8, 0), (fresh.checker.address, 2, 0, 8)])
    assert tuple(members.operatorOf(beneficiary.maker)) == (beneficiary.number, 1, 8, 0, 2, False)
    assert members.keysOf(beneficiary.number) == (beneficiary.maker, fresh.checker)
