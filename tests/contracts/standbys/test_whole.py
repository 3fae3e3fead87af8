"""Whatever the parties do in whatever order, a standby pays no more than its amount: games beside a model."""

from __future__ import annotations

from random import Random

import pytest

from tests.contracts.node import refusal
from tests.contracts.people import sign, told
from tests.contracts.standbys.deals import DAY, NINE, TODAY, Amendment, Finding

STEPS = 40
OPEN = ("lodged", "complying", "discrepant")


@pytest.mark.parametrize("seed", range(2))
def test_a_standby_pays_no_more_than_its_amount(at, a_deal, funds, people, dollars, seed):
    """INV-12, STANDBYS-9, STANDBYS-17, STANDBYS-31, STANDBYS-35: figures are the sums of what happened."""
    random, day, happened = Random(seed), TODAY, 0
    deal = a_deal(confirmer=people["advising_bank"].number, expiry=TODAY + 20, final_expiry=TODAY + 20)
    deal.issue()
    deal.confirm()
    amount, demands, paid, offers = deal.terms.amount, {}, 0, []
    for serial in range(1, STEPS + 1):
        if random.random() < 0.3:
            day += 1
            at(NINE + (day - TODAY) * DAY)
        step = random.choice(
            (
                *("demand", "demand", "examine", "examine", "honour", "honour", "forward", "dishonour"),
                *("withdraw", "amend", "accept"),
            )
        )
        known = random.choice(list(demands) or [None])
        if step == "demand":
            bank = random.choice((deal.issuer, deal.confirmer))
            asked = deal.asked(bank, amount=random.randrange(1, 40_001), presented=day)
            if taken(deal.beneficiary, deal, "demand", *deal.said, asked):
                demands[asked] = [bank, "lodged", None]
                happened += 1
        elif step == "amend":
            changes = random.choice(({"increase": 5_000}, {"decrease": 9_000}))
            offer = Amendment(number=serial, **changes)
            if taken(deal.issuer, deal, "amend", *deal.said, offer):
                taken(deal.confirmer, deal, "agree", *deal.said, deal.amendment_id(offer))
                offers.append(offer)
        elif step == "accept" and offers:
            offer = offers.pop()
            if taken(deal.beneficiary, deal, "accept", *deal.said, offer):
                amount += offer.increase - offer.decrease
                happened += 1
        elif known is not None:
            paid += demanded(deal, known, demands[known], step, day, random)
        record = deal.record
        reserved = sum(one.amount for one, (_, state, _) in demands.items() if state in OPEN)
        drawn = sum(one.amount for one, (_, state, payer) in demands.items() if state == "drawn")
        advanced = sum(one.amount for one, (_, state, payer) in demands.items() if state in OPEN and payer)
        assert (record["amount"], record["reserved"], record["honoured"], record["advanced"]) == (
            amount,
            reserved,
            drawn,
            advanced,
        ), f"after {step}"
        assert reserved + drawn <= amount, f"after {step}"
        assert dollars.balanceOf(deal.beneficiary.account) == paid <= amount
    assert happened >= 4, "a game in which little happened says little"


def demanded(deal, demand, standing, step, day, random):
    """A step on a demand, in the game and in the model; what the beneficiary is paid by it."""
    bank, state, payer = standing
    said = (*deal.said, demand)
    if step == "examine":
        complies, since = random.random() < 0.6, deal.lies(demand)["received"] * DAY
        last = deal.lies(demand)["expiry"] + 10
        finding = Finding(complies, since + 3 * DAY, since + 9 * DAY, last, "0x" + "11" * 32)
        if taken(bank, deal, "examine", *said, finding):
            standing[1] = "complying" if complies else "discrepant"
    elif step == "honour" and taken(bank, deal, "honour", *said, b""):
        if bank is deal.issuer:
            standing[1] = "drawn"
        else:
            standing[2] = bank
        return 0 if payer else demand.amount
    elif step == "forward" and taken(deal.confirmer, deal, "forward", *said, day):
        standing[0], standing[1] = deal.issuer, "lodged"
    elif step == "dishonour" and state == "discrepant":
        if taken(bank, deal, "dishonour", *said, "0x" + "22" * 32, 1) and deal.lies(demand)["status"] == 7:
            standing[1] = "drawn" if payer else "ended"
    elif step == "withdraw" and taken(deal.beneficiary, deal, "withdraw", *said):
        standing[1] = "ended"
    return 0


def taken(who, deal, step, *args):
    """Whether two persons of the member could take the step, and then did."""
    order = who.order(deal.standbys, step, *args)
    signed = sign(who.maker, who.members, order)
    if refusal(who.checker, who.members, told(who.members, "perform", order, [signed])) is not None:
        return False
    who.perform(order, signed)
    return True
