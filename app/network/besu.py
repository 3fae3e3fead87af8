"""Files of a Besu network that follow from its validators: the first block, and who is a static peer.

    python -m app.network.besu --chain-id 4711 --validators FILE --out FOLDER

FILE is [{"address": "0x...", "enode": "enode://..."}, ...], four or more: QBFT lives through the loss of one
in four. FOLDER gets genesis.json and static-nodes.json, which are the same for every node of the network.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.local.trouble import Trouble
from app.network.allowlist import ENODE
from app.network.genesis import qbft

FEWEST = 4
PERIOD = 2


def files(chain_id: int, validators: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """By name. Raises Trouble."""
    if len(validators) < FEWEST:
        raise Trouble(f"{len(validators)} validators cannot lose one: QBFT wants {FEWEST} for that.")
    try:
        addresses = [one["address"].lower() for one in validators]
        enodes = [one["enode"] for one in validators]
        genesis = qbft(chain_id, addresses, PERIOD)
    except (KeyError, TypeError, ValueError) as error:
        raise Trouble(f"A validator's entry cannot be used: {type(error).__name__}: {error}.") from None
    if len(set(addresses)) < len(addresses) or len(set(enodes)) < len(enodes):
        raise Trouble("A validator is named twice.")
    for enode in enodes:
        if not ENODE.fullmatch(enode):
            raise Trouble(f"{enode!r} is not of the form enode://<128 hex digits>@<host>:<port>.")
    return {"genesis.json": genesis, "static-nodes.json": enodes}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m app.network.besu", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--chain-id", type=int, required=True)
    parser.add_argument("--validators", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(words)
    try:
        validators = json.loads(given.validators.read_text())
    except (OSError, ValueError) as error:
        raise Trouble(f"{given.validators} cannot be read: {error}.") from None
    given.out.mkdir(parents=True, exist_ok=True)
    for name, content in files(given.chain_id, validators).items():
        (given.out / name).write_text(json.dumps(content, indent=1) + "\n")
    print(f"{given.out} holds genesis.json and static-nodes.json for {len(validators)} validators.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
