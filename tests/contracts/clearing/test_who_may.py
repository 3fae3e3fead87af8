"""The table of docs/spec/clearing.md, every cell, for everybody in it and a stranger."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.clearing.conftest import REASON
from tests.contracts.people import refused
from tests.contracts.standing import take_right

STEPS = ("mandate", "accept", "pay", "giveBack")
PART = ("issuing_bank", "financier", "advising_bank", "applicant", "beneficiary", "stranger")
LINES = {("issuing_bank", 2, "mandate"), ("financier", 2, "accept")}
TABLE = {
    "unknown": LINES | {(name, 2, "pay") for name in PART},
    "cleared": LINES | {("beneficiary", 2, "giveBack")},
    "returned": LINES,
}


def arguments(payer, instruction):
    return {
        "mandate": (instruction.by, 1),
        "accept": (instruction.by, 1),
        "pay": (instruction,),
        "giveBack": (payer.number, instruction, REASON),
    }


@pytest.mark.parametrize("status", TABLE)
def test_nobody_takes_a_step_that_the_table_does_not_give(
    people, clearing, payer, payee, dollars, instruction, status
):
    """CLEARING-2, CLEARING-4, CLEARING-9, CLEARING-10: every status, step, member and number of persons; all
    hold enough to pay.
    """
    for name in PART:
        people["issuing_bank"].together(dollars, "mint", people[name].number, instruction.amount)
    if status != "unknown":
        payer.together(clearing, "pay", instruction)
    if status == "returned":
        payee.together(clearing, "giveBack", payer.number, instruction, REASON)
    args = arguments(payer, instruction)
    answers = {
        (name, persons, step): answer(people[name], persons, clearing, step, *args[step])
        for name in PART
        for persons in (1, 2)
        for step in STEPS
    }
    assert departures(TABLE[status], answers) == []


@pytest.mark.parametrize("step", STEPS)
def test_clearing_takes_the_right_to_pay(port, people, clearing, payer, payee, cleared, step):
    """CLEARING-2, CLEARING-4, CLEARING-10: two persons with every right but that one are refused."""
    name = {"mandate": "issuing_bank", "accept": "financier", "pay": "applicant", "giveBack": "beneficiary"}[
        step
    ]
    take_right(port, people[name], "PAY")
    with refused("MemberOnlyRightMissing", people[name], 5, 0x1FF - (1 << 5)):
        people[name].together(clearing, step, *arguments(payer, cleared)[step])


@pytest.mark.parametrize("step", STEPS)
def test_clearing_is_not_reached_past_members(clearing, payer, cleared, step):
    """CLEARING-13."""
    with refused("MemberOnlyThroughMembers", payer.maker):
        getattr(clearing, step)(*arguments(payer, cleared)[step], {"from": payer.maker})
