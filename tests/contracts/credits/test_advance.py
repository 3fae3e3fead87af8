"""Red and green clauses: what a bank advances before documents, and how it comes back."""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    ACCEPTANCE,
    ADVISED,
    AMOUNT,
    DAY,
    EXPIRED,
    EXPIRY,
    ISSUED,
    NEGOTIATION,
    NONE,
    TODAY,
    Tenor,
)
from tests.contracts.credits.test_clauses import Advance, Clauses
from tests.contracts.people import refused, salted
from tests.contracts.standing import let_act_alone, suspend, take_right
from tests.contracts.stops.orders import stop

RED, GREEN = 1, 2
ASKED, ADVANCED, SETTLED = 1, 2, 3
RECEIPT, WAREHOUSE = salted("receipt and undertaking"), salted("warehouse receipts")
MOST = AMOUNT * 40 // 100
PRESENT, UNDERTAKE = 8, 6


@pytest.fixture
def book(port):
    return port.advances


@pytest.fixture
def with_clause(a_deal, people, funds, lend):
    """`with_clause(GREEN)`: 40 percent, nominated the financier, drawn in parts; the banks can pay."""
    lend("financier")

    def agreed(kind=RED, percent=40, **changes):
        clauses = Clauses(advance=Advance(kind, percent))
        deal = a_deal(
            **{"nominated_bank": people["financier"].number, "partial_drawings": True} | changes,
            clauses=clauses.hash,
        )
        deal.beneficiary.act(deal.port.clauses, "state", clauses)
        deal.issue()
        return deal

    return agreed


def asking(deal, bank, amount, receipt=RECEIPT, warehouse=NONE):
    return *deal.named, bank.number, amount, receipt, warehouse


@pytest.fixture
def asked(book):
    def of(deal, bank, amount, receipt=RECEIPT, warehouse=NONE):
        deal.beneficiary.together(book, "ask", *asking(deal, bank, amount, receipt, warehouse))
        return str(book.idOf(deal.credits, deal.id, bank.number, amount, receipt, warehouse))

    return of


def pay(book, deal, bank, id):
    return bank.together(book, "advance", *deal.named, id, b"")


@pytest.fixture
def advanced(book, asked):
    def of(deal, bank, amount, receipt=RECEIPT):
        id = asked(deal, bank, amount, receipt)
        pay(book, deal, bank, id)
        return id

    return of


def held(cash, *members):
    return [cash.balanceOf(member.account) for member in members]


def drawn(deal, bank=None, **changes):
    presentation = deal.present(bank=bank, **changes)
    deal.examine(presentation, bank)
    return presentation


# ---------------------------------------------------------------------------------------------- the clause


@pytest.mark.parametrize("advance", [Advance(RED, 0), Advance(RED, 101), Advance(0, 40), Advance(GREEN, 255)])
def test_issue_is_refused_on_an_advance_that_does_not_fit(a_deal, advance):
    """CREDITS-112."""
    clauses = Clauses(advance=advance)
    deal = a_deal(clauses=clauses.hash)
    deal.beneficiary.act(deal.port.clauses, "state", clauses)
    with refused("ClausesAdvanceDoesNotFit", clauses.hash):
        deal.issue()


def test_a_credit_with_an_advance_clause_is_drawn_on_as_any(with_clause, funds, dollars, beneficiary):
    """CREDITS-112, CREDITS-12: it says nothing of periods, and of drawings nothing."""
    deal = with_clause(percent=100)
    deal.honour(drawn(deal, amount=50_000))
    with refused("CreditsOverdrawn", 50_000, 44_500):
        deal.present(amount=50_000)
    assert held(dollars, beneficiary) == [50_000]


# ------------------------------------------------------------------------------------------------- to ask


def test_ask_is_refused_to_whoever_is_not_the_beneficiary(with_clause, book, applicant, financier, stranger):
    """CREDITS-113."""
    deal = with_clause()
    for other in (applicant, financier, stranger):
        with refused("CreditsNotBeneficiary", deal.beneficiary, other):
            other.together(book, "ask", *asking(deal, financier, 1_000))


def test_ask_takes_two_persons_with_the_right_to_present(port, with_clause, book, beneficiary, financier):
    """CREDITS-113: it undertakes to present."""
    deal = with_clause()
    with refused("MemberOnlyTwoPersonsNeeded", beneficiary, PRESENT):
        beneficiary.act(book, "ask", *asking(deal, financier, 1_000))
    take_right(port, beneficiary, "PRESENT")
    with refused("MemberOnlyRightMissing", beneficiary, PRESENT, ...):
        beneficiary.together(book, "ask", *asking(deal, financier, 1_000))


