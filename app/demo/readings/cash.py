"""Deposits: balances and supply from the tokens' state, movements from their logs."""

from __future__ import annotations

from app.demo.chain_reader import ChainReader
from app.demo.readings.base import NOBODY, Contracts, Reading, Rows, number_in, place_of

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
                **place_of(chain, log),
                "kind": _kind(payer, payee, paid_for is not None),
                "payer": payer,
                "payee": payee,
                "payer_party": _party(chain, contracts, payer) if payer else None,
                "payee_party": _party(chain, contracts, payee) if payee else None,
                "amount": log.values("uint256")[0],
                "payment": paid_for["payment"] if paid_for else None,
            }
    return rows


def _account(address: str) -> str | None:
    return None if address == NOBODY else address


def _party(chain: ChainReader, contracts: Contracts, account: str) -> int | None:
    """The number in an account, if such a number was ever admitted; an instrument's own account has none."""
    number = number_in(account)
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
    "chain_cash_balances": cash_balances,
    "chain_cash_supplies": cash_supplies,
    "chain_cash_frozen": cash_frozen,
    "chain_cash_payments": cash_payments,
    "chain_cash_movements": cash_movements,
}
