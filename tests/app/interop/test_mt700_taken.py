"""What an MT 700 says, and that nothing of it is lost on the way in and out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from app.credits.terms import (
    AvailableBy,
    Bank,
    Confirmation,
    From,
    Party,
    Permission,
    Tenor,
    items,
)
from app.interop.swift import framing, mt700
from app.interop.swift.mt700_fields import ROWS
from app.money import Money, currency
from tests.app.interop.builders import CREDIT, a_message, terms


def test_the_example_says_what_it_says():
    """INTEROP-17: the terms are the message's words and values."""
    said = mt700.parse(CREDIT).terms
    assert said.reference == "KDR/LC/26/00318"
    assert (said.form, said.rules) == ("IRREVOCABLE", "UCP LATEST VERSION")
    assert (said.issue_date, said.expiry_date, said.latest_shipment) == (
        date(2026, 9, 14),
        date(2026, 12, 15),
        date(2026, 11, 20),
    )
    assert said.expiry_place == "COLOMBO"
    assert (said.issuing_bank, said.advising_bank) == ("KADREE2XXXX", "SERELKLXXXX")
    assert said.applicant.name == "KALAMAJA TEA HOUSE OU"
    beneficiary = ("RUHUNA LEAF EXPORTS (PVT) LTD", "62 GALLE ROAD", "COLOMBO 00300", "SRI LANKA")
    assert said.beneficiary == Party(beneficiary, "0071540028119")
    assert said.amount == Money(18435075, currency("EUR"))
    assert (said.tolerance_plus, said.tolerance_minus) == (5, 5)
    assert said.most == Money(19356828, currency("EUR"))
    assert (said.available_with, said.available_by) == (Bank("SERELKLXXXX"), AvailableBy.PAYMENT)
    assert (said.drafts_at[0], said.drawee) == ("AT SIGHT", Bank("KADREE2XXXX"))
    assert (said.partial_shipments, said.transhipment) == (Permission.NOT_ALLOWED, Permission.ALLOWED)
    assert (said.port_of_loading, said.port_of_discharge) == ("COLOMBO", "TALLINN")
    assert (said.presentation_days, said.presentation_text) == (21, "DAYS AFTER DATE OF SHIPMENT")
    assert said.confirmation is Confirmation.WITHOUT
    assert len(items(said.goods)) == 2
    assert items(said.documents)[1].startswith(
        "FULL SET OF CLEAN ON BOARD BILLS OF LADING MADE OUT TO ORDER AND"
    )
    assert said.source_sha256 == hashlib.sha256(CREDIT).hexdigest()


def test_what_a_credit_leaves_out_is_silent():
    """INTEROP-17"""
    optional = [tag for row in ROWS if not row.mandatory for tag in row.tags if f":{tag}:" in CREDIT.decode()]
    said = terms(**{f"f{tag}": None for tag in optional})
    assert (said.tolerance_plus, said.latest_shipment, said.partial_shipments) == (0, None, None)
    assert (said.presentation_days, said.presentation_text) == (21, None)
    assert (said.goods, said.drawee, said.port_of_loading) == ((), None, None)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("JPY48250000,", "48250000"),
        ("KWD157850,125", "157850.125"),
        ("KWD0,001", "0.001"),
        ("USD312480,5", "312480.50"),
        ("USD00012,00", "12.00"),
        ("CLF1,2345", "1.2345"),
        ("USD12345678901234,", "12345678901234.00"),
    ],
)
def test_amounts_of_currencies_with_and_without_decimals(text, amount):
    """INTEROP-9"""
    assert terms(f32B=text).amount.decimal() == amount


@pytest.mark.parametrize(
    ("issue", "expiry", "year"),
    [("190405", "190731", 2019), ("800105", "800201", 1980), ("791105", "791201", 2079)],
)
def test_the_century_of_a_day(issue, expiry, year):
    """INTEROP-10"""
    said = terms(f31C=issue, f31D=f"{expiry}SANTOS", f44C=None)
    assert (said.issue_date.year, said.expiry_date.year) == (year, year)


