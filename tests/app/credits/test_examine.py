"""The bank examines by the clock of its branch; what helps it decides nothing."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import date, datetime, timedelta

import pytest

from app.credits.calendar import Calendar, clock
from app.credits.domain import canonical, sealed
from tests.app.chain.nodes import ROOT
from tests.app.credits.builders import BANK, BENEFICIARY, BUYER, WRONG, Desk, a_document, a_message

CALENDAR = {
    "version": "Tallinn 1",
    "weekend": [6, 7],
    "holidays": ["2026-02-24"],
    "closes": "17:00",
    "time_zone": "Europe/Tallinn",
    "escalate_on_day_3": "K. Tamm",
    "escalate_on_day_4": "M. Saar",
}


@pytest.fixture(scope="module")
def credit(desk: Desk) -> str:
    return desk.advise(a_message(desk.today, f43P="ALLOWED"))


def test_a_branch_s_calendar_is_a_version_that_is_never_changed(desk: Desk) -> None:
    """SCREDITS-11"""
    assert desk.see(BUYER, "/credits/calendars/counting")["version"] == "weekends only"
    for wrong in ({"time_zone": "Nowhere"}, {"weekend": [1, 2, 3, 4, 5, 6, 7]}, {"closes": "25:00"}):
        assert desk.ask(BUYER, "/credits/calendars", CALENDAR | wrong).status_code == 422
    assert desk.ask(BUYER, "/credits/calendars", CALENDAR, role="checker").status_code == 403
    assert desk.ask(BUYER, "/credits/calendars", CALENDAR).status_code == 201
    again = desk.ask(BUYER, "/credits/calendars", CALENDAR | {"closes": "18:00"})
    assert again.status_code == 409
    assert again.json()["code"] == "calendar-version-used"
    second = CALENDAR | {"version": "Tallinn 2", "closes": "16:30"}
    assert desk.ask(BUYER, "/credits/calendars", second).status_code == 201
    assert desk.see(BUYER, "/credits/calendars/counting")["closes"] == "16:30"
    versions = [entry["version"] for entry in desk.see(BUYER, "/credits/calendars")["items"]]
    assert versions == ["Tallinn 2", "Tallinn 1"]
    assert desk.see(BENEFICIARY, "/credits/calendars")["items"] == []


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("weekend", [0]),
        ("closes", "17:00Z"),
        ("time_zone", "Tallinn"),
        ("holidays", ["9999-12-31"]),
        ("holidays", ["0001-01-01"]),
        ("interruptions", ["9999-12-31"]),
    ],
)
def test_what_is_wrong_with_a_calendar_is_a_fault_of_its_part(desk: Desk, part: str, wrong: object) -> None:
    """SCREDITS-11"""
    answer = desk.ask(BUYER, "/credits/calendars", CALENDAR | {"version": "wrong", part: wrong})
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [f"#/{part}"]


def test_the_clock_is_shown_to_the_bank_and_its_calendar_is_evidence(desk: Desk, credit: str) -> None:
    """SCREDITS-8, SCREDITS-11"""
    version = f"evidence {desk.today}"
    assert desk.ask(BANK, "/credits/calendars", CALENDAR | {"version": version}).status_code == 201
    place = desk.present(credit, amount="10.00")
    shown = desk.see(BANK, place)["clock"]
    received = datetime.fromisoformat(shown["received_at"])
    calendar = Calendar.read(canonical(_written(CALENDAR | {"version": version})))
    expected = clock(calendar, received, received)
    assert shown["calendar_version"] == version
    assert datetime.fromisoformat(shown["deadline"]) == expected.deadline
    assert shown["day_of_receipt"] == expected.day_of_receipt.isoformat()
    assert shown["last_banking_day"] == calendar.after(expected.day_of_receipt, 5).isoformat()
    assert shown["running"] is True
    assert desk.see(BENEFICIARY, place)["clock"] is None

    desk.examine(place, complies=False)
    found = desk.see(BANK, place)["examination"]
    assert datetime.fromisoformat(found["deadline"]) == expected.deadline
    assert found["calendar"]["version"] == version
    salt = bytes.fromhex(found["calendar_salt"][2:])
    assert sealed(canonical(found["calendar"]), salt) == found["calendar_hash"]
    theirs = desk.see(BENEFICIARY, place)["examination"]
    assert (theirs["calendar"], theirs["discrepancies"]) == (None, None)
    assert theirs["calendar_hash"] == found["calendar_hash"]

    # A new version counts for new findings, and leaves this one as it was.
    later = CALENDAR | {"version": f"later {desk.today}", "closes": "16:00"}
    assert desk.ask(BANK, "/credits/calendars", later).status_code == 201
    assert desk.see(BANK, place)["clock"]["calendar_version"] == version


def test_the_same_calendar_is_never_hashed_to_the_same_twice(desk: Desk, credit: str) -> None:
    """A bare hash of a branch's calendar would name the bank. SCREDITS-11"""
    hashes = set()
    for amount in ("20.00", "21.00"):
        place = desk.present(credit, amount=amount)
        desk.examine(place, complies=True)
        hashes.add(desk.see(BANK, place)["examination"]["calendar_hash"])
    assert len(hashes) == 2


