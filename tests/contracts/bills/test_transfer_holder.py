"""BillOfLading.transferHolder: possession."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import BLANK, STRAIGHT, TO_ORDER
from tests.contracts.people import EVERY_RIGHT, refused
from tests.contracts.standing import suspend, take_right

TITLE = 3


def test_transfer_holder_is_refused_outside_members(bills, bill, beneficiary, financier):
    """BILLS-1: by the holder's own key."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        bills.transferHolder(bill, financier.number, {"from": beneficiary.maker})


def test_transfer_holder_is_refused_without_the_right(port, bills, bill, beneficiary, financier):
    """BILLS-8: bills are moved by who may move them."""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        beneficiary.act(bills, "transferHolder", bill, financier.number)


def test_transfer_holder_is_refused_to_who_does_not_hold_it(bills, apart, beneficiary, financier, stranger):
    """BILLS-8: title alone does not move a bill."""
    for party in (beneficiary, stranger):
        with refused("BillsNotHolder", apart, financier, party):
            party.act(bills, "transferHolder", apart, stranger.number)


def test_transfer_holder_is_refused_to_oneself_and_to_who_is_not_active(
    port, bills, bill, beneficiary, stranger
):
    """BILLS-9: the recipient is another, active party."""
    with refused("BillsSameParty", bill, beneficiary):
        beneficiary.act(bills, "transferHolder", bill, beneficiary.number)
    for number in (0, 7):
        with refused("MembersNotActive", number, 0):
            beneficiary.act(bills, "transferHolder", bill, number)
    suspend(port, stranger)
    with refused("MembersNotActive", stranger, 2):
        beneficiary.act(bills, "transferHolder", bill, stranger.number)


@pytest.mark.parametrize("form", [STRAIGHT, TO_ORDER])
def test_transfer_holder_leaves_title(book, bills, beneficiary, financier, applicant, form):
    """BILLS-10: possession passes; owner, nominee and form stay, and it may be handed back."""
    bill = book.issued("b", beneficiary, applicant, form)
    before = book.of(bill)
    done = beneficiary.act(bills, "transferHolder", bill, financier.number)
    assert done.events["Handed"] == {"bill": bill, "to": financier.number}
    assert [event.name for event in done.events] == ["Handed"]
    assert book.changed(before, bill) == {
        "holder": financier.number, "former_holder": beneficiary.number,
    }  # fmt: skip
    assert book.balances(applicant, beneficiary, financier) == [1, 0, 0]


def test_transfer_holder_of_a_bearer_bill_is_title(book, bills, beneficiary, financier):
    """BILLS-11: title follows possession."""
    bill = book.issued("b", beneficiary, form=BLANK)
    before = book.of(bill)
    done = beneficiary.act(bills, "transferHolder", bill, financier.number)
    assert done.events["Transfer"] == {
        "from": beneficiary.account, "to": financier.account, "tokenId": int(bill, 16),
    }  # fmt: skip
    assert [event.name for event in done.events] == ["Handed", "Transfer"]
    assert book.changed(before, bill) == {
        "holder": financier.number, "owner": financier.number,
        "former_holder": beneficiary.number, "former_owner": beneficiary.number,
    }  # fmt: skip
    assert book.balances(beneficiary, financier) == [0, 1]
