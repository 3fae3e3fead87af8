"""From the shipper's wish to the carrier's last word, over HTTP."""

from __future__ import annotations

from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade, a_document, name_of


def test_a_bill_is_issued_passed_on_and_surrendered(trade: Trade) -> None:
    document = a_document()
    bill = trade.issue(document)
    seen = trade.bill(SHIPPER, bill)
    assert seen["you_are"] == ["holder", "owner", "shipper"]
    assert seen["finality"] == "final"
    assert seen["carrier"]["name"] == name_of(CARRIER)
    trade.act(SHIPPER, bill, "transfer-both", to=LEI[CARRIER])
    trade.act(CARRIER, bill, "refuse-transfer")
    trade.act(SHIPPER, bill, "endorse-in-blank")
    trade.act(SHIPPER, bill, "surrender")
    trade.act(CARRIER, bill, "surrender/refuse")
    trade.act(SHIPPER, bill, "surrender")
    trade.act(CARRIER, bill, "surrender/accept")
    shipper, carrier = name_of(SHIPPER), name_of(CARRIER)
    assert trade.title(CARRIER, bill) == [
        f"{carrier} issued the bill, to order, to {shipper}, who holds it",
        f"title is with {shipper}",
        f"possession passed from {shipper} to {carrier}",
        f"title passed from {shipper} to {carrier}",
        f"{carrier} refused the transfer: it goes back to {shipper}",
        f"possession passed from {carrier} to {shipper}",
        f"title passed from {carrier} to {shipper}",
        f"{shipper} endorsed the bill in blank: title follows possession",
        f"{shipper} surrendered the bill to {carrier} for delivery",
        f"{carrier} refused the surrender: possession is with {shipper} again",
        f"{shipper} surrendered the bill to {carrier} for delivery",
        f"the carrier accepted the surrender from {shipper}: the bill is accomplished",
    ]
    assert trade.bill(SHIPPER, bill)["status"] == "accomplished"
    assert trade.bill(SHIPPER, bill)["you_may"] == []
