"""The end of a bill: surrendered, answered."""

from __future__ import annotations

import pytest

from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade, a_deal, name_of


@pytest.mark.parametrize("answer", ["accept", "refuse"])
def test_only_its_carrier_answers_and_only_a_surrender(trade: Trade, answer: str) -> None:
    """SBILLS-9"""
    bill = trade.issue()
    early = trade.ask(CARRIER, bill, f"surrender/{answer}")
    assert (early.status_code, early.json()["code"]) == (409, "bill-status")
    assert "surrendered" in early.json()["allowed"]
    trade.act(SHIPPER, bill, "surrender")
    other = trade.ask(SHIPPER, bill, f"surrender/{answer}")
    assert (other.status_code, other.json()["code"]) == (403, "bill-of-another-carrier")


def test_a_refused_surrender_gives_the_bill_back_as_it_was(trade: Trade) -> None:
    bill = trade.issue()
    before = trade.on_chain(bill)
    trade.act(SHIPPER, bill, "surrender")
    assert trade.on_chain(bill)["holder"] == before["carrier"]
    trade.act(CARRIER, bill, "surrender/refuse")
    assert trade.on_chain(bill) == before


def test_the_carrier_learns_who_asks_for_the_goods_and_not_before(trade: Trade) -> None:
    """SBILLS-18: until then it sees a number."""
    bill = trade.issue()
    elsewhere = a_deal(trade.world, SHIPPER)
    trade.act(SHIPPER, bill, "transfer-both", to=LEI[SHIPPER], deal=elsewhere)
    held = trade.bill(CARRIER, bill)["holder"]
    assert (held["lei"], held["name"]) == (None, None)
    assert f"possession passed from {name_of(SHIPPER)} to number {held['number']}" in trade.title(
        CARRIER, bill
    )
    trade.act(SHIPPER, bill, "surrender")
    assert trade.title(CARRIER, bill)[-1] == (
        f"{name_of(SHIPPER)} surrendered the bill to {name_of(CARRIER)} for delivery"
    )
