"""Words of cash: tokens, which are claims on a bank in one currency, and how they move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Literal
from uuid import UUID

from app.errors import Conflict, Forbidden
from app.hashes import keccak
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
    """How cash moved. `settled` is a payment of a deal, such as a credit that is honoured; `reversed` takes
    back what was paid before; `forced` was moved by the issuer, as a court or the law ordered.
    """

    MINTED = "minted"
    REDEEMED = "redeemed"
    TRANSFERRED = "transferred"
    SETTLED = "settled"
    REVERSED = "reversed"
    FORCED = "forced"


class PaymentStatus(IntEnum):
    """As the contract has it: how a payment with a reference moved cash, and whether it was reversed."""

    UNKNOWN = 0
    PAID = 1
    PAID_IN = 2
    PAID_OUT = 3
    FORCED = 4
    REVERSED = 5
    CLEARED = 6
    SETTLED = 7


STATUSES = tuple(status.name.lower() for status in PaymentStatus)
REVERSIBLE = (PaymentStatus.PAID, PaymentStatus.PAID_IN, PaymentStatus.PAID_OUT)

SALT_BYTES = 32
_DOMAIN = b"entrepot.payment.uetr"
_OF_A_DEAL = b"entrepot.payment.of.a.deal"


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
    uetr: str | None
    at: datetime
    final: bool
    token: str
    block: int
    block_hash: str
    transaction: str
    log_index: int


@dataclass(frozen=True)
class Payment:
    """A payment with a reference as a member sees it. `reason` and `order` are texts where it was told them,
    and `reason_hash` and `order_hash` what the chain holds of them; `undoes` is the reference of a payment
    that a forced one undoes, `undone_by` the other way round.
    """

    payment: str
    uetr: str | None
    status: PaymentStatus
    made: Movement
    reversal: Movement | None
    reason: str | None
    reason_hash: str | None
    order: str | None
    order_hash: str | None
    undoes: str | None
    undone_by: str | None
    you_may_reverse: bool


def reference_of(uetr: str, orderer: int) -> str:
    """What stands on the chain for a UETR that the number `orderer` uses, the same in every token: 224 bits
    of a hash of both, then the number, without which the token refuses it. A UETR is 122 random bits: nobody
    finds it from this, and whoever knows it and the number finds this.
    """
    number = orderer.to_bytes(4, "big")
    return "0x" + (keccak(_DOMAIN + number + bytes.fromhex(uetr.replace("-", "")))[:28] + number).hex()


def orderer_of(reference: str) -> int:
    """The number of who ordered the payment with this reference."""
    return int(reference[-8:], 16)


def uetr_of(payment: str) -> str:
    """The UETR of what a deal pays without being given one: from the payment's id, which is of one chain,
    contract, deal and drawing. Whoever sees the payment on the chain finds it.
    """
    bits = int.from_bytes(keccak(_OF_A_DEAL + bytes.fromhex(payment.removeprefix("0x")))[:16], "big")
    return str(UUID(int=bits, version=4))


def commitment_of(text: str, salt: bytes) -> str:
    """What stands on the chain for a reason or an order: keccak256(salt ‖ text)."""
    return "0x" + keccak(salt + text.encode()).hex()


def require_reversible(payment: str, status: PaymentStatus) -> None:
    """As the chain would refuse it: CashNotReversible."""
    if status not in REVERSIBLE:
        raise Conflict(
            "cash-not-reversible",
            f"the payment is {STATUSES[status]}",
            allowed="payments that were made and not reversed",
            next="look at the payment again",
            payment=payment,
            status=STATUSES[status],
        )


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


def not_payee() -> Forbidden:
    """As the chain would refuse it: CashNotPayee."""
    return Forbidden(
        "cash-not-payee",
        "your organisation was not paid by this payment",
        allowed="who was paid, to give it back",
        next="ask who was paid, or its bank with a court's order",
    )


def several_payments(known: str, found: Sequence[str]) -> Conflict:
    """Several orderers used one UETR, each a reference of its own."""
    return Conflict(
        "several-payments",
        f"{len(found)} payments that your organisation has a part in carry the UETR {known}",
        allowed="one of their references: " + ", ".join(found),
        next="look at each of them, and name the one that you mean by its reference",
        uetr=known,
        payments=list(found),
    )


def paid_already(payment: str, status: PaymentStatus) -> Conflict:
    """As the chain would refuse it: CashPaidAlready."""
    return Conflict(
        "cash-paid-already",
        f"a payment with this reference is {STATUSES[status]}",
        allowed="each reference once",
        next="look at that payment; another one gets a UETR of its own",
        payment=payment,
        status=STATUSES[status],
    )
