"""Several banks over HTTP: one confirms, one buys the documents, one accepts and pays at maturity."""

from __future__ import annotations

from datetime import date

import pytest

from app.credits.calendar import USUAL
from app.credits.contract import ChainTenor
from app.credits.services.maturities import due
from app.credits.store import PresentationRow
from tests.app.credits.builders import (
    ACCEPTED,
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    CONFIRMED,
    DEFERRED,
    LEI,
    NAME,
    STRANGER,
    WITH_ANY_BANK,
    Desk,
    a_message,
)


def code(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]  # type: ignore[attr-defined]


def test_a_bank_confirms_or_says_that_it_does_not(desk: Desk) -> None:
    """SCREDITS-22, SCREDITS-16"""
    credit = desk.issue(a_message(desk.today, **CONFIRMED))
    seen = desk.see(BUYER, f"/credits/{credit}")
    assert seen["confirming_bank"]["name"] == NAME[ADVISER]
    assert "not answered" in seen["confirmation"]
    path = f"/credits/{credit}/confirmation"
    assert code(desk.ask(BANK, path, {"confirms": True})) == (403, "not-confirming-bank")
    assert desk.done(ADVISER, path, {"confirms": True})["eyes"] == 2
    assert desk.see(BANK, f"/credits/{credit}")["confirmation"].startswith("confirmed")
    assert code(desk.ask(ADVISER, path, {"confirms": False})) == (409, "confirmation-answered")
    lines = desk.see(ADVISER, "/credits/liabilities")["lines"]
    (line,) = [line for line in lines if line["credit"] == credit]
    assert (line["part"], line["outstanding"]) == ("confirming bank", "193568.28")
    other = desk.issue(a_message(desk.today, **CONFIRMED))
    assert desk.done(ADVISER, f"/credits/{other}/confirmation", {"confirms": False})["eyes"] == 1
    assert "declined" in desk.see(BANK, f"/credits/{other}")["confirmation"]
    shown = desk.see(BANK, f"/credits/{other}/history")["items"]
    assert shown[-1]["in_words"] == f"{NAME[ADVISER]} declined to confirm the credit"


def test_any_bank_buys_the_documents_and_is_reimbursed(desk: Desk) -> None:
    """SCREDITS-23, SCREDITS-24, SCREDITS-25: it is shown the text by the beneficiary, and nothing else."""
    credit = desk.advise(a_message(desk.today, **WITH_ANY_BANK))
    assert desk.see(BANK, f"/credits/{credit}")["operative"]["available_with"] is None
    bill = desk.ship(credit)
    assert desk.interface.ask("GET", f"/credits/{credit}", member=STRANGER).status_code == 404
    place = desk.present(credit, bills=[bill], bank=LEI[STRANGER])
    seen = desk.see(STRANGER, f"/credits/{credit}")
    assert (seen["part"], seen["copy_opens"]) == ("nominated bank", True)
    shown = desk.see(STRANGER, place)
    assert (shown["status"], shown["documents_open"]) == ("lodged", True)
    assert shown["clock"]["running"]
    assert desk.see(BANK, place)["documents"] is None
    assert code(desk.ask(BANK, f"{place}/examination", {"complies": True})) == (403, "documents-elsewhere")

    desk.examine(place, complies=True, by=STRANGER)
    assert code(desk.ask(STRANGER, f"{place}/honour")) == (409, "negotiation")
    assert code(desk.ask(STRANGER, f"{place}/negotiation", {"price": "184350.76"})) == (
        409,
        "price-out-of-range",
    )
    desk.mint(credit, AMOUNT, to=STRANGER)
    desk.mint(credit)
    assert desk.done(STRANGER, f"{place}/negotiation", {"price": "184000.00"})["eyes"] == 2
    assert desk.held(BENEFICIARY, credit) == "184000.00"
    assert code(desk.ask(BENEFICIARY, f"{place}/withdrawal")) == (409, "paid-already")

    desk.done(STRANGER, f"{place}/forwarding", {})
    received = desk.see(BANK, place)
    assert (received["status"], received["documents_open"]) == ("lodged", True)
    assert received["payer"]["name"] == NAME[STRANGER]
    assert received["clock"]["running"]
    desk.examine(place, complies=True)
    done = desk.done(BANK, f"{place}/honour")
    assert done["describes"]["pay_to"] == LEI[STRANGER]
    ended = desk.see(BANK, place)
    assert (ended["status"], ended["paid_to"]["name"]) == ("honoured", NAME[STRANGER])
    assert [one["bank"]["name"] for one in ended["examinations"]] == [NAME[STRANGER], NAME[BANK]]
    assert desk.held(STRANGER, credit) == "184701.50"
    assert desk.see(BANK, f"/bills/{bill}")["owner"]["name"] == NAME[BANK]


def test_documents_are_not_presented_to_just_any_bank(desk: Desk) -> None:
    """SCREDITS-23"""
    credit = desk.advise()
    body = desk.presentation(bank=LEI[STRANGER])
    answer = desk.ask(BENEFICIARY, f"/credits/{credit}/presentations", body)
    assert code(answer) == (409, "not-a-place-of-presentation")


