"""An order in words: a second person approves what it does, not what somebody says that it does."""

from __future__ import annotations

from typing import Any

from brownie import web3
from eth_abi import decode
from eth_utils import to_checksum_address

from scripts.deploy import Deployed, container
from scripts.proposals import Status, calls_of


def explain(deployed: Deployed, target: str, call: str, depth: int = 0) -> str:
    """One line for each call, the calls of a proposal below the vote on it."""
    name = name_at(deployed, target)
    function, values = decoded(name, call)
    indent = "  " * depth
    if name == "Consortium" and function in ("propose", "execute"):
        below = [(str(to), "0x" + bytes(data).hex()) for to, data in values["calls"]]
        return "\n".join(
            [f"{indent}{function} in the consortium:", *(explain(deployed, *one, depth + 1) for one in below)]
        )
    if name == "Consortium" and function in ("approve", "object"):
        proposal = "0x" + values["proposal"].hex()
        calls, _ = calls_of(deployed.consortium, proposal)
        status = Status(deployed.consortium.proposalOf(proposal)[0]).name.lower()
        return "\n".join(
            [
                f"{indent}{function} in the consortium, of what is {status}:",
                *(explain(deployed, *one, depth + 1) for one in calls),
            ]
        )
    told = ", ".join(f"{key} {_shown(value)}" for key, value in values.items())
    return f"{indent}{name} ({target}): {function} {told}"


def name_at(deployed: Deployed, address: str) -> str:
    for entry in deployed.record.contracts:
        if entry["address"].lower() == str(address).lower():
            return str(entry["contract"])
    return "a contract that is not recorded"


def decoded(name: str, call: str) -> tuple[str, dict[str, Any]]:
    """Function and arguments; of what is not ours, the bytes."""
    try:
        abi = container(name).abi
    except KeyError:
        return call[:10], {"data": call[10:]}
    for entry in abi:
        if entry["type"] != "function":
            continue
        types = [_type(given) for given in entry["inputs"]]
        if web3.keccak(text=f"{entry['name']}({','.join(types)})")[:4] == bytes.fromhex(call[2:10]):
            values = decode(types, bytes.fromhex(call[10:]))
            names = (given["name"] for given in entry["inputs"])
            return entry["name"], dict(zip(names, values, strict=True))
    return call[:10], {"data": call[10:]}


def _type(given: dict[str, Any]) -> str:
    kind: str = given["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(_type(part) for part in given['components'])}){kind.removeprefix('tuple')}"


def _shown(value: Any) -> str:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(part) for part in value) + "]"
    if isinstance(value, str) and value.startswith("0x"):
        return str(to_checksum_address(value))
    return str(value)
