"""What the tests of members share: an instrument that tells what it was told, a consortium with a delay."""

from __future__ import annotations

import pytest

from scripts.deploy import container
from tests.contracts.people import Government, a_member, key_of, salted

DAY = 86_400


@pytest.fixture(scope="session")
def witness(port):
    """Listed, with no capability."""
    put = container("WitnessInstrument").deploy(port.members, {"from": key_of("deployer")})
    return port.listed(put)


@pytest.fixture(scope="session")
def council():
    """Another registry with its consortium: five seats, three carry, a day's delay."""
    names = [f"council seat {place}" for place in range(5)]
    seats = [a_member(None, name) for name in names]
    founders = [(s.number, salted(s.name), s.maker.address, s.checker.address) for s in seats]
    registry = container("MemberRegistry").deploy(founders, 3, DAY, {"from": key_of("deployer")})
    consortium = container("Consortium").at(registry.consortium())
    return Government(consortium, tuple(a_member(registry, name) for name in names), 3, DAY)


@pytest.fixture(scope="session")
def harmless(council):
    """A proposal's calls that change one number which nobody uses."""
    registry = council.seats[0].members
    return [(registry.address, registry.setCeiling.encode_input(7, registry.address, 5))]
