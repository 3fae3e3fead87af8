"""Records the life of a bill from real transactions on Ganache, for `replay`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.service.replay import Recording
from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade, a_deal
from tests.app.chain.nodes import ganache
from tests.app.chain.world import build_world
from tests.app.operations.builders import Interface


def record(folder: Path) -> Recording:
    """Issued to order, handed over and back, nominated, handed over with title, surrendered, delivered."""
    with (
        ganache() as node,
        build_world(node, folder, numbers=3, all_instruments=True) as world,
    ):
        trade = Trade(world, Interface(world), a_deal(world, SHIPPER, CARRIER))
        bill = trade.issue()
        trade.act(SHIPPER, bill, "transfer-holder", to=LEI[CARRIER])
        trade.act(CARRIER, bill, "transfer-holder", to=LEI[SHIPPER])
        trade.act(SHIPPER, bill, "nominate", to=LEI[CARRIER])
        trade.act(SHIPPER, bill, "transfer-both", to=LEI[CARRIER])
        trade.act(CARRIER, bill, "surrender")
        trade.act(CARRIER, bill, "surrender/accept")
        contract = world.deployment.contract("BillOfLading").address
        asked = {"fromBlock": "0x0", "toBlock": "latest", "address": contract}
        steps: dict[str, list[dict[str, Any]]] = {}
        for log in world.node.ask("eth_getLogs", asked):
            if any(bill[2:] in topic for topic in log["topics"]):
                steps.setdefault(log["transactionHash"], []).append(log)
        written = json.loads((folder / "deployments" / "test.json").read_text())
    # Read from the first block that the replaying node has.
    written["contracts"] = [entry | {"block": 1} for entry in written["contracts"]]
    return Recording(written, bill, list(steps.values()))
