"""Which documents are the same: whatever the spelling, and when one field is altered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict
from app.identifiers import NotIdentifier
from app.money import Money, currency
from app.receivables.documents import Document, Organisation, normalised, number_of
from app.receivables.fingerprints import combinations
from tests.app.receivables.builders import (
    BUYER,
    OTHER,
    SELLER,
    a_bill,
    a_declaration,
    an_invoice,
    an_order,
    dollars,
)


def common(one: Document, other: Document) -> int:
    return len(shared(one, other))


def shared(one: Document, other: Document) -> set[bytes]:
    return set(combinations(one)) & set(combinations(other))


# --------------------------------------------------------------------------------------------------- spelling


@pytest.mark.parametrize(
    "spelled",
    [
        "inv-2026-00417",
        "INV 2026 00417",
        "INV/2026/00417",
        "ＩＮＶ－２０２６－００４１７",
        "Inv.2026.٠٠٤١٧",
        "ÍNV202600417",
    ],
)
def test_case_width_punctuation_accents_and_script_do_not_matter(spelled: str) -> None:
    """SRECEIVABLES-8"""
    assert combinations(an_invoice(number=spelled)) == combinations(an_invoice())


@pytest.mark.parametrize(
    ("one", "other"), [("0417", "417"), ("A-0417", "A417"), ("000", "0"), ("00A007", "0A7")]
)
def test_leading_zeros_do_not_matter(one: str, other: str) -> None:
    """SRECEIVABLES-8"""
    assert combinations(an_invoice(number=one)) == combinations(an_invoice(number=other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PAZ-2026-00731", "PAZ 2026/731"),
        ("PAZ202600731", "PAZ 2026/731"),
        ("12/0045", "12-45"),
        ("PÁZ 2026.00731", "paz-２０２６-٠٧٣١"),
    ],
)
@pytest.mark.parametrize("altered", [{}, {"amount": dollars("48250.01")}, {"issued": date(2026, 4, 3)}])
def test_zeros_behind_a_separator_do_not_matter(one: str, other: str, altered: dict[str, Any]) -> None:
    """SRECEIVABLES-8, SRECEIVABLES-9: neither with another amount nor with another date."""
    assert common(an_invoice(number=one), an_invoice(number=other, **altered))


@pytest.mark.parametrize(
    ("one", "other"),
    [("2026/01/015", "2026/11/005"), ("2026-10", "2026-1"), ("1/20", "12/0"), ("10-1", "1-01")],
)
def test_two_numbers_of_one_series_stay_two(one: str, other: str) -> None:
    """SRECEIVABLES-9: counters that begin anew each month, and one that is ten times another."""
    assert not any(b'"parts"' in each for each in shared(an_invoice(number=one), an_invoice(number=other)))


@pytest.mark.parametrize(
    ("one", "other"), [("417", "4170"), ("INV-418", "INV-417"), ("A417", "B417"), ("100", "1")]
)
def test_other_numbers_stay_other_numbers(one: str, other: str) -> None:
    """SRECEIVABLES-8"""
    assert not common(an_invoice(number=one), an_invoice(number=other))


@given(st.text())
def test_what_is_normalised_stays_as_it_is(text: str) -> None:
    once = number_of(text)
    assert number_of(once) == once
    assert normalised(normalised(text)) == normalised(text)


# ----------------------------------------------------------------------------------------------- combinations


@pytest.mark.parametrize(
    "altered",
    [{"amount": dollars("48250.01")}, {"issued": date(2026, 4, 3)}, {"buyer": OTHER}],
    ids=["amount", "date", "buyer"],
)
@pytest.mark.parametrize("made", [an_invoice, an_order])
def test_a_sale_with_one_field_altered_is_known_again(made: Any, altered: dict[str, Any]) -> None:
    """SRECEIVABLES-9"""
    if made is an_order and "buyer" in altered:
        altered = {"seller": OTHER}
    assert 0 < common(made(), made(**altered)) < len(combinations(made()))


def test_a_number_that_begins_anew_each_year_is_another_document() -> None:
    """SRECEIVABLES-9"""
    assert not common(an_invoice(number="12"), an_invoice(number="12", issued=date(2027, 3, 4)))


def test_equal_amounts_on_one_day_are_two_invoices() -> None:
    """SRECEIVABLES-9"""
    assert not common(an_invoice(), an_invoice(number="INV-2026-00418"))


def test_another_seller_s_equal_number_is_another_invoice() -> None:
    """SRECEIVABLES-9"""
    assert not common(an_invoice(), an_invoice(seller=OTHER))


def test_one_identifier_in_common_is_enough() -> None:
    """SRECEIVABLES-8"""
    by_lei = an_invoice(seller=replace(SELLER, registration=""))
    by_number = an_invoice(seller=replace(SELLER, lei=""))
    assert common(an_invoice(), by_lei) == common(an_invoice(), by_number) == 3
    assert not common(by_lei, by_number)
    spelled = an_invoice(
        seller=Organisation(lei="529900t8bm49 aurs do55"), buyer=Organisation("", "de:hrb98765")
    )
    assert common(by_lei, spelled) == 3


def test_an_order_and_its_invoice_with_one_number_are_two_documents() -> None:
    """SRECEIVABLES-9"""
    assert not common(an_invoice(number="7731"), an_order(number="7731"))


def test_a_bill_is_known_with_and_without_its_carrier_s_code() -> None:
    """SRECEIVABLES-9"""
    assert combinations(a_bill(number="214365879")) == combinations(a_bill())
    assert common(a_bill(), a_bill(carrier="SEAU", number="214365879")) == 1
    assert common(a_bill(), a_bill(shipped=date(2026, 3, 2))) == 1
    assert not common(a_bill(), a_bill(number="214365880"))


def test_a_declaration_is_its_country_s_number() -> None:
    """SRECEIVABLES-9"""
    assert common(a_declaration(), a_declaration(goods="", accepted=date(2026, 3, 1))) == 1
    assert not common(a_declaration(), a_declaration(country="FI"))


def test_no_two_lists_of_fields_give_the_same_bytes() -> None:
    """SRECEIVABLES-9"""
    yen = Money(4825000, currency("JPY"))
    every = [
        combinations(document)
        for document in (
            an_invoice(), an_order(), a_bill(), a_declaration(), an_invoice(number="INV"),
            an_invoice(amount=yen, number="1"), an_invoice(number="11"),
        )
    ]  # fmt: skip
    everything = sorted(one for found in every for one in found)
    assert all(one != other for one, other in pairwise(everything))


def test_the_bytes_are_these_for_ever() -> None:
    """SRECEIVABLES-9: another spelling would make every document that was financed before unknown."""
    assert combinations(an_invoice(seller=Organisation(registration="EE:10234567"))) == (
        b'["entrepot/1","invoice","amount","EE:10234567","INV202600417",2026,"USD",4825000]',
        b'["entrepot/1","invoice","date","EE:10234567","INV202600417","2026-03-04"]',
        b'["entrepot/1","invoice","parts","EE:10234567","DE:HRB98765",3,"INV","2026","417",2026]',
    )
    assert combinations(a_bill()) == (
        b'["entrepot/1","bill","carrier","MAEU","214365879"]',
        b'["entrepot/1","bill","shipped","214365879","2026-03-01"]',
    )
    assert combinations(a_declaration()) == (
        b'["entrepot/1","declaration","country","EE","26EE4710E123456"]',
    )
    assert len(combinations(an_invoice())) == 6
    assert combinations(an_order(seller=BUYER, buyer=OTHER))[0] == (
        b'["entrepot/1","order","amount","PL:123456","PO7731",2026,"USD",4825000]'
    )


# ---------------------------------------------------------------------------------------------------- refused


def test_a_name_is_no_identifier() -> None:
    """SRECEIVABLES-8"""
    with pytest.raises(Conflict) as error:
        Organisation()
    assert error.value.refusal.code == "organisation-without-identifier"
    with pytest.raises(NotIdentifier, match="ends in 56; expected check digits 55"):
        Organisation(lei="529900T8BM49AURSDO56")
    with pytest.raises(NotIdentifier, match="no country"):
        Organisation(registration="10234567")


def test_a_document_without_a_number_has_no_combination() -> None:
    """SRECEIVABLES-8"""
    for document in (
        an_invoice(number=" - "),
        an_order(number=""),
        a_bill(number="MAEU"),
        a_declaration(number="/"),
    ):
        with pytest.raises(Conflict) as error:
            combinations(document)
        assert error.value.refusal.code == "number-without-signs"
    with pytest.raises(NotIdentifier, match="no SCAC"):
        combinations(a_bill(carrier="M43RSK"))
