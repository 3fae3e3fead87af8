"""The carrier issues: what is refused before anything is queued, and what a bill commits to."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from eth_utils.crypto import keccak

from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade, a_document, name_of, straight
from tests.app.operations.builders import Interface


def operations(trade: Trade) -> int:
    return len(trade.see(CARRIER, "/operations?limit=200")["items"])


def refused(trade: Trade, document: str, status: int, **said: Any) -> dict[str, Any]:
    """The problem; nothing was queued for it."""
    before = operations(trade)
    answer = trade.ask_issue(document, **said)
    assert answer.status_code == status, answer.text
    assert operations(trade) == before
    return dict(answer.json())


def test_every_fault_of_the_document_is_told_at_once(trade: Trade) -> None:
    """SBILLS-5"""
    document = json.loads(a_document())
    del document["issueDate"]
    document["utilizedTransportEquipments"][0]["equipment"]["equipmentReference"] = "KLTU4172031"
    problem = refused(trade, json.dumps(document), 422)
    told = " ".join(fault["detail"] for fault in problem["errors"])
    assert {fault["pointer"] for fault in problem["errors"]} == {"#/document"}
    assert "issueDate: missing" in told
    assert "check digit 0: KLTU4172030" in told


@pytest.mark.parametrize("document", ["", "not JSON", "[]", "\ud800"])
def test_what_is_no_document_is_refused(trade: Trade, document: str) -> None:
    """SBILLS-5"""
    assert refused(trade, document, 422)["errors"]


def test_a_form_that_the_document_denies_is_refused(trade: Trade) -> None:
    """SBILLS-4"""
    problem = refused(trade, a_document(), 422, form="straight", order=LEI[CARRIER])
    assert problem["errors"][0]["pointer"] == "#/form"
    problem = refused(trade, straight(a_document()), 422)
    assert "straight is allowed" in problem["errors"][0]["detail"]


def test_an_instruction_of_others_or_of_nobody_is_not_found(trade: Trade) -> None:
    """SBILLS-6: the shipper, who gave it, cannot issue on it."""
    assert refused(trade, a_document(), 404, instruction="0" * 32)["code"] == "no-such-instruction"
    body = {"instruction": trade.instruct()["id"], "document": a_document()}
    answer = trade.interface.ask("POST", "/bills", member=SHIPPER, body=body)
    assert answer.status_code == 404


def test_one_reference_has_one_bill(trade: Trade) -> None:
    """SBILLS-7: also while the first is on its way, and on another instruction."""
    document = a_document()
    assert trade.ask_issue(document).status_code == 202
    assert refused(trade, document, 409)["code"] == "reference-has-bill"
    trade.world.settle()
    assert refused(trade, document, 409)["values"]["bill"].startswith("0x")


def test_a_reference_whose_bill_failed_is_free_again(trade: Trade) -> None:
    """SBILLS-7"""
    document = a_document()
    first = trade.ask_issue(document).json()["id"]
    answer = trade.interface.ask("POST", f"/operations/{first}/cancel", member=CARRIER)
    assert answer.json()["status"] == "cancelled"
    trade.issue(document)


def test_a_bill_commits_to_the_very_bytes_and_nothing_else_knows_them(trade: Trade) -> None:
    """SBILLS-8: the salt and the document, hashed by other code than the service's, are the bill's id."""
    document = a_document(termsAndConditions="Übergabe gegen Unterschrift — 100 %.")
    bill = trade.issue(document)
    for member in (SHIPPER, CARRIER):
        copy = trade.interface.ask("GET", f"/bills/{bill}/document", member=member)
        assert copy.content == document.encode()
        salt = bytes.fromhex(trade.bill(member, bill)["copy"]["salt"][2:])
        assert "0x" + keccak(salt + copy.content).hex() == bill
        assert len(salt) == 32


def test_the_document_goes_to_the_shipper_only_when_the_bill_is_final(trade: Trade) -> None:
    """SBILLS-8"""
    answer = trade.ask_issue(a_document())
    bill = answer.json()["describes"]["bill"]
    path = f"/bills/{bill}/document"
    assert trade.interface.ask("GET", path, member=SHIPPER).status_code == 404
    trade.end(answer.json()["id"])
    assert trade.interface.ask("GET", path, member=SHIPPER).status_code == 200
    assert trade.bill(SHIPPER, bill)["copy"]["sender"] == LEI[CARRIER]
    assert trade.bill(CARRIER, bill)["copy"]["sender"] is None


def test_the_instruction_names_the_bill_that_was_issued_on_it(trade: Trade) -> None:
    """SBILLS-1"""
    given = trade.instruct()
    bill = trade.issue(instruction=given["id"])
    path = f"/bills/instructions/{given['id']}"
    assert trade.see(CARRIER, path)["bill"] == bill


def test_form_and_order_are_as_instructed_where_the_carrier_says_nothing(trade: Trade) -> None:
    """SBILLS-4"""
    given = trade.instruct(form="straight", order=LEI[CARRIER])
    bill = trade.issue(straight(a_document()), instruction=given["id"])
    seen = trade.bill(SHIPPER, bill)
    assert (seen["form"], seen["owner"]["name"]) == ("straight", name_of(CARRIER))
    assert seen["holder"]["name"] == name_of(SHIPPER)


def test_who_was_not_admitted_as_a_carrier_is_refused_by_the_chain_in_words(trade: Trade) -> None:
    """SBILLS-15: the right refusal comes back, never hex."""
    turned = Trade(trade.world, trade.interface, trade.deal, shipper=CARRIER, carrier=SHIPPER)
    answer = turned.ask_issue(a_document())
    assert answer.status_code == 202
    trade.world.settle()
    failed = trade.see(SHIPPER, f"/operations/{answer.json()['id']}")
    assert failed["status"] == "failed"
    assert failed["refusal"]["code"] == "role-missing"
    assert "carrier" in failed["refusal"]["sentence"]


def test_of_two_asked_at_once_under_one_reference_one_is_issued(trade: Trade) -> None:
    """SBILLS-7: several times, since who comes first is chance."""
    interface = Interface(trade.world)
    with interface.http, ThreadPoolExecutor(2) as both:
        for turn in range(4):
            document = a_document()
            other = json.dumps(json.loads(document), indent=3)
            asked = [
                {"instruction": trade.instruct()["id"], "document": content} for content in (document, other)
            ]
            answers = list(
                both.map(lambda body: interface.ask("POST", "/bills", member=CARRIER, body=body), asked)
            )
            assert sorted(answer.status_code for answer in answers) == [202, 409], turn
            told = {answer.json()["code"] for answer in answers if answer.status_code == 409}
            assert told == {"reference-has-bill"}
