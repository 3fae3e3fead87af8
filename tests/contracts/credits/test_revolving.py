"""Amounts that are available again, by time or on the bank's notice (market practice)."""

from __future__ import annotations

import pytest

from tests.contracts.credits.deals import (
    ADVISED,
    AMOUNT,
    CANCELLED,
    DAY,
    DRAWABLE,
    EXHAUSTED,
    EXPIRED,
    EXPIRY,
    TODAY,
    an_amendment,
)
from tests.contracts.credits.test_clauses import HALVES, Clauses, Revolving, on_clauses
from tests.contracts.people import refused, salted
from tests.contracts.standing import let_act_alone

__all__ = ["on_clauses"]

CYCLE = DRAWABLE
DAYS = (TODAY, TODAY + 10, TODAY + 20)
LAPSING = Clauses(revolving=Revolving(DAYS))
CUMULATIVE = Clauses(revolving=Revolving(DAYS, cumulative=True))
ON_NOTICE = Clauses(revolving=Revolving(notices=2))
ADDING = Clauses(revolving=Revolving(notices=2, cumulative=True))
MOST = 2**64 - 1


@pytest.fixture
def revolving(on_clauses):
    """`revolving(LAPSING)`: issued and advised."""

    def agreed(clauses, **changes):
        deal = on_clauses(clauses, **changes)
        deal.issue()
        deal.advise()
        return deal

    return agreed


@pytest.fixture
def on(at):
    """`on(day, deal, amount)`: a presentation in the morning of that day; it is the first one already."""

    def present(day, deal, amount):
        if day > TODAY:
            at(day * DAY + 9 * 3_600)
        return deal.present(amount=amount, presented=day, shipped=TODAY - 1, invoiced=TODAY - 1)

    return present


def left(deal, day):
    """What the book says may be presented for on that day."""
    return int(deal.port.clauses.revolvedOf(deal.credits, deal.id, day)["available"])


def reinstate(deal, bank=None):
    return (bank or deal.issuing_bank).together(deal.port.clauses, "reinstate", *deal.named)


def drawn(deal, amount=CYCLE, **changes):
    """Presented, found complying and honoured."""
    presentation = deal.present(amount=amount, **changes)
    deal.examine(presentation)
    deal.honour(presentation)
    return presentation


