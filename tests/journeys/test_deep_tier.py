"""An approved invoice goes down a tier: a part is financed there at the price of the buyer's name, and at
maturity the buyer pays each part to whoever holds it then.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.app.credits.builders import ADVISER, BUYER, LEI, NAME
from tests.app.credits.builders import BENEFICIARY as FIRST_TIER
from tests.app.credits.builders import STRANGER as BANK
from tests.journeys.harbour import HOUSE, SUPPLIER, Harbour

FACE, PASSED_DOWN, KEPT = "48250.00", "8250.00", "40000.00"
EVERYBODY = (BUYER, FIRST_TIER, SUPPLIER, BANK)


def test_a_sub_supplier_is_paid_early_at_the_buyer_s_name(harbour: Harbour) -> None:
    dollar = harbour.token(BANK, "USD")
    invoice = {
        "kind": "invoice",
        "seller": {"lei": LEI[FIRST_TIER]},
        "buyer": {"lei": LEI[BUYER]},
        "number": "PAZ-2026-0417",
        "issued": harbour.in_days(-5),
        "amount": {"amount": FACE, "currency": "USD"},
        "goods": "Tea chests, 400 pieces",
    }
    due = harbour.in_days(90)
    approved = harbour.done(BUYER, "/receivables", {"document": invoice, "token": dollar, "due": due})
    assert approved["eyes"] == 2
    whole = f"/receivables/{approved['describes']['receivable']}"
    deal = harbour.see(FIRST_TIER, whole)["deal"]
    assert harbour.see(FIRST_TIER, whole)["status"] == "approved"

    # The first tier owes its own supplier for the wood, and passes so much of it down.
    parts = {
        "parts": [
            {"holder": LEI[SUPPLIER], "amount": PASSED_DOWN},
            {"holder": LEI[FIRST_TIER], "amount": KEPT},
        ]
    }
    harbour.done(FIRST_TIER, f"{whole}/split", parts)
    for member in (BUYER, FIRST_TIER):
        assert harbour.see(member, whole)["status"] == "split"
    part, kept = part_of(harbour, SUPPLIER, whole), part_of(harbour, FIRST_TIER, whole)
    assert [harbour.see(BUYER, one)["amount"] for one in (part, kept)] == [PASSED_DOWN, KEPT]
    assert harbour.is_unknown_to(SUPPLIER, whole, kept), "a sub-supplier learns nothing of the rest"

    # It sells its part to the bank, which reserves the invoice's share before it pays.
    terms = {"buyer": LEI[BANK], "with_recourse": False, "rate": "0.06"}
    until = (harbour.now() + timedelta(days=7)).isoformat()
    harbour.done(SUPPLIER, f"{part}/offer", terms | {"until": until})
    offer = harbour.see(BANK, part)
    price = offer["sale"]["price"]
    # 8250.00 x 6 % x 90 / 360, rounded half up to the cent
    assert (offer["sale"]["price_made_of"]["discount"], price) == ("123.75", "8126.25")
    financing = reserved(harbour, BANK, offer)
    harbour.gives(BANK, "USD", offer["deal"], price, to=BANK)
    harbour.done(BANK, f"{part}/accept", {"financing": financing})
    assert harbour.purses(dollar, offer["deal"], SUPPLIER, BANK) == {SUPPLIER: price, BANK: "0.00"}
    assert harbour.refused(SUPPLIER, f"{part}/split", parts) == "not-holder"

    harbour.done(BANK, f"{part}/notice")
    harbour.done(BUYER, f"{part}/acknowledge")
    harbour.days_pass(90)
    harbour.gives(BANK, "USD", deal, FACE, to=BUYER)
    for one in (part, kept):
        assert harbour.done(BUYER, f"{one}/repay")["eyes"] == 2
    require_repaid(harbour, part, kept, financing)
    assert harbour.purses(dollar, deal, BUYER, FIRST_TIER, SUPPLIER, BANK) == {
        **{BUYER: "0.00", FIRST_TIER: KEPT, SUPPLIER: price, BANK: PASSED_DOWN}
    }
    assert harbour.every_row_is_what_the_chain_says()


def part_of(harbour: Harbour, holder: str, whole: str) -> str:
    """The path of that holder's part."""
    items = harbour.see(holder, "/receivables?limit=200")["items"]
    (found,) = (
        one
        for one in items
        if one["part_of"] == whole.rpartition("/")[2] and one["holder"]["lei"] == LEI[holder]
    )
    return f"/receivables/{found['id']}"


def reserved(harbour: Harbour, bank: str, offer: dict[str, Any]) -> str:
    """The bank's reservation of what the offer's part is of the invoice."""
    body = {
        "document": offer["document"],
        "share": offer["share"],
        "reference": "RF-0001",
        "deal": offer["deal"],
    }
    entered = harbour.ask(bank, "/financings", body)
    assert entered.status_code == 201, entered.text
    assert entered.json()["taken"]["free"] == 10_000
    id = str(entered.json()["id"])
    harbour.done(bank, f"/financings/{id}/reserve", {"hours": 48})
    return id


def require_repaid(harbour: Harbour, part: str, kept: str, financing: str) -> None:
    """Each part to its holder: the bank, and the first tier; nobody finances them again."""
    for member in (BUYER, SUPPLIER, BANK):
        seen = harbour.see(member, part)
        assert (seen["status"], seen["holder"]["name"]) == ("paid", NAME[BANK])
    for member in (BUYER, FIRST_TIER):
        seen = harbour.see(member, kept)
        assert (seen["status"], seen["holder"]["name"]) == ("paid", NAME[FIRST_TIER])
    told = [one["event"] for one in harbour.see(BUYER, part)["history"]]
    assert told[-4:] == ["Sold", "NoticeGiven", "NoticeAcknowledged", "Repaid"]
    assert harbour.see(BANK, f"/financings/{financing}")["status"] == "settled"
    assert harbour.refused(BUYER, f"{part}/repay") == "receivable-status"
    for member in (HOUSE, ADVISER):
        assert harbour.is_unknown_to(member, part, kept)
