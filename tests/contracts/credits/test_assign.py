"""Proceeds assigned (art. 39): whom a bank that has acknowledged it pays before the beneficiary."""

from __future__ import annotations

import brownie
import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.credits.deals import (
    ACCEPTANCE,
    ADVISED,
    AMOUNT,
    CANCELLED,
    DRAWABLE,
    EXHAUSTED,
    HONOURED,
    ISSUED,
    MIXED_PAYMENT,
    NEGOTIATION,
    NONE,
    TODAY,
    Tenor,
    an_amendment,
    raw,
)
from tests.contracts.node import refusal
from tests.contracts.people import EVERY_RIGHT, key_of, refused, salted, told
from tests.contracts.standing import let_act_alone, suspend, take_right
from tests.contracts.stops.orders import stop

ALL = 2**64 - 1
ASSIGNED, PAID, RELEASED = 1, 2, 3
RUNNING = (1 << ISSUED) | (1 << ADVISED)
DEED = salted("the deed of assignment")
TITLE, UNDERTAKE = 3, 6


@pytest.fixture
def book(port):
    return port.assignments


@pytest.fixture
def assigned(book):
    """`assigned(deal, to, 30_000)`: its id."""

    def of(deal, to, amount, deed=DEED):
        deal.beneficiary.together(book, "assign", *deal.named, to.number, amount, deed)
        return id_of(deal, to, amount, deed)

    return of


@pytest.fixture
def acknowledged(book, assigned):
    """The same, acknowledged by the issuing bank unless another is named."""

    def of(deal, to, amount, deed=DEED, by=None):
        id = assigned(deal, to, amount, deed)
        acknowledge(book, deal, id, by)
        return id

    return of


@pytest.fixture
def between(a_deal, people, funds, lend):
    """Confirmed by the advising bank, nominated the financier, drawn in parts; the banks can pay."""
    lend("financier", "advising_bank")
    deal = a_deal(
        nominated_bank=people["financier"].number,
        confirming_bank=people["advising_bank"].number,
        partial_drawings=True,
    )
    deal.issue()
    deal.confirm()
    return deal


def id_of(deal, to, amount, deed=DEED):
    """Computed apart from the contract."""
    said = [deal.credits.address, raw(deal.id), to.number, amount, raw(deed)]
    return "0x" + keccak(encode(["address", "bytes32", "uint32", "uint64", "bytes32"], said)).hex()


def acknowledge(book, deal, id, by=None, ahead=ALL):
    return (by or deal.issuing_bank).together(book, "acknowledge", *deal.named, id, ahead)


def drawn(deal, bank=None, **changes):
    """Presented to this bank, and found complying by it."""
    presentation = deal.present(bank=bank, **changes)
    deal.examine(presentation, bank)
    return presentation


def held(cash, *members):
    return [cash.balanceOf(member.account) for member in members]


# ------------------------------------------------------------------------------------------- to assign


def test_assign_is_refused_to_whoever_is_not_the_beneficiary(deal, book, applicant, issuing_bank, stranger):
    """CREDITS-100: an assignee does not assign further, nor does a bank."""
    for other in (applicant, issuing_bank, stranger):
        with refused("CreditsNotBeneficiary", deal.beneficiary, other):
            other.together(book, "assign", *deal.named, deal.carrier.number, 1, DEED)


def test_assign_takes_two_persons_with_the_right_to_move_title(port, deal, book, beneficiary, stranger):
    """CREDITS-100: whatever the limit."""
    let_act_alone(port, beneficiary, deal.cash, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, TITLE):
        beneficiary.act(book, "assign", *deal.named, stranger.number, 1, DEED)
    take_right(port, beneficiary, "TITLE")
    with refused("MemberOnlyRightMissing", beneficiary, TITLE, ...):
        beneficiary.together(book, "assign", *deal.named, stranger.number, 1, DEED)


def test_assign_is_refused_to_oneself_to_nobody_and_to_the_suspended(port, deal, book, beneficiary, stranger):
    """CREDITS-100: the assignee is an admitted member."""
    with refused("AssignmentsToItself", beneficiary):
        beneficiary.together(book, "assign", *deal.named, beneficiary.number, 1, DEED)
    with refused("MembersNotActive", 4_000_000, 0):
        beneficiary.together(book, "assign", *deal.named, 4_000_000, 1, DEED)
    suspend(port, stranger)
    with refused("MembersNotActive", stranger, 2):
        beneficiary.together(book, "assign", *deal.named, stranger.number, 1, DEED)


