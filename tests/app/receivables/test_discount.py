"""Discount, advance, recourse and rebate: published figures first, then what holds for every amount."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.credits.calendar import calendar_of
from app.errors import Conflict
from app.money import LARGEST, Money, currency
from app.receivables.discount import (
    BASIS_POINTS,
    RATE_UNIT,
    DayCount,
    DueRule,
    Method,
    Price,
    Terms,
    days,
    interest,
    paid_on,
    price,
    rebate,
    recourse,
    usual_day_count,
)

SIX_PERCENT = 6_000_000
VALUE_DAY, DUE_DAY = date(2026, 2, 14), date(2026, 5, 15)
PLACE = calendar_of("Tallinn 1", (6, 7), (date(2026, 5, 1),), time(17), "Europe/Tallinn", ("A", "B"))


def dollars(text: str) -> Money:
    return Money.from_decimal(text, currency("USD"))


def terms(**changed: Any) -> Terms:
    said: dict[str, Any] = {"rate": SIX_PERCENT, "day_count": DayCount.ACT_360}
    return Terms(**(said | changed))


faces = st.integers(1, LARGEST).map(lambda minor: Money(minor, currency("USD")))
all_terms = st.builds(
    Terms,
    rate=st.integers(0, RATE_UNIT),
    day_count=st.sampled_from(DayCount),
    method=st.sampled_from(Method),
    advance=st.integers(1, BASIS_POINTS),
)
runs = st.integers(0, 720)


def code(call: Callable[[], object]) -> str:
    with pytest.raises(Conflict) as error:
        call()
    return error.value.refusal.code


# ------------------------------------------------------------------------------------------ published figures


@pytest.mark.parametrize(
    ("count", "method", "discount", "proceeds"),
    [
        (DayCount.ACT_360, Method.STRAIGHT, "1500.00", "98500.00"),
        (DayCount.ACT_360, Method.YIELD, "1477.83", "98522.17"),
        (DayCount.ACT_365, Method.STRAIGHT, "1479.45", "98520.55"),
    ],
)
def test_a_hundred_thousand_at_six_percent_for_ninety_days(
    count: DayCount, method: Method, discount: str, proceeds: str
) -> None:
    """SRECEIVABLES-1, SRECEIVABLES-2"""
    run = days(VALUE_DAY, DUE_DAY)
    assert run == 90
    found = price(dollars("100000.00"), run, terms(day_count=count, method=method))
    assert (found.discount, found.paid_out) == (dollars(discount), dollars(proceeds))
    assert found.remainder == found.fee == dollars("0.00")


def test_the_currency_says_the_year_unless_the_deal_does() -> None:
    """SRECEIVABLES-1"""
    assert {alpha: usual_day_count(currency(alpha)).value for alpha in ("USD", "EUR", "CNY", "JPY")} == {
        "USD": 360, "EUR": 360, "CNY": 360, "JPY": 360,
    }  # fmt: skip
    assert {alpha: usual_day_count(currency(alpha)).value for alpha in ("GBP", "HKD", "SGD", "AUD")} == {
        "GBP": 365, "HKD": 365, "SGD": 365, "AUD": 365,
    }  # fmt: skip
    assert code(lambda: usual_day_count(currency("UZS"))) == "day-count-not-said"


def test_yen_and_dinars_are_rounded_in_their_own_units() -> None:
    """SRECEIVABLES-2"""
    yen = price(Money(1_000_001, currency("JPY")), 30, terms(rate=123_456))
    assert (yen.discount.minor, yen.paid_out.minor) == (103, 999_898)
    dinars = price(Money.from_decimal("1000.001", currency("KWD")), 30, terms(rate=123_456))
    assert (dinars.discount.decimal(), dinars.paid_out.decimal()) == ("0.103", "999.898")


def test_half_a_unit_goes_up() -> None:
    """SRECEIVABLES-2"""
    assert interest(Money(100, currency("USD")), RATE_UNIT // 200, 360, DayCount.ACT_360).minor == 1
    assert interest(Money(99, currency("USD")), RATE_UNIT // 200, 360, DayCount.ACT_360).minor == 0


# ------------------------------------------------------------------------------------------------------- days


def test_the_first_day_is_excluded_and_the_last_included() -> None:
    """SRECEIVABLES-1"""
    assert days(VALUE_DAY, VALUE_DAY) == 0
    assert days(VALUE_DAY, date(2026, 2, 15)) == 1
    assert days(date(2028, 2, 28), date(2028, 3, 1)) == 2
    assert code(lambda: days(DUE_DAY, VALUE_DAY)) == "days-run-backwards"


@pytest.mark.parametrize(
    ("rule", "moved"),
    [
        (DueRule.UNMOVED, date(2026, 5, 31)),
        (DueRule.FOLLOWING, date(2026, 6, 1)),
        (DueRule.MODIFIED_FOLLOWING, date(2026, 5, 29)),
        (DueRule.PRECEDING, date(2026, 5, 29)),
    ],
)
def test_a_due_day_on_a_sunday_at_the_end_of_a_month(rule: DueRule, moved: date) -> None:
    """SRECEIVABLES-3"""
    assert paid_on(date(2026, 5, 28), 3, rule, PLACE) == moved


def test_a_holiday_moves_a_due_day_and_an_open_day_stays() -> None:
    """SRECEIVABLES-3"""
    assert paid_on(date(2026, 5, 1), 0, DueRule.FOLLOWING, PLACE) == date(2026, 5, 4)
    assert paid_on(date(2026, 5, 1), 0, DueRule.MODIFIED_FOLLOWING, PLACE) == date(2026, 5, 4)
    assert paid_on(date(2026, 5, 1), 0, DueRule.PRECEDING, PLACE) == date(2026, 4, 30)
    for rule in DueRule:
        assert paid_on(DUE_DAY, 0, rule, PLACE) == DUE_DAY
    assert code(lambda: paid_on(DUE_DAY, -1, DueRule.FOLLOWING, PLACE)) == "grace-below-zero"


# ------------------------------------------------------------------------------------- advance, fee, refusals


def test_the_seller_keeps_the_haircut_and_pays_discount_on_what_is_bought() -> None:
    """SRECEIVABLES-4"""
    found = price(dollars("100000.00"), 90, terms(advance=8_000, fee=25_00))
    assert found.remainder == dollars("20000.00")
    assert found.discount == dollars("1200.00")
    assert found.fee == dollars("25.00")
    assert found.paid_out == dollars("78775.00")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rate": -1}, "rate-below-zero"),
        ({"advance": 0}, "advance-out-of-range"),
        ({"advance": 10_001}, "advance-out-of-range"),
        ({"fee": -1}, "fee-below-zero"),
    ],
)
def test_terms_out_of_range_are_refused(wrong: dict[str, int], said: str) -> None:
    """SRECEIVABLES-5"""
    assert code(lambda: terms(**wrong)) == said


def test_a_price_of_nothing_is_refused_with_its_parts() -> None:
    """SRECEIVABLES-5"""
    with pytest.raises(Conflict) as error:
        price(dollars("100.00"), 360, terms(rate=RATE_UNIT))
    assert error.value.refusal.code == "nothing-to-pay-out"
    assert error.value.refusal.values == {"face": 10000, "discount": 10000, "fee": 0, "remainder": 0}
    assert code(lambda: price(dollars("100.00"), 1, terms(fee=100_00))) == "nothing-to-pay-out"
    assert code(lambda: price(dollars("100.00"), -1, terms())) == "days-below-zero"


# --------------------------------------------------------------------------------------------- late and early


def test_recourse_interest_runs_from_the_due_day() -> None:
    """SRECEIVABLES-6"""
    owed = dollars("80000.00")
    late = recourse(owed, DUE_DAY, date(2026, 6, 14), SIX_PERCENT, DayCount.ACT_360)
    assert late == dollars("400.00")
    for in_time in (VALUE_DAY, DUE_DAY):
        assert recourse(owed, DUE_DAY, in_time, SIX_PERCENT, DayCount.ACT_360) == dollars("0.00")


def test_early_payment_gives_back_the_discount_of_the_days_left() -> None:
    """SRECEIVABLES-7"""
    whole = dollars("100000.00")
    assert rebate(whole, 30, terms()) == dollars("500.00")
    assert rebate(whole, 90, terms()) == price(whole, 90, terms()).discount
    assert rebate(whole, 0, terms()) == dollars("0.00")


@given(face=faces, at=all_terms, run=runs, left=runs)
def test_a_rebate_is_never_more_than_the_discount(face: Money, at: Terms, run: int, left: int) -> None:
    """SRECEIVABLES-7"""
    assume(left <= run)
    paid = priced(face, run, at)
    bought = Money(face.minor - paid.remainder.minor, face.currency)
    assert 0 <= rebate(bought, left, at).minor <= paid.discount.minor


# --------------------------------------------------------------------------------- what holds for all amounts


def priced(face: Money, run: int, at: Terms) -> Price:
    """The price, or the next example where nothing would be left to pay out."""
    try:
        return price(face, run, at)
    except Conflict as refused:
        assume(refused.refusal.code != "nothing-to-pay-out")
        raise


@given(face=faces, at=all_terms, run=runs)
def test_the_parts_make_the_face(face: Money, at: Terms, run: int) -> None:
    """SRECEIVABLES-4"""
    found = priced(face, run, at)
    parts = (found.paid_out, found.fee, found.discount, found.remainder)
    assert sum(part.minor for part in parts) == face.minor


@given(face=faces, at=all_terms, run=runs)
def test_every_amount_is_within_half_a_unit_of_the_exact_one(face: Money, at: Terms, run: int) -> None:
    """SRECEIVABLES-2, SRECEIVABLES-4"""
    found = priced(face, run, at)
    kept = Fraction(face.minor * (BASIS_POINTS - at.advance), BASIS_POINTS)
    assert abs(found.remainder.minor - kept) <= Fraction(1, 2)
    bought = face.minor - found.remainder.minor
    grown = Fraction(at.rate, RATE_UNIT) * Fraction(run, at.day_count.value)
    exact = bought * grown if at.method is Method.STRAIGHT else bought - bought / (1 + grown)
    assert abs(found.discount.minor - exact) <= Fraction(1, 2)


@given(
    face=faces, at=all_terms, run=runs, more_days=st.integers(0, 90), more_rate=st.integers(0, SIX_PERCENT)
)
def test_a_longer_run_or_a_higher_rate_never_pays_out_more(
    face: Money, at: Terms, run: int, more_days: int, more_rate: int
) -> None:
    """SRECEIVABLES-2"""
    dearer = Terms(at.rate + more_rate, at.day_count, at.method, at.advance)
    base = priced(face, run, at)
    assert priced(face, run + more_days, at).paid_out.minor <= base.paid_out.minor
    assert priced(face, run, dearer).paid_out.minor <= base.paid_out.minor


@given(face=faces, at=all_terms, run=runs)
def test_discount_to_yield_never_costs_more_than_straight_discount(face: Money, at: Terms, run: int) -> None:
    """SRECEIVABLES-2"""
    straight = priced(face, run, Terms(at.rate, at.day_count, Method.STRAIGHT, at.advance))
    to_yield = priced(face, run, Terms(at.rate, at.day_count, Method.YIELD, at.advance))
    assert to_yield.discount.minor <= straight.discount.minor
