"""Surrendered for amendment, and what the carrier puts in the place: amended, split, merged, switched."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.app.bills.builders import (
    CARRIER,
    LEI,
    SHIPPER,
    Trade,
    a_document,
    in_containers,
    name_of,
    straight,
    with_packages,
)
from tests.app.bills.test_projection import act, now, rebuilt, require_equal

FIRST, SECOND = "KLTU4172030", "KLTU5809165"
AMEND = {"change": "amendment", "wish": "one bill for each container, please"}


def surrendered(trade: Trade, document: str | None = None, **said: Any) -> str:
    bill = trade.issue(document)
    act(trade, SHIPPER, bill, "surrender-for-amendment", **AMEND | said)
    return bill


def ask(trade: Trade, bills: list[str], documents: list[str]) -> Any:
    body = {"bills": bills, "documents": documents}
    return trade.interface.ask("POST", "/bills/reissue", member=CARRIER, body=body)


def reissued(trade: Trade, bills: list[str], documents: list[str]) -> list[str]:
    """The bills in their place; every row on both sides is what the contract has."""
    answer = ask(trade, bills, documents)
    assert answer.status_code == 202, answer.text
    trade.end(answer.json()["id"])
    issued = [str(bill) for bill in answer.json()["describes"]["issues"]]
    for bill in (*bills, *issued):
        require_equal(trade, bill)
    return issued


def test_a_bill_is_split_and_merged_again(trade: Trade) -> None:
    """SBILLS-12, SBILLS-14, SBILLS-24, SBILLS-26: the shipper gets what it needs to check."""
    document = a_document()
    bill = surrendered(trade, document)
    halves = reissued(trade, [bill], [in_containers(document, FIRST), in_containers(document, SECOND)])
    for half in halves:
        seen = trade.bill(SHIPPER, half)
        assert (seen["status"], seen["you_are"]) == ("issued", ["holder", "owner", "shipper"])
        balance = trade.see(SHIPPER, f"/bills/{half}/balance")
        assert (balance["voided"], balance["issued"]) == ([bill], halves)
        assert (balance["of_chain"], balance["same"], balance["differences"]) == (True, True, [])
        assert {goods["packages"] for goods in balance["before"]} == {410, 30}
        assert balance["document"] == seen["reissue"]
    old = trade.bill(SHIPPER, bill)
    assert (old["status"], old["you_may"], old["voided_by"]) == ("void", [], balance["document"])
    shipper, carrier = name_of(SHIPPER), name_of(CARRIER)
    assert trade.title(SHIPPER, bill)[2:] == [
        f"{shipper} surrendered the bill to {carrier} for amendment",
        f"{carrier} put others in the place of this bill: it is void",
        f"the title of {shipper} goes on in what took the bill's place",
    ]
    assert trade.title(SHIPPER, halves[0])[-1] == (
        f"{carrier} issued the bill to {shipper} in the place of others"
    )
    for half in halves:
        act(trade, SHIPPER, half, "surrender-for-amendment", **AMEND)
    (whole,) = reissued(trade, halves, [document])
    assert trade.bill(SHIPPER, whole)["status"] == "issued"
    assert [now(trade.world)] * 2 == rebuilt(trade.world)


@pytest.mark.parametrize("lost", ["packages", "goods"])
def test_what_does_not_balance_is_refused_with_every_difference(trade: Trade, lost: str) -> None:
    """SBILLS-24: goods lost and packages lost between the bills."""
    document = a_document()
    bill = surrendered(trade, document)
    first = in_containers(document, FIRST)
    second = with_packages(in_containers(document, SECOND), 204) if lost == "packages" else a_half(document)
    before = len(trade.see(CARRIER, "/operations?limit=200")["items"])
    answer = ask(trade, [bill], [first, second])
    assert answer.status_code == 422, answer.text
    told = [fault["detail"] for fault in answer.json()["errors"]]
    assert any("packages before" in detail for detail in told)
    assert len(trade.see(CARRIER, "/operations?limit=200")["items"]) == before
    trade.act(CARRIER, bill, "amendment/refuse")


def a_half(document: str) -> str:
    """The second container without the green tea."""
    changed = json.loads(in_containers(document, SECOND))
    changed["consignmentItems"] = changed["consignmentItems"][:1]
    return json.dumps(changed)


def test_an_amendment_of_one_bill_may_correct_quantities_and_a_switch_may_not(trade: Trade) -> None:
    """SBILLS-24: the balance sheet shows what was corrected."""
    document = a_document()
    bill = surrendered(trade, document)
    (corrected,) = reissued(trade, [bill], [with_packages(document, 204)])
    balance = trade.see(SHIPPER, f"/bills/{corrected}/balance")
    assert balance["differences"] == ["090240: 410 packages before, 409 after"]
    switched = surrendered(trade, change="switch")
    answer = ask(trade, [switched], [with_packages(a_document(), 204)])
    assert answer.status_code == 422


def test_a_refused_amendment_gives_the_bill_back(trade: Trade) -> None:
    """SBILLS-12"""
    bill = trade.issue()
    before = trade.on_chain(bill)
    act(trade, SHIPPER, bill, "surrender-for-amendment", **AMEND | {"change": "destination"})
    assert trade.bill(CARRIER, bill)["change"] == "destination"
    assert trade.bill(CARRIER, bill)["you_may"] == ["reissue", "amendment/refuse", "record-indemnity"]
    act(trade, CARRIER, bill, "amendment/refuse")
    assert trade.on_chain(bill) == before


def test_the_carrier_reads_what_is_wished(trade: Trade) -> None:
    """SBILLS-25"""
    surrendered(trade)
    wishes = trade.see(CARRIER, "/documents?kind=amendment-wish&limit=200")["items"]
    contents = {
        trade.interface.ask("GET", f"/documents/{wish['id']}/content", member=CARRIER).text for wish in wishes
    }
    assert AMEND["wish"] in contents


def test_a_switched_straight_bill_names_another_consignee(trade: Trade) -> None:
    """SBILLS-12: asked for by the consignee, who holds it."""
    document = straight(a_document())
    bill = trade.issue(document, form="straight", order=LEI[CARRIER])
    act(trade, SHIPPER, bill, "transfer-holder", to=LEI[CARRIER])
    early = trade.ask(CARRIER, bill, "surrender-for-amendment", **AMEND, consignee=LEI[CARRIER])
    assert (early.status_code, early.json()["code"]) == (409, "same-party")
    act(
        trade,
        CARRIER,
        bill,
        "surrender-for-amendment",
        **AMEND | {"change": "switch"},
        consignee=LEI[SHIPPER],
    )
    (new,) = reissued(trade, [bill], [document])
    assert trade.bill(SHIPPER, new)["you_are"] == ["owner"]


def test_only_its_carrier_answers_and_only_what_waits(trade: Trade) -> None:
    """SBILLS-9"""
    bill = trade.issue()
    early = trade.ask(CARRIER, bill, "amendment/refuse")
    assert (early.status_code, early.json()["code"]) == (409, "bill-status")
    assert ask(trade, [bill], [a_document()]).json()["code"] == "bill-status"
    trade.act(SHIPPER, bill, "surrender-for-amendment", **AMEND)
    other = trade.ask(SHIPPER, bill, "amendment/refuse")
    assert (other.status_code, other.json()["code"]) == (403, "bill-of-another-carrier")


def test_bills_that_were_not_surrendered_alike_are_not_merged(trade: Trade) -> None:
    """SBILLS-9"""
    bills = [surrendered(trade), surrendered(trade, change="switch")]
    assert ask(trade, bills, [a_document()]).json()["code"] == "bills-unlike"


def test_a_reference_goes_over_to_the_bill_in_its_place_and_to_one(trade: Trade) -> None:
    """SBILLS-7: and no other bill is issued under it meanwhile."""
    document = a_document()
    bill = surrendered(trade, document)
    twice = ask(trade, [bill], [document, document])
    assert "reference of its own" in twice.json()["errors"][0]["detail"]
    (new,) = reissued(trade, [bill], [document])
    assert trade.ask_issue(document).json()["code"] == "reference-has-bill"
    assert (
        trade.see(CARRIER, f"/bills/{new}")["copy"]["reference"]
        == json.loads(document)["transportDocumentReference"]
    )


def test_a_bill_out_on_trust_is_not_reissued(trade: Trade) -> None:
    """SBILLS-27: under another id the bank's pledge would be lost."""
    own = Trade(trade.world, trade.interface, trade.deal, shipper=CARRIER, carrier=CARRIER)
    bill = own.issue()
    terms = {"to": LEI[SHIPPER], "due": "2100-01-01T00:00:00Z", "agreement": "the bill for your advance"}
    own.act(CARRIER, bill, "pledge", **terms)
    own.act(SHIPPER, bill, "pledge/release-on-trust", receipt="in trust for you")
    own.act(CARRIER, bill, "surrender-for-amendment", **AMEND)
    assert ask(own, [bill], [a_document()]).json()["code"] == "pledge-on-trust"


def test_a_bill_that_took_nothings_place_has_no_balance(trade: Trade) -> None:
    """SBILLS-26"""
    bill = trade.issue()
    answer = trade.interface.ask("GET", f"/bills/{bill}/balance", member=SHIPPER)
    assert (answer.status_code, answer.json()["code"]) == (404, "no-reissue")
