"""The rules of a standby by themselves: how an expiry moves, and what a calendar makes of a demand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from app.credits.calendar import calendar_of
from app.standbys.domain import Course, clock_words, days_of, liability, times

MONDAY = date(2026, 2, 2)


def day_by_day(course: Course, first: int, today: int) -> int:
    """As the sentence says it, and not as it is reckoned."""
    expiry, now = course.expiry, first
    while now <= today:
        if now > expiry - course.notice_days and expiry < course.final_expiry and not course.ends:
            expiry = min(expiry + course.extension, course.final_expiry)
        else:
            now += 1
    return expiry


@pytest.mark.parametrize(
    "course",
    [
        Course(60, 150, 30, 10, False),
        Course(60, 155, 30, 0, False),
        Course(3, 40, 7, 3, False),
        Course(1, 400, 2, 1, False),
        Course(60, 150, 30, 10, True),
    ],
)
def test_the_expiry_of_every_day_is_that_of_the_days_before(course: Course) -> None:
    """SSTANDBYS-9"""
    for today in range(200):
        assert course.on(today) == day_by_day(course, 0, today), f"on day {today}"


def test_what_does_not_extend_stays() -> None:
    """SSTANDBYS-9: and has no last day for a notice."""
    course = Course(60, 60, 0, 0, False)
    assert (course.on(999), course.last_notice(0)) == (60, None)


@pytest.mark.parametrize(("today", "last"), [(0, 50), (50, 50), (51, 80), (110, 110), (111, None)])
def test_the_last_day_for_a_notice_moves_with_the_expiry(today: int, last: int | None) -> None:
    """SSTANDBYS-9: in the last period there is none."""
    assert Course(60, 150, 30, 10, False).last_notice(today) == last


@pytest.mark.parametrize(
    ("moment", "receipt", "third", "seventh"),
    [
        (datetime(2026, 2, 2, 10, tzinfo=UTC), MONDAY, date(2026, 2, 5), date(2026, 2, 12)),
        (datetime(2026, 2, 2, 18, tzinfo=UTC), date(2026, 2, 3), date(2026, 2, 6), date(2026, 2, 13)),
        (datetime(2026, 2, 7, 10, tzinfo=UTC), date(2026, 2, 10), date(2026, 2, 13), date(2026, 2, 19)),
    ],
)
def test_business_days_are_those_of_the_branch(
    moment: datetime, receipt: date, third: date, seventh: date
) -> None:
    """SSTANDBYS-5: after close of business it is the next day; Monday the ninth is closed."""
    calendar = calendar_of("2026", (6, 7), [date(2026, 2, 9)], time(17), "UTC", ("first", "second"))
    found = times(calendar, moment, days_of(date(2026, 2, 7)))
    assert (found.day_of_receipt, found.third.date(), found.seventh.date()) == (receipt, third, seventh)
    assert found.third.hour == found.seventh.hour == 17
    assert found.last_day == date(2026, 2, 10), "a Saturday, moved over Sunday and the closed Monday"


def test_the_clock_says_what_a_notice_now_would_be_worth() -> None:
    """SSTANDBYS-5: who asks to extend or pay consents to seven days."""
    calendar = calendar_of("2026", (6, 7), [], time(17), "UTC", ("first", "second"))
    found = times(calendar, datetime(2026, 2, 2, 10, tzinfo=UTC), days_of(date(2026, 6, 1)))
    tuesday, friday, later = (datetime(2026, 2, day, 10, tzinfo=UTC) for day in (3, 6, 28))
    assert "2026-02-05T17:00+00:00 is not unreasonable" in clock_words(found, tuesday, False)
    assert "for others to judge" in clock_words(found, friday, False)
    assert "2026-02-11T17:00+00:00 is not unreasonable" in clock_words(found, friday, True)
    assert "precluded" in clock_words(found, later, True)


def test_liability_ends_with_the_time_for_demands() -> None:
    """SSTANDBYS-12"""
    assert liability(True, 100, 30, 20) == 70
    assert liability(False, 100, 30, 20) == 20
