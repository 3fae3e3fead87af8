"""Consortium.execute: after the delay, all calls or none."""

from __future__ import annotations

import pytest
from brownie import chain

from scripts.deploy import container
from tests.contracts.people import key_of, refused, sign

GOVERN = 1
UNKNOWN, PENDING, CARRIED, EXECUTED, CANCELLED = range(5)
DAY = 86_400


@pytest.fixture
def carried(council):
    """Carries some calls, and returns the proposal."""

    def carry(calls, salt=1):
        council.seats[0].together(council.consortium, "propose", calls, salt)
        proposal = council.consortium.idOf(calls, salt)
        for seat in council.seats[1:3]:
            seat.together(council.consortium, "approve", proposal)
        return proposal

    return carry


def test_execute_is_refused_outside_members(council, carried, harmless):
    """MEMBERS-1: nobody executes by a call of their own."""
    carried(harmless)
    chain.sleep(DAY)
    with refused("MemberOnlyThroughMembers", council.seats[0].maker):
        council.consortium.execute(harmless, 1, {"from": council.seats[0].maker})


def test_execute_is_refused_to_one_person_and_to_who_has_no_seat(council, consortium, harmless, stranger):
    """MEMBERS-40, MEMBERS-41: execution is a seat's, by two persons."""
    with refused("MemberOnlyTwoPersonsNeeded", council.seats[0], GOVERN):
        council.seats[0].act(council.consortium, "execute", harmless, 1)
    with refused("ConsortiumNotASeat", stranger):
        stranger.together(consortium, "execute", harmless, 1)


def test_execute_is_refused_of_what_is_not_carried(council, harmless):
    """MEMBERS-44: unknown, or with too few votes."""
    proposal = council.consortium.idOf(harmless, 1)
    with refused("ConsortiumWrongStatus", proposal, UNKNOWN, CARRIED):
        council.seats[0].together(council.consortium, "execute", harmless, 1)
    council.seats[0].together(council.consortium, "propose", harmless, 1)
    with refused("ConsortiumWrongStatus", proposal, PENDING, CARRIED):
        council.seats[0].together(council.consortium, "execute", harmless, 1)


def test_execute_is_refused_of_other_calls(council, carried, harmless):
    """MEMBERS-44: what was voted for is what is called."""
    carried(harmless)
    chain.sleep(DAY)
    other = [(harmless[0][0], harmless[0][1][:-1] + "6")]
    with refused("ConsortiumWrongStatus", council.consortium.idOf(other, 1), UNKNOWN, CARRIED):
        council.seats[0].together(council.consortium, "execute", other, 1)


def test_execute_is_refused_before_the_delay_is_over(council, carried, harmless, at):
    """MEMBERS-44: a second before it is too early; the second itself is not."""
    proposal = carried(harmless)
    ready = council.consortium.proposalOf(proposal)[1]
    seat, registry = council.seats[0], council.seats[0].members
    at(ready - 1)
    order = seat.order(council.consortium, "execute", harmless, 1)
    with refused("ConsortiumNotReady", proposal, ready, ready - 1):
        registry.perform.call(order, [_signed(seat, order)], {"from": seat.checker})
    at(ready)
    registry.perform.call(order, [_signed(seat, order)], {"from": seat.checker})


def test_execute_is_refused_twice(council, carried, harmless):
    """MEMBERS-44: a proposal is made once."""
    proposal = carried(harmless)
    chain.sleep(DAY)
    council.seats[0].together(council.consortium, "execute", harmless, 1)
    with refused("ConsortiumWrongStatus", proposal, EXECUTED, CARRIED):
        council.seats[1].together(council.consortium, "execute", harmless, 1)


def test_a_failing_call_comes_through_and_undoes_the_others(council, carried, harmless):
    """MEMBERS-45: with its own error; the proposal stays carried and may be tried again."""
    registry = council.seats[0].members
    calls = [*harmless, (registry.address, registry.suspend.encode_input([7]))]
    proposal = carried(calls)
    chain.sleep(DAY)
    with refused("MembersNotActive", 7, 0):
        council.seats[0].together(council.consortium, "execute", calls, 1)
    assert council.consortium.proposalOf(proposal)[0] == CARRIED
    assert tuple(registry.limitOf(7, registry)) == (0, 0)


def test_a_call_that_fails_without_a_word_is_named(council, carried):
    """MEMBERS-45: by its target."""
    witness = container("WitnessInstrument").deploy(council.seats[0].members, {"from": key_of("deployer")})
    calls = [(witness.address, witness.failWithoutWord.encode_input())]
    carried(calls)
    chain.sleep(DAY)
    with refused("ConsortiumCallFailed", witness):
        council.seats[0].together(council.consortium, "execute", calls, 1)


def test_a_call_to_no_contract_is_refused(council, carried, stranger):
    """MEMBERS-45: a wrong address does not pass for done."""
    calls = [(stranger.maker.address, "0x12345678")]
    proposal = carried(calls)
    chain.sleep(DAY)
    with refused("ConsortiumCallFailed", stranger.maker):
        council.seats[0].together(council.consortium, "execute", calls, 1)
    assert council.consortium.proposalOf(proposal)[0] == CARRIED


def test_a_proposal_cannot_act_for_a_party(council, carried):
    """MEMBERS-24: the consortium is no operator, and no instrument hears it as one."""
    registry, seat = council.seats[0].members, council.seats[4]
    word = f"{2:02x}{0:02x}{0xFFFF:04x}{0:08x}{0xFFFFFFFF:08x}{seat.account[2:]}"
    forged = [(registry.address, registry.setLimit.encode_input(registry, 0) + word)]
    acting = [(registry.address, registry.act.encode_input(registry) + "12345678")]
    carried(forged)
    carried(acting)
    chain.sleep(DAY)
    with refused("MemberOnlyThroughMembers", council.consortium):
        council.seats[0].together(council.consortium, "execute", forged, 1)
    with refused("MembersUnknownKey", council.consortium):
        council.seats[0].together(council.consortium, "execute", acting, 1)


def test_execute_makes_every_call_in_turn(council, carried):
    """MEMBERS-44: by any seat, also one that did not vote."""
    registry, seat = council.seats[0].members, council.seats[4]
    calls = [(registry.address, registry.setCeiling.encode_input(7, registry, amount)) for amount in (5, 6)]
    proposal = carried(calls)
    chain.sleep(DAY)
    done = seat.together(council.consortium, "execute", calls, 1)
    assert done.events["Executed"] == {"proposal": proposal, "seat": seat.number}
    assert [event["ceiling"] for event in done.events["CeilingSet"]] == [5, 6]
    assert len(done.events) == 3
    assert council.consortium.proposalOf(proposal)[0] == EXECUTED
    assert registry.limitOf(7, registry)[0] == 6


def _signed(seat, order):
    return sign(seat.maker, seat.members, order)
