from __future__ import annotations

import pytest

from tests.contracts.people import refused
from tests.contracts.standbys.deals import (
    AMOUNT,
    DAY,
    DISCREPANT,
    EXPIRY,
    HONOURED,
    LODGED,
    NINE,
    RETRACTED,
    TODAY,
)

LATER = EXPIRY + 90
BEGIN = TODAY * DAY


@pytest.fixture
def asked(deal, funds):
    """Extend by ninety days, or pay the whole amount."""
    return deal.demand(extend_to=LATER)


@pytest.fixture
def approved(deal, asked, applicant):
    deal.agree(applicant, asked)
    return asked


@pytest.mark.parametrize("day", [EXPIRY, TODAY])
def test_nobody_asks_for_an_expiry_that_is_not_later(deal, day):
    """STANDBYS-25."""
    with refused("StandbysNotAnExtension", day, EXPIRY):
        deal.demand(extend_to=day)


def test_extension_is_refused_where_only_payment_is_asked(deal, applicant):
    """STANDBYS-26: a beneficiary that wants its money is not given time."""
    demand = deal.demand()
    deal.agree(applicant, demand)
    with refused("StandbysNothingAsked", deal.demand_id(demand)):
        deal.extend(demand)


def test_extension_is_refused_without_the_applicants_approval(deal, asked, issuing_bank, beneficiary):
    """STANDBYS-26: and nobody approves in its place."""
    with refused("StandbysConsentMissing", deal.demand_id(asked), 1):
        deal.extend(asked)
    for other in (issuing_bank, beneficiary):
        with refused("StandbysNotAParty", deal.id, other):
            deal.agree(other, asked)


def test_approval_takes_two_persons_and_is_given_once(deal, asked, applicant):
    """STANDBYS-26."""
    with refused("MemberOnlyTwoPersonsNeeded", applicant, 8):
        applicant.act(deal.standbys, "agree", *deal.said, deal.demand_id(asked))
    deal.agree(applicant, asked)
    with refused("StandbysConsentedAlready", deal.demand_id(asked), applicant):
        deal.agree(applicant, asked)


def test_approval_is_refused_of_what_nobody_asked(deal, applicant):
    """STANDBYS-26: not in advance either."""
    demand = deal.asked(extend_to=LATER)
    with refused("StandbysNothingAsked", deal.demand_id(demand)):
        deal.agree(applicant, demand)


def test_extension_is_refused_to_everybody_but_the_issuer(deal, approved, applicant, issuing_bank):
    """STANDBYS-26."""
    with refused("StandbysNotIssuer", issuing_bank, applicant):
        applicant.together(deal.standbys, "extend", *deal.said, approved)


def test_extension_moves_the_expiry_and_retracts_the_demand(deal, approved, beneficiary, dollars):
    """STANDBYS-25, STANDBYS-26: event and every field; nobody was paid, and all may be demanded again."""
    done = deal.extend(approved)
    assert done.events["Extended"] == {
        "standby": deal.id,
        "demand": deal.demand_id(approved),
        "expiry": LATER,
        "finalExpiry": LATER,
        "version": 1,
    }
    record = deal.record
    assert (deal.expiry, record["reserved"], record["open"], record["version"]) == (LATER, 0, 0, 1)
    assert deal.status(approved) == RETRACTED
    assert dollars.balanceOf(beneficiary.account) == 0
    allowed = 1 << LODGED
    with refused("StandbysWrongDemandStatus", deal.demand_id(approved), RETRACTED, allowed):
        deal.examine(approved)
    again = deal.demand()
    deal.examine(again)
    deal.honour(again)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT


@pytest.mark.parametrize("complies", [True, False])
def test_extension_may_follow_examination(at, deal, approved, complies):
    """STANDBYS-27: until close of business on the seventh business day."""
    deal.examine(approved, complies=complies)
    at(BEGIN + 16 * 3_600 + 9 * DAY)
    deal.extend(approved)
    assert deal.expiry == LATER


