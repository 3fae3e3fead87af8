"""Assignments of proceeds as the book's state tells them, and what was drawn of each."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader
from app.demo.readings.base import Contracts, Reading, Rows

ASSIGNED = "Assigned(bytes32,address,bytes32,uint32,uint64,bytes32)"
ACKNOWLEDGED = "AssignmentAcknowledged(bytes32,uint32,uint64)"
DRAWN = "AssignmentDrawn(bytes32,bytes32,uint32,uint64)"
ASSIGNMENT = "(uint8,uint32,uint64,uint64,address,bytes32)"
NAMES = ("status", "assignee", "amount", "paid", "deal", "credit")


def assignments(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for book in contracts.get("AssignmentBook", []):
        for log in chain.logs(book, ASSIGNED):
            id = log.topic(1, "bytes32")
            kept = dict(zip(NAMES, chain.call(book, "assignmentOf(bytes32)", ASSIGNMENT, id), strict=True))
            deed = log.values("uint32", "uint64", "bytes32")[2]
            rows[book, id] = kept | {"deed": deed, "assigned_at": chain.block_time(log.block)}
    return rows


def acknowledgements(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (book, log.place): {
            "assignment": log.topic(1, "bytes32"),
            "bank": log.topic(2, "uint32"),
            "ahead": log.values("uint64")[0],
            "place": log.block * 100_000 + log.index,
            "at": chain.block_time(log.block),
        }
        for book in contracts.get("AssignmentBook", [])
        for log in chain.logs(book, ACKNOWLEDGED)
    }


def shares(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (book, log.place): {
            "assignment": log.topic(1, "bytes32"),
            "drawing": log.topic(2, "bytes32"),
            "bank": log.topic(3, "uint32"),
            "amount": log.values("uint64")[0],
            "place": log.block * 100_000 + log.index,
            "at": chain.block_time(log.block),
            "tx_hash": log.transaction,
        }
        for book in contracts.get("AssignmentBook", [])
        for log in chain.logs(book, DRAWN)
    }


READINGS: dict[str, Reading] = {
    "chain_credit_assignments": assignments,
    "chain_credit_acknowledgements": acknowledgements,
    "chain_credit_shares": shares,
}
