"""What a receivable is worth before it is due: simple interest on actual days, exact until the one rounding.

Amounts are whole minor units in one currency, rates are whole hundred-millionths a year (6 % is 6,000,000),
shares are basis points, days are calendar days. Everything is multiplied before it is divided and rounded
once, half up, at the end; what is left makes the other part, so that the parts always add up to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.credits.calendar import Calendar
from app.errors import Conflict
from app.money import Currency, Money

RATE_UNIT = 10**8
"""Of a rate: 1.00 a year."""
BASIS_POINTS = 10_000
"""Of a share: the whole."""


class DayCount(Enum):
    """Actual days over a year of so many."""

    ACT_360 = 360
    ACT_365 = 365


# What the money market of each currency counts in. One that stands in neither has to be told.
_USUAL = {
    DayCount.ACT_360: "AED CHF CNY CZK DKK EUR JPY NOK SAR SEK USD",
    DayCount.ACT_365: "AUD CAD GBP HKD INR KRW MYR NZD PLN SGD THB TWD ZAR",
}
_USUAL_OF = {alpha: count for count, listed in _USUAL.items() for alpha in listed.split()}


class Method(Enum):
    """STRAIGHT: interest on the face, F·r·d/B. YIELD: the proceeds grow to the face, F/(1 + r·d/B)."""

    STRAIGHT = "straight discount"
    YIELD = "discount to yield"


class DueRule(Enum):
    """Where a due day goes on which the bank is closed."""

    UNMOVED = "stays"
    FOLLOWING = "the next open day"
    MODIFIED_FOLLOWING = "the next open day, but the one before if that is in another month"
    PRECEDING = "the open day before"


def usual_day_count(currency: Currency) -> DayCount:
    """What is counted in where the deal says nothing. Conflict for a currency that has no entry."""
    known = _USUAL_OF.get(currency.alpha)
    if known is None:
        raise Conflict(
            "day-count-not-said",
            f"{currency.alpha} has no usual day count here",
            allowed="ACT/360 or ACT/365, as the deal says",
            next="say which",
            currency=currency.alpha,
        )
    return known


def paid_on(due: date, grace: int, rule: DueRule, calendar: Calendar) -> date:
    """The day on which payment is reckoned with: the due day, `grace` days later, moved to an open day of
    the bank's calendar.
    """
    _require_at_least_zero("grace-below-zero", "days of grace", grace)
    day = due + timedelta(days=grace)
    if rule is DueRule.UNMOVED:
        return day
    after, before = calendar.next_open(day), calendar.last_open(day)
    if rule is DueRule.PRECEDING:
        return before
    return before if rule is DueRule.MODIFIED_FOLLOWING and after.month != day.month else after


def days(first: date, last: date) -> int:
    """Calendar days, the first excluded and the last included; Conflict where `last` is earlier."""
    if last < first:
        raise Conflict(
            "days-run-backwards",
            f"{last} is before {first}",
            allowed="a last day that is not before the first",
            first=first.isoformat(),
            last=last.isoformat(),
        )
    return (last - first).days


@dataclass(frozen=True)
class Terms:
    """At what a buyer takes a receivable.

    `rate`: hundred-millionths a year. `advance`: basis points of the face that are paid for now; the rest is
    the haircut, which the seller keeps. `fee`: minor units, kept from what is paid out.
    """

    rate: int
    day_count: DayCount
    method: Method = Method.STRAIGHT
    advance: int = BASIS_POINTS
    fee: int = 0

    def __post_init__(self) -> None:
        _require_at_least_zero("rate-below-zero", "a rate", self.rate)
        _require_at_least_zero("fee-below-zero", "a fee in minor units", self.fee)
        if not 0 < self.advance <= BASIS_POINTS:
            raise Conflict(
                "advance-out-of-range",
                f"an advance of {self.advance} basis points",
                allowed=f"1 to {BASIS_POINTS}",
                advance=self.advance,
            )


@dataclass(frozen=True)
class Price:
    """How a face divides: face = paid_out + fee + discount + remainder. The remainder is the seller's when
    the obligor has paid; fee and discount are the buyer's.
    """

    face: Money
    paid_out: Money
    fee: Money
    discount: Money
    remainder: Money


def price(face: Money, run: int, terms: Terms) -> Price:
    """What is paid for a face that is due in `run` days. Conflict where nothing would be left to pay out."""
    _require_at_least_zero("days-below-zero", "days", run)
    remainder = rounded(face.minor * (BASIS_POINTS - terms.advance), BASIS_POINTS)
    bought = face.minor - remainder
    discount = _discount(bought, run, terms)
    paid_out = bought - discount - terms.fee
    if paid_out <= 0:
        raise Conflict(
            "nothing-to-pay-out",
            f"{discount} discount, {terms.fee} fee and {remainder} kept back of {face.minor} minor units",
            allowed="terms that leave something to pay out",
            next="take a lower rate, a lower fee or fewer days",
            face=face.minor,
            discount=discount,
            fee=terms.fee,
            remainder=remainder,
        )
    unit = face.currency
    return Price(
        face, Money(paid_out, unit), Money(terms.fee, unit), Money(discount, unit), Money(remainder, unit)
    )


def interest(amount: Money, rate: int, run: int, day_count: DayCount) -> Money:
    """Simple interest on `amount` for `run` days at `rate`: what a late payer owes beside the amount."""
    _require_at_least_zero("rate-below-zero", "a rate", rate)
    _require_at_least_zero("days-below-zero", "days", run)
    return Money(rounded(amount.minor * rate * run, RATE_UNIT * day_count.value), amount.currency)


def recourse(amount: Money, due: date, paid: date, rate: int, day_count: DayCount) -> Money:
    """Interest that the seller owes on `amount` where a buyer with recourse is paid only on `paid`; nothing
    up to the due day.
    """
    return interest(amount, rate, max(0, (paid - due).days), day_count)


def rebate(bought: Money, left: int, terms: Terms) -> Money:
    """What a buyer gives back of its discount when `bought` (the face without the remainder) is paid `left`
    days early: the discount of those days, by the method and at the rate of `terms`.
    """
    _require_at_least_zero("days-below-zero", "days", left)
    return Money(_discount(bought.minor, left, terms), bought.currency)


def _discount(bought: int, run: int, terms: Terms) -> int:
    """Minor units; the figure by which the method is defined is the one that is rounded."""
    year, grown = RATE_UNIT * terms.day_count.value, terms.rate * run
    if terms.method is Method.STRAIGHT:
        return rounded(bought * grown, year)
    return bought - rounded(bought * year, year + grown)


def rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number, a half upwards; neither is negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def _require_at_least_zero(code: str, what: str, found: int) -> None:
    if found < 0:
        raise Conflict(code, f"{found} for {what}", allowed="0 or more", value=found)
