"""One presentation on its way through the banks: each examines for itself, one balance is drawn on."""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    ADVISED,
    AMOUNT,
    COMPLYING,
    DAY,
    DISCREPANT,
    DRAWABLE,
    EXHAUSTED,
    HONOURED,
    LODGED,
    NEGOTIATION,
    NINE,
    PRECLUDED,
    REFUSED,
    RETURN,
    TODAY,
    UNKNOWN,
    WITHDRAWN,
)
from tests.contracts.people import refused
from tests.contracts.standing import suspend, take_right
from tests.contracts.structs import plain

TOO_LATE, SECOND_NOTICE = 0, 1
BANK = 200_000
"""What each paying bank begins with."""


@pytest.fixture
def nominated(a_deal, funds, lend, financier):
    """Available with the financier by payment, drawn in parts; nobody is asked to confirm."""
    deal = a_deal(nominated_bank=financier.number, partial_drawings=True)
    deal.issue()
    deal.advise()
    lend("financier", "advising_bank")
    return deal


@pytest.fixture
def confirmed(a_deal, funds, lend, financier, advising_bank):
    """The same, confirmed by the advising bank."""
    deal = a_deal(
        nominated_bank=financier.number, confirming_bank=advising_bank.number, partial_drawings=True
    )
    deal.issue()
    deal.advise()
    deal.confirm()
    lend("financier", "advising_bank")
    return deal


@pytest.fixture
def negotiable(a_deal, funds, lend, advising_bank):
    """Available by negotiation with any bank, confirmed by the advising bank."""
    deal = a_deal(nominated_bank=0, confirming_bank=advising_bank.number, availability=NEGOTIATION)
    deal.issue()
    deal.advise()
    deal.confirm()
    lend("financier", "advising_bank")
    return deal


# --- where documents are presented


def test_documents_are_not_presented_to_just_any_bank(nominated, advising_bank):
    """CREDITS-41: a bank that is neither nominated nor bound is no place of presentation (art. 6a)."""
    with refused("CreditsNotAPlaceOfPresentation", nominated.id, advising_bank):
        nominated.present(bank=advising_bank)


def test_documents_are_not_presented_to_a_bank_that_was_only_asked_to_confirm(a_deal, advising_bank):
    """CREDITS-41: as long as it has not, and once it has declined, it is bound to nothing (art. 8)."""
    deal = a_deal(confirming_bank=advising_bank.number)
    deal.issue()
    with refused("CreditsNotAPlaceOfPresentation", deal.id, advising_bank):
        deal.present(bank=advising_bank)
    deal.decline()
    with refused("CreditsNotAPlaceOfPresentation", deal.id, advising_bank):
        deal.present(bank=advising_bank)


def test_any_bank_is_a_bank(negotiable, stranger):
    """CREDITS-41: a trader is not."""
    with refused("CreditsNotAPlaceOfPresentation", negotiable.id, stranger):
        negotiable.present(bank=stranger)


def test_a_suspended_bank_is_no_place_of_presentation(port, negotiable, financier):
    """CREDITS-41."""
    suspend(port, financier)
    with refused("MembersNotActive", financier, 2):
        negotiable.present(bank=financier)


@pytest.mark.parametrize("bank", ["issuing_bank", "confirming_bank", "nominated_bank"])
def test_documents_are_presented_to_every_bank_that_the_credit_names(confirmed, bank):
    """CREDITS-41: and lie there (arts. 6a, 7, 8)."""
    place = getattr(confirmed, bank)
    presentation = confirmed.present(bank=place)
    assert plain(confirmed.passage(presentation)) == (LODGED, place.number, 0, TODAY)
    assert confirmed.status(presentation, place) == LODGED


def test_issue_is_refused_where_a_bank_is_no_bank(a_deal, stranger):
    """CREDITS-4."""
    for part in ("nominated_bank", "confirming_bank"):
        deal = a_deal(**{part: stranger.number})
        with refused("CreditsNotAPlaceOfPresentation", deal.id, stranger):
            deal.issue()


