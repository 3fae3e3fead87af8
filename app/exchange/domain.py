"""Words and rules of an exchange: payment versus payment, both legs or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from app.errors import Conflict, Forbidden
from app.escrow.domain import Happened, word
from app.hashes import keccak
from app.members.domain import Named
from app.money import Money


class Side(StrEnum):
    OFFERING = "offering"
    ASKED = "asked"


class ExchangeStatus(IntEnum):
    """As the contract numbers them; it calls `drafted` unknown, for it has not heard of it."""

    DRAFTED = 0
    OFFERED = 1
    EXCHANGED = 2
    WITHDRAWN = 3


STATUSES = tuple(status.name.lower() for status in ExchangeStatus)

WORDS: dict[ExchangeStatus, str] = {
    ExchangeStatus.DRAFTED: "the offer is not on the chain yet",
    ExchangeStatus.OFFERED: "it is offered; nothing has moved, and it can be accepted until its last moment",
    ExchangeStatus.EXCHANGED: "both payments were made, in one",
    ExchangeStatus.WITHDRAWN: "the offer was taken back; nothing has moved",
}


class Step(StrEnum):
    WITHDRAW = "withdraw"
    ACCEPT = "accept"


WHO = {Step.WITHDRAW: Side.OFFERING, Step.ACCEPT: Side.ASKED}


@dataclass(frozen=True)
class Leg:
    """`payer` a number, `cash` the token's address, `amount` in its minor units, `payment` the reference of a
    UETR, 32 bytes.
    """

    payer: int
    cash: str
    amount: int
    payment: bytes

    @property
    def words(self) -> bytes:
        """As Solidity packs it: every field is one word of 32 bytes."""
        numbers = (self.payer, int(self.cash, 16), self.amount)
        return b"".join(number.to_bytes(32, "big") for number in numbers) + self.payment

    def as_json(self) -> dict[str, Any]:
        return {
            "payer": self.payer,
            "cash": self.cash,
            "amount": str(self.amount),
            "payment": "0x" + self.payment.hex(),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Leg:
        return cls(
            payer=int(told["payer"]),
            cash=str(told["cash"]).lower(),
            amount=int(told["amount"]),
            payment=word(str(told["payment"])),
        )


@dataclass(frozen=True)
class Terms:
    """What the two agreed, as the contract hashes it: the payer of one leg is paid by the other."""

    offered: Leg
    asked: Leg
    salt: bytes

    @property
    def id(self) -> str:
        """keccak256(abi.encode(terms))"""
        return "0x" + keccak(self.offered.words + self.asked.words + self.salt).hex()

    def as_json(self) -> dict[str, Any]:
        return {
            "offered": self.offered.as_json(),
            "asked": self.asked.as_json(),
            "salt": "0x" + self.salt.hex(),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Terms:
        return cls(Leg.from_json(told["offered"]), Leg.from_json(told["asked"]), word(str(told["salt"])))


@dataclass(frozen=True)
class Payment:
    """A leg as a member sees it."""

    token: str
    amount: Money
    payment: str
    uetr: str | None


@dataclass(frozen=True)
class Exchange:
    """An exchange as one side sees it. `you_may` is what that side may do now, by our own clock."""

    id: str
    deal: str
    side: Side
    counterparty: Named
    you_pay: Payment
    you_are_paid: Payment
    until: datetime
    salt: str
    status: ExchangeStatus
    final: bool
    you_may: tuple[Step, ...]
    history: tuple[Happened, ...]
    kept_at: datetime


def steps_open(side: Side, status: ExchangeStatus, until: int, now: datetime) -> tuple[Step, ...]:
    if status is not ExchangeStatus.OFFERED:
        return ()
    past = now.timestamp() > until
    return tuple(step for step, who in WHO.items() if who is side and not (past and step is Step.ACCEPT))


def require_step(step: Step, id: str, side: Side, status: ExchangeStatus) -> None:
    """Raises Forbidden for the other side, Conflict in another status. The last moment is left to the chain,
    by whose clock it runs.
    """
    if side is not WHO[step]:
        raise not_asked() if step is Step.ACCEPT else not_offering()
    if status is not ExchangeStatus.OFFERED:
        raise Conflict(
            "exchange-status",
            f"the exchange is {STATUSES[status]}",
            allowed=STATUSES[ExchangeStatus.OFFERED],
            next="look at the exchange again",
            exchange=id,
            status=STATUSES[status],
        )


def not_asked() -> Forbidden:
    """As the chain would refuse it: ExchangeNotAsked."""
    return Forbidden(
        "exchange-not-asked",
        "your organisation is not the one that is asked in this exchange",
        allowed="who is asked",
        next="wait for the other side, or withdraw",
    )


def not_offering() -> Forbidden:
    return Forbidden(
        "exchange-not-offering",
        "your organisation has not offered this exchange",
        allowed="who offered it",
        next="leave it: what is not accepted lapses",
    )
