"""A transaction is seen before it is mined, and somebody is quicker.

That a reservation cannot be had by whoever is merely quick: `receivables/test_reserve.py`. That a notice in
between stops a payment to another: `receivables/test_repayment.py`.
"""

from __future__ import annotations

from tests.contracts.credits.deals import LODGED
from tests.contracts.people import salted, sign


def test_a_presentation_is_not_lodged_by_whoever_saw_it(in_vain, deal, stranger, applicant, bills):
    """Copied word for word by a stranger and by the applicant; the beneficiary's own is taken after that."""
    presentation = deal.documents(deal.bill())
    for quick in (stranger, applicant):
        with in_vain("CreditsNotBeneficiary", deal.beneficiary, quick):
            quick.act(deal.credits, "present", *deal.said, presentation)
    deal.beneficiary.act(deal.credits, "present", *deal.said, presentation)
    assert deal.status(presentation) == LODGED


def test_the_bill_is_not_locked_by_another_credit_first(in_vain, a_deal, deal, stranger, issuing_bank, bills):
    """A rival is beneficiary of a credit of its own, and lodges the bill that it saw: it does not hold it."""
    bill = deal.bill()
    rival = a_deal(beneficiary=stranger.number, document=salted("the rival's credit"))
    rival.issue()
    with in_vain("BillsNotHolder", bill, deal.beneficiary, stranger):
        stranger.act(rival.credits, "present", *rival.said, rival.documents(bill))
    assert deal.status(deal.present(bill)) == LODGED


def test_a_bill_is_not_sold_under_a_bank_that_has_it_in_keeping(
    in_vain, deal, seller, buyer, terms, bills, escrow, members
):
    """The beneficiary itself is quicker than the bank's honour: presented, the bill is delivered to a
    buyer.
    """
    bill = deal.bill()
    presentation = deal.present(bill)
    deal.examine(presentation)
    agreed = terms._replace(bill=bill)
    buyer.together(escrow, "fund", agreed)
    keeper = members.instrumentOf(deal.credits)["number"]
    with in_vain("BillsLocked", bill, 1, keeper):
        seller.act(escrow, "deliver", agreed)
    deal.honour(presentation)
    assert bills.billOf(bill)["owner"] == deal.issuing_bank.number


def test_an_order_is_worth_the_same_whoever_is_quicker(
    in_vain, buyer, seller, members, dollars, stranger, carrier
):
    """Submitted by a stranger first it pays whom it named, and the submitter's own comes too late."""
    order = buyer.order(dollars, "transfer", seller.account, 1_000)
    signatures = [sign(key, members, order) for key in (buyer.maker, buyer.checker)]
    buyer.perform(order, *signatures, by=stranger.maker)
    assert dollars.balanceOf(seller.account) == 1_000
    assert dollars.balanceOf(stranger.account) == 0
    with in_vain("MembersNonceUsed", buyer, order[1]):
        buyer.perform(order, *signatures)


def test_a_signature_is_not_moved_to_another_order(in_vain, buyer, seller, members, dollars, stranger):
    """With the payee changed it is the signature of a key that nobody has."""
    order = buyer.order(dollars, "transfer", seller.account, 1_000)
    signatures = [sign(key, members, order) for key in (buyer.maker, buyer.checker)]
    stolen = buyer.order(dollars, "transfer", stranger.account, 1_000, nonce=order[1])
    with in_vain("MembersUnknownKey", ...):
        buyer.perform(stolen, *signatures, by=stranger.maker)


def test_a_sale_is_not_funded_for_another_bill(in_vain, seller, buyer, terms, funded, carrier, bills, escrow):
    """The seller delivers a worthless bill against money that was put in for another: no such escrow is
    known.
    """
    worthless = salted("a bill of no value")
    carrier.act(bills, "issue", worthless, seller.number, seller.number, 1)
    forged = funded._replace(bill=worthless)
    with in_vain("EscrowWrongStatus", escrow.idOf(forged), 0, 1):
        seller.act(escrow, "deliver", forged)
