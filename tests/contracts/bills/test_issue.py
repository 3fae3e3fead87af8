"""BillOfLading.issue."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import BLANK, ISSUED, STRAIGHT, TO_ORDER
from tests.contracts.people import EVERY_RIGHT, ROLES, bit, refused, salted
from tests.contracts.standing import suspend, take_right

CARRY, CARRIER = 4, 2
BILL, ZERO = salted("new bill"), "0x" + "00" * 20


def test_issue_is_refused_outside_members(bills, carrier, beneficiary):
    """BILLS-1: by the carrier's own key."""
    with refused("MemberOnlyThroughMembers", carrier.maker):
        bills.issue(BILL, beneficiary.number, beneficiary.number, TO_ORDER, {"from": carrier.maker})


def test_issue_is_refused_to_who_is_no_carrier(bills, beneficiary, issuing_bank):
    """BILLS-2: a trader does not issue bills to itself."""
    for member, role in ((beneficiary, "TRADER"), (issuing_bank, "BANK")):
        with refused("MemberOnlyRoleMissing", member, CARRIER, bit(ROLES, role)):
            member.act(bills, "issue", BILL, member.number, member.number, TO_ORDER)


def test_issue_is_refused_without_the_right(port, bills, carrier, beneficiary):
    """BILLS-2: not every operator of a carrier signs its bills."""
    take_right(port, carrier, "CARRY")
    with refused("MemberOnlyRightMissing", carrier, CARRY, EVERY_RIGHT & ~(1 << CARRY)):
        carrier.act(bills, "issue", BILL, beneficiary.number, beneficiary.number, TO_ORDER)


def test_issue_is_refused_in_a_closing_version(port, bills, carrier, beneficiary):
    """BILLS-3: new bills are issued in the newer version."""
    port.listed(bills, status=2)
    with refused("MemberOnlyClosing", bills):
        carrier.act(bills, "issue", BILL, beneficiary.number, beneficiary.number, TO_ORDER)


def test_issue_is_refused_of_nothing(bills, carrier, beneficiary):
    """BILLS-4: the empty commitment commits to nothing."""
    with refused("BillsEmptyCommitment"):
        carrier.act(bills, "issue", "0x" + "00" * 32, beneficiary.number, beneficiary.number, TO_ORDER)


def test_issue_is_refused_twice(bills, bill, carrier, other_carrier, beneficiary, stranger):
    """BILLS-4: one document, one bill, whoever issues it and to whom."""
    for issuer in (carrier, other_carrier):
        with refused("BillsAlreadyIssued", bill, ISSUED):
            issuer.act(bills, "issue", bill, stranger.number, stranger.number, BLANK)


def test_issue_is_refused_after_the_end(bills, bill, carrier, beneficiary):
    """BILLS-4: an accomplished bill does not rise again."""
    beneficiary.act(bills, "surrender", bill)
    carrier.act(bills, "acceptSurrender", bill)
    with refused("BillsAlreadyIssued", bill, 3):
        carrier.act(bills, "issue", bill, beneficiary.number, beneficiary.number, TO_ORDER)


def test_issue_is_refused_to_who_is_not_active(port, bills, carrier, beneficiary, stranger):
    """BILLS-5: as shipper or as owner; unknown, 0 or suspended."""
    for shipper, owner in ((7, 7), (0, 0), (beneficiary.number, 7), (beneficiary.number, 0)):
        wrong = owner if shipper == beneficiary.number else shipper
        with refused("MembersNotActive", wrong, 0):
            carrier.act(bills, "issue", BILL, shipper, owner, TO_ORDER)
    suspend(port, stranger)
    for shipper, owner in ((stranger, beneficiary), (beneficiary, stranger)):
        with refused("MembersNotActive", stranger, 2):
            carrier.act(bills, "issue", BILL, shipper.number, owner.number, STRAIGHT)


def test_issue_is_refused_in_blank_to_two(bills, carrier, beneficiary, stranger):
    """BILLS-6: title to a bearer bill is where the bill is."""
    with refused("BillsBlankOwner", BILL, beneficiary, stranger):
        carrier.act(bills, "issue", BILL, beneficiary.number, stranger.number, BLANK)


@pytest.mark.parametrize(
    ("form", "owner"), [(STRAIGHT, "applicant"), (TO_ORDER, "beneficiary"), (TO_ORDER, "issuing_bank"),
                        (BLANK, "beneficiary")],
)  # fmt: skip
def test_issue_gives_possession_to_the_shipper(people, bills, book, carrier, beneficiary, form, owner):
    """BILLS-7: and title to whom the bill names; every other field is empty."""
    titled = people[owner]
    done = carrier.act(bills, "issue", BILL, beneficiary.number, titled.number, form)
    assert done.events["Issued"] == {
        "bill": BILL, "carrier": carrier.number, "shipper": beneficiary.number, "form": form,
    }  # fmt: skip
    assert done.events["Transfer"] == {"from": ZERO, "to": titled.account, "tokenId": int(BILL, 16)}
    assert [event.name for event in done.events] == ["Issued", "Transfer"]
    assert book.of(BILL) == {
        "holder": beneficiary.number, "owner": titled.number, "carrier": carrier.number, "nominee": 0,
        "former_holder": 0, "former_owner": 0, "status": ISSUED, "form": form, "locks": 0, "locker": 0,
        "former_form": 0, "change": 0, "indemnity": 0,
    }  # fmt: skip
    assert bills.ownerOf(BILL) == titled.account
    assert book.balances(titled) == [1]
