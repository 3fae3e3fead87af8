from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    ADVISED,
    AMOUNT,
    COMPLYING,
    DISCREPANT,
    DRAWABLE,
    EXHAUSTED,
    HONOURED,
    LODGED,
    NINE,
    PRECLUDED,
    WAIVED,
)
from tests.contracts.people import account_of, refused
from tests.contracts.standing import let_act_alone, suspend, take_right

PAYABLE = (1 << COMPLYING) | (1 << WAIVED) | (1 << PRECLUDED)


@pytest.fixture
def complying(deal, funds):
    presentation = deal.present(deal.bill())
    deal.examine(presentation)
    return presentation


def test_honour_is_refused_to_everybody_but_the_bank_that_has_the_documents(
    deal, complying, beneficiary, issuing_bank
):
    """CREDITS-23: least of all to the payee."""
    with refused("CreditsNotWithBank", deal.presentation_id(complying), issuing_bank, beneficiary):
        beneficiary.together(deal.credits, "honour", *deal.said, complying, (), b"")


def test_honour_is_refused_to_one_person(deal, complying, issuing_bank, dollars):
    """CREDITS-23: a maker and a checker are two people."""
    with refused("MembersTwoPersonsNeeded", issuing_bank, 6, dollars, AMOUNT, 0):
        issuing_bank.act(deal.credits, "honour", *deal.said, complying, (), b"")