def test_extension_is_refused_once_time_ran_out(at, deal, approved):
    """STANDBYS-27: whoever kept silent pays, and does not choose the cheaper."""
    deal.examine(approved, complies=False)
    seventh = BEGIN + 17 * 3_600 + 9 * DAY
    at(seventh + 1)
    with refused("StandbysExtensionTooLate", deal.demand_id(approved), seventh):
        deal.extend(approved)


def test_extension_is_refused_late_to_who_never_examined(at, deal, approved):
    """STANDBYS-27: nor is time gained by not examining."""
    at(BEGIN + 6 * DAY + 1)
    with refused("StandbysExtensionTooLate", deal.demand_id(approved), BEGIN + 6 * DAY):
        deal.extend(approved)


def test_extension_never_brings_the_expiry_forward(deal, asked, applicant):
    """STANDBYS-27: of two that ask for different days, the earlier comes to nothing."""
    part = deal.asked(amount=1, extend_to=EXPIRY + 10)
    deal.withdraw(asked)
    first = deal.demand(amount=2, extend_to=LATER)
    deal.beneficiary.act(deal.standbys, "demand", *deal.said, part)
    for demand in (first, part):
        deal.agree(applicant, demand)
    deal.extend(first)
    with refused("StandbysNotAnExtension", EXPIRY + 10, LATER):
        deal.extend(part)


def test_extension_retracts_only_the_demand_that_asked_for_it(deal, applicant, funds):
    """STANDBYS-26."""
    paid = deal.demand(amount=40_000)
    asks = deal.demand(amount=50_000, extend_to=LATER)
    deal.agree(applicant, asks)
    deal.extend(asks)
    deal.examine(paid)
    deal.honour(paid)
    assert (deal.record["honoured"], deal.record["reserved"]) == (40_000, 0)


def test_without_extension_the_demand_is_examined_and_paid(deal, asked, beneficiary, dollars):
    """STANDBYS-28."""
    deal.examine(asked)
    deal.honour(asked)
    assert (deal.status(asked), deal.expiry) == (HONOURED, EXPIRY)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT


def test_without_extension_the_demand_is_examined_and_dishonoured(deal, asked):
    """STANDBYS-28."""
    deal.examine(asked, complies=False)
    assert deal.status(asked) == DISCREPANT
    deal.dishonour(asked)
    assert deal.expiry == EXPIRY


def test_a_demand_of_the_last_day_revives_the_standby(at, deal, applicant):
    """STANDBYS-26: asked for in time, granted after expiry."""
    at(NINE + 60 * DAY)
    demand = deal.demand(presented=EXPIRY, extend_to=LATER)
    deal.agree(applicant, demand)
    at(NINE + 63 * DAY)
    deal.extend(demand)
    assert (deal.expiry, deal.liability) == (LATER, (AMOUNT, 0))


def test_a_confirmer_joins_an_extension(confirmed, funds, applicant, advising_bank):
    """STANDBYS-26: its undertaking is not made longer without it."""
    demand = confirmed.demand(advising_bank, extend_to=LATER)
    confirmed.agree(applicant, demand)
    with refused("StandbysConsentMissing", confirmed.demand_id(demand), 2):
        confirmed.extend(demand)
    confirmed.agree(advising_bank, demand)
    assert confirmed.standbys.consentsOf(confirmed.id, confirmed.demand_id(demand)) == 3
    confirmed.extend(demand)
    assert confirmed.status(demand, advising_bank) == RETRACTED


def test_extension_is_refused_once_the_confirmer_has_paid(confirmed, funds, applicant, advising_bank):
    """STANDBYS-26."""
    demand = confirmed.demand(advising_bank, extend_to=LATER)
    for party in (applicant, advising_bank):
        confirmed.agree(party, demand)
    confirmed.examine(demand, advising_bank)
    confirmed.honour(demand, advising_bank)
    with refused("StandbysAlreadyPaid", confirmed.demand_id(demand), advising_bank):
        confirmed.extend(demand)
