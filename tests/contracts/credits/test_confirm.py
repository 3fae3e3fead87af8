from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    ADVISED,
    CANCELLED,
    CONFIRMED,
    DECLINED,
    DRAWABLE,
    ISSUED,
    NO_ANSWER,
    UNKNOWN,
)
from tests.contracts.people import refused, salted
from tests.contracts.standing import let_act_alone, suspend, take_right

RUNNING = (1 << ISSUED) | (1 << ADVISED)


@pytest.fixture
def asked(a_deal, advising_bank):
    """The advising bank is asked to confirm."""
    deal = a_deal(confirming_bank=advising_bank.number)
    deal.issue()
    return deal


def answer_of(deal):
    return deal.credits.confirmationOf(deal.id, deal.terms.hash)


def test_confirm_is_refused_to_everybody_but_the_bank_that_is_asked(asked, financier, advising_bank):
    """CREDITS-39: nobody adds an undertaking that was not asked for."""
    for step in ("confirm", "decline"):
        with refused("CreditsNotConfirmingBank", advising_bank, financier):
            financier.together(asked.port.confirmations, step, *asked.named)


def test_confirm_is_refused_where_no_bank_is_asked(deal, advising_bank):
    """CREDITS-39."""
    with refused("CreditsNotConfirmingBank", 0, advising_bank):
        deal.confirm()


def test_confirm_is_refused_to_one_person_above_the_limit(port, asked, advising_bank, dollars):
    """CREDITS-39: it undertakes as much as the issuing bank, with the upper tolerance."""
    let_act_alone(port, advising_bank, dollars, DRAWABLE - 1)
    with refused("MembersTwoPersonsNeeded", advising_bank, 6, dollars, DRAWABLE, DRAWABLE - 1):
        advising_bank.act(port.confirmations, "confirm", *asked.named)
    let_act_alone(port, advising_bank, dollars, DRAWABLE)
    advising_bank.act(port.confirmations, "confirm", *asked.named)
    assert answer_of(asked) == CONFIRMED


@pytest.mark.parametrize(("step", "right", "bit"), [("confirm", "UNDERTAKE", 6), ("decline", "EXAMINE", 7)])
def test_an_answer_takes_its_right(port, asked, advising_bank, step, right, bit):
    """CREDITS-39."""
    take_right(port, advising_bank, right)
    with refused("MemberOnlyRightMissing", advising_bank, bit, 0x1FF - (1 << bit)):
        advising_bank.together(port.confirmations, step, *asked.named)


@pytest.mark.parametrize(("first", "given"), [("confirm", CONFIRMED), ("decline", DECLINED)])
def test_an_answer_is_given_once(asked, first, given):
    """CREDITS-39: an undertaking is not taken back, and a refusal to confirm is known to all."""
    getattr(asked, first)()
    for again in (asked.confirm, asked.decline):
        with refused("CreditsConfirmationAnswered", asked.id, given):
            again()


def test_confirm_is_refused_of_what_was_never_issued(a_deal, advising_bank):
    """CREDITS-39."""
    deal = a_deal(confirming_bank=advising_bank.number, document=salted("forged"))
    with refused("CreditsWrongStatus", deal.id, UNKNOWN, RUNNING):
        deal.confirm()


def test_confirm_is_refused_on_other_terms(asked):
    """CREDITS-1: whoever gives other terms speaks of another credit."""
    other = asked.terms._replace(amount=1)
    with refused("CreditsOtherTerms", asked.id, other.hash):
        asked.confirming_bank.together(
            asked.port.confirmations, "confirm", asked.credits.address, asked.id, other
        )


def test_confirm_is_refused_to_a_suspended_bank(port, asked, advising_bank):
    """CREDITS-35."""
    suspend(port, advising_bank)
    with refused("MembersNotActive", advising_bank, 2):
        asked.confirm()


def test_confirm_is_refused_while_the_version_closes(port, asked, credits):
    """CREDITS-5: a confirmation is new business, an answer without one is not."""
    port.listed(credits, status=2, capabilities=3)
    with refused("MemberOnlyClosing", credits):
        asked.confirm()
    asked.decline()


def test_a_bank_answers_in_no_strangers_contract(asked, advising_bank, stranger):
    """CREDITS-39: nor would anybody be told of it."""
    given = stranger.account, *asked.said
    with refused("MemberOnlyNotADeal", stranger.account):
        advising_bank.together(asked.port.confirmations, "confirm", *given)
    with refused("MemberOnlyNotADeal", stranger.account):
        advising_bank.act(asked.port.confirmations, "decline", *given)


def test_only_the_book_records_an_answer(asked, advising_bank):
    """CREDITS-39: `setConfirmation` is the book's alone."""
    with refused("MemberOnlyNotTheBook", asked.port.confirmations, asked.port.members):
        advising_bank.together(asked.credits, "setConfirmation", asked.id, asked.terms.hash, CONFIRMED)


@pytest.mark.parametrize(
    ("step", "event", "given"),
    [("confirm", "CreditConfirmed", CONFIRMED), ("decline", "ConfirmationDeclined", DECLINED)],
)
def test_an_answer_is_on_record(asked, advising_bank, step, event, given):
    """CREDITS-39, CREDITS-40: event, and nothing of the credit changes."""
    before = asked.record.dict()
    assert answer_of(asked) == NO_ANSWER
    done = getattr(asked, step)()
    assert done.events[event] == {
        **{"deal": asked.credits, "credit": asked.id, "terms": asked.terms.hash},
        "bank": advising_bank.number,
    }
    assert answer_of(asked) == given
    assert asked.record.dict() == before
    asked.advise()


def test_a_credit_that_is_confirmed_is_cancelled_by_three(asked, advising_bank):
    """CREDITS-32: without the bank that added its undertaking it is not (art. 10a)."""
    asked.confirm()
    asked.bank_cancels()
    asked.beneficiary_cancels()
    assert asked.record["status"] == ISSUED
    with refused("MemberOnlyTwoPersonsNeeded", advising_bank, 6):
        advising_bank.act(asked.port.ends, "cancel", *asked.named)
    done = asked.bank_cancels(advising_bank)
    assert done.events["CreditCancelled"] == {"deal": asked.credits, "credit": asked.id}
    assert asked.record["status"] == CANCELLED


def test_a_bank_that_declined_has_no_say_in_cancelling(asked, advising_bank):
    """CREDITS-32, CREDITS-40."""
    asked.decline()
    with refused("CreditsNotAParty", asked.id, advising_bank):
        asked.bank_cancels(advising_bank)
    asked.bank_cancels()
    asked.beneficiary_cancels()
    assert asked.record["status"] == CANCELLED
