"""What all readings share: rows, and where a log stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from app.demo.chain_reader import ChainReader, Log

Contracts = dict[str, list[str]]
"""Addresses by the contract's name; a name may have several, or none."""
Rows = dict[tuple[str, str], dict[str, Any]]
"""{(contract, id): {column: value}}"""
Reading = Callable[[ChainReader, Contracts], Rows]

NOBODY = "0x" + 40 * "0"
PARTY = 2**32 - 1


def logs_in_order(chain: ChainReader, contract: str, signatures: list[str]) -> Iterator[tuple[str, Log]]:
    """(event's name, log) over all signatures, in the order of the chain."""
    found = [
        (signature.partition("(")[0], log)
        for signature in signatures
        for log in chain.logs(contract, signature)
    ]
    return iter(sorted(found, key=lambda one: (one[1].block, one[1].index)))


def place_of(chain: ChainReader, log: Log) -> dict[str, Any]:
    """Where a row that stands for one log came from."""
    return {
        "at": datetime.fromtimestamp(chain.block_time(log.block), UTC),
        "block": log.block,
        "block_hash": log.block_hash,
        "transaction": log.transaction,
        "log_index": log.index,
    }


def number_in(account: str) -> int:
    """The number in the account of a party; 0 in nobody's."""
    return int(account, 16) & PARTY
