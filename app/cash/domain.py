"""Words of cash: tokens, which are claims on a bank in one currency, and how they move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from app.errors import Forbidden
from app.money import Currency, Money, NotMoney


@dataclass(frozen=True)
class Token:
    """`address` is its name on the chain, `issuer` the number of the bank that owes."""

    address: str
    issuer: int
    currency: Currency

    def amount(self, text: str) -> int:
        """Minor units of a payment. Raises NotMoney, of nothing too: nothing cannot be paid."""
        minor = Money.from_decimal(text, self.currency).minor
        if minor == 0:
            raise NotMoney(f"{text} is nothing", f"an amount of {self.currency} above zero")
        return minor

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)


class Kind(StrEnum):
    """How cash moved. `settled` is a payment of a deal, such as a credit that is honoured."""

    MINTED = "minted"
    REDEEMED = "redeemed"
    TRANSFERRED = "transferred"
    SETTLED = "settled"


@dataclass(frozen=True)
class Holder:
    """Who holds or pays: an organisation as far as we were told, else its number; or an instrument that keeps
    cash for a deal.
    """

    number: int | None = None
    lei: str | None = None
    name: str | None = None
    instrument: str | None = None


@dataclass(frozen=True)
class Standing:
    """A token as one member sees it: `held` over all its numbers, `outstanding` for the bank that owes."""

    token: Token
    issuer: Holder
    mine: bool
    held: Money
    outstanding: Money | None


@dataclass(frozen=True)
class Holding:
    """What one of a member's numbers holds; `deal` is where it uses that number."""

    number: int
    deal: str | None
    amount: Money
    frozen: bool
    final: bool
    block: int


@dataclass(frozen=True)
class Movement:
    """One movement and the event that tells it. `payer` is None where cash is new, `payee` where it ends."""

    id: str
    kind: Kind
    amount: Money
    payer: Holder | None
    payee: Holder | None
    payment: str | None
    at: datetime
    final: bool
    token: str
    block: int
    block_hash: str
    transaction: str
    log_index: int


def kind_of(payer: str | None, payee: str | None, payment: str | None) -> Kind:
    if payer is None:
        return Kind.MINTED
    if payee is None:
        return Kind.REDEEMED
    return Kind.SETTLED if payment else Kind.TRANSFERRED


def persons_for(amount: int, alone_up_to: int) -> Literal[1, 2]:
    """Four eyes, unless one person may pay so much alone; where the limit is zero, nobody may. The rule of
    `MemberRegistry.requireWithinLimit`.
    """
    return 1 if 0 < amount <= alone_up_to else 2


def not_issuer(token: Token) -> Forbidden:
    """As the chain would refuse it: CashNotIssuer."""
    return Forbidden(
        "cash-not-issuer",
        "your organisation does not issue this token",
        allowed=f"number {token.issuer}, which issues it",
        next="ask the bank that issues it",
        issuer=token.issuer,
    )
