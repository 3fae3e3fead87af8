"""Links between credits as the book's state tells them."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader
from app.demo.readings.base import Contracts, Reading, Rows

OFFERED = "CollateralOffered(bytes32,bytes32,uint32,address,uint32,uint64,bytes32)"
LINK = "(uint8,uint32,uint32,uint64,address,bytes32,bytes32)"
NAMES = ("status", "beneficiary", "bank", "amount", "deal", "master", "second")


def links(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for book in contracts.get("CollateralBook", []):
        for log in chain.logs(book, OFFERED):
            id = log.topic(1, "bytes32")
            purpose = log.values("address", "uint32", "uint64", "bytes32")[3]
            kept = dict(zip(NAMES, chain.call(book, "linkOf(bytes32)", LINK, id), strict=True))
            rows[book, id] = kept | {"purpose": purpose}
    return rows


READINGS: dict[str, Reading] = {"chain_collateral_links": links}
