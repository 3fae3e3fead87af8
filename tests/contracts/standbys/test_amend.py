from __future__ import annotations

import pytest

from tests.contracts.people import refused, salted
from tests.contracts.standbys.deals import (
    ACCEPTED,
    AMOUNT,
    CANCELLED,
    DAY,
    EXPIRY,
    NINE,
    NONE,
    OFFERED,
    REJECTED,
    TODAY,
    Amendment,
)


def test_only_the_issuer_amends_by_two_persons(deal, issuing_bank, applicant):
    """STANDBYS-32."""
    with refused("StandbysNotIssuer", issuing_bank, applicant):
        applicant.together(deal.standbys, "amend", *deal.said, Amendment(increase=1))
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 6):
        issuing_bank.act(deal.standbys, "amend", *deal.said, Amendment(increase=1))


@pytest.mark.parametrize(
    "changes",
    [{"number": 0}, {"increase": 1, "decrease": 1}, {"expiry": 2**32 - 1}, {"text": NONE}],
)
def test_amend_is_refused_of_what_is_no_amendment(deal, changes):
    """STANDBYS-33."""
    id = deal.amendment_id(Amendment(**changes))
    with refused("StandbysInvalidAmendment", id):
        deal.amend(**changes)


def test_an_offer_changes_nothing_until_it_is_accepted(deal):
    """STANDBYS-34: silence is no consent."""
    before = deal.record.dict()
    amendment = deal.amend(increase=10_000, expiry=EXPIRY + 30)
    assert deal.amendment_status(amendment) == OFFERED
    assert deal.record.dict() == before


def test_acceptance_changes_all_of_it(deal):
    """STANDBYS-33, STANDBYS-34: event and every field."""
    amendment = deal.amend(increase=10_000, expiry=EXPIRY + 30)
    done = deal.accept(amendment)
    assert done.events["AmendmentAccepted"] == {
        "standby": deal.id,
        "amendment": deal.amendment_id(amendment),
        "amount": AMOUNT + 10_000,
        "expiry": EXPIRY + 30,
        "finalExpiry": EXPIRY + 30,
        "version": 1,
    }
    record = deal.record
    assert (record["amount"], deal.expiry, record["version"]) == (AMOUNT + 10_000, EXPIRY + 30, 1)
    assert deal.amendment_status(amendment) == ACCEPTED


def test_acceptance_takes_two_persons_of_the_beneficiary(deal, beneficiary, applicant):
    """STANDBYS-34."""
    amendment = deal.amend(decrease=AMOUNT)
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, 8):
        beneficiary.act(deal.standbys, "accept", *deal.said, amendment)
    with refused("StandbysNotBeneficiary", beneficiary, applicant):
        applicant.together(deal.standbys, "accept", *deal.said, amendment)


def test_a_part_of_an_offer_is_not_accepted(deal):
    """STANDBYS-34: what is offered is known by its hash (2.06 d)."""
    offered = deal.amend(decrease=10_000, expiry=EXPIRY + 30)
    part = offered._replace(decrease=0)
    with refused("StandbysWrongAmendmentStatus", deal.amendment_id(part), 0, OFFERED):
        deal.accept(part)


def test_several_offers_are_accepted_in_any_order(deal):
    """STANDBYS-32, STANDBYS-33: the issuer is bound by each."""
    first = deal.amend(increase=10_000)
    second = deal.amend(number=2, decrease=5_000, expiry=EXPIRY + 30)
    deal.accept(second)
    deal.accept(first)
    assert (deal.record["amount"], deal.expiry) == (AMOUNT + 5_000, EXPIRY + 30)


def test_an_offer_is_made_once_and_answered_once(deal):
    """STANDBYS-36."""
    amendment = deal.amend(increase=1)
    id = deal.amendment_id(amendment)
    with refused("StandbysWrongAmendmentStatus", id, OFFERED, 0):
        deal.amend(increase=1)
    deal.reject(amendment)
    assert deal.amendment_status(amendment) == REJECTED
    with refused("StandbysWrongAmendmentStatus", id, REJECTED, OFFERED):
        deal.accept(amendment)
    with refused("StandbysWrongAmendmentStatus", id, REJECTED, OFFERED):
        deal.reject(amendment)


def test_an_accepted_offer_is_not_accepted_again(deal):
    """STANDBYS-36: or the amount would grow without end."""
    amendment = deal.amend(increase=1)
    deal.accept(amendment)
    with refused("StandbysWrongAmendmentStatus", deal.amendment_id(amendment), ACCEPTED, OFFERED):
        deal.accept(amendment)


def test_the_amount_is_not_reduced_below_what_is_drawn_or_under_demand(deal):
    """STANDBYS-35."""
    deal.demand(amount=60_000)
    amendment = deal.amend(decrease=30_001)
    with refused("StandbysOverdrawn", 30_001, 30_000):
        deal.accept(amendment)
    deal.accept(deal.amend(number=2, decrease=30_000))
    assert deal.liability == (60_000, 0)


