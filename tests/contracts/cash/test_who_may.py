"""The table of docs/spec/cash.md, every cell of it, for every kind of member."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.people import refused
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


@pytest.mark.parametrize("function", FUNCTIONS)
def test_cash_takes_the_right_to_pay(port, issuing_bank, rich, dollars, function):
    """CASH-5, CASH-6, CASH-9: two persons with every right but that one are refused."""
    take_right(port, issuing_bank, "PAY")
    args = {"mint": (rich.number, 1), "redeem": (1,), "transfer": (rich.account, 1)}.get(
        function, (rich.number,)
    )
    with refused("MemberOnlyRightMissing", issuing_bank, 5, 0x1FF - (1 << 5)):
        issuing_bank.together(dollars, function, *args)
