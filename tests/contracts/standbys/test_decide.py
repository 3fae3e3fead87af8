"""Examination, and what a bank then does: honour, waive, dishonour, pass on."""

from __future__ import annotations

import brownie
import pytest
from eth_utils import keccak

from tests.contracts.people import EVERY_RIGHT, key_of, refused
from tests.contracts.standbys.deals import (
    AFTER_EXPIRY,
    AMOUNT,
    COMPLYING,
    DAY,
    DISCREPANT,
    DISHONOURED,
    EXPIRY,
    HONOURED,
    LODGED,
    NINE,
    NONE,
    NOTICE,
    PRECLUDED,
    SECOND_NOTICE,
    TODAY,
    TOO_LATE,
    WAIVED,
    WITHDRAWN,
    WITHIN_SEVEN,
    WITHIN_THREE,
)
from tests.contracts.standing import let_act_alone, suspend, take_right

BEGIN = TODAY * DAY


@pytest.fixture
def discrepant(deal, funds):
    demand = deal.demand()
    deal.examine(demand, complies=False)
    return demand


def test_examine_is_refused_to_everybody_but_the_bank_that_has_the_demand(
    confirmed, issuing_bank, advising_bank
):
    """STANDBYS-12: the issuer does not examine what the confirmer has."""
    demand = confirmed.demand(advising_bank)
    with refused("StandbysNotWithBank", confirmed.demand_id(demand), advising_bank, issuing_bank):
        confirmed.examine(demand)


def test_examine_is_done_once(deal):
    """STANDBYS-12."""
    demand = deal.demand()
    deal.examine(demand)
    with refused("StandbysWrongDemandStatus", deal.demand_id(demand), COMPLYING, 1 << LODGED):
        deal.examine(demand, complies=False)


@pytest.mark.parametrize(
    "changes",
    [
        {"third": BEGIN + 2 * DAY - 1},
        {"third": BEGIN + 16 * DAY + 1, "seventh": BEGIN + 17 * DAY},
        {"seventh": BEGIN + 6 * DAY - 1},
        {"seventh": BEGIN + 22 * DAY + 1},
        {"third": BEGIN + 8 * DAY, "seventh": BEGIN + 8 * DAY - 1},
    ],
)
def test_examine_is_refused_with_a_deadline_that_no_calendar_gives(deal, changes):
    """STANDBYS-13."""
    demand = deal.demand()
    with refused("StandbysDeadlineOutOfRange", ..., ..., ...):
        deal.examine(demand, **changes)


def test_examine_is_refused_without_a_calendar(deal):
    """STANDBYS-13."""
    demand = deal.demand()
    with refused("StandbysEmptyCommitment"):
        deal.examine(demand, calendar=NONE)


@pytest.mark.parametrize("last_day", [EXPIRY - 1, EXPIRY + 11])
def test_examine_is_refused_with_a_last_day_that_closed_days_do_not_give(deal, last_day):
    """STANDBYS-14."""
    demand = deal.demand()
    with refused("StandbysLastDayOutOfRange", last_day, EXPIRY, EXPIRY + 10):
        deal.examine(demand, last_day=last_day)


def test_what_came_after_the_last_day_does_not_comply(at, deal):
    """STANDBYS-14: and on the last day as moved, it does."""
    at(NINE + 62 * DAY)
    demand = deal.demand(presented=EXPIRY + 2)
    with refused("StandbysLatePresentation", EXPIRY + 2, EXPIRY + 1):
        deal.examine(demand, last_day=EXPIRY + 1)
    deal.examine(demand, last_day=EXPIRY + 2)
    assert deal.status(demand) == COMPLYING


def test_honour_is_refused_of_what_was_not_found_complying(deal, discrepant, issuing_bank):
    """STANDBYS-16: neither before examination nor with discrepancies."""
    allowed = (1 << COMPLYING) | (1 << WAIVED) | (1 << PRECLUDED)
    with refused("StandbysWrongDemandStatus", deal.demand_id(discrepant), DISCREPANT, allowed):
        deal.honour(discrepant)


