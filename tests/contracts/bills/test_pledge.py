"""PledgeBook: a bill is endorsed for pledge, and what the pledgee and the pledgor may do with it."""

from __future__ import annotations

import brownie
import pytest

from tests.contracts.bills.conftest import AMENDMENT, BLANK, IN_FULL, PAPER, PLEDGE, PRESENTATION, STRAIGHT
from tests.contracts.people import EVERY_RIGHT, refused, salted
from tests.contracts.standing import suspend, take_right

TITLE = 3
PLEDGED, ON_TRUST, RELEASED, ENDORSED, ENFORCED = range(1, 6)
AGREEMENT, NOTHING = salted("agreement"), "0x" + "00" * 32


def test_pledge_is_refused_outside_members(pledges, pawn, bill, beneficiary, financier):
    """BILLS-1: a pledge moves control."""
    with refused("MemberOnlyThroughMembers", beneficiary.maker):
        pledges.pledge(bill, financier.number, pawn.due, AGREEMENT, {"from": beneficiary.maker})


def test_pledge_is_refused_without_the_right(port, pawn, bill, beneficiary):
    """BILLS-39"""
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, EVERY_RIGHT & ~(1 << TITLE)):
        pawn.pledge(bill)


def test_pledge_is_refused_of_what_is_not_the_pledgors(
    book, pledges, pawn, apart, beneficiary, financier, issuing_bank, stranger
):
    """BILLS-39: another's title is not pledged, nor a bill that another holds, nor a straight one."""
    pledged_by_holder = (issuing_bank.number, pawn.due, AGREEMENT)
    with refused("BillsNotEndorsed", apart, beneficiary, issuing_bank):
        financier.act(pledges, "pledge", apart, *pledged_by_holder)
    with refused("BillsNotHolder", apart, financier, beneficiary):
        beneficiary.act(pledges, "pledge", apart, *pledged_by_holder)
    straight = book.issued("straight", beneficiary, form=STRAIGHT)
    with refused("BillsNotEndorsed", straight, beneficiary, issuing_bank):
        beneficiary.act(pledges, "pledge", straight, *pledged_by_holder)
    with refused("BillsWrongStatus", salted("nothing"), 0, 1):
        stranger.act(pledges, "pledge", salted("nothing"), *pledged_by_holder)


def test_pledge_is_refused_to_who_cannot_be_the_pledgee(
    port, pledges, pawn, bill, beneficiary, financier, applicant
):
    """BILLS-40: another party, active, in the role of a bank."""
    with refused("PledgesSameParty", bill, beneficiary):
        beneficiary.act(pledges, "pledge", bill, beneficiary.number, pawn.due, AGREEMENT)
    with refused("PledgesNotBank", bill, applicant):
        beneficiary.act(pledges, "pledge", bill, applicant.number, pawn.due, AGREEMENT)
    suspend(port, financier)
    with refused("MembersNotActive", financier, 2):
        pawn.pledge(bill)


def test_pledge_is_refused_without_a_day_to_come_and_an_agreement(
    pledges, pawn, bill, beneficiary, financier
):
    """BILLS-40"""
    now = brownie.chain[-1].timestamp
    with refused("PledgesAlreadyDue", bill, now, ...):
        beneficiary.act(pledges, "pledge", bill, financier.number, now, AGREEMENT)
    with refused("PledgesEmptyCommitment", bill):
        beneficiary.act(pledges, "pledge", bill, financier.number, pawn.due, NOTHING)


def test_a_closing_book_takes_no_pledge_and_ends_what_it_has(port, pledges, pawn, bill):
    """BILLS-40"""
    pledged = pawn.pledged("pledged before")
    port.listed(pledges, status=2, capabilities=1)
    with refused("MemberOnlyClosing", pledges):
        pawn.pledge(bill)
    pawn.by_bank(pledged, "release")


@pytest.mark.parametrize("owner", ["beneficiary", "financier"])
def test_pledge_takes_into_keeping(people, port, book, members, pledges, pawn, beneficiary, financier, owner):
    """BILLS-39: title and possession stay where they were, also of a bill to the pledgee's order."""
    bill = book.issued("b", beneficiary, people[owner])
    before, number = book.of(bill), members.instrumentOf(pledges)[2]
    done = pawn.pledge(bill)
    assert [event.name for event in done.events] == ["Pledged", "Locked"]
    assert done.events["Pledged"] == {
        "bill": bill, "pledgor": beneficiary.number, "pledgee": financier.number,
        "due": pawn.due, "agreement": AGREEMENT,
    }  # fmt: skip
    assert done.events["Locked"] == {"bill": bill, "lock": PLEDGE, "locker": number}
    assert book.changed(before, bill) == {"locks": 1 << PLEDGE, "locker": number}
    assert pawn.of(bill) == (beneficiary.number, financier.number, 0, pawn.due, PLEDGED)


