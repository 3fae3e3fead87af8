"""Proceeds assigned over HTTP: by the beneficiary, to who has no other part in the credit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.credits.builders import (
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    CARRIER,
    CONFIRMED,
    DEFERRED,
    LEI,
    NAME,
    NEGOTIABLE,
    STRANGER,
    Desk,
    a_message,
)

AGREED = "Proceeds assigned to our supplier."
PART, REST = "80000.00", "104350.75"


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def assigned(desk: Desk, credit: str, amount: str = PART, to: str = STRANGER) -> str:
    """The path of the assignment, once it is final."""
    body = {"assignee": LEI[to], "amount": amount, "agreed": AGREED}
    done = desk.done(BENEFICIARY, f"/credits/{credit}/assignments", body)
    assert (done["eyes"], done["describes"]["amount"]) == (2, amount)
    return f"/credits/assignments/{done['describes']['assignment']}"


@pytest.fixture
def credit(desk: Desk) -> str:
    return desk.advise(a_message(desk.today, f43P="ALLOWED"))


def test_only_the_beneficiary_assigns_and_every_fault_is_named(desk: Desk, credit: str) -> None:
    """SCREDITS-71"""
    path = f"/credits/{credit}/assignments"
    wanted = {"assignee": LEI[STRANGER], "amount": PART, "agreed": AGREED}
    assert code(desk.ask(BANK, path, wanted)) == (403, "not-beneficiary")
    assert code(desk.ask(STRANGER, path, wanted)) == (404, "no-such-credit")
    unknown = desk.ask(BENEFICIARY, path, wanted | {"assignee": "5299000J2N45DDNE4Y28"})
    assert code(unknown) == (409, "recipient-unknown")
    faults = (({"amount": amount}, "#/amount") for amount in ("1.234", "0.00", "everything"))
    for wrong, pointer in (*faults, ({"assignee": LEI[BENEFICIARY]}, "#/assignee")):
        answer = desk.ask(BENEFICIARY, path, wanted | wrong)
        assert answer.status_code == 422, answer.text
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    assigned(desk, credit)
    assert code(desk.ask(BENEFICIARY, path, wanted | {"amount": "200000.00"})) == (
        409,
        "assignment-above-credit",
    )


def test_assignee_and_banks_have_the_deed_and_nobody_else_learns_of_it(desk: Desk, credit: str) -> None:
    """SCREDITS-71, SCREDITS-72"""
    path = assigned(desk, credit)
    sides = {BENEFICIARY: "beneficiary", STRANGER: "assignee", BANK: "bank"}
    for member, side in sides.items():
        seen = desk.see(member, path)
        assert (seen["your_side"], seen["agreed"], seen["amount"]) == (side, AGREED, PART)
        assert (seen["beneficiary"]["name"], seen["assignee"]["name"]) == (NAME[BENEFICIARY], NAME[STRANGER])
        assert (seen["status"], seen["paid"], seen["acknowledged"]) == ("assigned", "0.00", [])
        assert desk.see(member, "/credits/assignments")["items"][0] == seen
    assert desk.see(STRANGER, path)["reference"] is None
    for member in (BUYER, CARRIER):
        assert desk.interface.ask("GET", path, member=member).status_code == 404
    history = desk.see(BUYER, f"/credits/{credit}/history")
    assert "ssign" not in str(history)


def test_a_bank_acknowledges_and_pays_the_assignee_first(desk: Desk, credit: str) -> None:
    """SCREDITS-72, SCREDITS-73"""
    first, second = assigned(desk, credit), assigned(desk, credit, "all", to=ADVISER)
    for member in (BENEFICIARY, STRANGER, BUYER):
        assert desk.ask(member, f"{first}/acknowledgement").status_code in (403, 404, 409)
    assert desk.done(BANK, f"{first}/acknowledgement")["describes"]["ahead"] == "0.00"
    asked = desk.done(BANK, f"{second}/acknowledgement")
    assert (asked["eyes"], asked["describes"]["ahead"], asked["describes"]["amount"]) == (2, PART, "all")
    assert code(desk.ask(BANK, f"{first}/acknowledgement")) == (409, "acknowledged-already")
    (told,) = desk.see(STRANGER, first)["acknowledged"]
    assert (told["bank"]["name"], told["ahead"]) == (NAME[BANK], "0.00")

    place = desk.present(credit, amount="100000.00")
    desk.examine(place, complies=True)
    desk.mint(credit)
    paid = desk.done(BANK, f"{place}/honour")
    assert paid["describes"]["shares"] == [
        {"of": "assignment", "to": LEI[STRANGER], "amount": PART},
        {"of": "assignment", "to": LEI[ADVISER], "amount": "20000.00"},
        {"of": "proceeds", "to": LEI[BENEFICIARY], "amount": "0.00"},
    ]
    assert [desk.held(one, credit) for one in (STRANGER, ADVISER, BENEFICIARY)] == [PART, "20000.00", "0.00"]
    seen = desk.see(STRANGER, first)
    assert (seen["status"], seen["paid"], seen["finality"]) == ("paid", PART, "final")
    (share,) = seen["shares"]
    assert (share["amount"], share["presentation"]) == (PART, place.rpartition("/")[2])
    assert share["bank"]["name"] == NAME[BANK]
    assert (desk.see(ADVISER, second)["status"], desk.see(ADVISER, second)["paid"]) == (
        "assigned",
        "20000.00",
    )
    assert code(desk.ask(STRANGER, f"{first}/release")) == (409, "assignment-status")


def test_without_an_assignment_officers_read_of_no_shares(desk: Desk, credit: str) -> None:
    """SCREDITS-73: one that this bank has not acknowledged is none to it."""
    assigned(desk, credit)
    place = desk.present(credit, amount="1000.00")
    desk.examine(place, complies=True)
    desk.mint(credit)
    assert desk.done(BANK, f"{place}/honour")["describes"]["shares"] == []
    assert desk.held(BENEFICIARY, credit) == "1000.00"


def test_a_bank_that_buys_divides_the_price(desk: Desk) -> None:
    """SCREDITS-73"""
    credit = desk.advise(a_message(desk.today, **NEGOTIABLE))
    path = assigned(desk, credit)
    desk.done(ADVISER, f"{path}/acknowledgement")
    place = desk.present(credit, bank=LEI[ADVISER])
    desk.examine(place, complies=True, by=ADVISER)
    desk.mint(credit, to=ADVISER)
    bought = desk.done(ADVISER, f"{place}/negotiation", {"price": "180000.00"})
    assert bought["describes"]["shares"] == [
        {"of": "assignment", "to": LEI[STRANGER], "amount": PART},
        {"of": "proceeds", "to": LEI[BENEFICIARY], "amount": "100000.00"},
    ]
    assert [desk.held(one, credit) for one in (STRANGER, BENEFICIARY)] == [PART, "100000.00"]


def test_a_bank_that_only_was_asked_to_confirm_acknowledges_nothing(desk: Desk) -> None:
    """SCREDITS-72: until it has confirmed."""
    credit = desk.advise(a_message(desk.today, **CONFIRMED, f41A="KADREE2XXXX\nBY PAYMENT"))
    path = assigned(desk, credit)
    assert code(desk.ask(ADVISER, f"{path}/acknowledgement")) == (409, "not-a-place-of-presentation")
    desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    desk.done(ADVISER, f"{path}/acknowledgement")


def test_a_bank_has_four_at_a_time(desk: Desk, credit: str) -> None:
    """SCREDITS-72"""
    paths = [assigned(desk, credit, f"{place}.00") for place in range(1, 6)]
    for path in paths[:4]:
        desk.done(BANK, f"{path}/acknowledgement")
    assert code(desk.ask(BANK, f"{paths[4]}/acknowledgement")) == (409, "too-many-assignments")


def test_only_the_assignee_releases(desk: Desk, credit: str) -> None:
    """SCREDITS-74"""
    path = assigned(desk, credit)
    desk.done(BANK, f"{path}/acknowledgement")
    for member in (BENEFICIARY, BANK):
        assert code(desk.ask(member, f"{path}/release")) == (403, "not-assignee")
    assert desk.ask(BUYER, f"{path}/release").status_code == 404
    assert desk.done(STRANGER, f"{path}/release")["eyes"] == 2
    assert desk.see(BENEFICIARY, path)["status"] == "released"
    assert code(desk.ask(STRANGER, f"{path}/release")) == (409, "assignment-status")
    assigned(desk, credit, AMOUNT)


def test_a_share_of_what_is_not_at_sight_is_owed_to_the_assignee(desk: Desk) -> None:
    """SCREDITS-75"""
    credit = desk.advise(a_message(desk.today, **DEFERRED))
    path = assigned(desk, credit)
    desk.done(BANK, f"{path}/acknowledgement")
    place = desk.present(credit)
    desk.examine(place, complies=True)
    desk.done(BANK, f"{place}/honour")
    (owed,) = desk.see(STRANGER, "/credits/obligations")["items"]
    assert (owed["amount"], owed["obligor"]["name"], owed["status"]) == (PART, NAME[BANK], "owed")
    (left,) = desk.see(BENEFICIARY, "/credits/obligations")["items"]
    assert left["amount"] == REST
    assert desk.see(STRANGER, path)["status"] == "paid"
    desk.mint(credit)
    desk.done(BANK, f"/credits/obligations/{owed['id']}/payment")
    assert desk.held(STRANGER, credit) == PART
    offered = {"buyer": LEI[BANK], "price": "100.00"}
    assert code(desk.ask(STRANGER, f"/credits/obligations/{owed['id']}/offer", offered)) == (
        409,
        "obligation-status",
    )
