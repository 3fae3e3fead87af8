from __future__ import annotations

import pytest

from tests.contracts.people import refused, salted
from tests.contracts.standbys.deals import AMOUNT, DAY, EXPIRY, ISSUED, NINE, NONE, TODAY
from tests.contracts.standing import let_act_alone, suspend


def test_issue_is_refused_to_a_bank_that_the_terms_do_not_name(a_deal, financier, issuing_bank):
    """STANDBYS-2."""
    deal = a_deal()
    with refused("StandbysNotIssuer", issuing_bank, financier):
        financier.together(deal.standbys, "issue", deal.terms)


def test_issue_is_refused_to_what_is_no_bank(a_deal, applicant, beneficiary, issuing_bank):
    """STANDBYS-2."""
    deal = a_deal(issuer=applicant.number, applicant=issuing_bank.number)
    with refused("MemberOnlyRoleMissing", applicant, 0, 2):
        applicant.together(deal.standbys, "issue", deal.terms)


def test_issue_is_refused_to_one_person_above_the_limit(port, a_deal, issuing_bank, dollars):
    """STANDBYS-2."""
    deal = a_deal()
    let_act_alone(port, issuing_bank, dollars, AMOUNT - 1)
    with refused("MembersTwoPersonsNeeded", issuing_bank, 6, dollars, AMOUNT, AMOUNT - 1):
        issuing_bank.act(deal.standbys, "issue", deal.terms)


@pytest.mark.parametrize("name", ["applicant", "beneficiary", "advising_bank"])
def test_issue_is_refused_where_a_party_is_suspended(port, people, a_deal, name):
    """STANDBYS-2."""
    deal = a_deal(confirmer=people["advising_bank"].number)
    suspend(port, people[name])
    with refused("MembersNotActive", people[name], 2):
        deal.issue()


def test_issue_is_refused_where_a_trader_is_asked_to_confirm(a_deal, stranger):
    """STANDBYS-2."""
    with refused("StandbysNotABank", stranger):
        a_deal(confirmer=stranger.number).issue()


def test_issue_is_refused_in_cash_that_is_not_listed(port, a_deal, dollars):
    """STANDBYS-2."""
    deal = a_deal()
    port.listed(dollars, status=2)
    with refused("MemberOnlyUnlisted", dollars, 2):
        deal.issue()


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"issued": EXPIRY + 1},
        {"issued": TODAY + 2},
        {"issued": TODAY - 9, "expiry": TODAY - 2, "final_expiry": TODAY - 2},
        {"final_expiry": EXPIRY - 1},
        {"expiry": 2**32 - 5, "final_expiry": 2**32 - 5},
    ],
)
def test_issue_is_refused_on_impossible_terms(a_deal, changes):
    """STANDBYS-3."""
    deal = a_deal(**changes)
    terms = deal.terms
    with refused(
        "StandbysInvalidTerms", deal.id, terms.amount, terms.issued, terms.expiry, terms.final_expiry
    ):
        deal.issue()


@pytest.mark.parametrize("part", ["beneficiary", "confirmer"])
def test_issue_is_refused_where_the_issuer_has_another_part(a_deal, issuing_bank, part):
    """STANDBYS-3: nobody guarantees, or confirms, itself."""
    deal = a_deal(**{part: issuing_bank.number})
    with refused("StandbysInvalidTerms", deal.id, AMOUNT, TODAY, EXPIRY, EXPIRY):
        deal.issue()


@pytest.mark.parametrize("part", ["documents", "text"])
def test_issue_is_refused_without_a_commitment(a_deal, part):
    """STANDBYS-3."""
    with refused("StandbysEmptyCommitment"):
        a_deal(**{part: NONE}).issue()


