"""Who comes when more waits than goes at once."""

from __future__ import annotations

from tests.app.chain.builders import record_document
from tests.app.chain.world import World


def states(world: World, ids: list[str]) -> list[str]:
    return [world.operation(id).status for id in ids]


def test_a_flood_of_one_number_leaves_others_their_turn(world: World) -> None:
    """SERVICE-115"""
    world.settings = world.settings.model_copy(update={"send_batch": 4})
    flood = [record_document(world) for _ in range(9)]
    late = record_document(world, "north")
    world.sender("maker").one_pass()
    assert world.operation(late).status == "sent"
    assert states(world, flood) == ["sent"] * 3 + ["queued"] * 6
    world.settle()
    assert states(world, [*flood, late]) == ["final"] * 10
    carriers = [world.operation(id).transaction_number or 0 for id in flood]
    assert carriers == sorted(carriers)


def test_a_number_has_so_many_transactions_on_their_way(world_on_anvil: World) -> None:
    """SERVICE-116"""
    world = world_on_anvil
    world.settings = world.settings.model_copy(update={"in_flight": 3})
    world.node.ask("evm_setAutomine", False)
    ids = [record_document(world) for _ in range(5)]
    other = record_document(world, party=world.parties("south")[1])
    for _ in range(2):
        world.sender("maker").one_pass()
    assert states(world, ids) == ["sent"] * 3 + ["queued"] * 2
    assert world.operation(other).status == "sent"
    world.node.ask("anvil_mine", "0x1")
    world.index()
    world.sender("maker").one_pass()
    assert states(world, ids) == ["mined"] * 3 + ["sent"] * 2
