"""Standbys over HTTP, on a real chain."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.errors import Conflict
from app.mail.domain import Message
from app.standbys import store
from app.standbys.services import issuing, records
from tests.app.standbys.builders import (
    AMOUNT,
    APPLICANT,
    BENEFICIARY,
    CONFIRMER,
    COURT,
    ISSUER,
    LEI,
    STRANGER,
    WRONG,
    Standbys,
)

EPOCH = date(1970, 1, 1)


def figures(standbys: Standbys, place: str, member: str = BENEFICIARY) -> dict[str, Any]:
    return dict(standbys.desk.see(member, place)["figures"])


# ------------------------------------------------------------------------------------------------ refusals


def test_every_fault_of_a_draft_is_told_at_once(standbys: Standbys) -> None:
    """SSTANDBYS-1"""
    body = standbys.draft(
        beneficiary=LEI[ISSUER],
        confirmer="NOT AN LEI",
        amount="1.005",
        final_expiry=standbys.day(1),
        notice_days=3,
    )
    answer = standbys.desk.ask(ISSUER, "/standbys", body)
    assert answer.status_code == 422
    found = {fault["pointer"] for fault in answer.json()["errors"]}
    assert found >= {"#/beneficiary", "#/confirmer", "#/amount", "#/final_expiry", "#/extension_days"}


def test_only_the_party_whose_step_it_is_is_let_on(standbys: Standbys) -> None:
    """SSTANDBYS-3: with the chain's code, and before anything is queued; a stranger hears of no standby."""
    place = standbys.confirmed()
    assert standbys.refused(APPLICANT, f"{place}/demands", standbys.asked()) == (
        403,
        "standby-not-beneficiary",
    )
    assert standbys.refused(BENEFICIARY, f"{place}/confirmation") == (403, "standby-not-confirmer")
    offer = {"increase": "1.00", "text": "More of it."}
    assert standbys.refused(CONFIRMER, f"{place}/amendments", offer) == (403, "standby-not-issuer")
    demand = standbys.demand(place)
    finding = {"complies": True, "discrepancies": []}
    assert standbys.refused(CONFIRMER, f"{demand}/examination", finding) == (403, "demand-elsewhere")
    assert standbys.refused(ISSUER, f"{demand}/honour") == (409, "demand-status")
    assert standbys.refused(ISSUER, f"{demand}/extension") == (409, "standby-nothing-asked")
    order = {"bank": "issuer", "ground": "fraud", "order": "Do not pay."}
    assert standbys.refused(APPLICANT, f"{place}/stop", order) == (403, "not-an-authority")
    for path in (place, f"{place}/demands", f"{place}/history"):
        assert standbys.desk.interface.ask("GET", path, member=STRANGER).status_code == 404
    assert standbys.refused(STRANGER, f"{place}/stop", order) == (404, "no-such-standby")


def test_a_finding_is_one_or_the_other(standbys: Standbys) -> None:
    """SSTANDBYS-6"""
    demand = standbys.demand(standbys.issue())
    for body in ({"complies": True, "discrepancies": WRONG}, {"complies": False, "discrepancies": []}):
        answer = standbys.desk.ask(ISSUER, f"{demand}/examination", body)
        assert answer.status_code == 422
    empty = {"discrepancies": [], "disposal": "We hold them."}
    assert standbys.desk.ask(ISSUER, f"{demand}/dishonour", empty).status_code == 422


def test_papers_that_do_not_open_are_not_kept(standbys: Standbys) -> None:
    """SSTANDBYS-2, SSTANDBYS-4"""
    place = standbys.issue()
    world, id = standbys.desk.world, place.removeprefix("/standbys/")
    with world.database.reading() as session:
        said = records.seal("amendment", {"standby": id, "number": 1, "text": "All is well."})
        good = {
            "standby": id,
            "kind": said.kind,
            "content": said.content,
            "salt": said.salt.hex(),
            "commitment": said.commitment,
        }
        wrong = [
            (LEI[STRANGER], good, "standby-not-ours"),
            (LEI[ISSUER], good | {"content": {"text": "All is lost."}}, "paper-does-not-open"),
        ]
        for sender, body, code in wrong:
            message = Message("1", sender, LEI[BENEFICIARY], records.PAPER, body, session.info["clock"].now())
            with pytest.raises(Conflict) as why:
                records.keep_paper(session, BENEFICIARY, message)
            assert why.value.refusal.code == code
        unread = Message("2", LEI[ISSUER], LEI[BENEFICIARY], issuing.ISSUED, {}, session.info["clock"].now())
        with pytest.raises(Conflict) as why:
            issuing.keep_issued(session, BENEFICIARY, unread)
        assert why.value.refusal.code == "message-unreadable"


