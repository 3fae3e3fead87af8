"""Red and green clauses over HTTP: asked for, advanced, given back by drawings or by the issuing bank."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.credits.builders import (
    ADVISER,
    BANK,
    BENEFICIARY,
    BUYER,
    LEI,
    NAME,
    STRANGER,
    Desk,
    a_message,
)

RECEIPT, WAREHOUSE = "Received, and we undertake to present.", "Warehouse receipts 7 to 9."
PAID = "50000.00"
MOST = "73740.30"
"""40 percent of the credit's amount, rounded down."""


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def with_clause(desk: Desk, kind: str = "red") -> str:
    application = desk.apply(a_message(desk.today, f43P="ALLOWED"))["id"]
    path = f"/credits/applications/{application}/clauses"
    stated = desk.done(BANK, path, {"advance": {"kind": kind, "percent": 40}})["describes"]["clauses"]
    issued = desk.done(BANK, "/credits", {"application": application, "clauses": stated})
    credit = str(issued["describes"]["credit"])
    desk.done(ADVISER, f"/credits/{credit}/advise")
    return credit


def asked(desk: Desk, credit: str, amount: str = PAID, bank: str = ADVISER, **more: str) -> str:
    body = {"bank": LEI[bank], "amount": amount, "receipt": RECEIPT} | more
    done = desk.done(BENEFICIARY, f"/credits/{credit}/advances", body)
    assert (done["eyes"], done["describes"]["amount"]) == (2, amount)
    return f"/credits/advances/{done['describes']['advance']}"


@pytest.fixture
def credit(desk: Desk) -> str:
    return with_clause(desk)


def clause(desk: Desk, credit: str, member: str = BENEFICIARY) -> Any:
    return desk.see(member, f"/credits/{credit}")["advance"]


def test_a_clause_that_says_nothing_is_refused(desk: Desk) -> None:
    """SCREDITS-76"""
    path = f"/credits/applications/{desk.apply()['id']}/clauses"
    assert desk.ask(BANK, path, {}).status_code == 422
    for wrong in ({"kind": "blue", "percent": 40}, {"kind": "red", "percent": 0}):
        assert desk.ask(BANK, path, {"advance": wrong}).status_code == 422


def test_only_the_beneficiary_asks_and_every_fault_is_named(desk: Desk, credit: str) -> None:
    """SCREDITS-76, SCREDITS-77"""
    path = f"/credits/{credit}/advances"
    body = {"amount": PAID, "receipt": RECEIPT}
    assert code(desk.ask(BANK, path, body)) == (403, "not-beneficiary")
    assert code(desk.ask(STRANGER, path, body)) == (404, "no-such-credit")
    assert desk.ask(BENEFICIARY, path, body | {"amount": "1.234"}).status_code == 422
    assert code(desk.ask(BENEFICIARY, path, body | {"amount": "73740.31"})) == (409, "advance-above-clause")
    assert code(desk.ask(BENEFICIARY, path, body | {"warehouse": WAREHOUSE})) == (409, "wrong-papers")
    assert code(desk.ask(BENEFICIARY, path, body | {"bank": LEI[STRANGER]})) == (
        409,
        "not-a-place-of-presentation",
    )
    plain = desk.advise(a_message(desk.today))
    assert code(desk.ask(BENEFICIARY, f"/credits/{plain}/advances", body)) == (409, "no-advance-clause")
    assert clause(desk, plain) is None
    assert clause(desk, credit, BUYER) == {
        "kind": "red",
        "percent": 40,
        "most": MOST,
        "advanced": "0.00",
        "outstanding": "0.00",
    }


def test_the_banks_have_the_papers_and_nobody_else(desk: Desk) -> None:
    """SCREDITS-77"""
    credit = with_clause(desk, "green")
    path = asked(desk, credit, warehouse=WAREHOUSE)
    for member, side in ((BENEFICIARY, "beneficiary"), (ADVISER, "bank"), (BANK, "issuing bank")):
        seen = desk.see(member, path)
        assert (seen["your_side"], seen["receipt"], seen["warehouse"]) == (side, RECEIPT, WAREHOUSE)
        assert (seen["status"], seen["bank"]["name"]) == ("asked", NAME[ADVISER])
        assert desk.see(member, "/credits/advances")["items"][0] == seen
    assert desk.interface.ask("GET", path, member=BUYER).status_code == 404
    assert code(desk.ask(BANK, f"{path}/payment")) == (403, "not-the-bank-asked")
    assert code(desk.ask(BANK, f"{path}/withdrawal")) == (403, "not-beneficiary")
    desk.done(BENEFICIARY, f"{path}/withdrawal")
    assert desk.see(BANK, path)["status"] == "unknown"
    assert code(desk.ask(ADVISER, f"{path}/payment")) == (409, "advance-status")


