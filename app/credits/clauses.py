"""Words and rules of clauses that only some credits have: instalments (UCP 600 art. 32), advances; amounts
that revolve (`revolving.py`). Amounts are minor units of the credit's currency, days count from 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from app.credits.revolving import Revolving

MOST_INSTALMENTS = 24


class Instalment(NamedTuple):
    """As in the chain's struct: to be presented for from the day `first` to the day `last`."""

    amount: int
    first: int
    last: int


class AdvanceKind(IntEnum):
    """RED: against a receipt and an undertaking to present. GREEN: against warehouse receipts as well."""

    NONE = 0
    RED = 1
    GREEN = 2


class AdvanceTerms(NamedTuple):
    """As in the chain's struct: what may be advanced, in percent of the amount."""

    kind: int = AdvanceKind.NONE
    percent: int = 0

    def most(self, amount: int) -> int:
        """In all, rounded down."""
        return amount * self.percent // 100


class Clauses(NamedTuple):
    """As in the chain's struct."""

    instalments: tuple[Instalment, ...] = ()
    revolving: Revolving = Revolving()
    transferring_bank: int = 0
    advance: AdvanceTerms = AdvanceTerms()


def schedule_faults(
    schedule: Sequence[Instalment], amount: int, expiry: int, partial_drawings: bool
) -> Iterator[tuple[str, str]]:
    """JSON pointers into what was asked, and what is wrong there: what the chain would refuse at issue."""
    if not partial_drawings:
        yield "#/instalments", "the credit forbids partial drawings; expected 43P ALLOWED"
    before = 0
    for place, one in enumerate(schedule):
        where = f"#/instalments/{place}"
        if one.amount == 0:
            yield f"{where}/amount", "is nothing; expected an amount above 0"
        if one.first <= before:
            yield f"{where}/first_day", "is not after the instalment before it; expected a later day"
        if one.last < one.first:
            yield f"{where}/last_day", "is before the first day; expected the same day or a later one"
        if one.last > expiry:
            yield f"{where}/last_day", "is after the credit's expiry; expected the expiry or an earlier day"
        before = one.last
    if sum(one.amount for one in schedule) != amount:
        yield "#/instalments", "do not sum up to the credit's amount; expected its whole amount"
