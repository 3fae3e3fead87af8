"""A second version of an instrument beside the first, as `deploy version` and `instruments succeed` bring it
to a chain; and the service as it is started then, with both in its deployment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from eth_abi.abi import encode as abi_encode

from app.chain.orders import REGISTRY
from app.surroundings import database_of
from scripts.parameters import BESIDE, INSTRUMENTS
from tests.app.chain.world import World, compiled

OPEN, CLOSING = 1, 2


@contextmanager
def succeeded(world: World, name: str) -> Iterator[World]:
    """By one vote the new one is opened and the old one only finishes what was begun in it; in the end by
    another the other way round, for those who share the chain.
    """
    registry, old = world.deployment.contract(REGISTRY), world.deployment.contract(name)
    beside = [world.deployment.contract(other).address for other in BESIDE.get(name, {}).values()]
    given = [registry.address, *beside]
    code = bytes.fromhex(compiled()[name]["bytecode"]) + abi_encode(["address"] * len(given), given)
    receipt = world.transact(None, code)
    made = {
        "contract": name,
        "address": receipt["contractAddress"],
        "block": int(receipt["blockNumber"], 16),
    }
    file = world.settings.deployment_file
    before = file.read_text()
    written = json.loads(before)
    file.write_text(json.dumps(written | {"contracts": [*written["contracts"], made]}))

    def vote(closing: str, opened: str) -> None:
        world.by_consortium(
            registry.address,
            [
                world.deployment.encode(REGISTRY, "setInstrument", address, status, INSTRUMENTS[name])
                for address, status in ((closing, CLOSING), (opened, OPEN))
            ],
        )

    vote(old.address, made["address"])
    database = database_of(world.settings)
    try:
        yield replace(world, database=database, deployment=database.surroundings["deployment"])
    finally:
        database.close()
        vote(made["address"], old.address)
        file.write_text(before)
