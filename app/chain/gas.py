"""How much gas an operation may use at most, per function: one table, since what depends on a pending
transaction cannot be estimated. A function without a row cannot be queued. Figures are bounds for the
instrument's own part, about twice what the gas benchmark shows; `limit_of` adds what every way in costs.
"""

from __future__ import annotations

# Base price of a transaction, its calldata at 16 gas a byte, the members' checks and one or two signatures.
BASE = 21_000
PER_BYTE = 16
WAY_IN = 90_000

BOUNDS: dict[tuple[str, str], int] = {}


class NoBound(Exception):
    """A function that nobody has bounded: a fault of ours, never of a caller."""


def bound_of(contract: str, function: str) -> int:
    try:
        return BOUNDS[contract, function]
    except KeyError:
        raise NoBound(f"{contract}.{function} has no row in app/chain/gas.py") from None


def limit_of(contract: str, function: str, calldata: bytes) -> int:
    """Gas limit of the whole transaction whose data is `calldata`."""
    # 64/63: each level of calls keeps back one part in 64.
    return (BASE + PER_BYTE * len(calldata) + WAY_IN + bound_of(contract, function)) * 66 // 64