def test_a_pledged_bill_is_not_endorsed_presented_or_surrendered(
    bills, pledges, keeper, members, pawn, beneficiary, financier, issuing_bank, applicant, anybody
):
    """BILLS-41: not by the pledgor, not through an instrument, not to another bank; nor by the pledgee."""
    bill = pawn.pledged("b")
    kept = ("BillsLocked", bill, 1 << PLEDGE, members.instrumentOf(pledges)[2])
    for function, args in (
        ("endorse", (applicant.number, IN_FULL)), ("endorseInBlank", ()),
        ("transferBoth", (applicant.number,)),
        ("transferHolder", (applicant.number,)), ("nominate", (applicant.number,)), ("surrender", ()),
    ):  # fmt: skip
        for party in (beneficiary, financier):
            with refused(*kept):
                party.act(bills, function, bill, *args)
    with refused(*kept):
        keeper.lock(bill, beneficiary.number, applicant.number, PRESENTATION, {"from": anybody})
    with refused(*kept):
        beneficiary.act(pledges, "pledge", bill, issuing_bank.number, pawn.due, AGREEMENT)


def test_a_released_bill_is_the_pledgors_again(book, bills, pawn, beneficiary, applicant):
    """BILLS-42: as it was, and pledged again as often as anybody likes."""
    bill = book.issued("b", beneficiary)
    before = book.of(bill)
    for _ in range(2):
        pawn.pledge(bill)
        done = pawn.by_bank(bill, "release")
        assert [event.name for event in done.events] == ["PledgeReleased", "Unlocked"]
        assert (book.changed(before, bill), pawn.of(bill)[-1]) == ({}, RELEASED)
    beneficiary.act(bills, "transferBoth", bill, applicant.number)


@pytest.mark.parametrize("step", ["release", "on trust", "agree to applicant", "enforce"])
def test_the_pledgee_acts_by_two_persons(pledges, pawn, beneficiary, financier, issuing_bank, step):
    """BILLS-42: a security is not given up by one; and by nobody but the pledgee."""
    bill = pawn.pledged("b")
    with refused("MemberOnlyTwoPersonsNeeded", financier, TITLE):
        financier.act(pledges, *pawn.steps(bill)[step])
    for party in (beneficiary, issuing_bank):
        with refused("PledgesNotPledgee", bill, financier, party):
            party.together(pledges, *pawn.steps(bill)[step])


def test_on_trust_the_pledgor_has_the_bill_and_nobody_else_a_pledge(
    bills, pledges, pawn, beneficiary, financier, issuing_bank, applicant
):
    """BILLS-43: whoever has it next, until the pledgee says that it is paid."""
    bill = pawn.pledged("b")
    with refused("PledgesEmptyCommitment", bill):
        financier.together(pledges, "releaseOnTrust", bill, NOTHING)
    done = pawn.by_bank(bill, "on trust")
    assert [event.name for event in done.events] == ["ReleasedOnTrust", "Unlocked"]
    assert done.events["ReleasedOnTrust"] == {"bill": bill, "receipt": salted("trust receipt")}
    assert pawn.of(bill)[-1] == ON_TRUST
    beneficiary.act(bills, "transferBoth", bill, applicant.number)
    again = ("pledge", bill, issuing_bank.number, pawn.due, AGREEMENT)
    with refused("PledgesNotPledgee", bill, financier, issuing_bank):
        applicant.act(pledges, *again)
    assert [event.name for event in pawn.by_bank(bill, "release").events] == ["PledgeReleased"]
    applicant.act(pledges, *again)


def test_on_trust_it_may_go_back_to_the_pledgee(pledges, pawn):
    """BILLS-43"""
    bill = pawn.pledged("b")
    pawn.by_bank(bill, "on trust")
    pawn.pledge(bill)
    assert pawn.of(bill)[-1] == PLEDGED


