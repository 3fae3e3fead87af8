"""Credits that are not paid at sight: what a bank undertakes until maturity, and pays then."""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    ACCEPTANCE,
    AMOUNT,
    DAY,
    DEFERRED_PAYMENT,
    EXHAUSTED,
    HONOURED,
    MIXED_PAYMENT,
    NEGOTIATION,
    NINE,
    SIGHT_PAYMENT,
    TODAY,
    Tenor,
)
from tests.contracts.people import refused, salted
from tests.contracts.standing import let_act_alone, suspend, take_right
from tests.contracts.structs import plain

SIGHT, SHIPMENT, INVOICE = range(3)
OWED, PAID = 1, 2
AT_SIGHT = Tenor(100, SIGHT, 0)
SIXTY = Tenor(100, SHIPMENT, 60)
DUE = TODAY - 1 + 60
"""Sixty days after shipment, the day itself not counted."""


@pytest.fixture
def deferred(a_deal):
    """Sixty days after shipment, with the issuing bank; found complying."""
    deal = a_deal(availability=DEFERRED_PAYMENT, tenors=(SIXTY,))
    deal.issue()
    presentation = deal.present(deal.bill())
    deal.examine(presentation)
    return deal, presentation


def owed(deal, presentation, obligor, part=0):
    """The id of an obligation, and what stands there."""
    drawing = deal.presentation_id(presentation)
    book = deal.port.obligations
    id = str(book.idOf(deal.credits, drawing, obligor.number, part))
    return id, book.obligationOf(id).dict()


@pytest.mark.parametrize(
    ("availability", "tenors"),
    [
        (SIGHT_PAYMENT, (AT_SIGHT,)),
        (SIGHT_PAYMENT, (SIXTY,)),
        (DEFERRED_PAYMENT, ()),
        (DEFERRED_PAYMENT, (AT_SIGHT,)),
        (DEFERRED_PAYMENT, (Tenor(50, SHIPMENT, 60), Tenor(50, SHIPMENT, 90))),
        (ACCEPTANCE, ()),
        (ACCEPTANCE, (Tenor(99, SIGHT, 30),)),
        (NEGOTIATION, (AT_SIGHT,)),
        (NEGOTIATION, (Tenor(40, SIGHT, 0), Tenor(60, SIGHT, 30))),
        (MIXED_PAYMENT, ()),
        (MIXED_PAYMENT, (SIXTY,)),
        (MIXED_PAYMENT, (Tenor(50, SIGHT, 0), Tenor(50, SIGHT, 0))),
        (MIXED_PAYMENT, (Tenor(50, SIGHT, 0), Tenor(51, SHIPMENT, 60))),
        (MIXED_PAYMENT, (Tenor(0, SIGHT, 0), Tenor(100, SHIPMENT, 60))),
        (MIXED_PAYMENT, (*(Tenor(10, SIGHT, 30),) * 5, Tenor(50, SHIPMENT, 60))),
    ],
    ids=str,
)
def test_issue_is_refused_with_tenors_that_do_not_go_with_the_availability(a_deal, availability, tenors):
    """CREDITS-48."""
    deal = a_deal(availability=availability, tenors=tenors)
    with refused("CreditsInvalidAvailability", deal.id, availability):
        deal.issue()


@pytest.mark.parametrize(
    ("availability", "tenors"),
    [
        (DEFERRED_PAYMENT, (SIXTY,)),
        (ACCEPTANCE, (Tenor(100, SIGHT, 30),)),
        (NEGOTIATION, (Tenor(100, INVOICE, 90),)),
        (MIXED_PAYMENT, (Tenor(30, SIGHT, 0), Tenor(70, SHIPMENT, 60))),
        (MIXED_PAYMENT, (*(Tenor(10, SIGHT, 30),) * 4, Tenor(60, SHIPMENT, 60))),
    ],
    ids=str,
)
def test_issue_takes_tenors_that_make_a_whole(a_deal, availability, tenors):
    """CREDITS-48."""
    a_deal(availability=availability, tenors=tenors).issue()


def test_honour_is_refused_without_a_due_date_for_each_part(deferred, deal, funds):
    """CREDITS-49: and with one where all is at sight."""
    usance, presentation = deferred
    with refused("CreditsDuesMissing", 0, 1):
        usance.honour(presentation)
    with refused("CreditsDuesMissing", 2, 1):
        usance.honour(presentation, dues=(DUE, DUE))
    sight = deal.present()
    deal.examine(sight)
    with refused("CreditsDuesMissing", 1, 0):
        deal.honour(sight, dues=(DUE,))


