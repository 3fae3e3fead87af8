"""What each mirrored table should hold, read from the chain's state and logs: {(contract, id): {column: value}}.

Where the chain keeps a thing as state, the state is asked and the logs only say which ids there are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app.demo.chain_reader import ChainReader, Log

Contracts = dict[str, list[str]]
Rows = dict[tuple[str, str], dict[str, Any]]
Reading = Callable[[ChainReader, Contracts], Rows]

NOBODY = "0x" + 40 * "0"
PARTY = 2**32 - 1


def parties(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for members in contracts["MemberRegistry"]:
        for log in chain.logs(members, "PartyAdmitted(uint32,uint16,bytes32)"):
            number = log.topic(1, "uint32")
            answer = chain.call(members, "partyOf(uint32)", "(uint8,uint16,bytes32)", number)
            rows[members, str(number)] = dict(zip(("status", "roles", "organisation"), answer, strict=True))
    return rows


def keys(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for members in contracts["MemberRegistry"]:
        for party in {id for _, id in parties(chain, contracts)}:
            for key in chain.call(members, "keysOf(uint32)", "address[]", int(party)):
                answer = chain.call(
                    members, "operatorOf(address)", "(uint32,uint32,uint32,uint32,uint16,bool)", key
                )
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


def documents(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for registry in contracts["DocumentRegistry"]:
        replaced = {
            log.topic(1, "bytes32"): log.topic(2, "bytes32")
            for log in chain.logs(registry, "Superseded(bytes32,bytes32,uint16)")
        }
        first = {log.topic(1, "bytes32") for log in chain.logs(registry, "Recorded(bytes32,uint32)")}
        for id in first | set(replaced.values()):
            answer = chain.call(registry, "documentOf(bytes32)", "(uint32,uint16,uint8,uint40)", id)
            rows[registry, id] = {
                **dict(zip(("issuer", "version", "status", "recorded"), answer, strict=True)),
                "predecessor": next((old for old, new in replaced.items() if new == id), None),
                "successor": replaced.get(id),
            }
    return rows


TRANSFER = "Transfer(address,address,uint256)"


def cash_balances(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    for token in contracts.get("DepositToken", []):
        for log in chain.logs(token, TRANSFER):
            for account in {log.topic(1, "address"), log.topic(2, "address")} - {NOBODY}:
                amount = chain.call(token, "balanceOf(address)", "uint256", account)
                rows[token, account] = {"party": _party(chain, contracts, account), "amount": amount}
    return rows


def cash_supplies(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (token, "total"): {"amount": chain.call(token, "totalSupply()", "uint256")}
        for token in contracts.get("DepositToken", [])
        if chain.logs(token, TRANSFER)
    }


def cash_frozen(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (token, str(party)): {}
        for token in contracts.get("DepositToken", [])
        for party in {log.topic(1, "uint32") for log in chain.logs(token, "Frozen(uint32)")}
        if chain.call(token, "isFrozen(uint32)", "bool", party)
    }


def cash_payments(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (token, log.place): {"payment": log.topic(1, "bytes32")}
        for token in contracts.get("DepositToken", [])
        for log in chain.logs(token, "Settled(bytes32)")
    }


def cash_movements(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    payments = cash_payments(chain, contracts)
    for token in contracts.get("DepositToken", []):
        for log in chain.logs(token, TRANSFER):
            payer, payee = (_account(log.topic(place, "address")) for place in (1, 2))
            paid_for = payments.get((token, f"{log.block}-{log.index - 1}"))
            rows[token, log.place] = {
                **_place_of(chain, log),
                "kind": _kind(payer, payee, paid_for is not None),
                "payer": payer,
                "payee": payee,
                "payer_party": _party(chain, contracts, payer) if payer else None,
                "payee_party": _party(chain, contracts, payee) if payee else None,
                "amount": log.values("uint256")[0],
                "payment": paid_for["payment"] if paid_for else None,
            }
    return rows


def _place_of(chain: ChainReader, log: Log) -> dict[str, Any]:
    """Where a row that stands for one log came from."""
    return {
        "at": datetime.fromtimestamp(chain.block_time(log.block), UTC),
        "block": log.block,
        "block_hash": log.block_hash,
        "transaction": log.transaction,
        "log_index": log.index,
    }


def _account(address: str) -> str | None:
    return None if address == NOBODY else address


def _party(chain: ChainReader, contracts: Contracts, account: str) -> int | None:
    """The number in an account, if such a number was ever admitted; an instrument's own account has none."""
    number = int(account, 16) & PARTY
    members = contracts["MemberRegistry"][0]
    status, *_ = chain.call(members, "partyOf(uint32)", "(uint8,uint16,bytes32)", number)
    return number if status else None


def _kind(payer: str | None, payee: str | None, settles: bool) -> str:
    if payer is None:
        return "minted"
    if payee is None:
        return "redeemed"
    return "settled" if settles else "transferred"


READINGS: dict[str, Reading] = {
    "chain_parties": parties,
    "chain_keys": keys,
    "chain_instruments": instruments,
    "chain_limits": limits,
    "chain_documents": documents,
    "chain_cash_balances": cash_balances,
    "chain_cash_supplies": cash_supplies,
    "chain_cash_frozen": cash_frozen,
    "chain_cash_payments": cash_payments,
    "chain_cash_movements": cash_movements,
}
