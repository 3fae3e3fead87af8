"""Words and rules of authorities' orders: whom they forbid to pay, and who lifts them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from app.errors import Conflict, DomainError, Forbidden

WHOEVER = 0
"""Who pays, where an order names nobody."""


class Ground(IntEnum):
    INJUNCTION = 0
    FRAUD = 1

    @classmethod
    def said(cls, word: str) -> Ground:
        return cls[word.upper()]

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Stoppable:
    """What an order is against: `deal` the instrument's address, `called` what its members call it."""

    deal: str
    id: str
    called: str


@dataclass(frozen=True)
class Order:
    """One that stands. `payer` is a number or WHOEVER, `reason` the commitment to the order's text."""

    payer: int
    authority: int
    ground: Ground
    reason: str


def forbids(orders: Iterable[Order], payer: int) -> bool:
    return any(order.payer in (WHOEVER, payer) for order in orders)


def forbidden(id: str) -> DomainError:
    """As the chain would refuse it: StopsForbidden."""
    return Conflict(
        "payment-stopped",
        f"an authority forbids to pay under {id}",
        allowed="payment once every order against it is lifted",
        next="wait for the authority",
        id=id,
    )


def ordered_already(id: str, payer: int, authority: int) -> DomainError:
    """As the chain would refuse it: StopsOrderedAlready."""
    return Conflict(
        "stopped-already",
        f"an order of number {authority} against {id} stands already",
        allowed="one order of each authority against who pays",
        next="lift the one that stands, or leave it",
        id=id,
        payer=payer,
        authority=authority,
    )


def not_ordered(id: str, payer: int, authority: int) -> DomainError:
    """As the chain would refuse it: StopsNotOrdered."""
    return Conflict(
        "not-stopped-by-you",
        f"no order of number {authority} stands against {id}",
        allowed="the authority's own order",
        next="leave it to the authority that gave it",
        id=id,
        payer=payer,
        authority=authority,
    )


def not_an_authority() -> DomainError:
    return Forbidden(
        "not-an-authority",
        "no number of your organisation has the role of an authority",
        allowed="a number to which the consortium gave the role REGULATOR",
        next="ask the authority",
    )
