"""Who sees a bill, in which list, and how much of it."""

from __future__ import annotations

from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade


def own(trade: Trade) -> Trade:
    """The carrier ships its own goods: nobody else has a part in the bill."""
    return Trade(trade.world, trade.interface, trade.deal, shipper=CARRIER, carrier=CARRIER)


def ids(trade: Trade, member: str, query: str = "") -> set[str]:
    return {bill["id"] for bill in trade.see(member, f"/bills?limit=200{query}")["items"]}


def test_who_never_stood_in_a_bill_does_not_find_it(trade: Trade) -> None:
    """SBILLS-19"""
    bill = own(trade).issue()
    for path in ("", "/chain-of-title", "/document"):
        answer = trade.interface.ask("GET", f"/bills/{bill}{path}", member=SHIPPER)
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-bill")
    assert bill not in ids(trade, SHIPPER)
    assert bill in ids(trade, CARRIER)


def test_who_handed_a_bill_on_still_finds_it_and_no_longer_lists_it(trade: Trade) -> None:
    """SBILLS-19"""
    bill = own(trade).issue()
    trade.act(CARRIER, bill, "transfer-both", to=LEI[SHIPPER])
    trade.act(SHIPPER, bill, "transfer-both", to=LEI[CARRIER])
    assert bill not in ids(trade, SHIPPER)
    assert trade.bill(SHIPPER, bill)["you_are"] == []
    assert len(trade.title(SHIPPER, bill)) == 6


def test_lists_are_by_what_you_are(trade: Trade) -> None:
    """SBILLS-20"""
    bill = trade.issue()
    trade.act(SHIPPER, bill, "transfer-holder", to=LEI[CARRIER])
    for part, member in (
        ("holder", CARRIER),
        ("owner", SHIPPER),
        ("carrier", CARRIER),
        ("shipper", SHIPPER),
    ):
        other = SHIPPER if member == CARRIER else CARRIER
        assert bill in ids(trade, member, f"&part={part}")
        assert bill not in ids(trade, other, f"&part={part}")
    assert bill not in ids(trade, SHIPPER, "&part=nominee")


def test_pages_follow_one_another_without_a_gap(trade: Trade) -> None:
    """SBILLS-20"""
    bill = trade.issue()
    trade.act(SHIPPER, bill, "endorse-in-blank")
    path, found = f"/bills/{bill}/chain-of-title?limit=1", []
    cursor = ""
    while True:
        page = trade.see(SHIPPER, path + cursor)
        found += [event["event"] for event in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == ["Issued", "Transfer", "EndorsedInBlank"]


def test_each_event_says_where_and_when_it_stands_on_the_chain(trade: Trade) -> None:
    """SBILLS-14"""
    bill = trade.issue()
    events = trade.see(SHIPPER, f"/bills/{bill}/chain-of-title")["items"]
    for event in events:
        receipt = trade.world.node.ask("eth_getTransactionReceipt", event["transaction_hash"])
        assert int(receipt["blockNumber"], 16) == event["block"]
        assert event["log_index"] in {int(log["logIndex"], 16) for log in receipt["logs"]}
        assert event["finality"] == "final"
    assert [event["log_index"] for event in events] == sorted(event["log_index"] for event in events)


def test_an_id_is_found_however_its_letters_are_written(trade: Trade) -> None:
    bill = trade.issue()
    assert trade.bill(SHIPPER, "0x" + bill[2:].upper())["id"] == bill
