"""A merchant in the middle has its supplier's bills switched, and the lot split for two buyers."""

from __future__ import annotations

import json

from tests.app.bills.builders import a_document, in_containers, with_packages
from tests.app.credits.builders import BENEFICIARY as MERCHANT
from tests.app.credits.builders import BUYER, CARRIER, LEI, NAME, STRANGER
from tests.journeys.harbour import SUPPLIER, Harbour

ONE, OTHER = "KLTU4172030", "KLTU5809165"
SWITCH = {"change": "switch", "wish": "One bill for both containers, with ourselves as shipper."}
SPLIT = {"change": "amendment", "wish": "One bill for each of our two buyers."}


def reissue(bills: list[str], *documents: str) -> dict[str, list[str]]:
    return {"bills": bills, "documents": list(documents)}


def test_old_bills_die_before_new_ones_live(harbour: Harbour) -> None:
    whole = a_document()
    named = json.loads(whole)
    named["documentParties"]["shipper"]["partyName"] = NAME[MERCHANT]
    switched = a_document(documentParties=named["documentParties"])
    shipping = harbour.instruct(SUPPLIER, CARRIER)
    first = harbour.issue_bill(CARRIER, shipping, in_containers(whole, ONE))
    more = harbour.instruct(SUPPLIER, CARRIER, shipping["deal"])
    second = harbour.issue_bill(CARRIER, more, in_containers(whole, OTHER))
    for bill in (first, second):
        harbour.done(SUPPLIER, f"/bills/{bill}/transfer-both", {"to": LEI[MERCHANT]})
        assert harbour.hands(bill, MERCHANT) == (NAME[MERCHANT], NAME[MERCHANT], "issued")

    # One of two is surrendered: the carrier makes nothing of both until it has the other as well.
    harbour.done(MERCHANT, f"/bills/{first}/surrender-for-amendment", SWITCH)
    both = [first, second]
    assert harbour.refused(CARRIER, "/bills/reissue", reissue(both, switched)) == "bill-status"
    assert harbour.refused(MERCHANT, f"/bills/{first}/transfer-both", {"to": LEI[BUYER]}) == "bill-status"
    harbour.done(MERCHANT, f"/bills/{second}/surrender-for-amendment", SWITCH)

    # Not a carton may get lost on the way, nor be added.
    short = with_packages(switched, 204)
    answer = harbour.ask(CARRIER, "/bills/reissue", reissue(both, short)).json()
    assert [fault["detail"] for fault in answer["errors"]] == ["090240: 410 packages before, 409 after"]
    made = harbour.done(CARRIER, "/bills/reissue", reissue(both, switched))
    (one,) = made["describes"]["issues"]
    require_replaced(harbour, both, [one])

    # The same again the other way: one for each buyer, and the switched bill is void by that.
    harbour.done(MERCHANT, f"/bills/{one}/surrender-for-amendment", SPLIT)
    halves = [in_containers(switched, ONE), in_containers(switched, OTHER)]
    lost = reissue([one], halves[0])
    parts = list(harbour.done(CARRIER, "/bills/reissue", reissue([one], *halves))["describes"]["issues"])
    assert harbour.refused(CARRIER, "/bills/reissue", lost) == "bill-status", "void once is void for good"
    require_replaced(harbour, [one], parts)

    for part, buyer in zip(parts, (BUYER, STRANGER), strict=True):
        harbour.done(MERCHANT, f"/bills/{part}/transfer-both", {"to": LEI[buyer]})
        assert harbour.hands(part, buyer) == (NAME[buyer], NAME[buyer], "issued")
    assert harbour.is_unknown_to(STRANGER, *(f"/bills/{bill}" for bill in (first, second, parts[0])))
    assert harbour.is_unknown_to(BUYER, *(f"/bills/{bill}" for bill in (first, second, parts[1])))
    assert harbour.is_unknown_to(SUPPLIER, *(f"/bills/{bill}" for bill in (one, *parts)))
    assert harbour.every_row_is_what_the_chain_says()


def require_replaced(harbour: Harbour, old: list[str], new: list[str]) -> None:
    """Void with nobody's hands on it, and in its place what weighs the same."""
    for bill in old:
        for member in (MERCHANT, CARRIER):
            assert harbour.hands(bill, member) == (None, None, "void")
        assert harbour.bill(MERCHANT, bill)["you_may"] == []
        for step in ("surrender", "endorse-in-blank", "transfer-both"):
            body = {"to": LEI[BUYER]} if step == "transfer-both" else None
            assert harbour.refused(MERCHANT, f"/bills/{bill}/{step}", body) == "bill-status"
    for bill in new:
        assert harbour.hands(bill, MERCHANT) == (NAME[MERCHANT], NAME[MERCHANT], "issued")
        balance = harbour.see(MERCHANT, f"/bills/{bill}/balance")
        assert (balance["voided"], balance["issued"]) == (old, new)
        assert (balance["of_chain"], balance["same"], balance["differences"]) == (True, True, [])
        assert balance["before"] == balance["after"]
