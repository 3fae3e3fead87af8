"""One invoice is brought to two banks, spelled in two ways. The second is told in time, and never by whom."""

from __future__ import annotations

import json
from typing import Any

from tests.app.credits.builders import BENEFICIARY as TRADER
from tests.app.credits.builders import BUYER, LEI, NAME
from tests.app.credits.builders import STRANGER as FIRST_BANK
from tests.journeys.harbour import HOUSE as SECOND_BANK
from tests.journeys.harbour import Harbour

NUMBER = "PAZ-2026-00731"
SPELLED_OTHERWISE = ("paz 2026/00731", "PAZ.202600731", "ＰＡＺ-2026-00731")


def test_the_second_bank_is_told_and_not_by_whom(harbour: Harbour) -> None:
    invoice: dict[str, Any] = {
        "kind": "invoice",
        "seller": {"lei": LEI[TRADER]},
        "buyer": {"lei": LEI[BUYER]},
        "number": NUMBER,
        "issued": harbour.in_days(-3),
        "amount": {"amount": "61300.40", "currency": "EUR"},
        "goods": "Black tea, 410 cartons",
    }
    first = enters(harbour, FIRST_BANK, invoice)
    assert (first["likeness"]["verdict"], first["taken"]["free"]) == ("clear", 10_000)
    ours = f"/financings/{first['id']}"
    harbour.done(FIRST_BANK, f"{ours}/reserve", {"hours": 48})

    # The trader walks across the street, with the number as another clerk would type it.
    for spelling in (NUMBER, *SPELLED_OTHERWISE):
        tried = enters(harbour, SECOND_BANK, invoice | {"number": spelling})
        assert (tried["taken"]["by_others"], tried["taken"]["free"]) == (10_000, 0)
        assert (tried["likeness"]["verdict"], tried["likeness"]["matches"]) == ("clear", [])
        answer = harbour.ask(SECOND_BANK, f"/financings/{tried['id']}/reserve", {"hours": 48})
        assert answer.json()["code"] == "finance-taken"
        told = json.dumps([tried, answer.json()])
        secrets = (LEI[FIRST_BANK], NAME[FIRST_BANK], str(first["number"]), first["reference"], first["deal"])
        assert [word for word in secrets if word in told] == []
    assert harbour.is_unknown_to(SECOND_BANK, ours)

    # Another amount or date of the same invoice is the same invoice still.
    altered = invoice | {"issued": harbour.in_days(-2), "amount": {"amount": "63100.40", "currency": "EUR"}}
    assert enters(harbour, SECOND_BANK, altered)["taken"]["free"] == 0

    # Back at the first bank with a new number: like what it has, and it is told what of it is alike.
    harbour.done(FIRST_BANK, f"{ours}/finance")
    again = enters(harbour, FIRST_BANK, invoice | {"number": NUMBER + "A"})
    assert again["likeness"]["verdict"] == "review"
    (match,) = again["likeness"]["matches"]
    assert match["reference"] == first["reference"]
    assert "amount-same" in {reason["name"] for reason in match["reasons"]}
    path = f"/financings/{again['id']}/reserve"
    assert harbour.refused(FIRST_BANK, path, {"hours": 48}) == "likeness-to-look-at"
    twice = enters(harbour, FIRST_BANK, invoice | {"number": SPELLED_OTHERWISE[0]})
    assert twice["likeness"]["verdict"] == "block"
    why = {"hours": 48, "reason": "The customer insists."}
    assert harbour.refused(FIRST_BANK, f"/financings/{twice['id']}/reserve", why) == "financed-by-us"

    # Paid by the buyer, it is taken for ever.
    harbour.done(FIRST_BANK, f"{ours}/settle")
    assert harbour.see(FIRST_BANK, ours)["status"] == "settled"
    assert enters(harbour, SECOND_BANK, invoice)["taken"]["free"] == 0
    mine = harbour.see(SECOND_BANK, "/financings?limit=200")["items"]
    assert {one["status"] for one in mine if one["document"]["seller"]["lei"] == LEI[TRADER]} == {"entered"}
    assert harbour.every_row_is_what_the_chain_says()


_references = iter(range(1, 1000))


def enters(harbour: Harbour, bank: str, document: dict[str, Any]) -> dict[str, Any]:
    """What a clerk of the bank sees on entering it: the whole of the invoice is to be financed."""
    body = {"document": document, "share": 10_000, "reference": f"FT-{next(_references):04}"}
    answer = harbour.ask(bank, "/financings", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())
