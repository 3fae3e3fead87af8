"""BillOfLading, of sea waybills: no documents of title."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import (
    ACCOMPLISHED,
    AMENDMENT,
    ESCROW,
    IN_FULL,
    ISSUED,
    PRESENTATION,
    SEA_WAYBILL,
    STRAIGHT,
    TO_ORDER,
)
from tests.contracts.people import EVERY_RIGHT, refused, salted
from tests.contracts.standing import take_right

CARRY = 4
NEW = salted("in its place")


@pytest.fixture
def waybill(book, beneficiary, applicant):
    """The beneficiary ships to the applicant."""
    return book.issued("waybill", beneficiary, applicant, SEA_WAYBILL)


def test_a_waybill_is_passed_on_by_nobody(bills, waybill, beneficiary, applicant, stranger):
    """BILLS-63: neither possession nor title; nor is it surrendered for the goods."""
    to = (stranger.number,)
    for function, args, allowed in (
        ("transferHolder", to, STRAIGHT), ("transferBoth", to, TO_ORDER), ("surrender", (), STRAIGHT),
        ("endorse", (*to, IN_FULL), TO_ORDER), ("endorseInBlank", (), TO_ORDER),
    ):  # fmt: skip
        with refused("BillsWrongForm", waybill, SEA_WAYBILL, allowed):
            beneficiary.act(bills, function, waybill, *args)
    with refused("BillsWrongForm", waybill, SEA_WAYBILL, TO_ORDER):
        applicant.act(bills, "nominate", waybill, *to)


@pytest.mark.parametrize("kind", [PRESENTATION, ESCROW])
@pytest.mark.parametrize("consignee", ["beneficiary", "applicant"])
def test_a_waybill_is_not_presented_or_sold_as_title(
    people, book, keeper, beneficiary, applicant, anybody, consignee, kind
):
    """BILLS-63: not even to its consignee."""
    bill = book.issued("own waybill", beneficiary, people[consignee], SEA_WAYBILL)
    with refused("BillsWrongForm", bill, SEA_WAYBILL, STRAIGHT):
        keeper.lock(bill, beneficiary.number, applicant.number, kind, {"from": anybody})


def test_a_waybill_is_not_pledged(book, pawn, beneficiary):
    """BILLS-63"""
    bill = book.issued("own waybill", beneficiary, form=SEA_WAYBILL)
    with refused("BillsWrongForm", bill, SEA_WAYBILL, STRAIGHT):
        pawn.pledge(bill)


def test_its_shipper_changes_the_consignee_until_it_is_delivered(
    book, bills, waybill, carrier, beneficiary, applicant, stranger
):
    """BILLS-64: alone; the consignee has no say, and may not ask for it."""
    with refused("BillsNotHolder", waybill, beneficiary, applicant):
        applicant.act(bills, "surrenderForAmendment", waybill, AMENDMENT, stranger.number)
    beneficiary.act(bills, "surrenderForAmendment", waybill, AMENDMENT, stranger.number)
    carrier.act(bills, "reissue", [waybill], [NEW], salted("balance"))
    found = book.of(NEW)
    assert (found["holder"], found["owner"], found["form"]) == (
        beneficiary.number, stranger.number, SEA_WAYBILL,
    )  # fmt: skip
    assert book.balances(beneficiary, applicant, stranger) == [0, 0, 1]


def test_its_carrier_alone_delivers_on_identity(
    port, bills, bill, waybill, carrier, other_carrier, applicant
):
    """BILLS-65: a waybill, once, and by an operator with the right CARRY."""
    for party in (other_carrier, applicant):
        with refused("BillsNotCarrier", waybill, carrier, party):
            party.act(bills, "deliverOnIdentity", waybill)
    with refused("BillsWrongForm", bill, TO_ORDER, SEA_WAYBILL):
        carrier.act(bills, "deliverOnIdentity", bill)
    take_right(port, carrier, "CARRY")
    with refused("MemberOnlyRightMissing", carrier, CARRY, EVERY_RIGHT & ~(1 << CARRY)):
        carrier.act(bills, "deliverOnIdentity", waybill)


def test_a_frozen_waybill_is_not_delivered(bills, waybill, court, carrier):
    """BILLS-59"""
    court.together(bills, "freeze", waybill, salted("order"))
    with refused("BillsLocked", waybill, 8, 0):
        carrier.act(bills, "deliverOnIdentity", waybill)


def test_delivered_it_is_accomplished(book, bills, waybill, carrier, beneficiary, applicant):
    """BILLS-65: the consignee needed no document."""
    done = carrier.act(bills, "deliverOnIdentity", waybill)
    assert [event.name for event in done.events] == ["DeliveredOnIdentity", "Transfer"]
    found = book.of(waybill)
    assert (found["holder"], found["owner"], found["status"]) == (0, 0, ACCOMPLISHED)
    assert book.balances(beneficiary, applicant) == [0, 0]
    with refused("BillsWrongStatus", waybill, ACCOMPLISHED, ISSUED):
        carrier.act(bills, "deliverOnIdentity", waybill)