def test_nothing_is_offered_or_accepted_after_expiry(at, deal):
    """STANDBYS-32, STANDBYS-34: an old offer does not raise the dead."""
    amendment = deal.amend(expiry=EXPIRY + 365)
    at(NINE + 62 * DAY)
    with refused("StandbysExpired", EXPIRY, TODAY + 62):
        deal.accept(amendment)
    with refused("StandbysExpired", EXPIRY, TODAY + 62):
        deal.amend(number=2, expiry=EXPIRY + 365)
    deal.reject(amendment)


def test_an_expiry_that_would_be_extended_at_once_is_not_accepted(at, evergreen):
    """STANDBYS-34, STANDBYS-4: an earlier end would be a later one, which nobody could prevent."""
    shorter = evergreen.amend(expiry=TODAY + 11)
    at(NINE + 2 * DAY)
    with refused("StandbysInvalidExtension", evergreen.id, 30, 10):
        evergreen.accept(shorter)
    assert evergreen.expiry == TODAY + 60
    evergreen.accept(evergreen.amend(number=2, expiry=TODAY + 12))
    assert evergreen.expiry == TODAY + 12
    evergreen.accept(evergreen.amend(number=3, expiry=TODAY + 11, final_expiry=TODAY + 11))
    assert evergreen.expiry == TODAY + 11


def test_an_increase_beyond_what_an_amount_holds_is_not_accepted(deal):
    """STANDBYS-33: 64 bits of minor units."""
    amendment = deal.amend(increase=2**64 - AMOUNT)
    with refused("StandbysInvalidAmendment", deal.amendment_id(amendment)):
        deal.accept(amendment)
    deal.accept(deal.amend(number=2, increase=2**64 - 1 - AMOUNT))
    assert deal.record["amount"] == 2**64 - 1


def test_a_confirmer_joins_before_an_amendment_binds(confirmed, applicant, advising_bank):
    """STANDBYS-34: the applicant's approval does not stand in for it."""
    amendment = confirmed.amend(increase=1)
    confirmed.agree(applicant, amendment)
    with refused("StandbysConsentMissing", confirmed.amendment_id(amendment), 2):
        confirmed.accept(amendment)
    confirmed.agree(advising_bank, amendment)
    confirmed.accept(amendment)
    assert confirmed.liability == (AMOUNT + 1, AMOUNT + 1)


def test_an_amendment_may_end_a_standby_that_extends(at, evergreen):
    """STANDBYS-33, STANDBYS-29: with the final expiry, which alone would still let it extend."""
    evergreen.accept(evergreen.amend(expiry=EXPIRY, final_expiry=EXPIRY))
    at(NINE + 100 * DAY)
    assert evergreen.expiry == EXPIRY


def test_a_final_expiry_before_the_expiry_is_no_amendment(at, evergreen):
    """STANDBYS-33: judged where it would take effect, for the expiry may have moved since the offer."""
    amendment = evergreen.amend(final_expiry=EXPIRY + 10)
    at(NINE + 51 * DAY)
    with refused("StandbysInvalidAmendment", evergreen.amendment_id(amendment)):
        evergreen.accept(amendment)


def test_an_amendment_of_the_amount_alone_keeps_the_extensions(at, evergreen):
    """STANDBYS-29, STANDBYS-33: made in the middle of a period, it changes no later turn."""
    at(NINE + 55 * DAY)
    evergreen.accept(evergreen.amend(increase=1))
    assert evergreen.expiry == EXPIRY + 30
    at(NINE + 81 * DAY)
    assert evergreen.expiry == EXPIRY + 60


@pytest.mark.parametrize("first", ["issuer", "beneficiary"])
def test_cancellation_takes_both_each_once(deal, issuing_bank, beneficiary, applicant, first):
    """STANDBYS-37: in either order, by two persons; then nothing is owed."""
    one, other = (issuing_bank, beneficiary) if first == "issuer" else (beneficiary, issuing_bank)
    with refused("StandbysNotAParty", deal.id, applicant):
        deal.cancel(applicant)
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, 8):
        beneficiary.act(deal.standbys, "cancel", *deal.said)
    deal.cancel(one)
    with refused("StandbysConsentedAlready", deal.id, one):
        deal.cancel(one)
    assert deal.liability == (AMOUNT, 0)
    deal.cancel(other)
    assert (deal.record["status"], deal.liability) == (CANCELLED, (0, 0))
    with refused("StandbysWrongStatus", deal.id, CANCELLED):
        deal.demand()


def test_cancellation_is_refused_while_a_demand_is_under_way(deal, issuing_bank):
    """STANDBYS-37."""
    deal.demand()
    with refused("StandbysOpenDemands", deal.id, 1):
        deal.cancel(issuing_bank)


def test_texts_of_two_amendments_are_two(deal):
    """STANDBYS-33: nothing but the text may change."""
    one = deal.amend(text=salted("one"))
    two = deal.amend(text=salted("two"))
    assert deal.amendment_id(one) != deal.amendment_id(two)
    deal.accept(one)
    assert deal.record["version"] == 1