# ------------------------------------------------------------------------------------------------ successes


def test_each_party_holds_the_text_that_the_chain_knows(standbys: Standbys) -> None:
    """SSTANDBYS-1, SSTANDBYS-2, SSTANDBYS-12"""
    place = standbys.confirmed()
    for member, part in (
        (ISSUER, "issuer"),
        (APPLICANT, "applicant"),
        (BENEFICIARY, "beneficiary"),
        (CONFIRMER, "confirmer"),
    ):
        seen = standbys.desk.see(member, place)
        assert (seen["part"], seen["status"], seen["text_opens"]) == (part, "issued", True)
        assert seen["issuer"]["lei"] == LEI[ISSUER]
        assert seen["figures"]["confirmer_liability"] == AMOUNT
    assert standbys.on_chain("liabilityOf", place) == (9_000_000, 9_000_000)


def test_a_demand_is_examined_by_the_banks_calendar_and_paid(standbys: Standbys) -> None:
    """SSTANDBYS-4, SSTANDBYS-5, SSTANDBYS-6, SSTANDBYS-12"""
    place = standbys.issue()
    token = standbys.fund(place)
    demand = standbys.demand(place, amount="40000.00")
    seen = standbys.desk.see(ISSUER, demand)
    assert seen["content"]["documents"] == [{"name": "invoice.txt", "text": "INVOICE 104"}]
    assert "is not unreasonable" in seen["clock"]["in_words"]
    standbys.examine(demand, complies=True)
    (finding,) = standbys.desk.see(BENEFICIARY, demand)["findings"]
    assert finding["third_business_day"] == seen["clock"]["third_business_day"]
    assert finding["seventh_business_day"] == seen["clock"]["seventh_business_day"]
    assert figures(standbys, place)["under_demand"] == "40000.00"
    standbys.desk.done(ISSUER, f"{demand}/honour")
    assert standbys.held(BENEFICIARY, place, token) == "40000.00"
    shown = figures(standbys, place)
    assert (shown["honoured"], shown["liability"], shown["available"]) == ("40000.00", "50000.00", "50000.00")
    assert standbys.on_chain("liabilityOf", place) == (5_000_000, 0)


def test_a_notice_of_dishonour_reaches_the_presenter_and_no_second_leaves(standbys: Standbys) -> None:
    """SSTANDBYS-7"""
    demand = standbys.demand(standbys.issue())
    standbys.examine(demand, complies=False)
    notice = {"discrepancies": WRONG, "disposal": "We hold the documents at your disposal."}
    path, desk = f"{demand}/dishonour", standbys.desk

    rejected = desk.ask(ISSUER, path, notice).json()["id"]
    under_way = desk.ask(ISSUER, path, notice)
    assert (under_way.status_code, under_way.json()["code"]) == (409, "dishonour-under-way")
    desk.world.settle()
    said = {"reason": "One more is missing."}
    assert desk.ask(ISSUER, f"/operations/{rejected}/reject", said, role="checker").status_code == 202
    desk.done(ISSUER, path, notice)
    again = desk.ask(ISSUER, path, notice)
    assert (again.status_code, again.json()["code"]) == (409, "demand-status")

    seen = desk.see(BENEFICIARY, demand)
    assert seen["status"] == "dishonoured"
    (first,) = seen["notices"]
    assert first["effective"] is True
    assert first["in_words"].startswith("in time")
    assert first["content"]["discrepancies"] == [WRONG[0] | {"number": 1}]
    assert first["content"]["disposal"] == notice["disposal"]


def test_a_discrepant_demand_is_taken_up_by_the_issuers_own_decision(standbys: Standbys) -> None:
    """SSTANDBYS-6"""
    place = standbys.issue()
    standbys.fund(place)
    demand = standbys.demand(place)
    standbys.examine(demand, complies=False)
    standbys.desk.done(ISSUER, f"{demand}/waiver")
    standbys.desk.done(ISSUER, f"{demand}/honour")
    assert standbys.desk.see(APPLICANT, demand)["status"] == "honoured"


