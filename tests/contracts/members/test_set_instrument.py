"""MemberRegistry.setInstrument, and what a listed status allows."""

from __future__ import annotations

import pytest

from scripts.deploy import container
from tests.contracts.node import send
from tests.contracts.people import key_of, refused, told

UNKNOWN, OPEN, CLOSING, CLOSED = range(4)
TITLE = 3


@pytest.fixture
def unlisted(members):
    return container("WitnessInstrument").deploy(members, {"from": key_of("deployer")})


@pytest.fixture
def decide(port, members):
    def on(instrument, status, capabilities=0):
        call = told(members, "setInstrument", instrument, status, capabilities)
        return port.government.decide((members, call))

    return on


def test_set_instrument_is_refused_to_everybody_but_the_consortium(members, unlisted, stranger, government):
    """MEMBERS-24: whoever lists a contract gives it all members' bills and money."""
    with refused("MembersNotConsortium", stranger.maker):
        members.setInstrument(unlisted, OPEN, 3, {"from": stranger.maker})
    for member in (stranger, government.seats[0]):
        with refused("MembersNotConsortium", members):
            member.together(members, "setInstrument", unlisted, OPEN, 3)


def test_set_instrument_is_refused_of_members_and_consortium(decide, members, consortium):
    """MEMBERS-38: they are listed for ever as they were; closing them would close the port."""
    for own in (members, consortium):
        with refused("MembersInvalidInstrument", own, CLOSED):
            decide(own, CLOSED)
        assert tuple(members.instrumentOf(own))[:2] == (OPEN, 0)


def test_set_instrument_is_refused_of_no_contract(decide, stranger):
    """MEMBERS-38: an address without code is nobody's instrument."""
    with refused("MembersInvalidInstrument", stranger.maker, OPEN):
        decide(stranger.maker.address, OPEN)


def test_set_instrument_is_refused_to_forget(decide, witness):
    """MEMBERS-38: what was listed is closed, never unknown again."""
    with refused("MembersInvalidInstrument", witness, UNKNOWN):
        decide(witness, UNKNOWN)


def test_an_unlisted_instrument_is_not_called(members, unlisted, beneficiary):
    """MEMBERS-36: alone or together."""
    with refused("MembersUnknownInstrument", unlisted, UNKNOWN):
        beneficiary.act(unlisted, "alone", TITLE)
    with refused("MembersUnknownInstrument", unlisted, UNKNOWN):
        beneficiary.together(unlisted, "together", TITLE)


def test_a_listed_instrument_has_a_number_of_its_own(decide, members, witness, unlisted):
    """MEMBERS-38: counted on from the last, kept through every change."""
    last = max(members.instrumentOf(one)[2] for one in (members, witness))
    done = decide(unlisted, OPEN, 3)
    number = members.instrumentOf(unlisted)[2]
    assert number > last
    assert done.events["InstrumentSet"] == {
        "instrument": unlisted.address, "number": number, "status": OPEN, "capabilities": 3,
    }  # fmt: skip
    decide(unlisted, CLOSING, 1)
    assert tuple(members.instrumentOf(unlisted)) == (CLOSING, 1, number)


def test_a_closing_instrument_is_told_so(decide, members, witness, beneficiary):
    """MEMBERS-37: it is called, and takes no new business."""
    beneficiary.act(witness, "fresh")
    decide(witness, CLOSING)
    done = send(beneficiary.maker, members, told(members, "act", witness) + "12345678")
    assert done.events["Witnessed"]["closing"]
    assert done.events["Witnessed"]["party"] == beneficiary.number
    with refused("MemberOnlyClosing", witness):
        beneficiary.act(witness, "fresh")
    with refused("MemberOnlyClosing", witness):
        beneficiary.together(witness, "fresh")


def test_a_closed_instrument_is_not_called(decide, witness, beneficiary):
    """MEMBERS-36: until the consortium opens it again."""
    decide(witness, CLOSED)
    with refused("MembersUnknownInstrument", witness, CLOSED):
        beneficiary.act(witness, "alone", TITLE)
    with refused("MembersUnknownInstrument", witness, CLOSED):
        beneficiary.together(witness, "together", TITLE)
    decide(witness, OPEN)
    beneficiary.act(witness, "fresh")