def test_issue_is_refused_where_the_issuing_bank_would_confirm_itself(a_deal, issuing_bank):
    """CREDITS-3: a confirmation is another bank's undertaking (art. 2)."""
    deal = a_deal(confirming_bank=issuing_bank.number)
    with refused("CreditsInvalidAvailability", deal.id, 0):
        deal.issue()


# --- two banks, one balance


def test_drawings_with_two_banks_do_not_overdraw(confirmed, beneficiary):
    """CREDITS-12, CREDITS-42: what lies with one bank is reserved for the other."""
    confirmed.present(bank=confirmed.nominated_bank, amount=60_000)
    with refused("CreditsOverdrawn", 34_501, DRAWABLE - 60_000):
        confirmed.present(bank=confirmed.confirming_bank, amount=34_501)
    confirmed.present(bank=confirmed.confirming_bank, amount=34_500)
    assert (confirmed.record["reserved"], confirmed.record["open"]) == (DRAWABLE, 2)


def test_the_amount_stays_reserved_until_the_issuing_bank_takes_the_documents_up(nominated):
    """CREDITS-42: a bank that has paid is not the issuing bank yet."""
    presentation = nominated.present(bank=nominated.nominated_bank)
    nominated.examine(presentation, bank=nominated.nominated_bank)
    nominated.honour(presentation, bank=nominated.nominated_bank)
    assert (nominated.record["reserved"], nominated.record["honoured"]) == (AMOUNT, 0)
    nominated.forward(presentation)
    nominated.examine(presentation)
    nominated.honour(presentation)
    assert (nominated.record["reserved"], nominated.record["honoured"]) == (0, AMOUNT)


# --- each examines for itself


def test_each_bank_has_its_own_finding_and_its_own_time(at, nominated, financier, issuing_bank):
    """CREDITS-16, CREDITS-17, CREDITS-44: the issuing bank's days begin when it has the documents."""
    presentation = nominated.present(bank=financier)
    nominated.examine(presentation, bank=financier)
    at(NINE + 9 * DAY)
    nominated.forward(presentation, received=TODAY + 9)
    assert nominated.status(presentation) == LODGED
    assert nominated.status(presentation, financier) == COMPLYING
    early = (TODAY + 9 + 4) * DAY - 1
    with refused("CreditsDeadlineOutOfRange", early, early + 1, early + 1 + 14 * DAY):
        nominated.examine(presentation, deadline=early)
    nominated.examine(presentation, complies=False, deadline=(TODAY + 16) * DAY)
    said = nominated.presentation_id(presentation)
    first = nominated.credits.examinationOf(said, financier.number)
    second = nominated.credits.examinationOf(said, issuing_bank.number)
    assert (first["status"], second["status"]) == (COMPLYING, DISCREPANT)
    assert (first["deadline"], second["deadline"]) == ((TODAY + 7) * DAY + 64_800, (TODAY + 16) * DAY)


def test_what_was_presented_in_time_to_one_bank_is_in_time_for_all(at, nominated, financier):
    """CREDITS-20, CREDITS-44: the day of presentation is the first bank's (art. 6d)."""
    presentation = nominated.present(bank=financier, shipped=TODAY - 21)
    at(NINE + 5 * DAY)
    nominated.forward(presentation, received=TODAY + 5)
    nominated.examine(presentation, deadline=(TODAY + 12) * DAY)
    assert nominated.status(presentation) == COMPLYING


def test_a_bank_that_passed_the_documents_on_decides_no_more(nominated, financier, issuing_bank):
    """CREDITS-44: what it found stands, what follows is the other's."""
    presentation = nominated.present(bank=financier)
    nominated.examine(presentation, bank=financier)
    nominated.forward(presentation)
    with refused("CreditsNotWithBank", nominated.presentation_id(presentation), issuing_bank, financier):
        nominated.honour(presentation, bank=financier)


# --- passing on


