"""BillOfLading.surrenderForAmendment, refuseAmendment and reissue: bills that take the place of others."""

from __future__ import annotations

import pytest

from tests.contracts.bills.conftest import (
    ACCOMPLISHED,
    AMENDING,
    AMENDMENT,
    BLANK,
    DESTINATION,
    ISSUED,
    STRAIGHT,
    SURRENDERED,
    SWITCH,
    TO_ORDER,
    UNKNOWN,
    VOID,
)
from tests.contracts.people import EVERY_RIGHT, refused, salted
from tests.contracts.standing import suspend, take_right

TITLE, CARRY = 3, 4
BALANCE, NOTHING = salted("balance sheet"), "0x" + "00" * 32
NEW = [salted(f"a bill in its place {place}") for place in range(17)]


def ask(bills, party, *asked, change=AMENDMENT, consignee=0):
    for bill in asked:
        party.act(bills, "surrenderForAmendment", bill, change, consignee)


@pytest.fixture
def asked(bills, bill, beneficiary):
    ask(bills, beneficiary, bill)
    return bill


# ------------------------------------------------------------------ surrender for amendment


def test_surrender_for_amendment_is_refused_outside_members(bills, bill, beneficiary):
    """BILLS-1: by the holder's own key."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        bills.surrenderForAmendment(bill, AMENDMENT, 0, {"from": beneficiary.maker})


def test_surrender_for_amendment_is_refused_without_the_right(port, bills, bill, beneficiary):
    """BILLS-8: surrendering is moving."""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        ask(bills, beneficiary, bill)


def test_surrender_for_amendment_is_refused_apart(bills, apart, beneficiary, financier, stranger):
    """BILLS-47: not by who holds another's title, nor by an owner without possession."""
    with refused("BillsNotInOneHand", apart, financier, beneficiary):
        ask(bills, financier, apart)
    for party in (beneficiary, stranger):
        with refused("BillsNotHolder", apart, financier, party):
            ask(bills, party, apart)


def test_only_a_straight_bill_asks_for_another_consignee(book, bills, bill, beneficiary, applicant, stranger):
    """BILLS-48: and whoever has title and possession asks for it, naming another active party."""
    with refused("BillsWrongForm", bill, TO_ORDER, STRAIGHT):
        ask(bills, beneficiary, bill, consignee=applicant.number)
    straight = book.issued("straight", beneficiary, applicant, STRAIGHT)
    with refused("BillsNotInOneHand", straight, beneficiary, applicant):
        ask(bills, beneficiary, straight, consignee=stranger.number)
    beneficiary.act(bills, "transferHolder", straight, applicant.number)
    with refused("BillsSameParty", straight, applicant):
        ask(bills, applicant, straight, consignee=applicant.number)
    ask(bills, applicant, straight, consignee=stranger.number)


@pytest.mark.parametrize("form", [STRAIGHT, TO_ORDER, BLANK])
@pytest.mark.parametrize("change", [AMENDMENT, DESTINATION, SWITCH])
def test_surrender_for_amendment_gives_possession_to_the_carrier(
    book, bills, carrier, beneficiary, form, change
):
    """BILLS-47: title stays; the bill is not surrendered for delivery."""
    bill = book.issued("b", beneficiary, form=form)
    before = book.of(bill)
    done = beneficiary.act(bills, "surrenderForAmendment", bill, change, 0)
    assert done.events["SurrenderedForAmendment"] == {"bill": bill, "change": change, "consignee": 0}
    assert [event.name for event in done.events] == ["SurrenderedForAmendment"]
    expected = {"holder": carrier.number, "former_holder": beneficiary.number, "status": AMENDING}
    assert book.changed(before, bill) == expected | ({"change": change} if change else {})
    with refused("BillsWrongStatus", bill, AMENDING, SURRENDERED):
        carrier.act(bills, "acceptSurrender", bill)


def test_a_straight_bill_in_two_hands_is_amended_for_the_same_consignee(
    book, bills, carrier, beneficiary, applicant
):
    """BILLS-47: by its holder; what takes its place is the consignee's as before."""
    bill = book.issued("straight", beneficiary, applicant, STRAIGHT)
    ask(bills, beneficiary, bill, change=DESTINATION)
    carrier.act(bills, "reissue", [bill], NEW[:1], BALANCE)
    found = book.of(NEW[0])
    assert (found["holder"], found["owner"]) == (beneficiary.number, applicant.number)


