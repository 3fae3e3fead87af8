"""What the tests of cash share."""

from __future__ import annotations

from typing import Any

import brownie
import pytest

from tests.contracts.conftest import a_token
from tests.contracts.people import Member, key_of


@pytest.fixture
def instrument(port: Any) -> Any:
    """An instrument with the capability CASH, which pays whatever it is told to."""
    settler = key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["SettlingInstrument"])
    return port.listed(settler, capabilities=2)


@pytest.fixture
def appointed(port: Any, issuing_bank: Member, dollars: Any) -> Any:
    """Another, which the issuing bank appointed besides."""
    settler = key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["SettlingInstrument"])
    issuing_bank.together(dollars, "appoint", settler.address, True)
    return port.listed(settler, capabilities=2)


@pytest.fixture
def appointed_too(port: Any, issuing_bank: Member, dollars: Any) -> Any:
    """A third, which it appointed too, and which cleared nothing."""
    settler = key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["SettlingInstrument"])
    issuing_bank.together(dollars, "appoint", settler.address, True)
    return port.listed(settler, capabilities=2)


@pytest.fixture
def euros(port: Any, issuing_bank: Member) -> Any:
    """Another token of the same bank (978), empty."""
    return a_token(port, issuing_bank, 978, 2)


@pytest.fixture
def rich(issuing_bank: Member, beneficiary: Member, dollars: Any) -> Member:
    """The beneficiary, who holds 1,000.00."""
    issuing_bank.together(dollars, "mint", beneficiary.number, 100_000)
    return beneficiary
