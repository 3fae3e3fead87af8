"""Amendments of credits: proposals as the book keeps them, and what the accepted ones made of the terms."""

from __future__ import annotations

from typing import Any

from eth_utils.crypto import keccak

from app.demo.chain_reader import ChainReader, Log
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order

CONTENTS = "(uint8,uint64,uint64,uint8,uint8,uint32,uint32,uint16,bool,bytes32)"
CONTENTS_NAMES = (
    *("changes", "increase", "decrease", "tolerance_plus", "tolerance_minus", "expiry", "latest_shipment"),
    *("presentation_days", "partial_drawings", "text"),
)
CHANGED = (
    ("tolerance_plus", "tolerance_minus"),
    ("expiry",),
    ("latest_shipment",),
    ("presentation_days",),
    ("partial_drawings",),
)
AMENDABLE = ("amount", *(name for names in CHANGED for name in names))
PROPOSED = f"AmendmentProposed(address,bytes32,bytes32,{CONTENTS})"
STATED = "AmendmentStated(address,bytes32,bytes32,bytes32,bytes32,uint64)"
EXTENDED, NOT_EXTENDED = (
    f"{name}(address,bytes32,bytes32,bytes32,uint32)"
    for name in ("ConfirmationExtended", "ConfirmationNotExtended")
)
ACCEPTED = "AmendmentAccepted(address,bytes32,bytes32,bool)"
TURNED_DOWN = "AmendmentRefused(address,bytes32,bytes32)"
AMENDED = "CreditAmended(bytes32,bytes32,uint64,uint8)"
STEPS = [PROPOSED, EXTENDED, NOT_EXTENDED, ACCEPTED, TURNED_DOWN]


def amendments(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for book in contracts["AmendmentBook"]:
        for log in chain.logs(book, PROPOSED):
            id = log.topic(3, "bytes32")
            status, *_ = chain.call(book, "proposalOf(bytes32)", "(uint8,uint32,uint32)", id)
            rows[book, id] = {
                **dict(zip(CONTENTS_NAMES, log.values(CONTENTS)[0], strict=True)),
                **{"deal": log.topic(1, "address"), "credit": log.topic(2, "bytes32"), "status": status},
                **{"place": log.block * 100_000 + log.index, "proposed_at": chain.block_time(log.block)},
                **{"answer": 0, "answered_terms": None, "presenting": None, "ended_at": None},
            }
        for name, log in logs_in_order(chain, book, [STATED, *STEPS[1:]]):
            rows[book, log.topic(3, "bytes32")] |= _told(chain, name, log)
    return rows


def _told(chain: ChainReader, name: str, log: Log) -> dict[str, Any]:
    if name == "AmendmentStated":
        base, terms, drawable = log.values("bytes32", "bytes32", "uint64")
        return {"base": base, "terms": terms, "drawable": drawable}
    if name in ("ConfirmationExtended", "ConfirmationNotExtended"):
        return {
            "answer": 1 if name == "ConfirmationExtended" else 2,
            "answered_terms": log.values("bytes32", "uint32")[0],
        }
    presenting = log.values("bool")[0] if name == "AmendmentAccepted" else None
    return {"presenting": presenting, "ended_at": chain.block_time(log.block)}


def over(terms: dict[str, Any], contents: dict[str, Any]) -> dict[str, Any]:
    """What an amendment makes of terms, `operative_document` being the commitment to all of their wording."""
    changed = {
        name: contents[name]
        for bit, names in enumerate(CHANGED)
        if contents["changes"] >> bit & 1
        for name in names
    }
    texts = bytes.fromhex(terms["operative_document"][2:] + contents["text"][2:])
    return terms | {
        "amount": terms["amount"] + contents["increase"] - contents["decrease"],
        "operative_document": "0x" + keccak(texts).hex(),
        **changed,
    }


def accepted(chain: ChainReader, contracts: Contracts) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """By instrument and credit, what the accepted amendments say, in the order of acceptance."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for book in contracts["AmendmentBook"]:
        contents = {
            log.topic(3, "bytes32"): dict(zip(CONTENTS_NAMES, log.values(CONTENTS)[0], strict=True))
            for log in chain.logs(book, PROPOSED)
        }
        for log in chain.logs(book, ACCEPTED):
            place = log.topic(1, "address"), log.topic(2, "bytes32")
            found.setdefault(place, []).append(contents[log.topic(3, "bytes32")])
    return found


def former_terms_of(
    chain: ChainReader, registry: str, credit: str, issued: dict[str, Any], contents: list[dict[str, Any]]
) -> Rows:
    """Of one credit, all versions but the operative one; `issued` are the first."""
    rows: Rows = {}
    now, hash = {name: issued[name] for name in (*AMENDABLE, "operative_document")}, credit
    hashes = [
        log.topic(2, "bytes32") for log in chain.logs(registry, AMENDED) if log.topic(1, "bytes32") == credit
    ]
    for version, (change, following) in enumerate(zip(contents, hashes, strict=True)):
        rows[registry, hash] = {
            **{name: now[name] for name in AMENDABLE},
            **{"document": now["operative_document"], "credit": credit, "version": version},
            "confirmation": chain.call(registry, "confirmationOf(bytes32,bytes32)", "uint8", credit, hash),
        }
        now, hash = over(now, change), following
    return rows


READINGS: dict[str, Reading] = {"chain_credit_amendments": amendments}
