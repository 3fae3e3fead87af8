"""What the tests of receivables share: banks that finance, and a receivable that is sold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import brownie
import pytest

from tests.contracts.people import Member, key_of
from tests.contracts.receivables.book import Deal, a_deal
from tests.contracts.receivables.papers import HOLD, NOON, Financing, asked


@pytest.fixture(autouse=True)
def _monday(at: Callable[[int], int]) -> None:
    at(NOON)


@pytest.fixture
def bank(issuing_bank: Member) -> Member:
    return issuing_bank


@pytest.fixture
def rival(advising_bank: Member) -> Member:
    return advising_bank


@pytest.fixture
def reserved(bank: Member, register: Any) -> Financing:
    """The whole invoice, by the bank."""
    financing = asked(bank)
    bank.together(register, "reserve", financing, HOLD, ())
    return financing


@pytest.fixture
def financed(bank: Member, register: Any, reserved: Financing) -> Financing:
    bank.together(register, "finance", register.idOf(reserved))
    return reserved


@pytest.fixture
def instrument(port: Any, register: Any) -> Any:
    """A double of what finances through the register, listed to move cash."""
    made = key_of("deployer").deploy(
        brownie.project.get_loaded_projects()[0]["FinancingInstrument"], register
    )
    return port.listed(made, capabilities=2)


@pytest.fixture
def kept(bank: Member, register: Any, instrument: Any, reserved: Financing) -> Financing:
    """Financed through the instrument."""
    instrument.take(register.idOf(reserved), bank.number, 10_000, {"from": key_of("deployer")})
    return reserved


@pytest.fixture
def funds(issuing_bank: Member, bank: Member, rival: Member, applicant: Member, dollars: Any) -> None:
    """20,000.00 for each who may have to pay; none for the seller."""
    for member in (bank, rival, applicant):
        issuing_bank.together(dollars, "mint", member.number, 2_000_000)


@pytest.fixture
def deal(port: Any, dollars: Any, beneficiary: Member, applicant: Member, bank: Member) -> Deal:
    return a_deal(port.book, port.register, dollars, beneficiary, applicant, bank)


@pytest.fixture
def obligor(applicant: Member) -> Member:
    return applicant
