"""What stays of numbers, amounts and texts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.receivables.likeness.traits import (
    alike,
    core,
    numbering,
    read_alike,
    size,
    sizes_beside,
    slipped,
    swapped,
)


@pytest.mark.parametrize(
    "number",
    [
        "INV-2026-00417",
        "2026/417",
        "RE417-A",
        "417/2",
        "INV202600417",
        "417/03/2026",
        "417-26",
        "SI/26/417",
        "417",
    ],
)
def test_the_counter_is_found_in_every_style(number: str) -> None:
    assert core(number, 2026) == "417"


def test_numbers_of_one_series_have_one_shape_and_of_one_style_one_mask() -> None:
    march, april = numbering("FV 17/03/2026"), numbering("FV 8/04/2026")
    assert march is not None
    assert april is not None
    assert (march.counter, april.counter) == (17, 8)
    assert march.shape != april.shape
    assert march.mask == april.mask == "FV #/#/#"
    assert numbering("no digits") is None
    assert core("none") == ""


def test_signs_that_are_misread_for_each_other_are_one() -> None:
    assert read_alike("INV-1O5B") == read_alike("1NV-I058") != read_alike("INV-1057")


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("1234", "1324", True),
        ("1234", "124", True),
        ("1234", "1235", False),
        ("90", "89", False),
        ("12", "12", False),
    ],
)
def test_a_slip_is_two_signs_exchanged_or_one_left_out(one: str, other: str, slip: bool) -> None:
    assert slipped(one, other) is slipped(other, one) is slip


@given(minor=st.integers(1, 2**63), permille=st.integers(0, 14))
def test_amounts_within_one_and_a_half_percent_are_found(minor: int, permille: int) -> None:
    away = minor * permille // 1000
    assert {size(minor + away), size(minor - away)} <= set(sizes_beside(minor))


def test_day_and_month_change_places() -> None:
    assert swapped(date(2026, 3, 4)) == date(2026, 4, 3)
    assert swapped(date(2026, 3, 13)) is swapped(date(2026, 3, 3)) is None


def test_texts_are_alike_by_the_trigrams_that_they_share() -> None:
    text = "Cold rolled steel coils, grade DC01, 1.0 x 1250 mm"
    assert alike(text, "COLD ROLLED STEEL COILS GRADE DC01, 1.0 x 1250") >= 75
    assert alike(text, "Frozen shrimp HLSO 21/25 in cartons") < 20
    assert alike(text, text) == 100
    assert alike(text, "") == alike("", "") == 0