def test_honour_is_refused_to_one_person_above_the_limit(port, deal, funds, issuing_bank, dollars):
    """STANDBYS-16."""
    demand = deal.demand()
    deal.examine(demand)
    let_act_alone(port, issuing_bank, dollars, AMOUNT - 1)
    with refused("MembersTwoPersonsNeeded", issuing_bank, 6, dollars, AMOUNT, AMOUNT - 1):
        issuing_bank.act(deal.standbys, "honour", *deal.said, demand, b"")


def test_honour_pays_from_the_issuers_account(deal, funds, issuing_bank, beneficiary, dollars):
    """STANDBYS-16, STANDBYS-31: in parts, until nothing is left."""
    for amount, left in ((30_000, 60_000), (60_000, 0)):
        demand = deal.demand(amount=amount)
        deal.examine(demand)
        done = deal.honour(demand)
        assert done.events["DemandHonoured"]["payee"] == beneficiary.number
        assert deal.status(demand) == HONOURED
        assert deal.liability == (left, 0)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT
    assert dollars.balanceOf(issuing_bank.account) == funds - AMOUNT
    with refused("StandbysOverdrawn", 1, 0):
        deal.demand(amount=1)


def test_a_bank_without_money_honours_nothing(deal):
    """STANDBYS-16: the demand stays as it was."""
    demand = deal.demand()
    deal.examine(demand)
    with refused("ERC20InsufficientBalance", ..., 0, AMOUNT):
        deal.honour(demand)
    assert deal.status(demand) == COMPLYING


def test_a_bank_honours_towards_a_suspended_beneficiary(port, deal, funds, beneficiary, dollars):
    """STANDBYS-40."""
    demand = deal.demand()
    suspend(port, beneficiary)
    deal.examine(demand)
    deal.honour(demand)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT


def test_waiving_takes_two_persons_whatever_the_limit(port, deal, discrepant, issuing_bank, dollars):
    """STANDBYS-15."""
    let_act_alone(port, issuing_bank, dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 6):
        issuing_bank.act(deal.standbys, "waive", *deal.said, discrepant)
    deal.waive(discrepant)
    deal.honour(discrepant)
    assert deal.status(discrepant) == HONOURED


def test_a_confirmer_pays_and_is_reimbursed(
    confirmed, funds, issuing_bank, advising_bank, beneficiary, dollars
):
    """STANDBYS-17, STANDBYS-31: each examines for itself, and the beneficiary is paid once."""
    demand = confirmed.demand(advising_bank, amount=50_000)
    confirmed.examine(demand, advising_bank)
    confirmed.honour(demand, advising_bank)
    assert dollars.balanceOf(beneficiary.account) == 50_000
    assert confirmed.liability == (90_000, 40_000)
    confirmed.forward(demand)
    assert confirmed.status(demand) == LODGED
    confirmed.examine(demand)
    done = confirmed.honour(demand)
    assert done.events["DemandHonoured"]["payee"] == advising_bank.number
    assert dollars.balanceOf(advising_bank.account) == funds
    assert dollars.balanceOf(beneficiary.account) == 50_000
    assert confirmed.liability == (40_000, 40_000)


def test_what_the_confirmer_paid_is_drawn_though_the_issuer_dishonours(
    confirmed, funds, advising_bank, beneficiary
):
    """STANDBYS-17: or the beneficiary could have it twice."""
    demand = confirmed.demand(advising_bank)
    confirmed.examine(demand, advising_bank)
    confirmed.honour(demand, advising_bank)
    confirmed.forward(demand)
    confirmed.examine(demand, complies=False)
    confirmed.dishonour(demand)
    record = confirmed.record
    assert (record["reserved"], record["advanced"], record["honoured"]) == (0, 0, AMOUNT)
    with refused("StandbysOverdrawn", 1, 0):
        confirmed.demand(amount=1)


