"""What a bank accepted is sold before it is due, over HTTP: to another bank, or to that bank itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.credits.builders import (
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    DEFERRED,
    LEI,
    NAME,
    STRANGER,
    Desk,
    a_message,
)

PRICE = "182000.00"


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def credit(desk: Desk) -> str:
    return desk.advise(a_message(desk.today, **DEFERRED))


@pytest.fixture
def owed(desk: Desk, credit: str) -> str:
    """The path of what the issuing bank owes the beneficiary."""
    place = desk.present(credit)
    desk.examine(place, complies=True)
    desk.done(BANK, f"{place}/honour")
    (id,) = desk.see(BANK, place)["obligations"]
    return f"/credits/obligations/{id}"


def test_only_the_creditor_offers_and_every_fault_is_named(desk: Desk, owed: str) -> None:
    """SCREDITS-44"""
    wanted = {"buyer": LEI[STRANGER], "price": PRICE}
    assert code(desk.ask(BANK, f"{owed}/offer", wanted)) == (403, "not-obligee")
    assert code(desk.ask(STRANGER, f"{owed}/offer", wanted)) == (404, "no-such-obligation")
    unknown = desk.ask(BENEFICIARY, f"{owed}/offer", wanted | {"buyer": "5299000J2N45DDNE4Y28"})
    assert code(unknown) == (409, "recipient-unknown")
    for wrong, pointer in (({"price": "1.234"}, "#/price"), ({"buyer": LEI[BENEFICIARY]}, "#/buyer")):
        answer = desk.ask(BENEFICIARY, f"{owed}/offer", wanted | wrong)
        assert answer.status_code == 422, answer.text
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    for price in ("0.00", "184350.76"):
        answer = desk.ask(BENEFICIARY, f"{owed}/offer", wanted | {"price": price})
        assert code(answer) == (409, "offer-out-of-range")
    assert code(desk.ask(BENEFICIARY, f"{owed}/withdraw-offer")) == (409, "not-offered")
    assert code(desk.ask(BANK, f"{owed}/purchase")) == (409, "not-offered")


def test_another_bank_buys_and_is_paid(desk: Desk, credit: str, owed: str) -> None:
    """SCREDITS-44, SCREDITS-45: it learns who owes, the debtor whom it pays, and nobody else the price."""
    asked = desk.done(BENEFICIARY, f"{owed}/offer", {"buyer": LEI[STRANGER], "price": PRICE})
    assert (asked["eyes"], asked["describes"]["amount"], asked["describes"]["owed"]) == (2, PRICE, AMOUNT)
    seen = desk.see(STRANGER, owed)
    assert (seen["obligor"]["name"], seen["obligee"]["name"]) == (NAME[BANK], NAME[BENEFICIARY])
    assert (seen["offered_price"], seen["amount"], seen["we_owe"]) == (PRICE, AMOUNT, False)
    assert desk.see(BENEFICIARY, owed)["offered_to"]["name"] == NAME[STRANGER]
    debtor = desk.see(BANK, owed)
    assert (debtor["offered_to"], debtor["offered_price"]) == (None, None)
    for member in (BUYER, ADVISER):
        assert desk.interface.ask("GET", owed, member=member).status_code == 404

    assert desk.ended(STRANGER, f"{owed}/purchase")["refusal"]["code"] == "cash-not-enough"
    assert desk.see(BANK, owed)["obligee"]["name"] == NAME[BENEFICIARY]
    desk.mint(credit, PRICE, to=STRANGER)
    bought = desk.done(STRANGER, f"{owed}/purchase")
    assert (bought["eyes"], bought["describes"]["amount"]) == (2, PRICE)
    assert (desk.held(STRANGER, credit), desk.held(BENEFICIARY, credit)) == ("0.00", PRICE)
    assert desk.see(BANK, owed)["obligee"]["name"] == NAME[STRANGER]
    assert desk.see(STRANGER, owed)["offered_price"] is None
    assert desk.interface.ask("GET", owed, member=BENEFICIARY).status_code == 404

    desk.mint(credit)
    desk.done(BANK, f"{owed}/payment")
    assert desk.held(STRANGER, credit) == AMOUNT
    assert code(desk.ask(STRANGER, f"{owed}/offer", {"buyer": LEI[BANK], "price": PRICE})) == (
        409,
        "obligation-status",
    )


def test_what_is_taken_back_is_not_bought(desk: Desk, owed: str) -> None:
    """SCREDITS-44"""
    desk.done(BENEFICIARY, f"{owed}/offer", {"buyer": LEI[STRANGER], "price": PRICE})
    assert desk.done(BENEFICIARY, f"{owed}/withdraw-offer")["eyes"] == 2
    assert code(desk.ask(STRANGER, f"{owed}/purchase")) == (404, "no-such-obligation")


def test_a_bank_that_buys_what_it_owes_has_paid(desk: Desk, credit: str, owed: str) -> None:
    """SCREDITS-45: it stands for nothing more."""
    desk.done(BENEFICIARY, f"{owed}/offer", {"buyer": LEI[BANK], "price": PRICE})
    desk.mint(credit, PRICE)
    desk.done(BANK, f"{owed}/purchase")
    seen = desk.see(BANK, owed)
    assert (seen["status"], seen["paid_to"]["name"]) == ("paid", NAME[BENEFICIARY])
    assert (desk.held(BANK, credit), desk.held(BENEFICIARY, credit)) == ("0.00", PRICE)
    lines = desk.see(BANK, "/credits/liabilities")["lines"]
    assert [one["undertaken"] for one in lines if one["credit"] == credit] in ([], ["0.00"])
    assert code(desk.ask(BANK, f"{owed}/payment")) == (409, "obligation-status")
