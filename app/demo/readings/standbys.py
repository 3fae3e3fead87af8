"""Standbys, demands and amendments as the chain keeps them; who agreed or stopped, as its logs tell."""

from __future__ import annotations

from typing import Any

from app.demo.chain_reader import ChainReader, Log
from app.demo.readings import stops
from app.demo.readings.base import Contracts, Reading, Rows, place_of

TERMS = (
    "(uint32,uint32,uint32,uint32,address,uint64,uint32,uint32,uint32,"
    "uint16,uint16,bool,bool,bytes32,bytes32)"
)
STANDBY = "(uint8,uint8,bool,bool,bool,uint16,uint16,uint16,uint16,uint32,uint32,uint64,uint64,uint64,uint64)"
DEMAND, LIES = "(uint32,uint64,uint32,uint32,bytes32)", "(uint8,uint32,uint32,uint32,uint32,uint16)"
FINDING, EXAMINATION = "(bool,uint40,uint40,uint32,bytes32)", "(uint8,bool,uint40,uint40,uint32,uint40)"
AMENDMENT = "(uint16,uint64,uint64,uint32,uint32,bytes32)"
ISSUED = f"StandbyIssued(bytes32,{TERMS})"
DEMANDED = f"Demanded(bytes32,bytes32,uint32,uint16,{DEMAND})"
EXAMINED = f"DemandExamined(bytes32,bytes32,uint32,{FINDING})"
FORWARDED = "DemandForwarded(bytes32,bytes32,uint32)"
OFFERED = f"AmendmentOffered(bytes32,bytes32,{AMENDMENT})"
AGREED = "AgreedTo(bytes32,bytes32,uint32)"
CONSENTED = "StandbyCancellationAgreed(bytes32,uint32)"
# Of each event: the names of its topics after the standby, and the kinds and names of its plain data.
TOLD: dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    ISSUED: ((), ()),
    "StandbyConfirmed(bytes32,uint32,uint64)": (("bank",), (("uint64", "amount"),)),
    DEMANDED: (("demand",), (("uint32", "expiry"), ("uint16", "version"))),
    EXAMINED: (("demand", "bank"), ()),
    "DemandWaived(bytes32,bytes32)": (("demand",), ()),
    "DemandHonoured(bytes32,bytes32,uint32,uint32)": (("demand", "bank"), (("uint32", "payee"),)),
    FORWARDED: (("demand",), (("uint32", "received"),)),
    "Dishonoured(bytes32,bytes32,uint32,bytes32,uint16,uint8)": (
        ("demand", "bank"),
        (("bytes32", "notice"), ("uint16", "discrepancies"), ("uint8", "timing")),
    ),
    "DishonourPrecluded(bytes32,bytes32,uint32,bytes32,uint8)": (
        ("demand", "bank"),
        (("bytes32", "notice"), ("uint8", "reason")),
    ),
    "DemandWithdrawn(bytes32,bytes32)": (("demand",), ()),
    AGREED: (("subject", "party"), ()),
    "Extended(bytes32,bytes32,uint32,uint32,uint16)": (
        ("demand",),
        (("uint32", "expiry"), ("uint32", "finalExpiry"), ("uint16", "version")),
    ),
    OFFERED: (("amendment",), ()),
    "AmendmentAccepted(bytes32,bytes32,uint64,uint32,uint32,uint16)": (
        ("amendment",),
        (("uint64", "amount"), ("uint32", "expiry"), ("uint32", "finalExpiry"), ("uint16", "version")),
    ),
    "AmendmentRejected(bytes32,bytes32)": (("amendment",), ()),
    "NonExtensionNotified(bytes32,uint32,bytes32)": ((), (("uint32", "expiry"), ("bytes32", "notice"))),
    CONSENTED: (("party",), ()),
    "StandbyCancelled(bytes32)": ((), ()),
}
SUBJECTS = ("demand", "subject", "amendment")


