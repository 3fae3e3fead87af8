"""Evidence: who stands behind a call. One person acts; two persons sign and send an order (EIP-712).

The maker signs without touching the chain, the checker's transaction carries that signature: one transaction,
four eyes. Keys are Brownie's local accounts.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, astuple, dataclass
from typing import Any

from brownie import web3
from eth_account import Account

# The last second that fits an order: for where the chain's clock is set by hand.
NEVER = 2**40 - 1
DAY = 24 * 60 * 60

FIELDS = [
    {"name": "party", "type": "uint32"},
    {"name": "nonce", "type": "uint256"},
    {"name": "target", "type": "address"},
    {"name": "call", "type": "bytes"},
    {"name": "deadline", "type": "uint40"},
]


@dataclass(frozen=True)
class Order:
    """`call` is 0x text; `deadline` the last second at which it may be carried out."""

    party: int
    nonce: int
    target: str
    call: str
    deadline: int


def order(party: int, target: Any, call: str, deadline: int = NEVER) -> Order:
    """With a nonce that the party has not used: 256 random bits."""
    return Order(party, secrets.randbits(256), str(target), call, deadline)


def within(seconds: int) -> int:
    """A deadline that far from the chain's last block."""
    return int(web3.eth.get_block("latest")["timestamp"]) + seconds


def sign(members: Any, ordered: Order, key: Any) -> str:
    """The 65 bytes of `key`'s signature, bound to this chain and this registry."""
    domain = {
        "name": "Entrepot",
        "version": "1",
        "chainId": web3.chain_id,
        "verifyingContract": members.address,
    }
    signed = Account.sign_typed_data(
        key.private_key,
        domain,
        {"Order": FIELDS},
        asdict(ordered) | {"call": bytes.fromhex(ordered.call[2:])},
    )
    return "0x" + bytes(signed.signature).hex()


def act(members: Any, operator: Any, target: Any, call: str) -> Any:
    """One person's act; returns the transaction. `call` stands after the argument as it is."""
    return operator.transfer(
        members.address, 0, data=members.act.encode_input(target) + call[2:], silent=True
    )


def perform(members: Any, sender: Any, ordered: Order, signatures: list[str]) -> Any:
    """Carries an order out; returns the transaction. A sender who is an operator of the party is its last
    person.
    """
    return members.perform(astuple(ordered), signatures, {"from": sender}, silent=True)


def together(
    members: Any, party: int, maker: Any, checker: Any, target: Any, call: str, deadline: int = NEVER
) -> Any:
    """Two persons: the maker signs, the checker sends; returns the transaction."""
    ordered = order(party, target, call, deadline)
    return perform(members, checker, ordered, [sign(members, ordered, maker)])
