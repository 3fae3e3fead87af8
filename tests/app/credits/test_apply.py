"""An application is read at once, and refused with everything that is wrong with it."""

from __future__ import annotations

from typing import Any

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


def faults(desk: Desk, body: dict[str, Any], code: str = "malformed") -> dict[str, str]:
    before = desk.see(BUYER, "/credits/applications?limit=200")["items"]
    answer = desk.ask(BUYER, "/credits/applications", body)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["code"] == code
    assert desk.see(BUYER, "/credits/applications?limit=200")["items"] == before
    return {fault["pointer"]: fault["detail"] for fault in problem["errors"]}


def test_every_fault_of_request_and_message_is_named_at_once(desk: Desk) -> None:
    """SCREDITS-1"""
    message = a_message(desk.today, f40A="REVOCABLE", f32B="EUR1,234", f59="")
    body = desk.application(message, issuing_bank="not an LEI", beneficiary="529900T8BM49AURSDO56")
    found = faults(desk, body)
    assert "#/issuing_bank" in found
    assert "#/beneficiary" in found
    inside = [pointer for pointer in found if pointer.startswith("#/message, ")]
    assert any("field 40A" in pointer for pointer in inside)
    assert any("field 32B" in pointer for pointer in inside)
    assert any("field 59" in pointer for pointer in inside)


def test_what_is_not_built_is_refused_by_its_name(desk: Desk) -> None:
    """SCREDITS-1"""
    message = a_message(desk.today, f40E="EUCP LATEST VERSION")
    found = faults(desk, desk.application(message), "not-built-yet")
    assert len(found) == 1
    assert "EUCP LATEST VERSION" in next(iter(found.values()))


def test_a_message_of_another_bank_is_refused(desk: Desk) -> None:
    """SCREDITS-1"""
    found = faults(desk, desk.application(issuing_bank=LEI[ADVISER], advising_bank=LEI[BANK]))
    assert set(found) == {"#/issuing_bank", "#/advising_bank"}
    assert "KADREE2X" in found["#/issuing_bank"]


def test_one_organisation_cannot_play_two_parts(desk: Desk) -> None:
    found = faults(desk, desk.application(beneficiary=LEI[BANK]))
    assert "three organisations" in found["#"]


def test_a_checker_does_not_apply(desk: Desk) -> None:
    answer = desk.ask(BUYER, "/credits/applications", desk.application(), role="checker")
    assert answer.status_code == 403
    assert answer.json()["code"] == "maker-needed"


def test_applicant_and_bank_hold_each_its_own_copy_and_nobody_else_one(desk: Desk) -> None:
    """SCREDITS-2"""
    made = desk.apply()
    theirs = desk.see(BANK, f"/credits/applications/{made['id']}")
    assert (made["sent"], theirs["sent"]) == (True, False)
    for name in ("deal", "terms", "applicant", "beneficiary"):
        assert theirs[name] == made[name]
    assert theirs["applicant"]["name"] == NAME[BUYER]
    assert theirs["terms"]["amount"] == "184350.75"
    assert theirs["terms"]["currency"] == "EUR"
    for member in (ADVISER, BENEFICIARY, STRANGER):
        path = f"/credits/applications/{made['id']}"
        assert desk.interface.ask("GET", path, member=member).status_code == 404


def test_each_application_is_a_deal_of_its_own(desk: Desk) -> None:
    """SCREDITS-2"""
    assert desk.apply()["deal"] != desk.apply()["deal"]


def test_a_message_is_read_without_anything_coming_of_it(desk: Desk) -> None:
    """SCREDITS-21"""
    read = desk.ask(BUYER, "/swift/mt700", {"message": a_message(desk.today)})
    assert read.status_code == 200, read.text
    assert read.json()["most"] == "193568.28"
    assert read.json()["port_of_loading"] == "COLOMBO"
    wrong = desk.ask(BUYER, "/swift/mt700", {"message": a_message(desk.today, f49="PERHAPS")})
    assert wrong.status_code == 422
    assert wrong.json()["code"] == "credit-unreadable"
    assert [fault["pointer"].partition(", ")[2] for fault in wrong.json()["errors"]] == ["field 49"]


def test_half_a_character_is_a_fault_and_no_breakdown(desk: Desk) -> None:
    answer = desk.ask(BUYER, "/swift/mt700", {"message": "\ud800"})
    assert answer.status_code == 422, answer.text
