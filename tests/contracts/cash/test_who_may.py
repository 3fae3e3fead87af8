"""The tables of docs/spec/cash.md, every cell, for everybody and every instrument."""

from __future__ import annotations

import pytest

from tests.contracts.people import key_of, salted
from tests.contracts.who_may import EVERYBODY, Stage, Subject

UETR, ORDER, REASON = salted("a reference"), salted("an order"), salted("a reason")
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
        "any holder that is not frozen": EVERYBODY,
        "an instrument with the capability CASH": ("instrument", "appointed"),
        "an appointed instrument": ("appointed",),
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
    situation,
):
    """CASH-2, CASH-5, CASH-6, CASH-9, CASH-10, CASH-15, CASH-17, CASH-19, CASH-20, CASH-21, CASH-22, CASH-23,
    CASH-24: the account is the applicant's, whom the beneficiary paid.
    """
    status, account = situation.split(", ")
    mine, theirs = applicant.account, beneficiary.account
    if status in ("paid", "reversed"):
        beneficiary.together(dollars, "pay", UETR, applicant.number, 1)
    if status == "paid in":
        issuing_bank.together(dollars, "payIn", UETR, applicant.number, 1)
    if status == "paid out":
        applicant.together(dollars, "payOut", UETR, 1)
    if status == "settled":
        instrument.payOnce(dollars, UETR, theirs, mine, 1, {"from": key_of("deployer")})
    if status == "cleared":
        appointed.redeem(dollars, UETR, applicant.number, 1, {"from": key_of("deployer")})
    if status == "forced":
        issuing_bank.together(dollars, "force", UETR, NONE, beneficiary.number, applicant.number, 1, ORDER)
    if status == "reversed":
        applicant.together(dollars, "reverse", UETR, REASON)
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
            "payIn": (UETR, applicant.number, 1),
            "payOut": (UETR, 1),
            "pay": (UETR, applicant.number, 1),
            "force": (UETR, NONE, *back),
            "force, to undo it": (salted("another reference"), UETR, *back),
            "reverse": (UETR, REASON),
            "settleOnce": (UETR, mine, theirs, 1, b""),
            "redeemFor": (UETR, applicant.number, 1),
            "mintFor": (UETR, applicant.number, 1),
            "giveBackFor": (UETR, REASON),
        },
        statuses={"PaymentStatus": dollars.paymentOf(UETR)[3]},
        roles={"any holder that is not frozen": EVERYBODY}
        if account == "free"
        else {"any holder that is not frozen": SUBJECT.roles["any other holder"]},
        instruments={
            "instrument": instrument.address,
            "appointed": appointed.address,
            "not for cash": bills.address,
            "another token": euros.address,
        },
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def test_the_tables_leave_nothing_out():
    """CASH-17, CASH-20: no status, function or condition is without its cells."""
    assert SUBJECT.forgotten() == []