def test_forward_is_refused_to_whoever_has_not_the_documents(nominated, financier, advising_bank):
    """CREDITS-43."""
    presentation = nominated.present(bank=financier)
    with refused("CreditsNotWithBank", nominated.presentation_id(presentation), financier, advising_bank):
        nominated.forward(presentation, bank=advising_bank)


def test_forward_is_refused_without_the_right_to_examine(port, nominated, financier):
    """CREDITS-43."""
    presentation = nominated.present(bank=financier)
    take_right(port, financier, "EXAMINE")
    with refused("MemberOnlyRightMissing", financier, 7, 0x1FF - (1 << 7)):
        nominated.forward(presentation)


def test_forward_is_refused_to_a_bank_that_is_not_bound(nominated, confirmed, financier, advising_bank):
    """CREDITS-43: nor to itself, nor back to a bank that has paid."""
    presentation = nominated.present(bank=financier)
    for to in (advising_bank, financier):
        with refused("CreditsNotAPlaceOfPresentation", nominated.id, to):
            nominated.forward(presentation, to=to)
    paid = confirmed.present(bank=advising_bank)
    confirmed.examine(paid, bank=advising_bank)
    confirmed.honour(paid, bank=advising_bank)
    with refused("CreditsNotAPlaceOfPresentation", confirmed.id, advising_bank):
        confirmed.forward(paid, bank=advising_bank, to=advising_bank)


def test_forward_is_refused_on_another_day(nominated, financier):
    """CREDITS-43: the receiving bank's time is counted from it."""
    presentation = nominated.present(bank=financier)
    for day in (TODAY - 2, TODAY + 2):
        with refused("CreditsDateNotToday", day, TODAY):
            nominated.forward(presentation, received=day)


def test_forward_is_refused_to_the_issuing_bank(nominated, financier):
    """CREDITS-43: it is the last."""
    presentation = nominated.present()
    with refused("CreditsNotAPlaceOfPresentation", nominated.id, financier):
        nominated.forward(presentation, bank=nominated.issuing_bank, to=financier)


@pytest.mark.parametrize("stage", ["lodged", "complying", "discrepant", "honoured"])
def test_forward_is_refused_to_the_issuing_bank_though_another_has_confirmed(confirmed, advising_bank, stage):
    """CREDITS-43: documents that the beneficiary brought to it are its own to decide on (art. 7a)."""
    presentation = confirmed.present()
    if stage != "lodged":
        confirmed.examine(presentation, complies=stage != "discrepant")
    if stage == "honoured":
        confirmed.issuing_bank.together(confirmed.cash, "mint", confirmed.issuing_bank.number, AMOUNT)
        confirmed.honour(presentation)
    with refused("CreditsNotAPlaceOfPresentation", confirmed.id, advising_bank):
        confirmed.forward(presentation, bank=confirmed.issuing_bank, to=advising_bank)


def test_a_confirming_bank_does_not_pass_its_decision_on(confirmed, advising_bank):
    """CREDITS-43: it undertook to decide; first it honours (art. 8)."""
    presentation = confirmed.present(bank=advising_bank)
    said = confirmed.presentation_id(presentation)
    with refused("CreditsWrongPresentationStatus", said, LODGED, 1 << HONOURED):
        confirmed.forward(presentation, bank=advising_bank)
    confirmed.examine(presentation, bank=advising_bank, complies=False)
    with refused("CreditsWrongPresentationStatus", said, DISCREPANT, 1 << HONOURED):
        confirmed.forward(presentation, bank=advising_bank)


@pytest.mark.parametrize("stage", ["lodged", "complying", "discrepant"])
def test_a_nominated_bank_passes_on_what_it_does_not_pay(nominated, financier, issuing_bank, stage):
    """CREDITS-43: nomination alone binds to nothing (art. 12a); event, and where the documents lie."""
    presentation = nominated.present(bank=financier)
    if stage != "lodged":
        nominated.examine(presentation, bank=financier, complies=stage == "complying")
    done = nominated.forward(presentation, received=TODAY + 1)
    assert done.events["Forwarded"] == {
        "credit": nominated.id,
        "presentation": nominated.presentation_id(presentation),
        "bank": financier.number,
        "to": issuing_bank.number,
        "received": TODAY + 1,
    }
    assert plain(nominated.passage(presentation)) == (LODGED, issuing_bank.number, 0, TODAY + 1)
    assert nominated.status(presentation) == LODGED


