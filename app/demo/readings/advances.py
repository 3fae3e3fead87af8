"""Advances under red and green clauses as the book's state tells them, and what was deducted for each."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order

ASKED = "AdvanceAsked(bytes32,address,bytes32,uint32,uint64,bytes32,bytes32)"
ADVANCED = "Advanced(bytes32,uint32)"
DEDUCTED = "AdvanceDeducted(bytes32,bytes32,uint32,uint64)"
ADVANCE = "(uint8,uint32,uint32,uint32,uint64,uint64,address,address,bytes32)"


def advances(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for book in contracts.get("AdvanceBook", []):
        for name, log in logs_in_order(chain, book, [ASKED, ADVANCED]):
            id, place = log.topic(1, "bytes32"), log.block * 100_000 + log.index
            if name == "Advanced":
                rows[book, id]["advanced"] = place
                continue
            status, _, _, _, _, back, _, _, _ = chain.call(book, "advanceOf(bytes32)", ADVANCE, id)
            bank, amount, receipt, warehouse = log.values("uint32", "uint64", "bytes32", "bytes32")
            rows[book, id] = {
                **{"deal": log.topic(2, "address"), "credit": log.topic(3, "bytes32"), "bank": bank},
                **{"amount": amount, "receipt": receipt, "warehouse": warehouse, "back": back},
                **{"status": status, "asked_at": chain.block_time(log.block), "place": place, "advanced": 0},
            }
    return rows


def deductions(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (book, log.place): {
            "advance": log.topic(1, "bytes32"),
            "drawing": log.topic(2, "bytes32"),
            "payer": log.topic(3, "uint32"),
            "amount": log.values("uint64")[0],
            "place": log.block * 100_000 + log.index,
            "at": chain.block_time(log.block),
            "tx_hash": log.transaction,
        }
        for book in contracts.get("AdvanceBook", [])
        for log in chain.logs(book, DEDUCTED)
    }


READINGS: dict[str, Reading] = {
    "chain_credit_advances": advances,
    "chain_credit_deductions": deductions,
}
