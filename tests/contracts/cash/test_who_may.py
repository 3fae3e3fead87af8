"""The tables of docs/spec/cash.md, every cell, for everybody and every instrument."""

from __future__ import annotations

import pytest

from tests.contracts.people import key_of, named, salted
from tests.contracts.who_may import EVERYBODY, Stage, Subject

ORDER, REASON = salted("an order"), salted("a reason")
ORDERED_BY = {
    **dict.fromkeys(("paid", "reversed", "settled"), "beneficiary"),
    **dict.fromkeys(("paid out", "cleared"), "applicant"),
    **dict.fromkeys(("paid in", "forced"), "issuing_bank"),
}
NONE = "0x" + "00" * 32
SUBJECT = Subject(
    contract="DepositToken",
    page="cash",
    keys=("account", "status"),
    situations=(
        *("unknown, free", "paid, free", "paid in, free", "paid out, free", "forced, free", "cleared, free"),
        *("settled, free", "reversed, free", "unknown, frozen", "paid, frozen", "paid in, frozen"),
        *("forced, frozen", "cleared, frozen"),
    ),
    calls=(
        *("mint", "freeze", "unfreeze", "appoint", "redeem", "transfer", "settle", "payIn", "payOut", "pay"),
        *("force", "force, to undo it", "reverse", "settleOnce", "redeemFor", "mintFor", "giveBackFor"),
    ),
    roles={
        "issuer": ("issuing_bank",),
        "its payee": ("applicant",),
        "any holder": EVERYBODY,
        "any other holder": tuple(name for name in EVERYBODY if name != "applicant"),
        "who orders it": ("applicant",),
        "an instrument with the capability CASH": ("instrument", "appointed", "appointed too"),
        "an appointed instrument": ("appointed", "appointed too"),
        "the instrument that cleared it": ("appointed",),
    },
    statuses={"PaymentStatus": {}},
)


@pytest.fixture(scope="module")
def all_hold(asking, issuing_bank, dollars):
    for member in asking.people.values():
        issuing_bank.together(dollars, "mint", member.number, 10)


@pytest.mark.parametrize("situation", SUBJECT.situations)
def test_nobody_does_more_with_cash_than_the_tables_say(
    asking,
    all_hold,
    beneficiary,
    applicant,
    issuing_bank,
    dollars,
    euros,
    bills,
    instrument,
    appointed,
    appointed_too,
    situation,
):
    """CASH-2, CASH-5, CASH-6, CASH-9, CASH-10, CASH-15, CASH-17, CASH-19, CASH-20, CASH-21, CASH-22, CASH-23,
    CASH-24, CASH-25, CASH-26: the account is the applicant's, whom the beneficiary paid.
    """
    status, account = situation.split(", ")
    mine, theirs = applicant.account, beneficiary.account
    # What has a status was ordered by one party; of what has none each step has its own orderer's reference.
    bank, account_s, other = (
        named(ORDERED_BY.get(status, by), "a reference")
        for by in ("issuing_bank", "applicant", "beneficiary")
    )
    if status in ("paid", "reversed"):
        beneficiary.together(dollars, "pay", other, applicant.number, 1)
    if status == "paid in":
        issuing_bank.together(dollars, "payIn", bank, applicant.number, 1)
    if status == "paid out":
        applicant.together(dollars, "payOut", account_s, 1)
    if status == "settled":
        instrument.payOnce(dollars, other, beneficiary.number, theirs, mine, 1, {"from": key_of("deployer")})
    if status == "cleared":
        appointed.redeem(dollars, account_s, applicant.number, 1, {"from": key_of("deployer")})
    if status == "forced":
        issuing_bank.together(dollars, "force", bank, NONE, beneficiary.number, applicant.number, 1, ORDER)
    if status == "reversed":
        applicant.together(dollars, "reverse", other, REASON)
    if account == "frozen":
        issuing_bank.together(dollars, "freeze", applicant.number)
    back = (applicant.number, beneficiary.number, 1, ORDER)
    stage = Stage(
        dollars,
        calls={
            "mint": (applicant.number, 1),
            "freeze": (applicant.number,),
            "unfreeze": (applicant.number,),
            "appoint": (instrument.address, True),
            "redeem": (1,),
            "transfer": (theirs, 1),
            "settle": (salted("of a deal"), mine, theirs, 1, b""),
            "payIn": (bank, applicant.number, 1),
            "payOut": (account_s, 1),
            "pay": (account_s, beneficiary.number, 1),
            "force": (bank, NONE, *back),
            "force, to undo it": (named("issuing_bank", "another reference"), other, *back),
            "reverse": (other, REASON),
            "settleOnce": (account_s, applicant.number, mine, theirs, 1, b""),
            "redeemFor": (account_s, applicant.number, 1),
            "mintFor": (account_s, applicant.number, applicant.number, 1),
            "giveBackFor": (account_s, REASON),
        },
        statuses={"PaymentStatus": dollars.paymentOf(account_s)[3]},
        instruments={
            "instrument": instrument.address,
            "appointed": appointed.address,
            "appointed too": appointed_too.address,
            "not for cash": bills.address,
            "another token": euros.address,
        },
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def test_the_tables_leave_nothing_out():
    """CASH-17, CASH-20: no status, function or condition is without its cells."""
    assert SUBJECT.forgotten() == []
