"""What a transaction to MemberRegistry asks for, read from its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak
from rlp import encode as rlp_encode  # type: ignore[import-untyped]

from app.chain.deployments import Deployment, Undecodable
from app.chain.orders import REGISTRY

SELECTOR, WORD = 4, 32


@dataclass(frozen=True)
class Asked:
    """One act of a party. `order_nonce`, deadline and signatures are of an order."""

    party: int
    target: str
    call: bytes
    says: str
    in_a_batch: bool = False
    order_nonce: int | None = None
    order_deadline: int | None = None
    signatures: tuple[bytes, ...] = ()

    def words(self) -> str:
        persons = "one person" if self.order_nonce is None else f"order {self.order_nonce}"
        return f"party {self.party}, {self.says} ({persons})"


def asked_in(deployment: Deployment, to: str | None, data: bytes, party: int) -> list[Asked]:
    """Each act in the transaction, in order; `party` is the sender's. None where it asks the registry for
    nothing that we know.
    """
    if to is None or to.lower() != deployment.contract(REGISTRY).address:
        return []
    try:
        if deployment.function_of(REGISTRY, data).name == "batch":
            items = bytes.fromhex(deployment.arguments_of(REGISTRY, data)["items"][2:])
            return [_one(deployment, call, party, in_a_batch=True) for call in _parts(items)]
        return [_one(deployment, data, party)]
    except (Undecodable, DecodingError, ValueError, KeyError):
        return []


def _parts(items: bytes) -> list[bytes]:
    """Each item is four bytes of gas, four of length, and the call."""
    found, place = [], 0
    while place < len(items):
        length = int.from_bytes(items[place + 4 : place + 8], "big")
        found.append(items[place + 8 : place + 8 + length])
        place += 8 + length
    return found


def _one(deployment: Deployment, data: bytes, party: int, in_a_batch: bool = False) -> Asked:
    name = deployment.function_of(REGISTRY, data).name
    if name == "act":
        target, call = "0x" + data[SELECTOR + 12 : SELECTOR + WORD].hex(), data[SELECTOR + WORD :]
        return Asked(party, target, call, _says(deployment, target, call), in_a_batch)
    given = deployment.arguments_of(REGISTRY, data)
    order, signatures = given["order"], given["signatures"]
    target, call = order["target"], bytes.fromhex(order["call"][2:])
    return Asked(
        order["party"],
        target,
        call,
        _says(deployment, target, call),
        in_a_batch,
        order["nonce"],
        order["deadline"],
        tuple(bytes.fromhex(signature[2:]) for signature in signatures),
    )


def _says(deployment: Deployment, target: str, call: bytes) -> str:
    """Contract, function and values; the selector alone where we do not know it."""
    try:
        contract = deployment.at(target)
        function = deployment.function_of(contract.name, call).name
        values = deployment.arguments_of(contract.name, call)
    except (KeyError, Undecodable, DecodingError):
        return f"{target} 0x{call[:SELECTOR].hex()}"
    return f"{contract.name}.{function}({', '.join(f'{name} {value}' for name, value in values.items())})"


def raw_of(sent: Mapping[str, Any]) -> bytes:
    """The signed bytes of a legacy transaction as the node shows it; empty where they do not hash to its
    hash, because it is of another kind, and so not of our making.
    """
    numbers = [int(sent[name], 16) for name in ("nonce", "gasPrice", "gas")]
    to, data = bytes.fromhex((sent["to"] or "0x")[2:]), bytes.fromhex(sent["input"].removeprefix("0x"))
    signature = [int(sent[name], 16) for name in ("v", "r", "s")]
    raw = bytes(rlp_encode([*numbers, to, int(sent["value"], 16), data, *signature]))
    return raw if "0x" + keccak(raw).hex() == sent["hash"].lower() else b""
