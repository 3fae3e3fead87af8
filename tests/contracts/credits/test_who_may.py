"""The tables of docs/spec/credits.md, every cell of them, for every kind of member, by one person and two."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.credits.deals import (
    CALENDAR,
    DAY,
    EXPIRY,
    HOLD,
    NINE,
    NOTICE,
    TODAY,
    Finding,
    finding,
)
from tests.contracts.people import refused

ASKED = ("issuing_bank", "advising_bank", "applicant", "beneficiary", "carrier", "stranger")
BANK_TOGETHER = {("issuing_bank", 2)}
BANK = {("issuing_bank", 1), ("issuing_bank", 2)}
BENEFICIARY = {("beneficiary", 1), ("beneficiary", 2)}
ADVISING = {("advising_bank", 1), ("advising_bank", 2)}

PRESENTATIONS = {
    "unknown": {},
    "lodged": {"examine": BANK, "withdraw": BENEFICIARY},
    "complying": {"honour": BANK_TOGETHER, "withdraw": BENEFICIARY},
    "discrepant": {"waive": BANK_TOGETHER, "refuse": BANK_TOGETHER, "withdraw": BENEFICIARY},
    "waived": {"honour": BANK_TOGETHER, "withdraw": BENEFICIARY},
    "precluded": {"honour": BANK_TOGETHER, "refuse": BANK_TOGETHER, "withdraw": BENEFICIARY},
    "refused": {"refuse": BANK_TOGETHER},
    "honoured": {},
    "withdrawn": {},
}
CREDITS = {
    "unknown": {"issue": BANK_TOGETHER},
    "issued": {"advise": ADVISING, "present": BENEFICIARY, "cancel": BANK_TOGETHER | BENEFICIARY},
    "advised": {"present": BENEFICIARY, "cancel": BANK_TOGETHER | BENEFICIARY},
    "due": {"expire": BANK, "cancel": BANK_TOGETHER | BENEFICIARY},
    "exhausted": {},
    "expired": {},
    "cancelled": {},
}


def everybodys_answers(deal, people, steps):
    """The answer to each of `steps` (name to arguments), by member and number of persons."""
    return {
        (name, persons, step): answer(people[name], persons, deal.credits, step, *args)
        for name in ASKED
        for persons in (1, 2)
        for step, args in steps.items()
    }


def cells(table):
    return {(name, persons, step) for step, who in table.items() for name, persons in who}


@pytest.mark.parametrize("status", PRESENTATIONS)
def test_nobody_takes_a_step_on_a_presentation_that_the_table_does_not_give(at, people, deal, funds, status):
    """CREDITS-16, CREDITS-22, CREDITS-23, CREDITS-26, CREDITS-30: every status, step, member, number."""
    presentation = deal.documents() if status == "unknown" else deal.present(deal.bill())
    if status in ("complying", "honoured"):
        deal.examine(presentation)
    if status in ("discrepant", "waived", "precluded", "refused"):
        deal.examine(presentation, complies=False)
    if status == "precluded":
        at(NINE + 8 * DAY)
    if status in ("refused", "precluded"):
        deal.refuse(presentation)
    if status == "waived":
        deal.waive(presentation)
    if status == "honoured":
        deal.honour(presentation)
    if status == "withdrawn":
        deal.withdraw(presentation)
    said = (deal.id, presentation)
    steps = {
        "examine": (*said, finding(presentation)),
        "waive": said,
        "honour": (*said, b""),
        "refuse": (*said, NOTICE, 1, HOLD),
        "withdraw": said,
    }
    assert departures(cells(PRESENTATIONS[status]), everybodys_answers(deal, people, steps)) == []


@pytest.mark.parametrize("status", CREDITS)
def test_nobody_takes_a_step_on_a_credit_that_the_table_does_not_give(at, people, a_deal, funds, status):
    """CREDITS-2, CREDITS-8, CREDITS-9, CREDITS-31, CREDITS-32, CREDITS-33: every cell."""
    deal, today = a_deal(), TODAY
    if status != "unknown":
        deal.issue()
    if status not in ("unknown", "issued"):
        deal.advise()
    if status == "exhausted":
        drawn = deal.present()
        deal.examine(drawn)
        deal.honour(drawn)
    if status == "cancelled":
        deal.bank_cancels()
        deal.beneficiary_cancels()
    if status in ("due", "expired"):
        today = EXPIRY + 11
        at(today * DAY)
    if status == "expired":
        deal.expire()
    steps = {
        "issue": (deal.terms,),
        "advise": (deal.id,),
        "present": (deal.id, deal.documents(presented=today)),
        "expire": (deal.id,),
        "cancel": (deal.id,),
    }
    assert departures(cells(CREDITS[status]), everybodys_answers(deal, people, steps)) == []


@pytest.mark.parametrize(
    "step",
    ["issue", "advise", "present", "examine", "waive", "honour", "refuse", "withdraw", "expire", "cancel"],
)
def test_a_credit_is_not_reached_past_members(deal, issuing_bank, step):
    """CREDITS-38: an operator's key has no power over the contract itself."""
    said = (deal.id, deal.documents())
    args = {
        "issue": (deal.terms,),
        "examine": (*said, Finding(True, 0, 0, CALENDAR)),
        "honour": (*said, b""),
        "refuse": (*said, NOTICE, 1, HOLD),
    }.get(step, said if step in ("present", "waive", "withdraw") else said[:1])
    with refused("MemberOnlyThroughMembers", issuing_bank.maker):
        getattr(deal.credits, step)(*args, {"from": issuing_bank.maker})