# --- payment and reimbursement


def test_a_nominated_bank_pays_and_is_reimbursed(
    nominated, financier, issuing_bank, beneficiary, bills, dollars
):
    """CREDITS-23, CREDITS-24, CREDITS-45, CREDITS-46: title passes when the issuing bank takes up."""
    bill = nominated.bill()
    presentation = nominated.present(bill, bank=financier)
    nominated.examine(presentation, bank=financier)
    paid = nominated.honour(presentation, bank=financier)
    said = nominated.presentation_id(presentation)
    assert paid.events["Honoured"] == {
        "credit": nominated.id,
        "presentation": said,
        "bank": financier.number,
        "payee": beneficiary.number,
    }
    assert dollars.balanceOf(beneficiary.account) == AMOUNT
    assert dollars.balanceOf(financier.account) == BANK - AMOUNT
    assert bills.billOf(bill)["locks"] == 1, "in keeping, on its way to the issuing bank"
    assert plain(nominated.passage(presentation)) == (LODGED, financier.number, financier.number, TODAY)
    assert nominated.status(presentation, financier) == HONOURED
    assert nominated.record["status"] == ADVISED
    with refused("CreditsAlreadyPaid", said, financier):
        nominated.withdraw(presentation)
    nominated.forward(presentation)
    nominated.examine(presentation)
    done = nominated.honour(presentation)
    assert done.events["Honoured"]["payee"] == financier.number
    assert dollars.balanceOf(financier.account) == BANK
    assert dollars.balanceOf(beneficiary.account) == AMOUNT, "paid once"
    assert bills.billOf(bill)["owner"] == issuing_bank.number
    assert nominated.passage(presentation)["status"] == HONOURED


def test_a_confirming_bank_reimburses_and_is_reimbursed(confirmed, financier, advising_bank, dollars):
    """CREDITS-45: a chain of three banks, each of which examined (art. 8c)."""
    presentation = confirmed.present(bank=financier)
    confirmed.examine(presentation, bank=financier)
    confirmed.honour(presentation, bank=financier)
    confirmed.forward(presentation, to=advising_bank)
    confirmed.examine(presentation, bank=advising_bank)
    confirmed.honour(presentation, bank=advising_bank)
    assert dollars.balanceOf(financier.account) == BANK
    assert confirmed.passage(presentation)["payer"] == advising_bank.number
    confirmed.forward(presentation, bank=advising_bank)
    confirmed.examine(presentation)
    confirmed.honour(presentation)
    assert dollars.balanceOf(advising_bank.account) == BANK
    assert confirmed.record["honoured"] == AMOUNT


def test_the_issuing_bank_pays_what_the_nominated_bank_only_passed_on(
    nominated, financier, beneficiary, dollars
):
    """CREDITS-45: then nobody is to be reimbursed."""
    presentation = nominated.present(bank=financier)
    nominated.forward(presentation)
    nominated.examine(presentation)
    assert nominated.honour(presentation).events["Honoured"]["payee"] == beneficiary.number
    assert dollars.balanceOf(beneficiary.account) == AMOUNT


# --- negotiation


def test_negotiate_is_refused_where_the_credit_is_available_otherwise(nominated, financier):
    """CREDITS-47: and where it is by negotiation, a nominated bank does not honour."""
    presentation = nominated.present(bank=financier)
    nominated.examine(presentation, bank=financier)
    with refused("CreditsNotForNegotiation", 0):
        nominated.negotiate(presentation, AMOUNT)