def test_any_leap_day_that_exists():
    """INTEROP-10"""
    assert terms(f31D="280229COLOMBO").expiry_date == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        (
            {"f41D": "ANY BANK IN SRI LANKA\nBY PAYMENT"},
            "available_with",
            Bank(lines=("ANY BANK IN SRI LANKA",)),
        ),
        ({"f41A": "SERELKLX\nBY PAYMENT"}, "available_with", Bank("SERELKLXXXX")),
        ({"f42A": "/D/12345\nKADREE2X"}, "drawee", Bank("KADREE2XXXX", account="D/12345")),
        ({"f42D": "KADRIORG BANK\nTALLINN"}, "drawee", Bank(lines=("KADRIORG BANK", "TALLINN"))),
        ({"f49": "MAY ADD", "f58A": "SERELKLX"}, "confirming_bank", Bank("SERELKLXXXX")),
        ({"f57A": "HATNLKLXXXX"}, "second_advising_bank", Bank("HATNLKLXXXX")),
        ({"f51D": "A SAVINGS BANK"}, "applicant_bank", Bank(lines=("A SAVINGS BANK",))),
        ({"f53A": "DEUTDEFF"}, "reimbursing_bank", Bank("DEUTDEFFXXX")),
        ({"f39A": "10/0"}, "tolerance_plus", 10),
        ({"f39C": "FREIGHT\nAND INSURANCE"}, "additional_amounts", ("FREIGHT", "AND INSURANCE")),
        ({"f48": "14/DAYS AFTER DATE OF SHIPMENT"}, "presentation_days", 14),
        ({"f48": "7"}, "presentation_days", 7),
        ({"f40E": "UCPURR LATEST VERSION"}, "rules", "UCPURR LATEST VERSION"),
        ({"f43P": "CONDITIONAL"}, "partial_shipments", Permission.CONDITIONAL),
        ({"f44C": None, "f44D": "IN NOVEMBER 2026"}, "shipment_period", ("IN NOVEMBER 2026",)),
        ({"f49H": "+FOR THE BANK ONLY"}, "special_for_bank", ("+FOR THE BANK ONLY",)),
        ({"f49G": "+FOR THE SELLER"}, "special_for_beneficiary", ("+FOR THE SELLER",)),
        ({"f42C": "AT SIGHT FOR 100 PCT"}, "drafts_at", ("AT SIGHT FOR 100 PCT",)),
        ({"f49": "CONFIRM", "f58A": "SERELKLX"}, "confirmation", Confirmation.CONFIRM),
        ({"f41D": "ANY BANK\nBY NEGOTIATION"}, "available_by", AvailableBy.NEGOTIATION),
        (
            {"f41A": "SERELKLX\nBY ACCEPTANCE", "f42C": "60 DAYS AFTER BILL OF LADING DATE"},
            "tenors",
            (Tenor(100, From.SHIPMENT, 60),),
        ),
        (
            {"f41A": "SERELKLX\nBY DEF PAYMENT", "f42C": None, "f42A": None, "f42P": "90 DAYS FROM SHIPMENT"},
            "tenors",
            (Tenor(100, From.SHIPMENT, 90),),
        ),
        (
            {"f41A": "SERELKLX\nBY NEGOTIATION", "f42C": "60 DAYS SIGHT\nFOR 100 PCT"},
            "tenors",
            (Tenor(100, From.SIGHT, 60),),
        ),
        (
            {
                **{"f41A": "SERELKLX\nBY MIXED PYMT", "f42C": None, "f42A": None},
                "f42M": "30 PCT AT SIGHT\n70 PCT 45 DAYS AFTER INVOICE DATE",
            },
            "tenors",
            (Tenor(30, From.SIGHT, 0), Tenor(70, From.INVOICE, 45)),
        ),
    ],
)
def test_what_a_field_says_and_that_it_is_said_again(fields, field, value):
    """INTEROP-17, INTEROP-35: terms that are written and read again are the same terms."""
    raw = a_message(**fields)
    said = mt700.parse(raw).terms
    assert getattr(said, field) == value
    again = mt700.parse(mt700.write(said)).terms
    assert replace(again, source_sha256="") == replace(said, source_sha256="")
    assert framing.write(mt700.parse(raw).message) == raw


def test_the_text_of_the_example_is_written_again_to_the_byte():
    """INTEROP-17"""
    written = mt700.write(mt700.parse(CREDIT).terms)
    text = slice(CREDIT.index(b"{4:"), CREDIT.index(b"-}") + 2)
    assert written[written.index(b"{4:") :] == CREDIT[text]
    assert written.startswith(b"{1:F01KADREE2XAXXX0000000000}{2:I700SERELKLXXXXXN}{4:")


@pytest.mark.parametrize(
    "raw",
    [
        CREDIT,
        CREDIT.replace(b"\r\n", b"\n"),
        b"\xef\xbb\xbf" + CREDIT,
        CREDIT.rstrip(),
        CREDIT + b"\r\n\r\n",
        CREDIT.replace(b"}{", b"}\r\n{"),
        CREDIT.replace(b"{5:{CHK:000000000000}}", b""),
        CREDIT.replace(b"{5:", b"{5:{MAC:00000000}").replace(b"}}\r\n", b"}}{S:{SAC:}}\r\n"),
        CREDIT.replace(b"{3:{108:KDR-LC-26-00318}}", b""),
        CREDIT.replace(b"BOP1, CROP", b"BOP1 {A} CROP".replace(b"}", b" ")),
        a_message(f71D="ALL CHARGES  \n  INDENTED"),
    ],
    ids=["crlf", "lf", "bom", "no end", "more ends", "spread", "no 5", "S", "no 3", "brace", "spaces"],
)
def test_every_byte_comes_back(raw):
    """INTEROP-5"""
    read = mt700.parse(raw)
    assert framing.write(read.message) == raw
    assert read.raw == raw


def test_sender_and_receiver_of_a_message_as_it_was_received():
    """INTEROP-18"""
    received = CREDIT.replace(b"{1:F01KADREE2XAXXX0000000000}", b"{1:F01SERELKLXAXXX4321123456}")
    received = received.replace(
        b"{2:I700SERELKLXXXXXN}", b"{2:O7001204260914KADREE2XAXXX00010000012609141204N}"
    )
    said = mt700.parse(received).terms
    assert (said.issuing_bank, said.advising_bank) == ("KADREE2XXXX", "SERELKLXXXX")
    assert framing.write(mt700.parse(received).message) == received


def test_sender_and_receiver_with_their_branches():
    """INTEROP-18"""
    raw = CREDIT.replace(b"KADREE2XAXXX", b"KADREE2XA500").replace(b"SERELKLXXXXXN", b"SERELKLXX021U3003")
    said = mt700.parse(raw).terms
    assert (said.issuing_bank, said.advising_bank) == ("KADREE2X500", "SERELKLX021")


def test_every_tag_has_its_fate():
    """INTEROP-19: dropped is only the sequence, rejected are only the ways of payment that are not built."""
    fates = {fate: [row.tag for row in ROWS if row.fate == fate] for fate in ("kept", "dropped", "rejected")}
    assert fates["dropped"] == ["27"]
    assert fates["rejected"] == []
    assert len(fates["kept"]) == len(ROWS) - 1
    assert [row.tag for row in ROWS if row.mandatory] == (
        ["27", "40A", "20", "31C", "40E", "31D", "50", "59", "32B", "41a", "49"]
    )