def test_a_finding_has_discrepancies_or_complies(desk: Desk, credit: str) -> None:
    """SCREDITS-12"""
    place = desk.present(credit, amount="30.00")
    for wrong in ({"complies": True, "discrepancies": WRONG}, {"complies": False, "discrepancies": []}):
        answer = desk.ask(BANK, f"{place}/examination", wrong)
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/discrepancies"]
    for wrong in ({"text": "It is wrong."}, {"text": "It is wrong.", "article": "none"}):
        answer = desk.ask(BANK, f"{place}/examination", {"complies": False, "discrepancies": [wrong]})
        assert answer.status_code == 422, "a discrepancy without its article"
    by_another = desk.ask(BENEFICIARY, f"{place}/examination", {"complies": True})
    assert by_another.status_code == 403
    assert by_another.json()["code"] == "documents-elsewhere"
    desk.examine(place, complies=False)
    assert [entry["text"] for entry in desk.see(BANK, place)["examination"]["discrepancies"]] == [
        WRONG[0]["text"]
    ]
    again = desk.ask(BANK, f"{place}/examination", {"complies": True})
    assert again.json()["code"] == "presentation-status"


def test_late_shipment_cannot_be_found_complying(desk: Desk) -> None:
    """SCREDITS-10"""
    latest = desk.today - timedelta(days=3)
    late = desk.advise(a_message(desk.today, f44C=f"{latest:%y%m%d}"))
    place = desk.present(late)
    answer = desk.ask(BANK, f"{place}/examination", {"complies": True})
    assert answer.status_code == 409
    assert answer.json()["code"] == "late-shipment"
    assert latest.isoformat() in answer.json()["allowed"]
    desk.examine(place, complies=False)


def test_a_comparison_suggests_and_decides_nothing(desk: Desk, credit: str) -> None:
    """SCREDITS-12"""
    bill = json.loads((ROOT / "examples" / "bill.json").read_text())
    on_board = date.fromisoformat(bill["shippedOnBoardDate"])
    bill["transports"]["portOfDischarge"] = {"locationName": "Hamburg", "UNLocationCode": "DEHAM"}
    bill.pop("displayedNameForPortOfDischarge", None)
    documents = [
        a_document(),
        {
            "name": "bill.json",
            "kind": "bill of lading",
            "media_type": "application/json",
            "content": b64encode(json.dumps(bill).encode()).decode(),
        },
    ]
    place = desk.present(credit, amount="40.00", documents=documents)
    found = desk.see(BANK, f"{place}/suggestions")["items"]
    assert {entry["document"] for entry in found} == {"bill.json"}
    assert any("DEHAM" in entry["found"] and entry["asked"] == "TALLINN" for entry in found)
    assert all(entry["article"] and entry["sentence"] for entry in found)
    if on_board > desk.today + timedelta(days=30):
        assert any("latest shipment" in entry["asked"] for entry in found)
    assert desk.see(BANK, place)["status"] == "lodged"
    desk.examine(place, complies=True)


def _written(calendar: dict[str, object]) -> dict[str, object]:
    return {
        "version": calendar["version"],
        "weekend": calendar["weekend"],
        "holidays": calendar["holidays"],
        "closes": "17:00:00",
        "zone": calendar["time_zone"],
        "escalation": [calendar["escalate_on_day_3"], calendar["escalate_on_day_4"]],
    }
