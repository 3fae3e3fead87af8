"""Payments across banks: what is left of lines from the instrument's state, the payments from their logs."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader
from app.demo.readings.base import Contracts, Reading, Rows, place_of

CORRIDOR = "(address,address,address)"
INSTRUCTION = f"(bytes32,{CORRIDOR},uint32,uint64)"
LINES = ("Mandated(address,address,address,uint64)", "Accepted(address,address,address,uint64)")
CLEARED, RETURNED = f"Cleared(bytes32,uint32,{INSTRUCTION})", "Returned(bytes32,bytes32)"


def clearing_lines(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for registry in contracts.get("InterbankPayments", []):
        for log in (log for event in LINES for log in chain.logs(registry, event)):
            tokens = [log.topic(place, "address") for place in (1, 2, 3)]
            mandated, accepted = chain.call_with(
                registry, "lineOf", [CORRIDOR], "(uint64,uint64)", tuple(tokens)
            )
            rows[registry, ":".join(tokens)] = {
                **dict(zip(("source", "to", "settlement"), tokens, strict=True)),
                "mandated": mandated,
                "accepted": accepted,
            }
    return rows


def clearings(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for registry in contracts.get("InterbankPayments", []):
        for log in chain.logs(registry, CLEARED):
            id = log.topic(1, "bytes32")
            ((payment, (source, to, settlement), payee, amount),) = log.values(INSTRUCTION)
            rows[registry, id] = {
                "payment": payment,
                "source": source,
                "to": to,
                "settlement": settlement,
                "payer": log.topic(2, "uint32"),
                "payee": payee,
                "amount": amount,
                "status": chain.call(registry, "statusOf(bytes32)", "uint8", id),
                "reason": None,
                **place_of(chain, log),
                **dict.fromkeys(f"returned_{name}" for name in place_of(chain, log)),
            }
        for log in chain.logs(registry, RETURNED):
            back = {f"returned_{name}": value for name, value in place_of(chain, log).items()}
            rows[registry, log.topic(1, "bytes32")] |= {"reason": log.values("bytes32")[0], **back}
    return rows


READINGS: dict[str, Reading] = {
    "chain_clearing_lines": clearing_lines,
    "chain_clearings": clearings,
}
