"""What is deployed where: deployments/<network>.json, of local chains var/deployments/<network>.json.

Written after every step and by rename, so that a run which ends half-way leaves a whole file of what it did.
A contract about to be deployed is written down first, with the address that it will have: whoever goes on
finds it there, mined or not.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from scripts.saying import LOCAL, Refused, say

ROOT = Path(__file__).resolve().parent.parent


def usual_place(network: str) -> Path:
    return ROOT / ("var/deployments" if network in LOCAL else "deployments") / f"{network}.json"


class Record:
    """`path` None keeps it in memory, for tests. `genesis` is the hash of block 0: two chains may share a
    number, never that.
    """

    def __init__(self, network: str, chain_id: int, genesis: str, path: Path | None) -> None:
        self.path = path
        self.data: dict[str, Any] = {
            "network": network,
            "chain_id": chain_id,
            "genesis": genesis,
            "contracts": [],
        }
        if path is not None and path.exists():
            self._take_up(read(path), network, chain_id, genesis)

    def _take_up(self, found: dict[str, Any], network: str, chain_id: int, genesis: str) -> None:
        if (found["chain_id"], found.get("genesis")) == (chain_id, genesis):
            self.data = found
        elif network in LOCAL:
            say(f"{self.path} tells of a chain that is gone: a new record begins.")
        else:
            raise Refused(
                f"{self.path} tells of chain {found['chain_id']} with genesis {found.get('genesis')}, this is"
                f" {chain_id} with {genesis}: connect to the right one, or give the new one another name."
            )

    @property
    def contracts(self) -> list[dict[str, Any]]:
        return list(self.data["contracts"])

    def all_of(self, contract: str, **terms: Any) -> list[dict[str, Any]]:
        """In the order of their deployment: new business goes to the last."""
        return [
            entry
            for entry in self.data["contracts"]
            if entry["contract"] == contract and all(entry.get(name) == terms[name] for name in terms)
        ]

    def begin(self, contract: str, address: str, **terms: Any) -> None:
        self.data["under_way"] = {"contract": contract, "address": address, **terms}
        self._write()

    def begun(self, contract: str, **terms: Any) -> str | None:
        """The address that an earlier run was about to deploy this to."""
        found = dict(self.data.get("under_way", {}))
        address = found.pop("address", None)
        return address if found == {"contract": contract, **terms} else None

    def add(self, entry: dict[str, Any]) -> None:
        self.data.pop("under_way", None)
        self.data["contracts"].append(entry)
        self._write()

    def _write(self) -> None:
        if self.path is not None:
            write(self.path, self.data)


def read(path: Path) -> dict[str, Any]:
    """Refuses what is not a whole record."""
    try:
        found: dict[str, Any] = json.loads(path.read_text())
        for entry in found["contracts"]:
            entry["contract"], entry["address"], entry["block"]
        found["network"], found["chain_id"]
    except FileNotFoundError:
        raise Refused(f"Nothing is recorded in {path}: run deploy first.") from None
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(
            f"{path} is no whole record ({type(error).__name__}: {error}): restore it from git,"
            " or, of a local chain, delete it together with the chain's state."
        ) from None
    return found


def write(path: Path, content: Any) -> None:
    write_text(path, json.dumps(content, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text)
    os.replace(beside, path)
