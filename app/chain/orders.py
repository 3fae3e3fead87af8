"""What MemberRegistry is told: the one order object, which a party signs in EIP-712 form, one person's act,
and many of both in a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any

from eth_abi.abi import encode as abi_encode
from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from app.chain.deployments import Deployment

REGISTRY = "MemberRegistry"
NAME, VERSION = "Entrepot", "1"
FIELDS = {
    "EIP712Domain": {
        "name": "string",
        "version": "string",
        "chainId": "uint256",
        "verifyingContract": "address",
    },
    "Order": {
        "party": "uint32",
        "nonce": "uint256",
        "target": "address",
        "call": "bytes",
        "deadline": "uint40",
    },
}
SIGNATURE_BYTES = 65
HALF_OF_THE_CURVE = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0


def _type(name: str) -> bytes:
    return keccak(text=f"{name}({','.join(f'{kind} {field}' for field, kind in FIELDS[name].items())})")


DOMAIN_TYPE, ORDER_TYPE = _type("EIP712Domain"), _type("Order")
HASHED_NAME, HASHED_VERSION = keccak(text=NAME), keccak(text=VERSION)


class NotASignature(ValueError):
    """In words, why no key can have given it."""


@dataclass(frozen=True)
class Order:
    """`nonce` is any number that the party has not used; `deadline` the last second at which it may be
    carried out.
    """

    party: int
    nonce: int
    target: str
    call: bytes
    deadline: int

    def digest(self, deployment: Deployment) -> bytes:
        """What a person signs. Bound to chain and registry, so that it is worth nothing elsewhere."""
        domain = abi_encode(
            ["bytes32", "bytes32", "bytes32", "uint256", "address"],
            [
                DOMAIN_TYPE,
                HASHED_NAME,
                HASHED_VERSION,
                deployment.chain_id,
                deployment.contract(REGISTRY).address,
            ],
        )
        order = abi_encode(
            ["bytes32", "uint32", "uint256", "address", "bytes32", "uint40"],
            [ORDER_TYPE, self.party, self.nonce, self.target, keccak(self.call), self.deadline],
        )
        return keccak(b"\x19\x01" + keccak(domain) + keccak(order))

    def typed_data(self, deployment: Deployment) -> dict[str, Any]:
        """The same for wallets and libraries, as `eth_signTypedData_v4` takes it."""
        return {
            "types": {
                name: [{"name": field, "type": kind} for field, kind in fields.items()]
                for name, fields in FIELDS.items()
            },
            "primaryType": "Order",
            "domain": {
                "name": NAME,
                "version": VERSION,
                "chainId": deployment.chain_id,
                "verifyingContract": deployment.contract(REGISTRY).address,
            },
            "message": asdict(self) | {"call": "0x" + self.call.hex()},
        }

    def perform(self, deployment: Deployment, signatures: Sequence[bytes]) -> bytes:
        return deployment.encode(REGISTRY, "perform", astuple(self), list(signatures))


def signer_of(digest: bytes, signature: bytes) -> str:
    """The address whose key gave it; the registry takes the one form that is taken here. Of another digest it
    is some address that nobody has. Raises NotASignature.
    """
    if len(signature) != SIGNATURE_BYTES:
        raise NotASignature(f"it has {len(signature)} bytes, and a signature has {SIGNATURE_BYTES}")
    r, s, v = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big"), signature[64]
    if v not in (27, 28):
        raise NotASignature(f"its last byte is {v}, and is 27 or 28 in a signature")
    if s > HALF_OF_THE_CURVE:
        raise NotASignature("it is in the upper half of the curve, where the registry takes none")
    try:
        return Signature(vrs=(v - 27, r, s)).recover_public_key_from_msg_hash(digest).to_address()
    except (BadSignature, ValidationError):
        raise NotASignature("no key can have given it") from None


def act(deployment: Deployment, target: str, call: bytes) -> bytes:
    """One person's act: what the target is told stands after the argument, as it is."""
    return deployment.encode(REGISTRY, "act", target) + call


@dataclass(frozen=True)
class Item:
    """One operation of a batch: an act on `target`, or, where that is None, an order, `call` being the whole
    calldata of `perform`. `gas` is what it is given, and no more.
    """

    gas: int
    target: str | None
    call: bytes

    def packed(self) -> bytes:
        target = bytes.fromhex(self.target[2:]) if self.target else bytes(20)
        return self.gas.to_bytes(4, "big") + len(self.call).to_bytes(4, "big") + target + self.call


def batch(deployment: Deployment, items: Sequence[Item]) -> bytes:
    return deployment.encode(REGISTRY, "batch", b"".join(item.packed() for item in items))


def refused_by(deployment: Deployment, answer: bytes) -> dict[int, bytes]:
    """What a batch answers when it is called without sending: by place, the error that an item would meet."""
    (refused,) = deployment.decode_result(REGISTRY, "batch", answer)
    return {entry["item"]: bytes.fromhex(entry["reason"][2:]) for entry in refused}