@pytest.mark.parametrize("due", [0, DUE - 1, DUE + 11, 2**32 - 1])
def test_honour_is_refused_with_a_due_date_that_the_tenor_does_not_give(deferred, due):
    """CREDITS-49: closed days move it forward, by ten days at most."""
    usance, presentation = deferred
    with refused("CreditsDueOutOfRange", due, DUE, DUE + 10):
        usance.honour(presentation, dues=(due,))


@pytest.mark.parametrize(
    ("usance", "first", "last"),
    [
        (SIGHT, TODAY + 30, TODAY + 9 + 1 + 30 + 10),
        (SHIPMENT, TODAY - 1 + 30, TODAY - 1 + 30 + 10),
        (INVOICE, TODAY - 3 + 30, TODAY - 3 + 30 + 10),
    ],
)
def test_a_tenor_counts_from_sight_shipment_or_invoice(at, a_deal, usance, first, last):
    """CREDITS-49: sight is the day of presentation, or a later one where documents were taken up later."""
    deal = a_deal(availability=ACCEPTANCE, tenors=(Tenor(100, usance, 30),))
    deal.issue()
    presentation = deal.present(invoiced=TODAY - 3)
    deal.examine(presentation, complies=False)
    at(NINE + 9 * DAY)
    deal.waive(presentation)
    for due in (first - 1, last + 1):
        with refused("CreditsDueOutOfRange", due, first, last):
            deal.honour(presentation, dues=(due,))
    deal.honour(presentation, dues=(last,))
    assert owed(deal, presentation, deal.issuing_bank)[1]["due"] == last


def test_honour_incurs_an_obligation_and_pays_nothing(deferred, issuing_bank, beneficiary, bills, dollars):
    """CREDITS-24, CREDITS-50: title passes against the undertaking; event, every field, no money."""
    deal, presentation = deferred
    done = deal.honour(presentation, dues=(DUE + 2,))
    id, stands = owed(deal, presentation, issuing_bank)
    event = done.events["Incurred"]
    assert event["obligation"] == id
    said = (
        *(OWED, 0, issuing_bank.number, beneficiary.number, DUE + 2, AMOUNT, dollars.address),
        deal.presentation_id(presentation),
    )
    assert plain(event["terms"]) == plain(said)
    assert plain(tuple(stands.values())) == plain(said)
    assert "Settled" not in done.events
    assert dollars.balanceOf(beneficiary.account) == 0
    assert bills.billOf(presentation.bills[0])["owner"] == issuing_bank.number
    assert (deal.record["honoured"], deal.record["status"]) == (AMOUNT, EXHAUSTED)
    assert deal.status(presentation) == HONOURED


def test_pay_is_refused_to_everybody_but_the_bank_that_owes(
    deferred, funds, obligations, financier, issuing_bank
):
    """CREDITS-51."""
    deal, presentation = deferred
    deal.honour(presentation, dues=(DUE,))
    id, _ = owed(deal, presentation, issuing_bank)
    with refused("ObligationsNotObligor", issuing_bank, financier):
        financier.together(obligations, "pay", id, b"")


def test_pay_is_refused_to_one_person_above_the_limit(at, port, deferred, funds, issuing_bank, dollars):
    """CREDITS-51: a maker and a checker are two people."""
    deal, presentation = deferred
    deal.honour(presentation, dues=(DUE,))
    id, _ = owed(deal, presentation, issuing_bank)
    at(DUE * DAY)
    with refused("MembersTwoPersonsNeeded", issuing_bank, 6, dollars, AMOUNT, 0):
        issuing_bank.act(port.obligations, "pay", id, b"")
    let_act_alone(port, issuing_bank, dollars, AMOUNT)
    issuing_bank.act(port.obligations, "pay", id, b"")


def test_pay_is_refused_without_the_right_to_undertake(port, deferred, issuing_bank):
    """CREDITS-51."""
    deal, presentation = deferred
    deal.honour(presentation, dues=(DUE,))
    take_right(port, issuing_bank, "UNDERTAKE")
    with refused("MemberOnlyRightMissing", issuing_bank, 6, 0x1FF - (1 << 6)):
        issuing_bank.together(port.obligations, "pay", owed(deal, presentation, issuing_bank)[0], b"")