@pytest.mark.parametrize(("amount", "deed"), [(0, DEED), (1, NONE)])
def test_assign_is_refused_of_nothing_and_without_a_deed(deal, book, beneficiary, stranger, amount, deed):
    """CREDITS-100."""
    with refused("AssignmentsNothingNamed"):
        beneficiary.together(book, "assign", *deal.named, stranger.number, amount, deed)


def test_assign_is_refused_twice(deal, book, assigned, beneficiary, stranger):
    """CREDITS-100: the same deed is one assignment, also once it was released."""
    id = assigned(deal, stranger, 1_000)
    stranger.together(book, "release", id)
    with refused("AssignmentsMadeAlready", id):
        beneficiary.together(book, "assign", *deal.named, stranger.number, 1_000, DEED)


def test_assign_is_of_a_running_credit_in_a_listed_instrument(a_deal, deal, book, beneficiary, stranger):
    """CREDITS-100: with the operative terms."""
    with refused("MemberOnlyNotADeal", stranger.account):
        beneficiary.together(book, "assign", stranger.account, *deal.said, stranger.number, 1, DEED)
    others = deal.terms._replace(amount=1)
    with refused("CreditsOtherTerms", deal.id, others.hash):
        beneficiary.together(book, "assign", deal.credits.address, deal.id, others, stranger.number, 1, DEED)
    unknown = a_deal(document=salted("a credit that was never issued"))
    with refused("CreditsWrongStatus", unknown.id, 0, RUNNING):
        beneficiary.together(book, "assign", *unknown.named, stranger.number, 1, DEED)


def test_assign_is_refused_of_what_cannot_be_drawn_or_is_assigned(
    deal, book, assigned, beneficiary, stranger, financier
):
    """CREDITS-101: what is assigned together is never more than the credit."""
    with refused("AssignmentsAboveCredit", DRAWABLE + 1, DRAWABLE):
        assigned(deal, stranger, DRAWABLE + 1)
    first = assigned(deal, stranger, DRAWABLE - 1)
    with refused("AssignmentsAboveCredit", 2, 1):
        assigned(deal, financier, 2)
    assigned(deal, financier, 1)
    with refused("AssignmentsAboveCredit", ALL, 0):
        assigned(deal, financier, ALL)
    stranger.together(book, "release", first)
    assert book.assignedOf(deal.credits, deal.id) == 1
    assigned(deal, stranger, DRAWABLE - 1, salted("another deed"))


def test_nothing_is_assigned_after_all(deal, book, assigned, acknowledged, stranger, financier):
    """CREDITS-101: all is whatever is left, also of a credit that was raised since."""
    assigned(deal, financier, 1_000)
    everything = assigned(deal, stranger, ALL)
    with refused("AssignmentsAboveCredit", 1, 0):
        assigned(deal, financier, 1)
    amendment = an_amendment(increase=10_000)
    deal.propose(amendment)
    raised = deal.accept(amendment)
    with refused("AssignmentsAboveCredit", 1, 0):
        assigned(raised, financier, 1)
    stranger.together(book, "release", everything)
    assigned(raised, financier, DRAWABLE + 10_500 - 1_000)


def test_assign_counts_what_was_drawn_for_good(between, book, assigned, stranger):
    """CREDITS-101."""
    between.honour(drawn(between, between.issuing_bank, amount=DRAWABLE - 10_000))
    with refused("AssignmentsAboveCredit", 10_001, 10_000):
        assigned(between, stranger, 10_001)
    assigned(between, stranger, 10_000)


# -------------------------------------------------------------------------------------- to acknowledge


def test_acknowledge_is_refused_to_who_does_not_pay(between, book, assigned, applicant, stranger, people):
    """CREDITS-102: a bank only, at which the credit is available, or that is bound by it."""
    id = assigned(between, stranger, 1_000)
    for other in (applicant, between.beneficiary, stranger):
        with refused("MemberOnlyRoleMissing", other, 0, ...):
            acknowledge(book, between, id, other)