def test_a_bank_that_negotiates_does_not_honour(negotiable, financier):
    """CREDITS-47."""
    presentation = negotiable.present(bank=financier)
    negotiable.examine(presentation, bank=financier)
    with refused("CreditsNotForNegotiation", NEGOTIATION):
        negotiable.honour(presentation, bank=financier)


def test_the_issuing_bank_does_not_negotiate(negotiable, issuing_bank):
    """CREDITS-47: it honours its own undertaking (art. 2)."""
    presentation = negotiable.present()
    negotiable.examine(presentation)
    with refused("CreditsNotForNegotiation", NEGOTIATION):
        negotiable.negotiate(presentation, AMOUNT, bank=issuing_bank)


@pytest.mark.parametrize("price", [0, AMOUNT + 1])
def test_negotiate_is_refused_at_a_price_that_is_none(negotiable, financier, price):
    """CREDITS-47."""
    presentation = negotiable.present(bank=financier)
    negotiable.examine(presentation, bank=financier)
    with refused("CreditsPriceOutOfRange", price, AMOUNT):
        negotiable.negotiate(presentation, price)


def test_negotiate_is_refused_of_what_does_not_comply(negotiable, financier):
    """CREDITS-47: what a nominated bank does at its own risk is not under the credit (art. 7c)."""
    presentation = negotiable.present(bank=financier)
    negotiable.examine(presentation, bank=financier, complies=False)
    with refused("CreditsWrongPresentationStatus", negotiable.presentation_id(presentation), DISCREPANT, ...):
        negotiable.negotiate(presentation, AMOUNT)


def test_negotiate_is_refused_to_one_person(negotiable, financier, dollars):
    """CREDITS-47."""
    presentation = negotiable.present(bank=financier)
    negotiable.examine(presentation, bank=financier)
    with refused("MembersTwoPersonsNeeded", financier, 6, dollars, AMOUNT, 0):
        financier.act(negotiable.credits, "negotiate", *negotiable.said, presentation, AMOUNT, b"")


def test_any_bank_buys_the_documents_and_is_reimbursed_in_full(negotiable, financier, beneficiary, dollars):
    """CREDITS-45, CREDITS-47: the difference is its interest; event and every balance."""
    presentation = negotiable.present(bank=financier)
    negotiable.examine(presentation, bank=financier)
    done = negotiable.negotiate(presentation, AMOUNT - 700)
    assert done.events["Negotiated"] == {
        "credit": negotiable.id,
        "presentation": negotiable.presentation_id(presentation),
        "bank": financier.number,
        "price": AMOUNT - 700,
    }
    assert dollars.balanceOf(beneficiary.account) == AMOUNT - 700
    negotiable.forward(presentation)
    negotiable.examine(presentation)
    negotiable.honour(presentation)
    assert dollars.balanceOf(financier.account) == BANK + 700
    assert negotiable.record["status"] == EXHAUSTED


def test_a_confirming_bank_reimburses_the_bank_that_negotiated(negotiable, financier, advising_bank, dollars):
    """CREDITS-47: it honours towards a bank, and negotiates towards the beneficiary (art. 8a)."""
    presentation = negotiable.present(bank=financier)
    negotiable.examine(presentation, bank=financier)
    negotiable.negotiate(presentation, AMOUNT)
    negotiable.forward(presentation, to=advising_bank)
    negotiable.examine(presentation, bank=advising_bank)
    with refused("CreditsNotForNegotiation", NEGOTIATION):
        negotiable.negotiate(presentation, AMOUNT, bank=advising_bank)
    negotiable.honour(presentation, bank=advising_bank)
    assert dollars.balanceOf(financier.account) == BANK


# --- refusal


def test_a_nominated_bank_refuses_and_the_bills_go_back(nominated, financier, bills):
    """CREDITS-26, CREDITS-27: the documents may then be presented to the issuing bank itself."""
    bill = nominated.bill()
    free = bills.billOf(bill).dict()
    presentation = nominated.present(bill, bank=financier)
    nominated.examine(presentation, bank=financier, complies=False)
    done = nominated.refuse(presentation, bank=financier)
    assert done.events["Refused"]["bank"] == financier.number
    assert bills.billOf(bill).dict() == free
    assert (nominated.record["reserved"], nominated.record["open"]) == (0, 0)
    again = nominated.present(bill)
    assert nominated.status(again) == LODGED


