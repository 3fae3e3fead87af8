"""The tables of docs/spec/credits.md, every cell of them, for every kind of member, by one person and two."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.credits.deals import (
    CALENDAR,
    DAY,
    EXPIRY,
    HOLD,
    NEGOTIATION,
    NINE,
    NOTICE,
    TODAY,
    Finding,
    finding,
)
from tests.contracts.people import refused

ASKED = ("issuing_bank", "advising_bank", "financier", "applicant", "beneficiary", "stranger")
ALONE, TOGETHER = (1,), (2,)
EITHER = ALONE + TOGETHER
BENEFICIARY = {("beneficiary", 1), ("beneficiary", 2)}
# Whoever has the documents: the advising bank confirmed, the financier is nominated.
BANKS = {
    "issuing": "issuing_bank",
    "confirming": "advising_bank",
    "nominated": "financier",
    "negotiating": "financier",
    "reimbursing": "issuing_bank",
}


def by(name, persons=EITHER):
    return {(name, number) for number in persons}


def steps_of(who, status):
    """The table of presentations: steps of a bank that has the documents, by how they stand with it."""
    bank, both = BANKS[who], by(BANKS[who], TOGETHER)
    paid = who == "reimbursing"
    taken_back = {} if paid else {"withdraw": BENEFICIARY}
    pays = {"negotiate" if who == "negotiating" else "honour": both}
    passes_on = {"forward": by(bank)} if who in ("nominated", "negotiating") else {}
    return {
        "unknown": {},
        "lodged": {"examine": by(bank)} | passes_on | taken_back,
        "complying": pays | passes_on | taken_back,
        "discrepant": {"refuse": both}
        | ({"waive": both} if bank == "issuing_bank" else {})
        | passes_on
        | taken_back,
        "waived": pays | taken_back,
        "precluded": pays | {"refuse": both} | taken_back,
        "refused": {"refuse": both},
        "honoured": {} if bank == "issuing_bank" else {"forward": by(bank)},
        "withdrawn": {},
    }[status]


REACHED = {
    "issuing": "unknown lodged complying discrepant waived precluded refused honoured withdrawn",
    "confirming": "lodged complying discrepant precluded refused honoured",
    "nominated": "lodged complying discrepant refused honoured",
    "negotiating": "complying honoured",
    "reimbursing": "lodged complying discrepant refused honoured",
}
PRESENTATIONS = [(who, status) for who, statuses in REACHED.items() for status in statuses.split()]
CREDITS = {
    "unknown": {"issue": by("issuing_bank", TOGETHER)},
    "issued": {"advise", "answer", "present", "cancel"},
    "advised": {"answer", "present", "cancel"},
    "confirmed": {"present", "cancel"},
    "declined": {"present", "cancel"},
    "due": {"answer", "expire", "cancel"},
    "exhausted": {},
    "expired": {},
    "cancelled": {},
}
STEPS = {
    "advise": {"advise": by("advising_bank")},
    "answer": {"confirm": by("advising_bank", TOGETHER), "decline": by("advising_bank")},
    "present": {"present": BENEFICIARY},
    "expire": {"expire": by("issuing_bank")},
    "cancel": {"cancel": by("issuing_bank", TOGETHER) | BENEFICIARY},
}


def everybodys_answers(deal, people, steps):
    """The answer to each of `steps` (name to arguments), by member and number of persons."""
    where = {"expire": deal.port.ends, "cancel": deal.port.ends}
    return {
        (name, persons, step): answer(people[name], persons, where.get(step, deal.credits), step, *args)
        for name in ASKED
        for persons in EITHER
        for step, args in steps.items()
    }


def cells(table):
    return {(name, persons, step) for step, who in table.items() for name, persons in who}


@pytest.mark.parametrize(("who", "status"), PRESENTATIONS)
def test_nobody_takes_a_step_on_a_presentation_that_the_table_does_not_give(
    at, people, a_deal, funds, lend, who, status
):
    """CREDITS-16, CREDITS-22, CREDITS-23, CREDITS-26, CREDITS-30, CREDITS-43, CREDITS-45: every cell."""
    changes = {
        "nominated_bank": people["financier"].number,
        "confirming_bank": people["advising_bank"].number,
    }
    if who == "negotiating":
        changes["availability"] = NEGOTIATION
    deal = a_deal(**changes)
    deal.issue()
    deal.confirm()
    lend("financier", "advising_bank")
    bank = people[BANKS[who]]
    begins = people["financier"] if who == "reimbursing" else bank
    presentation = (
        deal.documents(bank=begins) if status == "unknown" else deal.present(deal.bill(), bank=begins)
    )
    if who == "reimbursing":
        deal.examine(presentation, bank=begins)
        deal.honour(presentation, bank=begins)
        deal.forward(presentation)
    if status in ("complying", "honoured"):
        deal.examine(presentation, bank=bank)
    if status in ("discrepant", "waived", "precluded", "refused"):
        deal.examine(presentation, bank=bank, complies=False)
    if status == "precluded":
        at(NINE + 8 * DAY)
    if status in ("refused", "precluded"):
        deal.refuse(presentation, bank=bank)
    if status == "waived":
        deal.waive(presentation)
    if status == "honoured" and who == "negotiating":
        deal.negotiate(presentation, presentation.amount)
    elif status == "honoured":
        deal.honour(presentation, bank=bank)
    if status == "withdrawn":
        deal.withdraw(presentation)
    said = (*deal.said, presentation)
    today = TODAY + 8 if status == "precluded" else TODAY
    steps = {
        "examine": (*said, finding(presentation)),
        "waive": said,
        "honour": (*said, (), b""),
        "negotiate": (*said, presentation.amount, b""),
        "forward": (*said, people["issuing_bank"].number, today),
        "refuse": (*said, NOTICE, 1, HOLD),
        "withdraw": said,
    }
    assert departures(cells(steps_of(who, status)), everybodys_answers(deal, people, steps)) == []


@pytest.mark.parametrize("status", CREDITS)
def test_nobody_takes_a_step_on_a_credit_that_the_table_does_not_give(at, people, a_deal, funds, status):
    """CREDITS-2, CREDITS-8, CREDITS-9, CREDITS-31, CREDITS-32, CREDITS-33, CREDITS-39: every cell."""
    deal, today = a_deal(confirming_bank=people["advising_bank"].number), TODAY
    if status != "unknown":
        deal.issue()
    if status not in ("unknown", "issued"):
        deal.advise()
    if status == "confirmed":
        deal.confirm()
    if status == "declined":
        deal.decline()
    if status == "exhausted":
        drawn = deal.present()
        deal.examine(drawn)
        deal.honour(drawn)
    if status == "cancelled":
        deal.bank_cancels()
        deal.beneficiary_cancels()
    if status in ("due", "expired"):
        today = EXPIRY + 12
        at(today * DAY)
    if status == "expired":
        deal.expire()
    steps = {
        "issue": (deal.terms,),
        "advise": deal.said,
        "confirm": deal.said,
        "decline": deal.said,
        "present": (*deal.said, deal.documents(presented=today)),
        "expire": deal.named,
        "cancel": deal.named,
    }
    given = CREDITS[status]
    table = given if isinstance(given, dict) else {k: v for step in given for k, v in STEPS[step].items()}
    if status == "confirmed":
        table["cancel"] = table["cancel"] | by("advising_bank", TOGETHER)
    assert departures(cells(table), everybodys_answers(deal, people, steps)) == []


@pytest.mark.parametrize(
    "step",
    [
        "issue",
        "advise",
        "confirm",
        "decline",
        "present",
        "examine",
        "waive",
        "honour",
        "negotiate",
        "forward",
        "refuse",
        "withdraw",
    ],
)
def test_a_credit_is_not_reached_past_members(deal, issuing_bank, step):
    """CREDITS-38: an operator's key has no power over the contract itself."""
    said = (*deal.said, deal.documents())
    args = {
        "issue": (deal.terms,),
        "present": said,
        "examine": (*said, Finding(True, 0, 0, CALENDAR)),
        "waive": said,
        "honour": (*said, (), b""),
        "negotiate": (*said, 1, b""),
        "forward": (*said, issuing_bank.number, TODAY),
        "refuse": (*said, NOTICE, 1, HOLD),
        "withdraw": said,
    }.get(step, deal.said)
    with refused("MemberOnlyThroughMembers", issuing_bank.maker):
        getattr(deal.credits, step)(*args, {"from": issuing_bank.maker})


@pytest.mark.parametrize("step", ["expire", "cancel"])
def test_an_end_is_not_reached_past_members(deal, issuing_bank, step):
    """CREDITS-38."""
    with refused("MemberOnlyThroughMembers", issuing_bank.maker):
        getattr(deal.port.ends, step)(*deal.named, {"from": issuing_bank.maker})
