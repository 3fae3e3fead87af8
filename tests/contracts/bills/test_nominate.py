"""BillOfLading.nominate."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import BLANK, STRAIGHT, TO_ORDER
from tests.contracts.people import EVERY_RIGHT, refused
from tests.contracts.standing import suspend, take_right

TITLE = 3


def test_nominate_is_refused_outside_members(bills, bill, beneficiary, applicant):
    """BILLS-1: by the owner's own key."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        bills.nominate(bill, applicant.number, {"from": beneficiary.maker})


def test_nominate_is_refused_without_the_right(port, bills, bill, beneficiary, applicant):
    """BILLS-12: naming the next owner moves title."""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        beneficiary.act(bills, "nominate", bill, applicant.number)


def test_nominate_is_refused_to_who_has_no_title(bills, apart, beneficiary, financier, stranger):
    """BILLS-12: possession alone does not dispose of title."""
    for party in (financier, stranger):
        with refused("BillsNotOwner", apart, beneficiary, party):
            party.act(bills, "nominate", apart, stranger.number)


@pytest.mark.parametrize("form", [STRAIGHT, BLANK])
def test_nominate_is_refused_in_other_forms(book, bills, beneficiary, applicant, form):
    """BILLS-12: a straight bill is not endorsed, a bearer bill needs no name."""
    bill = book.issued("b", beneficiary, form=form)
    with refused("BillsWrongForm", bill, form, TO_ORDER):
        beneficiary.act(bills, "nominate", bill, applicant.number)


def test_nominate_is_refused_of_oneself_and_of_who_is_not_active(port, bills, bill, beneficiary, stranger):
    """BILLS-9: the next owner is another, active party."""
    with refused("BillsSameParty", bill, beneficiary):
        beneficiary.act(bills, "nominate", bill, beneficiary.number)
    with refused("MembersNotActive", 7, 0):
        beneficiary.act(bills, "nominate", bill, 7)
    suspend(port, stranger)
    with refused("MembersNotActive", stranger, 2):
        beneficiary.act(bills, "nominate", bill, stranger.number)


def test_nominate_names_changes_and_withdraws(book, bills, apart, beneficiary, applicant, stranger):
    """BILLS-13: as often as the owner likes; possession and title stay where they are."""
    before = book.of(apart)
    for nominee in (applicant.number, stranger.number, 0):
        done = beneficiary.act(bills, "nominate", apart, nominee)
        assert done.events["Nominated"] == {"bill": apart, "nominee": nominee}
        assert [event.name for event in done.events] == ["Nominated"]
        assert book.changed(before, apart) == ({"nominee": nominee} if nominee else {})


def test_nominate_by_the_holder_is_its_next_act(book, bills, apart, beneficiary, financier, applicant):
    """BILLS-18: what came to it is kept; an owner elsewhere does not decide that for the holder."""
    beneficiary.act(bills, "nominate", apart, applicant.number)
    assert book.of(apart)["former_holder"] == beneficiary.number
    financier.act(bills, "refuseTransfer", apart)
    beneficiary.act(bills, "transferBoth", apart, financier.number)
    financier.act(bills, "nominate", apart, applicant.number)
    assert (book.of(apart)["former_holder"], book.of(apart)["former_owner"]) == (0, 0)
    with refused("BillsNothingToRefuse", apart):
        financier.act(bills, "refuseTransfer", apart)
