"""BillOfLading.refuseTransfer."""

from __future__ import annotations

from tests.contracts.bills.conftest import BLANK
from tests.contracts.people import EVERY_RIGHT, refused
from tests.contracts.standing import suspend, take_right

TITLE = 3


def test_refuse_transfer_is_refused_outside_members(bills, apart, financier):
    """BILLS-1: by the holder's own key."""
    with refused("MemberOnlyThroughMembers", financier.maker):
        bills.refuseTransfer(apart, {"from": financier.maker})


def test_refuse_transfer_is_refused_without_the_right(port, bills, apart, financier):
    """BILLS-8: handing back is moving."""
    take_right(port, financier, "TITLE")
    with refused("MemberOnlyRightMissing", financier, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        financier.act(bills, "refuseTransfer", apart)


def test_refuse_transfer_is_refused_to_others(bills, apart, beneficiary, financier, stranger):
    """BILLS-8: who handed it over does not take it back."""
    for party in (beneficiary, stranger):
        with refused("BillsNotHolder", apart, financier, party):
            party.act(bills, "refuseTransfer", apart)


def test_refuse_transfer_is_refused_where_nothing_came(bills, bill, beneficiary):
    """BILLS-18: an issued bill came from the carrier, and does not go back this way."""
    with refused("BillsNothingToRefuse", bill):
        beneficiary.act(bills, "refuseTransfer", bill)


def test_refuse_transfer_is_refused_twice(bills, apart, beneficiary, financier):
    """BILLS-18: what was handed back is not handed over again by refusing."""
    financier.act(bills, "refuseTransfer", apart)
    with refused("BillsNothingToRefuse", apart):
        beneficiary.act(bills, "refuseTransfer", apart)


def test_refuse_transfer_gives_possession_back(book, bills, apart, beneficiary, financier):
    """BILLS-19: where possession alone came, it alone goes back."""
    before = book.of(apart)
    done = financier.act(bills, "refuseTransfer", apart)
    assert done.events["TransferRefused"] == {"bill": apart}
    assert done.events["Handed"] == {"bill": apart, "to": beneficiary.number}
    assert [event.name for event in done.events] == ["TransferRefused", "Handed"]
    assert book.changed(before, apart) == {"holder": beneficiary.number, "former_holder": 0}
    assert book.balances(beneficiary, financier) == [1, 0]


def test_refuse_transfer_gives_title_back(book, bills, apart, beneficiary, financier, applicant):
    """BILLS-19: to the owner that had it, and possession to the holder that had that."""
    beneficiary.act(bills, "nominate", apart, applicant.number)
    financier.act(bills, "transferBoth", apart, applicant.number)
    before = book.of(apart)
    done = applicant.act(bills, "refuseTransfer", apart)
    assert [event.name for event in done.events] == ["TransferRefused", "Handed", "Transfer"]
    assert done.events["Transfer"] == {
        "from": applicant.account, "to": beneficiary.account, "tokenId": int(apart, 16),
    }  # fmt: skip
    assert book.changed(before, apart) == {
        "holder": financier.number, "owner": beneficiary.number, "former_holder": 0, "former_owner": 0,
    }  # fmt: skip
    assert book.balances(beneficiary, financier, applicant) == [1, 0, 0]


def test_refuse_transfer_of_a_bearer_bill(book, bills, beneficiary, financier):
    """BILLS-11: title goes back with possession."""
    bill = book.issued("b", beneficiary, form=BLANK)
    beneficiary.act(bills, "transferHolder", bill, financier.number)
    financier.act(bills, "refuseTransfer", bill)
    assert (book.of(bill)["holder"], book.of(bill)["owner"]) == (beneficiary.number, beneficiary.number)
    assert book.balances(beneficiary, financier) == [1, 0]


def test_refuse_transfer_to_a_suspended_party(port, book, bills, apart, beneficiary, financier):
    """BILLS-19: nobody is made to keep a bill because its sender was suspended since."""
    suspend(port, beneficiary)
    financier.act(bills, "refuseTransfer", apart)
    assert book.of(apart)["holder"] == beneficiary.number
