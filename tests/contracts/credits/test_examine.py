from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    COMPLYING,
    DAY,
    DISCREPANT,
    EXPIRY,
    LATEST_SHIPMENT,
    LODGED,
    NINE,
    PERIOD,
    TODAY,
    finding,
)
from tests.contracts.people import refused
from tests.contracts.standing import suspend, take_right
from tests.contracts.structs import plain

RECEIVED = TODAY * DAY
LAST_DAY = TODAY - 1 + PERIOD


def test_examine_is_refused_to_everybody_but_the_bank_that_has_the_documents(
    deal, advising_bank, applicant, beneficiary, issuing_bank
):
    """CREDITS-16: the applicant does not examine (art. 14a), nor does the beneficiary."""
    presentation = deal.present()
    for other in (advising_bank, applicant, beneficiary):
        with refused("CreditsNotWithBank", deal.presentation_id(presentation), issuing_bank, other):
            other.act(deal.credits, "examine", *deal.said, presentation, finding(presentation))


def test_examine_is_refused_without_the_right_to_examine(port, deal, issuing_bank):
    """CREDITS-16."""
    presentation = deal.present()
    take_right(port, issuing_bank, "EXAMINE")
    with refused("MemberOnlyRightMissing", issuing_bank, 7, 0x1FF - (1 << 7)):
        deal.examine(presentation)


def test_examine_is_refused_twice(deal):
    """CREDITS-16: a finding is not changed; a discrepant one may be waived."""
    presentation = deal.present()
    deal.examine(presentation, complies=False)
    said = deal.presentation_id(presentation)
    with refused("CreditsWrongPresentationStatus", said, DISCREPANT, 1 << LODGED):
        deal.examine(presentation)


@pytest.mark.parametrize("complies", [True, False])
@pytest.mark.parametrize("deadline", [0, RECEIVED + 4 * DAY - 1, RECEIVED + 18 * DAY + 1, 2**40 - 1], ids=str)
def test_examine_is_refused_with_a_deadline_that_no_calendar_has(deal, deadline, complies):
    """CREDITS-17: five banking days are neither three days nor three weeks."""
    presentation = deal.present()
    with refused("CreditsDeadlineOutOfRange", deadline, RECEIVED + 4 * DAY, RECEIVED + 18 * DAY):
        deal.examine(presentation, deadline=deadline, complies=complies)


@pytest.mark.parametrize("deadline", [RECEIVED + 4 * DAY, RECEIVED + 18 * DAY], ids=str)
def test_the_calendar_of_the_place_decides_within_the_bounds(deal, deadline):
    """CREDITS-17."""
    presentation = deal.present()
    deal.examine(presentation, deadline=deadline)
    said = deal.credits.examinationOf(deal.presentation_id(presentation), deal.issuing_bank.number)
    assert said["deadline"] == deadline


@pytest.mark.parametrize("complies", [True, False])
@pytest.mark.parametrize("last_day", [0, LAST_DAY - 1, LAST_DAY + 11, 2**32 - 1])
def test_examine_is_refused_with_a_last_day_that_closed_days_do_not_explain(deal, last_day, complies):
    """CREDITS-18: it moves forward, by ten days at most."""
    presentation = deal.present()
    with refused("CreditsLastDayOutOfRange", last_day, LAST_DAY, LAST_DAY + 10):
        deal.examine(presentation, last_day=last_day, complies=complies)


@pytest.mark.parametrize(
    ("shipped", "last"),
    [
        (TODAY - 1, LAST_DAY),
        (EXPIRY - PERIOD, EXPIRY),
        (EXPIRY - PERIOD + 1, EXPIRY),
        (EXPIRY - PERIOD - 1, EXPIRY - 1),
        (2**32 - 1, EXPIRY),
    ],
)
def test_the_last_day_is_the_expiry_or_the_end_of_the_period(deal, shipped, last):
    """CREDITS-18: whichever is earlier, for any date that a beneficiary may name: each can be examined."""
    presentation = deal.present(shipped=shipped)
    with refused("CreditsLastDayOutOfRange", last - 1, last, last + 10):
        deal.examine(presentation, last_day=last - 1, complies=False)
    deal.examine(presentation, last_day=last, complies=False)
    assert deal.status(presentation) == DISCREPANT


