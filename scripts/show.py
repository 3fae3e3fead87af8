"""What is deployed, and how it stands.

toolbox/brownie run show --network live
"""

from __future__ import annotations

from brownie import web3

from scripts import desk
from scripts.deploy import Deployed
from scripts.saying import command, say

STATUSES = ("not listed", "open", "closing", "closed")


@command
def main(parameters: str = "", state: str = "") -> None:
    say("\n".join(lines(desk.deployed_here(parameters, state))))


def lines(deployed: Deployed) -> list[str]:
    consortium, params = deployed.consortium, deployed.params
    seats = ", ".join(str(seat) for seat in consortium.seats())
    return [
        f"{params.network}: chain {web3.chain_id}, block {web3.eth.block_number}, {params.record}",
        f"{consortium.threshold()} of seats {seats} decide; {consortium.delay()} seconds of delay",
        *(_line(deployed, entry) for entry in deployed.record.contracts),
    ]


def _line(deployed: Deployed, entry: dict[str, int | str]) -> str:
    status = STATUSES[deployed.members.instrumentOf(entry["address"])[0]]
    cash = f", {entry['issuer']}'s {entry['currency']:03d}" if "issuer" in entry else ""
    return f"{entry['contract']:<17} {entry['address']} since block {entry['block']}, {status}{cash}"
