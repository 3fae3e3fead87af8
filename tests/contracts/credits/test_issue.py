from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    AMOUNT,
    DRAWABLE,
    EXPIRY,
    ISSUED,
    TODAY,
)
from tests.contracts.people import refused
from tests.contracts.standing import let_act_alone, suspend, take_right
from tests.contracts.structs import plain


def test_issue_is_refused_to_everybody_but_the_bank_that_the_terms_name(a_deal, financier, issuing_bank):
    """CREDITS-2: nobody binds another bank."""
    with refused("CreditsNotIssuingBank", issuing_bank, financier):
        financier.together(a_deal().credits, "issue", a_deal().terms)


def test_issue_is_refused_to_whoever_is_no_bank(a_deal, applicant):
    """CREDITS-2: a trader's promise is no credit (art. 2)."""
    deal = a_deal(issuing_bank=applicant.number)
    with refused("MemberOnlyRoleMissing", applicant, 0, 2):
        applicant.together(deal.credits, "issue", deal.terms)


def test_issue_is_refused_to_one_person(a_deal, issuing_bank, dollars):
    """CREDITS-2: an undertaking takes two; the limit is 0 to begin with."""
    deal = a_deal()
    with refused("MembersTwoPersonsNeeded", issuing_bank, 6, dollars, DRAWABLE, 0):
        issuing_bank.act(deal.credits, "issue", deal.terms)


def test_the_limit_of_one_person_counts_the_tolerance(port, a_deal, issuing_bank, dollars):
    """CREDITS-2: the bank may have to pay the upper tolerance too, so that is what one person undertakes."""
    let_act_alone(port, issuing_bank, dollars, AMOUNT)
    deal = a_deal()
    with refused("MembersTwoPersonsNeeded", issuing_bank, 6, dollars, DRAWABLE, AMOUNT):
        issuing_bank.act(deal.credits, "issue", deal.terms)
    issuing_bank.act(deal.credits, "issue", a_deal(tolerance_plus=0).terms)


def test_issue_is_refused_without_the_right_to_undertake(port, a_deal, issuing_bank):
    """CREDITS-2."""
    take_right(port, issuing_bank, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", issuing_bank, 6, 0x1FF - (1 << 6)):
        a_deal().issue()


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"tolerance_plus": 100},
        {"tolerance_plus": 255},
        {"amount": 2**64 - 1, "tolerance_plus": 1},
        {"amount": 2**64 - 1, "tolerance_plus": 255},
        {"issued": EXPIRY + 1},
        {"issued": TODAY + 2},
        {"latest_shipment": EXPIRY + 1},
        {"expiry": 2**32 - 10},
        {"expiry": 2**32 - 1, "latest_shipment": 2**32 - 1},
    ],
    ids=str,
)
def test_issue_is_refused_on_terms_that_cannot_be(a_deal, changes):
    """CREDITS-3."""
    deal = a_deal(**changes)
    said = deal.terms
    with refused("CreditsInvalidTerms", deal.id, said.amount, said.issued, said.expiry, said.latest_shipment):
        deal.issue()


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 1},
        {"tolerance_plus": 99},
        {"amount": 2**64 - 1, "tolerance_plus": 0},
        {"issued": TODAY + 1},
        {"issued": TODAY + 1, "expiry": TODAY + 1, "latest_shipment": TODAY + 1},
        {"latest_shipment": 0},
        {"expiry": 2**32 - 11},
    ],
    ids=str,
)
def test_issue_is_not_refused_at_the_bounds(a_deal, changes):
    """CREDITS-3: the last value on this side of each."""
    deal = a_deal(**changes)
    deal.issue()
    assert deal.record["status"] == ISSUED


@pytest.mark.parametrize("status", [2, 3])
def test_issue_is_refused_in_cash_that_is_not_open(port, a_deal, dollars, status):
    """CREDITS-4."""
    port.listed(dollars, status=status)
    with refused("MemberOnlyUnlisted", dollars, status):
        a_deal().issue()


def test_issue_is_refused_in_a_strangers_cash(a_deal, stranger):
    """CREDITS-4: what the consortium never listed is nobody's cash."""
    deal = a_deal(cash=stranger.maker)
    with refused("MemberOnlyUnlisted", stranger.maker, 0):
        deal.issue()


@pytest.mark.parametrize("party", ["applicant", "beneficiary", "advising_bank"])
def test_issue_is_refused_while_a_party_is_suspended(port, people, a_deal, party):
    """CREDITS-4."""
    suspend(port, people[party])
    with refused("MembersNotActive", people[party], 2):
        a_deal().issue()


@pytest.mark.parametrize("party", ["applicant", "beneficiary", "advising_bank"])
def test_issue_is_refused_towards_a_number_that_nobody_has(a_deal, party):
    """CREDITS-4."""
    with refused("MembersNotActive", 7, 0):
        a_deal(**{party: 7}).issue()


def test_issue_is_refused_while_the_version_closes(port, a_deal, credits):
    """CREDITS-5."""
    port.listed(credits, status=2, capabilities=3)
    with refused("MemberOnlyClosing", credits):
        a_deal().issue()


def test_issue_is_refused_twice(a_deal):
    """CREDITS-1."""
    deal = a_deal()
    deal.issue()
    with refused("CreditsAlreadyIssued", deal.id):
        deal.issue()


def test_issue_binds_the_bank(a_deal):
    """CREDITS-1, CREDITS-2, CREDITS-6: id, event and every field."""
    deal = a_deal(partial_drawings=True, title_to_applicant=True)
    done = deal.issue()
    assert deal.id == deal.terms.hash, "everybody computes the same id"
    assert done.events["CreditIssued"]["credit"] == deal.id
    assert plain(done.events["CreditIssued"]["terms"]) == plain(deal.terms)
    assert plain(deal.record) == plain(
        (
            ISSUED,
            True,  # partial drawings
            False,  # stopped
            False,  # claused
            False,  # divided
            0,  # version
            0,  # open
            DRAWABLE,
            0,  # reserved
            0,  # honoured
        )
    )


@pytest.mark.parametrize(
    ("amount", "tolerance", "drawable"), [(100, 5, 105), (19, 5, 19), (20, 5, 21), (39, 5, 40), (1, 99, 1)]
)
def test_the_tolerance_is_rounded_down(a_deal, amount, tolerance, drawable):
    """CREDITS-6: the bank never owes a part of a cent more than it said."""
    deal = a_deal(amount=amount, tolerance_plus=tolerance)
    deal.issue()
    assert deal.record["drawable"] == drawable


def test_the_lower_tolerance_is_left_to_the_examiner(a_deal):
    """CREDITS-6: a drawing below it can be presented, and found complying or not."""
    deal = a_deal(tolerance_minus=5)
    deal.issue()
    deal.examine(deal.present(amount=1))
