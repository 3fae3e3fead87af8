"""The worked example of docs/signing.md runs. SORDERS-14"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest

from examples.sign_order import call_of, give, order_of, signature_of
from tests.app.chain.nodes import ROOT
from tests.app.chain.world import World
from tests.app.operations.builders import Interface
from tests.app.orders.builders import add_key_outside, key_of, outside, record_outside, with_outsiders


def client(interface: Interface, role: str) -> Any:
    """The interface as the example's client reaches it."""
    api = Interface(interface.world).http
    api.headers["Authorization"] = f"Bearer {interface.world.tokens['south', outside(role)]}"
    return api


def test_the_example_signs_what_two_persons_order(world: World) -> None:
    with_outsiders(world)
    interface, id = Interface(world), add_key_outside(world)
    for role in ("maker", "checker"):
        api = client(interface, role)
        order = order_of(api, id)
        key = "0x" + key_of(world, "south", role, order["party"]).hex()
        abis = world.settings.deployment_file.parent / "abi"
        api.headers["Prefer"] = "wait=0"
        give(api, id, signature_of(order, key, abis))
        world.settle()
    assert world.operation(id).status == "final"


def test_the_example_does_not_sign_what_it_was_not_shown(world: World) -> None:
    with_outsiders(world)
    order = order_of(client(Interface(world), "maker"), record_outside(world))
    abis = world.settings.deployment_file.parent / "abi"
    assert order["typed_data"]["message"]["call"] == "0x" + call_of(order, abis).hex()
    order["arguments"]["document"] = "0x" + secrets.token_bytes(32).hex()
    with pytest.raises(ValueError, match="do not sign it"):
        signature_of(order, "0x" + "11" * 32, abis)


def test_the_page_shows_the_example_as_it_is() -> None:
    page = (ROOT / "docs" / "signing.md").read_text()
    example = (ROOT / "examples" / "sign_order.py").read_text()
    shown = page.partition("```python\n")[2].partition("```")[0]
    assert shown
    assert shown in example
    assert Path("examples/sign_order.py").name in page
