"""A bill goes to paper, and comes back from it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade, a_document, name_of
from tests.app.bills.test_projection import act, now, rebuilt, require_equal

ASK = {"change": "paper", "wish": "three originals on paper, please"}
STATEMENT = {"statement": "issued on paper in three originals"}


def to_paper(trade: Trade, document: str) -> str:
    bill = trade.issue(document)
    act(trade, SHIPPER, bill, "surrender-for-amendment", **ASK)
    act(trade, CARRIER, bill, "switch-to-paper", **STATEMENT)
    return bill


def from_paper(trade: Trade, document: str, origin: str | None, **said: Any) -> Any:
    body = {
        "document": document,
        "form": "to_order",
        "holder": LEI[SHIPPER],
        "deal": trade.deal,
        "collected": "originals 1/3 to 3/3, marked void",
        "origin": origin,
    }
    return trade.interface.ask("POST", "/bills/from-paper", member=CARRIER, body=body | said)


def test_a_bill_goes_to_paper_and_comes_back(trade: Trade) -> None:
    """SBILLS-12, SBILLS-14, SBILLS-28"""
    document = a_document()
    bill = to_paper(trade, document)
    seen = trade.bill(SHIPPER, bill)
    assert (seen["status"], seen["holder"], seen["owner"], seen["you_may"]) == ("on_paper", None, None, [])
    answer = from_paper(trade, document, bill)
    assert answer.status_code == 202, answer.text
    trade.end(answer.json()["id"])
    new = answer.json()["describes"]["bill"]
    for one in (bill, new):
        require_equal(trade, one)
    assert trade.bill(SHIPPER, bill)["status"] == "void"
    assert trade.bill(SHIPPER, new)["you_are"] == ["holder", "owner", "shipper"]
    shipper, carrier = name_of(SHIPPER), name_of(CARRIER)
    assert trade.title(SHIPPER, bill)[2:] == [
        f"{shipper} surrendered the bill to {carrier} for paper",
        f"{carrier} issued the bill on paper to {shipper}: this record has no effect any more",
        f"the title of {shipper} goes on in the paper",
        f"{carrier} put others in the place of this bill: it is void",
    ]
    for one, text in ((bill, STATEMENT["statement"]), (new, "originals 1/3 to 3/3, marked void")):
        statement = trade.bill(SHIPPER, one)["statement"]
        kept = trade.interface.ask("GET", f"/documents/{statement}/content", member=SHIPPER)
        assert kept.text == text
    assert [now(trade.world)] * 2 == rebuilt(trade.world)


def test_a_bill_on_paper_is_not_issued_beside_it(trade: Trade) -> None:
    """SBILLS-29: under its reference comes back what names it, and nothing else."""
    document = a_document()
    bill = to_paper(trade, document)
    assert from_paper(trade, document, None).json()["code"] == "reference-has-bill"
    assert trade.ask_issue(document).json()["code"] == "reference-has-bill"
    other = trade.issue()
    assert from_paper(trade, document, other).json()["code"] == "bill-status"
    assert trade.bill(SHIPPER, bill)["status"] == "on_paper"


@pytest.mark.parametrize(("change", "what"), [("switch", "switch-to-paper"), ("paper", "reissue")])
def test_only_what_was_asked_for_is_done(trade: Trade, change: str, what: str) -> None:
    """SBILLS-9"""
    bill = trade.issue()
    act(trade, SHIPPER, bill, "surrender-for-amendment", **ASK | {"change": change})
    if what == "reissue":
        body = {"bills": [bill], "documents": [a_document()]}
        answer = trade.interface.ask("POST", "/bills/reissue", member=CARRIER, body=body)
    else:
        answer = trade.ask(CARRIER, bill, what, **STATEMENT)
    assert (answer.status_code, answer.json()["code"]) == (409, "bill-change")


def test_what_was_paper_from_the_beginning_becomes_a_bill(trade: Trade) -> None:
    """SBILLS-28: without a record before it; its form must fit its document."""
    faulty = from_paper(trade, a_document(), None, form="straight")
    assert faulty.status_code == 422
    answer = from_paper(trade, a_document(), None)
    trade.end(answer.json()["id"])
    assert trade.bill(SHIPPER, answer.json()["describes"]["bill"])["status"] == "issued"
