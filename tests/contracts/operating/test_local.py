"""The one entry point of a local chain: founders' keys, contracts, members, cash; again without change."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import brownie
import pytest

from scripts import keys, local, parameters
from scripts.makers import Makers
from scripts.saying import Refused
from scripts.signing import Order
from tests.contracts.people import key_of, salted


@pytest.fixture
def admission_file(tmp_path: Path) -> Path:
    operators = [
        {"address": key_of("local maker").address, "person": 1, "make": 511, "check": 0},
        {"address": key_of("local checker").address, "person": 2, "make": 0, "check": 511},
    ]
    party = {"number": 4711, "roles": 1, "organisation": salted("local"), "operators": operators}
    token = {"issuer": 4711, "currency": 48, "decimals": 3}
    file = tmp_path / "admission.json"
    file.write_text(json.dumps({"parties": [party], "tokens": [token]}))
    return file


def test_everything_is_brought_and_then_nothing(tmp_path: Path, admission_file: Path) -> None:
    """OPERATING-19: a second run makes no key, sends no transaction and writes nothing."""
    name, state = brownie.network.show_active(), tmp_path / "state"
    brought = local.bring(name, state, admission_file)
    assert brought.members.partyOf(4711)[0] == 1
    token = brought.tokens[4711, 48]
    assert (brought.members.instrumentOf(token)[0], token.decimals()) == (1, 3)
    assert brought.members.instrumentOf(brought.credits)[0] == 1
    before, files = brownie.chain.height, _contents(state)
    again = local.bring(name, state, admission_file)
    assert again.members.address == brought.members.address
    assert brownie.chain.height == before
    assert _contents(state) == files


def test_keys_are_for_their_owner_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """OPERATING-20: encrypted, mode 0600, a folder for each person, nothing printed, never made over."""
    keys.make(tmp_path, "harbour-board", "harbour-board")
    made = _contents(tmp_path)
    private = {path for path in made if path.parts[-2] != "seats"}
    assert {str(path.relative_to(tmp_path)) for path in private} == {
        "maker/harbour-board.json", "maker-passphrases/harbour-board",
        "checker/harbour-board.json", "checker-passphrases/harbour-board",
        "openings/harbour-board.json",
    }  # fmt: skip
    for path in private:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    opened = {
        person: keys.open_key(*keys.place_of(tmp_path, person, "harbour-board")) for person in keys.PERSONS
    }
    assert opened["maker"] != opened["checker"]
    for key in opened.values():
        assert key.hex().encode() not in b"".join(made.values())
    keys.make(tmp_path, "harbour-board", "harbour-board")
    assert _contents(tmp_path) == made
    assert capsys.readouterr().out == ""


def test_a_seat_tells_the_addresses_of_its_keys(tmp_path: Path) -> None:
    """OPERATING-20: what goes beside the parameters is what the keystores open to."""
    keys.make(tmp_path, "harbour-board", "harbour-board")
    seat = json.loads((tmp_path / "seats" / "harbour-board.json").read_text())
    for person, field in zip(keys.PERSONS, ("first", "second"), strict=True):
        key = keys.open_key(*keys.place_of(tmp_path, person, "harbour-board"))
        assert brownie.accounts.add(key).address == seat[field]
    assert sorted(seat) == ["first", "organisation", "party", "second"]


def test_a_wrong_passphrase_is_one_sentence(tmp_path: Path) -> None:
    """OPERATING-12"""
    keys.make(tmp_path, "harbour-board", "harbour-board")
    keystore, passphrase = keys.place_of(tmp_path, "maker", "harbour-board")
    passphrase.write_text("something else")
    with pytest.raises(Refused, match="does not open with the passphrase"):
        keys.open_key(keystore, passphrase)
    passphrase.unlink()
    with pytest.raises(Refused, match="is missing"):
        keys.open_key(keystore, passphrase)


def test_the_first_persons_keys_are_opened_in_another_process(tmp_path: Path) -> None:
    """OPERATING-21: a signature comes without this process being able to open the key."""
    keys.make(tmp_path, "harbour-board", "harbour-board")
    asked = Order(1, 2, key_of("target").address, "0x00", 3)
    question = {"name": "harbour-board", "order": asked.__dict__, "chain_id": 1, "members": asked.target}
    with Makers(tmp_path) as makers:
        assert len(makers.ask(question)) == 2 + 2 * 65
    assert makers._child.returncode == 0
    (tmp_path / "maker-passphrases" / "harbour-board").unlink()
    with Makers(tmp_path) as makers, pytest.raises(Refused, match="makers' keys"):
        makers.ask(question)


@pytest.mark.parametrize("network", ["development", "anvil", "live.example"])
def test_parameters_of_networks_hold_no_key(network: str) -> None:
    """OPERATING-4: names, numbers and periods only."""
    given: dict[str, Any] = json.loads(parameters._usual_file(network).read_text())
    assert sorted(given) == ["chain_id", "delay", "instruments", "network", "seats", "threshold"]
    held = {name: sum(map(parameters.CAPABILITIES.get, may)) for name, may in given["instruments"].items()}
    assert held == {**parameters.INSTRUMENTS, "DepositToken": 0}


def test_parameters_that_cannot_be_used_are_one_sentence(tmp_path: Path) -> None:
    """OPERATING-12"""
    file = tmp_path / "port.json"
    with pytest.raises(Refused, match="is missing"):
        parameters.read("port", file=file)
    file.write_text("{")
    with pytest.raises(Refused, match="is not JSON"):
        parameters.read("port", file=file)
    file.write_text('{"network": "port"}')
    with pytest.raises(Refused, match="cannot be used"):
        parameters.read("port", file=file)


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
