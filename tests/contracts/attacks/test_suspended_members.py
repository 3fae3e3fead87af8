"""Somebody is suspended in the middle of a deal, or gets somebody suspended, to get out of it or to keep the
other's.

With a presentation under way: `credits/test_suspension.py`. With an escrow, a reservation, a receivable under
way: `escrow/test_reclaim.py`, `receivables/test_end.py`, `receivables/test_repayment.py`.
"""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import DAY, DEFERRED_PAYMENT, NINE, TODAY, Tenor
from tests.contracts.people import salted, sign, told
from tests.contracts.standing import suspend

SUSPENDED, OWED, PAID = 2, 1, 2
DUE = TODAY - 1 + 60


@pytest.fixture
def owed(a_deal, issuing_bank, dollars):
    """The issuing bank owes 900.00 at maturity, and has the money."""
    issuing_bank.together(dollars, "mint", issuing_bank.number, 1_000_000)
    deal = a_deal(availability=DEFERRED_PAYMENT, tenors=(Tenor(100, 1, 60),))
    deal.issue()
    presentation = deal.present(deal.bill())
    deal.examine(presentation)
    deal.honour(presentation, dues=(DUE,))
    return deal.port.obligations.idOf(
        deal.credits, deal.presentation_id(presentation), issuing_bank.number, 0
    )


def test_suspension_does_not_end_what_a_bank_owes(
    at, port, in_vain, owed, obligations, issuing_bank, beneficiary, members, dollars
):
    """It cannot pay while it is suspended, by orders that were signed before either; what it owes stands, and
    is paid once it may act again.
    """
    order = issuing_bank.order(obligations, "pay", owed, b"")
    signatures = [sign(key, members, order) for key in (issuing_bank.maker, issuing_bank.checker)]
    suspend(port, issuing_bank)
    at(NINE + 60 * DAY)
    with in_vain("MembersNotActive", issuing_bank, SUSPENDED):
        issuing_bank.perform(order, *signatures, by=beneficiary.maker)
    assert obligations.obligationOf(owed)["status"] == OWED
    port.government.decide((members, told(members, "reinstate", [issuing_bank.number])))
    issuing_bank.perform(order, *signatures, by=beneficiary.maker)
    assert obligations.obligationOf(owed)["status"] == PAID


def test_a_suspended_creditor_is_paid_and_nobody_in_its_place(
    at, port, in_vain, owed, obligations, issuing_bank, beneficiary, stranger, dollars
):
    """That the beneficiary may not act frees the bank from nothing, and the money is not to be had by
    others.
    """
    suspend(port, beneficiary)
    at(NINE + 60 * DAY)
    issuing_bank.together(obligations, "pay", owed, b"")
    assert dollars.balanceOf(beneficiary.account) == 90_000
    with in_vain("MembersNotActive", beneficiary, SUSPENDED):
        beneficiary.together(dollars, "transfer", stranger.account, 90_000)


@pytest.mark.parametrize("step", ["enforce", "release", "releaseOnTrust", "agree"])
def test_a_suspended_pledgee_takes_no_step(at, port, in_vain, bill, pledges, seller, financier, step):
    """The pledge stands, for both: neither is the bill enforced, nor is it the pledgor's again."""
    seller.act(pledges, "pledge", bill, financier.number, NINE + DAY, salted("an agreement"))
    suspend(port, financier)
    at(NINE + 2 * DAY)
    args = {"release": (bill,), "agree": (bill, 0)}.get(step, (bill, salted("a notice")))
    with in_vain("MembersNotActive", financier, SUSPENDED):
        financier.together(pledges, step, *args)


def test_a_suspended_pledgor_does_not_free_its_bill(
    port, in_vain, bill, bills, pledges, seller, financier, members, buyer
):
    """Nor does another party of the same organisation, which is another number."""
    seller.act(pledges, "pledge", bill, financier.number, NINE + DAY, salted("an agreement"))
    suspend(port, seller)
    with in_vain("MembersNotActive", seller, SUSPENDED):
        seller.act(bills, "transferBoth", bill, buyer.number)
    with in_vain("PledgesNotPledgor", bill, seller, buyer):
        buyer.act(pledges, "endorse", bill, buyer.number)


def test_no_new_obligation_is_taken_towards_who_is_suspended(
    port, in_vain, buyer, seller, terms, a_deal, escrow
):
    """Neither a sale nor a credit is begun with somebody who cannot do its part."""
    suspend(port, seller)
    with in_vain("MembersNotActive", seller, SUSPENDED):
        buyer.together(escrow, "fund", terms)
    with in_vain("MembersNotActive", seller, SUSPENDED):
        a_deal().issue()


def test_a_suspended_member_is_not_back_by_a_new_key(port, in_vain, seller, members, bills, bill, buyer):
    """Recovery replaces its keys, and the new ones are suspended like the old."""
    suspend(port, seller)
    keys = [(seller.checker.address, 1, 2**9 - 1, 0), (seller.maker.address, 2, 0, 2**9 - 1)]
    port.government.decide((members, told(members, "recover", seller.number, keys)))
    turned = type(seller)(seller.name, members, seller.number, seller.checker, seller.maker)
    with in_vain("MembersNotActive", seller, SUSPENDED):
        turned.act(bills, "transferBoth", bill, buyer.number)
