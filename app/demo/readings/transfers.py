"""Transfers of credits, as the book keeps them and as its logs tell them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.demo.chain_reader import ChainReader, Log
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order

REQUESTED = "TransferRequested(address,bytes32,bytes32,uint32,uint64,bool)"
REVOKED = "TransferRevoked(address,bytes32,bytes32)"
MADE = "Transferred(address,bytes32,bytes32,uint32,uint8)"
RETURNED = "TransferReturned(address,bytes32,bytes32,uint64,uint64)"
DEMANDED = "SubstitutionDemanded(address,bytes32,bytes32,uint32)"
SUBSTITUTED = "InvoiceSubstituted(address,bytes32,bytes32,bytes32,uint64,uint64)"
LAPSED = "SubstitutionLapsed(address,bytes32,bytes32,uint64)"
TRANSFER = "(uint8,bool,uint32,uint32,uint64,uint64,bytes32)"
NAMES = ("status", "amendable", "first_beneficiary", "bank", "carved", "held", "credit")
SUBSTITUTION = "(uint8,uint32)"


@dataclass(frozen=True)
class Told:
    """One line of the history of a credit."""

    book: str
    log: Log
    name: str
    credit: str
    party: int


def told(chain: ChainReader, contracts: Contracts) -> Iterator[Told]:
    kept = transfers(chain, contracts)
    for book in contracts.get("TransferBook", []):
        for name, log in logs_in_order(chain, book, [REQUESTED, REVOKED, MADE, RETURNED]):
            transfer = kept[book, log.topic(3, "bytes32")]
            who = "bank" if name == "Transferred" else "first_beneficiary"
            yield Told(book, log, name, log.topic(2, "bytes32"), int(transfer[who]))


def set_aside(chain: ChainReader, contracts: Contracts) -> dict[tuple[str, str], int]:
    """By instrument and credit, summed over what was transferred from it."""
    found: dict[tuple[str, str], int] = {}
    for transfer in transfers(chain, contracts).values():
        place = transfer["deal"], transfer["credit"]
        found[place] = found.get(place, 0) + int(transfer["held"])
    return found


def transfers(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for book in contracts.get("TransferBook", []):
        for log in chain.logs(book, REQUESTED):
            deal, id = log.topic(1, "address"), log.topic(3, "bytes32")
            stands = chain.call(book, "transferOf(address,bytes32)", TRANSFER, deal, id)
            rows[book, id] = {
                **dict(zip(NAMES, stands, strict=True)),
                **{"deal": deal, "place": log.block * 100_000 + log.index},
            }
    return rows


def substitutions(chain: ChainReader, contracts: Contracts) -> Rows:
    """The status as it stands in the book; margins and commitments stand in the logs alone."""
    rows: Rows = {}
    for book in contracts.get("TransferBook", []):
        for name, log in logs_in_order(chain, book, [DEMANDED, SUBSTITUTED, LAPSED]):
            deal, id = log.topic(1, "address"), log.topic(3, "bytes32")
            status, until = chain.call(book, "substitutionOf(address,bytes32)", SUBSTITUTION, deal, id)
            row: dict[str, Any] = rows.setdefault((book, id), {"margin": 0, "invoice": None})
            row |= {"transferred": log.topic(2, "bytes32"), "status": status, "until": until}
            if name == "InvoiceSubstituted":
                row["invoice"], row["margin"], _ = log.values("bytes32", "uint64", "uint64")
            elif name == "SubstitutionLapsed":
                (row["margin"],) = log.values("uint64")
    return rows


READINGS: dict[str, Reading] = {
    "chain_credit_transfers": transfers,
    "chain_credit_substitutions": substitutions,
}
