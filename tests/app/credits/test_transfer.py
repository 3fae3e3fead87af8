"""Transfer over HTTP (UCP 600 art. 38)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.app.credits.builders import (
    ADVISER,
    BANK,
    BENEFICIARY,
    BUYER,
    CARRIER,
    LEI,
    NAME,
    STRANGER,
    Desk,
    a_message,
)
from tests.app.credits.transfers import (
    INVOICE,
    TRANSFERABLE,
    a_request,
    as_its_own,
    ask,
    papers,
    present,
    transfer,
    transferable,
)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def outstanding(desk: Desk, *credits: str) -> dict[str, str]:
    lines = desk.see(BANK, "/credits/liabilities")["lines"]
    return {line["credit"]: line["outstanding"] for line in lines if line["credit"] in credits}


def test_what_the_text_says_and_what_the_clause_says_are_one(desk: Desk) -> None:
    """SCREDITS-48"""
    application = desk.apply(a_message(desk.today, **TRANSFERABLE))["id"]
    assert code(desk.ask(BANK, "/credits", {"application": application})) == (
        409,
        "transferable-in-one-place",
    )
    path = f"/credits/applications/{application}/clauses"
    assert desk.ask(BANK, path, {"transferring_bank": LEI[STRANGER]}).status_code == 422
    assert desk.ask(BANK, path, {}).status_code == 422
    clauses = desk.done(BANK, path, {"transferring_bank": LEI[BANK]})["describes"]["clauses"]
    other = desk.apply(a_message(desk.today))["id"]
    asked = {"application": other, "clauses": clauses}
    assert code(desk.ask(BANK, "/credits", asked)) == (409, "transferable-in-one-place")
    credit = desk.done(BANK, "/credits", {"application": application, "clauses": clauses})
    seen = desk.see(BUYER, f"/credits/{credit['describes']['credit']}")
    assert seen["transferable_by"]["name"] == NAME[BANK]


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"amount": "100000.01"}, "#/amount"),
        ({"amount": "0.00"}, "#/amount"),
        ({"amount": "45000.001"}, "#/amount"),
        ({"carved": "much"}, "#/carved"),
        ({"expiry": "2999-01-01"}, "#/expiry"),
        ({"latest_shipment": "2999-01-01"}, "#/latest_shipment"),
        ({"presentation_days": 22}, "#/presentation_days"),
    ],
)
def test_every_term_that_is_more_is_named(desk: Desk, changed: dict[str, Any], where: str) -> None:
    """SCREDITS-49"""
    credit = transferable(desk)
    answer = desk.ask(BENEFICIARY, f"/credits/{credit}/transfers", a_request(**changed))
    assert answer.status_code == 422, answer.text
    assert where in {fault["pointer"] for fault in answer.json()["errors"]}


def test_only_the_first_beneficiary_asks_for_what_is_there(desk: Desk) -> None:
    """SCREDITS-49, SCREDITS-17: and of a credit that may be transferred."""
    credit, plain = transferable(desk), desk.advise()
    path = f"/credits/{credit}/transfers"
    assert code(desk.ask(BUYER, path, a_request())) == (403, "not-beneficiary")
    assert code(desk.ask(BENEFICIARY, f"/credits/{plain}/transfers", a_request())) == (
        409,
        "not-transferable",
    )
    for carved in ("44999.99", "100000.01"):
        assert code(desk.ask(BENEFICIARY, path, a_request(carved=carved))) == (409, "transfer-amount")


def test_a_request_is_taken_back_until_the_bank_has_followed(desk: Desk) -> None:
    """SCREDITS-49"""
    credit = transferable(desk)
    path = ask(desk, credit)
    seen = desk.see(ADVISER, path)
    assert (seen["status"], seen["carved"], seen["drawable"]) == ("requested", "60000.00", "45000.00")
    assert code(desk.ask(ADVISER, f"{path}/revocation")) == (403, "not-beneficiary")
    desk.done(BENEFICIARY, f"{path}/revocation")
    assert code(desk.ask(ADVISER, f"{path}/consent")) == (409, "transfer-status")
    assert desk.see(BENEFICIARY, f"/credits/{credit}")["figures"]["available"] == "100000.00"


def test_the_bank_consents_and_each_is_told_what_is_its_own(desk: Desk) -> None:
    """SCREDITS-50, SCREDITS-51"""
    credit = transferable(desk)
    path = ask(desk, credit, stands_for_applicant=True, goods=["+TEA, EUR 7,00 PER KG"])
    for member in (BANK, BENEFICIARY):
        assert code(desk.ask(member, f"{path}/consent")) == (403, "not-transferring-bank")
    desk.done(ADVISER, f"{path}/consent")
    id = path.rpartition("/")[2]
    seen = desk.see(CARRIER, f"/credits/{id}")
    assert (seen["status"], seen["copy_opens"], seen["part"]) == ("advised", True, "beneficiary")
    assert (seen["transferred"], seen["transferred_from"], seen["transferable_by"]) == (True, None, None)
    assert seen["applicant"]["lei"] == LEI[BENEFICIARY]
    assert seen["terms"]["goods"] == ["TEA, EUR 7,00 PER KG"]
    told = str(seen) + str(desk.see(CARRIER, f"/credits/{id}/history"))
    assert not [secret for secret in (credit, LEI[BUYER], NAME[BUYER], "100000") if secret in told]
    assert [
        desk.see(BANK, f"/credits/{id}")[what] for what in ("part", "transferred_from", "copy_opens")
    ] == [*("issuing bank", credit, True)]
    for member in (BENEFICIARY, ADVISER, BANK):
        (line,) = desk.see(member, f"/credits/{credit}/transfers")["items"]
        assert (line["status"], line["set_aside"]) == ("made", "60000.00")
        assert line["second_beneficiary"]["name"] == NAME[CARRIER]
    assert code(desk.interface.ask("GET", path, member=BUYER)) == (403, "transfers-not-told")
    assert desk.interface.ask("GET", path, member=CARRIER).status_code == 404
    assert desk.interface.ask("GET", f"/credits/{id}", member=BUYER).status_code == 404
    assert code(desk.ask(CARRIER, f"/credits/{id}/transfers", a_request(BUYER))) == (
        409,
        "transferred-already",
    )


def test_liability_is_one_sum_in_several_lines(desk: Desk) -> None:
    """SCREDITS-53: before a drawing, with one under way, with a margin that is free or has lapsed."""
    credit = transferable(desk)
    path = transfer(desk, credit)
    id = path.rpartition("/")[2]
    assert outstanding(desk, credit, id) == {credit: "55000.00", id: "45000.00"}
    place = present(desk, path, "15000.00")
    desk.done(BENEFICIARY, f"{place}/invoice", INVOICE)
    assert outstanding(desk, credit, id) == {credit: "55000.00", id: "45000.00"}
    figures = desk.see(BENEFICIARY, f"/credits/{credit}")["figures"]
    assert (figures["available"], figures["set_aside"], figures["outstanding"]) == (
        *("45000.00", "55000.00", "55000.00"),
    )
    assert desk.see(BUYER, f"/credits/{credit}")["figures"]["set_aside"] is None
    desk.mint(credit, "15000.00")
    desk.done(ADVISER, f"{as_its_own(place)}/forwarding", {})
    desk.examine(as_its_own(place), complies=True)
    desk.done(BANK, f"{as_its_own(place)}/honour")
    assert outstanding(desk, credit, id) == {credit: "55000.00", id: "30000.00"}
    assert desk.held(CARRIER, credit) == "15000.00"


def test_documents_go_on_once_the_invoice_is_there_or_has_lapsed(desk: Desk) -> None:
    """SCREDITS-52: to the transferring bank alone, and not to the applicant."""
    credit = transferable(desk)
    path = transfer(desk, credit)
    id = path.rpartition("/")[2]
    asked = papers(desk, "10.00", bank=LEI[BANK])
    assert code(desk.ask(CARRIER, f"/credits/{id}/presentations", asked))[1] == "not-a-place-of-presentation"
    place = present(desk, path, "15000.00")
    forwarding = f"{as_its_own(place)}/forwarding"
    assert code(desk.ask(ADVISER, forwarding, {})) == (409, "invoice-not-substituted")
    assert code(desk.ask(BANK, f"{place}/demand", {"until": desk.today.isoformat()}))[0] == 403
    past = {"until": (desk.today - timedelta(days=1)).isoformat()}
    assert code(desk.ask(ADVISER, f"{place}/demand", past)) == (409, "demanded-for-a-past-day")
    assert code(desk.ask(ADVISER, f"{place}/lapse")) == (409, "substitution-status")
    desk.done(ADVISER, f"{place}/demand", {"until": desk.today.isoformat()})
    early = desk.ended(ADVISER, f"{place}/lapse")
    assert (early["status"], early["refusal"]["code"]) == ("failed", "demanded-day-not-past")
    assert code(desk.ask(ADVISER, f"{place}/invoice", INVOICE)) == (403, "not-beneficiary")
    done = desk.done(BENEFICIARY, f"{place}/invoice", INVOICE)
    assert done["describes"]["margin"] == "5000.00"
    assert code(desk.ask(BENEFICIARY, f"{place}/invoice", INVOICE)) == (409, "substitution-status")
    assert desk.interface.ask("GET", f"{place}/invoice", member=ADVISER).content == b"OURS"
    assert desk.interface.ask("GET", f"{place}/invoice", member=BANK).status_code == 404
    desk.done(ADVISER, forwarding, {})
    desk.examine(as_its_own(place), complies=False)
    waiver = desk.ask(BANK, f"{as_its_own(place)}/waiver-requests", {"question": "Do you accept?"})
    assert code(waiver) == (409, "under-a-transferred-credit")


def test_what_is_left_goes_back_to_the_first_beneficiary(desk: Desk) -> None:
    """SCREDITS-55"""
    credit = transferable(desk)
    path = transfer(desk, credit)
    id = path.rpartition("/")[2]
    assert code(desk.ask(BENEFICIARY, f"{path}/taking-back")) == (409, "transferred-credit-runs")
    assert code(desk.ask(BENEFICIARY, f"/credits/{credit}/giving-back")) == (409, "transfer-status")
    assert desk.done(CARRIER, f"/credits/{id}/giving-back")["eyes"] == 2
    assert desk.see(BENEFICIARY, f"/credits/{credit}")["figures"]["available"] == "100000.00"
    assert code(desk.ask(CARRIER, f"/credits/{id}/giving-back")) == (409, "nothing-to-give-back")
    other = transfer(desk, credit, reference="KDR/318/2")
    second = other.rpartition("/")[2]
    for member in (BANK, CARRIER):
        desk.done(member, f"/credits/{second}/cancel")
    desk.done(BENEFICIARY, f"{other}/taking-back")
    assert desk.see(BENEFICIARY, f"/credits/{credit}")["figures"]["set_aside"] == "0.00"


def test_an_order_against_the_credit_is_one_against_what_came_of_it(desk: Desk) -> None:
    """SCREDITS-56: `south` is an authority too."""
    credit = transferable(desk)
    path = transfer(desk, credit)
    id = path.rpartition("/")[2]
    desk.done(BENEFICIARY, f"/credits/{credit}/stop", {"reason": "Order of the court."})
    assert len(desk.see(CARRIER, f"/credits/{id}")["stops"]) == 1
    place = present(desk, path, "15000.00")
    desk.done(BENEFICIARY, f"{place}/invoice", INVOICE)
    desk.done(ADVISER, f"{as_its_own(place)}/forwarding", {})
    desk.examine(as_its_own(place), complies=True)
    assert code(desk.ask(BANK, f"{as_its_own(place)}/honour")) == (409, "payment-stopped")
    other = ask(desk, credit, reference="KDR/318/2", amount="1000.00", carved="2000.00")
    assert code(desk.ask(ADVISER, f"{other}/consent")) == (409, "transfer-stopped")