def test_honour_is_refused_without_the_right_to_undertake(port, deal, complying, issuing_bank):
    """CREDITS-23."""
    take_right(port, issuing_bank, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", issuing_bank, 6, 0x1FF - (1 << 6)):
        deal.honour(complying)


def test_honour_is_refused_before_examination(deal, funds):
    """CREDITS-23, CREDITS-34: however long the bank is silent, nothing is paid on silence."""
    presentation = deal.present()
    with refused("CreditsWrongPresentationStatus", deal.presentation_id(presentation), LODGED, PAYABLE):
        deal.honour(presentation)


def test_honour_is_refused_of_what_is_discrepant(deal, funds):
    """CREDITS-23: first it is waived, or refused in vain."""
    presentation = deal.present()
    deal.examine(presentation, complies=False)
    with refused("CreditsWrongPresentationStatus", deal.presentation_id(presentation), DISCREPANT, PAYABLE):
        deal.honour(presentation)


def test_honour_is_refused_twice(deal, complying):
    """CREDITS-23: one presentation, one payment."""
    deal.honour(complying)
    with refused("CreditsWrongPresentationStatus", deal.presentation_id(complying), HONOURED, PAYABLE):
        deal.honour(complying)


def test_honour_is_refused_for_another_amount(deal, complying):
    """CREDITS-15, CREDITS-23: with any field changed it is a presentation that nobody made."""
    other = complying._replace(amount=DRAWABLE)
    with refused("CreditsWrongPresentationStatus", deal.presentation_id(other), 0, PAYABLE):
        deal.honour(other)


def test_honour_is_refused_without_cash_and_title_stays(deal, bills, beneficiary, issuing_bank):
    """CREDITS-24: the bank has no cash, so not even the bill moves."""
    bill = deal.bill()
    presentation = deal.present(bill)
    deal.examine(presentation)
    before, kept = deal.record.dict(), bills.billOf(bill).dict()
    with refused("ERC20InsufficientBalance", issuing_bank.account, 0, AMOUNT):
        deal.honour(presentation)
    assert bills.billOf(bill).dict() == kept
    assert bills.ownerOf(bill) == beneficiary.account
    assert deal.record.dict() == before
    assert deal.status(presentation) == COMPLYING


def test_honour_is_refused_out_of_a_frozen_account(deal, complying, issuing_bank, dollars, bills):
    """CREDITS-24: and the bill stays in keeping."""
    issuing_bank.together(dollars, "freeze", issuing_bank.number)
    with refused("CashFrozen", issuing_bank.account):
        deal.honour(complying)
    assert bills.billOf(complying.bills[0])["locks"] == 1


def test_honour_is_refused_when_the_bill_cannot_be_delivered(port, deal, complying, credits, dollars):
    """CREDITS-24: the other leg; without its capability the version neither takes nor pays."""
    port.listed(credits, status=1, capabilities=0)
    with refused("CashNotSettler", credits):
        deal.honour(complying)
    assert dollars.balanceOf(deal.beneficiary.account) == 0
    assert deal.status(complying) == COMPLYING


def test_honour_is_refused_to_a_suspended_bank(port, deal, complying, issuing_bank):
    """CREDITS-35."""
    suspend(port, issuing_bank)
    with refused("MembersNotActive", issuing_bank, 2):
        deal.honour(complying)


@pytest.mark.parametrize("title_to_applicant", [False, True])
def test_honour_moves_cash_and_title_in_one(a_deal, funds, bills, dollars, title_to_applicant):
    """CREDITS-23, CREDITS-24, CREDITS-25: events, every field and every balance."""
    deal = a_deal(title_to_applicant=title_to_applicant)
    deal.issue()
    deal.advise()
    first, second = deal.bill(), deal.bill(form=2)
    presentation = deal.present(first, second, amount=DRAWABLE)
    deal.examine(presentation)
    before = deal.record.dict()
    done = deal.honour(presentation)
    taker = deal.applicant if title_to_applicant else deal.issuing_bank
    assert done.events["Honoured"] == {
        "credit": deal.id,
        "presentation": deal.presentation_id(presentation),
        "bank": deal.issuing_bank.number,
        "payee": deal.beneficiary.number,
    }
    assert [handed["to"] for handed in done.events["Handed"]] == [taker.number, taker.number]
    for bill in (first, second):
        moved = bills.billOf(bill)
        assert (moved["holder"], moved["owner"]) == (taker.number, taker.number)
        assert (moved["locks"], moved["locker"], moved["formerHolder"]) == (0, 0, 0)
        assert bills.ownerOf(bill) == taker.account
    assert dollars.balanceOf(deal.beneficiary.account) == DRAWABLE
    assert dollars.balanceOf(deal.issuing_bank.account) == funds - DRAWABLE
    assert dollars.balanceOf(deal.credits) == 0
    assert dollars.totalSupply() == funds
    after = {"status": EXHAUSTED, "reserved": 0, "honoured": DRAWABLE, "open": 0}
    assert deal.record.dict() == before | after
    assert deal.status(presentation) == HONOURED


def test_one_person_honours_within_the_limit(port, deal, complying, issuing_bank, dollars):
    """CREDITS-23: at the limit, not a cent above it."""
    let_act_alone(port, issuing_bank, dollars, AMOUNT - 1)
    with refused("MembersTwoPersonsNeeded", issuing_bank, 6, dollars, AMOUNT, AMOUNT - 1):
        issuing_bank.act(deal.credits, "honour", *deal.said, complying, (), b"")
    let_act_alone(port, issuing_bank, dollars, AMOUNT)
    issuing_bank.act(deal.credits, "honour", *deal.said, complying, (), b"")
    assert dollars.balanceOf(deal.beneficiary.account) == AMOUNT


def test_partial_drawings_exhaust_a_credit_together(a_deal, funds, dollars):
    """CREDITS-25: not before the last cent of what may be drawn."""
    deal = a_deal(partial_drawings=True)
    deal.issue()
    deal.advise()
    for amount, status in ((40_000, ADVISED), (54_499, ADVISED), (1, EXHAUSTED)):
        part = deal.present(amount=amount)
        deal.examine(part)
        deal.honour(part)
        assert deal.record["status"] == status
    assert deal.record["honoured"] == DRAWABLE
    assert dollars.balanceOf(deal.beneficiary.account) == DRAWABLE


def test_one_drawing_exhausts_a_credit_without_partial_drawings(deal, funds):
    """CREDITS-25: though it left something."""
    presentation = deal.present(amount=AMOUNT - 1)
    deal.examine(presentation)
    deal.honour(presentation)
    assert deal.record["status"] == EXHAUSTED
    assert deal.record["honoured"] == AMOUNT - 1


def test_honour_waits_for_the_bank_beyond_expiry(at, deal, complying, dollars):
    """CREDITS-34: what was presented in time is paid, however late the payment."""
    at(NINE + 200 * 86_400)
    deal.honour(complying)
    assert dollars.balanceOf(deal.beneficiary.account) == AMOUNT


def test_honour_pays_the_account_of_the_beneficiary(deal, complying):
    """CREDITS-24: computed from its number, apart from the contract."""
    moved = [event for event in deal.honour(complying).events["Transfer"] if "value" in event]
    assert [str(event["to"]) for event in moved] == [account_of(deal.beneficiary.number)]
