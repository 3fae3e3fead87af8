"""A master credit, whose beneficiary offers the financier security for a second one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from brownie.network.transaction import TransactionReceipt

from tests.contracts.credits.conftest import a_deal, deal, funds
from tests.contracts.credits.deals import NINE, Deal
from tests.contracts.people import Member, salted

__all__ = ["a_deal", "deal", "funds"]
AMOUNT = 60_000
PURPOSE, SALT = salted("what was agreed"), salted("the second credit's salt")
OFFERED, TAKEN, RELEASED = range(1, 4)


@pytest.fixture(autouse=True)
def _monday(at: Callable[[int], int]) -> None:
    at(NINE)


@dataclass(frozen=True)
class Security:
    """The master and who is in the link; `second` is the credit that the bank issues."""

    book: Any
    master: Deal
    second: Deal
    bank: Member

    @property
    def commitment(self) -> str:
        return str(self.book.secondOf(self.second.credits, self.second.id, SALT))

    def id(self, amount: int = AMOUNT, purpose: str = PURPOSE) -> str:
        given = (self.master.credits, self.master.id, self.bank.number, amount, purpose)
        return str(self.book.idOf(*given))

    def args(self, amount: int = AMOUNT, purpose: str = PURPOSE) -> tuple[Any, ...]:
        return (self.master.credits, *self.master.said, self.bank.number, amount, purpose)

    def offer(self, amount: int = AMOUNT, purpose: str = PURPOSE) -> TransactionReceipt:
        return self.master.beneficiary.together(self.book, "offer", *self.args(amount, purpose))

    def take(self) -> TransactionReceipt:
        return self.bank.act(self.book, "take", self.id(), self.commitment)

    def release(self) -> TransactionReceipt:
        return self.bank.together(self.book, "release", self.id())

    def withdraw(self) -> TransactionReceipt:
        return self.master.beneficiary.act(self.book, "withdraw", self.id())

    @property
    def ending(self) -> tuple[Any, ...]:
        return self.id(), self.second.credits, self.second.id, SALT

    def end(self) -> TransactionReceipt:
        return self.master.beneficiary.act(self.book, "end", *self.ending)

    @property
    def linked(self) -> int:
        return int(self.book.linkedOf(self.master.credits, self.master.id))

    @property
    def status(self) -> int:
        return int(self.book.linkOf(self.id())["status"])


@pytest.fixture
def collateral(port: Any) -> Any:
    return port.collateral


@pytest.fixture
def security(collateral: Any, deal: Deal, a_deal: Callable[..., Deal], people: dict[str, Member]) -> Security:
    """The master is issued, the second credit not yet: its bank is the financier, its supplier a stranger."""
    bank, supplier = people["financier"], people["stranger"]
    second = a_deal(
        issuing_bank=bank.number,
        nominated_bank=bank.number,
        applicant=people["beneficiary"].number,
        beneficiary=supplier.number,
        document=salted("the text of the second credit"),
    )
    parties = {"issuing_bank": bank, "applicant": people["beneficiary"], "beneficiary": supplier}
    return Security(collateral, deal, _with(second, parties), bank)


def _with(second: Deal, parties: dict[str, Member]) -> Deal:
    for name, member in parties.items():
        object.__setattr__(second, name, member)
    return second
