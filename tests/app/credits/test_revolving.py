"""Amounts that revolve, over HTTP: by time, and on the issuing bank's notice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.credits.domain import days_of
from app.credits.revolving import Revolved, Revolving, Unit, first_days, revolving_faults
from app.credits.store import CreditRow
from app.demo.compare import compare
from tests.app.credits.builders import (
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    CONFIRMED,
    STRANGER,
    Desk,
    a_message,
)
from tests.app.credits.test_instalments import PARTIAL, TWENTY
from tests.app.credits.test_liability import line_of

WHOLE = Decimal(AMOUNT)
EXACT = PARTIAL | {"f39A": ""}
"""Without a tolerance."""


def state(desk: Desk, application: str, revolving: dict[str, Any]) -> str:
    """Stated by the bank and final: the hash for the issue."""
    path = f"/credits/applications/{application}/clauses"
    return str(desk.done(BANK, path, {"revolving": revolving})["describes"]["clauses"])


def by_time(desk: Desk, cycles: int = 3, **said: Any) -> dict[str, Any]:
    """From today, ten days each."""
    asked = {"first_day": desk.today.isoformat(), "cycles": cycles, "every": 10, "unit": "days"}
    return {"by_time": asked | said}


def advised(desk: Desk, revolving: dict[str, Any], **fields: str) -> str:
    application = desk.apply(a_message(desk.today, **EXACT, **fields))["id"]
    asked = {"application": application, "clauses": state(desk, application, revolving)}
    credit = str(desk.done(BANK, "/credits", asked)["describes"]["credit"])
    desk.done(ADVISER, f"/credits/{credit}/advise")
    return credit


def figures(desk: Desk, credit: str, member: str = BENEFICIARY) -> dict[str, Any]:
    return dict(desk.see(member, f"/credits/{credit}")["figures"])


def test_each_party_sees_cycles_and_what_is_drawn_of_them(desk: Desk) -> None:
    """SCREDITS-57, SCREDITS-58: the amount of the terms beside what all cycles come to."""
    credit = advised(desk, by_time(desk))
    place = desk.present(credit, amount=TWENTY)
    seen = desk.see(BUYER, f"/credits/{credit}")
    days = [(desk.today + timedelta(days=10 * place)).isoformat() for place in range(3)]
    ends = [(desk.today + timedelta(days=10 * place - 1)).isoformat() for place in (1, 2)]
    assert seen["operative"]["amount"] == AMOUNT
    assert seen["revolving"] == {
        "cumulative": False,
        "cycle": AMOUNT,
        "total": str(3 * WHOLE),
        "available": str(WHOLE - 20_000),
        "cycles": [
            {"first_day": days[0], "last_day": ends[0], "drawn": TWENTY},
            {"first_day": days[1], "last_day": ends[1], "drawn": "0.00"},
            {"first_day": days[2], "last_day": None, "drawn": "0.00"},
        ],
        "reinstated": 0,
        "notices_left": 0,
        "in_words": "available again with each of 3 cycles; what is not drawn in one lapses",
    }
    shown = figures(desk, credit)
    assert (shown["drawable"], shown["outstanding"]) == (str(3 * WHOLE), str(3 * WHOLE))
    assert (shown["available"], shown["under_examination"]) == (str(WHOLE - 20_000), TWENTY)
    line = line_of(desk, credit)
    assert (line["outstanding"], line["under_examination"]) == (str(3 * WHOLE), TWENTY)
    refused = desk.ask(BENEFICIARY, f"/credits/{credit}/presentations", desk.presentation(amount=AMOUNT))
    assert (refused.status_code, refused.json()["code"]) == (409, "credit-overdrawn")
    desk.done(BENEFICIARY, f"{place}/withdrawal")
    assert figures(desk, credit)["available"] == AMOUNT


def test_an_exhausted_credit_runs_again_on_the_banks_notice(desk: Desk) -> None:
    """SCREDITS-59: by two persons, as often as the credit says; everybody sees it in the history."""
    credit = advised(desk, {"on_notice": 1})
    assert desk.see(BUYER, f"/credits/{credit}")["revolving"]["total"] == str(2 * WHOLE)
    path = f"/credits/{credit}/reinstatement"
    assert desk.ask(BENEFICIARY, path).status_code == 403
    assert desk.ask(STRANGER, path).status_code == 404
    desk.mint(credit, str(2 * WHOLE))
    place = desk.present(credit)
    early = desk.ask(BANK, path)
    assert (early.status_code, early.json()["code"]) == (409, "presentations-open")
    desk.examine(place, complies=True)
    desk.done(BANK, f"{place}/honour")
    seen = desk.see(BENEFICIARY, f"/credits/{credit}")
    assert (seen["status"], seen["figures"]["outstanding"]) == ("exhausted", "0.00")
    done = desk.done(BANK, path)
    assert (done["eyes"], done["describes"]["available"], done["describes"]["time"]) == (2, AMOUNT, "1 of 1")
    seen = desk.see(BENEFICIARY, f"/credits/{credit}")
    assert (seen["status"], seen["figures"]["available"]) == ("advised", AMOUNT)
    assert (seen["revolving"]["reinstated"], seen["revolving"]["notices_left"]) == (1, 0)
    assert line_of(desk, credit)["outstanding"] == AMOUNT
    told = desk.see(BUYER, f"/credits/{credit}/history?limit=200")["items"]
    assert "CreditReinstated" in {one["what"] for one in told}
    again = desk.ask(BANK, path)
    assert (again.status_code, again.json()["code"]) == (409, "no-notice-left")
    desk.present(credit)


def test_the_read_model_is_what_the_chain_says(desk: Desk) -> None:
    """SCREDITS-18, SCREDITS-41, SCREDITS-58: row by row, and what may be presented for."""
    on_notice, cycles = advised(desk, {"on_notice": 3}), advised(desk, by_time(desk))
    for credit in (on_notice, cycles):
        desk.present(credit, amount=TWENTY)
    desk.propose(cycles, increase="1.00")
    world, day = desk.world, days_of(desk.today)
    for credit in (on_notice, cycles):
        book = world.view("ClauseBook", "revolvedOf", instrument_of(desk, credit), credit, day)
        shown = desk.see(BANK, f"/credits/{credit}")
        assert [Decimal(shown["revolving"][name]) * 100 for name in ("cycle", "reinstated", "available")] == [
            book[0],
            book[1] * 100,
            book[2],
        ]
    settings = world.settings
    found = compare(settings.database_url, settings.rpc_url, settings.deployment_file)
    assert [one for one in found.differences if one.startswith("chain_credit")] == []
    pending = amendment_of(desk, cycles).rpartition("/")[2]
    rest = str(WHOLE + 1 - 20_000)
    over = desk.presentation(amount=str(WHOLE + 2 - 20_000), amendment=pending)
    assert (
        desk.ask(BENEFICIARY, f"/credits/{cycles}/presentations", over).json()["code"] == "credit-overdrawn"
    )
    desk.present(cycles, amount=rest, amendment=pending)
    assert figures(desk, cycles)["available"] == "0.00"


def instrument_of(desk: Desk, credit: str) -> str:
    with desk.world.database.reading() as session:
        return str(session.query(CreditRow).filter_by(id=credit).one().contract)


def amendment_of(desk: Desk, credit: str) -> str:
    (id,) = desk.see(BANK, f"/credits/{credit}")["pending_amendments"]
    return f"/credits/{credit}/amendments/{id}"


def test_what_is_left_is_added_to_where_the_clause_is_cumulative(desk: Desk) -> None:
    """SCREDITS-59: though documents are under examination."""
    credit = advised(desk, {"on_notice": 2, "cumulative": True})
    desk.present(credit, amount=TWENTY)
    done = desk.done(BANK, f"/credits/{credit}/reinstatement")
    assert done["describes"]["available"] == str(2 * WHOLE - 20_000)
    assert figures(desk, credit)["available"] == str(2 * WHOLE - 20_000)


def test_the_checker_of_an_issue_reads_what_it_may_come_to(desk: Desk) -> None:
    """SCREDITS-57: and a clause that does not fit the credit is refused."""
    application = desk.apply(a_message(desk.today, **EXACT))["id"]
    stated = state(desk, application, by_time(desk))
    done = desk.done(BANK, "/credits", {"application": application, "clauses": stated})
    assert (done["describes"]["amount"], done["describes"]["most"]) == (AMOUNT, str(3 * WHOLE))
    assert len(done["describes"]["revolving"]["first_days"]) == 3
    other = {"application": desk.apply(a_message(desk.today))["id"], "clauses": stated}
    refused = desk.ask(BANK, "/credits", other)
    assert (refused.status_code, refused.json()["code"]) == (409, "revolving-does-not-fit")


def test_a_credit_that_revolves_is_confirmed_by_two_persons_for_every_cycle(desk: Desk) -> None:
    """SCREDITS-60: and an amendment of the amount is one of each that is to come."""
    credit = advised(desk, by_time(desk), **CONFIRMED)
    done = desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    assert (done["eyes"], done["describes"]["most"]) == (2, str(3 * WHOLE))
    assert line_of(desk, credit, ADVISER)["outstanding"] == str(3 * WHOLE)
    path = desk.propose(credit, increase="1000.00")
    assert line_of(desk, credit)["offered"] == "3000.00"
    desk.done(ADVISER, f"{path}/confirmation", {"confirms": True})
    assert line_of(desk, credit, ADVISER)["offered"] == "3000.00"
    assert desk.ask(ADVISER, f"{path}/advice").status_code == 201
    desk.done(BENEFICIARY, f"{path}/answer", {"accepts": "whole"})
    seen = desk.see(BENEFICIARY, f"/credits/{credit}")
    assert seen["revolving"]["cycle"] == str(WHOLE + 1000)
    assert seen["revolving"]["total"] == seen["figures"]["outstanding"] == str(3 * WHOLE + 3000)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({}, "#"),
        ({"revolving": {}}, "#/revolving"),
        ({"revolving": {"on_notice": 2, "by_time": {}}}, "#/revolving"),
        ({"revolving": {"by_time": {"every": 60}}}, "#/revolving/by_time"),
        ({"revolving": {"by_time": {"first_day": "1970-01-01"}}}, "#/revolving/by_time/first_day"),
        ({"revolving": {"by_time": {"first_day": "9999-12-31"}}}, "#/revolving/by_time"),
    ],
    ids=["nothing", "neither", "both", "past the expiry", "no day", "no calendar"],
)
def test_every_fault_of_the_clause_is_named(desk: Desk, changed: dict[str, Any], where: str) -> None:
    """SCREDITS-57"""
    path = f"/credits/applications/{desk.apply(a_message(desk.today, **EXACT))['id']}/clauses"
    asked = dict(changed)
    if "by_time" in asked.get("revolving", {}):
        asked["revolving"] = asked["revolving"] | by_time(desk, **asked["revolving"]["by_time"])
    answer = desk.ask(BANK, path, asked)
    assert answer.status_code == 422, answer.text
    assert where in {fault["pointer"] for fault in answer.json()["errors"]}


def test_an_amount_is_not_divided_and_available_again(desk: Desk) -> None:
    """SCREDITS-57: nor does it revolve where drawings in parts are forbidden."""
    parts = {"instalments": [desk.instalment(AMOUNT, 0, 9)], "revolving": {"on_notice": 1}}
    for fields, asked in ((EXACT, parts), ({}, {"revolving": {"on_notice": 1}})):
        path = f"/credits/applications/{desk.apply(a_message(desk.today, **fields))['id']}/clauses"
        answer = desk.ask(BANK, path, asked)
        assert answer.status_code == 422, answer.text
        assert "#/revolving" in {fault["pointer"] for fault in answer.json()["errors"]}


# ------------------------------------------------------------------------------- without anything around it

DAYS = (100, 110, 120)


def stands(clause: Revolving, *drawings: tuple[int, int], reinstated: int = 0) -> Revolved:
    count = len(clause.first_days) or reinstated + 1
    return Revolved(clause, 1_000, count * 1_000, sum(one[1] for one in drawings), drawings, reinstated)


def test_months_end_where_they_end() -> None:
    """SCREDITS-57: and the day is kept where there is one."""
    months = list(first_days(date(2026, 1, 31), 4, 1, Unit.MONTHS))
    assert months == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert list(first_days(date(2026, 11, 15), 2, 3, Unit.MONTHS))[1] == date(2027, 2, 15)
    assert list(first_days(date(2026, 2, 25), 2, 7, Unit.DAYS))[1] == date(2026, 3, 4)


def test_what_lapsed_is_stood_for_no_longer() -> None:
    """SCREDITS-58: of a cycle that begins after the expiry nothing is either."""
    lapsing = stands(Revolving(DAYS), (105, 300))
    assert [lapsing.available(day) for day in (99, 100, 109, 110, 130)] == [0, 700, 700, 1_000, 1_000]
    assert [lapsing.still(day, 200) for day in (99, 105, 110, 120)] == [2_700, 2_700, 2_000, 1_000]
    assert lapsing.still(105, 115) == 1_700
    cumulative = stands(Revolving(DAYS, cumulative=True), (105, 300))
    assert [cumulative.available(day) for day in (99, 100, 110, 120)] == [0, 700, 1_700, 2_700]
    assert [cumulative.still(day, 200) for day in (99, 120)] == [2_700, 2_700]
    assert cumulative.still(105, 115) == 1_700


def test_another_amount_is_of_the_running_cycle_and_of_later_ones() -> None:
    """SCREDITS-60"""
    lapsing = stands(Revolving(DAYS), (105, 300), (112, 900))
    assert lapsing.under(800, 115) == (900, 800)
    assert lapsing.over(1_500, 115).drawable == 4_000
    assert lapsing.over(1_500, 115).available(115) == 600
    cumulative = stands(Revolving(DAYS, cumulative=True), (105, 300))
    assert cumulative.under(500, 115) == (300, 1_500)
    on_notice = stands(Revolving(notices=3), (105, 300), reinstated=1)
    assert on_notice.over(1_500, 115).most == 2_500 + 2 * 1_500
    assert on_notice.counting(115) == 1


@pytest.mark.parametrize(
    ("clause", "cycle", "partial"),
    [(Revolving(DAYS), 2**63, True), (Revolving(notices=3), 2**62, True), (Revolving(DAYS), 1, False)],
    ids=["cycles", "notices", "one drawing"],
)
def test_what_the_chain_would_not_take_is_named(clause: Revolving, cycle: int, partial: bool) -> None:
    """SCREDITS-57"""
    faults = list(revolving_faults(clause, cycle, 200, partial))
    assert [where for where, _ in faults] == ["#/revolving"]
