"""A signed result: whoever passes it on cannot change it."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pytest
from eth_account import Account

from app.local.trouble import Trouble
from app.network.result import canonical, check, signed, write
from app.network.verify import main

RESULT = {"network": "harbour-trial", "shortfalls": [], "blocks": 312, "node": "besu/Größe"}


@pytest.fixture
def key() -> bytes:
    return secrets.token_bytes(32)


@pytest.fixture
def file(tmp_path: Path, key: bytes) -> Path:
    write(tmp_path / "result.json", signed(RESULT, key))
    return tmp_path / "result.json"


def test_what_was_signed_is_read_again(file: Path, key: bytes) -> None:
    """NETWORK-3"""
    assert check(file) == RESULT
    assert check(file, str(Account.from_key(key).address).lower()) == RESULT


def test_names_in_another_order_are_the_same_result() -> None:
    """NETWORK-3: the signature is over sorted names without spaces."""
    assert canonical(dict(reversed(RESULT.items()))) == canonical(RESULT)
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


@pytest.mark.parametrize(
    ("name", "value"), [("result", RESULT | {"shortfalls": ["one"]}), ("signer", "0x" + "11" * 20)]
)
def test_a_change_is_seen(file: Path, name: str, value: object) -> None:
    """NETWORK-3"""
    file.write_text(json.dumps(json.loads(file.read_text()) | {name: value}))
    with pytest.raises(Trouble, match="was changed after it was signed"):
        check(file)


def test_another_signer_is_told(file: Path) -> None:
    """NETWORK-3"""
    with pytest.raises(Trouble, match="is signed by 0x"):
        check(file, "0x" + "22" * 20)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"result": {}, "signer": "x", "signature": "0x00"}'])
def test_what_is_no_result_is_one_sentence(file: Path, content: str) -> None:
    """NETWORK-3"""
    file.write_text(content)
    with pytest.raises(Trouble, match="holds no signed result"):
        check(file)


def test_checking_fails_where_the_trial_fell_short(tmp_path: Path, key: bytes) -> None:
    """NETWORK-3: the exit status says what the result says."""
    for name, shortfalls in (("good", []), ("short", ["a row differs"])):
        write(tmp_path / f"{name}.json", signed(RESULT | {"shortfalls": shortfalls}, key))
    assert main(["--check", str(tmp_path / "good.json")]) == 0
    assert main(["--check", str(tmp_path / "short.json")]) == 1