def test_acknowledge_is_refused_to_a_bank_that_has_not_confirmed(a_deal, people, book, assigned, stranger):
    """CREDITS-102: nor to one that the terms do not name."""
    deal = a_deal(confirming_bank=people["advising_bank"].number)
    deal.issue()
    id = assigned(deal, stranger, 1_000)
    for bank in ("advising_bank", "financier"):
        with refused("CreditsNotAPlaceOfPresentation", deal.id, people[bank]):
            acknowledge(book, deal, id, people[bank])
    deal.confirm()
    acknowledge(book, deal, id, people["advising_bank"])


def test_any_bank_acknowledges_where_any_is_nominated(a_deal, book, assigned, financier, stranger):
    """CREDITS-102."""
    deal = a_deal(nominated_bank=0)
    deal.issue()
    acknowledge(book, deal, assigned(deal, stranger, 1_000), financier)


def test_acknowledge_takes_two_persons_with_the_right_to_undertake(
    port, deal, book, assigned, issuing_bank, stranger
):
    """CREDITS-102: whatever the limit."""
    id = assigned(deal, stranger, 1_000)
    let_act_alone(port, issuing_bank, deal.cash, 2**64 - 1)
    with refused("MemberOnlyTwoPersonsNeeded", issuing_bank, UNDERTAKE):
        issuing_bank.act(book, "acknowledge", *deal.named, id, 0)
    take_right(port, issuing_bank, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", issuing_bank, UNDERTAKE, ...):
        acknowledge(book, deal, id)


def test_acknowledge_is_refused_twice_and_of_what_does_not_stand(
    deal, a_deal, book, assigned, acknowledged, issuing_bank, stranger, port
):
    """CREDITS-102: nor of another credit, nor to the suspended."""
    id = acknowledged(deal, stranger, 1_000)
    with refused("AssignmentsAcknowledgedAlready", id, issuing_bank):
        acknowledge(book, deal, id)
    with refused("AssignmentsWrongStatus", DEED, 0, ASSIGNED):
        acknowledge(book, deal, DEED)
    other = a_deal(document=salted("another credit"))
    other.issue()
    with refused("AssignmentsOfAnother", id, deal.id):
        acknowledge(book, other, id)
    second = assigned(deal, stranger, 1_000, salted("another deed"))
    suspend(port, stranger)
    with refused("MembersNotActive", stranger, 2):
        acknowledge(book, deal, second)


def test_officers_acknowledge_at_the_place_that_they_were_told(
    deal, book, assigned, acknowledged, stranger, financier
):
    """CREDITS-103: whoever is acknowledged in the same block before is not paid before unseen."""
    late = assigned(deal, stranger, 20_000)
    acknowledged(deal, financier, 30_000)
    with refused("AssignmentsMoreAhead", 30_000, 29_999):
        acknowledge(book, deal, late, ahead=29_999)
    done = acknowledge(book, deal, late, ahead=30_000)
    assert done.events["AssignmentAcknowledged"] == {
        "assignment": late,
        "bank": deal.issuing_bank.number,
        "ahead": 30_000,
    }
    assert done.events["AssignmentAcknowledged"]["ahead"] == 30_000
    assert deal.record["divided"]


def test_what_is_behind_all_of_it_is_told_so(deal, book, assigned, stranger, financier):
    """CREDITS-103."""
    behind = assigned(deal, financier, 1_000)
    acknowledge(book, deal, assigned(deal, stranger, ALL))
    with refused("AssignmentsMoreAhead", ALL, ALL - 1):
        acknowledge(book, deal, behind, ahead=ALL - 1)
    assert acknowledge(book, deal, behind).events["AssignmentAcknowledged"]["ahead"] == ALL


def test_a_bank_has_four_of_them_at_a_time(deal, book, assigned, acknowledged, stranger, issuing_bank):
    """CREDITS-104: what is released leaves its place."""
    ids = [acknowledged(deal, stranger, 1_000 + place) for place in range(4)]
    fifth = assigned(deal, stranger, 5_000)
    with refused("AssignmentsTooMany", deal.id, issuing_bank, 4):
        acknowledge(book, deal, fifth)
    stranger.together(book, "release", ids[1])
    done = acknowledge(book, deal, fifth)
    assert done.events["AssignmentAcknowledged"]["ahead"] == 1_000 + 1_002 + 1_003
    kept = [str(id) for id in book.acknowledgedBy(deal.credits, deal.id, issuing_bank.number)]
    assert kept == [ids[0], ids[2], ids[3], fifth]


# ------------------------------------------------------------------------------------------- who is paid


def test_assignees_are_paid_first_in_the_order_of_acknowledgement(
    deal, funds, book, assigned, dollars, beneficiary, stranger, financier, bills
):
    """CREDITS-105, CREDITS-25: the beneficiary gets the rest; title passes, every field, every event."""
    early, late = assigned(deal, stranger, 20_000), assigned(deal, financier, 30_000)
    acknowledge(book, deal, late)
    acknowledge(book, deal, early)
    bill = deal.bill()
    presentation = deal.present(bill)
    deal.examine(presentation)
    done = deal.honour(presentation)
    drawing = deal.presentation_id(presentation)
    assert [dict(one) for one in done.events["AssignmentDrawn"]] == [
        {"assignment": late, "drawing": drawing, "bank": deal.issuing_bank.number, "amount": 30_000},
        {"assignment": early, "drawing": drawing, "bank": deal.issuing_bank.number, "amount": 20_000},
    ]
    assert done.events["Honoured"]["payee"] == beneficiary.number
    assert len({str(one["payment"]) for one in done.events["Settled"]}) == 3
    assert held(dollars, stranger, financier, beneficiary) == [20_000, 30_000, AMOUNT - 50_000]
    assert [book.assignmentOf(id)["status"] for id in (early, late)] == [PAID, PAID]
    assert [book.assignmentOf(id)["paid"] for id in (early, late)] == [20_000, 30_000]
    assert book.assignedOf(deal.credits, deal.id) == 0
    assert (deal.record["status"], deal.record["honoured"]) == (EXHAUSTED, AMOUNT)
    assert bills.billOf(bill)["owner"] == deal.issuing_bank.number


def test_an_assignment_lasts_over_drawings_until_it_is_paid(
    between, acknowledged, book, dollars, beneficiary, stranger, financier
):
    """CREDITS-105: whoever is first takes a small drawing whole."""
    bank = between.issuing_bank
    first = acknowledged(between, stranger, 25_000)
    second = acknowledged(between, financier, 10_000)
    lent = dollars.balanceOf(financier.account)
    between.honour(drawn(between, bank, amount=20_000))
    assert held(dollars, stranger, financier, beneficiary) == [20_000, lent, 0]
    assert [book.assignmentOf(id)["status"] for id in (first, second)] == [ASSIGNED, ASSIGNED]
    between.honour(drawn(between, bank, amount=20_000))
    assert held(dollars, stranger, financier, beneficiary) == [25_000, lent + 10_000, 5_000]
    between.honour(drawn(between, bank, amount=20_000))
    assert held(dollars, stranger, financier, beneficiary) == [25_000, lent + 10_000, 25_000]


def test_all_takes_every_drawing(between, acknowledged, book, dollars, beneficiary, stranger):
    """CREDITS-105."""
    id = acknowledged(between, stranger, ALL)
    for _ in range(2):
        between.honour(drawn(between, between.issuing_bank, amount=30_000))
    assert held(dollars, stranger, beneficiary) == [60_000, 0]
    assert (book.assignmentOf(id)["status"], book.assignmentOf(id)["paid"]) == (ASSIGNED, 60_000)


def test_what_a_bank_was_not_told_it_pays_to_the_beneficiary(
    between, book, assigned, dollars, beneficiary, stranger
):
    """CREDITS-105: an assignment alone binds no bank, and neither does another bank's acknowledgement."""
    id = assigned(between, stranger, 20_000)
    nominated, bank = between.nominated_bank, between.issuing_bank
    between.honour(drawn(between, bank, amount=10_000))
    acknowledge(book, between, id)
    between.honour(drawn(between, nominated, amount=10_000), nominated)
    assert held(dollars, stranger, beneficiary) == [0, 20_000]
    between.honour(drawn(between, bank, amount=10_000))
    assert held(dollars, stranger, beneficiary) == [10_000, 20_000]


def test_what_one_bank_has_paid_of_it_no_other_pays_again(
    between, book, assigned, dollars, beneficiary, stranger
):
    """CREDITS-105."""
    id = assigned(between, stranger, 15_000)
    nominated, confirming = between.nominated_bank, between.confirming_bank
    for bank in (nominated, confirming):
        acknowledge(book, between, id, bank)
    between.honour(drawn(between, nominated, amount=10_000), nominated)
    between.honour(drawn(between, confirming, amount=10_000), confirming)
    assert held(dollars, stranger, beneficiary) == [15_000, 5_000]
    assert book.assignmentOf(id)["status"] == PAID


def test_a_bank_that_has_paid_is_reimbursed_in_full(
    between, book, assigned, dollars, beneficiary, stranger, financier
):
    """CREDITS-106: whatever the bank that reimburses has acknowledged."""
    id = assigned(between, stranger, ALL)
    before = dollars.balanceOf(financier.account)
    acknowledge(book, between, id)
    presentation = drawn(between, financier, amount=30_000)
    between.honour(presentation, financier)
    between.forward(presentation)
    between.examine(presentation)
    done = between.honour(presentation)
    assert "AssignmentDrawn" not in done.events
    assert held(dollars, stranger, beneficiary, financier) == [0, 30_000, before]
    assert book.assignmentOf(id)["paid"] == 0


def test_a_price_is_divided_as_a_payment_is(
    a_deal, book, assigned, lend, dollars, beneficiary, stranger, financier
):
    """CREDITS-105: whatever the tenor of the drafts."""
    lend("financier")
    deal = a_deal(availability=NEGOTIATION, nominated_bank=financier.number, tenors=(Tenor(100, 0, 30),))
    deal.issue()
    acknowledge(book, deal, assigned(deal, stranger, 20_000), financier)
    presentation = drawn(deal, financier)
    deal.negotiate(presentation, AMOUNT - 500)
    assert held(dollars, stranger, beneficiary, financier) == [
        20_000,
        AMOUNT - 20_500,
        200_000 - (AMOUNT - 500),
    ]


def test_a_price_that_is_assigned_leaves_the_beneficiary_nothing(
    a_deal, book, assigned, lend, dollars, beneficiary, stranger, financier
):
    """CREDITS-105."""
    lend("financier")
    deal = a_deal(availability=NEGOTIATION, nominated_bank=financier.number)
    deal.issue()
    acknowledge(book, deal, assigned(deal, stranger, ALL), financier)
    presentation = drawn(deal, financier)
    deal.negotiate(presentation, AMOUNT - 500)
    assert held(dollars, stranger, beneficiary) == [AMOUNT - 500, 0]
    assert deal.status(presentation, financier) == HONOURED


def test_what_is_due_to_the_bank_itself_it_keeps(
    deal, acknowledged, funds, dollars, issuing_bank, beneficiary, book
):
    """CREDITS-107."""
    id = acknowledged(deal, issuing_bank, 40_000)
    deal.honour(drawn(deal))
    assert held(dollars, issuing_bank, beneficiary) == [funds - AMOUNT + 40_000, AMOUNT - 40_000]
    assert book.assignmentOf(id)["status"] == PAID


def test_shares_of_an_acceptance_are_owed_to_each(
    a_deal,
    acknowledged,
    port,
    dollars,
    obligations,
    issuing_bank,
    beneficiary,
    stranger,
    financier,
    funds,
    at,
):
    """CREDITS-105, CREDITS-50: three drafts of one drawing, each of its own creditor."""
    deal = a_deal(availability=ACCEPTANCE, tenors=(Tenor(100, 0, 30),))
    deal.issue()
    acknowledged(deal, stranger, 20_000)
    acknowledged(deal, financier, 30_000)
    presentation = drawn(deal)
    drawing = deal.presentation_id(presentation)
    done = deal.honour(presentation, dues=(TODAY + 30,))
    owed = [one["terms"] for one in done.events["Incurred"]]
    assert [(one["obligee"], one["amount"], one["due"]) for one in owed] == [
        (stranger.number, 20_000, TODAY + 30),
        (financier.number, 30_000, TODAY + 30),
        (beneficiary.number, AMOUNT - 50_000, TODAY + 30),
    ]
    assert {str(one["drawing"]) for one in owed} == {drawing}
    assert len({str(one["obligation"]) for one in done.events["Incurred"]}) == 3
    assert "Settled" not in done.events
    at((TODAY + 30) * 86_400)
    for one in done.events["Incurred"]:
        issuing_bank.together(obligations, "pay", one["obligation"], b"")
    assert held(dollars, stranger, financier, beneficiary) == [20_000, 30_000, AMOUNT - 50_000]


def test_shares_of_a_mixed_payment_are_rounded_each_for_itself(
    a_deal, acknowledged, dollars, obligations, beneficiary, stranger, financier, funds
):
    """CREDITS-105: nothing of a drawing is lost, and nothing is paid twice."""
    tenors = (Tenor(33, 0, 0), Tenor(33, 1, 30), Tenor(34, 1, 60))
    deal = a_deal(availability=MIXED_PAYMENT, tenors=tenors, partial_drawings=True)
    deal.issue()
    acknowledged(deal, stranger, 101)
    acknowledged(deal, financier, 2)
    dues = (TODAY + 29, TODAY + 59)
    done = deal.honour(drawn(deal, amount=1_000), dues=dues)
    owed = [one["terms"] for one in done.events["Incurred"]]
    assert [(one["obligee"], one["amount"]) for one in owed] == [
        *((stranger.number, 33), (stranger.number, 35)),
        (financier.number, 2),
        *((beneficiary.number, 296), (beneficiary.number, 305)),
    ]
    assert held(dollars, stranger, financier, beneficiary) == [33, 0, 296]
    assert sum(one["amount"] for one in owed) + 33 + 296 == 1_000


def test_due_dates_are_asked_where_the_beneficiary_gets_nothing(a_deal, acknowledged, stranger):
    """CREDITS-49, CREDITS-105."""
    deal = a_deal(availability=ACCEPTANCE, tenors=(Tenor(100, 0, 30),))
    deal.issue()
    acknowledged(deal, stranger, ALL)
    presentation = drawn(deal)
    with refused("CreditsDuesMissing", 0, 1):
        deal.honour(presentation)
    with refused("CreditsDueOutOfRange", TODAY, TODAY + 30, TODAY + 41):
        deal.honour(presentation, dues=(TODAY,))
    deal.honour(presentation, dues=(TODAY + 30,))


def test_due_dates_of_a_sight_credit_are_refused_where_all_is_assigned(deal, acknowledged, funds, stranger):
    """CREDITS-49."""
    acknowledged(deal, stranger, ALL)
    presentation = drawn(deal)
    with refused("CreditsDuesMissing", 1, 0):
        deal.honour(presentation, dues=(TODAY + 30,))


def test_nothing_is_paid_where_cash_is_short(deal, acknowledged, dollars, issuing_bank, stranger, book):
    """CREDITS-24: in one transaction, or none of it."""
    id = acknowledged(deal, stranger, 20_000)
    issuing_bank.together(dollars, "mint", issuing_bank.number, 30_000)
    presentation = drawn(deal)
    with refused("ERC20InsufficientBalance", issuing_bank.account, 10_000, AMOUNT - 20_000):
        deal.honour(presentation)
    assert held(dollars, stranger) == [0]
    assert book.assignmentOf(id)["paid"] == 0


# ----------------------------------------------------------------------------- what an assignee has not


def test_an_assignee_presents_nothing(deal, acknowledged, stranger):
    """CREDITS-108: proceeds are assigned, not the right to perform."""
    acknowledged(deal, stranger, ALL)
    with refused("CreditsNotBeneficiary", deal.beneficiary, stranger):
        stranger.act(deal.credits, "present", *deal.said, deal.documents())
    presentation = deal.present()
    with refused("CreditsNotBeneficiary", deal.beneficiary, stranger):
        stranger.act(deal.credits, "withdraw", *deal.said, presentation)


def test_an_assignee_gets_nothing_where_nothing_is_honoured(
    deal, acknowledged, funds, dollars, stranger, book
):
    """CREDITS-108: refused, taken back, or cancelled without it."""
    id = acknowledged(deal, stranger, ALL)
    presentation = deal.present()
    deal.examine(presentation, complies=False)
    deal.refuse(presentation)
    deal.withdraw(deal.present())
    deal.bank_cancels()
    deal.beneficiary_cancels()
    assert deal.record["status"] == CANCELLED
    assert held(dollars, stranger) == [0]
    assert (book.assignmentOf(id)["status"], book.assignmentOf(id)["paid"]) == (ASSIGNED, 0)


def test_an_acknowledgement_after_honour_takes_nothing_of_it(
    between, book, assigned, dollars, beneficiary, stranger
):
    """CREDITS-108: what was paid stays paid; the next drawing is divided."""
    id = assigned(between, stranger, 10_000)
    between.honour(drawn(between, between.issuing_bank, amount=20_000))
    acknowledge(book, between, id)
    assert held(dollars, stranger, beneficiary) == [0, 20_000]
    between.honour(drawn(between, between.issuing_bank, amount=20_000))
    assert held(dollars, stranger, beneficiary) == [10_000, 30_000]


# ----------------------------------------------------------------------------------------- to release


def test_release_is_refused_to_everybody_but_the_assignee(
    port, deal, book, acknowledged, beneficiary, issuing_bank, stranger
):
    """CREDITS-109: the beneficiary cannot take it back, nor the bank its word."""
    id = acknowledged(deal, stranger, 1_000)
    for other in (beneficiary, issuing_bank):
        with refused("AssignmentsNotAssignee", stranger, other):
            other.together(book, "release", id)
    with refused("MemberOnlyTwoPersonsNeeded", stranger, TITLE):
        stranger.act(book, "release", id)
    take_right(port, stranger, "TITLE")
    with refused("MemberOnlyRightMissing", stranger, TITLE, ...):
        stranger.together(book, "release", id)


def test_what_is_released_goes_to_the_beneficiary(
    between, book, acknowledged, dollars, beneficiary, stranger
):
    """CREDITS-109: what was paid of it stays with the assignee, and it is released once."""
    id = acknowledged(between, stranger, 30_000)
    between.honour(drawn(between, between.issuing_bank, amount=10_000))
    done = stranger.together(book, "release", id)
    assert done.events["AssignmentReleased"] == {"assignment": id}
    assert book.assignedOf(between.credits, between.id) == 0
    between.honour(drawn(between, between.issuing_bank, amount=10_000))
    assert held(dollars, stranger, beneficiary) == [10_000, 10_000]
    with refused("AssignmentsWrongStatus", id, RELEASED, ASSIGNED):
        stranger.together(book, "release", id)


def test_what_is_paid_is_not_released(deal, book, acknowledged, funds, stranger):
    """CREDITS-109."""
    id = acknowledged(deal, stranger, 1_000)
    deal.honour(drawn(deal))
    with refused("AssignmentsWrongStatus", id, PAID, ASSIGNED):
        stranger.together(book, "release", id)


# ----------------------------------------------------------------------------------- the suspended, orders


def test_a_suspended_assignee_is_paid_and_keeps_nobody_from_being_paid(
    port, deal, acknowledged, funds, dollars, beneficiary, stranger
):
    """CREDITS-110, CREDITS-35: it lies in an account that the assignee cannot use."""
    acknowledged(deal, stranger, 20_000)
    presentation = drawn(deal)
    suspend(port, stranger, beneficiary)
    deal.honour(presentation)
    assert held(dollars, stranger, beneficiary) == [20_000, AMOUNT - 20_000]
    with refused("MembersNotActive", stranger, 2):
        stranger.together(dollars, "transfer", beneficiary.account, 1)


def test_a_stopped_credit_pays_no_assignee(port, deal, acknowledged, funds, dollars, court, stranger):
    """CREDITS-67: an order that forbids to pay forbids it towards everybody."""
    acknowledged(deal, stranger, ALL)
    presentation = drawn(deal)
    stop(court, port.stops, deal.credits, deal.id)
    with refused("StopsForbidden", deal.id, deal.issuing_bank):
        deal.honour(presentation)
    assert held(dollars, stranger) == [0]


# -------------------------------------------------------------------------------------------- hostile


@pytest.fixture
def hostile(port, members):
    cash = key_of("deployer").deploy(brownie.project.get_loaded_projects()[0]["HostileCash"], members)
    port.listed(cash)
    return cash


@pytest.mark.parametrize("who", ["assignee", "bank"])
def test_cash_that_calls_back_finds_the_shares_taken(
    port, members, hostile, a_deal, assigned, book, issuing_bank, stranger, who
):
    """CREDITS-37: whoever's key it has, nothing is paid twice and nothing is released any more."""
    robbed = {"assignee": stranger, "bank": issuing_bank}[who]
    robbed.together(members, "addKey", (hostile.address, 3, EVERY_RIGHT, 0))
    let_act_alone(port, robbed, hostile, 2**64 - 1)
    deal = a_deal(cash=hostile, partial_drawings=True)
    deal.issue()
    id = assigned(deal, stranger, 20_000)
    acknowledge(book, deal, id)
    presentation = drawn(deal)
    plan = {
        "assignee": stranger.alone(book, "release", id),
        "bank": issuing_bank.alone(deal.credits, "honour", *deal.said, presentation, (), b""),
    }[who]
    hostile.prepare(plan, {"from": key_of("deployer")})
    done = deal.honour(presentation)
    wrong = {
        "assignee": "MemberOnlyTwoPersonsNeeded(uint32,uint8)",
        "bank": "CreditsWrongPresentationStatus(bytes32,uint8,uint256)",
    }[who]
    for called in done.events["CalledBack"]:
        assert called["taken"] is False
        assert str(called["answer"])[:10] == "0x" + keccak(text=wrong)[:4].hex()
    assert len(done.events["CalledBack"]) == 2
    assert (book.assignmentOf(id)["paid"], book.assignmentOf(id)["status"]) == (20_000, PAID)
    assert deal.record["honoured"] == AMOUNT


def test_only_the_books_take_mark_and_divide(port, deal, acknowledged, book, issuing_bank, stranger):
    """CREDITS-111, CREDITS-38."""
    acknowledged(deal, stranger, 1_000)
    proceeds, credits = port.proceeds, deal.credits
    told = (deal.id, salted("a drawing"), issuing_bank.number, 1_000)
    with refused("MemberOnlyNotTheBook", proceeds, stranger.maker):
        book.take(credits, *told, {"from": stranger.maker})
    with refused("MemberOnlyNotTheBook", book, stranger.maker):
        proceeds.mark(credits, deal.id, {"from": stranger.maker})
    with refused("ProceedsNotADeal", stranger.maker):
        proceeds.divide(salted("a drawing"), 1, b"", {"from": stranger.maker})
    with refused("MemberOnlyNotTheBook", proceeds, port.members):
        issuing_bank.together(credits, "setDivided", deal.id)
    for function, args in (("assign", (*deal.named, 1, 1, DEED)), ("release", (DEED,))):
        with refused("MemberOnlyThroughMembers", stranger.maker):
            getattr(book, function)(*args, {"from": stranger.maker})


def test_the_book_divides_for_no_instrument_that_is_not_trusted_with_cash(port, deal, bills):
    """CREDITS-111: as the book of obligations lets nobody else make a bank owe."""
    answer = refusal(bills.address, port.proceeds, told(port.proceeds, "divide", DEED, 1, b""))
    assert answer.revert_msg.startswith("ProceedsNotADeal: ")


def test_a_credit_without_assignments_asks_nobody(deal, funds, assigned, dollars, beneficiary, stranger):
    """CREDITS-111: not even one that was assigned and not acknowledged."""
    assigned(deal, stranger, ALL)
    assert not deal.record["divided"]
    done = deal.honour(drawn(deal))
    assert len(done.events["Settled"]) == 1
    assert held(dollars, beneficiary) == [AMOUNT]


def test_a_closing_book_takes_no_new_assignment_and_finishes_the_old(
    port, deal, book, acknowledged, funds, dollars, beneficiary, stranger
):
    """CREDITS-36, CREDITS-100."""
    acknowledged(deal, stranger, 1_000)
    port.listed(book, status=2)
    with refused("MemberOnlyClosing", book):
        beneficiary.together(book, "assign", *deal.named, stranger.number, 2_000, DEED)
    deal.honour(drawn(deal))
    assert held(dollars, stranger) == [1_000]
