"""First blocks, taken apart again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rlp import decode

from app.local.trouble import Trouble
from app.network.besu import files
from app.network.genesis import clique, qbft

ROOT = Path(__file__).resolve().parents[3]
VALIDATORS = ["0x" + sign * 20 for sign in ("c3", "0a", "7f")]
IN_ORDER = bytes.fromhex("0a" * 20 + "7f" * 20 + "c3" * 20)


def test_clique_takes_its_signers_from_the_first_block() -> None:
    """NETWORK-4: 32 bytes, the addresses in order, 65 bytes for a seal."""
    made = clique(4711, VALIDATORS, 1)
    assert bytes.fromhex(made["extraData"][2:]) == bytes(32) + IN_ORDER + bytes(65)
    assert made["config"]["clique"] == {"period": 1, "epoch": 30_000}


@pytest.mark.parametrize("make", [clique, qbft])
def test_no_price_is_asked_for(make: object) -> None:
    """NETWORK-4: Berlin from the first block on, and London, which brought the base fee, never."""
    config = make(4711, VALIDATORS, 1)["config"]  # type: ignore[operator]
    assert config["berlinBlock"] == 0
    assert not [name for name in config if "london" in name.lower() or "time" in name.lower()]


def test_qbft_takes_its_validators_from_the_first_block() -> None:
    """NETWORK-5: vanity, validators in order, no vote, round 0, no seals."""
    vanity, validators, vote, round_, seals = decode(bytes.fromhex(qbft(1, VALIDATORS, 2)["extraData"][2:]))
    assert (vanity, b"".join(validators), vote, round_, seals) == (bytes(32), IN_ORDER, [], b"", [])


def test_what_is_no_address_is_refused() -> None:
    """NETWORK-4"""
    with pytest.raises(ValueError, match="is no address"):
        clique(1, ["0x12"], 1)


def test_the_committed_files_follow_from_the_committed_validators() -> None:
    """NETWORK-5"""
    folder = ROOT / "deploy" / "besu"
    made = files(4711, json.loads((folder / "validators.example.json").read_text()))
    assert made == {name: json.loads((folder / name).read_text()) for name in made}


def test_fewer_than_four_are_refused() -> None:
    """NETWORK-5: of three, QBFT can lose none."""
    four = json.loads((ROOT / "deploy" / "besu" / "validators.example.json").read_text())
    with pytest.raises(Trouble, match="cannot lose one"):
        files(4711, four[:3])


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"address": "0x12", "enode": "enode://"}, "is no address"),
        ({"address": "0x" + "12" * 20}, "enode"),
        ({"address": "0x" + "12" * 20, "enode": "enode://12@host:1"}, "is not of the form"),
    ],
)
def test_a_faulty_validator_is_one_sentence(entry: dict[str, str], said: str) -> None:
    """NETWORK-5"""
    four = json.loads((ROOT / "deploy" / "besu" / "validators.example.json").read_text())
    with pytest.raises(Trouble, match=said):
        files(4711, [*four, entry])
    with pytest.raises(Trouble, match="named twice"):
        files(4711, [*four, four[0]])
