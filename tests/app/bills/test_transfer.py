"""Possession and title change hands, and the document with them."""

from __future__ import annotations

from typing import Any

import pytest

from app.mail import service as mail
from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade, a_deal, name_of


def refused(trade: Trade, member: str, bill: str, act: str, **body: Any) -> dict[str, Any]:
    """The problem; nothing was queued for it."""
    before = len(trade.see(member, "/operations?limit=200")["items"])
    answer = trade.ask(member, bill, act, **body)
    assert len(trade.see(member, "/operations?limit=200")["items"]) == before
    return dict(answer.json())


TO_CARRIER = {"to": LEI[CARRIER]}


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("transfer-holder", TO_CARRIER),
        ("transfer-both", TO_CARRIER),
        ("endorse-in-blank", {}),
        ("refuse-transfer", {}),
        ("surrender", {}),
    ],
)
def test_only_the_holder_moves_a_bill(trade: Trade, act: str, body: dict[str, str]) -> None:
    """SBILLS-9: the carrier may see it, and is told who holds it."""
    bill = trade.issue()
    problem = refused(trade, CARRIER, bill, act, **body)
    assert (problem["status"], problem["code"]) == (403, "bill-not-held")
    assert problem["values"]["holder"] == trade.on_chain(bill)["holder"]


def test_only_the_owner_nominates(trade: Trade) -> None:
    """SBILLS-9"""
    bill = trade.issue()
    trade.act(SHIPPER, bill, "transfer-holder", **TO_CARRIER)
    assert refused(trade, CARRIER, bill, "nominate", to=LEI[SHIPPER])["code"] == "bill-not-owned"


def test_a_holder_without_title_passes_it_to_the_nominee_alone(trade: Trade) -> None:
    """SBILLS-9"""
    bill = trade.issue()
    trade.act(SHIPPER, bill, "transfer-holder", **TO_CARRIER)
    assert refused(trade, CARRIER, bill, "transfer-both", to=LEI[SHIPPER])["code"] == "bill-not-nominated"
    assert refused(trade, CARRIER, bill, "surrender")["code"] == "bill-in-two-hands"


def test_a_checker_cannot_ask(trade: Trade) -> None:
    """SBILLS-10"""
    bill = trade.issue()
    path = f"/bills/{bill}/endorse-in-blank"
    answer = trade.interface.ask("POST", path, member=SHIPPER, role="checker")
    assert (answer.status_code, answer.json()["code"]) == (403, "maker-needed")


def test_a_stranger_is_no_recipient(trade: Trade) -> None:
    """SBILLS-3"""
    bill = trade.issue()
    problem = refused(trade, SHIPPER, bill, "transfer-both", to="549300MLUDYVRQOOXS22")
    assert (problem["status"], problem["errors"][0]["pointer"]) == (422, "#/to")


def test_possession_alone_leaves_title_where_it_was(trade: Trade) -> None:
    bill = trade.issue()
    trade.act(SHIPPER, bill, "transfer-holder", **TO_CARRIER)
    seen = trade.bill(SHIPPER, bill)
    assert (seen["holder"]["name"], seen["owner"]["name"]) == (name_of(CARRIER), name_of(SHIPPER))
    assert seen["former_holder"]["name"] == name_of(SHIPPER)


def test_the_document_follows_possession_once_it_has_passed(trade: Trade) -> None:
    """SBILLS-16: to a recipient that has no copy yet, when the transfer is final and not before."""
    own = Trade(trade.world, trade.interface, trade.deal, shipper=CARRIER, carrier=CARRIER)
    bill = own.issue()
    path = f"/bills/{bill}/document"
    document = trade.interface.ask("GET", path, member=CARRIER).content
    answer = trade.ask(CARRIER, bill, "transfer-both", to=LEI[SHIPPER])
    assert trade.interface.ask("GET", path, member=SHIPPER).status_code == 404
    trade.end(answer.json()["id"])
    assert trade.interface.ask("GET", path, member=SHIPPER).content == document
    assert trade.bill(SHIPPER, bill)["you_are"] == ["holder", "owner"]


def test_who_takes_a_bill_knows_carrier_and_shipper_without_asking_them(trade: Trade) -> None:
    """SBILLS-21: to ask would tell them who has it."""
    fresh = Trade(
        trade.world, trade.interface, a_deal(trade.world, CARRIER), shipper=CARRIER, carrier=CARRIER
    )
    bill = fresh.issue()
    trade.act(CARRIER, bill, "transfer-both", to=LEI[SHIPPER])
    seen = trade.bill(SHIPPER, bill)
    assert seen["carrier"]["name"] == seen["shipper"]["name"] == name_of(CARRIER)
    with trade.world.database.reading() as session:
        asked = [message.body for message in mail.received(session, CARRIER, "number-wanted")]
    assert {"deal": fresh.deal} not in asked


def test_nothing_follows_a_transfer_that_did_not_happen(trade: Trade) -> None:
    """SBILLS-16"""
    own = Trade(trade.world, trade.interface, trade.deal, shipper=CARRIER, carrier=CARRIER)
    bill = own.issue()
    answer = trade.ask(CARRIER, bill, "transfer-both", to=LEI[SHIPPER])
    cancelled = trade.interface.ask("POST", f"/operations/{answer.json()['id']}/cancel", member=CARRIER)
    assert cancelled.json()["status"] == "cancelled"
    trade.world.settle()
    assert trade.interface.ask("GET", f"/bills/{bill}/document", member=SHIPPER).status_code == 404


def test_a_recipient_in_another_deal_takes_it_under_its_number_there(trade: Trade) -> None:
    """SBILLS-17: and goes on with it under that number; the document still tells of the bill's own deal."""
    bill = trade.issue()
    elsewhere = a_deal(trade.world, SHIPPER, CARRIER)
    trade.act(SHIPPER, bill, "transfer-both", to=LEI[CARRIER], deal=elsewhere)
    numbers = {number["deal"]: number["number"] for number in trade.see(CARRIER, "/numbers")["items"]}
    assert trade.on_chain(bill)["holder"] == numbers[elsewhere] != numbers[trade.deal]
    trade.act(CARRIER, bill, "surrender")
    assert trade.bill(CARRIER, bill)["status"] == "surrendered"


def test_what_the_service_could_not_know_the_chain_refuses_in_the_same_words(trade: Trade) -> None:
    """SBILLS-15: two acts asked for before either is in a block; the second finds the bill gone."""
    bill = trade.issue()
    first = trade.ask(SHIPPER, bill, "transfer-both", **TO_CARRIER).json()["id"]
    second = trade.ask(SHIPPER, bill, "surrender").json()["id"]
    trade.end(first)
    failed = trade.see(SHIPPER, f"/operations/{second}")
    assert failed["status"] == "failed"
    assert failed["refusal"]["code"] == "bill-not-held"
    assert refused(trade, SHIPPER, bill, "surrender")["detail"] == failed["refusal"]["sentence"]
