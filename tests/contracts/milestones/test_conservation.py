"""Random games of several escrows in two currencies, beside a model that knows only sums."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from tests.contracts.attempts import taken
from tests.contracts.conftest import a_token
from tests.contracts.milestones.conftest import (
    ARBITRATION,
    AWARD,
    DAY,
    DEADLINE,
    GROUNDS,
    NOON,
    Terms,
    eight,
)
from tests.contracts.people import named, salted
from tests.contracts.stops.orders import INJUNCTION, LIFTED, ORDER, WHOEVER

STEPS = ("release",) * 6 + (
    "dispute",
    "divide",
    "reclaim",
    "refund",
    "collect",
    "collect",
    "stop",
    "lift",
    "lift",
    "wait",
)


@dataclass
class Known:
    """An escrow as the model has it: everything from what was ordered, nothing from the chain."""

    terms: Terms
    released: list[int] = field(default_factory=lambda: [0] * 8)
    paid: int = 0
    collected: int = 0
    ended: bool = False
    disputed: bool = False

    @property
    def left(self) -> int:
        return 0 if self.ended else sum(self.terms.amounts) - self.paid

    @property
    def fee_due(self) -> int:
        return self.paid * self.terms.fee // 10_000 - self.collected

    @property
    def kept(self) -> int:
        return self.left + self.fee_due


@pytest.mark.parametrize("seed", range(4))
def test_it_holds_what_it_owes_in_each_cash(
    port, at, people, issuing_bank, milestones, stops, buyer, terms, dollars, seed
):
    """INV-10, MILESTONE-7, MILESTONE-17: after every step of every game, whatever was tried and refused."""
    dice, time = random.Random(seed), NOON
    euros = a_token(port, issuing_bank, 978, 2)
    issuing_bank.together(euros, "mint", buyer.number, 100_000)
    games = []
    for place, (cash, fee) in enumerate(((dollars, 25), (euros, 9_999), (dollars, 3_333), (euros, 0))):
        amounts = eight(*(dice.randrange(1, 9_000) for _ in range(dice.randrange(1, 9))))
        agreed = terms._replace(cash=cash.address, fee=fee, amounts=amounts, salt=salted(f"deal {place}"))
        games.append(Known(agreed if fee else agreed._replace(agent=0)))
        buyer.together(milestones, "fund", games[-1].terms, named(buyer.name, f"payment in {place}"))
    supplies = {token: token.totalSupply() for token in (dollars, euros)}
    for turn in range(50):
        known, step = dice.choice(games), dice.choice(STEPS)
        if step == "wait":
            time += dice.choice((DAY, ARBITRATION, 9 * DAY))
            at(time)
            continue
        _play(people, milestones, stops, known, step, dice, f"{seed} {turn}")
        for token in (dollars, euros):
            owed = sum(one.kept for one in games if one.terms.cash == token.address)
            assert token.balanceOf(milestones) == owed, f"INV-10: after {step} in turn {turn} of game {seed}"
            assert token.totalSupply() == supplies[token]
    assert time > DEADLINE or any(one.paid for one in games), "something happened"


def _play(people, milestones, stops, known, step, dice, turn):
    """Ordered of the chain, and of the model where the chain takes it."""
    who = {
        "release": "applicant",
        "dispute": dice.choice(("applicant", "beneficiary")),
        "divide": "terminal",
        "reclaim": "applicant",
        "refund": "beneficiary",
        "collect": "financier",
        "stop": dice.choice(("court", "other_court")),
        "lift": dice.choice(("court", "other_court")),
    }[step]
    payment, milestone = named(who, turn), dice.randrange(8)
    rest = known.terms.amounts[milestone] - known.released[milestone]
    amount = dice.choice((1, rest, rest + 1, dice.randrange(1, rest + 2)))
    whole = sum(known.terms.amounts)
    to_seller = dice.choice((0, known.left, dice.randrange(known.left + 2), whole, whole + 1))
    args = {
        "release": (known.terms, milestone, amount, payment),
        "dispute": (known.terms, GROUNDS),
        "divide": (known.terms, to_seller, payment, named(who, f"{turn} back"), AWARD),
        "stop": (milestones, milestones.idOf(known.terms), WHOEVER, INJUNCTION, ORDER),
        "lift": (milestones, milestones.idOf(known.terms), WHOEVER, LIFTED),
    }.get(step, (known.terms, payment))
    if not taken(people[who], stops if step in ("stop", "lift") else milestones, step, *args):
        return
    if step == "release":
        assert 0 < amount <= rest, "no milestone is released beyond its amount"
        known.released[milestone] += amount
        known.paid += amount
        known.ended = known.paid == whole
    if step == "divide":
        assert known.disputed
        assert to_seller <= whole
        known.paid += min(to_seller, known.left)
    if step == "dispute":
        known.disputed = True
    if step == "collect":
        assert known.fee_due > 0
        known.collected += known.fee_due
    if step in ("divide", "reclaim", "refund"):
        assert not known.ended
        known.ended = True
