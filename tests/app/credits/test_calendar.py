"""Banking days: five of them following the day of receipt, by the calendar of the bank's place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from app.credits.calendar import (
    USUAL,
    Calendar,
    NotACalendar,
    calendar_of,
    clock,
    last_presentation_day,
)

THURSDAY = date(2026, 2, 5)
PEOPLE = ("K. Tamm", "M. Saar")


def a_calendar(
    *,
    weekend: tuple[int, ...] = (6, 7),
    holidays: tuple[date, ...] = (),
    zone: str = "Europe/Tallinn",
    interruptions: tuple[date, ...] = (),
) -> Calendar:
    return calendar_of("Tallinn 1", weekend, holidays, time(17), zone, PEOPLE, interruptions)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In February 2026, UTC: Tallinn is two hours ahead."""
    return datetime(2026, 2, day, hour, minute, tzinfo=UTC)


def test_received_on_a_thursday_ends_at_close_on_the_next_thursday() -> None:
    """SCREDITS-8"""
    running = clock(a_calendar(), at(5, 10), at(5, 10))
    assert running.day_of_receipt == THURSDAY
    assert running.last_day == date(2026, 2, 12)
    assert running.deadline == at(12, 15)
    assert running.days_left == 5


def test_received_at_the_second_of_closing_is_received_that_day() -> None:
    assert clock(a_calendar(), at(5, 15), at(5, 15)).day_of_receipt == THURSDAY


def test_received_after_hours_is_received_on_the_next_banking_day() -> None:
    """SCREDITS-8"""
    running = clock(a_calendar(), at(5, 15, 1), at(5, 16))
    assert running.day_of_receipt == date(2026, 2, 6)
    assert running.last_day == date(2026, 2, 13)


def test_received_on_a_friday_night_is_received_on_monday() -> None:
    assert clock(a_calendar(), at(6, 20), at(6, 20)).day_of_receipt == date(2026, 2, 9)


def test_a_closed_day_has_an_open_one_before_it_and_after_it() -> None:
    closed = a_calendar(holidays=(date(2026, 2, 9),))
    for day in (date(2026, 2, 7), date(2026, 2, 8), date(2026, 2, 9)):
        assert closed.last_open(day) == date(2026, 2, 6)
        assert closed.next_open(day) == date(2026, 2, 10)
    assert closed.last_open(THURSDAY) == closed.next_open(THURSDAY) == THURSDAY


def test_holidays_and_the_branch_s_own_weekend_are_no_banking_days() -> None:
    closed = a_calendar(holidays=(date(2026, 2, 9), date(2026, 2, 12)))
    assert clock(closed, at(5, 10), at(5, 10)).last_day == date(2026, 2, 16)
    friday_and_saturday = a_calendar(weekend=(5, 6), zone="Asia/Riyadh")
    assert clock(friday_and_saturday, at(5, 10), at(5, 10)).last_day == date(2026, 2, 12)


def test_the_day_is_that_of_the_bank_s_place() -> None:
    """At 23:30 UTC on Wednesday it is Thursday in Tallinn, and Wednesday in New York."""
    assert a_calendar().local_day(at(4, 23, 30)) == THURSDAY
    assert a_calendar(zone="America/New_York").local_day(at(4, 23, 30)) == date(2026, 2, 4)


def test_close_of_business_follows_summer_time() -> None:
    assert a_calendar().close_of(date(2026, 7, 1)) == datetime(2026, 7, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "day", "left", "told"),
    [
        (at(5, 10), 0, 5, None),
        (at(6, 10), 1, 4, None),
        (at(8, 10), 1, 4, None),
        (at(9, 10), 2, 3, None),
        (at(10, 10), 3, 2, "K. Tamm"),
        (at(11, 10), 4, 1, "M. Saar"),
        (at(12, 10), 5, 0, "M. Saar"),
    ],
)
def test_the_third_and_the_fourth_day_are_told_by_name(
    now: datetime, day: int, left: int, told: str | None
) -> None:
    """SCREDITS-9"""
    running = clock(a_calendar(), at(5, 10), now)
    assert (running.day, running.days_left, running.overdue) == (day, left, False)
    assert running.escalate_to(PEOPLE) == told
    assert (told or "banking day") in running.words(PEOPLE)


