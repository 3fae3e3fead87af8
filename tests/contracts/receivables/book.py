"""A receivable and what its parties do with it, so that the tests of the book read as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

from brownie.network.transaction import TransactionReceipt
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.people import Member, salted
from tests.contracts.receivables.papers import DAY, HOLD, NOON, Financing, asked, fingerprints

TODAY = NOON // DAY
DUE = TODAY + 60
AMOUNT, PRICE = 90_000, 88_500
NOTE = salted("a credit note")
WHY = salted("why it is contested")
NOTHING = "0x" + 64 * "0"

UNKNOWN, REGISTERED, APPROVED, PAID, SPLIT, VOID = range(6)
NONE, GIVEN, ACKNOWLEDGED = range(3)
RUNNING = (1 << REGISTERED) | (1 << APPROVED)

_names = count(1)


class Terms(NamedTuple):
    """ReceivableTerms as Solidity has them."""

    seller: int
    obligor: int
    cash: str
    amount: int
    due: int
    document: str


class Sale(NamedTuple):
    """Sale as Solidity has it."""

    receivable: str
    seller: int
    buyer: int
    amount: int
    price: int
    with_recourse: bool
    until: int
    salt: str


class Claim(NamedTuple):
    """Claim as Solidity has it."""

    receivable: str
    amount: int
    salt: str


class Part(NamedTuple):
    """Part as Solidity has it."""

    holder: int
    amount: int
    salt: str


@dataclass(frozen=True)
class Deal:
    """One receivable of `seller` on `obligor`, which `bank` may buy."""

    book: Any
    finance: Any
    cash: Any
    terms: Terms
    seller: Member
    obligor: Member
    bank: Member
    marks: tuple[str, ...]

    @property
    def id(self) -> str:
        return str(self.book.idOf(self.terms))

    @property
    def record(self) -> Any:
        return self.book.receivableOf(self.id)

    # --- the claim

    def register(self) -> TransactionReceipt:
        return self.seller.act(self.book, "register", self.terms)

    def approve(self) -> TransactionReceipt:
        return self.obligor.together(self.book, "approve", self.terms)

    def dispute(self) -> TransactionReceipt:
        return self.obligor.act(self.book, "dispute", self.id, WHY)

    def reduce(self, amount: int, by: Member | None = None) -> TransactionReceipt:
        return (by or self.seller).together(self.book, "reduce", self.id, amount, NOTE)

    # --- the sale

    def sale(self, **changes: Any) -> Sale:
        said = Sale(
            *(self.id, self.seller.number, self.bank.number, AMOUNT, PRICE, False, NOON + 5 * DAY),
            salted(f"sale {next(_names)}"),
        )
        return said._replace(**changes)

    def offer(self, sale: Sale, by: Member | None = None) -> TransactionReceipt:
        return (by or self.seller).together(self.book, "offer", sale.receivable, hash_of(sale))

    def reserve(self, by: Member | None = None, share: int = 10_000) -> Financing:
        bank = by or self.bank
        financing = asked(bank, share, self.marks)
        bank.together(self.finance, "reserve", financing, HOLD, ())
        return financing

    def buy(
        self, sale: Sale, financing: Financing | None = None, by: Member | None = None
    ) -> TransactionReceipt:
        id = NOTHING if financing is None else self.finance.idOf(financing)
        return (by or self.bank).together(self.book, "buy", sale, id, b"")

    def sell(self, **changes: Any) -> Financing:
        """Offered, reserved and bought."""
        sale, financing = self.sale(**changes), self.reserve()
        self.offer(sale)
        self.buy(sale, financing)
        return financing

    # --- repayment

    def give_notice(self, by: Member | None = None) -> TransactionReceipt:
        return (by or self.bank).act(self.book, "giveNotice", self.id)

    def acknowledge(self, holder: Member | None = None) -> TransactionReceipt:
        return self.obligor.act(self.book, "acknowledge", self.id, (holder or self.bank).number)

    def repay(self, payee: Member | None = None, receivable: str = "") -> TransactionReceipt:
        to = (payee or self.bank).number
        return self.obligor.together(self.book, "repay", receivable or self.id, to, b"")

    def claim(self, amount: int = AMOUNT) -> Claim:
        claim = Claim(self.id, amount, salted(f"claim {next(_names)}"))
        self.bank.act(self.book, "claimRecourse", self.id, hash_of(claim))
        return claim

    def repurchase(self, claim: Claim, financing: Financing) -> TransactionReceipt:
        return self.seller.together(self.book, "repurchase", claim, financing, b"")


SALE = "(bytes32,uint32,uint32,uint64,uint64,bool,uint40,bytes32)"
CLAIM = "(bytes32,uint64,bytes32)"


def hash_of(agreed: Sale | Claim) -> str:
    """As the contract hashes it."""
    spelled = SALE if isinstance(agreed, Sale) else CLAIM
    words = tuple(bytes.fromhex(v[2:]) if isinstance(v, str) else v for v in agreed)
    return "0x" + keccak(encode([spelled], [words])).hex()


def part(holder: Member, amount: int) -> Part:
    return Part(holder.number, amount, salted(f"part {next(_names)}"))


def a_deal(
    book: Any, finance: Any, cash: Any, seller: Member, obligor: Member, bank: Member, name: str = ""
) -> Deal:
    name = name or f"invoice {next(_names)}"
    terms = Terms(seller.number, obligor.number, cash.address, AMOUNT, DUE, salted(name))
    marks = fingerprints(f"{name} by date", f"{name} by amount")
    return Deal(book, finance, cash, terms, seller, obligor, bank, marks)