def test_ask_is_refused_without_a_clause(a_deal, book, beneficiary, issuing_bank):
    """CREDITS-113."""
    deal = a_deal()
    deal.issue()
    with refused("AdvancesNoClause", deal.id):
        beneficiary.together(book, "ask", *asking(deal, issuing_bank, 1_000))


@pytest.mark.parametrize(("kind", "warehouse"), [(RED, WAREHOUSE), (GREEN, NONE)])
def test_ask_is_refused_with_the_wrong_papers(with_clause, book, beneficiary, financier, kind, warehouse):
    """CREDITS-112, CREDITS-113."""
    deal = with_clause(kind)
    with refused("AdvancesWrongPapers", deal.id):
        beneficiary.together(book, "ask", *asking(deal, financier, 1_000, RECEIPT, warehouse))
    for amount, receipt in ((0, RECEIPT), (1_000, NONE)):
        with refused("AdvancesNothingNamed"):
            beneficiary.together(book, "ask", *asking(deal, financier, amount, receipt, warehouse))


def test_ask_is_refused_above_the_clause_and_twice(with_clause, asked, book, beneficiary, financier):
    """CREDITS-113, CREDITS-117: of the amount without tolerance; what is taken back is free again."""
    deal = with_clause()
    with refused("AdvancesAboveClause", MOST + 1, MOST):
        asked(deal, financier, MOST + 1)
    first = asked(deal, financier, MOST - 10)
    with refused("AdvancesAboveClause", 11, 10):
        asked(deal, financier, 11)
    with refused("AdvancesAboveClause", MOST - 10, 10):
        asked(deal, financier, MOST - 10)
    small = asked(deal, financier, 1)
    with refused("AdvancesAskedAlready", small):
        asked(deal, financier, 1)
    beneficiary.act(book, "withdraw", first)
    assert book.advancedOf(deal.credits, deal.id) == 1
    assert asked(deal, financier, MOST - 10) == first


def test_ask_is_refused_of_a_bank_that_pays_nothing(with_clause, book, beneficiary, advising_bank, stranger):
    """CREDITS-113."""
    deal = with_clause()
    for other in (advising_bank, stranger):
        with refused("CreditsNotAPlaceOfPresentation", deal.id, other):
            beneficiary.together(book, "ask", *asking(deal, other, 1_000))
    anywhere = with_clause(nominated_bank=0, document=salted("with any bank"))
    beneficiary.together(book, "ask", *asking(anywhere, advising_bank, 1_000))
    with refused("CreditsNotAPlaceOfPresentation", anywhere.id, stranger):
        beneficiary.together(book, "ask", *asking(anywhere, stranger, 1_000))


def test_withdraw_is_the_beneficiarys_and_of_what_is_not_advanced(
    with_clause, asked, book, beneficiary, financier
):
    """CREDITS-113."""
    deal = with_clause()
    id = asked(deal, financier, 1_000)
    with refused("CreditsNotBeneficiary", beneficiary, financier):
        financier.act(book, "withdraw", id)
    pay(book, deal, financier, id)
    with refused("AdvancesWrongStatus", id, ADVANCED, ASKED):
        beneficiary.act(book, "withdraw", id)


# --------------------------------------------------------------------------------------------- to advance


def test_a_bank_advances_what_it_was_asked_for(with_clause, asked, book, dollars, beneficiary, financier):
    """CREDITS-114: every field, every event, once."""
    deal = with_clause(GREEN)
    id = asked(deal, financier, 30_000, RECEIPT, WAREHOUSE)
    done = pay(book, deal, financier, id)
    assert done.events["Advanced"] == {"advance": id, "bank": financier.number}
    assert held(dollars, financier, beneficiary) == [170_000, 30_000]
    kept = book.advanceOf(id)
    assert (kept["status"], kept["bank"], kept["amount"], kept["back"]) == (
        ADVANCED,
        financier.number,
        30_000,
        0,
    )
    assert deal.record["divided"]
    with refused("AdvancesWrongStatus", id, ADVANCED, ASKED):
        pay(book, deal, financier, id)


def test_advance_is_the_banks_that_was_asked(with_clause, asked, book, issuing_bank, financier, stranger):
    """CREDITS-114."""
    deal = with_clause()
    id = asked(deal, financier, 1_000)
    for other in (issuing_bank, stranger):
        with refused("AdvancesNotBank", financier, other):
            pay(book, deal, other, id)
    other_credit = with_clause(document=salted("another credit"))
    with refused("AdvancesOfAnother", id, deal.id):
        pay(book, other_credit, financier, id)


def test_advance_takes_two_persons_beyond_the_limit(port, with_clause, asked, book, financier, dollars):
    """CREDITS-114."""
    deal = with_clause()
    id = asked(deal, financier, 1_000)
    with refused("MembersTwoPersonsNeeded", financier, UNDERTAKE, dollars, 1_000, 0):
        financier.act(book, "advance", *deal.named, id, b"")
    let_act_alone(port, financier, dollars, 1_000)
    financier.act(book, "advance", *deal.named, id, b"")


