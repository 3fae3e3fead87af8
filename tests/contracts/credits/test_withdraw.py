from __future__ import annotations

import pytest

from tests.contracts.credits.deals import DAY, NINE, WITHDRAWN
from tests.contracts.people import refused
from tests.contracts.standing import suspend, take_right


def test_withdraw_is_refused_to_everybody_but_the_beneficiary(deal, issuing_bank, beneficiary, applicant):
    """CREDITS-30: the bank does not put off a presentation by giving it back."""
    presentation = deal.present()
    for other in (issuing_bank, applicant):
        with refused("CreditsNotBeneficiary", beneficiary, other):
            other.together(deal.credits, "withdraw", *deal.said, presentation)


def test_withdraw_is_refused_without_the_right_to_present(port, deal, beneficiary):
    """CREDITS-30."""
    presentation = deal.present()
    take_right(port, beneficiary, "PRESENT")
    with refused("MemberOnlyRightMissing", beneficiary, 8, 0x1FF - (1 << 8)):
        deal.withdraw(presentation)


def test_withdraw_is_refused_after_honour(deal, funds):
    """CREDITS-30: what is paid is paid."""
    presentation = deal.present(deal.bill())
    deal.examine(presentation)
    deal.honour(presentation)
    with refused("CreditsWrongPresentationStatus", deal.presentation_id(presentation), 6, ...):
        deal.withdraw(presentation)


def test_withdraw_is_refused_after_refusal(deal, bills):
    """CREDITS-30: the bills are back already."""
    presentation = deal.present(deal.bill())
    deal.examine(presentation, complies=False)
    deal.refuse(presentation)
    with refused("CreditsWrongPresentationStatus", deal.presentation_id(presentation), 7, ...):
        deal.withdraw(presentation)


def test_withdraw_is_refused_to_a_suspended_beneficiary(port, deal, beneficiary):
    """CREDITS-35."""
    presentation = deal.present()
    suspend(port, beneficiary)
    with refused("MembersNotActive", beneficiary, 2):
        deal.withdraw(presentation)


@pytest.mark.parametrize("stage", ["lodged", "complying", "discrepant", "waived", "precluded"])
def test_withdraw_frees_bills_and_amount(at, deal, bills, stage):
    """CREDITS-30: from every stage before honour or refusal; the credit takes another presentation."""
    bill = deal.bill()
    before, free = deal.record.dict(), bills.billOf(bill).dict()
    presentation = deal.present(bill)
    if stage != "lodged":
        deal.examine(presentation, complies=stage == "complying")
    if stage == "waived":
        deal.waive(presentation)
    if stage == "precluded":
        at(NINE + 8 * DAY)
        deal.refuse(presentation)
    done = deal.withdraw(presentation)
    said = {"credit": deal.id, "presentation": deal.presentation_id(presentation)}
    assert done.events["Withdrawn"] == said
    assert deal.status(presentation) == WITHDRAWN
    assert deal.record.dict() == before
    assert bills.billOf(bill).dict() == free
    deal.present(bill, presented=deal.documents().presented + (8 if stage == "precluded" else 0))
