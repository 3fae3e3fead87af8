"""What the tests of exchange share: a party with dollars at one bank, another with euros at another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.contracts.conftest import a_token
from tests.contracts.people import Member, named, salted

NOON = 47_513 * 86_400 + 43_200
"""Monday 1 February 2100, in seconds: later than any day on which the tests run."""
UNTIL = NOON + 3_600


class Leg(NamedTuple):
    """As Solidity has it."""

    payer: int
    cash: str
    amount: int
    payment: str


class Terms(NamedTuple):
    offered: Leg
    asked: Leg
    salt: str


@pytest.fixture(autouse=True)
def _monday(at: Callable[[int], int]) -> None:
    at(NOON)


@pytest.fixture
def other_bank(financier: Member) -> Member:
    return financier


@pytest.fixture
def euros(port: Any, other_bank: Member) -> Any:
    return a_token(port, other_bank, 978, 2)


@pytest.fixture
def offering(applicant: Member, issuing_bank: Member, dollars: Any) -> Member:
    """Holds 1,000.00 dollars."""
    issuing_bank.together(dollars, "mint", applicant.number, 100_000)
    return applicant


@pytest.fixture
def asked(beneficiary: Member, other_bank: Member, euros: Any) -> Member:
    """Holds 900.00 euros."""
    other_bank.together(euros, "mint", beneficiary.number, 90_000)
    return beneficiary


@pytest.fixture
def terms(offering: Member, asked: Member, dollars: Any, euros: Any) -> Terms:
    """600.00 dollars for 550.00 euros; not offered yet."""
    return Terms(
        Leg(offering.number, dollars.address, 60_000, named("applicant", "reference of the dollars")),
        Leg(asked.number, euros.address, 55_000, named("beneficiary", "reference of the euros")),
        salted("a deal"),
    )


@pytest.fixture
def offered(exchange: Any, offering: Member, terms: Terms) -> Terms:
    offering.together(exchange, "offer", exchange.idOf(terms), UNTIL)
    return terms


@pytest.fixture
def books(offering: Member, asked: Member, dollars: Any, euros: Any) -> Any:
    """Dollars and euros of who offers, then of who is asked; read anew at each call."""
    return lambda: tuple(
        token.balanceOf(member.account) for member in (offering, asked) for token in (dollars, euros)
    )
