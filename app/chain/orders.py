"""What MemberRegistry is told: the one order object, which a party signs in EIP-712 form, one person's act,
and many of both in a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from eth_abi.abi import encode as abi_encode
from eth_utils.crypto import keccak

from app.chain.deployments import Deployment

REGISTRY = "MemberRegistry"
DOMAIN_TYPE = keccak(
    text="EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)
ORDER_TYPE = keccak(text="Order(uint32 party,uint256 nonce,address target,bytes call,uint40 deadline)")
NAME, VERSION = keccak(text="Entrepot"), keccak(text="1")


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
            [DOMAIN_TYPE, NAME, VERSION, deployment.chain_id, deployment.contract(REGISTRY).address],
        )
        order = abi_encode(
            ["bytes32", "uint32", "uint256", "address", "bytes32", "uint40"],
            [ORDER_TYPE, self.party, self.nonce, self.target, keccak(self.call), self.deadline],
        )
        return keccak(b"\x19\x01" + keccak(domain) + keccak(order))

    def perform(self, deployment: Deployment, signatures: list[bytes]) -> bytes:
        return deployment.encode(REGISTRY, "perform", astuple(self), signatures)


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
