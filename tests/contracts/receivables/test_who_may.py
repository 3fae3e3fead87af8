"""The tables of docs/spec/receivables.md, every cell, for every kind of member, by one person and two."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.people import key_of, refused, salted
from tests.contracts.receivables.conftest import DAY, GROUNDS, HOLD, asked

ASKED = ("issuing_bank", "advising_bank", "beneficiary", "carrier", "stranger")
BANK_TOGETHER = {("issuing_bank", 2)}
BANK = {("issuing_bank", 1), ("issuing_bank", 2)}
ANY_BANK = BANK | {("advising_bank", 1), ("advising_bank", 2)}

FINANCINGS = {
    "unknown": {"reserve": BANK_TOGETHER},
    "reserved": {"renew": BANK_TOGETHER, "finance": BANK_TOGETHER, "release": BANK},
    "lapsed": {"release": BANK, "clear": ANY_BANK},
    "financed": {"settle": BANK_TOGETHER, "dispute": BANK_TOGETHER, "release": BANK_TOGETHER},
    "disputed": {"settle": BANK_TOGETHER, "release": BANK_TOGETHER},
    "kept": {},
    "settled": {},
    "released": {},
}


def everybodys_answers(people, contract, steps):
    """The answer to each of `steps` (name to arguments), by member and number of persons."""
    return {
        (name, persons, step): answer(people[name], persons, contract, step, *args)
        for name in ASKED
        for persons in (1, 2)
        for step, args in steps.items()
    }


def cells(table):
    return {(name, persons, step) for step, who in table.items() for name, persons in who}


@pytest.mark.parametrize("status", FINANCINGS)
def test_nobody_takes_a_step_on_a_financing_that_the_table_does_not_give(
    request, at, people, bank, register, status
):
    """RECEIVABLES-2, RECEIVABLES-9, RECEIVABLES-13, RECEIVABLES-16: every status, step, member, number."""
    financing, until = asked(bank), HOLD
    if status != "unknown":
        bank.together(register, "reserve", financing, HOLD, ())
    id = register.idOf(financing)
    if status == "lapsed":
        until = at(HOLD + 10) + DAY
    if status in ("financed", "disputed", "settled"):
        bank.together(register, "finance", id)
    if status == "disputed":
        bank.together(register, "dispute", id, GROUNDS)
    if status == "settled":
        bank.together(register, "settle", id)
    if status == "released":
        bank.act(register, "release", financing)
    if status == "kept":
        instrument = request.getfixturevalue("instrument")
        instrument.take(id, bank.number, 1, {"from": key_of("deployer")})
    steps = {
        "reserve": (financing, until, ()),
        "renew": (id, until),
        "finance": (id,),
        "settle": (id,),
        "dispute": (id, GROUNDS),
        "release": (financing,),
        "clear": ((financing,),),
    }
    assert departures(cells(FINANCINGS[status]), everybodys_answers(people, register, steps)) == []


@pytest.mark.parametrize("step", ["reserve", "renew", "clear", "finance", "settle", "dispute", "release"])
def test_the_register_is_not_reached_past_members(bank, register, step):
    """RECEIVABLES-18: an operator's key has no power over the register itself."""
    financing = asked(bank)
    args = {
        "reserve": (financing, HOLD, ()),
        "renew": (salted("one"), HOLD),
        "clear": ((),),
        "dispute": (salted("one"), GROUNDS),
        "release": (financing,),
    }.get(step, (salted("one"),))
    with refused("MemberOnlyThroughMembers", bank.maker):
        getattr(register, step)(*args, {"from": bank.maker})


@pytest.mark.parametrize("step", ["take", "settleKept", "releaseKept"])
def test_no_member_speaks_as_an_instrument(bank, register, reserved, step):
    """RECEIVABLES-14, RECEIVABLES-18."""
    id = register.idOf(reserved)
    args = {"take": (id, bank.number, 1), "settleKept": (id,), "releaseKept": (reserved,)}[step]
    with refused("FinanceNotKeeper", bank.maker):
        getattr(register, step)(*args, {"from": bank.maker})
