"""What an authority stops, and what is delivered without a bill: the member `south` is carrier and
authority.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade, a_document, name_of, waybill
from tests.app.bills.test_projection import act, keep, keeper, now, rebuilt, require_equal

__all__ = ["keeper"]

REASON = {"reason": "by order of the court"}


def require_frozen_by(trade: Trade, bill: str) -> None:
    from_chain = trade.world.view("BillOfLading", "frozenBy", bill)[0]
    seen = trade.bill(CARRIER, bill)
    assert ("freeze" in seen["kept_by"]) == bool(from_chain)


def test_a_frozen_bill_is_stopped_until_it_is_let_go(trade: Trade) -> None:
    """SBILLS-12, SBILLS-14, SBILLS-30"""
    bill = trade.issue()
    act(trade, CARRIER, bill, "freeze", **REASON)
    require_frozen_by(trade, bill)
    assert trade.bill(SHIPPER, bill)["you_may"] == []
    stopped = trade.ask(SHIPPER, bill, "surrender")
    assert (stopped.status_code, stopped.json()["code"]) == (409, "bill-frozen")
    assert trade.ask(CARRIER, bill, "freeze", **REASON).json()["code"] == "bill-frozen"
    act(trade, CARRIER, bill, "unfreeze", **REASON)
    require_frozen_by(trade, bill)
    assert trade.ask(CARRIER, bill, "unfreeze", **REASON).json()["code"] == "bill-not-frozen"
    stopped_in_words, let_go = trade.title(SHIPPER, bill)[2:]
    assert stopped_in_words.endswith("stopped the bill by authority: nobody moves it")
    assert let_go.endswith("lets the bill go again")
    act(trade, SHIPPER, bill, "surrender")
    assert [now(trade.world)] * 2 == rebuilt(trade.world)


def test_frozen_in_keeping_it_stays_frozen_when_it_comes_back(trade: Trade, keeper: str) -> None:
    """SBILLS-12"""
    bill = trade.issue()
    shipper, carrier = trade.on_chain(bill)["holder"], trade.on_chain(bill)["carrier"]
    keep(trade, keeper, bill, "lock", shipper, carrier, 1)
    act(trade, CARRIER, bill, "freeze", **REASON)
    assert trade.bill(SHIPPER, bill)["kept_by"] == ["escrow", "freeze"]
    keep(trade, keeper, bill, "unlock")
    assert trade.bill(SHIPPER, bill)["kept_by"] == ["freeze"]
    act(trade, CARRIER, bill, "unfreeze", **REASON)
    assert trade.bill(SHIPPER, bill)["kept_by"] == []


def test_who_is_no_authority_stops_nothing(trade: Trade) -> None:
    """SBILLS-30"""
    bill = trade.issue()
    answer = trade.ask(SHIPPER, bill, "freeze", **REASON)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-an-authority")


def test_the_order_is_kept_by_who_gave_it(trade: Trade) -> None:
    """SBILLS-31"""
    bill = trade.issue()
    asked = trade.ask(CARRIER, bill, "record-indemnity", letter="you are held harmless").json()
    trade.end(asked["id"])
    require_equal(trade, bill)
    committed = asked["describes"]["document"]
    kept = trade.interface.ask("GET", f"/documents/{committed}/content", member=CARRIER)
    assert kept.text == "you are held harmless"
    assert trade.interface.ask("GET", f"/documents/{committed}", member=SHIPPER).status_code == 404


def test_delivery_without_the_bill_shows_and_moves_nothing(trade: Trade) -> None:
    """SBILLS-12, SBILLS-32: whatever takes its place shows it too."""
    document = a_document()
    bill = trade.issue(document)
    act(trade, CARRIER, bill, "record-indemnity", letter="you are held harmless")
    assert trade.bill(SHIPPER, bill)["delivered_under_indemnity"]
    act(trade, SHIPPER, bill, "surrender-for-amendment", change="amendment", wish="the port, please")
    body = {"bills": [bill], "documents": [document]}
    answer = trade.interface.ask("POST", "/bills/reissue", member=CARRIER, body=body)
    trade.end(answer.json()["id"])
    (new,) = answer.json()["describes"]["issues"]
    require_equal(trade, new)
    assert trade.bill(SHIPPER, new)["delivered_under_indemnity"]
    assert [now(trade.world)] * 2 == rebuilt(trade.world)


def test_a_sea_waybill_is_delivered_to_whom_it_names(trade: Trade) -> None:
    """SBILLS-12, SBILLS-14, SBILLS-32"""
    bill = trade.issue(waybill(a_document()), form="sea_waybill", order=LEI[CARRIER])
    require_equal(trade, bill)
    seen = trade.bill(SHIPPER, bill)
    assert (seen["form"], seen["you_may"]) == ("sea_waybill", ["surrender-for-amendment"])
    refused = trade.ask(SHIPPER, bill, "transfer-holder", to=LEI[CARRIER])
    assert (refused.status_code, refused.json()["code"]) == (409, "bill-form")
    act(trade, CARRIER, bill, "deliver-on-identity")
    assert trade.bill(SHIPPER, bill)["status"] == "accomplished"
    carrier = name_of(CARRIER)
    assert (
        trade.title(CARRIER, bill)[2] == f"{carrier} delivered the goods to {carrier}, whom the waybill names"
    )


@pytest.mark.parametrize(
    ("form", "made", "order"), [("to_order", waybill, None), ("sea_waybill", str, LEI[CARRIER])]
)
def test_a_waybill_is_no_bill_and_a_bill_no_waybill(
    trade: Trade, form: str, made: Any, order: str | None
) -> None:
    """SBILLS-32"""
    answer = trade.ask_issue(made(a_document()), form=form, **({"order": order} if order else {}))
    assert answer.status_code == 422
