"""Deployments of their own, each with its founders and its record, beside the one that other tests share.

What is deployed once for all tests is given to each with a copy of its record, which the test may spoil.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import brownie
import pytest

from scripts import record
from scripts.deploy import Deployed, deploy_all
from scripts.parameters import INSTRUMENTS, Parameters, Seat, Voter
from tests.contracts.people import key_of, salted

DELAY = 1000


@pytest.fixture(scope="session")
def founders() -> tuple[Voter, ...]:
    return tuple(
        Voter(900 + place, key_of(f"founder {place}'s maker"), key_of(f"founder {place}'s checker"))
        for place in (1, 2, 3)
    )


@pytest.fixture(scope="session")
def rules(founders: tuple[Voter, ...]) -> Parameters:
    """Two of three decide without delay; nobody's keys are at hand, and nothing is written to a file."""
    return Parameters(
        network=brownie.network.show_active(),
        chain_id=brownie.chain.id,
        seats=tuple(
            Seat(f.party, salted(f"seat {f.party}"), f.maker.address, f.checker.address) for f in founders
        ),
        threshold=2,
        delay=0,
        instruments=dict(INSTRUMENTS),
        record=None,
    )


@pytest.fixture
def params(rules: Parameters, tmp_path: Path) -> Parameters:
    return replace(rules, record=tmp_path / "deployments" / "record.json")


@pytest.fixture
def voting(params: Parameters, founders: tuple[Voter, ...]) -> Parameters:
    """The same, where this process plays all founders."""
    return replace(params, voters=founders)


@pytest.fixture(scope="session")
def admin() -> Any:
    return key_of("who pays for deployment")


@pytest.fixture(scope="session")
def _installed(admin: Any, rules: Parameters, founders: tuple[Voter, ...]) -> Deployed:
    return deploy_all(admin, replace(rules, voters=founders))


@pytest.fixture(scope="session")
def _unlisted(admin: Any, rules: Parameters) -> Deployed:
    return deploy_all(admin, replace(rules, delay=DELAY))


@pytest.fixture
def installed(_installed: Deployed, voting: Parameters) -> Deployed:
    """Everything deployed and listed, and written in the record of `voting`."""
    return a_copy(_installed, voting)


@pytest.fixture
def unlisted(_unlisted: Deployed, params: Parameters) -> Deployed:
    """Deployed by somebody without a seat, by founders with a delay: nothing is listed."""
    return a_copy(_unlisted, replace(params, delay=DELAY))


def a_copy(deployed: Deployed, params: Parameters) -> Deployed:
    own = deepcopy(deployed.record)
    own.path = params.record
    record.write(params.record, own.data)
    return replace(deployed, params=params, record=own, tokens=dict(deployed.tokens))