def standbys(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for contract in contracts.get("StandbyCredit", []):
        for log in chain.logs(contract, ISSUED):
            id = log.topic(1, "bytes32")
            (terms,) = log.values(TERMS)
            now = chain.call(contract, "standbyOf(bytes32)", STANDBY, id)
            standing = (
                *("status", "consents", "confirmed", "ends", "stopped", "open", "version", "extension"),
                *("notice_days", "expiry", "final_expiry", "amount", "reserved", "advanced", "honoured"),
            )
            kept = dict(zip(standing, now, strict=True))
            del kept["stopped"]
            rows[contract, id] = {
                **dict(zip(("issuer", "applicant", "beneficiary", "confirmer", "cash"), terms, strict=False)),
                "documents": terms[13],
                "text": terms[14],
                **kept,
                "consents": [log.topic(2, "uint32") for log in _of(chain, contract, CONSENTED, id)],
            }
    return rows


def demands(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for contract in contracts.get("StandbyCredit", []):
        for log in chain.logs(contract, DEMANDED):
            standby, id = log.topic(1, "bytes32"), log.topic(2, "bytes32")
            _, _, contents = log.values("uint32", "uint16", DEMAND)
            lies = chain.call(contract, "demandOf(bytes32,bytes32)", LIES, standby, id)
            came = [log, *(one for one in chain.logs(contract, FORWARDED) if one.topic(2, "bytes32") == id)]
            told = ("presented_to", "amount", "presented", "extend_to", "documents")
            standing = ("status", "bank", "payer", "received", "expiry", "version")
            rows[contract, id] = {
                "standby": standby,
                **dict(zip(told, contents, strict=True)),
                **dict(zip(standing, lies, strict=True)),
                "received_at": chain.block_time(came[-1].block),
                "findings": _findings(chain, contract, id),
                "agreed": _agreed(chain, contract, id),
            }
    return rows


def amendments(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for contract in contracts.get("StandbyCredit", []):
        for log in chain.logs(contract, OFFERED):
            standby, id = log.topic(1, "bytes32"), log.topic(2, "bytes32")
            (contents,) = log.values(AMENDMENT)
            told = ("number", "increase", "decrease", "expiry", "final_expiry", "text")
            rows[contract, id] = {
                "standby": standby,
                **dict(zip(told, contents, strict=True)),
                "status": chain.call(contract, "amendmentOf(bytes32,bytes32)", "uint8", standby, id),
                "agreed": _agreed(chain, contract, id),
            }
    return rows


def events(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for contract in contracts.get("StandbyCredit", []):
        for signature, (topics, plain) in TOLD.items():
            for log in chain.logs(contract, signature):
                said = {
                    name: log.topic(place, "bytes32" if name in SUBJECTS else "uint32")
                    for place, name in enumerate(topics, start=2)
                }
                kinds = [kind for kind, _ in plain]
                said |= dict(zip((name for _, name in plain), log.values(*kinds), strict=True))
                subject = next((said.pop(name) for name in SUBJECTS if name in said), None)
                rows[contract, log.place] = {
                    "standby": log.topic(1, "bytes32"),
                    "event": signature.partition("(")[0],
                    "subject": subject,
                    "said": said,
                    **place_of(chain, log),
                }
    for one in stops.told(chain, contracts, contracts.get("StandbyCredit", [])):
        rows[one.book, one.log.place] = {
            **{"standby": one.id, "event": one.name, "subject": None, "said": one.said},
            **place_of(chain, one.log),
        }
    return rows


def _of(chain: ChainReader, contract: str, signature: str, standby: str) -> list[Log]:
    return [log for log in chain.logs(contract, signature) if log.topic(1, "bytes32") == standby]


def _agreed(chain: ChainReader, contract: str, subject: str) -> list[int]:
    logs = chain.logs(contract, AGREED)
    return [log.topic(3, "uint32") for log in logs if log.topic(2, "bytes32") == subject]


def _findings(chain: ChainReader, contract: str, demand: str) -> dict[str, list[Any]]:
    """The status as the state has it now, the rest as it was found."""
    found = {}
    for log in chain.logs(contract, EXAMINED):
        if log.topic(2, "bytes32") != demand:
            continue
        bank = log.topic(3, "uint32")
        kept = chain.call(contract, "examinationOf(bytes32,uint32)", EXAMINATION, demand, bank)
        status, complies, third, seventh, last_day, examined = kept
        calendar = log.values(FINDING)[0][4]
        found[str(bank)] = [status, complies, third, seventh, last_day, calendar, examined]
    return found


READINGS: dict[str, Reading] = {
    "chain_standbys": standbys,
    "chain_standby_demands": demands,
    "chain_standby_amendments": amendments,
    "chain_standby_events": events,
}