def test_after_close_of_the_last_day_a_refusal_is_precluded() -> None:
    running = clock(a_calendar(), at(5, 10), at(12, 15, 1))
    assert running.overdue
    assert "precluded" in running.words(PEOPLE)
    assert not clock(a_calendar(), at(5, 10), at(12, 15)).overdue


@pytest.mark.parametrize(
    ("expiry", "shipped", "last"),
    [
        (date(2026, 3, 31), date(2026, 2, 2), date(2026, 2, 23)),
        (date(2026, 2, 10), date(2026, 2, 2), date(2026, 2, 10)),
        (date(2026, 2, 14), date(2026, 2, 2), date(2026, 2, 16)),
        (date(2026, 3, 31), date(2026, 1, 24), date(2026, 2, 16)),
    ],
    ids=["period after shipment", "expiry", "expiry on a Saturday", "period ends on a Saturday"],
)
def test_the_last_day_to_present_moves_to_an_open_day(expiry: date, shipped: date, last: date) -> None:
    """SCREDITS-10"""
    assert last_presentation_day(a_calendar(), expiry, shipped, 21) == last


@pytest.mark.parametrize(
    ("expiry", "last"),
    [
        (date(2026, 2, 11), date(2026, 2, 11)),
        (date(2026, 2, 7), date(2026, 2, 9)),
        (date(2026, 2, 14), date(2026, 2, 16)),
    ],
    ids=["on a closed Wednesday", "on the Saturday before it", "on the Saturday after it"],
)
def test_what_expires_while_force_majeure_closes_the_bank_stays_expired(expiry: date, last: date) -> None:
    """SCREDITS-38: closed from Monday 9 to Friday 13 (art. 36); weekends move, as ever (art. 29 a)."""
    closed = a_calendar(interruptions=tuple(date(2026, 2, n) for n in range(9, 14)))
    assert last_presentation_day(closed, expiry, date(2026, 2, 2), 21) == last
    assert clock(closed, at(5, 10), at(5, 10)).last_day == date(2026, 2, 19)
    assert Calendar.read(closed.written()) == closed


def test_an_interruption_may_be_longer_than_any_holiday() -> None:
    """SCREDITS-38"""
    closed = a_calendar(interruptions=tuple(date(2026, 2, n) for n in range(1, 29)))
    assert closed.next_open(date(2026, 2, 2)) == date(2026, 3, 2)


def test_a_calendar_is_read_as_it_was_written() -> None:
    made = a_calendar(holidays=(date(2026, 4, 3), date(2026, 2, 24)))
    assert Calendar.read(made.written()) == made
    assert made.written() == a_calendar(holidays=(date(2026, 2, 24), date(2026, 4, 3))).written()
    assert made.written() != USUAL.written()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"weekend": (1, 2, 3, 4, 5, 6, 7)}, "not all of them"),
        ({"weekend": (0,)}, "from 1 to 7"),
        ({"zone": "Mars/Olympus"}, "no time zone"),
        ({"zone": "../etc/passwd"}, "no time zone"),
        ({"holidays": tuple(date(2026, 2, n) for n in range(2, 14))}, "closed for more than 10 days"),
    ],
    ids=["never open", "no weekday", "no zone", "a path", "closed too long"],
)
def test_what_is_no_calendar_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(NotACalendar, match=said):
        a_calendar(**wrong)  # type: ignore[arg-type]


def test_ten_closed_days_in_a_row_are_the_most() -> None:
    """Six closed weekdays between and beside two weekends: as much as the chain lets a last day move."""
    closed = tuple(date(2026, 2, n) for n in (2, 3, 4, 5, 6, 9))
    assert (a_calendar(holidays=closed).next_open(date(2026, 1, 31)) - date(2026, 1, 31)).days == 10
    with pytest.raises(NotACalendar, match="closed for more than 10 days from 2026-01-31"):
        a_calendar(holidays=(*closed, date(2026, 2, 10)))
