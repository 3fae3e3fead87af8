"""What is presented is sealed, goes to the issuing bank, and is there byte for byte."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta

import pytest

from app.credits.domain import documents_list, sealed
from app.credits.store import PresentationCopy
from tests.app.credits.builders import (
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    STRANGER,
    Desk,
    a_document,
    a_message,
)


@pytest.fixture(scope="module")
def credit(desk: Desk) -> str:
    return desk.advise(a_message(desk.today, f43P="ALLOWED"))


def test_documents_go_to_the_issuing_bank_and_no_further(desk: Desk, credit: str) -> None:
    """SCREDITS-7"""
    body = desk.presentation(amount="1000.00")
    made = desk.done(BENEFICIARY, f"/credits/{credit}/presentations", body)
    place = f"/credits/{credit}/presentations/{made['describes']['presentation']}"
    for member in (BENEFICIARY, BANK):
        seen = desk.see(member, place)
        assert (seen["status"], seen["documents_open"], seen["amount"]) == ("lodged", True, "1000.00")
        assert [d["name"] for d in seen["documents"]] == ["invoice.txt", "packing.txt"]
        for number, document in enumerate(body["documents"]):
            answer = desk.interface.ask("GET", f"{place}/documents/{number}", member=member)
            assert answer.content == b64decode(document["content"])
            assert answer.headers["content-disposition"].startswith("attachment")
        assert desk.interface.ask("GET", f"{place}/documents/2", member=member).status_code == 404
    for member in (BUYER, ADVISER):
        assert desk.see(member, place)["documents"] is None
        assert desk.interface.ask("GET", f"{place}/documents/0", member=member).status_code == 404
    assert desk.interface.ask("GET", place, member=STRANGER).status_code == 404
    figures = desk.see(BUYER, f"/credits/{credit}")["figures"]
    assert (figures["reserved"], figures["available"]) == ("1000.00", "192568.28")


def test_the_chain_knows_a_salted_list_of_names_kinds_and_hashes(desk: Desk, credit: str) -> None:
    """SCREDITS-7"""
    place = desk.present(credit, amount="10.00")
    seen = desk.see(BANK, place)
    with desk.world.database.reading() as session:
        copy = session.query(PresentationCopy).filter_by(member_id=BANK, id=seen["id"]).one()
        assert sealed(documents_list(seen["documents"]), copy.salt) == seen["commitment"]


def test_a_document_that_was_changed_on_its_way_is_not_examined(desk: Desk, credit: str) -> None:
    """SCREDITS-7"""
    place = desk.present(credit, amount="11.00")
    id = desk.see(BANK, place)["id"]
    with desk.world.database.writing() as session:
        session.query(PresentationCopy).filter_by(member_id=BANK, id=id).one().opens = False
    assert desk.see(BANK, place)["documents_open"] is False
    answer = desk.ask(BANK, f"{place}/examination", {"complies": True})
    assert answer.status_code == 409
    assert answer.json()["code"] == "documents-do-not-open"


def test_every_fault_of_a_presentation_is_named_at_once(desk: Desk, credit: str) -> None:
    body = desk.presentation(
        bills=["0x12", "0x" + "a" * 64, "0x" + "A" * 64],
        amount="1.234",
        shipped=(desk.today + timedelta(days=1)).isoformat(),
    )
    answer = desk.ask(BENEFICIARY, f"/credits/{credit}/presentations", body)
    assert answer.status_code == 422
    found = [fault["pointer"] for fault in answer.json()["errors"]]
    assert found == ["#/amount", "#/bills/0", "#/bills", "#/shipped"]


def test_content_that_is_no_base64_is_refused_by_its_place(desk: Desk, credit: str) -> None:
    body = desk.presentation(documents=[a_document() | {"content": "not base64!"}])
    answer = desk.ask(BENEFICIARY, f"/credits/{credit}/presentations", body)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/documents/0/content"]


def test_more_than_is_left_is_refused_before_it_is_sent(desk: Desk, credit: str) -> None:
    """SCREDITS-17"""
    answer = desk.ask(BENEFICIARY, f"/credits/{credit}/presentations", desk.presentation(amount="193568.29"))
    assert answer.status_code == 409
    assert answer.json()["code"] == "credit-overdrawn"


def test_nobody_else_presents(desk: Desk, credit: str) -> None:
    answer = desk.ask(BUYER, f"/credits/{credit}/presentations", desk.presentation())
    assert answer.status_code == 403
    assert answer.json()["code"] == "not-beneficiary"
    other = desk.ask(STRANGER, f"/credits/{credit}/presentations", desk.presentation())
    assert other.status_code == 404


def test_a_bill_that_another_holds_is_refused_by_the_chain_in_words(desk: Desk, credit: str) -> None:
    body = desk.presentation(bills=["0x" + "7" * 64], amount="12.00")
    ended = desk.ended(BENEFICIARY, f"/credits/{credit}/presentations", body)
    assert ended["status"] == "failed"
    assert ended["refusal"]["code"] != "chain-refused"
    listed = desk.see(BENEFICIARY, f"/credits/{credit}/presentations?limit=200")["items"]
    assert ended["describes"]["presentation"] not in [entry["id"] for entry in listed]


def test_what_is_not_decided_may_be_withdrawn_and_its_amount_is_free(desk: Desk, credit: str) -> None:
    before = desk.see(BANK, f"/credits/{credit}")["figures"]["available"]
    place = desk.present(credit, amount="500.00")
    assert desk.ask(BANK, f"{place}/withdrawal").json()["code"] == "not-beneficiary"
    desk.done(BENEFICIARY, f"{place}/withdrawal")
    assert desk.see(BANK, place)["status"] == "withdrawn"
    assert desk.see(BANK, f"/credits/{credit}")["figures"]["available"] == before
    again = desk.ask(BENEFICIARY, f"{place}/withdrawal")
    assert again.json()["code"] == "presentation-status"


def test_without_partial_drawings_there_is_one_at_a_time(desk: Desk) -> None:
    whole = desk.advise()
    desk.present(whole, amount=AMOUNT)
    answer = desk.ask(BENEFICIARY, f"/credits/{whole}/presentations", desk.presentation(amount="1.00"))
    assert answer.status_code == 409
    assert answer.json()["code"] == "partial-drawing"
