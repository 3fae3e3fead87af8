"""What the chain counts, as people read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.days import LAST, day_of, days_of, moment_of


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2100, 2, 28), LAST])
def test_a_day_is_read_as_it_is_counted(day: date) -> None:
    """SERVICE-132"""
    assert day_of(days_of(day)) == day
    assert moment_of(days_of(day) * 86_400) == datetime(day.year, day.month, day.day, tzinfo=UTC)


def test_what_no_calendar_reaches_is_read_all_the_same() -> None:
    """SERVICE-132: and with a period, a tenor or a time zone on top of it."""
    assert day_of(2**32 - 1) == LAST
    assert day_of(2**32 - 1) + timedelta(days=2**16 - 1) > LAST
    assert moment_of(2**40 - 1).date() == LAST
