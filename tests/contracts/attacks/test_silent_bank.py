"""A bank stops answering: by its silence it wants to win time, to keep documents, or not to pay.

Nothing here moves by silence, so that none of this brings the bank anything; and everybody else gets back
what is theirs by a step of their own. That a nominated bank which does not pay is passed by:
`credits/test_banks.py`.
"""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import DAY, EXPIRY, PRECLUDED, WITHDRAWN
from tests.contracts.people import salted


def test_documents_come_back_from_a_bank_that_never_examines(at, in_vain, deal, bills, issuing_bank):
    """A month after it should have decided, the beneficiary takes its bill back; after that the bank is too
    late.
    """
    bill = deal.bill()
    presentation = deal.present(bill)
    at((presentation.presented + 30) * DAY)
    deal.withdraw(presentation)
    assert bills.billOf(bill)["holder"] == deal.beneficiary.number
    assert deal.record["reserved"] == 0
    with in_vain("CreditsWrongPresentationStatus", deal.presentation_id(presentation), WITHDRAWN, 1 << 1):
        deal.examine(presentation)


def test_a_refusal_after_the_deadline_does_not_refuse(at, in_vain, deal, dollars, bills):
    """Discrepant, and silent until the sixth day: the notice is noted and precluded (UCP 600 art. 16f). A
    second one changes nothing, and what is left to the bank is to honour.
    """
    bill = deal.bill()
    presentation = deal.present(bill)
    deal.examine(presentation, complies=False)
    deadline = deal.credits.examinationOf(deal.presentation_id(presentation), deal.issuing_bank.number)[
        "deadline"
    ]
    at(deadline + 1)
    deal.refuse(presentation)
    assert deal.status(presentation) == PRECLUDED
    deal.refuse(presentation)
    assert deal.status(presentation) == PRECLUDED
    with in_vain("CreditsWrongPresentationStatus", deal.presentation_id(presentation), PRECLUDED, 1 << 3):
        deal.waive(presentation)
    deal.honour(presentation)
    assert dollars.balanceOf(deal.beneficiary.account) == 90_000


def test_a_bank_does_not_let_a_credit_expire_over_documents_that_it_sits_on(at, in_vain, deal):
    """Its day has passed while a presentation lies before it: the credit stays open."""
    deal.present(deal.bill())
    at((EXPIRY + 30) * DAY)
    with in_vain("CreditsOpenPresentations", deal.id, 1):
        deal.expire()


def test_a_bank_does_not_cancel_what_the_beneficiary_does_not_give_up(in_vain, deal):
    """Irrevocable: its own consent twice is not the other's."""
    deal.bank_cancels()
    with in_vain("EndsAlreadyConsented", deal.id, deal.issuing_bank):
        deal.bank_cancels()
    assert deal.status(deal.present()) == 1


def test_an_obligation_is_not_shaken_off_by_waiting(
    at, in_vain, bill, pledges, seller, financier, buyer, bills
):
    """A pledgee that does not release what was repaid cannot make more of it either: only by its own
    agreement, to a day that is due, with a notice, does the bill become its own; and nobody else's in the
    meantime.
    """
    due = EXPIRY * DAY
    seller.act(pledges, "pledge", bill, financier.number, due, salted("an agreement"))
    at(due - 60)
    with in_vain("PledgesNotDue", bill, due, ...):
        financier.together(pledges, "enforce", bill, salted("a notice"))
    with in_vain("PledgesNotAgreed", bill, 0, financier):
        seller.act(pledges, "endorse", bill, financier.number)
    assert bills.billOf(bill)["owner"] == seller.number


@pytest.mark.parametrize("function", ["transferHolder", "transferBoth", "surrender"])
def test_what_lies_with_a_bank_is_not_taken_by_force(in_vain, deal, seller, bills, members, buyer, function):
    """The other way round: the beneficiary does not hand over elsewhere what it has presented."""
    bill = deal.bill()
    deal.present(bill)
    keeper = members.instrumentOf(deal.credits)["number"]
    with in_vain("BillsLocked", bill, 1, keeper):
        seller.act(bills, function, bill, *([] if function == "surrender" else [buyer.number]))
