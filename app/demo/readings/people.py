"""Parties, keys, instruments, limits: from MemberRegistry's state."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader
from app.demo.readings.base import Contracts, Reading, Rows


def parties(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for members in contracts["MemberRegistry"]:
        logs = chain.logs(members, "PartyAdmitted(uint32,uint16,bytes32)")
        numbers = [log.topic(1, "uint32") for log in logs]
        answers = chain.call_each(members, "partyOf(uint32)", "(uint8,uint16,bytes32)", numbers)
        for number, answer in zip(numbers, answers, strict=True):
            rows[members, str(number)] = dict(zip(("status", "roles", "organisation"), answer, strict=True))
    return rows


def keys(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for members in contracts["MemberRegistry"]:
        numbers = [int(id) for registry, id in parties(chain, contracts) if registry == members]
        of_each = chain.call_each(members, "keysOf(uint32)", "address[]", numbers)
        found = [key for keys in of_each for key in keys]
        shape = "(uint32,uint32,uint32,uint32,uint16,bool)"
        for key, answer in zip(
            found, chain.call_each(members, "operatorOf(address)", shape, found), strict=True
        ):
            names = ("party", "person", "may_make", "may_check")
            rows[members, key] = dict(zip(names, answer[:4], strict=True))
    return rows


def instruments(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for members in contracts["MemberRegistry"]:
        for log in chain.logs(members, "InstrumentSet(address,uint16,uint8,uint8)"):
            address = log.topic(1, "address")
            answer = chain.call(members, "instrumentOf(address)", "(uint8,uint8,uint16)", address)
            rows[members, address] = dict(zip(("status", "capabilities", "number"), answer, strict=True))
    return rows


def limits(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for members in contracts["MemberRegistry"]:
        for signature in ("CeilingSet(uint32,address,uint64)", "LimitSet(uint32,address,uint64)"):
            for log in chain.logs(members, signature):
                party, asset = log.topic(1, "uint32"), log.topic(2, "address")
                both = chain.call(members, "limitOf(uint32,address)", "(uint64,uint64)", party, asset)
                rows[members, f"{party}:{asset}"] = {
                    **{"party": party, "asset": asset},
                    **dict(zip(("ceiling", "own"), both, strict=True)),
                }
    return rows


READINGS: dict[str, Reading] = {
    "chain_parties": parties,
    "chain_keys": keys,
    "chain_instruments": instruments,
    "chain_limits": limits,
}