def test_a_confirmer_pays_passes_on_and_is_reimbursed(standbys: Standbys) -> None:
    """SSTANDBYS-4, SSTANDBYS-12"""
    place = standbys.confirmed()
    token = standbys.fund(place)
    standbys.fund(place, to=CONFIRMER)
    demand = standbys.demand(place, bank="confirmer")
    standbys.examine(demand, complies=True, by=CONFIRMER)
    standbys.desk.done(CONFIRMER, f"{demand}/honour")
    assert figures(standbys, place)["confirmer_liability"] == "0.00"
    standbys.desk.done(CONFIRMER, f"{demand}/forwarding")
    standbys.examine(demand, complies=True)
    standbys.desk.done(ISSUER, f"{demand}/honour")
    assert standbys.held(CONFIRMER, place, token) == AMOUNT
    assert standbys.held(BENEFICIARY, place, token) == AMOUNT
    assert standbys.on_chain("liabilityOf", place) == (0, 0)


def test_the_applicant_approves_and_the_issuer_extends_instead_of_paying(standbys: Standbys) -> None:
    """SSTANDBYS-8, SSTANDBYS-9"""
    place = standbys.issue()
    demand = standbys.demand(place, extend_to=standbys.day(150))
    assert standbys.desk.see(APPLICANT, demand)["content"]["statement"].startswith("We demand")
    early = standbys.desk.ended(ISSUER, f"{demand}/extension")
    assert early["refusal"]["code"] == "standby-consent-missing"
    standbys.desk.done(APPLICANT, f"{demand}/agreement")
    standbys.desk.done(ISSUER, f"{demand}/extension")
    seen = standbys.desk.see(BENEFICIARY, demand)
    assert (seen["status"], [one["lei"] for one in seen["agreed"]]) == ("retracted", [LEI[APPLICANT]])
    shown = standbys.desk.see(BENEFICIARY, place)
    assert shown["expiry"]["expiry"] == standbys.day(150)
    assert (shown["figures"]["under_demand"], shown["figures"]["available"]) == ("0.00", AMOUNT)
    days = (date.fromisoformat(standbys.day(150)) - EPOCH).days
    assert standbys.on_chain("expiryOf", place) == (days,)


def test_a_demand_is_taken_back_by_two_persons(standbys: Standbys) -> None:
    """SSTANDBYS-3"""
    place = standbys.issue()
    demand = standbys.demand(place)
    done = standbys.desk.done(BENEFICIARY, f"{demand}/withdrawal")
    assert done["eyes"] == 2
    assert standbys.desk.see(BENEFICIARY, demand)["status"] == "withdrawn"


def test_an_amendment_stands_beside_the_terms_until_it_is_accepted(standbys: Standbys) -> None:
    """SSTANDBYS-11, SSTANDBYS-4"""
    place = standbys.confirmed()
    amendment = standbys.amend(place, decrease="10000.00", expiry=standbys.day(90))
    standbys.desk.done(APPLICANT, f"{amendment}/agreement")
    early = standbys.desk.ended(BENEFICIARY, f"{amendment}/answer", {"accepts": True})
    assert early["refusal"]["code"] == "standby-consent-missing"
    standbys.desk.done(CONFIRMER, f"{amendment}/agreement")
    (shown,) = standbys.desk.see(BENEFICIARY, f"{place}/amendments")["items"]
    assert {one["lei"] for one in shown["agreed"]} == {LEI[APPLICANT], LEI[CONFIRMER]}
    assert (shown["status"], shown["text"]) == ("offered", "As agreed by telephone.")
    assert figures(standbys, place)["amount"] == AMOUNT
    standbys.desk.done(BENEFICIARY, f"{amendment}/answer", {"accepts": True})
    seen = standbys.desk.see(BENEFICIARY, place)
    assert (seen["figures"]["amount"], seen["version"]) == ("80000.00", 1)
    assert seen["expiry"]["expiry"] == standbys.day(90)
    other = standbys.amend(place, increase="1.00")
    standbys.desk.done(BENEFICIARY, f"{other}/answer", {"accepts": False})
    assert standbys.refused(BENEFICIARY, f"{other}/answer", {"accepts": True}) == (409, "amendment-status")


