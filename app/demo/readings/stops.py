"""Authorities' orders as the book's state and logs tell them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from app.demo.chain_reader import ChainReader, Log
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order

STOPPED = "PaymentStopped(address,bytes32,uint32,uint32,uint8,bytes32)"
LIFTED = "StopLifted(address,bytes32,uint32,uint32,bytes32)"


@dataclass(frozen=True)
class Told:
    """A log of a book. `said` is what it says besides whom it is against."""

    book: str
    name: str
    log: Log
    deal: str
    id: str
    said: dict[str, Any]


def told(chain: ChainReader, contracts: Contracts, deals: Collection[str] | None = None) -> Iterator[Told]:
    """In the order of the chain, against these deals or all."""
    for book in contracts.get("StopBook", []):
        for name, log in logs_in_order(chain, book, [STOPPED, LIFTED]):
            deal = log.topic(1, "address")
            if deals is not None and deal not in deals:
                continue
            kinds, names = ["uint32", "bytes32"], ["payer", "reason"]
            if name == "PaymentStopped":
                kinds, names = ["uint32", "uint8", "bytes32"], ["payer", "ground", "reason"]
            said = dict(zip(names, log.values(*kinds), strict=True))
            authority = {"authority": log.topic(3, "uint32")}
            yield Told(book, name, log, deal, log.topic(2, "bytes32"), authority | said)


def orders(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    grounds: dict[str, int] = {}
    for one in told(chain, contracts):
        authority, payer = one.said["authority"], one.said["payer"]
        place = f"{one.deal[2:]}-{one.id[2:]}-{payer}-{authority}"
        if one.name == "PaymentStopped":
            grounds[place] = one.said["ground"]
        asked = ("isOrdered(address,bytes32,uint32,uint32)", "bool", one.deal, one.id, payer, authority)
        rows[one.book, place] = {
            **{"deal": one.deal, "subject": one.id, "payer": payer, "authority": authority},
            **{"ground": grounds[place], "stands": chain.call(one.book, *asked)},
            **{"reason": one.said["reason"], "at": chain.block_time(one.log.block)},
        }
    return rows


READINGS: dict[str, Reading] = {"chain_stop_orders": orders}