def test_a_nominated_bank_refuses_and_its_notice_reaches_the_presenter(desk: Desk) -> None:
    """SCREDITS-13, SCREDITS-24"""
    credit = desk.advise()
    place = desk.present(credit, bank=LEI[ADVISER])
    desk.examine(place, complies=False, by=ADVISER)
    desk.refuse(place, by=ADVISER)
    seen = desk.see(BENEFICIARY, place)
    assert seen["status"] == "refused"
    assert (seen["notices"][0]["bank"]["name"], seen["notices"][0]["opens"]) == (NAME[ADVISER], True)


def test_a_confirmed_acceptance_is_in_the_diary_until_it_is_paid(desk: Desk) -> None:
    """SCREDITS-26, SCREDITS-27, SCREDITS-28, SCREDITS-16"""
    credit = desk.advise(a_message(desk.today, **ACCEPTED, **CONFIRMED))
    desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    assert desk.see(BUYER, f"/credits/{credit}")["operative"]["tenors"] == ["100 % 1 days after shipment"]
    place = desk.present(credit, bank=LEI[ADVISER])
    desk.examine(place, complies=True, by=ADVISER)
    wrong = desk.ask(ADVISER, f"{place}/honour", {"dues": ["2026-01-01", "2026-01-02"]})
    assert wrong.status_code == 422
    desk.done(ADVISER, f"{place}/honour")
    desk.done(ADVISER, f"{place}/forwarding", {})
    desk.examine(place, complies=True)
    desk.done(BANK, f"{place}/honour")

    accepted, reimburses = desk.see(BENEFICIARY, place)["obligations"], desk.see(BANK, place)["obligations"]
    assert set(accepted) == set(reimburses)
    rows = {one["obligor"]["name"]: one for one in desk.see(ADVISER, "/credits/obligations")["items"]}
    ours, theirs = rows[NAME[ADVISER]], rows[NAME[BANK]]
    assert (ours["we_owe"], theirs["we_owe"]) == (True, False)
    assert (ours["kind"], ours["amount"], ours["due"]) == ("acceptance", AMOUNT, theirs["due"])
    assert ours["obligee"]["name"] == NAME[BENEFICIARY]
    assert desk.held(BENEFICIARY, credit) == "0.00"

    days = desk.see(ADVISER, "/credits/obligations/diary")["days"]
    (total,) = [t for day in days for t in day["totals"] if ours["id"] in t["obligations"]]
    assert (total["currency"], total["amount"], total["held"], total["funded"]) == (
        *("EUR", AMOUNT, "0.00"),
        False,
    )
    lines = desk.see(ADVISER, "/credits/liabilities")["lines"]
    (line,) = [line for line in lines if line["credit"] == credit]
    assert (line["outstanding"], line["undertaken"]) == ("0.00", AMOUNT)

    path = f"/credits/obligations/{ours['id']}"
    assert code(desk.ask(BENEFICIARY, f"{path}/payment")) == (403, "not-obligor")
    desk.mint(credit, to=ADVISER)
    days = desk.see(ADVISER, "/credits/obligations/diary")["days"]
    (total,) = [t for day in days for t in day["totals"] if ours["id"] in t["obligations"]]
    assert total["funded"] is True
    paid = desk.done(ADVISER, f"{path}/payment")
    assert paid["eyes"] == 2
    assert desk.held(BENEFICIARY, credit) == AMOUNT
    seen = desk.see(ADVISER, path)
    assert (seen["status"], seen["paid_to"]["name"]) == ("paid", NAME[BENEFICIARY])
    assert seen["operations"] == [paid["id"]]
    assert code(desk.ask(ADVISER, f"{path}/payment")) == (409, "obligation-status")


def test_nobody_sees_what_others_owe(desk: Desk) -> None:
    """SCREDITS-27"""
    place = desk.present(desk.advise(a_message(desk.today, **DEFERRED)))
    desk.examine(place, complies=True)
    desk.done(BANK, f"{place}/honour")
    (id,) = desk.see(BANK, place)["obligations"]
    assert desk.see(BENEFICIARY, f"/credits/obligations/{id}")["we_owe"] is False
    for member in (STRANGER, ADVISER):
        assert desk.interface.ask("GET", f"/credits/obligations/{id}", member=member).status_code == 404


@pytest.mark.parametrize(
    ("usance", "days", "expected"),
    [
        (0, 30, date(2026, 3, 4)),  # sight on Monday 2 February
        (1, 60, date(2026, 3, 30)),  # shipment on Thursday 29 January
        (2, 1, date(2026, 2, 2)),  # invoice on Friday 30 January: Saturday moves to Monday
    ],
)
def test_a_due_date_counts_from_its_day_and_moves_to_an_open_one(
    usance: int, days: int, expected: date
) -> None:
    """SCREDITS-26"""
    row = PresentationRow(presented=20_486, shipped=20_482, invoiced=20_483)
    assert due(USUAL, ChainTenor(100, usance, days), row) == expected
