"""The table of docs/spec/exchange.md, every cell, for everybody in it and a stranger."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.exchange.conftest import UNTIL
from tests.contracts.people import refused
from tests.contracts.standing import take_right

STEPS = ("offer", "withdraw", "accept")
PART = ("applicant", "beneficiary", "issuing_bank", "financier", "stranger")
OTHERS = {(name, 2, "offer") for name in PART if name != "applicant"}
TABLE = {
    "unknown": OTHERS | {("applicant", 2, "offer")},
    "offered": OTHERS | {("applicant", n, "withdraw") for n in (1, 2)} | {("beneficiary", 2, "accept")},
    "past": OTHERS | {("applicant", n, "withdraw") for n in (1, 2)},
    "exchanged": OTHERS,
    "withdrawn": OTHERS,
}


def arguments(exchange, terms, until):
    swap = exchange.idOf(terms)
    return {"offer": (swap, until), "withdraw": (swap,), "accept": (terms,)}


@pytest.mark.parametrize("status", TABLE)
def test_nobody_takes_a_step_that_the_table_does_not_give(
    at, people, exchange, offering, asked, terms, status
):
    """EXCHANGE-2, EXCHANGE-4, EXCHANGE-5, EXCHANGE-6, EXCHANGE-11: every status, step, member and number of
    persons.
    """
    if status != "unknown":
        offering.together(exchange, "offer", exchange.idOf(terms), UNTIL)
    if status == "exchanged":
        asked.together(exchange, "accept", terms)
    if status == "withdrawn":
        offering.act(exchange, "withdraw", exchange.idOf(terms))
    if status == "past":
        at(UNTIL + 10)
    args = arguments(exchange, terms, UNTIL + 3_600)
    answers = {
        (name, persons, step): answer(people[name], persons, exchange, step, *args[step])
        for name in PART
        for persons in (1, 2)
        for step in STEPS
    }
    assert departures(TABLE[status], answers) == []


@pytest.mark.parametrize("step", STEPS)
def test_an_exchange_takes_the_right_to_pay(port, people, exchange, offered, step):
    """EXCHANGE-2, EXCHANGE-4, EXCHANGE-5: two persons with every right but that one are refused."""
    member = people["beneficiary" if step == "accept" else "applicant"]
    take_right(port, member, "PAY")
    with refused("MemberOnlyRightMissing", member, 5, 0x1FF - (1 << 5)):
        member.together(exchange, step, *arguments(exchange, offered, UNTIL)[step])


@pytest.mark.parametrize("step", STEPS)
def test_an_exchange_is_not_reached_past_members(exchange, offering, offered, step):
    """EXCHANGE-14."""
    with refused("MemberOnlyThroughMembers", offering.maker):
        getattr(exchange, step)(*arguments(exchange, offered, UNTIL)[step], {"from": offering.maker})
