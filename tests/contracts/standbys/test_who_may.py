"""The tables of docs/spec/standbys.md, every cell, for everybody in them and a stranger."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.people import refused
from tests.contracts.standbys.deals import (
    CALENDAR,
    DAY,
    EXPIRY,
    NINE,
    NOTICE,
    TODAY,
    Amendment,
    Finding,
)

PART = ("issuing_bank", "advising_bank", "applicant", "beneficiary", "stranger", "court")
ISSUER, BENEFICIARY, APPLICANT = ("issuing_bank", 2), ("beneficiary", 2), ("applicant", 2)
EXAMINER, DEMANDER = {("issuing_bank", 1), ISSUER}, {("beneficiary", 1), BENEFICIARY}
CONFIRMER, FORWARDER = ("advising_bank", 2), {("advising_bank", 1), ("advising_bank", 2)}
RUNNING = {
    "confirm": {CONFIRMER},
    "demand": DEMANDER,
    "amend": {ISSUER},
    "accept": {BENEFICIARY},
    "reject": DEMANDER,
    "notifyNonExtension": {ISSUER},
    "cancel": {ISSUER, BENEFICIARY},
}
STANDBY = {
    "unknown": {"issue": {ISSUER}},
    "issued": RUNNING,
    "expired": {"reject": DEMANDER, "cancel": {ISSUER, BENEFICIARY}},
    "cancelled": {},
}
OPEN = {"withdraw": {BENEFICIARY}, "agree": {APPLICANT}, "extend": {ISSUER}}
DEMAND = {
    "unknown": {},
    "lodged": OPEN | {"examine": EXAMINER},
    "complying": OPEN | {"honour": {ISSUER}},
    "discrepant": OPEN | {"waive": {ISSUER}, "dishonour": {ISSUER}},
    "waived": OPEN | {"honour": {ISSUER}},
    "precluded": {"withdraw": {BENEFICIARY}, "agree": {APPLICANT}, "honour": {ISSUER}, "dishonour": {ISSUER}},
    "paid": {"forward": FORWARDER, "agree": {APPLICANT}},
    "dishonoured": {"dishonour": {ISSUER}},
    "honoured": {},
    "withdrawn": {},
    "retracted": {},
}


def cells(table):
    return {(name, persons, step) for step, who in table.items() for name, persons in who}


def everybodys(people, deal, steps):
    return {
        (name, persons, step): answer(people[name], persons, deal.standbys, step, *args)
        for name in PART
        for persons in (1, 2)
        for step, args in steps.items()
    }


@pytest.mark.parametrize("status", STANDBY)
def test_nobody_takes_a_step_on_a_standby_that_the_table_does_not_give(at, people, a_deal, status):
    """STANDBYS-2, STANDBYS-5, STANDBYS-7, STANDBYS-30, STANDBYS-32, STANDBYS-34, STANDBYS-37: every cell."""
    deal = a_deal(
        confirmer=people["advising_bank"].number, extension=30, notice_days=10, final_expiry=EXPIRY + 30
    )
    offered, today = Amendment(increase=1), TODAY
    if status != "unknown":
        deal.issue()
        deal.amend(increase=1)
    if status == "cancelled":
        for party in (deal.issuer, deal.beneficiary):
            deal.cancel(party)
    if status == "expired":
        today = EXPIRY + 30 + 11
        at(NINE + 101 * DAY)
    steps = {
        "issue": (deal.terms,),
        "confirm": deal.said,
        "demand": (*deal.said, deal.asked(presented=today)),
        "amend": (*deal.said, Amendment(number=2, increase=1)),
        "accept": (*deal.said, offered),
        "reject": (*deal.said, offered),
        "notifyNonExtension": (*deal.said, EXPIRY, NOTICE),
        "cancel": deal.said,
    }
    assert departures(cells(STANDBY[status]), everybodys(people, deal, steps)) == []


@pytest.mark.parametrize("status", DEMAND)
def test_nobody_takes_a_step_on_a_demand_that_the_table_does_not_give(at, people, a_deal, funds, status):
    """STANDBYS-12, STANDBYS-15 to STANDBYS-18, STANDBYS-23, STANDBYS-26: every cell."""
    confirmer = people["advising_bank"]
    deal = a_deal(confirmer=confirmer.number if status == "paid" else 0)
    deal.issue()
    if status == "paid":
        deal.confirm()
    demand = deal.asked(confirmer if status == "paid" else None, extend_to=EXPIRY + 30)
    if status != "unknown":
        deal.beneficiary.act(deal.standbys, "demand", *deal.said, demand)
    if status in ("complying", "honoured"):
        deal.examine(demand)
    if status in ("discrepant", "waived", "precluded", "dishonoured"):
        deal.examine(demand, complies=False)
    if status == "paid":
        deal.examine(demand, confirmer)
        deal.honour(demand, confirmer)
    if status == "precluded":
        at(NINE + 11 * DAY)
    if status in ("precluded", "dishonoured"):
        deal.dishonour(demand)
    if status == "waived":
        deal.waive(demand)
    if status == "honoured":
        deal.honour(demand)
    if status == "withdrawn":
        deal.withdraw(demand)
    if status == "retracted":
        deal.agree(deal.applicant, demand)
        deal.extend(demand)
    said = (*deal.said, demand)
    since = TODAY * DAY
    steps = {
        "examine": (*said, Finding(True, since + 3 * DAY, since + 9 * DAY, EXPIRY, CALENDAR)),
        "waive": said,
        "honour": (*said, b""),
        "forward": (*said, TODAY),
        "dishonour": (*said, NOTICE, 1),
        "withdraw": said,
        "agree": (*deal.said, deal.demand_id(demand)),
    }
    table = {step: who for step, who in DEMAND[status].items() if step != "extend"}
    if status == "paid":
        table = table | {"agree": {APPLICANT, CONFIRMER}}
    assert departures(cells(table), everybodys(people, deal, steps)) == []
    if status not in ("unknown", "dishonoured", "honoured", "withdrawn", "retracted"):
        deal.agree(deal.applicant, demand)
    table = {"extend": DEMAND[status].get("extend", set())}
    assert departures(cells(table), everybodys(people, deal, {"extend": said})) == []


STEPS = (
    *(
        "issue",
        "confirm",
        "demand",
        "examine",
        "waive",
        "honour",
        "forward",
        "dishonour",
        "withdraw",
        "agree",
    ),
    *("extend", "amend", "accept", "reject", "notifyNonExtension", "cancel"),
)


@pytest.mark.parametrize("step", STEPS)
def test_a_standby_is_not_reached_past_members(deal, issuing_bank, step):
    """STANDBYS-42: an operator's key has no power over the contract itself."""
    demand, amendment = (*deal.said, deal.asked()), (*deal.said, Amendment())
    args = {
        "issue": (deal.terms,),
        "confirm": deal.said,
        "cancel": deal.said,
        "examine": (*demand, Finding(True, 0, 0, 0, CALENDAR)),
        "honour": (*demand, b""),
        "forward": (*demand, TODAY),
        "dishonour": (*demand, NOTICE, 1),
        "agree": (*deal.said, NOTICE),
        "amend": amendment,
        "accept": amendment,
        "reject": amendment,
        "notifyNonExtension": (*deal.said, EXPIRY, NOTICE),
    }.get(step, demand)
    with refused("MemberOnlyThroughMembers", issuing_bank.maker):
        getattr(deal.standbys, step)(*args, {"from": issuing_bank.maker})
