"""Days and seconds as the chain counts them, and the dates that people read.

A contract takes from anybody whatever number its type holds. What no calendar reaches reads as the last day
here, so that a stranger's number stops nobody's list.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

EPOCH = date(1970, 1, 1)
LAST = date(8999, 12, 31)
"""A period or a tenor, 65,535 days at most, counts on from it."""


def days_of(day: date | None) -> int:
    """As the chain counts; 0 for none."""
    return (day - EPOCH).days if day else 0


def day_of(days: int) -> date:
    return EPOCH + timedelta(days=min(days, days_of(LAST)))


def moment_of(seconds: int) -> datetime:
    return datetime.fromtimestamp(min(seconds, days_of(LAST) * 86_400), UTC)