def test_pay_is_refused_before_maturity(at, deferred, funds, obligations, issuing_bank):
    """CREDITS-51: up to the last second of the day before the eve; a day is a local matter."""
    deal, presentation = deferred
    deal.honour(presentation, dues=(DUE,))
    id, _ = owed(deal, presentation, issuing_bank)
    at((DUE - 1) * DAY - 60)
    with refused("ObligationsNotDue", DUE, DUE - 2):
        issuing_bank.together(obligations, "pay", id, b"")
    at((DUE - 1) * DAY)
    issuing_bank.together(obligations, "pay", id, b"")


def test_pay_is_refused_twice_and_of_what_nobody_owes(at, deferred, funds, obligations, issuing_bank):
    """CREDITS-51."""
    deal, presentation = deferred
    deal.honour(presentation, dues=(DUE,))
    id, _ = owed(deal, presentation, issuing_bank)
    at(DUE * DAY)
    issuing_bank.together(obligations, "pay", id, b"")
    with refused("ObligationsWrongStatus", id, PAID, OWED):
        issuing_bank.together(obligations, "pay", id, b"")
    unknown = salted("nobody's obligation")
    with refused("ObligationsWrongStatus", unknown, 0, OWED):
        issuing_bank.together(obligations, "pay", unknown, b"")


def test_pay_is_refused_without_cash_and_stays_owed(at, deferred, obligations, issuing_bank):
    """CREDITS-51: the diary still shows it."""
    deal, presentation = deferred
    deal.honour(presentation, dues=(DUE,))
    at(DUE * DAY)
    id, _ = owed(deal, presentation, issuing_bank)
    with refused("ERC20InsufficientBalance", issuing_bank.account, 0, AMOUNT):
        issuing_bank.together(obligations, "pay", id, b"")
    assert owed(deal, presentation, issuing_bank)[1]["status"] == OWED


def test_pay_is_refused_to_a_suspended_bank(port, deferred, issuing_bank):
    """CREDITS-35."""
    deal, presentation = deferred
    deal.honour(presentation, dues=(DUE,))
    suspend(port, issuing_bank)
    with refused("MembersNotActive", issuing_bank, 2):
        issuing_bank.together(port.obligations, "pay", owed(deal, presentation, issuing_bank)[0], b"")


def test_pay_pays_at_maturity_however_late(
    at, deferred, funds, obligations, issuing_bank, beneficiary, dollars
):
    """CREDITS-34, CREDITS-51: event and balances; the credit has long ended."""
    deal, presentation = deferred
    deal.honour(presentation, dues=(DUE,))
    id, before = owed(deal, presentation, issuing_bank)
    at((DUE + 100) * DAY)
    assert owed(deal, presentation, issuing_bank)[1] == before, "nothing is paid by falling due"
    done = issuing_bank.together(obligations, "pay", id, b"")
    assert done.events["ObligationPaid"] == {"obligation": id, "payee": beneficiary.number}
    assert owed(deal, presentation, issuing_bank)[1] == before | {"status": PAID}
    assert dollars.balanceOf(beneficiary.account) == AMOUNT
    assert dollars.balanceOf(issuing_bank.account) == funds - AMOUNT


def test_only_a_deal_makes_a_bank_owe(port, people, deferred, issuing_bank, obligations, dollars):
    """CREDITS-52: no member reaches it, by members or past them."""
    deal, presentation = deferred
    owed = (OWED, 0, issuing_bank.number, 7, DUE, 1, dollars.address, salted("a drawing"))
    from_ = (presentation.presented, presentation.shipped, presentation.invoiced)
    drawing = (owed, deal.terms.tenors, from_, (DUE,))
    with refused("ObligationsNotADeal", port.members):
        people["financier"].together(obligations, "incur", *drawing)
    with refused("ObligationsNotADeal", issuing_bank.maker):
        obligations.incur(*drawing, {"from": issuing_bank.maker})


def test_pay_is_not_reached_past_members(obligations, issuing_bank):
    """CREDITS-38."""
    with refused("MemberOnlyThroughMembers", issuing_bank.maker):
        obligations.pay(salted("an obligation"), b"", {"from": issuing_bank.maker})


