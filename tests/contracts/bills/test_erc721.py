"""BillOfLading as an ERC-721 token: what can be read, and approvals, which do not exist."""

from __future__ import annotations

import pytest

from tests.contracts.people import refused

ZERO = "0x" + "00" * 20


def test_approvals_are_refused(bills, bill, beneficiary, financier):
    """BILLS-31: what acts for a party is its operators; directly or through members."""
    for function, args in (
        ("approve", (financier.account, bill)),
        ("setApprovalForAll", (financier.account, 1)),
    ):
        with refused("BillsNoApprovals"):
            getattr(bills, function)(*args, {"from": beneficiary.maker})
        with refused("BillsNoApprovals"):
            beneficiary.act(bills, function, *args)


def test_nobody_is_approved(bills, bill, beneficiary, financier):
    """BILLS-31: for a bill, or for all of a party's."""
    assert bills.getApproved(bill) == ZERO
    assert not bills.isApprovedForAll(beneficiary.account, financier.account)
    assert not bills.isApprovedForAll(beneficiary.account, beneficiary.account)


def test_an_unknown_bill_has_no_owner(bills):
    """BILLS-32: and none can be approved for it."""
    unknown = "0x" + "11" * 32
    with refused("BillsUnknown", unknown):
        bills.ownerOf(unknown)
    with refused("BillsUnknown", unknown):
        bills.getApproved(unknown)


def test_other_addresses_have_no_balance(bills, beneficiary, members):
    """BILLS-32: a key or a contract is no account; nor is the zero address."""
    for other in (beneficiary.maker.address, members.address, ZERO):
        with refused("BillsNotAccount", other):
            bills.balanceOf(other)


def test_balances_count_title(book, bills, beneficiary, financier, stranger):
    """BILLS-32: of any form, and not possession."""
    book.issued("one", beneficiary)
    two = book.issued("two", beneficiary)
    beneficiary.act(bills, "transferHolder", two, financier.number)
    assert book.balances(beneficiary, financier, stranger) == [2, 0, 0]
    assert bills.ownerOf(two) == beneficiary.account


@pytest.mark.parametrize(
    ("interface", "spoken"),
    [("0x80ac58cd", True), ("0x01ffc9a7", True), ("0xffffffff", False), ("0x5b5e139f", False)],
)
def test_it_says_which_interfaces_it_speaks(bills, interface, spoken):
    """BILLS-32: ERC-721 and ERC-165; no names or addresses of metadata."""
    assert bills.supportsInterface(interface) is spoken
