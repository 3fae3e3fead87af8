"""BillOfLading.recordIndemnity: goods given out without the bill, against a letter of indemnity."""

from __future__ import annotations

from tests.contracts.bills.conftest import ACCOMPLISHED, AMENDMENT, ISSUED, PAPER, TO_ORDER
from tests.contracts.people import EVERY_RIGHT, refused, salted
from tests.contracts.standing import take_right

CARRY = 4
LETTER, NOTHING, NEW = salted("letter of indemnity"), "0x" + "00" * 32, salted("in its place")


def test_only_its_carrier_records_it_with_a_letter(port, bills, bill, carrier, other_carrier, beneficiary):
    """BILLS-62: of a bill that has not ended."""
    for party in (other_carrier, beneficiary):
        with refused("BillsNotCarrier", bill, carrier, party):
            party.act(bills, "recordIndemnity", bill, LETTER)
    with refused("BillsEmptyCommitment"):
        carrier.act(bills, "recordIndemnity", bill, NOTHING)
    with refused("BillsWrongStatus", NEW, 0, ISSUED):
        carrier.act(bills, "recordIndemnity", NEW, LETTER)
    take_right(port, carrier, "CARRY")
    with refused("MemberOnlyRightMissing", carrier, CARRY, EVERY_RIGHT & ~(1 << CARRY)):
        carrier.act(bills, "recordIndemnity", bill, LETTER)


def test_it_is_recorded_for_good_and_moves_nothing(book, bills, bill, carrier, beneficiary, applicant):
    """BILLS-62: the holder has its rights against the carrier, and passes them on."""
    before = book.of(bill)
    done = carrier.act(bills, "recordIndemnity", bill, LETTER)
    assert done.events["DeliveredUnderIndemnity"] == {"bill": bill, "indemnity": LETTER}
    assert [event.name for event in done.events] == ["DeliveredUnderIndemnity"]
    assert book.changed(before, bill) == {"indemnity": 1}
    beneficiary.act(bills, "transferBoth", bill, applicant.number)
    applicant.act(bills, "surrender", bill)
    carrier.act(bills, "acceptSurrender", bill)
    found = book.of(bill)
    assert (found["status"], found["indemnity"]) == (ACCOMPLISHED, 1)


def test_it_is_not_hidden_by_a_reissue(book, bills, bill, carrier, beneficiary):
    """BILLS-62: whatever takes the bill's place says it too."""
    carrier.act(bills, "recordIndemnity", bill, LETTER)
    beneficiary.act(bills, "surrenderForAmendment", bill, AMENDMENT, 0)
    done = carrier.act(bills, "reissue", [bill], [NEW], salted("balance"))
    assert done.events["DeliveredUnderIndemnity"] == {"bill": NEW, "indemnity": salted("balance")}
    assert book.of(NEW)["indemnity"] == 1


def test_it_is_not_hidden_by_paper(book, bills, bill, carrier, beneficiary):
    """BILLS-62: nor by going to paper and coming back."""
    carrier.act(bills, "recordIndemnity", bill, LETTER)
    beneficiary.act(bills, "surrenderForAmendment", bill, PAPER, 0)
    carrier.act(bills, "switchToPaper", bill, salted("statement"))
    number = beneficiary.number
    terms = (NEW, number, number, TO_ORDER, bill, salted("collected"))
    done = carrier.act(bills, "issueFromPaper", *terms)
    assert done.events["DeliveredUnderIndemnity"] == {"bill": NEW, "indemnity": salted("collected")}
    assert book.of(NEW)["indemnity"] == 1
