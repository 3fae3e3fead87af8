"""Whoever tries to pay, and when: what a bank owes is paid once. Games beside a model."""

from __future__ import annotations

from random import Random

import pytest

from tests.contracts.attempts import taken
from tests.contracts.credits.deals import DAY, DEFERRED_PAYMENT, NINE, TODAY, Tenor
from tests.contracts.people import salted

STEPS = 40
SHIPMENT = 1


@pytest.mark.parametrize("seed", range(2))
def test_an_obligation_is_paid_once_by_the_bank_that_owes_it(
    at, a_deal, obligations, issuing_bank, financier, beneficiary, dollars, seed
):
    """INV-9, CREDITS-51: by nobody else, not before its day, and no more than the bank has."""
    random, now, owed, happened = Random(seed), NINE, {}, 0
    funds = 100_000
    issuing_bank.together(dollars, "mint", issuing_bank.number, funds)
    for days in (20, 30, 40, 50):
        deal = a_deal(
            availability=DEFERRED_PAYMENT,
            tenors=(Tenor(100, SHIPMENT, days),),
            document=salted(f"owed after {days} days"),
        )
        deal.issue()
        presentation = deal.present(amount=30_000 + days)
        deal.examine(presentation)
        due = presentation.shipped + days
        deal.honour(presentation, dues=(due,))
        id = obligations.idOf(deal.credits, deal.presentation_id(presentation), issuing_bank.number, 0)
        owed[str(id)] = (due, presentation.amount)
    paid, received = set(), 0
    for _ in range(STEPS):
        now += random.randrange(DAY // 2, 2 * DAY)
        at(now)
        id, who = (
            random.choice(list(owed)),
            random.choice((issuing_bank, issuing_bank, financier, beneficiary)),
        )
        due, amount = owed[id]
        in_time = due <= now // DAY + 1
        allowed = who is issuing_bank and id not in paid and in_time and amount <= funds
        assert taken(who, obligations, "pay", id, b"") == allowed, f"{who.name} on day {now // DAY - TODAY}"
        if allowed:
            happened += 1
            paid.add(id)
            funds, received = funds - amount, received + amount
        assert {id for id in owed if obligations.obligationOf(id)["status"] == 2} == paid
        assert dollars.balanceOf(issuing_bank.account) == funds
        assert dollars.balanceOf(beneficiary.account) == received
    assert happened >= 2, "a game in which little happened says little"
