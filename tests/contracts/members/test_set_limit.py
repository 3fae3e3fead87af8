"""MemberRegistry.setLimit, setCeiling and requireWithinLimit: what one person may do alone."""

from __future__ import annotations

import pytest

from tests.contracts.people import refused, told

ADMINISTER, PAY = 0, 5


@pytest.fixture
def ceiling(port, members, dollars):
    def set_ceiling(member, amount):
        return port.government.decide((members, told(members, "setCeiling", member.number, dollars, amount)))

    return set_ceiling


def test_set_limit_is_refused_outside_members(members, issuing_bank, dollars):
    """MEMBERS-1: the limit is not a caller's to set."""
    with refused("MemberOnlyThroughMembers", issuing_bank.maker):
        members.setLimit(dollars, 1, {"from": issuing_bank.maker})


def test_set_limit_is_refused_to_one_person(members, issuing_bank, dollars, ceiling):
    """MEMBERS-22: one alone cannot lift the limit, nor lower it, below an ample ceiling."""
    ceiling(issuing_bank, 1000)
    for amount in (1000, 0):
        with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, ADMINISTER):
            issuing_bank.act(members, "setLimit", dollars, amount)


def test_set_limit_is_refused_above_the_ceiling(members, issuing_bank, dollars, ceiling):
    """MEMBERS-20: without a ceiling it is 0."""
    with refused("MembersAboveCeiling", 1, 0):
        issuing_bank.together(members, "setLimit", dollars, 1)
    ceiling(issuing_bank, 1000)
    with refused("MembersAboveCeiling", 1001, 1000):
        issuing_bank.together(members, "setLimit", dollars, 1001)


def test_set_ceiling_is_refused_to_everybody_but_the_consortium(members, issuing_bank, dollars):
    """MEMBERS-21: directly, and by an order of the party's own."""
    with refused("MembersNotConsortium", issuing_bank.maker):
        members.setCeiling(issuing_bank.number, dollars, 1, {"from": issuing_bank.maker})
    with refused("MembersNotConsortium", members):
        issuing_bank.together(members, "setCeiling", issuing_bank.number, dollars, 1)


def test_limits_are_zero_to_begin_with(members, witness, issuing_bank, dollars):
    """MEMBERS-18: even nothing takes two persons."""
    assert tuple(members.limitOf(issuing_bank.number, dollars)) == (0, 0)
    for amount in (0, 1, 2**64 - 1):
        with refused("MembersTwoPersonsNeeded", issuing_bank, PAY, dollars, amount, 0):
            issuing_bank.act(witness, "spend", PAY, dollars, amount)
        issuing_bank.together(witness, "spend", PAY, dollars, amount)


def test_a_ceiling_alone_lets_nobody_act_alone(witness, issuing_bank, dollars, ceiling):
    """MEMBERS-19: the consortium allows, the party decides."""
    ceiling(issuing_bank, 1000)
    with refused("MembersTwoPersonsNeeded", issuing_bank, PAY, dollars, 1, 0):
        issuing_bank.act(witness, "spend", PAY, dollars, 1)


def test_the_limit_is_the_last_amount_for_one_person(members, witness, issuing_bank, dollars, ceiling):
    """MEMBERS-19: at it one is enough, above it two are needed; it counts for each act, not for their sum."""
    ceiling(issuing_bank, 1000)
    done = issuing_bank.together(members, "setLimit", dollars, 700)
    assert done.events["LimitSet"] == {"party": issuing_bank.number, "asset": dollars.address, "limit": 700}
    assert len(done.events) == 1
    assert tuple(members.limitOf(issuing_bank.number, dollars)) == (1000, 700)
    for amount in (0, 1, 700, 700):
        issuing_bank.act(witness, "spend", PAY, dollars, amount)
    with refused("MembersTwoPersonsNeeded", issuing_bank, PAY, dollars, 701, 700):
        issuing_bank.act(witness, "spend", PAY, dollars, 701)
    issuing_bank.together(witness, "spend", PAY, dollars, 2**64 - 1)


def test_a_lower_ceiling_bites_at_once(members, witness, issuing_bank, dollars, ceiling):
    """MEMBERS-21: the lower of the two counts, whatever the party had set; raised again, its own counts."""
    ceiling(issuing_bank, 1000)
    issuing_bank.together(members, "setLimit", dollars, 700)
    done = ceiling(issuing_bank, 300)
    event = done.events["CeilingSet"]
    assert event == {"party": issuing_bank.number, "asset": dollars.address, "ceiling": 300}
    assert tuple(members.limitOf(issuing_bank.number, dollars)) == (300, 700)
    issuing_bank.act(witness, "spend", PAY, dollars, 300)
    with refused("MembersTwoPersonsNeeded", issuing_bank, PAY, dollars, 301, 300):
        issuing_bank.act(witness, "spend", PAY, dollars, 301)
    ceiling(issuing_bank, 0)
    with refused("MembersTwoPersonsNeeded", issuing_bank, PAY, dollars, 0, 0):
        issuing_bank.act(witness, "spend", PAY, dollars, 0)


def test_a_limit_is_one_partys_for_one_asset(members, witness, issuing_bank, advising_bank, dollars, ceiling):
    """MEMBERS-19: neither another asset nor another party has a part in it."""
    ceiling(issuing_bank, 1000)
    issuing_bank.together(members, "setLimit", dollars, 700)
    with refused("MembersTwoPersonsNeeded", issuing_bank, PAY, witness, 1, 0):
        issuing_bank.act(witness, "spend", PAY, witness, 1)
    with refused("MembersTwoPersonsNeeded", advising_bank, PAY, dollars, 1, 0):
        advising_bank.act(witness, "spend", PAY, dollars, 1)