def test_what_was_in_time_at_the_confirmers_place_is_in_time(at, confirmed, funds, advising_bank):
    """STANDBYS-14, STANDBYS-17: else the issuer's calendar would cost the confirmer what it rightly paid."""
    at(NINE + 62 * DAY)
    demand = confirmed.demand(advising_bank, presented=EXPIRY + 2)
    confirmed.examine(demand, advising_bank, last_day=EXPIRY + 2)
    confirmed.honour(demand, advising_bank)
    confirmed.forward(demand, TODAY + 62)
    with refused("StandbysLastDayOutOfRange", EXPIRY, EXPIRY + 2, EXPIRY + 10):
        confirmed.examine(demand, last_day=EXPIRY, complies=False)
    confirmed.examine(demand, last_day=EXPIRY + 2)
    confirmed.honour(demand)
    assert confirmed.status(demand) == HONOURED


def test_forward_is_refused_before_the_confirmer_has_paid(confirmed, advising_bank):
    """STANDBYS-17."""
    demand = confirmed.demand(advising_bank)
    with refused("StandbysWrongDemandStatus", confirmed.demand_id(demand), LODGED, 1 << HONOURED):
        confirmed.forward(demand)


def test_forward_is_refused_on_another_day(confirmed, funds, advising_bank):
    """STANDBYS-17: the day starts the issuer's time."""
    demand = confirmed.demand(advising_bank)
    confirmed.examine(demand, advising_bank)
    confirmed.honour(demand, advising_bank)
    with refused("StandbysDateNotToday", TODAY - 2, TODAY):
        confirmed.forward(demand, TODAY - 2)


def test_dishonour_takes_two_persons_and_a_ground(port, deal, discrepant, issuing_bank, dollars):
    """STANDBYS-18."""
    let_act_alone(port, issuing_bank, dollars, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, 6):
        issuing_bank.act(deal.standbys, "dishonour", *deal.said, discrepant, NOTICE, 1)
    with refused("StandbysNoDiscrepancies"):
        deal.dishonour(discrepant, grounds=0)
    with refused("StandbysEmptyCommitment"):
        issuing_bank.together(deal.standbys, "dishonour", *deal.said, discrepant, NONE, 1)


@pytest.mark.parametrize(
    ("days", "extend_to", "timing"),
    [(3, 0, WITHIN_THREE), (4, 0, WITHIN_SEVEN), (9, 0, WITHIN_SEVEN), (9, EXPIRY + 1, WITHIN_THREE)],
)
def test_dishonour_up_to_the_seventh_business_day_frees_the_amount(
    at, deal, funds, beneficiary, dollars, days, extend_to, timing
):
    """STANDBYS-18, STANDBYS-19: and says when it came; who asks to extend or pay consents to seven."""
    demand = deal.demand(extend_to=extend_to)
    deal.examine(demand, complies=False)
    at(NINE + days * DAY)
    done = deal.dishonour(demand, grounds=3)
    assert done.events["Dishonoured"] == {
        "standby": deal.id,
        "demand": deal.demand_id(demand),
        "bank": deal.issuer.number,
        "notice": NOTICE,
        "discrepancies": 3,
        "timing": timing,
    }
    assert deal.status(demand) == DISHONOURED
    assert (deal.record["reserved"], deal.record["open"]) == (0, 0)
    assert dollars.balanceOf(beneficiary.account) == 0


def test_a_late_notice_is_recorded_and_the_demand_honoured(at, deal, discrepant, beneficiary, dollars):
    """STANDBYS-20, STANDBYS-16: a second later than the seventh day is late."""
    at(BEGIN + 17 * 3_600 + 9 * DAY + 1)
    done = deal.dishonour(discrepant)
    assert done.events["DishonourPrecluded"]["reason"] == TOO_LATE
    assert deal.status(discrepant) == PRECLUDED
    assert deal.record["reserved"] == AMOUNT
    deal.honour(discrepant)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT


def test_a_late_notice_of_a_late_demand_takes_effect(at, deal):
    """STANDBYS-21: failure to give notice of expiry precludes nothing (5.04)."""
    at(NINE + 65 * DAY)
    demand = deal.demand(presented=EXPIRY + 5)
    deal.examine(demand, complies=False, last_day=EXPIRY + 1)
    at(NINE + 95 * DAY)
    done = deal.dishonour(demand)
    assert done.events["Dishonoured"]["timing"] == AFTER_EXPIRY
    assert deal.status(demand) == DISHONOURED


def test_a_second_notice_is_recorded_without_effect(deal, discrepant):
    """STANDBYS-22."""
    deal.dishonour(discrepant)
    before = deal.record.dict()
    done = deal.dishonour(discrepant)
    assert done.events["DishonourPrecluded"]["reason"] == SECOND_NOTICE
    assert deal.record.dict() == before


def test_a_withdrawn_demand_may_be_made_anew(port, deal, beneficiary):
    """STANDBYS-23: by two persons, for after expiry it would be lost."""
    demand = deal.demand()
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, 8):
        beneficiary.act(deal.standbys, "withdraw", *deal.said, demand)
    deal.withdraw(demand)
    assert (deal.status(demand), deal.record["reserved"]) == (WITHDRAWN, 0)
    deal.demand()


def test_withdraw_is_refused_once_the_confirmer_has_paid(confirmed, funds, advising_bank):
    """STANDBYS-23."""
    demand = confirmed.demand(advising_bank)
    confirmed.examine(demand, advising_bank)
    confirmed.honour(demand, advising_bank)
    with refused("StandbysAlreadyPaid", confirmed.demand_id(demand), advising_bank):
        confirmed.withdraw(demand)


def test_silence_pays_and_ends_nothing(at, deal, funds, beneficiary, dollars):
    """STANDBYS-24: a year later the demand still lies there, counted."""
    demand = deal.demand()
    at(NINE + 400 * DAY)
    assert deal.status(demand) == LODGED
    assert deal.liability == (AMOUNT, 0)
    assert dollars.balanceOf(beneficiary.account) == 0
    deal.examine(demand, complies=False)
    deal.dishonour(demand)
    assert deal.status(demand) == PRECLUDED


@pytest.mark.parametrize(("step", "right", "number"), [("examine", "EXAMINE", 7), ("honour", "UNDERTAKE", 6)])
def test_a_bank_decides_with_the_right_to(port, deal, funds, issuing_bank, step, right, number):
    """STANDBYS-12, STANDBYS-16."""
    demand = deal.demand()
    if step == "honour":
        deal.examine(demand)
    take_right(port, issuing_bank, right)
    with refused("MemberOnlyRightMissing", issuing_bank, number, EVERY_RIGHT - (1 << number)):
        getattr(deal, step)(demand)


@pytest.mark.parametrize("step", ["honour", "withdraw"])
def test_cash_that_calls_back_finds_the_demand_honoured(port, a_deal, members, issuing_bank, step):
    """STANDBYS-41."""
    hostile = key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["HostileCash"], members)
    port.listed(hostile)
    issuing_bank.together(members, "addKey", (hostile.address, 3, EVERY_RIGHT, 0))
    let_act_alone(port, issuing_bank, hostile, 2**64 - 1)
    deal = a_deal(cash=hostile)
    deal.issue()
    demand = deal.demand()
    deal.examine(demand)
    args = (b"",) if step == "honour" else ()
    hostile.prepare(
        issuing_bank.alone(deal.standbys, step, *deal.said, demand, *args), {"from": key_of("deployer")}
    )
    done = deal.honour(demand)
    called = done.events["CalledBack"]
    assert called["taken"] is False
    if step == "honour":
        wrong = keccak(text="StandbysWrongDemandStatus(bytes32,uint8,uint256)")[:4]
        assert str(called["answer"]).startswith("0x" + wrong.hex())
    assert (deal.record["honoured"], deal.record["reserved"]) == (AMOUNT, 0)