def test_nothing_is_advanced_under_a_stopped_or_ended_credit(
    port, with_clause, asked, book, court, financier
):
    """CREDITS-114, CREDITS-67."""
    deal = with_clause()
    id = asked(deal, financier, 1_000)
    stop(court, port.stops, deal.credits, deal.id)
    with refused("AdvancesStopped", deal.id):
        pay(book, deal, financier, id)
    ended = with_clause(document=salted("another credit"))
    second = asked(ended, financier, 1_000)
    ended.bank_cancels()
    ended.beneficiary_cancels()
    with refused("CreditsWrongStatus", ended.id, 5, (1 << ISSUED) | (1 << ADVISED)):
        pay(book, ended, financier, second)


def test_no_more_is_advanced_than_what_is_left_to_draw(with_clause, asked, book, funds, financier):
    """CREDITS-114: it could never come back from drawings."""
    deal = with_clause(percent=100)
    id = asked(deal, financier, 50_000)
    deal.honour(drawn(deal, amount=60_000))
    with refused("AdvancesAboveClause", 50_000, 34_500):
        pay(book, deal, financier, id)
    pay(book, deal, financier, asked(deal, financier, 30_000))
    late = asked(deal, financier, 5_000)
    with refused("AdvancesAboveClause", 5_000, 4_500):
        pay(book, deal, financier, late)


def test_four_are_outstanding_at_a_time(with_clause, advanced, asked, book, funds, financier):
    """CREDITS-114: what has come back leaves its place."""
    deal = with_clause()
    for amount in range(1_000, 1_004):
        advanced(deal, financier, amount)
    fifth = asked(deal, financier, 2_000)
    with refused("AdvancesTooMany", deal.id, 4):
        pay(book, deal, financier, fifth)
    deal.honour(drawn(deal, amount=1_500))
    pay(book, deal, financier, fifth)


# ------------------------------------------------------------------------------------------- to get it back


def test_an_advance_comes_back_from_the_first_drawings(
    with_clause, advanced, book, funds, dollars, beneficiary, financier
):
    """CREDITS-115: from whichever bank pays."""
    deal = with_clause()
    id = advanced(deal, financier, 30_000)
    done = deal.honour(drawn(deal, amount=20_000))
    assert done.events["AdvanceDeducted"] == {
        "advance": id,
        "drawing": done.events["Honoured"]["presentation"],
        "payer": deal.issuing_bank.number,
        "amount": 20_000,
    }
    assert held(dollars, financier, beneficiary) == [190_000, 30_000]
    deal.honour(drawn(deal, amount=25_000))
    assert held(dollars, financier, beneficiary) == [200_000, 45_000]
    assert (book.advanceOf(id)["status"], book.advanceOf(id)["back"]) == (SETTLED, 30_000)
    deal.honour(drawn(deal, amount=10_000))
    assert held(dollars, financier, beneficiary) == [200_000, 55_000]


def test_a_bank_keeps_what_it_has_advanced_and_is_reimbursed_in_full(
    with_clause, advanced, funds, dollars, beneficiary, financier
):
    """CREDITS-115, CREDITS-106."""
    deal = with_clause()
    advanced(deal, financier, 30_000)
    presentation = drawn(deal, financier, amount=50_000)
    deal.honour(presentation, financier)
    assert held(dollars, financier, beneficiary) == [150_000, 50_000]
    deal.forward(presentation)
    deal.examine(presentation)
    deal.honour(presentation)
    assert held(dollars, financier, beneficiary) == [200_000, 50_000]


def test_a_price_is_paid_less_what_was_advanced(with_clause, advanced, dollars, beneficiary, financier):
    """CREDITS-115."""
    deal = with_clause(availability=NEGOTIATION)
    advanced(deal, financier, 30_000)
    presentation = drawn(deal, financier, amount=50_000)
    deal.negotiate(presentation, 49_000)
    assert held(dollars, financier, beneficiary) == [200_000 - 49_000, 49_000]


def test_what_was_advanced_goes_before_what_is_assigned(
    port, with_clause, advanced, funds, dollars, beneficiary, financier, stranger
):
    """CREDITS-115: it was paid to the beneficiary already, and is no proceeds to come."""
    deal = with_clause()
    assignments, deed = port.assignments, salted("the deed of assignment")
    beneficiary.together(assignments, "assign", *deal.named, stranger.number, 15_000, deed)
    id = assignments.idOf(deal.credits, deal.id, stranger.number, 15_000, deed)
    deal.issuing_bank.together(assignments, "acknowledge", *deal.named, id, 0)
    advanced(deal, financier, 30_000)
    done = deal.honour(drawn(deal, amount=50_000))
    assert held(dollars, financier, stranger, beneficiary) == [200_000, 15_000, 35_000]
    assert len({str(one["payment"]) for one in done.events["Settled"]}) == 3


