"""Who takes part in the trade that `make demo` plays, by the documents that it is given."""

from __future__ import annotations

from datetime import date

import pytest

from app.demo import parties
from app.interop.dcsa import transport_document
from app.interop.swift import mt700
from tests.app.credits.builders import ROOT, a_message

BILL = transport_document.parse((ROOT / "examples" / "bill.json").read_bytes())


@pytest.mark.parametrize(
    ("fields", "further"),
    [
        ({}, {}),
        ({"f41A": "", "f41D": "ANY BANK\nBY NEGOTIATION"}, {}),
        ({"f41A": "HZBKDEHHXXX\nBY PAYMENT"}, {"nominated-bank": "HZBKDEHHXXX"}),
        ({"f49": "MAY ADD", "f58A": "HZBKDEHHXXX"}, {"confirming-bank": "HZBKDEHHXXX"}),
        (
            {"f41A": "HZBKDEHHXXX\nBY PAYMENT", "f49": "CONFIRM", "f58A": "HZBKDEHHXXX"},
            {"nominated-bank": "HZBKDEHHXXX"},
        ),
    ],
)
def test_every_bank_that_a_credit_names_takes_part_once(
    fields: dict[str, str], further: dict[str, str]
) -> None:
    """Else the issuing bank does not know whom it names, and nothing is issued."""
    terms = mt700.parse(a_message(date(2026, 9, 7), **fields).encode()).terms
    cast = parties.of(terms, BILL)
    named = {part: one.bic for part, one in cast.items() if part in ("nominated-bank", "confirming-bank")}
    assert named == further
    assert len(cast) == 6 + len(further)
