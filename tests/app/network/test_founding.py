"""A network of which nothing is kept in deployments/: its parameters say where its record lies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import keys, parameters
from scripts.record import ROOT

LIVE = json.loads((ROOT / "scripts" / "networks" / "live.example.json").read_text())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seat in LIVE["seats"]:
        keys.make(tmp_path / "keys", seat, "00000000000000000098")
        (tmp_path / "live").mkdir(exist_ok=True)
        (tmp_path / "live" / f"{seat}.json").write_text(
            (tmp_path / "keys" / "seats" / f"{seat}.json").read_text()
        )
    return tmp_path


@pytest.mark.parametrize(
    ("said", "place"),
    [({}, ROOT / "deployments" / "live.json"), ({"record": "elsewhere/it.json"}, Path("elsewhere/it.json"))],
)
def test_a_record_lies_in_deployments_or_where_the_parameters_say(
    folder: Path, said: dict[str, str], place: Path
) -> None:
    """NETWORK-12"""
    file = folder / "parameters.json"
    file.write_text(json.dumps(LIVE | said))
    assert parameters.read("live", file=file).record == folder / place
