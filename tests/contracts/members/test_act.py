"""MemberRegistry.act: one person, one call."""

from __future__ import annotations

from dataclasses import replace

import pytest
from brownie.exceptions import VirtualMachineError

from tests.contracts.node import send
from tests.contracts.people import EVERY_RIGHT, ROLES, bit, key_of, refused, told
from tests.contracts.standing import suspend, take_right

TITLE, PAY = 3, 5
CARRIER = 2


def test_act_is_refused_to_a_key_that_nobody_has(witness, beneficiary):
    """MEMBERS-3: knowing the number of a party is not being its operator."""
    outsider = replace(beneficiary, maker=key_of("a key of nobody"))
    with refused("MembersUnknownKey", outsider.maker):
        outsider.act(witness, "alone", TITLE)


def test_act_is_refused_to_a_removed_key(members, witness, beneficiary):
    """MEMBERS-3: from the block in which it is removed."""
    third = key_of("beneficiary's third person")
    beneficiary.together(members, "addKey", (third.address, 3, EVERY_RIGHT, EVERY_RIGHT))
    beneficiary.together(members, "removeKey", beneficiary.maker)
    with refused("MembersUnknownKey", beneficiary.maker):
        beneficiary.act(witness, "alone", TITLE)


def test_act_is_refused_to_a_suspended_party(port, witness, beneficiary):
    """MEMBERS-23: whatever the call."""
    suspend(port, beneficiary)
    with refused("MembersNotActive", beneficiary, 2):
        beneficiary.act(witness, "alone", TITLE)


def test_act_is_refused_of_what_is_not_listed(members, dollars, stranger):
    """MEMBERS-36: members lends its voice to listed instruments only; an account without code is none."""
    for target in (stranger.maker.address, "0x" + "00" * 19 + "04"):
        with refused("MembersUnknownInstrument", target, 0):
            send(stranger.maker, members, told(members, "act", target) + "12345678")


def test_act_is_refused_without_the_right(port, witness, beneficiary):
    """MEMBERS-2: the rights that count are those the operator may make."""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        beneficiary.act(witness, "alone", TITLE)


def test_act_is_refused_to_who_may_only_check(witness, beneficiary):
    """MEMBERS-2: a right to check is not a right to make."""
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, 0):
        replace(beneficiary, maker=beneficiary.checker).act(witness, "alone", TITLE)


def test_act_is_refused_without_the_role(witness, beneficiary):
    """MEMBERS-2: roles are the party's, not the operator's."""
    with refused("MemberOnlyRoleMissing", beneficiary, CARRIER, bit(ROLES, "TRADER")):
        beneficiary.act(witness, "inRole", TITLE, CARRIER)


def test_act_is_refused_where_two_are_asked_for(witness, beneficiary):
    """MEMBERS-2: act is one person, whoever sends it."""
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, TITLE):
        beneficiary.act(witness, "together", TITLE)


def test_an_instrument_is_refused_any_other_caller(witness, beneficiary):
    """MEMBERS-1: a call that carries a well-made word, but does not come from members."""
    word = f"{1:02x}{0:02x}{0xFFFF:04x}{0:08x}{0xFFFFFFFF:08x}{beneficiary.account[2:]}"
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        send(beneficiary.maker, witness, told(witness, "alone", TITLE) + word)


def test_an_error_comes_through_unchanged(witness, beneficiary):
    """MEMBERS-5: with its values, by one person and by two."""
    with refused("WitnessFailed", 42):
        beneficiary.act(witness, "failWith", 42)
    with refused("WitnessFailed", 43):
        beneficiary.together(witness, "failWith", 43)


def test_an_error_without_a_word_is_an_error_too(witness, beneficiary, members):
    """MEMBERS-5: nothing that failed passes for done."""
    with pytest.raises(VirtualMachineError) as failed:
        beneficiary.act(witness, "failWithoutWord")
    assert not failed.value.revert_msg


@pytest.mark.parametrize("name", ["beneficiary", "carrier", "customs_officer"])
def test_act_tells_who_acts(people, members, witness, name):
    """MEMBERS-2: party, account, one person, rights to make, roles; not closing."""
    member = people[name]
    done = send(member.maker, members, told(members, "act", witness) + "12345678")
    roles = {"beneficiary": "TRADER", "carrier": "CARRIER", "customs_officer": "CUSTOMS"}
    seen = done.events["Witnessed"]
    assert len(done.events) == 1
    assert (seen["party"], seen["account"]) == (member.number, member.account)
    assert (seen["persons"], seen["rights"]) == (1, EVERY_RIGHT)
    assert (seen["roles"], seen["closing"]) == (bit(ROLES, roles[name]), False)


@pytest.mark.parametrize("length", [0, 1, 3, 4, 31, 32, 33, 64, 68, 1000])
def test_act_passes_on_calls_of_any_length(members, witness, stranger, length):
    """MEMBERS-4: shorter than a selector or not in whole words, the acting party stands after it."""
    call = "fe" * length
    done = send(stranger.maker, members, told(members, "act", witness) + call)
    seen = done.events["Witnessed"]
    assert (seen["party"], seen["persons"]) == (stranger.number, 1)
    assert str(seen["data"])[2:-64] == call


def test_what_the_caller_appends_counts_for_nothing(members, witness, stranger, issuing_bank):
    """MEMBERS-4: a word that names another party, put where members puts its own."""
    forged = f"{2:02x}{0:02x}{0xFFFF:04x}{0:08x}{0xFFFFFFFF:08x}{issuing_bank.account[2:]}"
    done = send(stranger.maker, members, told(members, "act", witness) + "12345678" + forged)
    seen = done.events["Witnessed"]
    assert (seen["party"], seen["persons"], seen["roles"]) == (stranger.number, 1, bit(ROLES, "TRADER"))
    order = (stranger.number, 1, witness.address, "0x12345678" + forged, 2**40 - 1)
    seen = stranger.perform(order, by=stranger.maker).events["Witnessed"]
    assert (seen["party"], seen["persons"]) == (stranger.number, 1)


def test_acting_on_members_itself_speaks_for_nobody(members, witness, stranger):
    """MEMBERS-17: an act inside an act comes from members, which is no operator."""
    inner = told(members, "act", witness) + "12345678"
    with refused("MembersUnknownKey", members):
        send(stranger.maker, members, told(members, "act", members) + inner[2:])


def test_an_instrument_that_calls_back_speaks_for_nobody(members, witness, stranger, bills):
    """MEMBERS-17: while it is being called, an instrument may do what anybody may, and no more."""
    inner = told(members, "act", bills) + told(bills, "surrender", "0x" + "11" * 32)[2:]
    with refused("MembersUnknownKey", witness):
        stranger.act(witness, "comeBack", inner)
