"""MemberRegistry.admit."""

from __future__ import annotations

import pytest

from tests.contracts.people import EVERY_RIGHT, ROLES, a_member, admission, bit, key_of, refused, salted, told

TITLE = 3


@pytest.fixture
def newcomer(members):
    return a_member(members, "newcomer")


@pytest.fixture
def admit(port, members):
    return lambda *admissions: port.government.decide((members, told(members, "admit", admissions)))


def test_admit_is_refused_to_everybody_but_the_consortium(members, newcomer, government, beneficiary):
    """MEMBERS-24: not to a newcomer, a member or a seat."""
    with refused("MembersNotConsortium", newcomer.maker):
        members.admit([admission(newcomer, "BANK")], {"from": newcomer.maker})
    for member in (beneficiary, government.seats[0]):
        with refused("MembersNotConsortium", members):
            member.together(members, "admit", [admission(newcomer, "BANK")])


def test_admit_is_refused_of_number_0(admit, newcomer):
    """MEMBERS-33: 0 is nobody's."""
    with refused("MembersInvalidParty", 0):
        admit((0, *admission(newcomer, "BANK")[1:]))


def test_admit_is_refused_of_a_number_that_is_given(admit, newcomer, beneficiary, government):
    """MEMBERS-33: to a member, to a seat, or earlier in the same list."""
    for taken in (beneficiary, government.seats[0]):
        with refused("MembersAlreadyAdmitted", taken):
            admit((taken.number, *admission(newcomer, "BANK")[1:]))
    with refused("MembersAlreadyAdmitted", newcomer):
        admit(admission(newcomer, "BANK"), admission(newcomer, "BANK"))


def test_admit_is_refused_of_one_person(admit, newcomer):
    """MEMBERS-34: no key, one key, two keys of one person: four eyes could never be had."""
    one, again = (newcomer.maker.address, 1, 1, 1), (newcomer.checker.address, 1, 1, 1)
    for keys in ([], [one], [one, again]):
        with refused("MembersTooFewPersons", newcomer):
            admit(admission(newcomer, "BANK", keys=keys))


def test_admit_is_refused_with_a_bad_key(admit, newcomer):
    """MEMBERS-34: the zero address, person 0, the same key twice."""
    good, zero = (newcomer.maker.address, 1, 1, 1), "0x" + "00" * 20
    with refused("MembersInvalidKey", newcomer, zero, 2):
        admit(admission(newcomer, "BANK", keys=[good, (zero, 2, 1, 1)]))
    with refused("MembersInvalidKey", newcomer, newcomer.checker, 0):
        admit(admission(newcomer, "BANK", keys=[good, (newcomer.checker.address, 0, 1, 1)]))
    with refused("MembersKeyTaken", newcomer.maker, newcomer):
        admit(admission(newcomer, "BANK", keys=[good, (newcomer.maker.address, 2, 1, 1)]))


def test_admit_is_refused_with_anothers_key(admit, newcomer, stranger):
    """MEMBERS-34: a key speaks for one party."""
    keys = [(newcomer.maker.address, 1, 1, 1), (stranger.checker.address, 2, 1, 1)]
    with refused("MembersKeyTaken", stranger.checker, stranger):
        admit(admission(newcomer, "BANK", keys=keys))


def test_admit_takes_all_or_none(admit, members, newcomer, beneficiary):
    """MEMBERS-33: one wrong admission undoes those before it."""
    with refused("MembersAlreadyAdmitted", beneficiary):
        admit(admission(newcomer, "BANK"), admission(beneficiary, "BANK"))
    assert tuple(members.partyOf(newcomer.number)) == (0, 0, "0x" + "00" * 32)
    assert members.operatorOf(newcomer.maker)[0] == 0


def test_admit_lets_a_party_in(admit, members, witness, newcomer):
    """MEMBERS-32: active with roles, commitment and keys as they were voted; it acts at once."""
    done = admit(admission(newcomer, "BANK", "REGULATOR"))
    roles, organisation = bit(ROLES, "BANK", "REGULATOR"), salted("organisation of newcomer")
    assert done.events["PartyAdmitted"] == {
        "party": newcomer.number, "roles": roles, "organisation": organisation,
    }  # fmt: skip
    assert [dict(event) for event in done.events["KeyAdded"]] == [
        {"party": newcomer.number, "key": newcomer.maker.address, "person": 1,
         "mayMake": EVERY_RIGHT, "mayCheck": 0},
        {"party": newcomer.number, "key": newcomer.checker.address, "person": 2,
         "mayMake": 0, "mayCheck": EVERY_RIGHT},
    ]  # fmt: skip
    assert tuple(members.partyOf(newcomer.number)) == (1, roles, organisation)
    assert members.keysOf(newcomer.number) == (newcomer.maker, newcomer.checker)
    maker = (newcomer.number, 1, EVERY_RIGHT, 0, roles, False)
    assert tuple(members.operatorOf(newcomer.maker)) == maker
    newcomer.together(witness, "inRole", TITLE, ROLES.index("REGULATOR"))


def test_admit_takes_keys_of_more_than_two_persons(admit, members, newcomer):
    """MEMBERS-34: two at least, and a second key of one of them."""
    third, spare = key_of("newcomer's third"), key_of("newcomer's spare")
    persons = ((newcomer.maker, 1), (newcomer.checker, 2), (third, 3), (spare, 1))
    admit(
        admission(newcomer, "BANK", keys=[(key.address, person, EVERY_RIGHT, 0) for key, person in persons])
    )
    assert [members.operatorOf(key)["person"] for key, _ in persons] == [1, 2, 3, 1]


def test_every_field_of_an_operator_holds_its_largest_value(admit, members, newcomer):
    """MEMBERS-32: packed into one word, none spills into its neighbour."""
    most = 2**32 - 1
    keys = [(newcomer.maker.address, most, most, most), (newcomer.checker.address, 1, 0, 0)]
    admit((most, 2**16 - 1, salted("x"), keys))
    assert tuple(members.operatorOf(newcomer.maker)) == (most, most, most, most, 2**16 - 1, False)
    assert tuple(members.operatorOf(newcomer.checker)) == (most, 1, 0, 0, 2**16 - 1, False)
    assert tuple(members.operatorOf(key_of("a key of nobody"))) == (0, 0, 0, 0, 0, False)