# ------------------------------------------------------------------ the carrier's answers


def test_the_answers_are_the_issuing_carriers(port, bills, asked, carrier, other_carrier, beneficiary):
    """BILLS-49: by an operator with the right CARRY."""
    for party in (other_carrier, beneficiary):
        with refused("BillsNotCarrier", asked, carrier, party):
            party.act(bills, "refuseAmendment", asked)
    with refused("BillsNotCarrier", asked, carrier, other_carrier):
        other_carrier.act(bills, "reissue", [asked], NEW[:1], BALANCE)
    with refused("MemberOnlyRoleMissing", beneficiary, 2, 2):
        beneficiary.act(bills, "reissue", [asked], NEW[:1], BALANCE)
    take_right(port, carrier, "CARRY")
    for function, args in (("refuseAmendment", (asked,)), ("reissue", ([asked], NEW[:1], BALANCE))):
        with refused("MemberOnlyRightMissing", carrier, CARRY, EVERY_RIGHT & ~(1 << CARRY)):
            carrier.act(bills, function, *args)


def test_nothing_is_amended_that_was_not_surrendered_for_it(bills, bill, beneficiary, carrier):
    """BILLS-49: not a bill that nobody knows, one that goes on, one surrendered for delivery, one that
    ended.
    """
    for name, status in (("nothing", UNKNOWN), ("bill", ISSUED)):
        at = bill if name == "bill" else salted(name)
        for function, args in (("refuseAmendment", (at,)), ("reissue", ([at], NEW[:1], BALANCE))):
            with refused("BillsWrongStatus", at, status, AMENDING):
                carrier.act(bills, function, *args)
    beneficiary.act(bills, "surrender", bill)
    with refused("BillsWrongStatus", bill, SURRENDERED, AMENDING):
        carrier.act(bills, "reissue", [bill], NEW[:1], BALANCE)
    carrier.act(bills, "acceptSurrender", bill)
    with refused("BillsWrongStatus", bill, ACCOMPLISHED, AMENDING):
        carrier.act(bills, "refuseAmendment", bill)


def test_a_refused_amendment_gives_the_bill_back_as_it_was(
    book, bills, carrier, beneficiary, applicant, stranger
):
    """BILLS-50: and it may be surrendered again, for delivery too."""
    bill = book.issued("straight", beneficiary, form=STRAIGHT)
    before = book.of(bill)
    ask(bills, beneficiary, bill, change=SWITCH, consignee=stranger.number)
    assert book.of(bill)["nominee"] == stranger.number
    done = carrier.act(bills, "refuseAmendment", bill)
    assert [event.name for event in done.events] == ["AmendmentRefused"]
    assert book.changed(before, bill) == {}
    with refused("BillsNothingToRefuse", bill):
        beneficiary.act(bills, "refuseTransfer", bill)
    beneficiary.act(bills, "surrender", bill)


def test_what_is_reissued_is_counted_and_balanced(bills, asked, carrier):
    """BILLS-52: at least one bill on each side, sixteen at most, and a balance sheet."""
    for voided, issued in (([], NEW[:1]), ([asked], []), ([asked], NEW), ([asked] * 17, NEW[:1])):
        with refused("BillsWrongCount", len(voided), len(issued), 16):
            carrier.act(bills, "reissue", voided, issued, BALANCE)
    with refused("BillsEmptyCommitment"):
        carrier.act(bills, "reissue", [asked], NEW[:1], NOTHING)
    with refused("BillsEmptyCommitment"):
        carrier.act(bills, "reissue", [asked], [NOTHING], BALANCE)


def test_no_bill_is_voided_or_issued_twice(bills, book, asked, carrier, beneficiary):
    """BILLS-51, BILLS-52: neither in one reissue nor in the next."""
    with refused("BillsUnlike", asked, asked):
        carrier.act(bills, "reissue", [asked, asked], NEW[:1], BALANCE)
    with refused("BillsAlreadyIssued", NEW[0], ISSUED):
        carrier.act(bills, "reissue", [asked], [NEW[0], NEW[0]], BALANCE)
    with refused("BillsAlreadyIssued", asked, VOID):
        carrier.act(bills, "reissue", [asked], [asked], BALANCE)
    carrier.act(bills, "reissue", [asked], NEW[:1], BALANCE)
    with refused("BillsWrongStatus", asked, VOID, AMENDING):
        carrier.act(bills, "reissue", [asked], NEW[1:2], BALANCE)
    with refused("BillsAlreadyIssued", asked, VOID):
        carrier.act(bills, "issue", asked, beneficiary.number, beneficiary.number, TO_ORDER)


