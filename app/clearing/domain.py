"""Words of clearing: a claim on one bank is paid to a customer of another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from app.cash.domain import Holder, Token
from app.errors import Conflict, Forbidden
from app.money import Money


class ClearingStatus(IntEnum):
    """As the contract has it."""

    UNKNOWN = 0
    CLEARED = 1
    RETURNED = 2


STATUSES = tuple(status.name.lower() for status in ClearingStatus)


class Side(StrEnum):
    """Of a line: what the bank of the payer lets out, and what the bank of the payee takes in."""

    MANDATE = "mandate"
    ACCEPT = "accept"


@dataclass(frozen=True)
class Corridor:
    """Addresses of tokens: claims on the issuer of `source` become claims on the issuer of `to`; the first
    pays the second in `settlement`.
    """

    source: str
    to: str
    settlement: str

    @property
    def id(self) -> str:
        return f"{self.source}:{self.to}:{self.settlement}"


@dataclass(frozen=True)
class Instruction:
    """`payment` is the reference of a UETR, `payee` a party's number, `amount` in minor units."""

    payment: str
    by: Corridor
    payee: int
    amount: int


@dataclass(frozen=True)
class Line:
    """What may still go by a corridor; `appointed` says of each bank whether its token lets clearing act."""

    source: Token
    to: Token
    settlement: Token
    banks: tuple[Holder, Holder]
    mandated: Money
    accepted: Money
    appointed: tuple[bool, bool]
    final: bool


@dataclass(frozen=True)
class Place:
    """Where on the chain something happened."""

    at: datetime
    block: int
    block_hash: str
    transaction: str
    log_index: int


@dataclass(frozen=True)
class Cleared:
    """A payment across banks as a member sees it. `reason` is the text where it was told it."""

    id: str
    payment: str
    uetr: str | None
    status: ClearingStatus
    by: Corridor
    payer: Holder
    payee: Holder
    amount: Money
    contract: str
    paid: Place
    returned: Place | None
    reason: str | None
    reason_hash: str | None
    final: bool
    you_may_give_back: bool


def require_cleared(id: str, status: ClearingStatus) -> None:
    """As the chain would refuse it: ClearingWrongStatus."""
    if status is not ClearingStatus.CLEARED:
        raise Conflict(
            "clearing-status",
            f"the payment is {STATUSES[status]}",
            allowed=STATUSES[ClearingStatus.CLEARED],
            next="look at the payment again",
            clearing=id,
            status=STATUSES[status],
        )


def not_payee() -> Forbidden:
    """As the chain would refuse it: ClearingNotPayee."""
    return Forbidden(
        "clearing-not-payee",
        "your organisation was not paid by this payment",
        allowed="who was paid, to give it back",
        next="ask who was paid",
    )


def not_issuer(token: Token) -> Forbidden:
    """As the chain would refuse it: ClearingNotIssuer."""
    return Forbidden(
        "clearing-not-issuer",
        "your organisation does not issue the token whose side of the line this is",
        allowed=f"number {token.issuer}, which issues it",
        next="ask the bank that issues it",
        issuer=token.issuer,
    )