def test_both_agree_to_cancel_and_nothing_is_owed(standbys: Standbys) -> None:
    """SSTANDBYS-12"""
    place = standbys.issue()
    standbys.desk.done(BENEFICIARY, f"{place}/cancellation")
    seen = standbys.desk.see(ISSUER, place)
    assert [one["lei"] for one in seen["agreed_to_cancel"]] == [LEI[BENEFICIARY]]
    standbys.desk.done(ISSUER, f"{place}/cancellation")
    assert standbys.desk.see(BENEFICIARY, place)["status"] == "cancelled"
    assert figures(standbys, place)["liability"] == "0.00"


def test_a_court_stops_payment_and_lifts_it(standbys: Standbys) -> None:
    """SSTANDBYS-13"""
    place = standbys.issue()
    standbys.fund(place)
    demand = standbys.demand(place)
    standbys.examine(demand, complies=True)
    order = {"bank": "issuer", "ground": "injunction", "order": "Case 17 O 22/26: do not pay."}
    standbys.desk.done(COURT, f"{place}/stop", order)
    (stop,) = standbys.desk.see(BENEFICIARY, place)["stops"]
    assert (stop["ground"], stop["bank"]["lei"]) == ("injunction", LEI[ISSUER])
    assert standbys.refused(ISSUER, f"{demand}/honour") == (409, "payment-stopped")
    assert standbys.refused(COURT, f"{place}/stop", order) == (409, "stopped-already")
    both = {"bank": "both", "ground": "fraud", "order": "Neither of them pays."}
    standbys.desk.done(COURT, f"{place}/stop", both)
    assert [stop["bank"] for stop in standbys.desk.see(BENEFICIARY, place)["stops"]][1] is None
    standbys.desk.done(COURT, f"{place}/stop/lifting", {"bank": "both", "decision": "One of them may."})
    lifted = {"bank": "issuer", "decision": "Set aside."}
    standbys.desk.done(COURT, f"{place}/stop/lifting", lifted)
    assert standbys.refused(COURT, f"{place}/stop/lifting", lifted) == (409, "not-stopped-by-you")
    standbys.desk.done(ISSUER, f"{demand}/honour")
    assert standbys.desk.see(BENEFICIARY, place)["stops"] == []


def test_history_tells_every_step(standbys: Standbys) -> None:
    """SSTANDBYS-14"""
    place = standbys.issue()
    demand = standbys.demand(place)
    lines = standbys.desk.see(APPLICANT, f"{place}/history")["items"]
    assert [line["event"] for line in lines] == ["StandbyIssued", "Demanded"]
    assert lines[1]["subject"] == demand.rpartition("/")[2]
    assert {line["finality"] for line in lines} == {"final"}


def test_a_notice_of_non_extension_names_the_expiry_that_stands(standbys: Standbys) -> None:
    """SSTANDBYS-9, SSTANDBYS-10: else it fails, and says which one does; in time, all are sent it."""
    first = standbys.day(60)
    place = standbys.issue(expiry=first, final_expiry=standbys.day(150), extension_days=30, notice_days=10)
    shown = standbys.desk.see(BENEFICIARY, place)["expiry"]
    assert (shown["expiry"], shown["last_day_for_notice"]) == (first, standbys.day(50))
    assert standbys.on_chain("expiryOf", place) == ((date.fromisoformat(first) - EPOCH).days,)
    path, notice = f"{place}/non-extension", {"expiry": standbys.day(90), "notice": "We do not extend."}
    wrong = standbys.desk.ended(ISSUER, path, notice)["refusal"]
    assert (wrong["code"], wrong["values"]["expiry"]) == ("non-extension-too-late", first)
    standbys.desk.done(ISSUER, path, notice | {"expiry": first})
    shown = standbys.desk.see(BENEFICIARY, place)["expiry"]
    assert (shown["expiry"], shown["ends"], shown["last_day_for_notice"]) == (first, True, None)
    again = standbys.desk.ended(ISSUER, path, notice | {"expiry": first})
    assert again["refusal"]["code"] == "standby-not-extending"
    with standbys.desk.world.database.reading() as session:
        papers = store.papers_of(session, APPLICANT, place.removeprefix("/standbys/"))
    assert any(paper.content.get("notice") == "We do not extend." for paper in papers.values())
