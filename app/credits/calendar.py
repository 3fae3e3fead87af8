"""The banking days of one branch, and what is counted in them: examination and last day for presentation.

A banking day is a day on which the bank is regularly open at the place of the act (UCP 600 art. 2). Nobody is
obliged outside banking hours (art. 33), so what arrives after close of business arrived on the next one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EXAMINATION_DAYS = 5
"""Banking days that follow the day of presentation (art. 14 b)."""

LONGEST_CLOSURE = 10
"""Days: the chain lets art. 29 move a last day by no more."""

DAY = timedelta(days=1)


YEARS = range(1970, 2200)
"""The chain counts days from 1970 on; a holiday beyond is a slip."""


class NotACalendar(ValueError):
    """What is wrong with its `part`, as a clause."""

    def __init__(self, part: str, found: str) -> None:
        self.part = part
        super().__init__(found)


@dataclass(frozen=True)
class Calendar:
    """`weekend` holds ISO weekdays, Monday 1 to Sunday 7. `closes` is local time in `zone`. `escalation`
    names who is told on the third and on the fourth banking day of an examination. On an interruption
    the bank is closed by force majeure: no banking day either, but what expires on it has expired (art. 36).
    """

    version: str
    weekend: frozenset[int]
    holidays: frozenset[date]
    closes: time
    zone: str
    escalation: tuple[str, str]
    interruptions: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekend < frozenset(range(1, 8)):
            raise NotACalendar("weekend", "a weekend holds weekdays from 1 to 7, and not all of them")
        if self.closes.tzinfo is not None:
            raise NotACalendar("closes", "close of business is a local time, without an offset")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise NotACalendar("time_zone", f"{self.zone} is no time zone such as Europe/Tallinn") from None
        for part, days in (("holidays", self.holidays), ("interruptions", self.interruptions)):
            for day in sorted(days):
                if day.year not in YEARS:
                    raise NotACalendar(part, f"{day} is in no year from {YEARS[0]} to {YEARS[-1]}")
        for day in self.holidays:
            first = last = day
            while self.is_holiday(first - DAY):
                first -= DAY
            while self.is_holiday(last):
                last += DAY
            if (last - first).days > LONGEST_CLOSURE:
                raise NotACalendar("holidays", f"closed for more than {LONGEST_CLOSURE} days from {first}")

    def is_holiday(self, day: date) -> bool:
        """Closed as it regularly is."""
        return day.isoweekday() in self.weekend or day in self.holidays

    def is_open(self, day: date) -> bool:
        return not self.is_holiday(day) and day not in self.interruptions

    def next_open(self, day: date) -> date:
        """The day itself where the bank is open, else the first that follows (art. 29 a)."""
        while not self.is_open(day):
            day += DAY
        return day

    def last_open(self, day: date) -> date:
        """The day itself where the bank is open, else the one before it."""
        while not self.is_open(day):
            day -= DAY
        return day

    def after(self, day: date, banking_days: int) -> date:
        for _ in range(banking_days):
            day = self.next_open(day + DAY)
        return day

    def between(self, first: date, last: date) -> int:
        """Banking days after `first`, up to and with `last`; 0 where it is not later."""
        days = (first + DAY * n for n in range(1, (last - first).days + 1))
        return sum(self.is_open(day) for day in days)

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def day_of_receipt(self, moment: datetime) -> date:
        local = moment.astimezone(ZoneInfo(self.zone))
        late = local.time() > self.closes
        return self.next_open(local.date() + DAY if late else local.date())

    def close_of(self, day: date) -> datetime:
        """In UTC."""
        return datetime.combine(day, self.closes, ZoneInfo(self.zone)).astimezone(UTC)

    def written(self) -> bytes:
        """The same bytes for the same calendar: what its hash is taken of."""
        content = {
            "version": self.version,
            "weekend": sorted(self.weekend),
            "holidays": [day.isoformat() for day in sorted(self.holidays)],
            "closes": self.closes.isoformat(),
            "zone": self.zone,
            "escalation": list(self.escalation),
        }
        if self.interruptions:
            content["interruptions"] = [day.isoformat() for day in sorted(self.interruptions)]
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def read(cls, written: bytes) -> Calendar:
        content = json.loads(written)
        third, fourth = content["escalation"]
        return calendar_of(
            content["version"],
            content["weekend"],
            (date.fromisoformat(day) for day in content["holidays"]),
            time.fromisoformat(content["closes"]),
            content["zone"],
            (third, fourth),
            (date.fromisoformat(day) for day in content.get("interruptions", ())),
        )


def calendar_of(
    version: str,
    weekend: Iterable[int],
    holidays: Iterable[date],
    closes: time,
    zone: str,
    escalation: tuple[str, str],
    interruptions: Iterable[date] = (),
) -> Calendar:
    closed = frozenset(holidays), frozenset(interruptions)
    return Calendar(version, frozenset(weekend), closed[0], closes, zone, escalation, closed[1])


USUAL = calendar_of(
    "weekends only",
    (6, 7),
    (),
    time(17),
    "UTC",
    ("the head of documentary credits", "the head of trade operations"),
)
"""Of a branch that has not said its own."""


@dataclass(frozen=True)
class Clock:
    """One examination: received at a moment, therefore on a banking day; its deadline; where `now` stands."""

    received_at: datetime
    day_of_receipt: date
    last_day: date
    deadline: datetime
    day: int
    days_left: int
    overdue: bool

    def words(self, escalation: tuple[str, str]) -> str:
        if self.overdue:
            return f"time ran out at close of business on {self.last_day}: a refusal is precluded now"
        left = f"{self.days_left} banking {'day' if self.days_left == 1 else 'days'} left"
        if self.day >= EXAMINATION_DAYS:
            return f"last day: decide before close of business today; {escalation[1]} is to decide"
        if self.day == EXAMINATION_DAYS - 1:
            return f"day 4 of 5, {left}: {escalation[1]} is to be told now"
        if self.day == EXAMINATION_DAYS - 2:
            return f"day 3 of 5, {left}: {escalation[0]} is to be told now"
        return f"day {self.day} of 5, {left}" if self.day else f"received, {left}"

    def escalate_to(self, escalation: tuple[str, str]) -> str | None:
        if self.day < EXAMINATION_DAYS - 2:
            return None
        return escalation[0] if self.day == EXAMINATION_DAYS - 2 else escalation[1]


def clock(calendar: Calendar, received_at: datetime, now: datetime) -> Clock:
    receipt = calendar.day_of_receipt(received_at)
    last = calendar.after(receipt, EXAMINATION_DAYS)
    deadline = calendar.close_of(last)
    today = calendar.local_day(now)
    return Clock(
        received_at,
        receipt,
        last,
        deadline,
        calendar.between(receipt, today),
        calendar.between(today, last),
        now > deadline,
    )


def last_presentation_day(calendar: Calendar, expiry: date, shipped: date, period: int) -> date:
    """The expiry, or `period` calendar days after shipment if that is earlier (arts. 6 d, 14 c), moved over
    days on which the bank is regularly closed (art. 29 a), and over no other: what expired while it was
    closed by force majeure stays expired (art. 36). The latest day of shipment never moves (art. 29 c).
    """
    last = min(expiry, shipped + timedelta(days=period))
    while calendar.is_holiday(last):
        last += DAY
    return last
