"""A sale in parts: amounts of the same parties, near in time, that add up to another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import gcd

from app.receivables.documents import Invoice, Sale, number_of
from app.receivables.likeness.reasons import Financing, Reason
from app.receivables.likeness.sales import days, goods, papers, parties
from app.receivables.likeness.traits import alike, core

MOST_PARTS = 4
_DAYS = 30
_WITHIN = 24
"""Financings that are tried, the nearest in time first: sums are tried of all their twos and threes."""

Known = tuple[Financing, Sale]


def splits(
    ours: Sale, beside: Sequence[Financing], placed: Sequence[Reason]
) -> Iterator[tuple[Financing, list[Reason]]]:
    """Each financing that `ours` would be a part of, with other parts that are financed already, and each
    that would be a part of `ours`. `beside`: financings of the same parties about that time; `placed`: how
    the number of `ours` stands in its series, which says something of a part, but nothing of a whole.
    """
    sales = [
        (financing, financing.document)
        for financing in beside
        if isinstance(financing.document, Sale) and _may_belong(ours, financing.document)
    ]
    sales.sort(key=lambda known: abs((known[1].issued - ours.issued).days))
    sales = sales[:_WITHIN]
    every = [sale.amount.minor for _, sale in sales]
    usual = ours.amount.minor in every
    for parts in _adding_up(ours.amount.minor, sales, 2):
        found = list(_of_parts(ours, [part for _, part in parts], every, usual))
        for financing, part in parts:
            yield financing, [*found, *_of_two(ours, part)]
    for financing, whole in sales:
        left = whole.amount.minor - ours.amount.minor
        others = [known for known in sales if known[0] is not financing]
        for parts in _adding_up(left, others, 1):
            found = list(_of_parts(whole, [ours, *(part for _, part in parts)], every, usual=False))
            yield financing, [*found, *_of_two(ours, whole), *placed]


def _adding_up(total: int, sales: Sequence[Known], least: int) -> Iterator[tuple[Known, ...]]:
    """Of each number of parts the first whose amounts add up to `total`."""
    small = [known for known in sales if known[1].amount.minor <= total]
    for count in range(least, least + MOST_PARTS - 1):
        for parts in combinations(small, count):
            if sum(sale.amount.minor for _, sale in parts) == total:
                yield parts
                break


def _of_parts(whole: Sale, parts: Sequence[Sale], every: Sequence[int], usual: bool) -> Iterator[Reason]:
    """`every`: all amounts between the parties about that time; `usual`: that of the whole is among them, so
    the parts may be another's.
    """
    amounts = [part.amount.minor for part in parts]
    said = " + ".join(str(part.amount) for part in parts), str(whole.amount)
    others = [minor for minor in every if minor != whole.amount.minor and minor not in amounts]
    if usual:
        yield Reason("parts-add-up-to-usual-amount", 15, *said)
    elif _by_chance(amounts, others):
        yield Reason("parts-add-up-by-price", 10, *said)
    else:
        yield Reason("parts-add-up", 40, *said)
    numbers = ", ".join(part.number for part in parts), whole.number
    cores = {core(sale.number, sale.issued.year) for sale in (whole, *parts)}
    if len(cores) == 1 or all(number_of(part.number).startswith(number_of(whole.number)) for part in parts):
        yield Reason("numbers-of-parts", 35, *numbers)
    stated = {box for part in parts if isinstance(part, Invoice) for box in part.containers}
    if isinstance(whole, Invoice) and stated and whole.containers:
        listed = ", ".join(sorted(stated)), ", ".join(whole.containers)
        inside = stated <= set(whole.containers)
        yield (
            Reason("containers-of-the-whole", 35, *listed)
            if inside
            else Reason("containers-differ", -50, *listed)
        )


def _of_two(ours: Sale, theirs: Sale) -> Iterator[Reason]:
    yield from parties(ours, theirs)
    yield from days(ours, theirs)
    yield from goods(ours.goods, theirs.goods)
    yield from papers(ours, theirs)


def _by_chance(amounts: Sequence[int], others: Sequence[int]) -> bool:
    """Whether most amounts between the parties are multiples of one price: such add up every so often."""
    price, least = gcd(*amounts), max(amounts) // 200
    return price >= least and 2 * sum(gcd(price, other) >= least for other in others) >= len(others)


def _may_belong(ours: Sale, theirs: Sale) -> bool:
    if type(ours) is not type(theirs) or ours.amount.currency != theirs.amount.currency:
        return False
    if abs((ours.issued - theirs.issued).days) > _DAYS:
        return False
    return not (ours.goods and theirs.goods) or alike(ours.goods, theirs.goods) >= 30
