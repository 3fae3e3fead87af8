"""Financings: their state as the chain keeps it, their history as its logs tell it."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order, place_of

FINANCING = "(uint32,uint16,bytes32[],bytes32)"
RESERVED = f"FinancingReserved(bytes32,{FINANCING},uint40)"
OF_FINANCINGS = [
    *(RESERVED, "FinancingRenewed(bytes32,uint40)", "Financed(bytes32,uint16)"),
    *("FinancingSettled(bytes32)", "FinancingDisputed(bytes32,bytes32)"),
    *("FinancingReleased(bytes32)", "FinancingLapsed(bytes32)"),
]


def financings(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    told = ("financier", "share", "fingerprints", "salt")
    standing = ("financier", "share", "status", "renewals", "keeper", "until")
    kinds = "(uint32,uint16,uint8,uint8,uint16,uint40)"
    for register in contracts.get("FinanceRegister", []):
        for log in chain.logs(register, RESERVED):
            id = log.topic(1, "bytes32")
            contents = log.values(FINANCING, "uint40")[0]
            now = chain.call(register, "financingOf(bytes32)", kinds, id)
            rows[register, id] = {
                **dict(zip(told, contents, strict=True)),
                **dict(zip(standing, now, strict=True)),
            }
    return rows


def fingerprints(chain: ChainReader, contracts: Contracts) -> Rows:
    kinds, names = "(uint16,uint16,uint32,uint40)", ("taken", "unused", "last", "since")
    return {
        (register, fingerprint): dict(
            zip(names, chain.call(register, "standingOf(bytes32)", kinds, fingerprint), strict=True)
        )
        for register in contracts.get("FinanceRegister", [])
        for log in chain.logs(register, RESERVED)
        for fingerprint in log.values(FINANCING, "uint40")[0][2]
    }


def marks(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (register, f"{log.place}-{place}"): {
            "financing": log.topic(1, "bytes32"),
            "fingerprint": fingerprint,
        }
        for register in contracts.get("FinanceRegister", [])
        for log in chain.logs(register, RESERVED)
        for place, fingerprint in enumerate(log.values(FINANCING, "uint40")[0][2])
    }


def events(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (register, log.place): {**place_of(chain, log), "subject": log.topic(1, "bytes32"), "event": name}
        for register in contracts.get("FinanceRegister", [])
        for name, log in logs_in_order(chain, register, OF_FINANCINGS)
    }


READINGS: dict[str, Reading] = {
    "chain_financings": financings,
    "chain_fingerprints": fingerprints,
    "chain_financing_marks": marks,
    "chain_receivable_events": events,
}
