"""Identifiers: what passes, and for what does not, what would be right."""

from __future__ import annotations

import pytest

from app import identifiers
from app.identifiers import COUNTRIES, NotIdentifier


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (identifiers.lei, "529900T8BM49AURSDO55"),
        (identifiers.bic, "HZBKCNSHXXX"),
        (identifiers.bic, "DEUTDEFF"),
        (identifiers.bic, "NCBVXKPR"),
        (identifiers.imo_number, "9074729"),
        (identifiers.imo_number, "9811000"),
        (identifiers.container, "CSQU3054383"),
        (identifiers.container, "MWCU6059784"),
        (identifiers.container, "CBHU3202732"),
        (identifiers.container, "MSKU0000080"),
        (identifiers.un_locode, "CNSHA"),
        (identifiers.un_locode, "USNY9"),
        (identifiers.hs_code, "030743"),
        (identifiers.hs_code, "9018909900"),
        (identifiers.scac, "ESLN"),
        (identifiers.country, "DE"),
        (identifiers.uetr, "eb6305c9-1f7f-49de-aed0-16487c27b42d"),
    ],
)
def test_it_passes_and_comes_back(check, text):
    """INTEROP-34"""
    assert check(text) == text


@pytest.mark.parametrize(
    ("check", "text", "right"),
    [
        (identifiers.lei, "529900T8BM49AURSDO54", "check digits 55: 529900T8BM49AURSDO55"),
        (identifiers.lei, "529900T8BM49AURSDO5", "18 capital letters or digits and 2 digits"),
        (identifiers.bic, "HZBKCNS", "8 characters, or 11"),
        (identifiers.bic, "HZBKZZSH", "a country of ISO 3166 in places 5 and 6"),
        (identifiers.bic, "HZBKCNSHXX1\n", "8 characters, or 11"),
        (identifiers.bic, "hzbkcnsh", "4 letters, 2 letters of the country"),
        (identifiers.imo_number, "9074728", "check digit 9: 9074729"),
        (identifiers.imo_number, "907472", "7 digits"),
        (identifiers.container, "CSQU3054385", "check digit 3: CSQU3054383"),
        (identifiers.container, "MSKU0000081", "check digit 0: MSKU0000080"),
        (identifiers.container, "CSQA3054383", "3 capital letters, U, J or Z"),
        (identifiers.container, "CSQU305438", "3 capital letters, U, J or Z"),
        (identifiers.container, "csqu3054383", "3 capital letters, U, J or Z"),
        (identifiers.un_locode, "CN1GB", "3 letters or digits 2 to 9"),
        (identifiers.un_locode, "ZZABC", "a country of ISO 3166"),
        (identifiers.un_locode, "CNNG", "3 letters or digits 2 to 9"),
        (identifiers.hs_code, "990111", "chapter 01 to 97"),
        (identifiers.hs_code, "770111", "77 not used"),
        (identifiers.hs_code, "000111", "chapter 01 to 97"),
        (identifiers.hs_code, "0901", "6 to 12 digits"),
        (identifiers.uetr, "eb6305c9-1f7f-19de-aed0-16487c27b42d", "a UUID of version 4 in lower case"),
        (identifiers.uetr, "eb6305c9-1f7f-49de-ced0-16487c27b42d", "a UUID of version 4 in lower case"),
        (identifiers.uetr, "EB6305C9-1F7F-49DE-AED0-16487C27B42D", "a UUID of version 4 in lower case"),
        (identifiers.scac, "ESLN1", "2 to 4 capital letters"),
        (identifiers.country, "XX", "two capital letters"),
    ],
)
def test_it_is_refused_with_what_would_be_right(check, text, right):
    """INTEROP-34"""
    with pytest.raises(NotIdentifier) as refused:
        check(text)
    assert right in refused.value.expected
    assert text.strip() in str(refused.value)


def test_each_single_wrong_digit_of_a_container_number_is_found():
    """One where it holds: as remainders 10 and 0 both write 0, the standard itself misses a few elsewhere."""
    good = "CSQU3054383"
    for place in range(4, 10):
        for digit in set("0123456789") - {good[place]}:
            wrong = good[:place] + digit + good[place + 1 :]
            with pytest.raises(NotIdentifier):
                identifiers.container(wrong)


def test_the_full_bic_of_a_head_office_ends_in_xxx():
    assert identifiers.bic11("DEUTDEFF") == "DEUTDEFFXXX"
    assert identifiers.bic11("DEUTDEFF500") == "DEUTDEFF500"


def test_there_are_249_countries():
    assert len(COUNTRIES) == 249
    assert {"CN", "DE", "SS", "BQ", "GB"} <= COUNTRIES
    assert not {"UK", "AN", "SU", "EU"} & COUNTRIES
