"""Evidence: who stands behind a call. One person acts; two persons sign and send an order.

The maker signs without touching the chain, the checker's transaction carries that signature: one transaction,
four eyes. A checker is one of Brownie's local accounts; a maker too, or whatever else has `sign`.
"""

from __future__ import annotations

import secrets
from dataclasses import astuple
from typing import Any

from brownie import web3

from scripts.signing import Order, signature

# The last second that fits an order: for where the chain's clock is set by hand.
NEVER = 2**40 - 1


def order(party: int, target: Any, call: str, deadline: int = NEVER) -> Order:
    """With a nonce that the party has not used: 256 random bits."""
    return Order(party, secrets.randbits(256), str(target), call, deadline)


def within(seconds: int) -> int:
    """A deadline that far from the chain's last block."""
    return int(web3.eth.get_block("latest")["timestamp"]) + seconds


def sign(members: Any, ordered: Order, maker: Any) -> str:
    """The maker's signature, 0x text."""
    if hasattr(maker, "sign"):
        return str(maker.sign(ordered, web3.chain_id, members.address))
    return signature(maker.private_key, ordered, web3.chain_id, members.address)


def act(members: Any, operator: Any, target: Any, call: str) -> Any:
    """One person's act; returns the transaction. `call` stands after the argument as it is."""
    data = members.act.encode_input(target) + call[2:]
    return operator.transfer(members.address, 0, data=data, silent=True)


def batch(members: Any, operator: Any, told: list[tuple[Any, str]], gas_each: int) -> Any:
    """Many acts of one key in one transaction, (target, call) each; returns it."""
    return members.batch(
        "0x" + "".join(item(*act, gas_each) for act in told), {"from": operator}, silent=True
    )


def item(target: Any, call: str, gas: int) -> str:
    """One act in a batch, in hexadecimal. `gas` is what it is given."""
    return f"{gas:08x}{len(call) // 2 - 1:08x}{str(target)[2:]}{call[2:]}"


def perform(members: Any, sender: Any, ordered: Order, signatures: list[str]) -> Any:
    """Carries an order out; returns the transaction. A sender who is an operator of the party is its last
    person.
    """
    return members.perform(astuple(ordered), signatures, {"from": sender}, silent=True)


def rehearse(members: Any, sender: Any, ordered: Order, signatures: list[str]) -> None:
    """Asks the node what would come of it, and sends nothing; raises what the contract would."""
    members.perform.call(astuple(ordered), signatures, {"from": sender})


def together(
    members: Any, party: int, maker: Any, checker: Any, target: Any, call: str, deadline: int = NEVER
) -> Any:
    """Two persons: the maker signs, the checker sends; returns the transaction."""
    ordered = order(party, target, call, deadline)
    return perform(members, checker, ordered, [sign(members, ordered, maker)])
