"""Admission, suspension, recovery, ceilings, rotation: what the scripts propose, and that it is done once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import brownie
import pytest

from scripts import admission, desk, members
from scripts.deploy import Deployed, deploy_all, deploy_token
from scripts.parameters import Parameters, Voter
from scripts.proposals import Calls, decide
from scripts.saying import Refused
from tests.contracts.operating.conftest import a_copy
from tests.contracts.people import EVERY_RIGHT, key_of, salted

NUMBERS = tuple(range(17, 17 + admission.AT_ONCE + 2))


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    """More numbers than one proposal takes, and cash of the first of them."""
    file = tmp_path / "admission.json"
    file.write_text(json.dumps(_request()))
    return file


@pytest.fixture(scope="session")
def _onboarded(
    admin: Any, rules: Parameters, founders: tuple[Voter, ...], tmp_path_factory: pytest.TempPathFactory
) -> Deployed:
    file = tmp_path_factory.mktemp("admission") / "admission.json"
    file.write_text(json.dumps(_request()))
    deployed = deploy_all(admin, replace(rules, voters=founders))
    deploy_token(deployed, admin, NUMBERS[0], 978, 2, listed=False)
    for calls in members.to_onboard(deployed, admission.read(file)):
        _decide(deployed, calls)
    return deployed


@pytest.fixture
def onboarded(_onboarded: Deployed, voting: Parameters) -> Deployed:
    return a_copy(_onboarded, voting)


def test_everybody_is_admitted_with_keys_and_cash(onboarded: Deployed) -> None:
    """OPERATING-16"""
    for number in (NUMBERS[0], NUMBERS[-1]):
        assert list(onboarded.members.partyOf(number)) == [1, 1, salted(f"organisation of {number}")]
        keys = [key_of(f"{number}'s {person}").address for person in ("maker", "checker")]
        assert list(onboarded.members.keysOf(number)) == keys
        assert list(onboarded.members.operatorOf(keys[0])) == [number, 1, EVERY_RIGHT, 0, 1, False]
        assert list(onboarded.members.operatorOf(keys[1])) == [number, 2, 0, EVERY_RIGHT, 1, False]
    assert onboarded.members.instrumentOf(onboarded.tokens[NUMBERS[0], 978])[0] == 1


def test_admission_again_changes_nothing(onboarded: Deployed, request_file: Path) -> None:
    """OPERATING-17"""
    assert members.to_onboard(onboarded, admission.read(request_file)) == []


def test_admission_goes_on_after_the_first_proposal(
    admin: Any, installed: Deployed, request_file: Path
) -> None:
    """OPERATING-17: what a first proposal admitted is left out of the next."""
    deploy_token(installed, admin, NUMBERS[0], 978, 2)
    first, second = members.to_onboard(installed, admission.read(request_file))
    _decide(installed, first)
    assert members.to_onboard(installed, admission.read(request_file)) == [second]


def test_a_number_of_somebody_else_is_refused(onboarded: Deployed, request_file: Path) -> None:
    """OPERATING-16: same number, other organisation."""
    written = json.loads(request_file.read_text())
    written["parties"][0]["organisation"] = salted("somebody else")
    request_file.write_text(json.dumps(written))
    with pytest.raises(Refused, match="Number 17 is admitted already"):
        members.to_onboard(onboarded, admission.read(request_file))


def test_cash_is_deployed_before_it_is_listed(installed: Deployed, request_file: Path) -> None:
    """OPERATING-16"""
    with pytest.raises(Refused, match=r"Tokens are not deployed yet \(17/978\)"):
        members.to_onboard(installed, admission.read(request_file))


@pytest.mark.parametrize("text", ["{", "[]", '{"parties": [{"number": 17}]}'])
def test_what_is_no_request_is_one_sentence(tmp_path: Path, text: str) -> None:
    """OPERATING-12"""
    file = tmp_path / "admission.json"
    with pytest.raises(Refused, match="is missing"):
        admission.read(file)
    file.write_text(text)
    with pytest.raises(Refused, match="is no request for admission"):
        admission.read(file)


def test_numbers_are_suspended_and_reinstated_once(onboarded: Deployed) -> None:
    """OPERATING-17: those that are so already are left out."""
    _decide(onboarded, members.to_move(onboarded, "suspend", [17, 18], 2))
    assert [onboarded.members.partyOf(number)[0] for number in (17, 18, 19)] == [2, 2, 1]
    assert members.to_move(onboarded, "suspend", [17, 18], 2) == []
    _decide(onboarded, members.to_move(onboarded, "reinstate", [17, 19], 1))
    assert [onboarded.members.partyOf(number)[0] for number in (17, 18, 19)] == [1, 2, 1]


def test_who_was_never_admitted_is_not_suspended(onboarded: Deployed) -> None:
    """OPERATING-12"""
    with pytest.raises(Refused, match="Number 7 was never admitted"):
        members.to_move(onboarded, "suspend", [7], 2)


def test_a_member_without_keys_is_recovered(onboarded: Deployed, tmp_path: Path) -> None:
    """OPERATING-16: all its keys are replaced. OPERATING-17: once."""
    new = [key_of(f"17's new {person}").address for person in ("maker", "checker")]
    file = tmp_path / "keys.json"
    file.write_text(
        json.dumps([{"address": new[0], "person": 1, "make": 8, "check": 0},
                    {"address": new[1], "person": 2, "make": 0, "check": 8}])
    )  # fmt: skip
    _decide(onboarded, members.to_recover(onboarded, 17, file))
    assert list(onboarded.members.keysOf(17)) == new
    assert members.to_recover(onboarded, 17, file) == []
    file.write_text('[{"address": 1}]')
    with pytest.raises(Refused, match="is no list of keys"):
        members.to_recover(onboarded, 17, file)


def test_a_ceiling_is_set_once(onboarded: Deployed) -> None:
    """OPERATING-16, OPERATING-17"""
    token = onboarded.tokens[17, 978].address
    _decide(onboarded, members.to_set_ceiling(onboarded, 17, token, 500))
    assert list(onboarded.members.limitOf(17, token)) == [500, 0]
    assert members.to_set_ceiling(onboarded, 17, token, 500) == []


def test_a_member_rotates_its_own_key_by_two_persons(onboarded: Deployed) -> None:
    """OPERATING-18: no seat is asked; the new key has the old one's person and rights."""
    old, new = key_of("17's maker"), key_of("17's next maker")
    call = members.to_rotate(onboarded, 17, old.address, new.address)
    assert call is not None
    file = desk.sign(onboarded, old, onboarded.members, call)
    desk.send_order(onboarded, key_of("17's checker"), file, True)
    assert onboarded.members.operatorOf(old)[0] == 0
    assert list(onboarded.members.operatorOf(new))[:4] == [17, 1, EVERY_RIGHT, 0]
    assert members.to_rotate(onboarded, 17, old.address, new.address) is None


