"""What the tests of bills share: bills in each form and state, and an instrument that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from scripts.deploy import container
from tests.contracts.people import key_of, salted

STRAIGHT, TO_ORDER, BLANK = range(3)
UNKNOWN, ISSUED, SURRENDERED, ACCOMPLISHED = range(4)
PRESENTATION, ESCROW = range(2)
FIELDS = (
    "holder", "owner", "carrier", "nominee", "former_holder", "former_owner",
    "status", "form", "locks", "locker",
)  # fmt: skip


@dataclass(frozen=True)
class Bills:
    """The contract, as the people of these tests use it."""

    contract: Any
    carrier: Any

    def issued(self, name: str, shipper: Any, owner: Any = None, form: int = TO_ORDER) -> str:
        bill = salted(name)
        self.carrier.act(self.contract, "issue", bill, shipper.number, (owner or shipper).number, form)
        return bill

    def of(self, bill: str) -> dict[str, int]:
        return dict(zip(FIELDS, map(int, self.contract.billOf(bill)), strict=True))

    def changed(self, before: dict[str, int], bill: str) -> dict[str, int]:
        """The fields that are not as before."""
        return {field: value for field, value in self.of(bill).items() if value != before[field]}

    def balances(self, *people: Any) -> list[int]:
        return [int(self.contract.balanceOf(person.account)) for person in people]


@pytest.fixture(scope="session")
def book(bills, carrier):
    return Bills(bills, carrier)


@pytest.fixture(scope="session")
def keeper(port, bills):
    """Listed with the capability BILLS; it does what anybody tells it."""
    put = container("KeepingInstrument").deploy(bills, {"from": key_of("deployer")})
    return port.listed(put, capabilities=1)


@pytest.fixture(scope="session")
def no_keeper(port, bills):
    """Listed, with the capability CASH only."""
    put = container("KeepingInstrument").deploy(bills, {"from": key_of("deployer")})
    return port.listed(put, capabilities=2)


@pytest.fixture
def bill(book, beneficiary):
    """To the beneficiary's own order, in its hands."""
    return book.issued("bill", beneficiary)


@pytest.fixture
def apart(book, bills, beneficiary, financier):
    """Title the beneficiary's, possession the financier's, who may no longer hand it back."""
    bill = book.issued("apart", beneficiary)
    beneficiary.act(bills, "transferHolder", bill, financier.number)
    return bill


@pytest.fixture
def anybody():
    return key_of("a key of nobody")
