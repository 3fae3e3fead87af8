from __future__ import annotations

import pytest

from tests.contracts.people import named, refused, salted
from tests.contracts.standing import let_act_alone, suspend
from tests.contracts.structs import plain

UETR, OTHER = named("beneficiary", "a reference"), named("beneficiary", "another reference")
OF_THE_BANK = named("issuing_bank", "a reference")
NONE = "0x" + "00" * 32
PAID, PAID_IN, PAID_OUT = 1, 2, 3


def test_a_payment_is_refused_without_a_reference(issuing_bank, rich, applicant, dollars):
    """CASH-17: in none of the three ways."""
    with refused("CashNothingNamed"):
        rich.together(dollars, "pay", NONE, applicant.number, 1)
    with refused("CashNothingNamed"):
        rich.together(dollars, "payOut", NONE, 1)
    with refused("CashNothingNamed"):
        issuing_bank.together(dollars, "payIn", NONE, rich.number, 1)


def test_nobody_pays_under_the_reference_of_another(issuing_bank, rich, applicant, dollars):
    """CASH-25: in no way, and whoever it is that is quicker; the number at its end is part of it."""
    for payer, way in (
        (applicant, ("pay", UETR, rich.number, 1)),
        (applicant, ("payOut", UETR, 1)),
        (issuing_bank, ("payIn", UETR, rich.number, 5)),
        (issuing_bank, ("force", UETR, NONE, rich.number, applicant.number, 5, salted("an order"))),
        (rich, ("pay", salted("a hash without a number"), applicant.number, 1)),
    ):
        with refused("CashReferenceOfAnother", way[1], payer):
            payer.together(dollars, *way)
    rich.together(dollars, "pay", UETR, applicant.number, 100)


def test_a_reference_pays_once_in_whatever_way(issuing_bank, rich, applicant, dollars):
    """CASH-17: a repeated instruction is refused, also after its payment was reversed."""
    rich.together(dollars, "pay", UETR, applicant.number, 100)
    for way in (
        ("pay", UETR, applicant.number, 100),
        ("pay", UETR, applicant.number, 1),
        ("payOut", UETR, 5),
    ):
        with refused("CashPaidAlready", UETR, PAID):
            rich.together(dollars, *way)
    issuing_bank.together(dollars, "payIn", OF_THE_BANK, rich.number, 5)
    issuing_bank.together(dollars, "reverse", OF_THE_BANK, salted("a reason"))
    for way in (
        ("payIn", OF_THE_BANK, rich.number, 5),
        ("force", OF_THE_BANK, NONE, rich.number, applicant.number, 5, salted("an order")),
    ):
        with refused("CashPaidAlready", OF_THE_BANK, 5):
            issuing_bank.together(dollars, *way)
    applicant.together(dollars, "reverse", UETR, salted("a reason"))
    with refused("CashPaidAlready", UETR, 5):
        rich.together(dollars, "pay", UETR, applicant.number, 100)
    assert dollars.balanceOf(rich.account) == 100_000


def test_a_payment_is_refused_to_one_person_above_the_limit(port, rich, applicant, dollars):
    """CASH-6: a reference widens no limit."""
    let_act_alone(port, rich, dollars, 500)
    rich.act(dollars, "pay", UETR, applicant.number, 500)
    for way in (("pay", OTHER, applicant.number, 501), ("payOut", OTHER, 501)):
        with refused("MembersTwoPersonsNeeded", rich, 5, dollars, 501, 500):
            rich.act(dollars, *way)


def test_a_payment_is_refused_that_a_plain_one_would_be(port, issuing_bank, rich, applicant, dollars):
    """CASH-3, CASH-5, CASH-7, CASH-10, CASH-13: the rules of `mint`, `redeem` and `transfer` hold."""
    with refused("CashNotIssuer", issuing_bank, rich):
        rich.together(dollars, "payIn", UETR, rich.number, 1)
    with refused("CashZeroAmount"):
        rich.together(dollars, "pay", UETR, applicant.number, 0)
    with refused("ERC20InsufficientBalance", rich.account, 100_000, 100_001):
        rich.together(dollars, "pay", UETR, applicant.number, 100_001)
    for payer, way in ((rich, ("pay", UETR, 7, 1)), (issuing_bank, ("payIn", OF_THE_BANK, 7, 1))):
        with refused("MembersNotActive", 7, 0):
            payer.together(dollars, *way)
    issuing_bank.together(dollars, "freeze", rich.number)
    for way in (("pay", UETR, applicant.number, 1), ("payOut", UETR, 1)):
        with refused("CashFrozen", rich.account):
            rich.together(dollars, *way)
    suspend(port, applicant)
    with refused("MembersNotActive", applicant, 2):
        issuing_bank.together(dollars, "payIn", OF_THE_BANK, applicant.number, 1)


def test_paying_in_is_refused_while_the_token_closes(port, issuing_bank, rich, applicant, dollars):
    """CASH-8: and a holder still pays and is paid out under a reference."""
    port.listed(dollars, status=2)
    with refused("MemberOnlyClosing", dollars):
        issuing_bank.together(dollars, "payIn", OF_THE_BANK, rich.number, 1)
    rich.together(dollars, "pay", UETR, applicant.number, 40)
    rich.together(dollars, "payOut", OTHER, 60)
    assert dollars.totalSupply() == 99_940


def test_a_reference_is_of_one_token(port, issuing_bank, rich, applicant, dollars, euros):
    """CASH-17: the legs of one payment may carry one reference in several tokens."""
    issuing_bank.together(euros, "payIn", OF_THE_BANK, rich.number, 9)
    for token in (dollars, euros):
        rich.together(token, "pay", UETR, applicant.number, 9)
    assert dollars.paymentOf(OF_THE_BANK)[3] == 0


@pytest.mark.parametrize("persons", [1, 2])
def test_a_payment_is_recorded_under_its_reference(port, issuing_bank, rich, applicant, dollars, persons):
    """CASH-17, CASH-18: how it moved, who paid, who was paid, how much."""
    let_act_alone(port, rich, dollars, 700)
    paying = rich.act if persons == 1 else rich.together
    done = paying(dollars, "pay", UETR, applicant.number, 700)
    assert [event.name for event in done.events if event.address == dollars.address] == ["Paid", "Transfer"]
    assert done.events["Paid"] == {"payment": UETR, "status": PAID}
    assert done.events["Transfer"] == {"from": rich.account, "to": applicant.account, "value": 700}
    assert plain(dollars.paymentOf(UETR)) == (rich.number, applicant.number, 700, PAID, 0)
    out = paying(dollars, "payOut", OTHER, 300)
    assert out.events["Redeemed"] == {"from": rich.number, "amount": 300}
    assert plain(dollars.paymentOf(OTHER)) == (rich.number, 0, 300, PAID_OUT, 0)
    into = named("issuing_bank", "a third reference")
    done = issuing_bank.together(dollars, "payIn", into, rich.number, 50)
    assert done.events["Minted"] == {"to": rich.number, "amount": 50}
    assert plain(dollars.paymentOf(into)) == (0, rich.number, 50, PAID_IN, 0)
    assert dollars.balanceOf(rich.account) == 100_000 - 700 - 300 + 50
    assert dollars.totalSupply() == 100_000 - 300 + 50
