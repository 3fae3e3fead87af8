"""Two banks pay each other in two currencies: both payments or none, whichever of them is short."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.app.credits.builders import BANK, BENEFICIARY, LEI
from tests.app.credits.builders import STRANGER as DOLLAR_BANK
from tests.journeys.harbour import HOUSE, Harbour

EUROS, DOLLARS = "229400.01", "250000.00"


def test_both_or_none(harbour: Harbour) -> None:
    euro, dollar = harbour.token(BANK, "EUR"), harbour.token(DOLLAR_BANK, "USD")
    body = {
        "counterparty": LEI[DOLLAR_BANK],
        "you_pay": {"token": euro, "amount": EUROS, "currency": "EUR", "uetr": str(uuid4())},
        "you_are_paid": {"token": dollar, "amount": DOLLARS, "currency": "USD", "uetr": str(uuid4())},
        "until": (harbour.now() + timedelta(days=3)).isoformat(),
    }
    done = harbour.done(BANK, "/exchanges", body)
    assert done["eyes"] == 2
    exchange = f"/exchanges/{done['describes']['exchange']}"
    ours, theirs = harbour.see(BANK, exchange), harbour.see(DOLLAR_BANK, exchange)
    assert (ours["you_pay"], ours["you_are_paid"]) == (theirs["you_are_paid"], theirs["you_pay"])
    deal = ours["deal"]

    # The dollars are there and the euros are not: the dollars stay where they are.
    harbour.gives(DOLLAR_BANK, "USD", deal, DOLLARS, to=DOLLAR_BANK)
    assert harbour.fails(DOLLAR_BANK, f"{exchange}/accept") == "cash-not-enough"
    assert held(harbour, deal) == {(BANK, "EUR"): "none", (DOLLAR_BANK, "USD"): DOLLARS}
    assert harbour.see(BANK, exchange)["status"] == "offered"

    # One cent short is short.
    harbour.gives(BANK, "EUR", deal, "229400.00", to=BANK)
    assert harbour.fails(DOLLAR_BANK, f"{exchange}/accept") == "cash-not-enough"
    assert held(harbour, deal) == {(BANK, "EUR"): "229400.00", (DOLLAR_BANK, "USD"): DOLLARS}

    harbour.gives(BANK, "EUR", deal, "0.01", to=BANK)
    made = harbour.done(DOLLAR_BANK, f"{exchange}/accept")
    assert made["eyes"] == 2
    assert held(harbour, deal) == {
        **{(BANK, "EUR"): "0.00", (DOLLAR_BANK, "USD"): "0.00"},
        **{(BANK, "USD"): DOLLARS, (DOLLAR_BANK, "EUR"): EUROS},
    }
    require_settled(harbour, exchange, body, made["transaction_hash"])
    assert harbour.refused(DOLLAR_BANK, f"{exchange}/accept") == "exchange-status"
    assert harbour.refused(BANK, f"{exchange}/withdraw") == "exchange-status"
    for member in (HOUSE, BENEFICIARY):
        assert harbour.is_unknown_to(member, exchange)
    assert harbour.every_row_is_what_the_chain_says()


def held(harbour: Harbour, deal: str) -> dict[tuple[str, str], str]:
    """Each side's accounts in both currencies; of what it is paid in, only once it holds some."""
    found = {}
    for bank, currency in ((BANK, "EUR"), (DOLLAR_BANK, "USD")):
        token = harbour.token(bank, currency)
        for member, amount in harbour.purses(token, deal, BANK, DOLLAR_BANK).items():
            if member == bank or amount != "none":
                found[member, currency] = amount
    return found


def require_settled(harbour: Harbour, exchange: str, body: dict[str, Any], transaction: str) -> None:
    """Both sides find both payments under their references, in the one transaction that made them."""
    for member in (BANK, DOLLAR_BANK):
        seen = harbour.see(member, exchange)
        assert seen["status"] == "exchanged"
        assert [step["event"] for step in seen["history"]] == ["Offered", "Exchanged"]
        for leg in (body["you_pay"], body["you_are_paid"]):
            payment = harbour.see(member, f"/cash/{leg['token']}/payments/{leg['uetr']}")
            assert (payment["status"], payment["made"]["event"]["transaction"]) == ("settled", transaction)
