"""BillOfLading.transferBoth, and ERC-721's transfers, which are the same."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import BLANK, STRAIGHT, TO_ORDER
from tests.contracts.people import EVERY_RIGHT, refused
from tests.contracts.standing import suspend, take_right

TITLE = 3


def test_transfer_both_is_refused_outside_members(bills, bill, beneficiary, applicant):
    """BILLS-1: by the holder's own key, also through ERC-721."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        bills.transferBoth(bill, applicant.number, {"from": beneficiary.maker})
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        bills.transferFrom(beneficiary.account, applicant.account, bill, {"from": beneficiary.maker})


def test_transfer_both_is_refused_without_the_right(port, bills, bill, beneficiary, applicant):
    """BILLS-8: bills are moved by who may move them."""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        beneficiary.act(bills, "transferBoth", bill, applicant.number)


def test_transfer_both_is_refused_to_who_does_not_hold_it(bills, apart, beneficiary, financier, stranger):
    """BILLS-8: title alone does not move a bill."""
    for party in (beneficiary, stranger):
        with refused("BillsNotHolder", apart, financier, party):
            party.act(bills, "transferBoth", apart, stranger.number)


def test_transfer_both_is_refused_of_a_straight_bill(book, bills, beneficiary, applicant, stranger):
    """BILLS-14: it names its consignee and is not endorsed, by whomever."""
    for owner in (applicant, beneficiary):
        bill = book.issued(f"straight to {owner.name}", beneficiary, owner, STRAIGHT)
        with refused("BillsWrongForm", bill, STRAIGHT, TO_ORDER):
            beneficiary.act(bills, "transferBoth", bill, stranger.number)


def test_transfer_both_is_refused_to_others_than_the_nominee(bills, apart, beneficiary, financier, applicant):
    """BILLS-15: who holds what another owns hands it to whom the owner named, and to nobody before."""
    for number in (applicant.number, financier.number, 0):
        with refused("BillsNotNominee", apart, 0, number):
            financier.act(bills, "transferBoth", apart, number)
    beneficiary.act(bills, "nominate", apart, applicant.number)
    with refused("BillsNotNominee", apart, applicant, financier):
        financier.act(bills, "transferBoth", apart, financier.number)


def test_transfer_both_is_refused_to_oneself_and_to_who_is_not_active(
    port, bills, bill, beneficiary, stranger
):
    """BILLS-9: the recipient is another, active party."""
    with refused("BillsSameParty", bill, beneficiary):
        beneficiary.act(bills, "transferBoth", bill, beneficiary.number)
    for number in (0, 7):
        with refused("MembersNotActive", number, 0):
            beneficiary.act(bills, "transferBoth", bill, number)
    suspend(port, stranger)
    with refused("MembersNotActive", stranger, 2):
        beneficiary.act(bills, "transferBoth", bill, stranger.number)


@pytest.mark.parametrize("form", [TO_ORDER, BLANK])
def test_transfer_both_by_who_has_both(book, bills, beneficiary, applicant, stranger, form):
    """BILLS-14, BILLS-16: to whomever it likes, whomever it had named; the nomination is gone."""
    bill = book.issued("b", beneficiary, form=form)
    if form == TO_ORDER:
        beneficiary.act(bills, "nominate", bill, stranger.number)
    done = beneficiary.act(bills, "transferBoth", bill, applicant.number)
    assert done.events["Handed"] == {"bill": bill, "to": applicant.number}
    assert done.events["Transfer"] == {
        "from": beneficiary.account, "to": applicant.account, "tokenId": int(bill, 16),
    }  # fmt: skip
    assert [event.name for event in done.events] == ["Handed", "Transfer"]
    after = book.of(bill)
    assert (after["holder"], after["owner"], after["nominee"]) == (applicant.number, applicant.number, 0)
    assert (after["former_holder"], after["former_owner"]) == (beneficiary.number, beneficiary.number)
    assert (after["form"], after["status"]) == (form, 1)
    assert book.balances(beneficiary, applicant, stranger) == [0, 1, 0]


def test_transfer_both_to_the_nominee(book, bills, apart, beneficiary, financier, applicant):
    """BILLS-15: the owner's title, by the holder's hand; a refusal would give each back its own."""
    beneficiary.act(bills, "nominate", apart, applicant.number)
    before = book.of(apart)
    done = financier.act(bills, "transferBoth", apart, applicant.number)
    assert [event.name for event in done.events] == ["Handed", "Transfer"]
    assert done.events["Transfer"]["from"] == beneficiary.account
    assert book.changed(before, apart) == {
        "holder": applicant.number, "owner": applicant.number, "nominee": 0,
        "former_holder": financier.number, "former_owner": beneficiary.number,
    }  # fmt: skip
    assert book.balances(beneficiary, financier, applicant) == [0, 0, 1]


def test_erc_721_transfers_are_the_same(book, bills, beneficiary, applicant):
    """BILLS-26: all three of them, through members."""
    forms = ("transferFrom", "safeTransferFrom", "safeTransferFrom")
    for place, function in enumerate(forms):
        bill = book.issued(f"b{place}", beneficiary)
        data = (b"",) if place == 2 else ()
        done = beneficiary.act(bills, function, beneficiary.account, applicant.account, bill, *data)
        assert [event.name for event in done.events] == ["Handed", "Transfer"]
        assert (book.of(bill)["holder"], book.of(bill)["owner"]) == (applicant.number, applicant.number)


def test_erc_721_transfers_are_refused_of_what_is_not_so(bills, bill, beneficiary, applicant, stranger):
    """BILLS-26: a `from` that has no title, accounts of nobody, an unknown bill."""
    with refused("BillsNotOwner", bill, beneficiary, stranger):
        beneficiary.act(bills, "transferFrom", stranger.account, applicant.account, bill)
    for pair in ((stranger.maker.address, applicant.account), (beneficiary.account, stranger.maker.address)):
        with refused("BillsNotAccount", stranger.maker):
            beneficiary.act(bills, "transferFrom", *pair, bill)
    with refused("BillsUnknown", "0x" + "11" * 32):
        beneficiary.act(bills, "transferFrom", beneficiary.account, applicant.account, "0x" + "11" * 32)
    with refused("BillsNotHolder", bill, beneficiary, stranger):
        stranger.act(bills, "transferFrom", beneficiary.account, stranger.account, bill)
