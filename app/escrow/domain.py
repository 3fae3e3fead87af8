"""Words and rules of an escrow: title against cash, both legs or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from app.errors import Conflict, DomainError, Forbidden
from app.hashes import keccak
from app.members.domain import Named
from app.money import Money

SALT_BYTES = 32


class Side(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"


class EscrowStatus(IntEnum):
    """As the contract numbers them; it calls `drafted` unknown, for it has not heard of it."""

    DRAFTED = 0
    FUNDED = 1
    SETTLED = 2
    RECLAIMED = 3
    RELEASED = 4


STATUSES = tuple(status.name.lower() for status in EscrowStatus)

WORDS: dict[EscrowStatus, str] = {
    EscrowStatus.DRAFTED: "both sides hold the terms; the buyer has not paid in",
    EscrowStatus.FUNDED: "the buyer has paid in; the seller may deliver the bill until the deadline",
    EscrowStatus.SETTLED: "the bill went to the buyer and the money to the seller, in one",
    EscrowStatus.RECLAIMED: "the deadline passed without the bill, and the buyer took the money back",
    EscrowStatus.RELEASED: "the seller gave the deal up, and the money went back to the buyer",
}


class Step(StrEnum):
    FUND = "fund"
    DELIVER = "deliver"
    RECLAIM = "reclaim"
    RELEASE = "release"


@dataclass(frozen=True)
class Rule:
    """Who may take a step, and in which status. `late`: only after the deadline, or (False) only until it."""

    side: Side
    status: EscrowStatus
    late: bool | None


RULES: dict[Step, Rule] = {
    Step.FUND: Rule(Side.BUYER, EscrowStatus.DRAFTED, False),
    Step.DELIVER: Rule(Side.SELLER, EscrowStatus.FUNDED, False),
    Step.RECLAIM: Rule(Side.BUYER, EscrowStatus.FUNDED, True),
    Step.RELEASE: Rule(Side.SELLER, EscrowStatus.FUNDED, None),
}


@dataclass(frozen=True)
class Terms:
    """What seller and buyer agreed, as the contract hashes it. Numbers of parties; `bill` and `salt` are 32
    bytes; `cash` the token's address; `amount` in its minor units; `deadline` the last second, since 1970.
    """

    seller: int
    buyer: int
    bill: bytes
    cash: str
    amount: int
    deadline: int
    salt: bytes

    @property
    def id(self) -> str:
        """keccak256(abi.encode(terms)): every field is one word of 32 bytes."""
        words = (
            self.seller.to_bytes(32, "big"),
            self.buyer.to_bytes(32, "big"),
            self.bill,
            int(self.cash, 16).to_bytes(32, "big"),
            self.amount.to_bytes(32, "big"),
            self.deadline.to_bytes(32, "big"),
            self.salt,
        )
        return "0x" + keccak(b"".join(words)).hex()

    def as_json(self) -> dict[str, Any]:
        return {
            "seller": self.seller,
            "buyer": self.buyer,
            "bill": "0x" + self.bill.hex(),
            "cash": self.cash,
            "amount": str(self.amount),
            "deadline": self.deadline,
            "salt": "0x" + self.salt.hex(),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Terms:
        return cls(
            seller=int(told["seller"]),
            buyer=int(told["buyer"]),
            bill=word(str(told["bill"])),
            cash=str(told["cash"]).lower(),
            amount=int(told["amount"]),
            deadline=int(told["deadline"]),
            salt=word(str(told["salt"])),
        )


@dataclass(frozen=True)
class Happened:
    """One event of an escrow."""

    event: str
    at: datetime
    final: bool
    block: int
    block_hash: str
    transaction: str
    log_index: int


@dataclass(frozen=True)
class Escrow:
    """An escrow as one side sees it. `you_may` is what that side may do now, by our own clock."""

    id: str
    deal: str
    side: Side
    counterparty: Named
    terms: Terms
    amount: Money
    status: EscrowStatus
    final: bool
    you_may: tuple[Step, ...]
    history: tuple[Happened, ...]
    kept_at: datetime


def word(text: str) -> bytes:
    """32 bytes written as 0x and 64 hexadecimal digits. Raises ValueError."""
    found = bytes.fromhex(text.removeprefix("0x"))
    if len(found) != 32:
        raise ValueError(f"{len(found)} bytes; expected 32: 0x and 64 hexadecimal digits")
    return found


def steps_open(side: Side, status: EscrowStatus, deadline: int, now: datetime) -> tuple[Step, ...]:
    late = now.timestamp() > deadline
    return tuple(
        step
        for step, rule in RULES.items()
        if rule.side is side and rule.status is status and rule.late in (None, late)
    )


def require_step(step: Step, id: str, side: Side, status: EscrowStatus) -> None:
    """Raises Forbidden for the other side, Conflict in another status. The deadline is left to the chain, by
    whose clock it runs.
    """
    rule = RULES[step]
    if side is not rule.side:
        raise not_that_side(rule.side)
    if status is not rule.status:
        raise Conflict(
            "escrow-status",
            f"the escrow is {STATUSES[status]}",
            allowed=STATUSES[rule.status],
            next="look at the escrow again",
            escrow=id,
            status=STATUSES[status],
        )


def not_that_side(side: Side) -> DomainError:
    """As the chain would refuse it: EscrowNotBuyer, EscrowNotSeller."""
    return Forbidden(
        f"escrow-not-{side}",
        f"your organisation is not the {side} of this escrow",
        allowed=f"its {side}",
        next=f"ask the {side}",
    )


def moment(seconds: int) -> datetime:
    """Raises OverflowError where no calendar reaches."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