@pytest.mark.parametrize(
    ("revolving", "changes"),
    [
        (Revolving((TODAY,)), {}),
        (Revolving((TODAY, TODAY)), {}),
        (Revolving((TODAY + 1, TODAY)), {}),
        (Revolving((0, TODAY)), {}),
        (Revolving((TODAY, EXPIRY + 1)), {}),
        (Revolving((TODAY, EXPIRY), notices=1), {}),
        (Revolving(tuple(range(TODAY - 1, TODAY + 60))), {}),
        (Revolving(notices=60), {}),
        (Revolving(notices=2), {"partial_drawings": False}),
        (Revolving(DAYS), {"partial_drawings": False}),
        (Revolving(DAYS), {"amount": MOST // 3 + 1, "tolerance_plus": 0}),
        (Revolving(notices=2), {"amount": MOST // 3 + 1, "tolerance_plus": 0}),
    ],
    ids=[
        *("one cycle", "days that meet", "out of order", "no first day", "past the expiry", "both ways"),
        *("61 cycles", "60 notices", "one drawing only", "one drawing by time"),
        *("cycles that overflow", "notices that overflow"),
    ],
)
def test_issue_is_refused_on_a_clause_that_does_not_fit(on_clauses, revolving, changes):
    """CREDITS-120."""
    clauses = Clauses(revolving=revolving)
    deal = on_clauses(clauses, **changes)
    with refused("ClausesRevolvingDoesNotFit", clauses.hash):
        deal.issue()


def test_instalments_do_not_revolve(on_clauses):
    """CREDITS-120: either the amount is divided, or it is available again."""
    both = Clauses(HALVES.instalments, Revolving(DAYS))
    deal = on_clauses(both)
    with refused("ClausesRevolvingDoesNotFit", both.hash):
        deal.issue()


@pytest.mark.parametrize(
    ("clauses", "drawable"),
    [(LAPSING, 3 * CYCLE), (CUMULATIVE, 3 * CYCLE), (ON_NOTICE, CYCLE), (ADDING, CYCLE)],
    ids=["lapsing", "cumulative", "on notice", "adding"],
)
def test_the_amount_is_that_of_one_cycle(revolving, clauses, drawable):
    """CREDITS-121: by time all cycles may be drawn in all, on notice the first."""
    deal = revolving(clauses)
    assert (deal.record["drawable"], deal.record["claused"]) == (drawable, True)
    assert left(deal, TODAY) == CYCLE
    assert deal.port.clauses.revolvedOf(deal.credits, deal.id, TODAY)["cycle"] == CYCLE


def test_the_bank_is_asked_whether_all_cycles_are_within_its_limit(port, on_clauses, dollars):
    """CREDITS-121, CREDITS-2."""
    deal = on_clauses(LAPSING)
    let_act_alone(port, deal.issuing_bank, dollars, 3 * CYCLE - 1)
    with refused("MembersTwoPersonsNeeded", deal.issuing_bank, 6, dollars, 3 * CYCLE, 3 * CYCLE - 1):
        deal.issuing_bank.act(deal.credits, "issue", deal.terms)
    let_act_alone(port, deal.issuing_bank, dollars, 3 * CYCLE)
    deal.issuing_bank.act(deal.credits, "issue", deal.terms)


def test_as_many_cycles_as_there_may_be_are_admitted(on_clauses, on):
    """CREDITS-120: and the last may begin with the last day."""
    deal = on_clauses(Clauses(revolving=Revolving(tuple(range(TODAY + 1, TODAY + 61)), cumulative=True)))
    deal.issue()
    assert deal.record["drawable"] == 60 * CYCLE
    with refused("ClausesOutsidePeriods", deal.id, TODAY):
        deal.present(amount=1)
    on(EXPIRY, deal, 60 * CYCLE)


def test_what_is_not_drawn_in_a_cycle_lapses(revolving, on):
    """CREDITS-122, CREDITS-123: each day draws on the cycle that runs on it, with the upper tolerance and no
    more; and nothing is missed.
    """
    deal = revolving(LAPSING)
    on(TODAY, deal, 500)
    with refused("CreditsOverdrawn", CYCLE - 499, CYCLE - 500):
        deal.present(amount=CYCLE - 499)
    on(DAYS[1] - 1, deal, CYCLE - 501)
    on(DAYS[2], deal, CYCLE)
    with refused("CreditsOverdrawn", 1, 0):
        deal.present(amount=1, presented=DAYS[2])
    assert deal.record["reserved"] == 2 * CYCLE - 1


def test_what_is_not_drawn_in_a_cycle_is_carried_over(revolving, on):
    """CREDITS-122, CREDITS-123: to any later one, and never the other way."""
    deal = revolving(CUMULATIVE)
    with refused("CreditsOverdrawn", CYCLE + 1, CYCLE):
        deal.present(amount=CYCLE + 1)
    on(TODAY, deal, 500)
    on(DAYS[2], deal, 3 * CYCLE - 500)
    assert left(deal, DAYS[2]) == 0


def test_nothing_is_drawn_before_the_first_cycle(revolving, on):
    """CREDITS-122."""
    deal = revolving(Clauses(revolving=Revolving((TODAY + 5, TODAY + 15))))
    with refused("ClausesOutsidePeriods", deal.id, TODAY):
        deal.present(amount=1)
    on(TODAY + 5, deal, CYCLE)


def test_the_last_cycle_lasts_as_long_as_the_credit(revolving, on):
    """CREDITS-122, CREDITS-11: closed days may move its last day as any."""
    deal = revolving(LAPSING)
    on(EXPIRY + 10, deal, CYCLE)
    with refused("CreditsExpired", EXPIRY, EXPIRY + 11):
        on(EXPIRY + 11, deal, 1)


@pytest.mark.parametrize("clauses", [LAPSING, CUMULATIVE], ids=["lapsing", "cumulative"])
def test_what_was_taken_back_is_available_as_what_was_never_drawn(revolving, on, clauses):
    """CREDITS-123: in its own cycle; afterwards where undrawn sums are carried over."""
    deal = revolving(clauses)
    first = on(TODAY, deal, CYCLE)
    deal.withdraw(first)
    again = deal.present(amount=CYCLE)
    on(DAYS[1], deal, CYCLE)
    deal.withdraw(again)
    assert left(deal, DAYS[1]) == (0 if clauses is LAPSING else CYCLE)


def test_yesterday_and_tomorrow_overdraw_nothing(revolving, on, at):
    """CREDITS-122, CREDITS-10: for the day before, and after one of the new cycle, there is no more."""
    deal = revolving(CUMULATIVE)
    on(DAYS[1], deal, 2 * CYCLE)
    with refused("CreditsOverdrawn", 1, 0):
        deal.present(amount=1, presented=DAYS[1] - 1)
    lapsing = revolving(LAPSING)
    lapsing.present(amount=CYCLE, presented=DAYS[1])
    lapsing.present(amount=CYCLE, presented=DAYS[1] - 1)
    assert lapsing.record["reserved"] == 2 * CYCLE


def test_a_credit_by_time_is_exhausted_when_every_cycle_is_drawn(revolving, on, funds):
    """CREDITS-121, CREDITS-25."""
    deal = revolving(CUMULATIVE)
    for place, day in enumerate(DAYS):
        presentation = on(day, deal, CYCLE)
        deal.examine(presentation)
        deal.honour(presentation)
        assert deal.record["status"] == (EXHAUSTED if place == 2 else ADVISED)


# ----------------------------------------------------------------------------------------------- on notice


def test_an_exhausted_credit_runs_again_when_it_is_reinstated(revolving, funds):
    """CREDITS-124, CREDITS-125: as often as it says."""
    deal = revolving(ON_NOTICE)
    for time in (1, 2):
        drawn(deal)
        assert deal.record["status"] == EXHAUSTED
        done = reinstate(deal)
        assert done.events["CreditReinstated"]["reinstated"] == time
        assert done.events["CreditAdjusted"]["drawable"] == (time + 1) * CYCLE
        record = deal.record
        assert (record["status"], record["drawable"], record["honoured"]) == (
            ADVISED,
            (time + 1) * CYCLE,
            time * CYCLE,
        )
    drawn(deal)
    with refused("ClausesNoticesUsed", deal.id, 2):
        reinstate(deal)


def test_what_was_left_lapses_with_the_notice_or_is_added_to(revolving, funds):
    """CREDITS-125."""
    lapsing, adding = revolving(ON_NOTICE), revolving(ADDING)
    for deal in (lapsing, adding):
        drawn(deal, 500)
        reinstate(deal)
    assert left(lapsing, TODAY) == CYCLE
    assert left(adding, TODAY) == 2 * CYCLE - 500
    for deal, most in ((lapsing, CYCLE), (adding, 2 * CYCLE - 500)):
        with refused("CreditsOverdrawn", most + 1, most):
            deal.present(amount=most + 1)
        deal.present(amount=most)


def test_where_undrawn_sums_lapse_nothing_may_be_under_presentation(revolving):
    """CREDITS-125: what is refused later would be available beside the new amount."""
    lapsing, adding = revolving(ON_NOTICE), revolving(ADDING)
    for deal in (lapsing, adding):
        deal.present(amount=500)
    with refused("CreditsOpenPresentations", lapsing.id, 1):
        reinstate(lapsing)
    reinstate(adding)
    assert (adding.record["drawable"], adding.record["reserved"]) == (2 * CYCLE, 500)


def test_only_the_issuing_bank_reinstates_and_by_two_persons(port, revolving, advising_bank, dollars):
    """CREDITS-124."""
    deal = revolving(ON_NOTICE)
    with refused("CreditsNotIssuingBank", deal.issuing_bank, advising_bank):
        reinstate(deal, advising_bank)
    let_act_alone(port, deal.issuing_bank, dollars, 10 * CYCLE)
    with refused("MemberOnlyTwoPersonsNeeded", deal.issuing_bank, 6):
        deal.issuing_bank.act(port.clauses, "reinstate", *deal.named)


@pytest.mark.parametrize("clauses", [LAPSING, HALVES], ids=["by time", "instalments"])
def test_what_does_not_revolve_on_notice_is_not_reinstated(revolving, clauses):
    """CREDITS-124."""
    deal = revolving(clauses)
    with refused("ClausesNoticesUsed", deal.id, 0):
        reinstate(deal)


def test_a_credit_that_has_ended_is_not_reinstated(at, revolving):
    """CREDITS-124, CREDITS-128."""
    cancelled, expired = revolving(ON_NOTICE), revolving(ON_NOTICE, document=salted("another text"))
    cancelled.bank_cancels()
    cancelled.beneficiary_cancels()
    allowed = 0b1110
    with refused("CreditsWrongStatus", cancelled.id, CANCELLED, allowed):
        reinstate(cancelled)
    at((EXPIRY + 1) * DAY)
    reinstate(expired)
    at((EXPIRY + 2) * DAY)
    with refused("CreditsExpired", EXPIRY, EXPIRY + 2):
        reinstate(expired)
    at((EXPIRY + 12) * DAY)
    expired.expire()
    with refused("CreditsWrongStatus", expired.id, EXPIRED, allowed):
        reinstate(expired)


def test_nothing_but_a_listed_credit_by_its_own_terms_is_reinstated(port, revolving, on_clauses, stranger):
    """CREDITS-124: no stranger's contract, and no other terms."""
    deal = revolving(ON_NOTICE)
    bank = deal.issuing_bank
    with refused("MemberOnlyNotADeal", stranger.maker):
        bank.together(port.clauses, "reinstate", stranger.maker, *deal.said)
    other = deal.terms._replace(expiry=EXPIRY + 30)
    with refused("CreditsOtherTerms", deal.id, other.hash):
        bank.together(port.clauses, "reinstate", deal.credits, deal.id, other)
    never = on_clauses(ON_NOTICE, amount=1)
    with refused("CreditsWrongStatus", never.id, 0, 0b1110):
        reinstate(never)


def test_nothing_is_given_back_where_a_clause_has_drawn_all(revolving, funds):
    """CREDITS-124: an exhausted credit stays so until its notice, and no presentation is taken in."""
    deal = revolving(ON_NOTICE)
    drawn(deal)
    with refused("CreditsWrongStatus", deal.id, EXHAUSTED, 0b110):
        deal.present(amount=1)


# ---------------------------------------------------------------------------------------------- amendments


@pytest.mark.parametrize("clauses", [LAPSING, CUMULATIVE], ids=["lapsing", "cumulative"])
def test_an_amended_amount_is_that_of_the_running_and_of_later_cycles(at, revolving, on, clauses):
    """CREDITS-126: what was available before is not changed after the fact."""
    deal = revolving(clauses)
    on(TODAY, deal, 500)
    raised = an_amendment(increase=10_000)
    deal.propose(raised)
    at(DAYS[1] * DAY)
    now = deal.accept(raised)
    new = CYCLE + 10_500
    assert now.record["drawable"] == CYCLE + 2 * new
    assert left(now, DAYS[1]) == (new if clauses is LAPSING else CYCLE - 500 + new)
    on(DAYS[2], now, new if clauses is LAPSING else CYCLE - 500 + 2 * new)
    assert left(now, DAYS[2]) == 0


@pytest.mark.parametrize("clauses", [ON_NOTICE, ADDING], ids=["on notice", "adding"])
def test_an_amended_amount_is_that_of_what_is_reinstated(revolving, funds, clauses):
    """CREDITS-126."""
    deal = revolving(clauses)
    drawn(deal, 500)
    lowered = an_amendment(decrease=40_000, tolerance_plus=0, tolerance_minus=0)
    deal.propose(lowered)
    now = deal.accept(lowered)
    assert left(now, TODAY) == 49_500
    reinstate(now)
    assert left(now, TODAY) == (50_000 if clauses is ON_NOTICE else 99_500)


@pytest.mark.parametrize(
    ("clauses", "available"),
    [(LAPSING, 60_000), (CUMULATIVE, 60_000), (ON_NOTICE, 60_000)],
    ids=["lapsing", "cumulative", "on notice"],
)
def test_no_amendment_takes_away_what_is_under_presentation_in_the_cycle(revolving, clauses, available):
    """CREDITS-126, CREDITS-62: though later cycles would leave room for it."""
    deal = revolving(clauses)
    deal.present(amount=60_001)
    lowered = an_amendment(decrease=30_000, tolerance_plus=0, tolerance_minus=0)
    deal.propose(lowered)
    with refused("CreditsOverdrawn", 60_001, available):
        deal.accept(lowered)


@pytest.mark.parametrize("clauses", [LAPSING, CUMULATIVE, ON_NOTICE], ids=["lapsing", "cumulative", "notice"])
def test_presenting_under_an_amendment_draws_on_the_amended_cycle(revolving, clauses):
    """CREDITS-126, CREDITS-61."""
    deal = revolving(clauses)
    raised = an_amendment(increase=10_000)
    deal.propose(raised)
    now = deal.amended(raised)
    with refused("CreditsOverdrawn", CYCLE + 10_501, CYCLE + 10_500):
        now.present(amount=CYCLE + 10_501)
    now.present(amount=CYCLE + 10_500)
    assert (now.record["version"], left(now, TODAY)) == (1, 0)


def test_an_amendment_before_the_first_cycle_is_of_all(revolving, on):
    """CREDITS-126."""
    deal = revolving(Clauses(revolving=Revolving((TODAY + 5, TODAY + 15))))
    raised = an_amendment(increase=10_000)
    deal.propose(raised)
    now = deal.accept(raised)
    assert now.record["drawable"] == 2 * (CYCLE + 10_500)
    on(TODAY + 5, now, CYCLE + 10_500)


def test_an_amendment_that_overflows_is_refused(revolving):
    """CREDITS-126, CREDITS-120."""
    deal = revolving(LAPSING, tolerance_plus=0)
    raised = an_amendment(increase=MOST // 2)
    deal.propose(raised)
    with refused("ClausesRevolvingDoesNotFit", LAPSING.hash):
        deal.accept(raised)


def test_an_amendment_leaves_the_cycles_and_drawings_in_parts(revolving, on):
    """CREDITS-126: an expiry moves the end of the last cycle alone; partial drawings stay allowed."""
    deal = revolving(LAPSING)
    one_drawing, later = an_amendment(partial_drawings=False), an_amendment(expiry=EXPIRY + 30)
    for amendment in (one_drawing, later):
        deal.propose(amendment)
    with refused("ClausesRevolvingDoesNotFit", LAPSING.hash):
        deal.accept(one_drawing)
    now = deal.accept(later)
    assert now.record["drawable"] == 3 * CYCLE
    on(EXPIRY + 30, now, CYCLE)


def test_a_raised_amount_makes_no_more_of_an_earlier_cycle(at, revolving):
    """CREDITS-126: who presents for yesterday draws on what all cycles come to."""
    deal = revolving(LAPSING)
    raised = an_amendment(increase=10_000)
    deal.propose(raised)
    at(DAYS[1] * DAY)
    now, new = deal.accept(raised), CYCLE + 10_500
    for day in (DAYS[1] - 1, DAYS[1]):
        now.present(amount=new, presented=day)
    at(DAYS[2] * DAY)
    with refused("CreditsOverdrawn", new, CYCLE):
        now.present(amount=new, presented=DAYS[2])
    now.present(amount=CYCLE, presented=DAYS[2])


# -------------------------------------------------------------------------------------- confirmed, and ended


def test_a_credit_with_clauses_is_confirmed_by_two_persons_always(port, on_clauses, advising_bank, dollars):
    """CREDITS-127: so is an extension of it; what may become of the amount is more than the terms say."""
    deal = on_clauses(ON_NOTICE, confirming_bank=advising_bank.number)
    deal.issue()
    let_act_alone(port, advising_bank, dollars, 10 * CYCLE)
    with refused("MemberOnlyTwoPersonsNeeded", advising_bank, 6):
        advising_bank.act(deal.port.confirmations, "confirm", *deal.named)
    deal.confirm()
    raised = an_amendment(increase=1)
    deal.propose(raised)
    with refused("MemberOnlyTwoPersonsNeeded", advising_bank, 6):
        advising_bank.act(deal.book, "extend", *deal.names(raised))
    deal.extend(raised)
    deal.accept(raised)


def test_what_a_confirming_bank_paid_is_drawn_of_its_cycle(on_clauses, advising_bank, lend):
    """CREDITS-123, CREDITS-70: though the issuing bank refuses it."""
    deal = on_clauses(LAPSING, nominated_bank=0, confirming_bank=advising_bank.number)
    deal.issue()
    deal.confirm()
    lend("advising_bank")
    presentation = deal.present(bank=advising_bank, amount=AMOUNT)
    deal.examine(presentation, bank=advising_bank)
    deal.honour(presentation, bank=advising_bank)
    deal.forward(presentation, bank=advising_bank)
    deal.examine(presentation, complies=False)
    deal.refuse(presentation)
    assert left(deal, TODAY) == CYCLE - AMOUNT


@pytest.mark.parametrize("clauses", [LAPSING, CUMULATIVE, ON_NOTICE], ids=["lapsing", "cumulative", "notice"])
def test_cancelling_ends_every_cycle(revolving, on, clauses):
    """CREDITS-128: by the same consents as of any credit."""
    deal = revolving(clauses)
    deal.bank_cancels()
    deal.beneficiary_cancels()
    with refused("CreditsWrongStatus", deal.id, CANCELLED, 0b110):
        on(DAYS[1], deal, 1)


def test_a_credit_whose_cycles_lapsed_is_closed_after_its_expiry(at, revolving):
    """CREDITS-128."""
    deal = revolving(LAPSING)
    at((EXPIRY + 11) * DAY)
    with refused("CreditsNotExpired", EXPIRY, EXPIRY + 11):
        deal.expire()
    at((EXPIRY + 12) * DAY)
    deal.expire()
    assert deal.record["status"] == EXPIRED
