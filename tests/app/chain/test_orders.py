"""The order's digest is the contract's."""

from __future__ import annotations

from app.chain.orders import Order
from tests.app.chain.world import World


def test_our_digest_of_an_order_is_the_one_that_the_registry_computes(world: World) -> None:
    """SERVICE-9"""
    target = world.deployment.contract("DocumentRegistry").address
    order = Order(4_000_000_007, 2**255 + 3, target, b"\x01\x02\x03", 1_800_000_000)
    given = (order.party, order.nonce, order.target, order.call, order.deadline)
    (theirs,) = world.view("MemberRegistry", "digestOf", given)
    assert theirs == "0x" + order.digest(world.deployment).hex()
