"""What was begun in a version of an instrument and has not ended: it ends there, before the version closes.

toolbox/brownie run unfinished --network live address=0x…
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from brownie import web3
from eth_utils import to_checksum_address

from scripts import desk
from scripts.deploy import Deployed, at
from scripts.saying import Refused, command, say


@dataclass(frozen=True)
class Begun:
    """`events` tell what was begun, first what names it, of these `kinds`; `view`, asked with that, tells how
    it stands, of which `is_open` says the rest.
    """

    events: tuple[str, ...]
    view: str
    is_open: Callable[[Any], bool]
    kinds: tuple[str, ...] = ("bytes32",)


# As the contracts number their states. A credit with documents under way is open, whatever is left to draw.
BEGUN = {
    "LetterOfCredit": Begun(
        ("CreditIssued",), "creditOf", lambda credit: credit["status"] in (1, 2) or credit["open"] > 0
    ),
    "DvpEscrow": Begun(("Funded",), "statusOf", lambda status: status == 1),
    "MilestoneEscrow": Begun(("Funded",), "stateOf", lambda state: state["status"] in (1, 2)),
    "StandbyCredit": Begun(("StandbyIssued",), "liabilityOf", lambda liability: liability[0] > 0),
    # An order, by deal and id: it is lifted before the book closes, for nobody lifts it afterwards.
    "StopBook": Begun(("PaymentStopped",), "ordersOf", lambda orders: orders > 0, ("address", "bytes32")),
    # What another bank has advanced, which the issuing bank makes good through this book if drawings do not.
    "AdvanceBook": Begun(
        ("AdvanceAsked",),
        "advanceOf",
        lambda advance: advance["status"] == 2 and advance["bank"] != advance["issuingBank"],
    ),
    "CollateralBook": Begun(("CollateralOffered",), "linkOf", lambda link: link["status"] in (1, 2)),
    "PledgeBook": Begun(("Pledged",), "pledgeOf", lambda pledge: pledge["status"] in (1, 2)),
    "ReceivableBook": Begun(
        ("Registered", "PartMade"), "receivableOf", lambda receivable: receivable["status"] in (1, 2)
    ),
}


def unfinished(deployed: Deployed, address: str) -> list[str]:
    """Ids, in the order in which they were begun; of what is in another contract, `<id> in <address>`. Of
    other instruments nothing stays open.
    """
    entry = next((e for e in deployed.record.contracts if e["address"].lower() == address.lower()), None)
    if entry is None:
        raise Refused(f"{address} is no recorded instrument.")
    begun = BEGUN.get(entry["contract"])
    if begun is None:
        return []
    version = at(entry)
    standing = getattr(version, begun.view)
    named = _named(version, entry, begun)
    return [" in ".join(reversed(names)) for names in named if begun.is_open(standing(*names))]


def _named(version: Any, entry: dict[str, Any], begun: Begun) -> list[tuple[str, ...]]:
    logs = web3.eth.get_logs(
        {
            "fromBlock": int(entry["block"]),
            "toBlock": "latest",
            "address": version.address,
            "topics": [[version.topics[event] for event in begun.events]],
        }
    )
    return list(dict.fromkeys(_names(log["topics"][1:], begun.kinds) for log in logs))


def _names(topics: Sequence[bytes], kinds: tuple[str, ...]) -> tuple[str, ...]:
    given = zip(topics, kinds, strict=False)
    return tuple(
        to_checksum_address(bytes(topic)[12:]) if kind == "address" else "0x" + bytes(topic).hex()
        for topic, kind in given
    )


@command
def main(address: str, parameters: str = "", state: str = "") -> None:
    left = unfinished(desk.deployed_here(parameters, state), address)
    say("\n".join([f"{len(left)} not finished.", *left]))
