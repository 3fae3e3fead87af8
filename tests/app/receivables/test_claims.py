"""The rules of a receivable by themselves."""

from __future__ import annotations

from itertools import product

import pytest

from app.errors import DomainError
from app.receivables.claims import RUNNING, Act, Notice, ReceivableStatus, Standing, acts_open, require_act

SELLER, OBLIGOR, BANK, BUYER, STRANGER = 1, 2, 3, 4, 5
TODAY = 100
RECEIVABLE = "0x" + "01" * 32


def standings() -> list[Standing]:
    return [
        Standing(
            receivable=RECEIVABLE,
            seller=SELLER,
            obligor=OBLIGOR,
            holder=holder,
            payee=payee,
            recourse=recourse,
            due=due,
            status=status,
            disputed=disputed,
            notice=notice,
            financed=holder == BANK,
            offered=offered,
            claimed=claimed,
        )
        for holder, payee, recourse in (
            *((SELLER, SELLER, 0), (BANK, SELLER, 0), (BANK, SELLER, SELLER), (BANK, BANK, SELLER)),
        )
        for due, status, disputed in product((TODAY - 1, TODAY), ReceivableStatus, (False, True))
        for notice, offered, claimed in product(Notice, (False, True), (False, True))
    ]


@pytest.mark.parametrize("number", [SELLER, OBLIGOR, BANK, BUYER, STRANGER])
def test_what_is_offered_is_taken_and_nothing_else(number: int) -> None:
    """SRECEIVABLES-40: in every state, for every party."""
    buys = number == BUYER
    for now in standings():
        allowed = acts_open(number, now, buys, TODAY)
        assert allowed == () or now.status in RUNNING
        taken = tuple(act for act in Act if act is not Act.REGISTER and takes(act, number, now, buys))
        assert taken == allowed, now


def takes(act: Act, number: int, now: Standing, buys: bool) -> bool:
    try:
        require_act(act, number, now, buys, TODAY)
    except DomainError:
        return False
    return True


def test_a_stranger_may_nothing() -> None:
    """SRECEIVABLES-40"""
    assert {act for now in standings() for act in acts_open(STRANGER, now, False, TODAY)} == set()
    assert acts_open(SELLER, None, False, TODAY) == ()
