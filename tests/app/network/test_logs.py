"""What nodes and indexer say of forks, as it is counted."""

from __future__ import annotations

import json
from pathlib import Path

from app.network.trouble import undone
from app.network.validator import Validator

GETH = """\
INFO [11-21|15:40:01.001] Imported new potential chain segment     number=41 hash=aa..bb
INFO [11-21|15:40:02.001] Chain reorg detected number=40 hash=aa..bb drop=1 dropfrom=cc..dd add=2
WARN [11-21|15:41:02.001] Large chain reorg detected number=40 hash=aa..bb drop=64 dropfrom=cc..dd
"""


def test_a_validators_forks_are_counted_with_their_depth(tmp_path: Path) -> None:
    """NETWORK-9"""
    about = {"name": "validator 1", "url": "http://127.0.0.1:1", "enode": "enode://", "socket": "none"} | {
        "address": "0x"
    }
    (tmp_path / "validator.json").write_text(json.dumps(about))
    one = Validator(tmp_path)
    assert one.reorgs() == []
    one.log.write_text(GETH)
    assert one.reorgs() == [1, 64]
    assert not one.answers()


def test_what_the_service_undid_is_counted(tmp_path: Path) -> None:
    """NETWORK-9: its own lines only, and no word that merely looks like one."""
    lines = [{"what": "reorg", "common_block": 7}, {"what": "started"}, {"what": "waiting", "why": "reorg"}]
    log = tmp_path / "indexer.log"
    log.write_text("not JSON\n" + "".join(json.dumps(line) + "\n" for line in lines))
    assert undone(log) == 1
