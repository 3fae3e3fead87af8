"""What the tests of bills share: bills in each form and state, and an instrument that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import brownie
import pytest

from scripts.deploy import container
from tests.contracts.people import key_of, salted

STRAIGHT, TO_ORDER, BLANK, SEA_WAYBILL = range(4)
UNKNOWN, ISSUED, SURRENDERED, ACCOMPLISHED, AMENDING, VOID, ON_PAPER = range(7)
AMENDMENT, DESTINATION, SWITCH, PAPER = range(4)
PRESENTATION, ESCROW, PLEDGE, FREEZE = range(4)
IN_FULL, TO_ORDER_OF, FOR_COLLECTION, NOT_NEGOTIABLE = range(4)
FIELDS = (
    "holder", "owner", "carrier", "nominee", "former_holder", "former_owner",
    "status", "form", "locks", "locker", "former_form", "change", "indemnity",
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


@dataclass(frozen=True)
class Pawn:
    """Pledges of the beneficiary's bills to the financier, a bank; `due` is the same second for all."""

    book: Bills
    pledges: Any
    pledgor: Any
    bank: Any
    other_bank: Any
    buyer: Any
    due: int

    def pledged(self, name: str, form: int = TO_ORDER) -> str:
        bill = self.book.issued(name, self.pledgor, form=form)
        self.pledge(bill)
        return bill

    def pledge(self, bill: str) -> Any:
        return self.pledgor.act(self.pledges, *self.steps(bill)["pledge"])

    def by_bank(self, bill: str, step: str) -> Any:
        return self.bank.together(self.pledges, *self.steps(bill)[step])

    def of(self, bill: str) -> tuple[int, ...]:
        """Pledgor, pledgee, endorsee, due, status."""
        return tuple(map(int, self.pledges.pledgeOf(bill)))

    def steps(self, bill: str) -> dict[str, tuple[Any, ...]]:
        bank, other, buyer = self.bank.number, self.other_bank.number, self.buyer.number
        return {
            "pledge": ("pledge", bill, bank, self.due, salted("agreement")),
            "pledge to another bank": ("pledge", bill, other, self.due, salted("agreement")),
            "release": ("release", bill),
            "on trust": ("releaseOnTrust", bill, salted("trust receipt")),
            "agree to applicant": ("agree", bill, buyer),
            "agree to nobody": ("agree", bill, 0),
            "endorse to applicant": ("endorse", bill, buyer),
            "endorse to nobody": ("endorse", bill, 0),
            "enforce": ("enforce", bill, salted("notice")),
        }

    def in_state(self, name: str) -> str:
        """A bill whose pledge is in this state of the table; `due` and `enforced` begin as pledged."""
        bill = self.book.issued("a bill", self.pledgor)
        if name == "unknown":
            return bill
        self.pledge(bill)
        if name in ("pledged, applicant agreed to", "endorsed"):
            self.by_bank(bill, "agree to applicant")
        if name == "endorsed":
            self.pledgor.act(self.pledges, "endorse", bill, self.buyer.number)
        if name in ("on trust", "released"):
            self.by_bank(bill, "on trust" if name == "on trust" else "release")
        return bill


@pytest.fixture
def pawn(book, pledges, beneficiary, financier, issuing_bank, applicant):
    due = brownie.chain[-1].timestamp + 30 * 86_400
    return Pawn(book, pledges, beneficiary, financier, issuing_bank, applicant, due)
