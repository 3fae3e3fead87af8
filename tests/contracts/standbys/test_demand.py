from __future__ import annotations

import pytest

from tests.contracts.people import refused
from tests.contracts.standbys.deals import AMOUNT, DAY, EXPIRY, LODGED, NINE, NONE, TODAY
from tests.contracts.standing import suspend


def test_demand_is_refused_to_everybody_but_the_beneficiary(deal, applicant, beneficiary):
    """STANDBYS-7."""
    with refused("StandbysNotBeneficiary", beneficiary, applicant):
        applicant.act(deal.standbys, "demand", *deal.said, deal.asked())


def test_demand_is_refused_of_a_bank_that_only_was_asked_to_confirm(a_deal, advising_bank):
    """STANDBYS-7."""
    deal = a_deal(confirmer=advising_bank.number)
    deal.issue()
    with refused("StandbysNotAPlaceOfPresentation", deal.id, advising_bank):
        deal.demand(advising_bank)


@pytest.mark.parametrize("day", [TODAY - 2, TODAY + 2])
def test_demand_is_refused_on_another_day(deal, day):
    """STANDBYS-7."""
    with refused("StandbysDateNotToday", day, TODAY):
        deal.demand(presented=day)


def test_demand_is_refused_after_the_beneficiary_agreed_to_cancel(deal, beneficiary):
    """STANDBYS-7, STANDBYS-37: else a demand under way would keep the issuer from acceding."""
    deal.cancel(beneficiary)
    with refused("StandbysConsentedAlready", deal.id, beneficiary):
        deal.demand()


@pytest.mark.parametrize(("days", "late"), [(60, False), (70, False), (71, True)])
def test_demand_is_taken_in_until_ten_days_after_expiry(at, deal, days, late):
    """STANDBYS-8: whether it was in time is the examiner's to find."""
    at(NINE + days * DAY)
    if late:
        with refused("StandbysExpired", EXPIRY, TODAY + days):
            deal.demand(presented=TODAY + days)
    else:
        assert deal.status(deal.demand(presented=TODAY + days)) == LODGED


def test_demand_is_refused_for_nothing_and_with_nothing(deal):
    """STANDBYS-9."""
    with refused("StandbysZeroAmount"):
        deal.demand(amount=0)
    with refused("StandbysEmptyCommitment"):
        deal.demand(documents=NONE)


def test_demands_reserve_what_they_ask_for(deal):
    """STANDBYS-9, STANDBYS-31: two demands together never ask for more than there is."""
    deal.demand(amount=60_000)
    with refused("StandbysOverdrawn", 30_001, 30_000):
        deal.demand(amount=30_001)
    deal.demand(amount=30_000)
    assert (deal.record["reserved"], deal.record["open"]) == (AMOUNT, 2)
    assert deal.liability == (AMOUNT, 0)


def test_demand_is_refused_for_a_part_where_partial_drawings_are_prohibited(a_deal):
    """STANDBYS-10."""
    deal = a_deal(partial_drawings=False)
    deal.issue()
    with refused("StandbysPartialNotAllowed", 1, AMOUNT):
        deal.demand(amount=1)
    deal.demand()


def test_one_demand_is_honoured_where_multiple_drawings_are_prohibited(a_deal, funds):
    """STANDBYS-10: it may be for a part; one that was dishonoured may be made again (3.07)."""
    deal = a_deal(multiple_drawings=False)
    deal.issue()
    first = deal.demand(amount=10)
    with refused("StandbysMultipleNotAllowed", deal.id):
        deal.demand(amount=10)
    deal.examine(first, complies=False)
    deal.dishonour(first)
    second = deal.demand(amount=10)
    deal.examine(second)
    deal.honour(second)
    with refused("StandbysMultipleNotAllowed", deal.id):
        deal.demand(amount=10)


def test_the_same_demand_is_made_once(deal):
    """STANDBYS-11: not again after it was withdrawn either."""
    demand = deal.demand(amount=10)
    with refused("StandbysWrongDemandStatus", deal.demand_id(demand), LODGED, 1):
        deal.beneficiary.act(deal.standbys, "demand", *deal.said, demand)
    deal.withdraw(demand)
    with refused("StandbysWrongDemandStatus", deal.demand_id(demand), ..., 1):
        deal.beneficiary.act(deal.standbys, "demand", *deal.said, demand)


def test_a_demand_keeps_the_expiry_and_version_of_its_day(deal):
    """STANDBYS-11: an expiry that the parties bring forward does not make it late."""
    demand = deal.demand()
    deal.accept(deal.amend(expiry=TODAY + 1))
    deal.examine(demand, last_day=EXPIRY)
    assert (deal.lies(demand)["expiry"], deal.lies(demand)["version"]) == (EXPIRY, 0)
    assert deal.expiry == TODAY + 1


def test_demand_says_what_it_asks(deal, beneficiary, issuing_bank):
    """STANDBYS-7, STANDBYS-11: event and every field."""
    demand = deal.asked(amount=10)
    done = beneficiary.act(deal.standbys, "demand", *deal.said, demand)
    said = done.events["Demanded"]
    assert (said["standby"], said["demand"], said["expiry"], said["version"]) == (
        deal.id,
        deal.demand_id(demand),
        EXPIRY,
        0,
    )
    assert tuple(deal.lies(demand)) == (LODGED, issuing_bank.number, 0, TODAY, EXPIRY, 0)


def test_a_suspended_beneficiary_demands_nothing(port, deal, beneficiary):
    """STANDBYS-40."""
    suspend(port, beneficiary)
    with refused("MembersNotActive", beneficiary, 2):
        deal.demand()