def test_a_late_notice_bars_the_banks_that_undertook(at, confirmed, advising_bank):
    """CREDITS-28: a confirming bank as an issuing one (art. 16f)."""
    presentation = confirmed.present(bank=advising_bank)
    confirmed.examine(presentation, bank=advising_bank, complies=False)
    at(NINE + 8 * DAY)
    done = confirmed.refuse(presentation, bank=advising_bank)
    assert done.events["RefusalPrecluded"]["bank"] == advising_bank.number
    assert done.events["RefusalPrecluded"]["reason"] == TOO_LATE
    assert confirmed.status(presentation, advising_bank) == PRECLUDED
    confirmed.honour(presentation, bank=advising_bank)


def test_a_late_notice_of_a_bank_that_undertook_nothing_takes_effect(at, nominated, financier):
    """CREDITS-28: art. 16f does not name a bank that is only nominated."""
    presentation = nominated.present(bank=financier)
    nominated.examine(presentation, bank=financier, complies=False)
    at(NINE + 8 * DAY)
    done = nominated.refuse(presentation, bank=financier)
    assert "RefusalPrecluded" not in done.events
    assert nominated.status(presentation, financier) == REFUSED


def test_an_issuing_banks_refusal_leaves_the_bills_with_the_bank_that_paid(
    nominated, financier, beneficiary, bills, dollars
):
    """CREDITS-46, CREDITS-71: it bought the documents; the beneficiary keeps the money, and draws again."""
    bill = nominated.bill()
    presentation = nominated.present(bill, bank=financier)
    nominated.examine(presentation, bank=financier)
    nominated.honour(presentation, bank=financier)
    nominated.forward(presentation)
    nominated.examine(presentation, complies=False)
    nominated.refuse(presentation, disposal=RETURN)
    moved = bills.billOf(bill)
    assert (moved["holder"], moved["owner"], moved["locks"]) == (financier.number, financier.number, 0)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT
    assert (nominated.record["reserved"], nominated.record["honoured"], nominated.record["open"]) == (0, 0, 0)
    assert nominated.status(presentation, financier) == HONOURED
    assert nominated.status(presentation) == REFUSED


def passed_on(deal, bank, presentation):
    """What `bank` has paid, before the issuing bank, which found it discrepant."""
    deal.examine(presentation, bank=bank)
    deal.honour(presentation, bank=bank)
    deal.forward(presentation, bank=bank)
    deal.examine(presentation, complies=False)


def test_what_a_confirming_bank_paid_is_drawn_though_the_issuing_bank_refuses(
    confirmed, advising_bank, beneficiary, dollars
):
    """CREDITS-70: it has done what it undertook; the beneficiary draws the rest, and not the same again."""
    presentation = confirmed.present(bank=advising_bank)
    passed_on(confirmed, advising_bank, presentation)
    before = confirmed.record.dict()
    confirmed.refuse(presentation)
    drawn = {"reserved": 0, "open": 0, "honoured": AMOUNT}
    assert confirmed.record.dict() == before | drawn
    assert confirmed.status(presentation) == REFUSED
    with refused("CreditsOverdrawn", AMOUNT, DRAWABLE - AMOUNT):
        confirmed.present(bank=advising_bank)
    rest = confirmed.present(amount=DRAWABLE - AMOUNT)
    confirmed.examine(rest)
    confirmed.honour(rest)
    assert confirmed.record["status"] == EXHAUSTED
    assert dollars.balanceOf(beneficiary.account) == DRAWABLE


