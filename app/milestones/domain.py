"""Words and rules of an escrow with milestones: money in keeping, released as work is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from app.errors import Conflict, DomainError, Forbidden
from app.escrow.domain import word
from app.hashes import keccak
from app.members.domain import Named
from app.money import Money
from app.stops.domain import forbidden
from app.stops.views import StopView

MOST_MILESTONES = 8
WHOLE = 10_000
"""Basis points of everything."""
MOST_AMOUNT = 2**64 - 1


class Side(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"
    ARBITER = "arbiter"
    AGENT = "agent"


class MilestoneStatus(IntEnum):
    """As the contract numbers them; it calls `drafted` unknown, for it has not heard of it."""

    DRAFTED = 0
    FUNDED = 1
    DISPUTED = 2
    SETTLED = 3
    DIVIDED = 4
    RECLAIMED = 5
    REFUNDED = 6


STATUSES = tuple(status.name.lower() for status in MilestoneStatus)
OPEN = (MilestoneStatus.FUNDED, MilestoneStatus.DISPUTED)

WORDS: dict[MilestoneStatus, str] = {
    MilestoneStatus.DRAFTED: "all hold the terms; the buyer has not paid in",
    MilestoneStatus.FUNDED: "the buyer has paid in and releases it milestone by milestone",
    MilestoneStatus.DISPUTED: "what is left lies before the arbiter; buyer and seller may still agree",
    MilestoneStatus.SETTLED: "everything was released to the seller",
    MilestoneStatus.DIVIDED: "the arbiter divided what was left",
    MilestoneStatus.RECLAIMED: "the deadline passed, and the buyer took back what was left",
    MilestoneStatus.REFUNDED: "the seller gave back what was left",
}


class Step(StrEnum):
    FUND = "fund"
    RELEASE = "release"
    DISPUTE = "dispute"
    DIVIDE = "divide"
    RECLAIM = "reclaim"
    REFUND = "refund"
    COLLECT = "collect"


@dataclass(frozen=True)
class Rule:
    """Who may take a step, and in which status."""

    sides: tuple[Side, ...]
    statuses: tuple[MilestoneStatus, ...]


ENDS = tuple(status for status in MilestoneStatus if status > MilestoneStatus.DISPUTED)

RULES: dict[Step, Rule] = {
    Step.FUND: Rule((Side.BUYER,), (MilestoneStatus.DRAFTED,)),
    Step.RELEASE: Rule((Side.BUYER,), OPEN),
    Step.DISPUTE: Rule((Side.BUYER, Side.SELLER), OPEN),
    Step.DIVIDE: Rule((Side.ARBITER,), (MilestoneStatus.DISPUTED,)),
    Step.RECLAIM: Rule((Side.BUYER,), OPEN),
    Step.REFUND: Rule((Side.SELLER,), OPEN),
    Step.COLLECT: Rule((Side.AGENT,), (*OPEN, *ENDS)),
}


@dataclass(frozen=True)
class Terms:
    """What seller and buyer agreed, as the contract hashes it. Numbers of parties, 0 where there is no agent;
    `fee` in basis points, `cash` the token's address, eight `amounts` in its minor units; `deadline` the last
    second, since 1970; `arbitration` in seconds; `salt` 32 bytes.
    """

    seller: int
    buyer: int
    arbiter: int
    agent: int
    fee: int
    cash: str
    amounts: tuple[int, ...]
    deadline: int
    arbitration: int
    salt: bytes

    @property
    def id(self) -> str:
        """keccak256(abi.encode(terms)): every field is a word of 32 bytes, the amounts are eight."""
        numbers = (self.seller, self.buyer, self.arbiter, self.agent, self.fee, int(self.cash, 16))
        words = (*numbers, *self.amounts, self.deadline, self.arbitration)
        return "0x" + keccak(b"".join(word.to_bytes(32, "big") for word in words) + self.salt).hex()

    @property
    def total(self) -> int:
        return sum(self.amounts)

    def fee_of(self, paid: int) -> int:
        """Of all that the seller was paid so far, rounded down once."""
        return paid * self.fee // WHOLE

    def sides_of(self, party: int) -> frozenset[Side]:
        return frozenset(side for side in Side if getattr(self, side.value) == party)

    def as_json(self) -> dict[str, Any]:
        return {
            "seller": self.seller,
            "buyer": self.buyer,
            "arbiter": self.arbiter,
            "agent": self.agent,
            "fee": self.fee,
            "cash": self.cash,
            "amounts": [str(amount) for amount in self.amounts],
            "deadline": self.deadline,
            "arbitration": self.arbitration,
            "salt": "0x" + self.salt.hex(),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Terms:
        """Raises KeyError, TypeError, ValueError where it is none."""
        amounts = tuple(int(amount) for amount in told["amounts"])
        if len(amounts) != MOST_MILESTONES or min(amounts) < 0 or sum(amounts) > MOST_AMOUNT:
            raise ValueError("expected eight amounts that fit 64 bits together")
        numbers = {name: int(told[name]) for name in ("seller", "buyer", "arbiter", "agent", "fee")}
        return cls(
            **numbers,
            cash=str(told["cash"]).lower(),
            amounts=amounts,
            deadline=int(told["deadline"]),
            arbitration=int(told["arbitration"]),
            salt=word(str(told["salt"])),
        )


@dataclass(frozen=True)
class Standing:
    """Where an escrow stands on the chain. `until` the last second for the arbiter, `lost` for how many
    seconds it was stopped before; `stopped_by` the first authority whose order stands.
    """

    status: MilestoneStatus = MilestoneStatus.DRAFTED
    paid: int = 0
    collected: int = 0
    until: int = 0
    lost: int = 0
    stopped_by: int | None = None
    released: tuple[int, ...] = (0,) * MOST_MILESTONES


@dataclass(frozen=True)
class Happened:
    """One event of an escrow. `milestone` counts from 1; `stated` is a text where we were told it; `uetrs` of
    the payments that it made, as far as we know them.
    """

    event: str
    milestone: int | None
    amount: Money | None
    fee: Money | None
    by: int | None
    stated: str | None
    commitment: str | None
    uetrs: tuple[str, ...]
    at: datetime
    final: bool
    block: int
    block_hash: str
    transaction: str
    log_index: int


@dataclass(frozen=True)
class Milestone:
    number: int
    what: str
    amount: Money
    released: Money


@dataclass(frozen=True)
class Escrow:
    """An escrow as one of its members sees it. `you_may` is what it may do now, by our own clock."""

    id: str
    deal: str
    sides: tuple[Side, ...]
    parties: dict[Side, Named]
    terms: Terms
    milestones: tuple[Milestone, ...]
    total: Money
    paid: Money
    left: Money
    fee_due: Money
    deadline: datetime
    arbiter_until: datetime | None
    stopped_by: int | None
    stops: tuple[StopView, ...]
    status: MilestoneStatus
    final: bool
    you_may: tuple[Step, ...]
    history: tuple[Happened, ...]
    kept_at: datetime


def steps_open(terms: Terms, stands: Standing, sides: frozenset[Side], now: datetime) -> tuple[Step, ...]:
    late = now.timestamp() > terms.deadline + stands.lost
    disputed = stands.status is MilestoneStatus.DISPUTED
    judging = disputed and now.timestamp() <= stands.until
    hindered = {
        Step.FUND: late,
        Step.DISPUTE: late or judging,
        Step.DIVIDE: not judging,
        Step.RECLAIM: not late or judging,
        Step.COLLECT: terms.fee_of(stands.paid) == stands.collected,
    }
    return tuple(
        step
        for step, rule in RULES.items()
        if sides.intersection(rule.sides)
        and stands.status in rule.statuses
        and stands.stopped_by is None
        and not hindered.get(step, False)
    )


def require_step(step: Step, id: str, sides: frozenset[Side], stands: Standing) -> None:
    """Raises Forbidden for another side, Conflict in another status or while it is stopped. What depends on
    the time is left to the chain, by whose clock it runs.
    """
    rule = RULES[step]
    if not sides.intersection(rule.sides):
        raise not_that_side(rule.sides)
    if stands.stopped_by is not None:
        raise forbidden(id)
    if stands.status not in rule.statuses:
        raise Conflict(
            "milestone-status",
            f"the escrow is {STATUSES[stands.status]}",
            allowed=" or ".join(STATUSES[status] for status in rule.statuses),
            next="look at the escrow again",
            escrow=id,
            status=STATUSES[stands.status],
        )


def not_that_side(sides: tuple[Side, ...]) -> DomainError:
    """As the chain would refuse it: MilestoneNotBuyer and its like, MilestoneNotParty."""
    return Forbidden(
        f"milestone-not-{sides[0]}" if len(sides) == 1 else "milestone-not-party",
        f"your organisation is not the {' or the '.join(sides)} of this escrow",
        allowed=f"its {' or its '.join(sides)}",
        next=f"ask the {' or the '.join(sides)}",
    )


def above_what_is_left(amount: Money, left: Money) -> Conflict:
    """As the chain would refuse it: MilestoneAmountTooLarge."""
    return Conflict(
        "milestone-amount-too-large",
        f"{amount} is more than is left",
        allowed=f"up to {left}",
        next="name what is left, or less",
    )


def nothing_due(id: str) -> Conflict:
    """As the chain would refuse it: MilestoneNothingLeft."""
    return Conflict(
        "milestone-nothing-left",
        "there is no fee that was not collected",
        allowed="a fee that has come up",
        next="wait until more is released",
        escrow=id,
    )
