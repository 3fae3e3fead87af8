"""An obligation is sold before it is due: price and claim change hands together, and the buyer is paid."""

from __future__ import annotations

import pytest

from tests.contracts.attempts import answer, departures
from tests.contracts.credits.deals import AMOUNT, DAY, DEFERRED_PAYMENT, TODAY, Tenor
from tests.contracts.people import refused, salted
from tests.contracts.standing import let_act_alone, suspend, take_right

OWED, PAID = 1, 2
DUE = TODAY - 1 + 60
PRICE = AMOUNT - 1_000
NOBODY = (0, 0)
PAY = 5


@pytest.fixture
def owed(a_deal, obligations, issuing_bank):
    """The id of what the issuing bank owes the beneficiary, sixty days after shipment."""
    deal = a_deal(availability=DEFERRED_PAYMENT, tenors=(Tenor(100, 1, 60),))
    deal.issue()
    presentation = deal.present(deal.bill())
    deal.examine(presentation)
    deal.honour(presentation, dues=(DUE,))
    return str(obligations.idOf(deal.credits, deal.presentation_id(presentation), issuing_bank.number, 0))


@pytest.fixture
def offered(owed, obligations, beneficiary, financier):
    beneficiary.together(obligations, "offer", owed, (financier.number, PRICE))
    return owed


def stands(obligations, id):
    return obligations.obligationOf(id).dict()


# ------------------------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize("price", [0, AMOUNT + 1])
def test_offer_is_refused_at_no_price_and_above_what_is_owed(
    owed, obligations, beneficiary, financier, price
):
    """CREDITS-80"""
    with refused("ObligationsInvalidOffer", owed, financier.number, price, AMOUNT):
        beneficiary.together(obligations, "offer", owed, (financier.number, price))


def test_offer_is_refused_to_oneself_to_nobody_at_a_price_and_to_the_suspended(
    port, owed, obligations, beneficiary, financier
):
    """CREDITS-80"""
    with refused("ObligationsInvalidOffer", owed, beneficiary.number, PRICE, AMOUNT):
        beneficiary.together(obligations, "offer", owed, (beneficiary.number, PRICE))
    with refused("MembersNotActive", 0, 0):
        beneficiary.together(obligations, "offer", owed, (0, PRICE))
    suspend(port, financier)
    with refused("MembersNotActive", financier, 2):
        beneficiary.together(obligations, "offer", owed, (financier.number, PRICE))


def test_offer_is_refused_without_the_right_to_move_title(port, owed, obligations, beneficiary, financier):
    """CREDITS-80"""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, ...):
        beneficiary.together(obligations, "offer", owed, (financier.number, PRICE))


def test_buy_is_refused_at_another_price_and_once_it_was_taken_back(
    offered, lend, obligations, beneficiary, financier
):
    """CREDITS-80, CREDITS-81"""
    lend("financier")
    for price in (PRICE - 1, PRICE + 1):
        with refused("ObligationsNotOffered", offered, financier.number, price):
            financier.together(obligations, "buy", offered, price, b"")
    beneficiary.together(obligations, "offer", offered, (financier.number, PRICE - 5))
    with refused("ObligationsNotOffered", offered, financier.number, PRICE):
        financier.together(obligations, "buy", offered, PRICE, b"")
    beneficiary.together(obligations, "offer", offered, NOBODY)
    assert tuple(obligations.offerOf(offered)) == NOBODY
    with refused("ObligationsNotOffered", offered, financier.number, PRICE - 5):
        financier.together(obligations, "buy", offered, PRICE - 5, b"")


def test_buy_is_refused_without_cash_and_nothing_happened(offered, obligations, financier):
    """CREDITS-81"""
    before = stands(obligations, offered)
    with refused("ERC20InsufficientBalance", financier.account, 0, PRICE):
        financier.together(obligations, "buy", offered, PRICE, b"")
    assert (stands(obligations, offered), obligations.offerOf(offered)["price"]) == (before, PRICE)


def test_buy_is_refused_to_one_person_beyond_the_limit(port, offered, lend, obligations, financier, dollars):
    """CREDITS-81"""
    lend("financier")
    with refused("MembersTwoPersonsNeeded", financier, PAY, dollars, PRICE, 0):
        financier.act(obligations, "buy", offered, PRICE, b"")
    let_act_alone(port, financier, dollars, PRICE)
    financier.act(obligations, "buy", offered, PRICE, b"")


