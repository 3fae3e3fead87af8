"""Which nodes may join, derived from who is a member; and what differs from it in the nodes' own lists.

    python -m app.network.allowlist --nodes FILE --deployment FILE --rpc URL LIST...   report; status 1: drift
    python -m app.network.allowlist ... --write LIST                                   writes one

FILE holds, of each organisation, its nodes and what opens one of its numbers; it is private to the operators:

    [{"organisation": "<LEI>", "party": 17, "salt": "<hex>", "nodes": ["enode://<key>@<host>:<port>"]}, ...]

A node may join as long as the chain knows that number as active and its commitment opens to the organisation.
LIST is Besu's permissions_config.toml, or several: each validator reads its own, and they have to be equal.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.demo.chain_reader import ChainReader
from app.local.trouble import Trouble
from app.members.domain import commitment_of

ENODE = re.compile(r"enode://([0-9a-f]{128})@([^:@/\s]+):(\d{1,5})")
STATUSES = ("never admitted", "active", "suspended")
ACTIVE = 1


class Registry(Protocol):
    def party(self, number: int) -> tuple[int, str]:
        """Status and commitment, as MemberRegistry has them."""


@dataclass(frozen=True)
class Derived:
    """`nodes` by organisation; `faults` say which organisations lend their nodes no right, and why."""

    nodes: Mapping[str, str]
    faults: tuple[str, ...]


class ChainRegistry:
    """MemberRegistry by calls of our own."""

    def __init__(self, deployment_file: Path, url: str) -> None:
        contracts = json.loads(deployment_file.read_text())["contracts"]
        self._address = next(one["address"] for one in contracts if one["contract"] == "MemberRegistry")
        self._reader = ChainReader(url)

    def party(self, number: int) -> tuple[int, str]:
        status, _, commitment = self._reader.call(
            self._address, "partyOf(uint32)", "(uint8,uint16,bytes32)", number
        )
        return int(status), str(commitment)


def derive(organisations: Sequence[Mapping[str, Any]], registry: Registry) -> Derived:
    """Raises Trouble where the file cannot be used."""
    nodes: dict[str, str] = {}
    faults: list[str] = []
    for entry in organisations:
        try:
            name, party, salt = str(entry["organisation"]), int(entry["party"]), bytes.fromhex(entry["salt"])
            listed = [str(node) for node in entry["nodes"]]
        except (KeyError, TypeError, ValueError) as error:
            raise Trouble(
                f"An organisation's entry cannot be used: {type(error).__name__}: {error}."
            ) from None
        for node in listed:
            if not ENODE.fullmatch(node):
                raise Trouble(f"{name}: {node!r} is not of the form enode://<128 hex digits>@<host>:<port>.")
            if node in nodes:
                raise Trouble(f"{name} and {nodes[node]} both name the node {short(node)}.")
        status, commitment = registry.party(party)
        if status != ACTIVE:
            said = STATUSES[status] if status < len(STATUSES) else f"in status {status}"
            faults.append(f"{name}: its number {party} is {said}")
        elif commitment != commitment_of(party, name, salt):
            faults.append(f"{name}: number {party} is not its own, or the salt is wrong")
        else:
            nodes |= dict.fromkeys(listed, name)
    return Derived(nodes, tuple(faults))


def drift(derived: Derived, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """One sentence for each node that a list has and should not have, or lacks."""
    found = list(derived.faults)
    for name, allowed in lists.items():
        for node in sorted(set(allowed) - derived.nodes.keys()):
            found.append(f"{name} lets {short(node)} in, which is no active member's")
        for node in sorted(derived.nodes.keys() - set(allowed)):
            found.append(f"{name} keeps {short(node)} of {derived.nodes[node]} out")
    return found


def read_list(file: Path) -> list[str]:
    """Raises Trouble."""
    try:
        return [str(node) for node in tomllib.loads(file.read_text())["nodes-allowlist"]]
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble(f"{file} is no permissions_config.toml: {type(error).__name__}: {error}.") from None


def written(nodes: Mapping[str, str]) -> str:
    lines = [f"  {json.dumps(node)}, # {nodes[node]}" for node in sorted(nodes, key=lambda node: nodes[node])]
    return "\n".join(
        ["# Written by app.network.allowlist; do not edit.", "nodes-allowlist = [", *lines, "]", ""]
    )


def short(node: str) -> str:
    found = ENODE.fullmatch(node)
    return f"{found[1][:12]}… at {found[2]}:{found[3]}" if found else repr(node)


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m app.network.allowlist", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--nodes", type=Path, required=True, help="organisations and their nodes")
    parser.add_argument("--deployment", type=Path, required=True, help="deployments/<network>.json")
    parser.add_argument("--rpc", required=True, help="a node's address")
    parser.add_argument("--write", type=Path, help="write the list here instead of comparing")
    parser.add_argument("lists", type=Path, nargs="*", help="the lists that nodes have now")
    given = parser.parse_args(words)
    try:
        organisations = json.loads(given.nodes.read_text())
    except (OSError, ValueError) as error:
        raise Trouble(f"{given.nodes} cannot be read: {error}.") from None
    derived = derive(organisations, ChainRegistry(given.deployment, given.rpc))
    if given.write:
        given.write.write_text(written(derived.nodes))
        print(f"{len(derived.nodes)} nodes are let in by {given.write}.")
        print("Next, at every node: perm_reloadPermissionsFromFile.")
    found = drift(derived, {str(file): read_list(file) for file in given.lists})
    for one in found:
        print(f"differs: {one}")
    print(
        f"{len(derived.nodes)} nodes of active members, {len(given.lists)} lists, {len(found)} differences."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