def test_one_drawing_that_a_confirming_bank_paid_exhausts_the_credit(
    a_deal, funds, lend, financier, advising_bank
):
    """CREDITS-70, CREDITS-25: where partial drawings are not allowed, negotiated as well as honoured."""
    deal = a_deal(nominated_bank=0, confirming_bank=advising_bank.number, availability=NEGOTIATION)
    deal.issue()
    deal.confirm()
    lend("advising_bank")
    presentation = deal.present(bank=advising_bank)
    deal.examine(presentation, bank=advising_bank)
    deal.negotiate(presentation, AMOUNT - 1, bank=advising_bank)
    deal.forward(presentation, bank=advising_bank)
    deal.examine(presentation, complies=False)
    deal.refuse(presentation)
    assert (deal.record["status"], deal.record["honoured"]) == (EXHAUSTED, AMOUNT)


def test_what_the_confirming_bank_itself_does_not_take_over_is_free_again(
    confirmed, financier, advising_bank
):
    """CREDITS-71: the nominated bank paid at its own risk, and no bank that is bound did."""
    presentation = confirmed.present(bank=financier)
    confirmed.examine(presentation, bank=financier)
    confirmed.honour(presentation, bank=financier)
    confirmed.forward(presentation, to=advising_bank)
    confirmed.examine(presentation, bank=advising_bank, complies=False)
    confirmed.refuse(presentation, bank=advising_bank)
    assert (confirmed.record["reserved"], confirmed.record["honoured"]) == (0, 0)
    assert confirmed.status(confirmed.present()) == LODGED


def test_a_bank_that_only_was_asked_to_confirm_pays_at_its_own_risk(
    a_deal, funds, lend, financier, advising_bank
):
    """CREDITS-71: whoever declined is nominated at most."""
    deal = a_deal(nominated_bank=0, confirming_bank=advising_bank.number, partial_drawings=True)
    deal.issue()
    deal.decline()
    lend("advising_bank")
    presentation = deal.present(bank=advising_bank)
    passed_on(deal, advising_bank, presentation)
    deal.refuse(presentation)
    assert (deal.record["reserved"], deal.record["honoured"]) == (0, 0)


def test_a_refusal_takes_a_straight_bill_from_no_consignee(a_deal, lend, financier, applicant, bills):
    """CREDITS-46, BILLS-30: the bank that paid has possession; title is the applicant's, whom it names."""
    deal = a_deal(nominated_bank=financier.number, title_to_applicant=True)
    deal.issue()
    lend("financier")
    bill = deal.bill(form=0, owner=applicant)
    presentation = deal.present(bill, bank=financier)
    deal.examine(presentation, bank=financier)
    deal.honour(presentation, bank=financier)
    deal.forward(presentation)
    deal.examine(presentation, complies=False)
    deal.refuse(presentation, disposal=RETURN)
    moved = bills.billOf(bill)
    assert (moved["holder"], moved["owner"], moved["locks"]) == (financier.number, applicant.number, 0)


def test_a_second_notice_of_each_bank_is_its_own(nominated, financier, issuing_bank):
    """CREDITS-29."""
    presentation = nominated.present(bank=financier)
    nominated.examine(presentation, bank=financier, complies=False)
    nominated.refuse(presentation, bank=financier)
    done = nominated.refuse(presentation, bank=financier)
    assert done.events["RefusalPrecluded"]["reason"] == SECOND_NOTICE
    with refused("CreditsNotWithBank", nominated.presentation_id(presentation), financier, issuing_bank):
        nominated.refuse(presentation)


def test_a_withdrawn_presentation_is_with_nobody(nominated, financier):
    """CREDITS-30: whatever a bank had found."""
    presentation = nominated.present(bank=financier)
    nominated.examine(presentation, bank=financier)
    nominated.withdraw(presentation)
    assert nominated.status(presentation, financier) == WITHDRAWN
    with refused("CreditsWrongPresentationStatus", nominated.presentation_id(presentation), WITHDRAWN, ...):
        nominated.honour(presentation, bank=financier)


def test_a_bank_that_never_had_the_documents_knows_nothing_of_them(nominated, advising_bank):
    """CREDITS-44."""
    assert nominated.status(nominated.present(), advising_bank) == UNKNOWN
