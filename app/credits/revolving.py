"""Words and rules of amounts that revolve: they are available again, by time or on the bank's notice. UCP 600
has no article on it; it is market practice. The amount of the terms (field 32B) is that of one cycle, with
the tolerance (39A). Amounts are minor units of the credit's currency, days count from 1970-01-01.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

MOST_CYCLES = 60
MOST_NOTICES = MOST_CYCLES - 1


class Revolving(NamedTuple):
    """As in the chain's struct: the first days of cycles by time, or how many notices; whether what was not
    drawn is carried over. Nothing of it: the amount does not revolve.
    """

    first_days: tuple[int, ...] = ()
    notices: int = 0
    cumulative: bool = False

    @property
    def agreed(self) -> bool:
        return bool(self.first_days or self.notices)

    @property
    def by_time(self) -> bool:
        return bool(self.first_days)

    def begun(self, day: int) -> int:
        """How many cycles have, by that day."""
        return sum(first <= day for first in self.first_days)

    @property
    def most_cycles(self) -> int:
        """With every notice."""
        return len(self.first_days) or self.notices + 1


class Unit(Enum):
    DAYS = "days"
    MONTHS = "months"


def first_days(first: date, cycles: int, every: int, unit: Unit) -> Iterator[date]:
    """Of so many cycles. A month that lacks the day has its last day instead, and the next one has the day
    again. ValueError after the year 9999.
    """
    for place in range(cycles):
        if unit is Unit.DAYS:
            try:
                yield first + timedelta(days=place * every)
            except OverflowError as error:
                raise ValueError(str(error)) from None
        else:
            years, month = divmod(first.month - 1 + place * every, 12)
            year = first.year + years
            if year > date.max.year:
                raise ValueError("year is out of range")
            yield date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def revolving_faults(
    clause: Revolving, cycle: int, expiry: int, partial_drawings: bool
) -> Iterator[tuple[str, str]]:
    """JSON pointers into what was asked, and what is wrong there: what the chain would refuse at issue.
    `cycle` is the amount of one with the upper tolerance.
    """
    if not partial_drawings:
        yield "#/revolving", "the credit forbids partial drawings; expected 43P ALLOWED"
    days = clause.first_days
    if days and days[-1] > expiry:
        yield "#/revolving/by_time", "its last cycle begins after the credit's expiry; expected by the expiry"
    if days and days[0] < 1:
        yield "#/revolving/by_time/first_day", "is before 2 January 1970; expected a day of the credit"
    if cycle * clause.most_cycles >= 2**64:
        yield "#/revolving", "all cycles together are more than can be counted; expected a smaller amount"


@dataclass(frozen=True)
class Revolved:
    """How a credit stands whose amount revolves. `cycle` is the amount of one with the upper tolerance,
    `drawable` what may be drawn in all, `used` what of that is drawn or under presentation, and `drawings`
    the same as day of presentation and amount.
    """

    clause: Revolving
    cycle: int
    drawable: int
    used: int
    drawings: Sequence[tuple[int, int]]
    reinstated: int

    def drawn(self, place: int) -> int:
        """Of one cycle by time."""
        return sum(amount for day, amount in self.drawings if self.clause.begun(day) == place + 1)

    def available(self, day: int) -> int:
        """What may be presented for on that day, as the chain reckons."""
        rest = max(self.drawable - self.used, 0)
        if not self.clause.by_time:
            return rest
        begun = self.clause.begun(day)
        if begun == 0:
            return 0
        if self.clause.cumulative:
            return max(rest - self._later(begun) * self.cycle, 0)
        return min(max(self.cycle - self.drawn(begun - 1), 0), rest)

    def still(self, day: int, expiry: int) -> int:
        """What may be presented for on that day or later: what has lapsed is gone, and a cycle that would
        begin after the expiry never comes.
        """
        coming = sum(day < first <= expiry for first in self.clause.first_days)
        return min(self.available(day) + coming * self.cycle, max(self.drawable - self.used, 0))

    def counting(self, day: int) -> int:
        """How many cycles an amendment of the amount would be of, if it were accepted on that day."""
        return self._later(max(self.clause.begun(day), 1)) + 1

    def under(self, cycle: int, day: int) -> tuple[int, int]:
        """Of the cycle that runs on that day what is used, and what it would have with another amount."""
        if self.clause.by_time and not self.clause.cumulative:
            return self.drawn(max(self.clause.begun(day), 1) - 1), cycle
        return self.used, self.drawable - self.counting(day) * self.cycle + cycle

    def over(self, cycle: int, day: int) -> Revolved:
        """With another amount from the cycle on that runs on that day."""
        drawable = self.drawable + self.counting(day) * (cycle - self.cycle)
        return Revolved(self.clause, cycle, drawable, self.used, self.drawings, self.reinstated)

    @property
    def most(self) -> int:
        """What may ever be drawn, with every notice that is left."""
        return self.drawable + max(self.clause.notices - self.reinstated, 0) * self.cycle

    def _later(self, begun: int) -> int:
        return max(len(self.clause.first_days) - begun, 0)
