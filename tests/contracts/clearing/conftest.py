"""Two banks with their tokens, a central bank whose token both hold; a payer at one, a payee at the other."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.contracts.conftest import a_token
from tests.contracts.people import Member, named, salted


class Corridor(NamedTuple):
    """As Solidity has it: addresses of tokens."""

    source: str
    to: str
    settlement: str


class Instruction(NamedTuple):
    payment: str
    by: Corridor
    payee: int
    amount: int


UETR, REASON = named("applicant", "a reference"), salted("a reason")


@pytest.fixture
def central_bank(advising_bank: Member) -> Member:
    """A bank by an ordinary number: that it is the central bank is in the trust that others have in it."""
    return advising_bank


@pytest.fixture
def other_bank(financier: Member) -> Member:
    return financier


@pytest.fixture
def other_dollars(port: Any, other_bank: Member) -> Any:
    return a_token(port, other_bank, 840, 2)


@pytest.fixture
def reserves(port: Any, central_bank: Member, issuing_bank: Member, other_bank: Member) -> Any:
    """Each bank holds 1,000.00 with the central bank."""
    token = a_token(port, central_bank, 840, 2)
    for bank in (issuing_bank, other_bank):
        central_bank.together(token, "mint", bank.number, 100_000)
    return token


@pytest.fixture
def payer(applicant: Member, issuing_bank: Member, dollars: Any) -> Member:
    """Holds 1,000.00 with the issuing bank."""
    issuing_bank.together(dollars, "mint", applicant.number, 100_000)
    return applicant


@pytest.fixture
def payee(beneficiary: Member) -> Member:
    """Who banks with the other bank."""
    return beneficiary


@pytest.fixture
def corridor(dollars: Any, other_dollars: Any, reserves: Any) -> Corridor:
    return Corridor(dollars.address, other_dollars.address, reserves.address)


@pytest.fixture
def appointed(
    clearing: Any, issuing_bank: Member, other_bank: Member, dollars: Any, other_dollars: Any
) -> None:
    issuing_bank.together(dollars, "appoint", clearing.address, True)
    other_bank.together(other_dollars, "appoint", clearing.address, True)


@pytest.fixture
def lines(
    appointed: None, clearing: Any, issuing_bank: Member, other_bank: Member, corridor: Corridor
) -> None:
    """500.00 may go out, 400.00 may come in."""
    issuing_bank.together(clearing, "mandate", corridor, 50_000)
    other_bank.together(clearing, "accept", corridor, 40_000)


@pytest.fixture
def instruction(lines: None, payer: Member, payee: Member, corridor: Corridor) -> Instruction:
    """300.00 to the payee; not given yet."""
    return Instruction(UETR, corridor, payee.number, 30_000)


@pytest.fixture
def cleared(clearing: Any, payer: Member, instruction: Instruction) -> Instruction:
    payer.together(clearing, "pay", instruction)
    return instruction


class Books(NamedTuple):
    """What everybody holds and owes, in minor units."""

    payer: int
    payee: int
    owed: int
    owed_by_other: int
    reserves: int
    reserves_of_other: int
    owed_by_central_bank: int


@pytest.fixture
def books(
    payer: Member,
    payee: Member,
    issuing_bank: Member,
    other_bank: Member,
    dollars: Any,
    other_dollars: Any,
    reserves: Any,
) -> Any:
    """Read anew at each call."""
    return lambda: Books(
        dollars.balanceOf(payer.account),
        other_dollars.balanceOf(payee.account),
        dollars.totalSupply(),
        other_dollars.totalSupply(),
        reserves.balanceOf(issuing_bank.account),
        reserves.balanceOf(other_bank.account),
        reserves.totalSupply(),
    )
