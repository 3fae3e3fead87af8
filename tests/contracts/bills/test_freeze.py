"""BillOfLading.freeze and unfreeze: an authority stops a bill, in whosever hands or keeping."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import (
    ACCOMPLISHED,
    AMENDMENT,
    BLANK,
    ESCROW,
    FREEZE,
    IN_FULL,
    ISSUED,
    PRESENTATION,
)
from tests.contracts.people import refused, salted

TITLE, REGULATOR = 3, 8
ORDER, NOTHING = salted("order of the court"), "0x" + "00" * 32
FROZEN = 1 << FREEZE


def freeze(bills, court, bill):
    return court.together(bills, "freeze", bill, ORDER)


def test_only_an_authority_freezes_by_two_persons(bills, bill, court, beneficiary, carrier):
    """BILLS-58"""
    with refused("MemberOnlyTwoPersonsNeeded", court, TITLE):
        court.act(bills, "freeze", bill, ORDER)
    for party in (beneficiary, carrier):
        with refused("MemberOnlyRoleMissing", party, REGULATOR, ...):
            freeze(bills, party, bill)
    with refused("BillsEmptyCommitment"):
        court.together(bills, "freeze", bill, NOTHING)


def test_what_ended_or_is_frozen_is_not_frozen(book, bills, bill, court, beneficiary, carrier):
    """BILLS-58: once, and while there is something to stop."""
    with refused("BillsWrongStatus", salted("nothing"), 0, ISSUED):
        freeze(bills, court, salted("nothing"))
    freeze(bills, court, bill)
    with refused("BillsLocked", bill, FROZEN, 0):
        freeze(bills, court, bill)
    ended = book.issued("ended", beneficiary)
    beneficiary.act(bills, "surrender", ended)
    carrier.act(bills, "acceptSurrender", ended)
    with refused("BillsWrongStatus", ended, ACCOMPLISHED, ISSUED):
        freeze(bills, court, ended)


@pytest.mark.parametrize("form", [0, 1, BLANK])
def test_a_frozen_bill_is_moved_by_nobody(
    book, bills, pledges, keeper, pawn, court, beneficiary, financier, applicant, anybody, form
):
    """BILLS-59: not by its holder, into keeping, by pledge, or to the carrier."""
    bill = book.issued("frozen", beneficiary, form=form)
    before = book.of(bill)
    done = freeze(bills, court, bill)
    assert [event.name for event in done.events] == ["BillFrozen"]
    expected = {"bill": bill, "authority": court.number, "reason": ORDER}
    assert done.events["BillFrozen"] == expected
    assert (book.changed(before, bill), bills.frozenBy(bill)) == ({"locks": FROZEN}, court.number)
    for function, args in (
        ("endorse", (applicant.number, IN_FULL)), ("endorseInBlank", ()), ("surrender", ()),
        ("transferBoth", (applicant.number,)), ("transferHolder", (applicant.number,)),
        ("nominate", (applicant.number,)), ("surrenderForAmendment", (AMENDMENT, 0)), ("refuseTransfer", ()),
    ):  # fmt: skip
        with refused("BillsLocked", bill, FROZEN, 0):
            beneficiary.act(bills, function, bill, *args)
    with refused("BillsLocked", bill, FROZEN, 0):
        keeper.lock(bill, beneficiary.number, applicant.number, ESCROW, {"from": anybody})
    with refused("BillsLocked", bill, FROZEN, 0):
        pawn.pledge(bill)


@pytest.mark.parametrize("asked", ["surrender", "surrenderForAmendment"])
def test_what_waits_for_the_carrier_waits_on(bills, bill, court, beneficiary, carrier, asked):
    """BILLS-59: it neither delivers nor amends, nor hands the bill back."""
    beneficiary.act(bills, asked, bill, *((AMENDMENT, 0) if asked != "surrender" else ()))
    freeze(bills, court, bill)
    answers = (
        [("acceptSurrender", (bill,)), ("refuseSurrender", (bill,))]
        if asked == "surrender"
        else [("refuseAmendment", (bill,)), ("reissue", ([bill], [salted("new")], ORDER))]
    )
    for function, args in answers:
        with refused("BillsLocked", bill, FROZEN, 0):
            carrier.act(bills, function, *args)


def test_a_frozen_bill_in_keeping_is_not_delivered_and_may_be_given_back(
    book, bills, bill, keeper, members, court, beneficiary, applicant, anybody
):
    """BILLS-60: frozen with its holder from then on; a credit that refuses it can do so in time."""
    keeper.lock(bill, beneficiary.number, applicant.number, PRESENTATION, {"from": anybody})
    freeze(bills, court, bill)
    number = members.instrumentOf(keeper)[2]
    kept = book.of(bill)
    assert (kept["locks"], kept["locker"]) == (FROZEN | 1, number)
    with refused("BillsLocked", bill, FROZEN, 0):
        keeper.deliver(bill, applicant.number, {"from": anybody})
    keeper.unlock(bill, {"from": anybody})
    assert (book.of(bill)["locks"], book.of(bill)["locker"]) == (FROZEN, 0)
    with refused("BillsNotLocker", bill, 0, keeper):
        keeper.unlock(bill, {"from": anybody})
    with refused("BillsLocked", bill, FROZEN, 0):
        beneficiary.act(bills, "surrender", bill)


def test_no_instrument_freezes_by_a_lock(bill, keeper, beneficiary, applicant, anybody):
    """BILLS-58: to stop a bill is an authority's."""
    with refused("BillsNotKeeper", keeper):
        keeper.lock(bill, beneficiary.number, applicant.number, FREEZE, {"from": anybody})


def test_the_authority_that_froze_lets_go(
    book, bills, bill, keeper, court, other_court, beneficiary, applicant, anybody
):
    """BILLS-61: by two persons, with a reason; what kept the bill keeps it on."""
    with refused("BillsNotFrozen", bill):
        court.together(bills, "unfreeze", bill, ORDER)
    keeper.lock(bill, beneficiary.number, applicant.number, ESCROW, {"from": anybody})
    before = book.of(bill)
    freeze(bills, court, bill)
    with refused("BillsNotAuthority", bill, court, other_court):
        other_court.together(bills, "unfreeze", bill, ORDER)
    with refused("MemberOnlyTwoPersonsNeeded", court, TITLE):
        court.act(bills, "unfreeze", bill, ORDER)
    with refused("BillsEmptyCommitment"):
        court.together(bills, "unfreeze", bill, NOTHING)
    done = court.together(bills, "unfreeze", bill, salted("lifted"))
    assert done.events["BillUnfrozen"] == {"bill": bill, "reason": salted("lifted")}
    assert (book.changed(before, bill), bills.frozenBy(bill)) == ({}, 0)
    keeper.deliver(bill, applicant.number, {"from": anybody})
