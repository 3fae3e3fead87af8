"""Drawings by instalments over HTTP (UCP 600 art. 32)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.app.credits.builders import ADVISER, AMOUNT, BANK, BENEFICIARY, BUYER, STRANGER, Desk, a_message

PARTIAL = {"f43P": "ALLOWED"}
TWENTY, SEVENTY = "20000.00", str(Decimal(AMOUNT) - 20_000)


def state(desk: Desk, application: str, *instalments: dict[str, str]) -> str:
    """Stated by the bank and final: the hash for the issue."""
    path = f"/credits/applications/{application}/clauses"
    done = desk.done(BANK, path, {"instalments": list(instalments)})
    assert done["eyes"] == 1
    return str(done["describes"]["clauses"])


def issued(desk: Desk, *instalments: dict[str, str]) -> str:
    application = desk.apply(a_message(desk.today, **PARTIAL))["id"]
    asked = {"application": application, "clauses": state(desk, application, *instalments)}
    return str(desk.done(BANK, "/credits", asked)["describes"]["credit"])


def drawn(desk: Desk, credit: str, member: str = BENEFICIARY) -> list[str]:
    return [one["drawn"] for one in desk.see(member, f"/credits/{credit}")["instalments"]]


def test_each_party_sees_what_is_drawn_of_each_instalment(desk: Desk) -> None:
    """SCREDITS-46, SCREDITS-47"""
    credit = issued(desk, desk.instalment(TWENTY, 0, 4), desk.instalment(SEVENTY, 5, 9))
    desk.done(ADVISER, f"/credits/{credit}/advise")
    seen = desk.see(BUYER, f"/credits/{credit}")["instalments"]
    assert seen == [
        {**desk.instalment(TWENTY, 0, 4), "drawn": "0.00"},
        {**desk.instalment(SEVENTY, 5, 9), "drawn": "0.00"},
    ]
    place = desk.present(credit, amount="1500.00")
    assert drawn(desk, credit) == drawn(desk, credit, BANK) == ["1500.00", "0.00"]
    desk.done(BENEFICIARY, f"{place}/withdrawal")
    assert drawn(desk, credit) == ["0.00", "0.00"]


def test_what_is_outside_the_periods_is_refused_in_words(desk: Desk) -> None:
    """SCREDITS-47, SCREDITS-17: what only the chain refuses comes back in its words."""
    credit = issued(desk, desk.instalment(TWENTY, 3, 4), desk.instalment(SEVENTY, 5, 9))
    desk.done(ADVISER, f"/credits/{credit}/advise")
    failed = desk.ended(BENEFICIARY, f"/credits/{credit}/presentations", desk.presentation(amount="10.00"))
    assert failed["status"] == "failed"
    assert failed["refusal"]["code"] == "outside-the-periods"


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"amount": "19999.99"}, "#/instalments"),
        ({"amount": "0"}, "#/instalments/0/amount"),
        ({"amount": "1.234"}, "#/instalments/0/amount"),
        ({"last_day": "2001-01-01"}, "#/instalments/0/last_day"),
        ({"last_day": "2999-01-01"}, "#/instalments/1/first_day"),
    ],
)
def test_every_fault_of_a_schedule_is_named(desk: Desk, changed: dict[str, Any], where: str) -> None:
    """SCREDITS-46"""
    path = f"/credits/applications/{desk.apply(a_message(desk.today, **PARTIAL))['id']}/clauses"
    one, other = desk.instalment(TWENTY, 0, 4), desk.instalment(SEVENTY, 5, 9)
    answer = desk.ask(BANK, path, {"instalments": [one | changed, other]})
    assert answer.status_code == 422, answer.text
    assert where in {fault["pointer"] for fault in answer.json()["errors"]}


def test_clauses_are_stated_by_the_bank_that_was_asked_and_fit_what_it_issues(desk: Desk) -> None:
    """SCREDITS-46: what nobody stated, and what was stated for another amount, is refused."""
    application = desk.apply(a_message(desk.today, **PARTIAL))["id"]
    whole = desk.instalment(AMOUNT, 0, 9)
    path = f"/credits/applications/{application}/clauses"
    assert desk.ask(BUYER, path, {"instalments": [whole]}).status_code == 403
    assert desk.ask(STRANGER, path, {"instalments": [whole]}).status_code == 404
    unknown = desk.ask(BANK, "/credits", {"application": application, "clauses": "0x" + "11" * 32})
    assert (unknown.status_code, unknown.json()["code"]) == (409, "clauses-unknown")
    stated = state(desk, application, whole)
    other = desk.apply(a_message(desk.today))["id"]
    unfit = desk.ask(BANK, "/credits", {"application": other, "clauses": stated})
    assert (unfit.status_code, unfit.json()["code"]) == (409, "instalments-do-not-fit")
