"""BillOfLading.endorse: to a name, with what the endorsement says."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import (
    BLANK,
    FOR_COLLECTION,
    IN_FULL,
    NOT_NEGOTIABLE,
    STRAIGHT,
    TO_ORDER,
    TO_ORDER_OF,
)
from tests.contracts.people import EVERY_RIGHT, refused
from tests.contracts.standing import suspend, take_right

TITLE = 3


def test_endorse_is_refused_outside_members(bills, bill, beneficiary, financier):
    """BILLS-1: by the owner's own key."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        bills.endorse(bill, financier.number, IN_FULL, {"from": beneficiary.maker})


def test_endorse_is_refused_without_the_right(port, bills, bill, beneficiary, financier):
    """BILLS-8: an endorsement moves title."""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        beneficiary.act(bills, "endorse", bill, financier.number, IN_FULL)


def test_endorse_is_refused_apart(bills, apart, beneficiary, financier, applicant):
    """BILLS-34: neither the holder without title nor the owner without possession."""
    with refused("BillsNotInOneHand", apart, financier, beneficiary):
        financier.act(bills, "endorse", apart, applicant.number, IN_FULL)
    with refused("BillsNotHolder", apart, financier, beneficiary):
        beneficiary.act(bills, "endorse", apart, applicant.number, IN_FULL)


def test_endorse_is_refused_of_a_straight_bill(book, bills, beneficiary, financier):
    """BILLS-34: it names its consignee for good."""
    bill = book.issued("b", beneficiary, form=STRAIGHT)
    with refused("BillsWrongForm", bill, STRAIGHT, TO_ORDER):
        beneficiary.act(bills, "endorse", bill, financier.number, IN_FULL)


def test_endorse_is_refused_to_oneself_and_to_who_is_not_active(port, bills, bill, beneficiary, financier):
    """BILLS-34: another party, admitted and not suspended."""
    with refused("BillsSameParty", bill, beneficiary):
        beneficiary.act(bills, "endorse", bill, beneficiary.number, IN_FULL)
    suspend(port, financier)
    with refused("MembersNotActive", financier, 2):
        beneficiary.act(bills, "endorse", bill, financier.number, IN_FULL)


@pytest.mark.parametrize("form", [TO_ORDER, BLANK])
@pytest.mark.parametrize(
    ("endorsement", "becomes"), [(IN_FULL, TO_ORDER), (TO_ORDER_OF, TO_ORDER), (NOT_NEGOTIABLE, STRAIGHT)]
)
def test_endorse_passes_title_and_possession(book, bills, beneficiary, financier, form, endorsement, becomes):
    """BILLS-35, BILLS-36: what the bill says decides whether the endorsee passes it on."""
    bill = book.issued("b", beneficiary, form=form)
    done = beneficiary.act(bills, "endorse", bill, financier.number, endorsement)
    assert [event.name for event in done.events] == ["Endorsed", "Handed", "Transfer"]
    expected = {"bill": bill, "to": financier.number, "endorsement": endorsement}
    assert done.events["Endorsed"] == expected
    found = book.of(bill)
    assert (found["holder"], found["owner"], found["form"]) == (financier.number,) * 2 + (becomes,)
    assert book.balances(beneficiary, financier) == [0, 1]


def test_what_is_endorsed_not_negotiable_goes_no_further(bills, bill, beneficiary, financier, applicant):
    """BILLS-36: its endorsee claims the goods, or hands possession alone over."""
    beneficiary.act(bills, "endorse", bill, financier.number, NOT_NEGOTIABLE)
    for function, args in (("endorse", (applicant.number, IN_FULL)), ("transferBoth", (applicant.number,))):
        with refused("BillsWrongForm", bill, STRAIGHT, TO_ORDER):
            financier.act(bills, function, bill, *args)
    financier.act(bills, "surrender", bill)


@pytest.mark.parametrize("form", [TO_ORDER, BLANK])
def test_endorsed_for_collection_title_stays(book, bills, beneficiary, financier, applicant, form):
    """BILLS-37: the endorsee hands it to whom the owner nominates; possession of it is not title."""
    bill = book.issued("b", beneficiary, form=form)
    done = beneficiary.act(bills, "endorse", bill, financier.number, FOR_COLLECTION)
    assert [event.name for event in done.events] == ["Endorsed", "Handed"]
    found = book.of(bill)
    assert (found["holder"], found["owner"]) == (financier.number, beneficiary.number)
    assert found["form"] == TO_ORDER
    with refused("BillsNotNominee", bill, 0, applicant):
        financier.act(bills, "transferBoth", bill, applicant.number)
    beneficiary.act(bills, "nominate", bill, applicant.number)
    financier.act(bills, "transferBoth", bill, applicant.number)
    assert book.of(bill)["owner"] == applicant.number


@pytest.mark.parametrize("form", [TO_ORDER, BLANK])
@pytest.mark.parametrize("endorsement", [IN_FULL, FOR_COLLECTION, NOT_NEGOTIABLE])
def test_a_refusal_undoes_an_endorsement_whole(book, bills, beneficiary, financier, form, endorsement):
    """BILLS-38: possession, title and form."""
    bill = book.issued("b", beneficiary, form=form)
    before = book.of(bill)
    beneficiary.act(bills, "endorse", bill, financier.number, endorsement)
    financier.act(bills, "refuseTransfer", bill)
    assert book.changed(before, bill) == {}
    assert book.balances(beneficiary, financier) == [1, 0]


def test_a_later_refusal_does_not_bring_an_earlier_form_back(
    book, bills, bill, beneficiary, financier, applicant
):
    """BILLS-38: of the last transfer only, whose form was this one."""
    beneficiary.act(bills, "endorse", bill, financier.number, NOT_NEGOTIABLE)
    financier.act(bills, "transferHolder", bill, applicant.number)
    applicant.act(bills, "refuseTransfer", bill)
    assert book.of(bill)["form"] == STRAIGHT
