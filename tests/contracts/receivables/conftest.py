"""What the tests of receivables share: documents by their fingerprints, and banks that finance them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any, NamedTuple

import brownie
import pytest

from tests.contracts.people import Member, key_of, salted

DAY = 86_400
NOON = 47_513 * DAY + 43_200
"""Monday 1 February 2100, in seconds: later than any day on which the tests run."""
HOLD = NOON + 3 * DAY
"""Until then a reservation is held, where nothing else is said."""

UNKNOWN, RESERVED, FINANCED, SETTLED, RELEASED, DISPUTED = range(6)
GROUNDS = salted("what is contested")

_salts = count(1)


class Financing(NamedTuple):
    """Financing as Solidity has it."""

    financier: int
    share: int
    fingerprints: tuple[str, ...]
    salt: str


def fingerprints(*names: str) -> tuple[str, ...]:
    """Of a document whose combinations are called so, ascending."""
    return tuple(sorted(salted(f"fingerprint {name}") for name in names))


INVOICE = fingerprints("number and date", "number and amount", "number and parties")


def asked(financier: Member, share: int = 10_000, of: tuple[str, ...] = INVOICE) -> Financing:
    """A new attempt to finance `share` basis points of a document."""
    return Financing(financier.number, share, of, salted(f"attempt {next(_salts)}"))


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
