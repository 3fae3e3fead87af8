"""BillOfLading.endorseInBlank."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import BLANK, STRAIGHT, TO_ORDER
from tests.contracts.people import EVERY_RIGHT, refused
from tests.contracts.standing import take_right

TITLE = 3


def test_endorse_in_blank_is_refused_outside_members(bills, bill, beneficiary):
    """BILLS-1: by the owner's own key."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        bills.endorseInBlank(bill, {"from": beneficiary.maker})


def test_endorse_in_blank_is_refused_without_the_right(port, bills, bill, beneficiary):
    """BILLS-8: an endorsement moves title."""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        beneficiary.act(bills, "endorseInBlank", bill)


def test_endorse_in_blank_is_refused_apart(bills, apart, beneficiary, financier):
    """BILLS-17: neither the holder without title nor the owner without possession."""
    with refused("BillsNotInOneHand", apart, financier, beneficiary):
        financier.act(bills, "endorseInBlank", apart)
    with refused("BillsNotHolder", apart, financier, beneficiary):
        beneficiary.act(bills, "endorseInBlank", apart)


@pytest.mark.parametrize("form", [STRAIGHT, BLANK])
def test_endorse_in_blank_is_refused_in_other_forms(book, bills, beneficiary, form):
    """BILLS-17: only a bill to order is endorsed, and once."""
    bill = book.issued("b", beneficiary, form=form)
    with refused("BillsWrongForm", bill, form, TO_ORDER):
        beneficiary.act(bills, "endorseInBlank", bill)


def test_endorse_in_blank_makes_a_bearer_bill(book, bills, bill, beneficiary, financier, applicant):
    """BILLS-17: the nomination is gone; nothing can be handed back after; title stays."""
    beneficiary.act(bills, "transferBoth", bill, financier.number)
    financier.act(bills, "nominate", bill, applicant.number)
    before = book.of(bill)
    done = financier.act(bills, "endorseInBlank", bill)
    assert done.events["EndorsedInBlank"] == {"bill": bill}
    assert [event.name for event in done.events] == ["EndorsedInBlank"]
    assert book.changed(before, bill) == {"form": BLANK, "nominee": 0}


def test_endorse_in_blank_ends_the_right_to_refuse(book, bills, bill, beneficiary, financier):
    """BILLS-18: an endorsement is an act of the holder."""
    beneficiary.act(bills, "transferBoth", bill, financier.number)
    financier.act(bills, "endorseInBlank", bill)
    with refused("BillsNothingToRefuse", bill):
        financier.act(bills, "refuseTransfer", bill)
