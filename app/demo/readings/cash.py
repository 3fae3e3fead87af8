"""Deposits: balances and supply from the tokens' state, movements from their logs."""

from __future__ import annotations

from typing import Any

from app.demo.chain_reader import ChainReader
from app.demo.readings.base import NOBODY, Contracts, Reading, Rows, number_in, place_of

TRANSFER = "Transfer(address,address,uint256)"
PAID, REVERSED, FORCED = "Paid(bytes32,uint8)", "Reversed(bytes32,bytes32)", "Forced(bytes32,bytes32,bytes32)"
SETTLED = 7
# Each says what the transfer that follows it is.
TELLING = ("Settled(bytes32)", PAID, REVERSED)


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


def cash_appointed(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (token, instrument): {}
        for token in contracts.get("DepositToken", [])
        for instrument in {log.topic(1, "address") for log in chain.logs(token, "Appointed(address,bool)")}
        if chain.call(token, "isAppointed(address)", "bool", instrument)
    }


def cash_payments(chain: ChainReader, contracts: Contracts) -> Rows:
    return {
        (token, log.place): {"payment": log.topic(1, "bytes32")}
        for token in contracts.get("DepositToken", [])
        for event in TELLING
        for log in chain.logs(token, event)
    }


def cash_references(chain: ChainReader, contracts: Contracts) -> Rows:
    """From the payments' state, and from the logs where and why they moved cash."""
    rows: Rows = {}
    for token in contracts.get("DepositToken", []):
        for log in chain.logs(token, PAID):
            payment = log.topic(1, "bytes32")
            kept = "(uint32,uint32,uint64,uint8,uint16)"
            *_, status, _instrument = chain.call(token, "paymentOf(bytes32)", kept, payment)
            rows[token, payment] = {
                "status": status,
                "movement": f"{log.block}-{log.index + 1}",
                **dict.fromkeys(("reversal", "reason", "court_order", "undoes", "undone_by")),
            }
        for log in chain.logs(token, REVERSED):
            told = {"reversal": f"{log.block}-{log.index + 1}", "reason": log.values("bytes32")[0]}
            rows[token, log.topic(1, "bytes32")] |= told
        for log in chain.logs(token, FORCED):
            payment, undoes = log.topic(1, "bytes32"), log.topic(2, "bytes32")
            rows[token, payment]["court_order"] = log.values("bytes32")[0]
            if int(undoes, 16):
                rows[token, payment]["undoes"] = undoes
                rows[token, undoes]["undone_by"] = payment
    return rows


def cash_movements(chain: ChainReader, contracts: Contracts) -> Rows:
    rows: Rows = {}
    payments, references = cash_payments(chain, contracts), cash_references(chain, contracts)
    for token in contracts.get("DepositToken", []):
        for log in chain.logs(token, TRANSFER):
            payer, payee = (_account(log.topic(place, "address")) for place in (1, 2))
            paid_for = payments.get((token, f"{log.block}-{log.index - 1}"))
            rows[token, log.place] = {
                **place_of(chain, log),
                "kind": _kind(
                    log.place,
                    payer,
                    payee,
                    paid_for,
                    references.get((token, (paid_for or {}).get("payment", ""))),
                ),
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


def _kind(
    place: str,
    payer: str | None,
    payee: str | None,
    paid_for: dict[str, Any] | None,
    reference: dict[str, Any] | None,
) -> str:
    # A payment between banks has the reference of what it covers, under which something else was paid.
    if reference and place not in (reference["movement"], reference["reversal"]):
        reference = None
    if reference and reference["reversal"] == place:
        return "reversed"
    if reference and reference["court_order"]:
        return "forced"
    if payer is None:
        return "minted"
    if payee is None:
        return "redeemed"
    by_a_deal = paid_for and (reference is None or reference["status"] == SETTLED)
    return "settled" if by_a_deal else "transferred"


READINGS: dict[str, Reading] = {
    "chain_cash_balances": cash_balances,
    "chain_cash_supplies": cash_supplies,
    "chain_cash_frozen": cash_frozen,
    "chain_cash_payments": cash_payments,
    "chain_cash_appointed": cash_appointed,
    "chain_cash_references": cash_references,
    "chain_cash_movements": cash_movements,
}
