"""Documents by their fingerprints, and attempts to finance them."""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

from tests.contracts.people import Member, salted

DAY = 86_400
NOON = 47_513 * DAY + 43_200
"""Monday 1 February 2100, in seconds: later than any day on which the tests run."""
HOLD = NOON + 3 * DAY
"""Until then a reservation is held, where nothing else is said."""

UNKNOWN, RESERVED, FINANCED, SETTLED, RELEASED, DISPUTED = range(6)
GROUNDS = salted("what is contested")

_salts = count(1)


class Financing(NamedTuple):
    """Financing as Solidity has it."""

    financier: int
    share: int
    fingerprints: tuple[str, ...]
    salt: str


def fingerprints(*names: str) -> tuple[str, ...]:
    """Of a document whose combinations are called so, ascending."""
    return tuple(sorted(salted(f"fingerprint {name}") for name in names))


INVOICE = fingerprints("number and date", "number and amount", "number and parties")


def asked(financier: Member, share: int = 10_000, of: tuple[str, ...] = INVOICE) -> Financing:
    """A new attempt to finance `share` basis points of a document."""
    return Financing(financier.number, share, of, salted(f"attempt {next(_salts)}"))
