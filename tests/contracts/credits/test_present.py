from __future__ import annotations

import pytest

from tests.contracts.attempts import answer
from tests.contracts.credits.deals import (
    ADVISED,
    DAY,
    DRAWABLE,
    EXHAUSTED,
    EXPIRY,
    ISSUED,
    LODGED,
    TODAY,
    UNKNOWN,
    WITHDRAWN,
)
from tests.contracts.people import refused, salted
from tests.contracts.standing import suspend, take_right
from tests.contracts.structs import plain

RUNNING = (1 << ISSUED) | (1 << ADVISED)
STRAIGHT, TO_ORDER, BLANK = range(3)


def test_present_is_refused_to_everybody_but_the_beneficiary(deal, stranger, beneficiary, applicant):
    """CREDITS-9."""
    for other in (stranger, applicant):
        with refused("CreditsNotBeneficiary", beneficiary, other):
            other.act(deal.credits, "present", *deal.said, deal.documents())


def test_present_is_refused_without_the_right_to_present(port, deal, beneficiary):
    """CREDITS-9."""
    take_right(port, beneficiary, "PRESENT")
    with refused("MemberOnlyRightMissing", beneficiary, 8, 0x1FF - (1 << 8)):
        deal.present()


def test_present_is_refused_under_what_was_never_issued(a_deal):
    """CREDITS-9."""
    deal = a_deal()
    with refused("CreditsWrongStatus", deal.id, UNKNOWN, RUNNING):
        deal.present()


@pytest.mark.parametrize("presented", [0, TODAY - 2, TODAY + 2, 2**32 - 1])
def test_present_is_refused_on_another_day(deal, presented):
    """CREDITS-10."""
    with refused("CreditsDateNotToday", presented, TODAY):
        deal.present(presented=presented)


@pytest.mark.parametrize("presented", [TODAY - 1, TODAY, TODAY + 1])
def test_a_day_before_or_after_the_chains_is_a_place_far_east_or_west(deal, presented):
    """CREDITS-10."""
    assert deal.status(deal.present(presented=presented)) == LODGED


def test_present_is_refused_when_no_closed_day_can_excuse_it(at, deal, beneficiary):
    """CREDITS-11: the tenth day after expiry is the last on which it is taken in."""
    at((EXPIRY + 10) * DAY)
    last = deal.documents(presented=EXPIRY + 10)
    assert answer(beneficiary, 1, deal.credits, "present", *deal.said, last) is None
    with refused("CreditsExpired", EXPIRY, EXPIRY + 11):
        deal.present(presented=EXPIRY + 11)


def test_present_is_refused_for_nothing(deal):
    """CREDITS-12."""
    with refused("CreditsZeroAmount"):
        deal.present(amount=0)


@pytest.mark.parametrize("amount", [DRAWABLE + 1, 2**64 - 1])
def test_present_is_refused_above_the_tolerance(deal, amount):
    """CREDITS-12."""
    with refused("CreditsOverdrawn", amount, DRAWABLE):
        deal.present(amount=amount)


def test_present_is_refused_above_what_other_drawings_leave(a_deal, funds):
    """CREDITS-12: what is honoured and what is under presentation both count."""
    deal = a_deal(partial_drawings=True)
    deal.issue()
    first = deal.present(amount=50_000)
    with refused("CreditsOverdrawn", 44_501, 44_500):
        deal.present(amount=44_501)
    deal.examine(first)
    deal.honour(first)
    with refused("CreditsOverdrawn", 44_501, 44_500):
        deal.present(amount=44_501)
    deal.present(amount=44_000)
    with refused("CreditsOverdrawn", 501, 500):
        deal.present(amount=501)
    deal.present(amount=500)
    assert (deal.record["reserved"], deal.record["honoured"], deal.record["open"]) == (44_500, 50_000, 2)


def test_present_is_refused_a_second_time_where_partial_drawings_are_not_allowed(deal):
    """CREDITS-13: however small."""
    deal.present(amount=1)
    with refused("CreditsPartialNotAllowed", deal.id):
        deal.present(amount=1)


def test_present_is_refused_after_the_one_drawing(deal, funds):
    """CREDITS-13, CREDITS-33."""
    drawn = deal.present(amount=1)
    deal.examine(drawn)
    deal.honour(drawn)
    with refused("CreditsWrongStatus", deal.id, EXHAUSTED, RUNNING):
        deal.present(amount=1)


def test_present_is_refused_twice_with_the_same_contents(deal):
    """CREDITS-15: taken back or not, the same documents make the same presentation."""
    presentation = deal.present()
    deal.withdraw(presentation)
    with refused("CreditsWrongPresentationStatus", deal.presentation_id(presentation), WITHDRAWN, 1):
        deal.beneficiary.act(deal.credits, "present", *deal.said, presentation)


