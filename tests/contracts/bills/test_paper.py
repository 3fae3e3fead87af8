"""BillOfLading.switchToPaper and issueFromPaper: a bill lives as a record or on paper, never as both."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import (
    AMENDING,
    AMENDMENT,
    BLANK,
    ISSUED,
    ON_PAPER,
    PAPER,
    STRAIGHT,
    TO_ORDER,
    UNKNOWN,
    VOID,
)
from tests.contracts.people import EVERY_RIGHT, refused, salted
from tests.contracts.standing import suspend, take_right

CARRY = 4
STATEMENT, NOTHING = salted("statement"), "0x" + "00" * 32
BACK = salted("back from paper")


@pytest.fixture
def on_paper(book, bills, carrier, beneficiary):
    bill = book.issued("gone to paper", beneficiary)
    beneficiary.act(bills, "surrenderForAmendment", bill, PAPER, 0)
    carrier.act(bills, "switchToPaper", bill, STATEMENT)
    return bill


def back(bills, carrier, holder, owner=None, form=TO_ORDER, bill=BACK, origin=NOTHING, statement=STATEMENT):
    terms = (bill, holder.number, (owner or holder).number, form, origin, statement)
    return carrier.act(bills, "issueFromPaper", *terms)


def test_only_what_was_surrendered_for_it_goes_to_paper(bills, bill, beneficiary, carrier, other_carrier):
    """BILLS-54: by its carrier, with a statement; and such a bill is not reissued instead."""
    with refused("BillsWrongStatus", bill, ISSUED, AMENDING):
        carrier.act(bills, "switchToPaper", bill, STATEMENT)
    beneficiary.act(bills, "surrenderForAmendment", bill, AMENDMENT, 0)
    with refused("BillsWrongChange", bill, AMENDMENT):
        carrier.act(bills, "switchToPaper", bill, STATEMENT)
    carrier.act(bills, "refuseAmendment", bill)
    beneficiary.act(bills, "surrenderForAmendment", bill, PAPER, 0)
    with refused("BillsNotCarrier", bill, carrier, other_carrier):
        other_carrier.act(bills, "switchToPaper", bill, STATEMENT)
    with refused("BillsEmptyCommitment"):
        carrier.act(bills, "switchToPaper", bill, NOTHING)
    with refused("BillsWrongChange", bill, PAPER):
        carrier.act(bills, "reissue", [bill], [BACK], STATEMENT)


def test_neither_way_is_taken_without_the_right(port, bills, bill, beneficiary, carrier):
    """BILLS-54, BILLS-56: paper is issued and collected by who carries."""
    beneficiary.act(bills, "surrenderForAmendment", bill, PAPER, 0)
    take_right(port, carrier, "CARRY")
    missing = ("MemberOnlyRightMissing", carrier, CARRY, EVERY_RIGHT & ~(1 << CARRY))
    with refused(*missing):
        carrier.act(bills, "switchToPaper", bill, STATEMENT)
    with refused(*missing):
        back(bills, carrier, beneficiary)
    with refused("MemberOnlyRoleMissing", beneficiary, 2, 2):
        back(bills, beneficiary, beneficiary)


@pytest.mark.parametrize("form", [STRAIGHT, TO_ORDER, BLANK])
def test_a_bill_on_paper_has_no_effect_as_a_record(book, bills, carrier, beneficiary, form):
    """BILLS-55: no holder, no owner, no token; what was, and for whom, stays on record."""
    bill = book.issued("b", beneficiary, form=form)
    beneficiary.act(bills, "surrenderForAmendment", bill, PAPER, 0)
    done = carrier.act(bills, "switchToPaper", bill, STATEMENT)
    assert [event.name for event in done.events] == ["SwitchedToPaper", "Transfer"]
    assert done.events["SwitchedToPaper"] == {"bill": bill, "statement": STATEMENT}
    found = book.of(bill)
    assert (found["holder"], found["owner"], found["status"]) == (0, 0, ON_PAPER)
    assert found["former_holder"] == beneficiary.number
    assert book.balances(beneficiary, carrier) == [0, 0]
    with refused("BillsUnknown", bill):
        bills.ownerOf(bill)
    with refused("BillsAlreadyIssued", bill, ON_PAPER):
        carrier.act(bills, "issue", bill, beneficiary.number, beneficiary.number, TO_ORDER)


def test_from_paper_asks_for_a_statement_and_for_active_parties(
    port, bills, carrier, beneficiary, applicant, stranger
):
    """BILLS-56: as an issue does."""
    with refused("BillsEmptyCommitment"):
        back(bills, carrier, beneficiary, statement=NOTHING)
    with refused("BillsBlankOwner", BACK, beneficiary, applicant):
        back(bills, carrier, beneficiary, applicant, BLANK)
    suspend(port, stranger)
    for holder, owner in ((stranger, beneficiary), (beneficiary, stranger)):
        with refused("MembersNotActive", stranger, 2):
            back(bills, carrier, holder, owner)


def test_a_closing_version_takes_nothing_from_paper(port, bills, carrier, beneficiary):
    """BILLS-56: it issues no bills."""
    port.listed(bills, status=2)
    with refused("MemberOnlyClosing", bills):
        back(bills, carrier, beneficiary)


def test_a_record_comes_back_from_paper_once(
    book, bills, bill, on_paper, carrier, other_carrier, beneficiary, applicant
):
    """BILLS-57: to whoever has the paper, under another id; the record before it is void from then on."""
    for origin, status in ((bill, ISSUED), (salted("never issued"), UNKNOWN)):
        with refused("BillsWrongStatus", origin, status, ON_PAPER):
            back(bills, carrier, applicant, origin=origin)
    with refused("BillsNotCarrier", on_paper, carrier, other_carrier):
        back(bills, other_carrier, applicant, origin=on_paper)
    done = back(bills, carrier, applicant, origin=on_paper)
    assert [event.name for event in done.events] == ["Voided", "Issued", "Transfer", "IssuedFromPaper"]
    assert done.events["Voided"] == {"bill": on_paper, "balance": STATEMENT}
    assert done.events["IssuedFromPaper"] == {"bill": BACK, "origin": on_paper, "statement": STATEMENT}
    assert (book.of(BACK)["holder"], book.of(BACK)["owner"]) == (applicant.number, applicant.number)
    assert book.of(on_paper)["status"] == VOID
    with refused("BillsWrongStatus", on_paper, VOID, ON_PAPER):
        back(bills, carrier, beneficiary, bill=salted("twice"), origin=on_paper)


def test_what_was_paper_from_the_beginning_becomes_a_record(book, bills, carrier, beneficiary, applicant):
    """BILLS-56: with possession and title apart where they were so on paper."""
    done = back(bills, carrier, beneficiary, applicant, STRAIGHT)
    assert [event.name for event in done.events] == ["Issued", "Transfer", "IssuedFromPaper"]
    assert {field: value for field, value in book.of(BACK).items() if value} == {
        "holder": beneficiary.number, "owner": applicant.number, "carrier": carrier.number, "status": ISSUED,
    }  # fmt: skip
