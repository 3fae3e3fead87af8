"""An order as a person signs it: EIP-712 typed data. Nothing here touches a chain: a maker needs none."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from eth_account import Account

FIELDS = [
    {"name": "party", "type": "uint32"},
    {"name": "nonce", "type": "uint256"},
    {"name": "target", "type": "address"},
    {"name": "call", "type": "bytes"},
    {"name": "deadline", "type": "uint40"},
]


@dataclass(frozen=True)
class Order:
    """`call` is 0x text; `deadline` the last second at which it may be carried out; `nonce` any that the
    party has not used.
    """

    party: int
    nonce: int
    target: str
    call: str
    deadline: int


def signature(private_key: Any, ordered: Order, chain_id: int, members: str) -> str:
    """65 bytes as 0x text, worth nothing on another chain or in another registry."""
    domain = {"name": "Entrepot", "version": "1", "chainId": chain_id, "verifyingContract": members}
    message = asdict(ordered) | {"call": bytes.fromhex(ordered.call[2:])}
    signed = Account.sign_typed_data(private_key, domain, {"Order": FIELDS}, message)
    return "0x" + bytes(signed.signature).hex()
