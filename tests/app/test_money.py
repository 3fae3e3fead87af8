"""Amounts are whole minor units; how many decimals they are written with is the currency's own."""

from __future__ import annotations

from datetime import date

import pytest

from app.money import CURRENCIES, LARGEST, Money, NotMoney, currency, currency_of_number

JPY, USD, KWD, CLF = (currency(code) for code in ("JPY", "USD", "KWD", "CLF"))


@pytest.mark.parametrize(
    ("unit", "minor", "decimal", "swift"),
    [
        (JPY, 48250000, "48250000", "48250000,"),
        (USD, 10000000, "100000.00", "100000,"),
        (USD, 31248050, "312480.50", "312480,50"),
        (USD, 5, "0.05", "0,05"),
        (KWD, 157850125, "157850.125", "157850,125"),
        (KWD, 1, "0.001", "0,001"),
        (CLF, 12345, "1.2345", "1,2345"),
        (USD, 0, "0.00", "0,"),
    ],
)
def test_an_amount_reads_as_it_is_written(unit, minor, decimal, swift):
    """INTEROP-33"""
    amount = Money(minor, unit)
    assert (amount.decimal(), amount.swift()) == (decimal, swift)
    assert Money.from_decimal(decimal, unit) == amount
    assert Money.from_swift(swift, unit) == amount


def test_fewer_decimals_than_the_currency_has_are_the_same_amount():
    assert Money.from_decimal("7", KWD) == Money.from_decimal("7.000", KWD) == Money.from_swift("7,0", KWD)


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("48250,125", USD, "48250,125 has 3 decimals; expected at most 2 decimals in USD"),
        ("48250000,0", JPY, "48250000,0 has 1 decimal; expected no decimals in JPY"),
        ("1,0000", KWD, "4 decimals; expected at most 3 decimals in KWD"),
        ("48250000", JPY, "no decimal comma"),
        (",50", USD, "no amount"),
        ("-5,", USD, "no amount"),
        ("1.000,00", USD, "no amount"),
        ("1,2,3", USD, "no amount"),
        ("1 000,", USD, "no amount"),
        ("١٢,", USD, "no amount"),
        ("", USD, "no decimal comma"),
        ("123456789012345,", USD, "16 characters; expected at most 15"),
    ],
)
def test_a_swift_amount_is_refused(text, unit, said):
    """INTEROP-9: comma always, 15 signs at most, decimals within the currency's."""
    with pytest.raises(NotMoney, match=said.replace("(", r"\(")):
        Money.from_swift(text, unit)


@pytest.mark.parametrize(
    "text", ["", "1,5", "01.00", "+1", "-1", "1.", ".5", "1e3", "NaN", "1.005", " 1", "1\n"]
)
def test_a_decimal_string_is_refused(text):
    with pytest.raises(NotMoney):
        Money.from_decimal(text, USD)


@pytest.mark.parametrize("text", ["1\n2", "1\x00", "1\x1b[31m", "1\ud800"])
def test_a_refusal_never_repeats_what_cannot_be_printed(text):
    for read in (Money.from_decimal, Money.from_swift):
        with pytest.raises(NotMoney) as refused:
            read(text, USD)
        assert str(refused.value).isprintable()


def test_an_amount_fits_the_chain():
    assert Money(LARGEST, JPY).minor == 2**64 - 1
    with pytest.raises(NotMoney, match="0 to 18446744073709551615"):
        Money(LARGEST + 1, JPY)
    with pytest.raises(NotMoney):
        Money(-1, JPY)
    with pytest.raises(NotMoney):
        Money.from_decimal("99999999999999999999", USD)


def test_a_percentage_never_rounds_up():
    assert Money(31248050, USD).with_percent(10) == Money(34372855, USD)
    assert Money(999, JPY).with_percent(5) == Money(1048, JPY)
    assert Money(999, JPY).with_percent(-5) == Money(949, JPY)


def test_the_currency_list_is_sound():
    """INTEROP-33"""
    active = [unit for unit in CURRENCIES.values() if unit.until is None]
    assert len({unit.numeric for unit in active}) == len(active) == 165
    by_decimals = {places: {u.alpha for u in active if u.decimals == places} for places in (0, 3, 4)}
    assert by_decimals[3] == {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
    assert by_decimals[4] == {"CLF", "UYW"}
    assert {"JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF"} <= by_decimals[0]
    assert currency_of_number(currency("USD").numeric) is USD
    assert currency_of_number(8) is currency("ALL")


@pytest.mark.parametrize("code", ["XYQ", "CNH", "usd", "", "US", "XAU", "XXX"])
def test_what_is_no_currency_of_payment_is_refused_by_its_code(code):
    with pytest.raises(NotMoney, match=code or "no currency code"):
        currency(code)


def test_a_number_of_no_currency_is_refused():
    with pytest.raises(NotMoney, match="000 is no currency number"):
        currency_of_number(0)


def test_a_withdrawn_currency_is_known_until_its_last_day():
    kuna = currency("HRK")
    assert kuna.in_use(date(2022, 12, 31))
    assert not kuna.in_use(date(2023, 1, 1))
    assert USD.in_use(date(2200, 1, 1))
