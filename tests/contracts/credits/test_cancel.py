from __future__ import annotations

import pytest

from tests.contracts.credits.deals import ADVISED, CANCELLED, ISSUED
from tests.contracts.people import refused
from tests.contracts.standing import let_act_alone, suspend, take_right

RUNNING = (1 << ISSUED) | (1 << ADVISED)
BANK, BENEFICIARY = 1, 2


def test_cancel_is_refused_to_whoever_has_no_say(deal, applicant, advising_bank, stranger):
    """CREDITS-32: the applicant is no party to it (art. 10a)."""
    for other in (applicant, advising_bank, stranger):
        with refused("CreditsNotAParty", deal.id, other):
            other.together(deal.port.ends, "cancel", *deal.named)


def test_cancel_is_refused_to_one_person_of_the_bank(port, deal, issuing_bank, dollars):
    """CREDITS-32: whatever its limit."""
    let_act_alone(port, issuing_bank, dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 6):
        issuing_bank.act(deal.port.ends, "cancel", *deal.named)


def test_cancel_takes_each_sides_right(port, deal, issuing_bank, beneficiary):
    """CREDITS-32."""
    take_right(port, issuing_bank, "UNDERTAKE")
    take_right(port, beneficiary, "PRESENT")
    with refused("MemberOnlyRightMissing", issuing_bank, 6, 0x1FF - (1 << 6)):
        deal.bank_cancels()
    with refused("MemberOnlyRightMissing", beneficiary, 8, 0x1FF - (1 << 8)):
        deal.beneficiary_cancels()


def test_cancel_is_refused_twice_to_one_side(deal, issuing_bank, beneficiary):
    """CREDITS-32, CREDITS-7: two consents of the bank are not the beneficiary's."""
    deal.bank_cancels()
    with refused("EndsAlreadyConsented", deal.id, issuing_bank):
        deal.bank_cancels()
    assert deal.record["status"] == ADVISED


def test_cancel_is_refused_while_a_presentation_is_under_way(deal):
    """CREDITS-32: also where the bank agreed before it."""
    deal.bank_cancels()
    presentation = deal.present()
    with refused("CreditsOpenPresentations", deal.id, 1):
        deal.beneficiary_cancels()
    deal.withdraw(presentation)
    deal.beneficiary_cancels()
    assert deal.record["status"] == CANCELLED


def test_cancel_is_refused_of_what_was_never_issued(a_deal):
    """CREDITS-32."""
    deal = a_deal()
    with refused("CreditsWrongStatus", deal.id, 0, RUNNING):
        deal.beneficiary_cancels()


def test_cancel_is_refused_to_the_suspended(port, deal, issuing_bank, beneficiary):
    """CREDITS-35."""
    suspend(port, issuing_bank, beneficiary)
    with refused("MembersNotActive", issuing_bank, 2):
        deal.bank_cancels()
    with refused("MembersNotActive", beneficiary, 2):
        deal.beneficiary_cancels()


@pytest.mark.parametrize("bank_first", [True, False])
def test_cancel_takes_both(deal, issuing_bank, beneficiary, bank_first):
    """CREDITS-32, CREDITS-33: in either order; events, every field, and nothing after it."""
    before = deal.record.dict()
    steps = [(deal.bank_cancels, issuing_bank, BANK), (deal.beneficiary_cancels, beneficiary, BENEFICIARY)]
    first, second = steps if bank_first else steps[::-1]
    done = first[0]()
    agreed = {"deal": deal.credits.address, "credit": deal.id, "terms": deal.id}
    assert done.events["CancellationAgreed"] == agreed | {"party": first[1].number}
    assert "CreditCancelled" not in done.events
    assert (deal.record.dict(), deal.consents) == (before, first[2])
    done = second[0]()
    assert done.events["CancellationAgreed"] == agreed | {"party": second[1].number}
    assert done.events["CreditCancelled"] == {"deal": deal.credits, "credit": deal.id}
    assert (deal.record.dict(), deal.consents) == (before | {"status": CANCELLED}, BANK | BENEFICIARY)
    with refused("CreditsWrongStatus", deal.id, CANCELLED, RUNNING):
        deal.present()


def test_cancel_is_of_what_is_written_in_a_listed_instrument(deal, issuing_bank, stranger):
    """CREDITS-32, CREDITS-1: with the operative terms, and no others."""
    book = deal.port.ends
    with refused("MemberOnlyNotADeal", stranger.account):
        issuing_bank.together(book, "cancel", stranger.account, *deal.said)
    others = deal.terms._replace(amount=1)
    with refused("CreditsOtherTerms", deal.id, others.hash):
        issuing_bank.together(book, "cancel", deal.credits.address, deal.id, others)


def test_only_the_book_ends_a_credit(deal, issuing_bank):
    """CREDITS-31, CREDITS-32: `setEnded` is the book's alone."""
    with refused("MemberOnlyNotTheBook", deal.port.ends, deal.port.members):
        issuing_bank.together(deal.credits, "setEnded", deal.id, CANCELLED)
