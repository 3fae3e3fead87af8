"""What the tests of escrow share: a buyer with cash, a seller with a bill, and what they agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.contracts.people import Member, salted

NOON = 47_513 * 86_400 + 43_200
"""Monday 1 February 2100, in seconds: later than any day on which the tests run."""
DEADLINE = NOON + 7 * 86_400


class Terms(NamedTuple):
    """EscrowTerms as Solidity has them."""

    seller: int
    buyer: int
    bill: str
    cash: str
    amount: int
    deadline: int
    salt: str


@pytest.fixture(autouse=True)
def _monday(at: Callable[[int], int]) -> None:
    at(NOON)


@pytest.fixture
def buyer(applicant: Member, issuing_bank: Member, dollars: Any) -> Member:
    """The applicant, who holds 1,000.00."""
    issuing_bank.together(dollars, "mint", applicant.number, 100_000)
    return applicant


@pytest.fixture
def bill(carrier: Member, beneficiary: Member, bills: Any) -> str:
    """To the seller's order, with the seller."""
    commitment = salted("a transport document")
    carrier.act(bills, "issue", commitment, beneficiary.number, beneficiary.number, 1)
    return commitment


@pytest.fixture
def seller(beneficiary: Member) -> Member:
    return beneficiary


@pytest.fixture
def terms(buyer: Member, seller: Member, bill: str, dollars: Any) -> Terms:
    return Terms(seller.number, buyer.number, bill, dollars.address, 60_000, DEADLINE, salted("a deal"))


@pytest.fixture
def funded(buyer: Member, terms: Terms, escrow: Any) -> Terms:
    buyer.together(escrow, "fund", terms)
    return terms