def test_on_trust_what_takes_its_place_is_no_freer(
    book, bills, pledges, pawn, beneficiary, carrier, financier, issuing_bank
):
    """BILLS-43: merged with another bill, split and split again, and back from paper."""
    bill, other = pawn.pledged("b"), book.issued("never pledged", beneficiary)
    pawn.by_bank(bill, "on trust")
    first, second, third, fourth = (salted(f"in its place {place}") for place in range(4))
    for asked in (other, bill):
        beneficiary.act(bills, "surrenderForAmendment", asked, AMENDMENT, 0)
    carrier.act(bills, "reissue", [other, bill], [first, second], salted("balance"))
    beneficiary.act(bills, "surrenderForAmendment", first, AMENDMENT, 0)
    carrier.act(bills, "reissue", [first], [third], salted("balance again"))
    beneficiary.act(bills, "surrenderForAmendment", second, PAPER, 0)
    carrier.act(bills, "switchToPaper", second, salted("the statement"))
    number = beneficiary.number
    carrier.act(bills, "issueFromPaper", fourth, number, number, 1, second, salted("the originals"))
    for late in (third, fourth):
        with refused("PledgesNotPledgee", bill, financier, issuing_bank):
            beneficiary.act(pledges, *pawn.steps(late)["pledge to another bank"])
    pawn.pledge(third)
    pawn.by_bank(bill, "release")
    beneficiary.act(pledges, *pawn.steps(fourth)["pledge to another bank"])


def test_the_pledgor_endorses_to_whom_the_pledgee_agreed(
    port, book, pledges, pawn, beneficiary, financier, applicant, stranger
):
    """BILLS-44: to nobody before, to nobody else, and not after the agreement was taken back."""
    bill = pawn.pledged("b")
    for to in (applicant.number, 0):
        with refused("PledgesNotAgreed", bill, 0, to):
            beneficiary.act(pledges, "endorse", bill, to)
    pawn.by_bank(bill, "agree to applicant")
    with refused("PledgesNotAgreed", bill, applicant, stranger):
        beneficiary.act(pledges, "endorse", bill, stranger.number)
    with refused("PledgesNotPledgor", bill, beneficiary, financier):
        financier.together(pledges, "endorse", bill, applicant.number)
    pawn.by_bank(bill, "agree to nobody")
    with refused("PledgesNotAgreed", bill, 0, applicant):
        beneficiary.act(pledges, "endorse", bill, applicant.number)
    done = pawn.by_bank(bill, "agree to applicant")
    assert done.events["EndorsementAgreed"] == {"bill": bill, "endorsee": applicant.number}
    done = beneficiary.act(pledges, "endorse", bill, applicant.number)
    assert [event.name for event in done.events] == ["PledgeEndorsed", "Unlocked", "Handed", "Transfer"]
    found = book.of(bill)
    assert (found["holder"], found["owner"], found["locks"]) == (applicant.number, applicant.number, 0)
    assert pawn.of(bill)[-1] == ENDORSED


def test_the_pledgee_agrees_only_to_what_can_be_done(
    port, book, pledges, pawn, beneficiary, financier, applicant
):
    """BILLS-44: a straight bill is not endorsed; a pledgor has it already; a suspended party gets nothing."""
    straight = book.issued("straight", beneficiary, financier, STRAIGHT)
    pawn.pledge(straight)
    with refused("PledgesNotNegotiable", straight):
        pawn.by_bank(straight, "agree to applicant")
    bill = pawn.pledged("b", form=BLANK)
    with refused("PledgesSameParty", bill, beneficiary):
        financier.together(pledges, "agree", bill, beneficiary.number)
    pawn.by_bank(bill, "agree to applicant")
    suspend(port, applicant)
    with refused("MembersNotActive", applicant, 2):
        beneficiary.act(pledges, "endorse", bill, applicant.number)
    with refused("MembersNotActive", applicant, 2):
        pawn.by_bank(bill, "agree to applicant")


def test_enforcement_waits_for_the_debt_to_be_due(pawn, at):
    """BILLS-45: a second before is too early."""
    bill = pawn.pledged("b")
    at(pawn.due - 3)
    with refused("PledgesNotDue", bill, pawn.due, ...):
        pawn.by_bank(bill, "enforce")


@pytest.mark.parametrize("owner", ["beneficiary", "financier"])
def test_enforcement_gives_the_pledgee_title_and_possession(
    people, book, bills, pledges, pawn, at, beneficiary, financier, owner
):
    """BILLS-45: with a notice, and for good."""
    bill = book.issued("b", beneficiary, people[owner])
    pawn.pledge(bill)
    at(pawn.due)
    with refused("PledgesEmptyCommitment", bill):
        financier.together(pledges, "enforce", bill, NOTHING)
    done = pawn.by_bank(bill, "enforce")
    moved = ["Transfer"] if owner == "beneficiary" else []
    assert [event.name for event in done.events] == ["PledgeEnforced", "Unlocked", "Handed", *moved]
    assert done.events["PledgeEnforced"] == {"bill": bill, "notice": salted("notice")}
    assert book.balances(beneficiary, financier) == [0, 1]
    assert pawn.of(bill)[-1] == ENFORCED
    with refused("BillsNothingToRefuse", bill):
        financier.act(bills, "refuseTransfer", bill)
    financier.act(bills, "surrender", bill)
