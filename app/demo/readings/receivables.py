"""Financings and receivables: their state as the chain keeps it, their history as its logs tell it."""

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


TERMS = "(uint32,uint32,address,uint64,uint32,bytes32)"
PART = "(uint32,uint64,bytes32)"
REGISTERED = f"Registered(bytes32,{TERMS})"
MADE = f"PartMade(bytes32,bytes32,{PART},uint16)"
OF_RECEIVABLES = [
    *(REGISTERED, MADE, "Approved(bytes32)", "Disputed(bytes32,bytes32)", "DisputeEnded(bytes32)"),
    *("Reduced(bytes32,uint64,bytes32)", "Offered(bytes32,bytes32)", "OfferWithdrawn(bytes32)"),
    *("Sold(bytes32,uint32,bytes32,bool)", "Assigned(bytes32,uint32)", "Split(bytes32)"),
    *("NoticeGiven(bytes32,uint32)", "NoticeAcknowledged(bytes32,uint32)"),
    *("RecourseClaimed(bytes32,bytes32)", "Repurchased(bytes32,uint32)", "Repaid(bytes32,uint32)"),
]
RECORD = "(uint32,uint32,uint32,uint32,uint32,uint32,uint8,bool,uint8,uint16,uint16,address,uint64,bytes32)"
STANDING_NAMES = (
    *("seller", "obligor", "holder", "payee", "recourse", "due", "status", "disputed"),
    *("notice", "share", "payments", "cash", "amount", "financing"),
)
NOTHING = "0x" + 64 * "0"


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
        for contract, signatures in (("FinanceRegister", OF_FINANCINGS), ("ReceivableBook", OF_RECEIVABLES))
        for register in contracts.get(contract, [])
        for name, log in logs_in_order(chain, register, signatures)
    }


def receivables(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for book in contracts.get("ReceivableBook", []):
        whole = {log.topic(1, "bytes32"): log.topic(2, "bytes32") for log in chain.logs(book, MADE)}
        whole |= {log.topic(1, "bytes32"): "" for log in chain.logs(book, REGISTERED)}
        for id, cut_from in whole.items():
            record = chain.call(book, "receivableOf(bytes32)", RECORD, id)
            sale, claim = chain.call(book, "pendingOf(bytes32)", "(bytes32,bytes32)", id)
            rows[book, id] = {
                **dict(zip(STANDING_NAMES, record, strict=True)),
                "sale": _unless_nothing(sale),
                "claim": _unless_nothing(claim),
                "whole": cut_from,
            }
            rows[book, id]["financing"] = _unless_nothing(rows[book, id]["financing"])
    return rows


def _unless_nothing(word: str) -> str:
    return "" if word == NOTHING else word


READINGS: dict[str, Reading] = {
    "chain_financings": financings,
    "chain_fingerprints": fingerprints,
    "chain_financing_marks": marks,
    "chain_receivable_events": events,
    "chain_receivables": receivables,
}
