"""A bank's numbers for the currencies that it issues, and the tokens that the deployment says are theirs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cash import services
from app.chain.deployments import Deployment
from app.members.enrol import enrol
from app.money import NotMoney
from tests.app.chain.world import MEMBERS
from tests.app.operations.builders import Interface

NORTH = MEMBERS[0] | {"numbers": 2, "currencies": ["USD", "KWD"]}
SOUTH = MEMBERS[1] | {"numbers": 2}


def test_a_bank_gets_one_more_number_for_each_currency(tmp_path: Path) -> None:
    """SCASH-11: reserved under a name that nobody can guess: whoever names a deal is told the number."""
    request = enrol([NORTH, SOUTH], tmp_path)
    numbers = json.loads((tmp_path / "members" / "north.json").read_text())["numbers"]
    reserved = {entry["number"]: entry["deal"] for entry in numbers if entry["deal"]}
    assert (len(numbers), len(reserved), len(request["parties"])) == (4, 2, 6)
    assert sorted((said["currency"], said["decimals"]) for said in request["tokens"]) == [(414, 3), (840, 2)]
    assert {said["issuer"] for said in request["tokens"]} == set(reserved)
    for deal in reserved.values():
        assert len(deal.rpartition(":")[2]) == 32
    assert len(set(reserved.values())) == 2
    others = json.loads((tmp_path / "members" / "south.json").read_text())["numbers"]
    assert [entry["deal"] for entry in others] == [None, None]


def test_a_currency_that_is_none_is_refused_before_any_number_is_made(tmp_path: Path) -> None:
    """SCASH-11"""
    with pytest.raises(NotMoney):
        enrol([NORTH | {"currencies": ["USD", "XXX"]}], tmp_path)
    assert not (tmp_path / "members").exists()


def test_a_deployment_with_other_decimals_than_the_currencys_is_not_read(interface: Interface) -> None:
    """SCASH-1: amounts would be wrong by powers of ten."""
    world = interface.world
    wrong = [
        replace(entry, facts={**entry.facts, "decimals": 4}) if entry.name == "DepositToken" else entry
        for entry in world.deployment.contracts
    ]
    with world.database.reading() as session:
        session.info["deployment"] = Deployment(world.deployment.chain_id, wrong, world.deployment.abis)
        with pytest.raises(ValueError, match="with 4 decimals"):
            services.tokens(session)