def test_mixed_payment_pays_at_sight_and_owes_the_rest(a_deal, funds, beneficiary, issuing_bank, dollars):
    """CREDITS-48, CREDITS-50: parts rounded down, the last takes the rest; together the drawing."""
    tenors = (Tenor(33, SIGHT, 0), Tenor(33, SHIPMENT, 60), Tenor(34, INVOICE, 90))
    deal = a_deal(availability=MIXED_PAYMENT, tenors=tenors)
    deal.issue()
    presentation = deal.present(amount=10_001)
    deal.examine(presentation)
    deal.honour(presentation, dues=(DUE, TODAY - 1 + 90))
    assert dollars.balanceOf(beneficiary.account) == 3_300
    first, second = (owed(deal, presentation, issuing_bank, part)[1] for part in (0, 1))
    assert (first["amount"], second["amount"]) == (3_300, 3_401)
    assert (first["due"], second["due"]) == (DUE, TODAY - 1 + 90)


def test_a_part_that_rounds_to_nothing_is_not_owed(a_deal, issuing_bank):
    """CREDITS-50."""
    deal = a_deal(availability=MIXED_PAYMENT, tenors=(Tenor(10, SHIPMENT, 60), Tenor(90, SHIPMENT, 90)))
    deal.issue()
    presentation = deal.present(amount=9)
    deal.examine(presentation)
    deal.honour(presentation, dues=(DUE, DUE + 30))
    assert owed(deal, presentation, issuing_bank, 0)[1]["status"] == 0
    assert owed(deal, presentation, issuing_bank, 1)[1]["amount"] == 9


def test_a_confirmed_acceptance_is_owed_twice_and_paid_down_the_chain(
    at, a_deal, funds, lend, advising_bank, issuing_bank, beneficiary, obligations, dollars
):
    """CREDITS-45, CREDITS-50, CREDITS-51: the confirming bank to the beneficiary, the issuing bank to it."""
    deal = a_deal(
        nominated_bank=advising_bank.number,
        confirming_bank=advising_bank.number,
        availability=ACCEPTANCE,
        tenors=(SIXTY,),
    )
    deal.issue()
    deal.confirm()
    lend("advising_bank")
    presentation = deal.present(deal.bill(), bank=advising_bank)
    deal.examine(presentation, bank=advising_bank)
    deal.honour(presentation, bank=advising_bank, dues=(DUE,))
    deal.forward(presentation, bank=advising_bank)
    deal.examine(presentation)
    deal.honour(presentation, dues=(DUE,))
    accepted, reimburses = (owed(deal, presentation, bank) for bank in (advising_bank, issuing_bank))
    assert (accepted[1]["kind"], accepted[1]["obligee"]) == (1, beneficiary.number)
    assert (reimburses[1]["obligee"], reimburses[1]["amount"]) == (advising_bank.number, AMOUNT)
    at(DUE * DAY)
    advising_bank.together(obligations, "pay", accepted[0], b"")
    assert dollars.balanceOf(beneficiary.account) == AMOUNT
    issuing_bank.together(obligations, "pay", reimburses[0], b"")
    assert dollars.balanceOf(advising_bank.account) == 200_000


def test_a_bank_negotiates_a_draft_that_is_not_at_sight(
    a_deal, funds, lend, financier, issuing_bank, beneficiary, dollars
):
    """CREDITS-47, CREDITS-50: it pays now, and is owed until maturity."""
    deal = a_deal(nominated_bank=0, availability=NEGOTIATION, tenors=(Tenor(100, SIGHT, 90),))
    deal.issue()
    lend("financier")
    presentation = deal.present(bank=financier)
    deal.examine(presentation, bank=financier)
    deal.negotiate(presentation, AMOUNT - 1_000)
    deal.forward(presentation)
    deal.examine(presentation)
    deal.honour(presentation, dues=(TODAY + 90,))
    _, stands = owed(deal, presentation, issuing_bank)
    assert (stands["obligee"], stands["amount"], stands["due"]) == (financier.number, AMOUNT, TODAY + 90)
    assert dollars.balanceOf(beneficiary.account) == AMOUNT - 1_000


def test_the_same_is_not_owed_twice(port, deferred, issuing_bank):
    """CREDITS-50: a drawing is honoured once, so that its obligation is incurred once."""
    deal, presentation = deferred
    deal.honour(presentation, dues=(DUE,))
    with refused("CreditsWrongPresentationStatus", deal.presentation_id(presentation), HONOURED, ...):
        deal.honour(presentation, dues=(DUE,))