def test_an_advance_comes_back_from_the_first_payment(desk: Desk, credit: str) -> None:
    """SCREDITS-76, SCREDITS-78: officers read it before they pay."""
    path = asked(desk, credit)
    desk.mint(credit, PAID, to=ADVISER)
    paid = desk.done(ADVISER, f"{path}/payment")
    assert (paid["eyes"], paid["describes"]["pay_to"]) == (2, LEI[BENEFICIARY])
    assert [desk.held(one, credit) for one in (ADVISER, BENEFICIARY)] == ["0.00", PAID]
    assert clause(desk, credit)["outstanding"] == PAID
    assert code(desk.ask(BANK, f"{path}/repayment")) == (409, "credit-runs")

    place = desk.present(credit, amount="60000.00")
    desk.examine(place, complies=True)
    desk.mint(credit)
    honoured = desk.done(BANK, f"{place}/honour")
    assert honoured["describes"]["shares"] == [
        {"of": "advance", "to": LEI[ADVISER], "amount": PAID},
        {"of": "proceeds", "to": LEI[BENEFICIARY], "amount": "10000.00"},
    ]
    assert [desk.held(one, credit) for one in (ADVISER, BENEFICIARY)] == [PAID, "60000.00"]
    seen = desk.see(ADVISER, path)
    assert (seen["status"], seen["outstanding"], seen["finality"]) == ("settled", "0.00", "final")
    (taken,) = seen["deductions"]
    assert (taken["amount"], taken["payer"]["name"]) == (PAID, NAME[BANK])
    assert taken["presentation"] == place.rpartition("/")[2]
    assert clause(desk, credit) | {"kind": "red"} == {
        "kind": "red",
        "percent": 40,
        "most": MOST,
        "advanced": PAID,
        "outstanding": "0.00",
    }


def test_what_was_not_drawn_the_issuing_bank_makes_good(desk: Desk, credit: str) -> None:
    """SCREDITS-79"""
    path = asked(desk, credit)
    desk.mint(credit, PAID, to=ADVISER)
    desk.done(ADVISER, f"{path}/payment")

    def line() -> Any:
        lines = desk.see(BANK, "/credits/liabilities")["lines"]
        return next((one for one in lines if one["credit"] == credit), None)

    assert line()["advanced"] == "0.00"
    for member in (BANK, BENEFICIARY):
        desk.done(member, f"/credits/{credit}/cancel")
    assert (line()["advanced"], line()["outstanding"]) == (PAID, PAID)
    ledger = desk.interface.ask("GET", "/credits/liabilities/ledger", member=BANK).text
    assert f"credits-advanced,{credit}" in ledger
    assert code(desk.ask(ADVISER, f"{path}/repayment")) == (403, "not-issuing-bank")
    desk.mint(credit, PAID)
    made = desk.done(BANK, f"{path}/repayment")
    assert (made["eyes"], made["describes"]["amount"]) == (2, PAID)
    assert [desk.held(one, credit) for one in (ADVISER, BANK)] == [PAID, "0.00"]
    assert line()["advanced"] == "0.00"
    assert code(desk.ask(BANK, f"{path}/repayment")) == (409, "advance-status")


def test_the_issuing_banks_own_advance_nobody_makes_good(desk: Desk, credit: str) -> None:
    """SCREDITS-79"""
    path = asked(desk, credit, bank=BANK)
    desk.mint(credit, PAID)
    desk.done(BANK, f"{path}/payment")
    for member in (BANK, BENEFICIARY):
        desk.done(member, f"/credits/{credit}/cancel")
    assert code(desk.ask(BANK, f"{path}/repayment")) == (409, "own-advance")
    lines = desk.see(BANK, "/credits/liabilities")["lines"]
    assert {one["advanced"] for one in lines if one["credit"] == credit} <= {"0.00"}
