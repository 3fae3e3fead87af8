"""Drawings by instalments within given periods (UCP 600 art. 32)."""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import AMOUNT, DAY, EXHAUSTED, EXPIRY, TODAY, an_amendment
from tests.contracts.credits.test_clauses import HALVES, Clauses, Instalment, drawn, on_clauses
from tests.contracts.people import refused

__all__ = ["on_clauses"]

HALF = AMOUNT // 2
WITH_TOLERANCE = HALF * 105 // 100
FIRST, SECOND = HALVES.instalments
THIRDS = Clauses(
    tuple(Instalment(AMOUNT // 3, TODAY + first, TODAY + first + 4) for first in (0, 10, 20)),
)


@pytest.fixture
def deal(on_clauses):
    """Two halves, with a pause between them."""
    issued = on_clauses(HALVES)
    issued.issue()
    issued.advise()
    return issued


def on(day, deal, at, amount=HALF):
    """A presentation in the morning of that day; it is the first one already."""
    if day > TODAY:
        at(day * DAY + 9 * 3_600)
    return deal.present(amount=amount, presented=day, shipped=day - 1, invoiced=day - 1)


@pytest.mark.parametrize(
    ("schedule", "changes"),
    [
        ((FIRST,), {}),
        ((FIRST, SECOND._replace(amount=HALF + 1)), {}),
        ((FIRST._replace(amount=0), SECOND._replace(amount=AMOUNT)), {}),
        ((FIRST, SECOND._replace(first=FIRST.last)), {}),
        ((SECOND, FIRST), {}),
        ((FIRST, SECOND._replace(last=SECOND.first - 1)), {}),
        ((FIRST, SECOND._replace(last=EXPIRY + 1)), {}),
        ((FIRST, SECOND), {"partial_drawings": False}),
        (tuple(Instalment(AMOUNT // 25, TODAY + n, TODAY + n) for n in range(25)), {}),
    ],
    ids=[
        *("not the whole", "more than the whole", "one of nothing", "periods that meet", "out of order"),
        *("no period", "past the expiry", "one drawing only", "more than 24"),
    ],
)
def test_issue_is_refused_on_a_schedule_that_does_not_fit(on_clauses, schedule, changes):
    """CREDITS-74."""
    clauses = Clauses(schedule)
    deal = on_clauses(clauses, **changes)
    with refused("ClausesInstalmentsDoNotFit", clauses.hash):
        deal.issue()


def test_as_many_instalments_as_there_may_be_are_admitted(on_clauses):
    """CREDITS-74: and the last period may end with the credit."""
    days = [TODAY + n for n in range(23)]
    schedule = [Instalment(1, day, day) for day in days]
    deal = on_clauses(Clauses((*schedule, Instalment(AMOUNT - 23, TODAY + 23, EXPIRY))))
    deal.issue()
    assert drawn(deal) == (0,) * 24


def test_each_instalment_is_drawn_in_its_period(at, deal, funds):
    """CREDITS-75: in parts too, from its first day to its last, with the upper tolerance and no more."""
    one = on(FIRST.first, deal, at, WITH_TOLERANCE - 100)
    with refused("CreditsOverdrawn", 101, 100):
        deal.present(amount=101)
    two = on(FIRST.last, deal, at, 100)
    assert drawn(deal) == (WITH_TOLERANCE, 0)
    three = on(SECOND.first, deal, at, WITH_TOLERANCE)
    assert drawn(deal) == (WITH_TOLERANCE, WITH_TOLERANCE)
    for presentation in (one, two, three):
        deal.examine(presentation)
        deal.honour(presentation)
    assert deal.record["status"] == EXHAUSTED


@pytest.mark.parametrize("day", [FIRST.last + 1, SECOND.first - 1, SECOND.last + 1])
def test_nothing_is_drawn_between_periods_or_after_the_last(at, deal, day):
    """CREDITS-75."""
    on(FIRST.first, deal, at)
    if day > SECOND.last:
        on(SECOND.first, deal, at)
    with refused("ClausesOutsidePeriods", deal.id, day):
        on(day, deal, at)


def test_what_is_left_of_an_instalment_is_not_drawn_with_the_next(at, deal):
    """CREDITS-75: each has its own amount."""
    on(FIRST.first, deal, at, 1)
    at(SECOND.first * DAY)
    with refused("CreditsOverdrawn", WITH_TOLERANCE + 1, WITH_TOLERANCE):
        on(SECOND.first, deal, at, WITH_TOLERANCE + 1)


def test_one_that_is_missed_ends_that_and_all_later_ones(at, deal):
    """CREDITS-76."""
    for day in (FIRST.last + 1, SECOND.first, SECOND.last):
        with refused("ClausesInstalmentMissed", deal.id, 0, FIRST.last):
            on(day, deal, at)


def test_one_in_the_middle_that_is_missed_ends_the_later_ones_alone(at, on_clauses, funds):
    """CREDITS-76: what was drawn before stands."""
    deal = on_clauses(THIRDS)
    deal.issue()
    first = on(TODAY, deal, at, 100)
    with refused("ClausesInstalmentMissed", deal.id, 1, TODAY + 14):
        on(TODAY + 20, deal, at, 100)
    deal.examine(first)
    deal.honour(first)
    assert drawn(deal) == (100, 0, 0)


@pytest.mark.parametrize("ends", ["refused", "withdrawn"])
def test_what_was_refused_or_taken_back_is_not_drawn(at, deal, ends):
    """CREDITS-76: it can be presented anew in the period; after it the instalment is missed."""
    presentation = on(FIRST.first, deal, at)
    if ends == "refused":
        deal.examine(presentation, complies=False)
        deal.refuse(presentation)
    else:
        deal.withdraw(presentation)
    assert drawn(deal) == (0, 0)
    again = on(FIRST.last, deal, at)
    deal.withdraw(again)
    with refused("ClausesInstalmentMissed", deal.id, 0, FIRST.last):
        on(SECOND.first, deal, at)


def test_what_a_confirming_bank_paid_is_drawn(at, on_clauses, advising_bank, financier, lend, funds):
    """CREDITS-76, CREDITS-70: though the issuing bank refuses it."""
    deal = on_clauses(HALVES, nominated_bank=0, confirming_bank=advising_bank.number)
    deal.issue()
    deal.confirm()
    lend("advising_bank")
    presentation = deal.present(bank=advising_bank, amount=HALF)
    deal.examine(presentation, bank=advising_bank)
    deal.honour(presentation, bank=advising_bank)
    deal.forward(presentation, bank=advising_bank)
    deal.examine(presentation, complies=False)
    deal.refuse(presentation)
    assert drawn(deal) == (HALF, 0)
    on(SECOND.first, deal, at)


def test_an_expiry_that_is_amended_gives_no_instalment_more_time(at, deal):
    """CREDITS-76: its period is its own."""
    later = an_amendment(expiry=EXPIRY + 30)
    deal.propose(later)
    now = deal.accept(later)
    with refused("ClausesInstalmentMissed", deal.id, 0, FIRST.last):
        on(SECOND.first, now, at)


def test_an_instalment_drawn_short_is_drawn(at, deal):
    """CREDITS-76: missed is what nobody presented for; how much must be drawn is for the examiner."""
    on(FIRST.first, deal, at, 1)
    on(SECOND.first, deal, at)
    assert drawn(deal) == (1, HALF)