def test_late_shipment_does_not_comply(at, a_deal):
    """CREDITS-19: one day is late, whatever days were closed."""
    deal = a_deal()
    deal.issue()
    at((LATEST_SHIPMENT + 5) * DAY)
    late = deal.present(shipped=LATEST_SHIPMENT + 1, presented=LATEST_SHIPMENT + 5)
    with refused("CreditsLateShipment", LATEST_SHIPMENT + 1, LATEST_SHIPMENT):
        deal.examine(late, last_day=min(EXPIRY, late.shipped + PERIOD) + 10)


@pytest.mark.parametrize(
    ("changes", "shipped"), [({}, LATEST_SHIPMENT), ({"latest_shipment": 0}, LATEST_SHIPMENT + 1)], ids=str
)
def test_shipment_on_the_latest_day_or_where_none_is_set_complies(at, a_deal, changes, shipped):
    """CREDITS-19."""
    deal = a_deal(**changes)
    deal.issue()
    at((LATEST_SHIPMENT + 5) * DAY)
    presentation = deal.present(shipped=shipped, presented=LATEST_SHIPMENT + 5)
    deal.examine(presentation)
    assert deal.status(presentation) == COMPLYING


def test_late_presentation_does_not_comply(deal):
    """CREDITS-20: the twenty-second day after shipment is one too many."""
    shipped = TODAY - PERIOD - 1
    late = deal.present(shipped=shipped)
    with refused("CreditsLatePresentation", TODAY, TODAY - 1):
        deal.examine(late)


def test_presentation_after_expiry_does_not_comply(at, a_deal):
    """CREDITS-20: though the period after shipment still runs."""
    deal = a_deal(latest_shipment=0)
    deal.issue()
    at((EXPIRY + 1) * DAY)
    late = deal.present(shipped=EXPIRY - 5, presented=EXPIRY + 1)
    with refused("CreditsLatePresentation", EXPIRY + 1, EXPIRY):
        deal.examine(late, last_day=EXPIRY)


@pytest.mark.parametrize(("shift", "complies"), [(0, False), (1, False), (2, True)])
def test_a_last_day_on_which_the_bank_is_closed_moves(at, a_deal, shift, complies):
    """CREDITS-18, CREDITS-20: a credit that expires on a Saturday is met on the Monday (art. 29a)."""
    deal = a_deal(expiry=TODAY + 5, latest_shipment=TODAY)
    deal.issue()
    at((TODAY + 7) * DAY + 9 * 3_600)
    presentation = deal.present(presented=TODAY + 7, shipped=TODAY)
    if not complies:
        with refused("CreditsLatePresentation", TODAY + 7, TODAY + 5 + shift):
            deal.examine(presentation, last_day=TODAY + 5 + shift)
    else:
        deal.examine(presentation, last_day=TODAY + 5 + shift)
        assert deal.status(presentation) == COMPLYING


def test_what_is_late_can_be_found_discrepant(deal, funds):
    """CREDITS-21: and then be waived and paid."""
    late = deal.present(shipped=TODAY - 100)
    deal.examine(late, complies=False)
    deal.waive(late)
    deal.honour(late)


def test_examine_is_refused_to_a_suspended_bank(port, deal, issuing_bank):
    """CREDITS-35."""
    presentation = deal.present()
    suspend(port, issuing_bank)
    with refused("MembersNotActive", issuing_bank, 2):
        deal.examine(presentation)


@pytest.mark.parametrize(("complies", "status"), [(True, COMPLYING), (False, DISCREPANT)])
def test_examine_records_the_finding(at, deal, complies, status):
    """CREDITS-16, CREDITS-17, CREDITS-18: event and every field; the credit stays as it is."""
    presentation = deal.present()
    at(NINE + 3 * DAY)
    before = deal.record.dict()
    found = finding(presentation, complies=complies)
    done = deal.issuing_bank.act(deal.credits, "examine", *deal.said, presentation, found)
    said = deal.presentation_id(presentation)
    event = done.events["Examined"]
    assert (event["credit"], event["presentation"], event["bank"]) == (
        deal.id,
        said,
        deal.issuing_bank.number,
    )
    assert plain(event["finding"]) == plain(found)
    assert plain(deal.credits.examinationOf(said, deal.issuing_bank.number)) == (
        status,
        complies,
        found.deadline,
        found.last_day,
        done.timestamp,
    )
    assert deal.status(presentation) == status
    assert deal.record.dict() == before
