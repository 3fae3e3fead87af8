"""Words, states and rules of a standby under ISP98. Amounts are minor units of the standby's currency, days
on the chain count from 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from app.credits.calendar import Calendar
from app.days import day_of as day_of
from app.days import days_of as days_of
from app.errors import Conflict, Forbidden

CLOSED_DAYS = 10
"""The chain lets closed days move a last day by no more."""


class StandbyStatus(IntEnum):
    UNKNOWN = 0
    ISSUED = 1
    CANCELLED = 2


class DemandStatus(IntEnum):
    UNKNOWN = 0
    LODGED = 1
    COMPLYING = 2
    DISCREPANT = 3
    WAIVED = 4
    PRECLUDED = 5
    HONOURED = 6
    DISHONOURED = 7
    WITHDRAWN = 8
    RETRACTED = 9


class AmendmentStatus(IntEnum):
    UNKNOWN = 0
    OFFERED = 1
    ACCEPTED = 2
    REJECTED = 3


class Timing(IntEnum):
    WITHIN_THREE = 0
    WITHIN_SEVEN = 1
    AFTER_EXPIRY = 2


class Bar(IntEnum):
    TOO_LATE = 0
    SECOND_NOTICE = 1


class Part(StrEnum):
    """What a member is in a standby."""

    ISSUER = "issuer"
    APPLICANT = "applicant"
    BENEFICIARY = "beneficiary"
    CONFIRMER = "confirmer"


STANDBY_STATUSES = tuple(status.name.lower() for status in StandbyStatus)
DEMAND_STATUSES = tuple(status.name.lower() for status in DemandStatus)
AMENDMENT_STATUSES = tuple(status.name.lower() for status in AmendmentStatus)
ENDED = (DemandStatus.HONOURED, DemandStatus.DISHONOURED, DemandStatus.WITHDRAWN, DemandStatus.RETRACTED)
TIMING_WORDS = {
    Timing.WITHIN_THREE: "in time: not unreasonable (5.01 a i, 3.09 b iv)",
    Timing.WITHIN_SEVEN: "given within seven business days; whether that was reasonable others judge (5.01)",
    Timing.AFTER_EXPIRY: "late, and in force all the same: the demand came after expiry (5.04)",
}
BAR_WORDS = {
    Bar.TOO_LATE: "without effect: it came after the seventh business day (5.03)",
    Bar.SECOND_NOTICE: "without effect: it was not the first (5.02)",
}


class Terms(NamedTuple):
    """StandbyTerms as the chain has them."""

    issuer: int
    applicant: int
    beneficiary: int
    confirmer: int
    cash: str
    amount: int
    issued: int
    expiry: int
    final_expiry: int
    extension: int
    notice_days: int
    partial_drawings: bool
    multiple_drawings: bool
    documents: str
    text: str


class Demand(NamedTuple):
    """`bank` is a number; `extend_to` 0 where only payment is asked."""

    bank: int
    amount: int
    presented: int
    extend_to: int
    documents: str


class Finding(NamedTuple):
    """`third` and `seventh` in seconds since 1970, `last_day` in days."""

    complies: bool
    third: int
    seventh: int
    last_day: int
    calendar: str


class Amendment(NamedTuple):
    """Differences; an expiry of 0 stays as it is."""

    number: int
    increase: int
    decrease: int
    expiry: int
    final_expiry: int
    text: str


@dataclass(frozen=True)
class Course:
    """How the expiry moves by itself: by `extension` days, up to `final_expiry`, unless `ends`."""

    expiry: int
    final_expiry: int
    extension: int
    notice_days: int
    ends: bool

    @property
    def _stands(self) -> bool:
        return self.extension == 0 or self.ends or self.expiry >= self.final_expiry

    def on(self, today: int) -> int:
        """The expiry as of a day: each time that the last day for a notice has passed, a period more."""
        noticed = today + self.notice_days
        if self._stands or noticed <= self.expiry:
            return self.expiry
        periods = -(-(noticed - self.expiry) // self.extension)
        return min(self.expiry + periods * self.extension, self.final_expiry)

    def last_notice(self, today: int) -> int | None:
        """The last day for a notice of non-extension; None where nothing extends any more."""
        expiry = self.on(today)
        return None if self._stands or expiry >= self.final_expiry else expiry - self.notice_days


@dataclass(frozen=True)
class Times:
    """What the branch's calendar makes of a demand: close of the third and the seventh business day that
    follow receipt (5.01), and the last day for presentation (3.13).
    """

    day_of_receipt: date
    third: datetime
    seventh: datetime
    last_day: date


def times(calendar: Calendar, received_at: datetime, expiry: int) -> Times:
    receipt = calendar.day_of_receipt(received_at)
    return Times(
        receipt,
        calendar.close_of(calendar.after(receipt, 3)),
        calendar.close_of(calendar.after(receipt, 7)),
        calendar.next_open(day_of(expiry)),
    )


def clock_words(found: Times, now: datetime, extend_or_pay: bool) -> str:
    """Where an examination stands now."""
    if now > found.seventh:
        return "the seventh business day is over: a notice of dishonour is precluded now (5.03)"
    if extend_or_pay or now <= found.third:
        reasonable = (found.seventh if extend_or_pay else found.third).isoformat(timespec="minutes")
        return f"a notice of dishonour until {reasonable} is not unreasonable"
    until = found.seventh.isoformat(timespec="minutes")
    return f"the third business day is over; a notice until {until} is for others to judge (5.01)"


def liability(running: bool, amount: int, honoured: int, reserved: int) -> int:
    """The most that the issuer may still have to pay: all that is not drawn while a demand can be made, then
    what is under demand.
    """
    return amount - honoured if running else reserved


def require_part(part: str, *allowed: Part) -> None:
    """As the chain would refuse it: the first part that may."""
    if part not in allowed:
        raise not_that_part(allowed[0])


def not_that_part(part: Part) -> Forbidden:
    return Forbidden(
        f"standby-not-{part}",
        f"your organisation is not the {part} of this standby",
        allowed=f"its {part}",
        next=f"leave it to the {part}",
    )


def require_demand(id: str, status: DemandStatus, *allowed: DemandStatus) -> None:
    if status not in allowed:
        raise Conflict(
            "demand-status",
            f"the demand is {DEMAND_STATUSES[status]}",
            allowed="a demand that is " + " or ".join(DEMAND_STATUSES[one] for one in allowed),
            next="look at the demand again",
            demand=id,
            status=DEMAND_STATUSES[status],
        )


def terms_of(told: Mapping[str, Any]) -> Terms:
    """From JSON, as a message has them."""
    return Terms(**{name: told[name] for name in Terms._fields})
