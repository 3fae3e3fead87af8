"""A shipper's instruction and the two copies of it."""

from __future__ import annotations

from app.members import service as members
from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade, a_document


def test_both_sides_keep_a_copy_of_their_own(trade: Trade) -> None:
    """SBILLS-1"""
    draft = a_document()
    given = trade.instruct(document=draft)
    path = f"/bills/instructions/{given['id']}"
    for member in (SHIPPER, CARRIER):
        copy = trade.see(member, path)
        assert copy["shipper"]["lei"] == LEI[SHIPPER]
        assert copy["carrier"]["lei"] == LEI[CARRIER]
        assert (copy["deal"], copy["form"], copy["document"]) == (trade.deal, "to_order", draft)
        assert trade.see(member, "/bills/instructions")["items"][0] == copy


def test_a_deal_that_is_not_ours_is_not_found(trade: Trade) -> None:
    """SBILLS-2"""
    body = {"carrier": LEI[CARRIER], "deal": members.new_deal()}
    answer = trade.interface.ask("POST", "/bills/instructions", member=SHIPPER, body=body)
    assert answer.status_code == 404
    assert answer.json()["code"] == "no-such-deal"


def test_without_a_deal_the_instruction_begins_one(trade: Trade) -> None:
    """SBILLS-2"""
    given = trade.instruct(deal=None)
    numbers = trade.see(SHIPPER, "/numbers?limit=200")["items"]
    assert given["deal"] in {number["deal"] for number in numbers}


def test_all_organisations_that_are_no_contacts_are_named_at_once(trade: Trade) -> None:
    """SBILLS-3"""
    stranger = "549300MLUDYVRQOOXS22"
    body = {"carrier": stranger, "deal": trade.deal, "form": "straight", "order": "5493006MHB84DD0ZWV18"}
    answer = trade.interface.ask("POST", "/bills/instructions", member=SHIPPER, body=body)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/carrier", "#/order"]
    assert stranger in answer.json()["errors"][0]["detail"]


def test_an_lei_that_is_none_is_told_what_would_be_right(trade: Trade) -> None:
    """SBILLS-3"""
    wrong = LEI[CARRIER][:-2] + "99"
    answer = trade.interface.ask("POST", "/bills/instructions", member=SHIPPER, body={"carrier": wrong})
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["pointer"] == "#/carrier"
    assert f"check digits {LEI[CARRIER][-2:]}" in fault["detail"]
