from __future__ import annotations

from tests.contracts.credits.deals import AMOUNT, HONOURED, REFUSED
from tests.contracts.standing import suspend


def test_a_bank_honours_towards_a_suspended_beneficiary(port, deal, funds, beneficiary, applicant, dollars):
    """CREDITS-35: what it owes it pays; the cash lies in the account until the beneficiary may act."""
    presentation = deal.present(deal.bill())
    suspend(port, beneficiary, applicant)
    deal.examine(presentation)
    deal.honour(presentation)
    assert deal.status(presentation) == HONOURED
    assert dollars.balanceOf(beneficiary.account) == AMOUNT


def test_a_bank_gives_bills_back_to_a_suspended_beneficiary(port, deal, beneficiary, bills):
    """CREDITS-35: refusal is the bank's own step."""
    bill = deal.bill()
    presentation = deal.present(bill)
    suspend(port, beneficiary)
    deal.examine(presentation, complies=False)
    deal.refuse(presentation)
    assert deal.status(presentation) == REFUSED
    assert bills.billOf(bill)["locks"] == 0


def test_title_reaches_a_suspended_applicant(port, a_deal, funds, applicant, bills):
    """CREDITS-35: the applicant has no say in honour."""
    deal = a_deal(title_to_applicant=True)
    deal.issue()
    bill = deal.bill()
    presentation = deal.present(bill)
    deal.examine(presentation)
    suspend(port, applicant)
    deal.honour(presentation)
    assert bills.ownerOf(bill) == applicant.account


def test_a_beneficiary_takes_its_bills_back_from_a_suspended_bank(port, deal, issuing_bank, bills):
    """CREDITS-35: nobody's bills are stuck with a bank that may not act."""
    bill = deal.bill()
    presentation = deal.present(bill)
    suspend(port, issuing_bank)
    deal.withdraw(presentation)
    assert bills.billOf(bill)["locks"] == 0
