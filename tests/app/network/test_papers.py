"""Documents whose day to present is today, because a live chain's time is the world's."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.demo.papers import day_of_presentation, read
from app.interop.pairing import compare, presentation_window
from app.network.papers import for_today, moved_bill, moved_message

EXAMPLE = read(Path("examples/credit.txt"), Path("examples/bill.json"))


@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2027, 2, 28), date(2031, 12, 31)])
def test_every_date_moves_by_the_same_days(tmp_path: Path, today: date) -> None:
    """NETWORK-7: across months and years, also to a Saturday."""
    moved = for_today(tmp_path, today)
    days = today - day_of_presentation(EXAMPLE)
    for name in ("issue_date", "expiry_date", "latest_shipment"):
        assert getattr(moved.terms, name) == getattr(EXAMPLE.terms, name) + days, name
    assert moved.bill.on_board == EXAMPLE.bill.on_board + days
    assert moved.bill.issued == EXAMPLE.bill.issued + days
    first, last = presentation_window(moved.terms, moved.bill)
    assert first <= today <= last
    assert compare(moved.terms, moved.bill) == compare(EXAMPLE.terms, EXAMPLE.bill)


def test_nothing_but_dates_is_moved() -> None:
    """NETWORK-7: a number that looks like a day in another field stays."""
    week = timedelta(days=7)
    assert moved_message(":31C:260914\n:20:260914\n:31D:261231COLOMBO", week) == (
        ":31C:260921\n:20:260914\n:31D:270107COLOMBO"
    )
    assert moved_bill('{"a": "2026-12-30", "b": "SI-2026-12-30"}', week) == (
        '{"a": "2027-01-06", "b": "SI-2026-12-30"}'
    )
    changed = [
        (before, after)
        for before, after in zip(
            EXAMPLE.message.decode().splitlines(),
            moved_message(EXAMPLE.message.decode(), week).splitlines(),
            strict=True,
        )
        if before != after
    ]
    assert {re.match(r":(\w+):", before)[1] for before, _ in changed} == {"31C", "31D", "44C"}  # type: ignore[index]
