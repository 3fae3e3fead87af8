"""Exchanges of deposits: offers from the instrument's state, their history from its logs."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader, Log
from app.demo.readings.base import Contracts, Reading, Rows, logs_in_order, place_of

LEG = "(uint32,address,uint64,bytes32)"
TERMS = f"({LEG},{LEG},bytes32)"
OFFERED = "Offered(bytes32,uint32,uint40)"
EXCHANGED = f"Exchanged(bytes32,{TERMS})"
STEPS = [OFFERED, "Withdrawn(bytes32,uint32)", EXCHANGED]


def exchange_offers(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for registry in contracts.get("CurrencyExchange", []):
        for log in chain.logs(registry, OFFERED):
            exchange, party = log.topic(1, "bytes32"), log.topic(2, "uint32")
            status, until = chain.call(registry, "offerOf(uint32,bytes32)", "(uint8,uint40)", party, exchange)
            rows[registry, f"{party}:{exchange}"] = {"until": until, "status": status}
    return rows


def exchange_steps(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (registry, log.place): {
            "offer": f"{_party(name, log)}:{log.topic(1, 'bytes32')}",
            "event": name,
            **place_of(chain, log),
        }
        for registry in contracts.get("CurrencyExchange", [])
        for name, log in logs_in_order(chain, registry, STEPS)
    }


def _party(name: str, log: Log) -> int:
    """Who offered: named by the event, or first in the terms."""
    return int(log.values(TERMS)[0][0][0] if name == "Exchanged" else log.topic(2, "uint32"))


READINGS: dict[str, Reading] = {
    "chain_exchange_offers": exchange_offers,
    "chain_exchange_steps": exchange_steps,
}
