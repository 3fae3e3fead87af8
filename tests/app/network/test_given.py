"""The file that describes a network: what it may not say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.local.trouble import Trouble
from app.network.given import read

ROOT = Path(__file__).resolve().parents[3]


def a_network(**changed: Any) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((ROOT / "deploy" / "network.example.json").read_text())
    return described | changed


def written(folder: Path, content: Any) -> Path:
    file = folder / "network.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file


def test_the_example_is_read_and_its_paths_are_beside_it(tmp_path: Path) -> None:
    given = read(written(tmp_path, a_network()))
    assert given.payer.keystore == tmp_path / "payer.json"
    assert given.loss.blocks == 10


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ([], "valid dictionary"),
        (a_network(chain_id=0), "chain_id: Input should be greater than 0"),
        (a_network(rpc=["http://only.one"]), "rpc: List should have at least 2"),
        (a_network(rpc=["ftp://a", "http://b"]), "rpc.0: String should match"),
        (a_network(network="development"), "which is a name of local test chains"),
        (a_network(colour="blue"), "colour: Extra inputs"),
        (a_network(payer={"keystore": "a"}), "payer.passphrase: Field required"),
    ],
)
def test_a_faulty_file_is_one_sentence(tmp_path: Path, content: Any, said: str) -> None:
    """NETWORK-1: it names the file, the place and the fault, and has no traceback."""
    with pytest.raises(Trouble) as refused:
        read(written(tmp_path, content))
    assert said in str(refused.value)
    assert "network.json" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    """NETWORK-1"""
    with pytest.raises(Trouble) as refused:
        read(written(tmp_path, a_network(chain_id=-1, finality_depth=-1)))
    assert "chain_id" in str(refused.value)
    assert "finality_depth" in str(refused.value)


@pytest.mark.parametrize("place", [0, 4])
def test_the_validator_that_is_lost_is_another_than_the_services(tmp_path: Path, place: int) -> None:
    """NETWORK-2: place 0 is the service's own, and there is no place 4."""
    loss = a_network()["loss"] | {"rpc": place}
    with pytest.raises(Trouble, match=r"loss\.rpc"):
        read(written(tmp_path, a_network(loss=loss)))


def test_a_key_that_does_not_open_is_one_sentence(tmp_path: Path) -> None:
    """NETWORK-1: also where a file is missing."""
    given = read(written(tmp_path, a_network()))
    with pytest.raises(Trouble, match=r"payer\.json cannot be read"):
        given.payer.open()
    (tmp_path / "payer.json").write_text("{}")
    (tmp_path / "payer-passphrase").write_text("x")
    with pytest.raises(Trouble, match="does not open"):
        given.payer.open()