@pytest.mark.parametrize(
    "changes",
    [
        {"notice_days": 1},
        {"final_expiry": EXPIRY + 1},
        {"extension": 30, "notice_days": 10},
        {"extension": 30, "notice_days": 30, "final_expiry": EXPIRY + 90},
        {"extension": 90, "notice_days": 61, "final_expiry": EXPIRY + 90},
    ],
)
def test_issue_is_refused_where_extensions_do_not_fit(a_deal, changes):
    """STANDBYS-4: a bank that could never give notice in time would be bound to the end."""
    deal = a_deal(**changes)
    with refused("StandbysInvalidExtension", deal.id, deal.terms.extension, deal.terms.notice_days):
        deal.issue()


def test_issue_binds_the_issuer_once(a_deal, applicant, issuing_bank):
    """STANDBYS-1, STANDBYS-2, STANDBYS-31: event, every field, and all that it may have to pay."""
    deal = a_deal()
    done = deal.issue()
    assert done.events["StandbyIssued"]["standby"] == deal.id
    record = deal.record.dict()
    assert (record["status"], record["amount"], record["expiry"], record["finalExpiry"]) == (
        ISSUED,
        AMOUNT,
        EXPIRY,
        EXPIRY,
    )
    assert not any(record[name] for name in ("confirmed", "ends", "open", "version", "reserved", "honoured"))
    assert deal.liability == (AMOUNT, 0)
    with refused("StandbysAlreadyIssued", deal.id):
        deal.issue()


def test_a_step_with_other_terms_is_refused(deal):
    """STANDBYS-1: a beneficiary that is another would be paid."""
    other = deal.terms._replace(beneficiary=deal.applicant.number)
    with refused("StandbysOtherTerms", deal.id, deal.standbys.idOf(other)):
        deal.applicant.act(deal.standbys, "demand", deal.id, other, deal.asked())


def test_confirm_adds_an_undertaking_once(a_deal, advising_bank, issuing_bank):
    """STANDBYS-5, STANDBYS-31."""
    deal = a_deal(confirmer=advising_bank.number)
    deal.issue()
    with refused("StandbysNotConfirmer", advising_bank, issuing_bank):
        issuing_bank.together(deal.standbys, "confirm", *deal.said)
    done = deal.confirm()
    assert done.events["StandbyConfirmed"] == {
        "standby": deal.id,
        "bank": advising_bank.number,
        "amount": AMOUNT,
    }
    assert deal.liability == (AMOUNT, AMOUNT)
    with refused("StandbysConfirmedAlready", deal.id):
        deal.confirm()


def test_confirm_is_refused_to_one_person_above_the_limit_of_the_amount_as_amended(
    port, a_deal, advising_bank, dollars
):
    """STANDBYS-5: it confirms what stands, not what stood."""
    deal = a_deal(confirmer=advising_bank.number)
    deal.issue()
    deal.accept(deal.amend(increase=1))
    let_act_alone(port, advising_bank, dollars, AMOUNT)
    with refused("MembersTwoPersonsNeeded", advising_bank, 6, dollars, AMOUNT + 1, AMOUNT):
        advising_bank.act(deal.standbys, "confirm", *deal.said)


def test_confirm_is_refused_after_expiry(at, a_deal, advising_bank):
    """STANDBYS-5."""
    deal = a_deal(confirmer=advising_bank.number)
    deal.issue()
    at(NINE + 62 * DAY)
    with refused("StandbysExpired", EXPIRY, TODAY + 62):
        deal.confirm()


def test_a_version_that_closes_finishes_what_was_issued_in_it(port, a_deal, advising_bank, standbys, funds):
    """STANDBYS-6."""
    deal = a_deal(confirmer=advising_bank.number)
    deal.issue()
    port.listed(standbys, status=2, capabilities=2)
    with refused("MemberOnlyClosing", standbys):
        a_deal(text=salted("another")).issue()
    with refused("MemberOnlyClosing", standbys):
        deal.confirm()
    demand = deal.demand()
    deal.examine(demand)
    deal.honour(demand)
    assert deal.record["honoured"] == AMOUNT