def test_a_key_of_another_is_not_rotated(onboarded: Deployed) -> None:
    """OPERATING-18"""
    with pytest.raises(Refused, match="is no key of number 17"):
        members.to_rotate(onboarded, 17, key_of("18's maker").address, key_of("passer-by").address)


def test_a_seat_alone_admits_nobody(
    admin: Any, installed: Deployed, founders: tuple[Voter, ...], request_file: Path
) -> None:
    """OPERATING-7"""
    deploy_token(installed, admin, NUMBERS[0], 978, 2)
    calls = members.to_onboard(installed, admission.read(request_file))[0]
    before = brownie.chain.height
    with pytest.raises(Refused, match="1 of the 2 seats"):
        decide(installed.members, installed.consortium, founders[:1], calls)
    assert brownie.chain.height == before + 1, "its own proposal"
    assert installed.members.partyOf(17)[0] == 0


def _request() -> dict[str, Any]:
    return {
        "parties": [
            {
                "number": number,
                "roles": 1,
                "organisation": salted(f"organisation of {number}"),
                "operators": [_operator(number, 1, "maker"), _operator(number, 2, "checker")],
            }
            for number in NUMBERS
        ],
        "tokens": [{"issuer": NUMBERS[0], "currency": 978, "decimals": 2}],
    }


def _operator(number: int, person: int, name: str) -> dict[str, Any]:
    rights = {"make": EVERY_RIGHT if person == 1 else 0, "check": EVERY_RIGHT if person == 2 else 0}
    return {"address": key_of(f"{number}'s {name}").address, "person": person, **rights}


def _decide(deployed: Deployed, calls: Calls) -> None:
    decide(deployed.members, deployed.consortium, deployed.params.voters, calls)