def test_present_is_refused_with_a_bill_that_another_holds(deal, stranger, beneficiary, bills):
    """CREDITS-14: and nothing of the presentation happens, not even for the bill that was free."""
    free, gone = deal.bill(), deal.bill()
    beneficiary.act(bills, "transferBoth", gone, stranger.number)
    before = deal.record.dict()
    with refused("BillsNotHolder", gone, stranger, beneficiary):
        deal.present(free, gone)
    assert bills.billOf(free)["locks"] == 0
    assert deal.record.dict() == before


def test_present_is_refused_with_the_same_bill_twice(deal):
    """CREDITS-14: in one presentation."""
    bill = deal.bill()
    with refused("BillsLocked", bill, 1, ...):
        deal.present(bill, bill)


def test_present_is_refused_with_a_bill_that_another_credit_keeps(a_deal):
    """CREDITS-14: cargo is financed once."""
    first, second = a_deal(), a_deal(document=salted("another text"))
    first.issue()
    second.issue()
    bill = first.bill()
    first.present(bill)
    with refused("BillsLocked", bill, 1, ...):
        second.present(bill)


def test_present_is_refused_with_a_bill_to_anothers_order(deal, stranger, issuing_bank):
    """CREDITS-14: title would not pass at honour, so it is not taken in."""
    bill = deal.bill(TO_ORDER, owner=stranger)
    with refused("BillsNotEndorsed", bill, stranger, issuing_bank):
        deal.present(bill)


def test_present_is_refused_with_a_straight_bill_to_another(deal, beneficiary, issuing_bank):
    """CREDITS-14: it is not endorsed by anybody."""
    bill = deal.bill(STRAIGHT)
    with refused("BillsNotEndorsed", bill, beneficiary, issuing_bank):
        deal.present(bill)


def test_present_is_refused_to_a_suspended_beneficiary(port, deal, beneficiary):
    """CREDITS-35."""
    suspend(port, beneficiary)
    with refused("MembersNotActive", beneficiary, 2):
        deal.present()


@pytest.mark.parametrize("title_to_applicant", [False, True])
@pytest.mark.parametrize(
    ("form", "to_taker"), [(TO_ORDER, False), (BLANK, False), (TO_ORDER, True), (STRAIGHT, True)]
)
def test_present_takes_into_keeping_what_can_pass(a_deal, bills, credits, form, to_taker, title_to_applicant):
    """CREDITS-14: the beneficiary's own bill, or one made out to whoever takes it over."""
    deal = a_deal(title_to_applicant=title_to_applicant)
    deal.issue()
    taker = deal.applicant if title_to_applicant else deal.issuing_bank
    bill = deal.bill(form, owner=taker if to_taker else None)
    before = bills.billOf(bill).dict()
    deal.present(bill)
    locker = deal.port.members.instrumentOf(credits)["number"]
    assert bills.billOf(bill).dict() == before | {"locks": 1, "locker": locker}


def test_present_lodges_documents_and_reserves_the_amount(deal, bills, dollars):
    """CREDITS-9, CREDITS-12, CREDITS-15: event, id and every field; nothing is paid."""
    first, second = deal.bill(), deal.bill()
    before = deal.record.dict()
    presentation = deal.documents(first, second, amount=DRAWABLE)
    done = deal.beneficiary.act(deal.credits, "present", *deal.said, presentation)
    said = deal.presentation_id(presentation)
    computed = deal.credits.presentationIdOf(deal.id, deal.terms.hash, presentation)
    assert str(computed) == said, "everybody computes the same id"
    event = done.events["Presented"]
    assert (event["credit"], event["presentation"], event["terms"]) == (deal.id, said, deal.terms.hash)
    assert plain(event["contents"]) == plain(presentation)
    assert [lock["bill"] for lock in done.events["Locked"]] == [first, second]
    assert deal.record.dict() == before | {"reserved": DRAWABLE, "open": 1}
    assert deal.status(presentation) == LODGED
    assert plain(deal.passage(presentation)) == (LODGED, deal.issuing_bank.number, 0, TODAY)
    assert dollars.balanceOf(deal.beneficiary.account) == 0


def test_present_does_not_wait_for_the_advice(a_deal):
    """CREDITS-7, CREDITS-9: the bank is bound from issue (art. 7b)."""
    deal = a_deal()
    deal.issue()
    assert deal.status(deal.present()) == LODGED


def test_a_presentation_belongs_to_one_credit(a_deal):
    """CREDITS-15: the same contents under another credit are another presentation."""
    first, second = a_deal(), a_deal(document=salted("another text"))
    first.issue()
    second.issue()
    presentation = first.present()
    assert second.status(presentation) == UNKNOWN
    with refused(
        "CreditsWrongPresentationStatus", second.presentation_id(presentation), UNKNOWN, 1 << LODGED
    ):
        second.examine(presentation)