def test_neither_step_is_reached_past_members(obligations, financier):
    """CREDITS-38"""
    for function, args in (("offer", (NOBODY,)), ("buy", (1, b""))):
        with refused("MemberOnlyThroughMembers", financier.maker):
            getattr(obligations, function)(salted("an obligation"), *args, {"from": financier.maker})


@pytest.mark.parametrize("status", ["unknown", "owed", "offered", "paid"])
def test_nobody_takes_a_step_that_the_table_does_not_give(
    at, people, lend, funds, obligations, owed, beneficiary, financier, issuing_bank, status
):
    """CREDITS-80, CREDITS-81: every cell of the table of obligations."""
    lend("financier")
    if status == "offered":
        beneficiary.together(obligations, "offer", owed, (financier.number, PRICE))
    if status == "paid":
        beneficiary.together(obligations, "offer", owed, (financier.number, PRICE))
        at(DUE * DAY)
        issuing_bank.together(obligations, "pay", owed, b"")
    id = salted("nobody's obligation") if status == "unknown" else owed
    other = people["stranger"].number
    steps = {"offer": (id, (other, PRICE)), "buy": (id, PRICE, b"")}
    answers = {
        (name, persons, step): answer(people[name], persons, obligations, step, *args)
        for name in ("issuing_bank", "financier", "applicant", "beneficiary", "stranger")
        for persons in (1, 2)
        for step, args in steps.items()
        if (name, step) != ("stranger", "offer")
    }
    allowed = {("beneficiary", 2, "offer")} if status in ("owed", "offered") else set()
    if status == "offered":
        allowed.add(("financier", 2, "buy"))
    assert departures(allowed, answers) == []


# ----------------------------------------------------------------------------------------------- successes


def test_the_buyer_is_paid_at_maturity(
    at, offered, lend, funds, obligations, beneficiary, financier, issuing_bank, dollars
):
    """CREDITS-81: and whoever sold it is owed nothing more, and sells it no more."""
    lend("financier")
    before, purse = stands(obligations, offered), dollars.balanceOf(financier.account)
    done = financier.together(obligations, "buy", offered, PRICE, b"")
    assert done.events["ObligationSold"] == {
        "obligation": offered,
        "seller": beneficiary.number,
        "buyer": financier.number,
    }
    assert stands(obligations, offered) == before | {"obligee": financier.number}
    assert tuple(obligations.offerOf(offered)) == NOBODY
    assert dollars.balanceOf(beneficiary.account) == PRICE
    assert dollars.balanceOf(financier.account) == purse - PRICE
    with refused("ObligationsNotObligee", financier.number, beneficiary.number):
        beneficiary.together(obligations, "offer", offered, (issuing_bank.number, PRICE))
    at(DUE * DAY)
    issuing_bank.together(obligations, "pay", offered, b"")
    assert dollars.balanceOf(financier.account) == purse - PRICE + AMOUNT
    assert dollars.balanceOf(beneficiary.account) == PRICE


def test_it_is_sold_on_and_back_each_payment_its_own(
    offered, lend, obligations, beneficiary, financier, dollars
):
    """CREDITS-81: the same price twice is two payments."""
    lend("financier")
    numbers = []
    for seller, buyer in ((None, financier), (financier, beneficiary), (beneficiary, financier)):
        if seller is not None:
            seller.together(obligations, "offer", offered, (buyer.number, PRICE))
        done = buyer.together(obligations, "buy", offered, PRICE, b"")
        numbers.append(str(done.events["Settled"]["payment"]))
    assert len(set(numbers)) == 3
    assert stands(obligations, offered)["obligee"] == financier.number
    assert dollars.balanceOf(beneficiary.account) == PRICE


def test_a_bank_that_buys_what_it_owes_has_paid(
    at, owed, funds, obligations, beneficiary, issuing_bank, dollars
):
    """CREDITS-82, INV-9: long before it is due, and it pays nothing at maturity."""
    beneficiary.together(obligations, "offer", owed, (issuing_bank.number, PRICE))
    done = issuing_bank.together(obligations, "buy", owed, PRICE, b"")
    assert done.events["ObligationPaid"] == {"obligation": owed, "payee": beneficiary.number}
    assert stands(obligations, owed)["status"] == PAID
    assert dollars.balanceOf(issuing_bank.account) == funds - PRICE
    at(DUE * DAY)
    with refused("ObligationsWrongStatus", owed, PAID, OWED):
        issuing_bank.together(obligations, "pay", owed, b"")
