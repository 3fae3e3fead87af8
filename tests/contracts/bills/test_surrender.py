"""BillOfLading.surrender, and the carrier's two answers."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import ACCOMPLISHED, BLANK, ISSUED, STRAIGHT, SURRENDERED, TO_ORDER
from tests.contracts.people import EVERY_RIGHT, refused
from tests.contracts.standing import take_right

TITLE, CARRY = 3, 4
ZERO = "0x" + "00" * 20


def test_surrender_is_refused_outside_members(bills, bill, beneficiary):
    """BILLS-1: by the holder's own key."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        bills.surrender(bill, {"from": beneficiary.maker})


def test_surrender_is_refused_without_the_right(port, bills, bill, beneficiary):
    """BILLS-8: surrendering is moving."""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        beneficiary.act(bills, "surrender", bill)


def test_surrender_is_refused_apart(bills, apart, beneficiary, financier, stranger):
    """BILLS-20: goods are claimed by who has both; not by holder, owner or anybody else alone."""
    with refused("BillsNotInOneHand", apart, financier, beneficiary):
        financier.act(bills, "surrender", apart)
    for party in (beneficiary, stranger):
        with refused("BillsNotHolder", apart, financier, party):
            party.act(bills, "surrender", apart)


def test_surrender_is_refused_twice(bills, bill, beneficiary):
    """BILLS-20: until the carrier answers."""
    beneficiary.act(bills, "surrender", bill)
    with refused("BillsWrongStatus", bill, SURRENDERED, ISSUED):
        beneficiary.act(bills, "surrender", bill)


@pytest.mark.parametrize("form", [STRAIGHT, TO_ORDER, BLANK])
def test_surrender_gives_possession_to_the_carrier(book, bills, carrier, beneficiary, applicant, form):
    """BILLS-20: title stays with who surrendered; a nomination ends."""
    bill = book.issued("b", beneficiary, form=form)
    if form == TO_ORDER:
        beneficiary.act(bills, "nominate", bill, applicant.number)
    before = book.of(bill)
    done = beneficiary.act(bills, "surrender", bill)
    assert done.events["Surrendered"] == {"bill": bill}
    assert [event.name for event in done.events] == ["Surrendered"]
    expected = {"holder": carrier.number, "former_holder": beneficiary.number, "status": SURRENDERED}
    assert book.changed(before, bill) == expected | ({"nominee": 0} if form == TO_ORDER else {})
    assert bills.ownerOf(bill) == beneficiary.account
    assert book.balances(beneficiary, carrier) == [1, 0]


@pytest.fixture
def surrendered(bills, bill, beneficiary):
    beneficiary.act(bills, "surrender", bill)
    return bill


ANSWERS = pytest.mark.parametrize("answer", ["acceptSurrender", "refuseSurrender"])


@ANSWERS
def test_an_answer_is_refused_outside_members(bills, surrendered, carrier, answer):
    """BILLS-1: by the carrier's own key."""
    with refused("MemberOnlyThroughMembers", carrier.maker):
        getattr(bills, answer)(surrendered, {"from": carrier.maker})


@ANSWERS
def test_an_answer_is_refused_without_the_right(port, bills, surrendered, carrier, answer):
    """BILLS-21: not every operator of a carrier delivers goods."""
    take_right(port, carrier, "CARRY")
    with refused("MemberOnlyRightMissing", carrier, CARRY, EVERY_RIGHT & ~(1 << CARRY)):
        carrier.act(bills, answer, surrendered)


@ANSWERS
def test_an_answer_is_refused_to_others(bills, surrendered, carrier, other_carrier, beneficiary, answer):
    """BILLS-21: the issuer answers; no other carrier, nor who surrendered."""
    for party in (other_carrier, beneficiary):
        with refused("BillsNotCarrier", surrendered, carrier, party):
            party.act(bills, answer, surrendered)


@ANSWERS
def test_an_answer_is_refused_before_and_after(bills, bill, beneficiary, carrier, answer):
    """BILLS-21: an unknown bill, an issued one, an accomplished one."""
    with refused("BillsWrongStatus", "0x" + "11" * 32, 0, SURRENDERED):
        carrier.act(bills, answer, "0x" + "11" * 32)
    with refused("BillsWrongStatus", bill, ISSUED, SURRENDERED):
        carrier.act(bills, answer, bill)
    beneficiary.act(bills, "surrender", bill)
    carrier.act(bills, "acceptSurrender", bill)
    with refused("BillsWrongStatus", bill, ACCOMPLISHED, SURRENDERED):
        carrier.act(bills, answer, bill)


def test_an_accepted_bill_has_no_holder_and_no_owner(book, bills, surrendered, beneficiary, carrier):
    """BILLS-22: ERC-721's end; who surrendered it stays on record."""
    before = book.of(surrendered)
    done = carrier.act(bills, "acceptSurrender", surrendered)
    assert done.events["Transfer"] == {
        "from": beneficiary.account, "to": ZERO, "tokenId": int(surrendered, 16),
    }  # fmt: skip
    assert [event.name for event in done.events] == ["Transfer"]
    assert book.changed(before, surrendered) == {"holder": 0, "owner": 0, "status": ACCOMPLISHED}
    assert book.of(surrendered)["former_holder"] == beneficiary.number
    assert book.balances(beneficiary, carrier) == [0, 0]
    with refused("BillsUnknown", surrendered):
        bills.ownerOf(surrendered)


def test_a_refused_surrender_gives_the_bill_back(book, bills, surrendered, beneficiary, carrier):
    """BILLS-23: possession to who had it, who may surrender again, and not refuse what came back."""
    before = book.of(surrendered)
    done = carrier.act(bills, "refuseSurrender", surrendered)
    assert done.events["SurrenderRefused"] == {"bill": surrendered}
    assert [event.name for event in done.events] == ["SurrenderRefused"]
    assert book.changed(before, surrendered) == {
        "holder": beneficiary.number, "former_holder": 0, "status": ISSUED,
    }  # fmt: skip
    with refused("BillsNothingToRefuse", surrendered):
        beneficiary.act(bills, "refuseTransfer", surrendered)
    beneficiary.act(bills, "surrender", surrendered)
