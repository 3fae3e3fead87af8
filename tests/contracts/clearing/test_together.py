"""Whatever is paid across banks and given back, they owe together what they owed: games beside a model."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from tests.contracts.attempts import taken
from tests.contracts.clearing.conftest import REASON, Corridor, Instruction
from tests.contracts.people import named

STEPS = 40


@pytest.mark.parametrize("seed", range(2))
def test_banks_owe_together_what_they_owed(
    clearing, lines, corridor, payer, payee, issuing_bank, other_bank, dollars, other_dollars, reserves, seed
):
    """INV-6, CLEARING-5, CLEARING-6, CLEARING-10, CLEARING-11: both ways, above the lines too, and given
    back.
    """
    random, paid, happened = Random(seed), {}, Counter()
    back = Corridor(corridor.to, corridor.source, corridor.settlement)
    other_bank.together(clearing, "mandate", back, 30_000)
    issuing_bank.together(clearing, "accept", back, 30_000)
    left = {corridor: 40_000, back: 30_000}
    tokens = {token.address: token for token in (dollars, other_dollars)}
    claims = Counter({(dollars.address, payer.number): 100_000})
    money = {dollars.address: 100_000, other_dollars.address: 100_000}
    for place in range(STEPS):
        if paid and random.random() < 0.4:
            who, said = random.choice(list(paid))
            step, by = "giveBack", random.choice((payer, payee))
            args = (who.number, said, REASON)
            source, to, holder, holds = said.by.to, said.by.source, said.payee, by.number == said.payee
            allowed = holds and not paid[who, said]
        else:
            step, way = "pay", random.choice((corridor, back))
            by, other = random.choice(((payer, payee), (payee, payer)))
            said = Instruction(
                named(by.name, f"payment {seed} {place}"), way, other.number, random.randint(1, 25_000)
            )
            args, source, to, holder = (said,), way.source, way.to, by.number
            allowed = said.amount <= left[way]
        allowed = allowed and said.amount <= claims[source, holder] and said.amount <= money[source]
        assert taken(by, clearing, step, *args) == allowed, f"{step} by {by.name}: {args}"
        if not allowed:
            continue
        happened[step] += 1
        if step == "pay":
            paid[by, said] = False
            left[said.by] -= said.amount
            receiver = said.payee
        else:
            paid[who, said] = True
            left[said.by] += said.amount
            receiver = who.number
        claims[source, holder] -= said.amount
        claims[to, receiver] += said.amount
        money[source], money[to] = money[source] - said.amount, money[to] + said.amount
        for address, token in tokens.items():
            held = {member.number: token.balanceOf(member.account) for member in (payer, payee)}
            assert held == {number: claims[address, number] for number in held}
            assert token.totalSupply() == sum(held.values())
        assert sum(token.totalSupply() for token in tokens.values()) == 100_000
        owed = {bank: reserves.balanceOf(bank.account) for bank in (issuing_bank, other_bank)}
        assert list(owed.values()) == list(money.values())
    assert min(happened["pay"], happened["giveBack"]) >= 2, "a game in which little happened says little"
