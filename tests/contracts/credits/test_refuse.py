from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    COMPLYING,
    DAY,
    DISCREPANT,
    HOLD,
    HONOURED,
    NOTICE,
    NOTIFY,
    PRECLUDED,
    PREVINST,
    REFUSED,
    RETURN,
    TODAY,
)
from tests.contracts.people import refused, salted
from tests.contracts.standing import let_act_alone, suspend, take_right

DEADLINE = (TODAY + 7) * DAY + 18 * 3_600
TOO_LATE, SECOND_NOTICE = 0, 1
REFUSABLE = (1 << DISCREPANT) | (1 << REFUSED) | (1 << PRECLUDED)


@pytest.fixture
def discrepant(deal, funds):
    presentation = deal.present(deal.bill())
    deal.examine(presentation, complies=False)
    return presentation


def test_refuse_is_refused_to_everybody_but_the_bank_that_has_the_documents(
    deal, discrepant, applicant, issuing_bank
):
    """CREDITS-26: the applicant's wish is no notice."""
    with refused("CreditsNotWithBank", deal.presentation_id(discrepant), issuing_bank, applicant):
        applicant.together(deal.credits, "refuse", *deal.said, discrepant, NOTICE, 1, HOLD)


def test_refuse_is_refused_to_one_person_whatever_the_limit(port, deal, discrepant, issuing_bank, dollars):
    """CREDITS-26: it names no amount, and ends the presentation."""
    let_act_alone(port, issuing_bank, dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 6):
        issuing_bank.act(deal.credits, "refuse", *deal.said, discrepant, NOTICE, 1, HOLD)


def test_refuse_is_refused_without_the_right_to_undertake(port, deal, discrepant, issuing_bank):
    """CREDITS-26."""
    take_right(port, issuing_bank, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", issuing_bank, 6, 0x1FF - (1 << 6)):
        deal.refuse(discrepant)


def test_refuse_is_refused_without_a_discrepancy(deal, discrepant):
    """CREDITS-26: a notice states each discrepancy, so it states one (art. 16c ii)."""
    with refused("CreditsNoDiscrepancies"):
        deal.refuse(discrepant, discrepancies=0)


def test_refuse_is_refused_of_what_complies(deal, funds):
    """CREDITS-26."""
    presentation = deal.present()
    deal.examine(presentation)
    said = deal.presentation_id(presentation)
    with refused("CreditsWrongPresentationStatus", said, COMPLYING, REFUSABLE):
        deal.refuse(presentation)


def test_refuse_is_refused_to_a_suspended_bank(port, deal, discrepant, issuing_bank):
    """CREDITS-35."""
    suspend(port, issuing_bank)
    with refused("MembersNotActive", issuing_bank, 2):
        deal.refuse(discrepant)


@pytest.mark.parametrize("disposal", [HOLD, NOTIFY, RETURN, PREVINST])
def test_refuse_gives_the_bills_back_and_moves_no_money(deal, funds, bills, dollars, disposal):
    """CREDITS-26, CREDITS-27: event, every field, and each bill as it was before the presentation."""
    owned, blank = deal.bill(), deal.bill(form=2)
    before = deal.record.dict(), bills.billOf(owned).dict(), bills.billOf(blank).dict()
    presentation = deal.present(owned, blank)
    deal.examine(presentation, complies=False)
    done = deal.refuse(presentation, discrepancies=3, disposal=disposal)
    assert done.events["Refused"] == {
        "credit": deal.id,
        "presentation": deal.presentation_id(presentation),
        "bank": deal.issuing_bank.number,
        "notice": NOTICE,
        "discrepancies": 3,
        "disposal": disposal,
    }
    assert "Transfer" not in done.events, "neither title nor money moves"
    assert (deal.record.dict(), bills.billOf(owned).dict(), bills.billOf(blank).dict()) == before
    assert deal.status(presentation) == REFUSED
    assert dollars.balanceOf(deal.issuing_bank.account) == funds
    assert dollars.balanceOf(deal.beneficiary.account) == 0


def test_the_beneficiary_presents_again(deal, discrepant, bills, dollars):
    """CREDITS-27: the corrected documents with the same bill."""
    deal.refuse(discrepant)
    again = deal.present(*discrepant.bills)
    deal.examine(again)
    deal.honour(again)
    assert deal.status(again) == HONOURED
    assert bills.billOf(discrepant.bills[0])["owner"] == deal.issuing_bank.number
    assert dollars.balanceOf(deal.beneficiary.account) == again.amount


def test_a_notice_in_the_last_minute_is_in_time(at, deal, discrepant):
    """CREDITS-27, CREDITS-28: up to it the notice refuses."""
    at(DEADLINE - 60)
    deal.refuse(discrepant)
    assert deal.status(discrepant) == REFUSED


def test_a_late_notice_is_recorded_and_takes_no_effect(at, deal, discrepant, bills, dollars, funds):
    """CREDITS-28: the bank may no longer refuse (art. 16f); the bill stays in keeping, the bank pays."""
    kept, before = bills.billOf(discrepant.bills[0]).dict(), deal.record.dict()
    at(DEADLINE + 1)
    done = deal.refuse(discrepant)
    assert done.events["RefusalPrecluded"] == {
        "credit": deal.id,
        "presentation": deal.presentation_id(discrepant),
        "bank": deal.issuing_bank.number,
        "notice": NOTICE,
        "reason": TOO_LATE,
    }
    assert "Refused" not in done.events
    assert bills.billOf(discrepant.bills[0]).dict() == kept
    assert deal.record.dict() == before
    assert deal.status(discrepant) == PRECLUDED
    deal.refuse(discrepant)
    assert deal.status(discrepant) == PRECLUDED, "and another one neither"
    deal.honour(discrepant)
    assert dollars.balanceOf(deal.beneficiary.account) == discrepant.amount


def test_an_examination_after_the_deadline_does_not_save_the_bank(at, deal, funds):
    """CREDITS-28: who looks too late finds too late."""
    presentation = deal.present()
    at(DEADLINE + 5 * DAY)
    deal.examine(presentation, complies=False)
    done = deal.refuse(presentation)
    assert done.events["RefusalPrecluded"]["reason"] == TOO_LATE


def test_a_second_notice_is_recorded_and_takes_no_effect(deal, discrepant, bills):
    """CREDITS-29: one notice, with everything in it; what was left out cannot follow."""
    deal.refuse(discrepant)
    free, before = bills.billOf(discrepant.bills[0]).dict(), deal.record.dict()
    second = salted("one more discrepancy")
    done = deal.issuing_bank.together(deal.credits, "refuse", *deal.said, discrepant, second, 1, RETURN)
    assert done.events["RefusalPrecluded"] == {
        "credit": deal.id,
        "presentation": deal.presentation_id(discrepant),
        "bank": deal.issuing_bank.number,
        "notice": second,
        "reason": SECOND_NOTICE,
    }
    assert "Refused" not in done.events
    assert "Unlocked" not in done.events
    assert bills.billOf(discrepant.bills[0]).dict() == free
    assert deal.record.dict() == before
    assert deal.status(discrepant) == REFUSED


def test_a_second_notice_does_not_touch_the_presentation_that_followed(deal, discrepant, bills):
    """CREDITS-29: the bill is in keeping again, for other documents."""
    deal.refuse(discrepant)
    again = deal.present(*discrepant.bills)
    deal.refuse(discrepant)
    assert bills.billOf(again.bills[0])["locks"] == 1
    assert deal.record["open"] == 1
