"""The table of docs/spec/cash.md, every cell of it, for every kind of member."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.people import refused, salted
from tests.contracts.standing import take_right

FUNCTIONS = ("mint", "freeze", "unfreeze", "redeem", "transfer")


def test_nobody_does_more_with_cash_than_the_table_says(people, issuing_bank, dollars):
    """CASH-5, CASH-6, CASH-9: every cell; all members hold cash, none has a limit."""
    for name in people:
        issuing_bank.together(dollars, "mint", people[name].number, 10)
    frozen, free, payee = people["stranger"], people["terminal"], people["carrier"]
    issuing_bank.together(dollars, "freeze", frozen.number)
    args = {
        "mint": (payee.number, 1),
        "freeze": (free.number,),
        "unfreeze": (frozen.number,),
        "redeem": (1,),
        "transfer": (payee.account, 1),
    }
    allowed = {("issuing_bank", 2, function) for function in ("mint", "freeze", "unfreeze")}
    holders = [name for name in people if people[name] is not frozen]
    allowed |= {(name, 2, function) for name in holders for function in ("redeem", "transfer")}
    answers = {
        (name, persons, function): answer(people[name], persons, dollars, function, *args[function])
        for name in people
        for persons in (1, 2)
        for function in FUNCTIONS
    }
    assert departures(allowed, answers) == []


UETR, ORDER, REASON = salted("a reference"), salted("an order"), salted("a reason")
NONE = "0x" + "00" * 32
PART = ("issuing_bank", "beneficiary", "applicant", "financier", "stranger")
BY_REFERENCE = ("payIn", "payOut", "pay", "force", "reverse", "undo")
HOLDERS = {(name, 2, function) for name in PART for function in ("pay", "payOut")}
TABLE = {
    "unknown": HOLDERS | {("issuing_bank", 2, function) for function in ("payIn", "force")},
    "paid": {("applicant", 2, "reverse"), ("issuing_bank", 2, "undo")},
    "paid in": {("issuing_bank", 2, "reverse")},
    "paid out": {("issuing_bank", 2, "reverse")},
    "forced": set(),
    "settled": set(),
    "reversed": set(),
}


@pytest.mark.parametrize("status", TABLE)
def test_nobody_does_more_with_a_payment_than_the_table_says(
    people, issuing_bank, dollars, instrument, status
):
    """CASH-17, CASH-19, CASH-20, CASH-21, CASH-22, CASH-24: every status, way, member and number of persons.
    What was paid, went from the beneficiary to the applicant; `undo` forces it back under another reference.
    """
    payer, payee = people["beneficiary"], people["applicant"]
    for name in PART:
        issuing_bank.together(dollars, "mint", people[name].number, 10)
    if status in ("paid", "reversed"):
        payer.together(dollars, "pay", UETR, payee.number, 1)
    if status == "paid in":
        issuing_bank.together(dollars, "payIn", UETR, payee.number, 1)
    if status == "paid out":
        payer.together(dollars, "payOut", UETR, 1)
    if status == "settled":
        stranger = people["stranger"].maker
        instrument.payOnce(dollars, UETR, payer.account, payee.account, 1, {"from": stranger})
    if status == "forced":
        issuing_bank.together(dollars, "force", UETR, NONE, payer.number, payee.number, 1, ORDER)
    if status == "reversed":
        payee.together(dollars, "reverse", UETR, REASON)
    forced = (payee.number, payer.number, 1, ORDER)
    args = {
        "payIn": ("payIn", UETR, payee.number, 1),
        "payOut": ("payOut", UETR, 1),
        "pay": ("pay", UETR, payee.number, 1),
        "force": ("force", UETR, NONE, *forced),
        "reverse": ("reverse", UETR, REASON),
        "undo": ("force", salted("another reference"), UETR, *forced),
    }
    answers = {
        (name, persons, way): answer(people[name], persons, dollars, *args[way])
        for name in PART
        for persons in (1, 2)
        for way in BY_REFERENCE
    }
    assert departures(TABLE[status], answers) == []


@pytest.mark.parametrize("function", [*FUNCTIONS, "payIn", "payOut", "pay", "reverse", "force"])
def test_cash_takes_the_right_to_pay(port, issuing_bank, rich, dollars, function):
    """CASH-5, CASH-6, CASH-9: two persons with every right but that one are refused."""
    take_right(port, issuing_bank, "PAY")
    args = {
        "mint": (rich.number, 1),
        "redeem": (1,),
        "transfer": (rich.account, 1),
        "payIn": (UETR, rich.number, 1),
        "payOut": (UETR, 1),
        "pay": (UETR, rich.number, 1),
        "reverse": (UETR, REASON),
        "force": (UETR, NONE, rich.number, rich.number, 1, ORDER),
    }.get(function, (rich.number,))
    with refused("MemberOnlyRightMissing", issuing_bank, 5, 0x1FF - (1 << 5)):
        issuing_bank.together(dollars, function, *args)