@pytest.mark.parametrize("difference", ["not surrendered", "holder", "form", "change", "carrier"])
def test_all_that_is_voided_was_surrendered_alike(
    book, bills, asked, carrier, other_carrier, beneficiary, financier, difference
):
    """BILLS-51: one that is not, and nothing of it happens."""
    other = salted("other")
    issuer = other_carrier if difference == "carrier" else carrier
    form = BLANK if difference == "form" else TO_ORDER
    shipper = financier if difference == "holder" else beneficiary
    issuer.act(bills, "issue", other, shipper.number, shipper.number, form)
    if difference != "not surrendered":
        ask(bills, shipper, other, change=SWITCH if difference == "change" else AMENDMENT)
    with refused("BillsUnlike", other, asked):
        carrier.act(bills, "reissue", [asked, other], NEW[:1], BALANCE)
    assert (book.of(asked)["status"], book.of(NEW[0])["status"]) == (AMENDING, UNKNOWN)


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 3), (3, 1), (2, 3)])
@pytest.mark.parametrize("form", [STRAIGHT, TO_ORDER, BLANK])
def test_reissue_voids_the_old_and_issues_the_new_in_one_step(
    book, bills, carrier, beneficiary, form, before, after
):
    """BILLS-51, BILLS-53: amended, split and merged: to who surrendered, in the same form."""
    old = [book.issued(f"old {place}", beneficiary, form=form) for place in range(before)]
    ask(bills, beneficiary, *old, change=SWITCH)
    done = carrier.act(bills, "reissue", old, NEW[:after], BALANCE)
    voided, issued = ["Voided", "Transfer"] * before, ["Issued", "Transfer", "Reissued"] * after
    assert [event.name for event in done.events] == voided + issued
    assert [event["balance"] for event in done.events["Voided"]] == [BALANCE] * before
    assert [event["bill"] for event in done.events["Reissued"]] == NEW[:after]
    for bill in old:
        found = book.of(bill)
        assert (found["holder"], found["owner"], found["status"]) == (0, 0, VOID)
        with refused("BillsUnknown", bill):
            bills.ownerOf(bill)
    for bill in NEW[:after]:
        assert {field: value for field, value in book.of(bill).items() if value} == {
            "holder": beneficiary.number, "owner": beneficiary.number, "carrier": carrier.number,
            "status": ISSUED, **({"form": form} if form else {}),
        }  # fmt: skip
    assert book.balances(beneficiary, carrier) == [after, 0]


def test_a_switched_straight_bill_names_the_consignee_that_was_asked_for(
    port, book, bills, carrier, beneficiary, applicant, stranger
):
    """BILLS-48, BILLS-53: if it is active still."""
    bill = book.issued("straight", beneficiary, form=STRAIGHT)
    ask(bills, beneficiary, bill, change=SWITCH, consignee=applicant.number)
    carrier.act(bills, "reissue", [bill], NEW[:1], BALANCE)
    assert (book.of(NEW[0])["holder"], book.of(NEW[0])["owner"]) == (beneficiary.number, applicant.number)
    assert book.balances(beneficiary, applicant) == [0, 1]
    again = book.issued("straight again", beneficiary, form=STRAIGHT)
    ask(bills, beneficiary, again, consignee=stranger.number)
    suspend(port, stranger)
    with refused("MembersNotActive", stranger, 2):
        carrier.act(bills, "reissue", [again], NEW[1:2], BALANCE)


def test_a_closing_version_amends_what_was_issued_in_it(port, bills, asked, carrier):
    """BILLS-53: bills go on where they were issued."""
    port.listed(bills, status=2)
    carrier.act(bills, "reissue", [asked], NEW[:1], BALANCE)


def test_sixteen_for_sixteen_fit_into_a_block_with_others(book, bills, carrier, beneficiary):
    """BILLS-52: the most that is let in."""
    old = [book.issued(f"one of many {place}", beneficiary) for place in range(16)]
    ask(bills, beneficiary, *old)
    done = carrier.act(bills, "reissue", old, NEW[:16], BALANCE)
    assert done.gas_used < 1_000_000