def test_an_advance_comes_back_at_maturity_of_what_is_not_at_sight(
    with_clause, advanced, obligations, dollars, beneficiary, financier, issuing_bank, funds, at
):
    """CREDITS-115."""
    deal = with_clause(availability=ACCEPTANCE, tenors=(Tenor(100, 0, 30),))
    advanced(deal, financier, 30_000)
    done = deal.honour(drawn(deal, amount=50_000), dues=(TODAY + 30,))
    owed = [(one["terms"]["obligee"], one["terms"]["amount"]) for one in done.events["Incurred"]]
    assert owed == [(financier.number, 30_000), (beneficiary.number, 20_000)]
    at((TODAY + 30) * DAY)
    for one in done.events["Incurred"]:
        issuing_bank.together(obligations, "pay", one["obligation"], b"")
    assert held(dollars, financier, beneficiary) == [200_000, 50_000]


def test_a_suspended_bank_gets_back_what_it_has_advanced(
    port, with_clause, advanced, funds, dollars, beneficiary, financier
):
    """CREDITS-115, CREDITS-35: nobody's suspension keeps the beneficiary from being paid."""
    deal = with_clause()
    advanced(deal, financier, 30_000)
    presentation = drawn(deal, amount=50_000)
    suspend(port, financier)
    deal.honour(presentation)
    assert held(dollars, financier, beneficiary) == [200_000, 50_000]


# ----------------------------------------------------------------------------------------- to make it good


@pytest.fixture
def expired(at):
    def of(deal):
        at((EXPIRY + 12) * DAY)
        deal.expire()
        assert deal.record["status"] == EXPIRED

    return of


def test_the_issuing_bank_makes_good_what_was_advanced_and_not_drawn(
    with_clause, advanced, expired, book, funds, dollars, issuing_bank, beneficiary, financier
):
    """CREDITS-116: what is left, once; the beneficiary keeps the money, and owes for it outside."""
    deal = with_clause()
    id = advanced(deal, financier, 30_000)
    deal.honour(drawn(deal, amount=10_000))
    with refused("AdvancesCreditRuns", deal.id):
        issuing_bank.together(book, "repay", id, b"")
    expired(deal)
    for other in (beneficiary, financier):
        with refused("CreditsNotIssuingBank", issuing_bank, other):
            other.together(book, "repay", id, b"")
    done = issuing_bank.together(book, "repay", id, b"")
    assert done.events["AdvanceRepaid"] == {"advance": id, "amount": 20_000}
    assert held(dollars, financier, beneficiary) == [200_000, 30_000]
    assert (book.advanceOf(id)["status"], book.advanceOf(id)["back"]) == (SETTLED, 30_000)
    with refused("AdvancesWrongStatus", id, SETTLED, ADVANCED):
        issuing_bank.together(book, "repay", id, b"")


def test_repay_takes_two_persons_beyond_the_limit(
    port, with_clause, advanced, expired, book, funds, dollars, issuing_bank, financier
):
    """CREDITS-116."""
    deal = with_clause()
    id = advanced(deal, financier, 1_000)
    expired(deal)
    with refused("MembersTwoPersonsNeeded", issuing_bank, UNDERTAKE, dollars, 1_000, 0):
        issuing_bank.act(book, "repay", id, b"")
    let_act_alone(port, issuing_bank, dollars, 1_000)
    issuing_bank.act(book, "repay", id, b"")


def test_the_issuing_bank_owes_nobody_what_it_advanced_itself(
    with_clause, advanced, expired, book, funds, issuing_bank
):
    """CREDITS-116."""
    deal = with_clause()
    id = advanced(deal, issuing_bank, 1_000)
    expired(deal)
    with refused("AdvancesOwn", id):
        issuing_bank.together(book, "repay", id, b"")


def test_what_has_come_back_is_not_advanced_again(with_clause, advanced, asked, funds, financier):
    """CREDITS-117: the clause names what is advanced in all."""
    deal = with_clause()
    advanced(deal, financier, MOST)
    deal.honour(drawn(deal, amount=MOST))
    with refused("AdvancesAboveClause", 1, 0):
        asked(deal, financier, 1)


def test_only_the_book_of_proceeds_takes(port, with_clause, book, financier, stranger):
    """CREDITS-111, CREDITS-38."""
    deal = with_clause()
    told = (deal.id, salted("a drawing"), financier.number, 1_000)
    with refused("MemberOnlyNotTheBook", port.proceeds, stranger.maker):
        book.take(deal.credits, *told, {"from": stranger.maker})
    with refused("MemberOnlyThroughMembers", stranger.maker):
        book.ask(*asking(deal, financier, 1_000), {"from": stranger.maker})
