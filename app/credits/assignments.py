"""Words and rules of the assignment of proceeds (UCP 600 art. 39)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum, StrEnum
from typing import NamedTuple

ALL = 2**64 - 1
"""The amount of an assignment of all that is drawn."""
MOST = 4
"""So many a bank has acknowledged at a time under one credit."""


class AssignmentStatus(IntEnum):
    UNKNOWN = 0
    ASSIGNED = 1
    PAID = 2
    RELEASED = 3


class AssignmentSide(StrEnum):
    BENEFICIARY = "beneficiary"
    ASSIGNEE = "assignee"
    BANK = "bank"


ASSIGNMENT_WORDS: dict[AssignmentStatus, str] = {
    AssignmentStatus.UNKNOWN: "not on chain",
    AssignmentStatus.ASSIGNED: "assigned; a bank that acknowledges it pays the assignee first",
    AssignmentStatus.PAID: "paid in full, or undertaken to be paid at maturity",
    AssignmentStatus.RELEASED: "released by the assignee; what is not paid is the beneficiary's again",
}


class Claim(NamedTuple):
    """What an assignee has still to get, in minor units; `amount` ALL for all that is drawn."""

    assignment: str
    assignee: int
    amount: int
    paid: int
    status: AssignmentStatus

    @property
    def left(self) -> int:
        return self.amount - self.paid if self.status is AssignmentStatus.ASSIGNED else 0


class Share(NamedTuple):
    assignee: int
    amount: int


def shares(claims: Iterable[Claim], amount: int) -> Iterator[Share]:
    """What of `amount` is due to each, in the order of acknowledgement: as the chain reckons."""
    for claim in claims:
        share = min(claim.left, amount)
        if share:
            amount -= share
            yield Share(claim.assignee, share)


def ahead(claims: Iterable[Claim]) -> int:
    """What is to be paid to all of them, ALL where that is everything."""
    return min(sum(claim.left for claim in claims), ALL)
