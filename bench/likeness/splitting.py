"""One invoice cut into parts: brought part by part beside the whole, or whole after its parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from app.money import Money
from app.receivables.documents import Invoice


def parts_of(whole: Invoice, dice: Random) -> list[Invoice]:
    """Two to four parts, their amounts ragged, round or equal; numbered after the whole or afresh."""
    count = dice.choice((2, 2, 3, 4))
    amounts = _cut(whole.amount.minor, count, dice)
    endings = dice.choice((("/1", "/2", "/3", "/4"), ("-A", "-B", "-C", "-D"), None, None))
    fresh = dice.randrange(20_000, 90_000)
    boxes = dice.choice(("share", "none"))
    return [
        replace(
            whole,
            number=f"{whole.number}{endings[at]}" if endings else f"P{fresh + at}",
            amount=Money(amount, whole.amount.currency),
            issued=whole.issued + timedelta(days=dice.randrange(0, 12)),
            goods=dice.choice((whole.goods, f"{whole.goods}, part {at + 1} of {count}")),
            containers=whole.containers[at::count] or whole.containers if boxes == "share" else (),
        )
        for at, amount in enumerate(amounts)
    ]


def _cut(minor: int, count: int, dice: Random) -> list[int]:
    how = dice.choice(("ragged", "ragged", "round", "equal"))
    if how == "equal":
        first = [minor // count] * (count - 1)
    elif how == "round":
        step = max(minor // 20, 1)
        unit = 10 ** max(len(str(step)) - 1, 0)
        first = [unit * (step // unit) * dice.randrange(2, 5) for _ in range(count - 1)]
    else:
        first = [minor * dice.randrange(15, 30) // 100 + dice.randrange(100) for _ in range(count - 1)]
    return [*first, minor - sum(first)]
