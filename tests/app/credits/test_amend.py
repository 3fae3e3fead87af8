"""Amendments over HTTP: proposed by two persons, read side by side, accepted by word or by presenting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.credits.amendments import Amendable, Amendment, Change, offered
from tests.app.credits.builders import (
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    CONFIRMED,
    LEI,
    STRANGER,
    WITH_ANY_BANK,
    Desk,
    a_message,
)

MOST = "193568.28"
RAISED = {"reference": "1", "wording": "Amount increased by EUR 10,000.00.", "increase": "10000.00"}


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def line(desk: Desk, member: str, credit: str) -> dict[str, Any]:
    lines = desk.see(member, "/credits/liabilities")["lines"]
    return next((dict(one) for one in lines if one["credit"] == credit), {})


def test_a_proposal_names_all_its_faults(desk: Desk) -> None:
    """SCREDITS-29"""
    path = f"/credits/{desk.advise()}/amendments"
    wrong = desk.ask(BANK, path, RAISED | {"increase": "0.00", "decrease": "ten"})
    assert wrong.status_code == 422
    assert [fault["pointer"] for fault in wrong.json()["errors"]] == ["#/increase", "#/decrease"]
    both = desk.ask(BANK, path, RAISED | {"decrease": "1.00"})
    assert [fault["pointer"] for fault in both.json()["errors"]] == ["#/decrease"]
    assert code(desk.ask(BANK, path, RAISED | {"expiry": "2020-01-01"})) == (409, "credit-terms")
    lowered = {"reference": "1", "wording": "Less.", "decrease": AMOUNT}
    assert code(desk.ask(BANK, path, lowered)) == (409, "credit-terms")
    for member in (BUYER, BENEFICIARY, ADVISER):
        assert code(desk.ask(member, path, RAISED)) == (403, "not-issuing-bank")


def test_an_amendment_is_read_beside_the_terms_until_it_is_accepted(desk: Desk) -> None:
    """SCREDITS-29, SCREDITS-30, SCREDITS-31, SCREDITS-36: every party, and nobody else."""
    credit = desk.advise()
    before = desk.see(BANK, f"/credits/{credit}")
    expiry = (desk.today + timedelta(days=90)).isoformat()
    place = desk.propose(credit, **RAISED, expiry=expiry)
    id = place.rpartition("/")[2]
    for member in (BANK, BUYER, ADVISER):
        seen = desk.see(member, place)
        assert (seen["wording"], seen["text_opens"]) == (RAISED["wording"], True)
    unread = desk.see(BENEFICIARY, place)
    assert (unread["wording"], unread["status"]) == (None, "pending")
    assert desk.ask(BANK, f"{place}/advice").status_code == 403
    assert desk.ask(ADVISER, f"{place}/advice").status_code == 201
    desk.world.settle()
    seen = desk.see(BENEFICIARY, place)
    assert (seen["wording"], seen["text_opens"]) == (RAISED["wording"], True)
    assert [tuple(change.values()) for change in seen["changes"]] == [
        ("amount", "184350.75", "194350.75"),
        ("drawable", MOST, "204068.28"),
        ("expiry", before["operative"]["expiry"], expiry),
    ]
    assert (seen["operative_terms"], seen["can_be_presented_under"]) == (credit, True)
    assert desk.interface.ask("GET", place, member=STRANGER).status_code == 404

    now = desk.see(BENEFICIARY, f"/credits/{credit}")
    assert (now["operative"], now["version"]) == (before["operative"], 0)
    assert now["pending_amendments"] == [id]
    assert (line(desk, BANK, credit)["outstanding"], line(desk, BANK, credit)["offered"]) == (
        MOST,
        "10500.00",
    )

    assert code(desk.ask(BANK, f"{place}/answer", {"accepts": "whole"})) == (403, "not-beneficiary")
    desk.done(BENEFICIARY, f"{place}/answer", {"accepts": "whole"})
    now = desk.see(BUYER, f"/credits/{credit}")
    assert (now["operative"]["amount"], now["operative"]["expiry"]) == ("194350.75", expiry)
    assert (now["figures"]["drawable"], now["version"], now["pending_amendments"]) == ("204068.28", 1, [])
    assert now["copy_opens"] is True
    assert (line(desk, BANK, credit)["outstanding"], line(desk, BANK, credit)["offered"]) == (
        "204068.28",
        "0.00",
    )
    ended = desk.see(BANK, place)
    assert (ended["status"], ended["accepted_by_presenting"], ended["changes"]) == ("accepted", False, [])
    assert code(desk.ask(BENEFICIARY, f"{place}/answer", {"accepts": "whole"})) == (409, "amendment-status")
    told = [one["what"] for one in desk.see(BUYER, f"/credits/{credit}/history")["items"]]
    assert told[-2:] == ["AmendmentProposed", "AmendmentAccepted"]


@pytest.mark.parametrize("said", ["part", "nothing"])
def test_to_accept_a_part_is_to_refuse(desk: Desk, said: str) -> None:
    """SCREDITS-32"""
    credit = desk.advise()
    place = desk.propose(credit, **RAISED)
    done = desk.done(BENEFICIARY, f"{place}/answer", {"accepts": said})
    assert done["describes"]["action"] == "refuse an amendment"
    assert desk.see(BANK, place)["status"] == "refused"
    assert desk.see(BANK, f"/credits/{credit}")["figures"]["drawable"] == MOST
    assert line(desk, BANK, credit)["offered"] == "0.00"


def test_left_unanswered_and_then_accepted_by_presenting(desk: Desk) -> None:
    """SCREDITS-33, SCREDITS-35: stated over other terms first; each presentation by the terms of then."""
    credit = desk.advise(a_message(desk.today, f43P="ALLOWED"))
    early = desk.present(credit, amount="1000.00")
    raised = desk.propose(credit, **RAISED)
    shorter = desk.propose(credit, presentation_days=10)
    desk.done(BENEFICIARY, f"{shorter}/answer", {"accepts": "whole"})
    path = f"/credits/{credit}/presentations"
    id = raised.rpartition("/")[2]
    drawn = desk.presentation(amount="203068.28", amendment=id)
    assert desk.see(BENEFICIARY, raised)["can_be_presented_under"] is False
    assert code(desk.ask(BENEFICIARY, path, drawn)) == (409, "terms-not-stated")
    desk.done(BENEFICIARY, f"{raised}/statement")
    assert desk.see(BENEFICIARY, raised)["can_be_presented_under"] is True
    too_much = desk.presentation(amount="203068.29", amendment=id)
    assert code(desk.ask(BENEFICIARY, path, too_much)) == (409, "credit-overdrawn")
    made = desk.done(BENEFICIARY, path, drawn)
    assert made["describes"]["accepts"] == id
    ended = desk.see(BANK, raised)
    assert (ended["status"], ended["accepted_by_presenting"]) == ("accepted", True)
    assert desk.see(BANK, f"/credits/{credit}")["version"] == 2

    desk.mint(credit, "204068.28")
    for place in (early, f"{path}/{made['describes']['presentation']}"):
        desk.examine(place, complies=True)
        desk.done(BANK, f"{place}/honour")
    assert desk.see(BANK, f"/credits/{credit}")["status"] == "exhausted"
    assert desk.held(BENEFICIARY, credit) == "204068.28"


def test_a_confirming_bank_extends_or_does_not(desk: Desk) -> None:
    """SCREDITS-34, SCREDITS-36"""
    credit = desk.advise(a_message(desk.today, f43P="ALLOWED", **CONFIRMED))
    raised = desk.propose(credit, **RAISED)
    assert code(desk.ask(ADVISER, f"{raised}/confirmation", {"confirms": True})) == (
        409,
        "nothing-to-extend",
    )
    desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    assert "not said" in desk.see(BUYER, raised)["confirmation"]
    assert code(desk.ask(BENEFICIARY, f"{raised}/answer", {"accepts": "whole"})) == (409, "extension-awaited")
    assert line(desk, ADVISER, credit)["offered"] == "0.00"
    done = desk.done(ADVISER, f"{raised}/confirmation", {"confirms": True})
    assert (done["eyes"], done["describes"]["most"]) == (2, "204068.28")
    assert line(desk, ADVISER, credit)["offered"] == "10500.00"
    assert code(desk.ask(ADVISER, f"{raised}/confirmation", {"confirms": False})) == (
        409,
        "extension-answered",
    )
    desk.done(BENEFICIARY, f"{raised}/answer", {"accepts": "whole"})
    assert desk.see(BANK, f"/credits/{credit}")["confirmation"].startswith("confirmed")
    assert line(desk, ADVISER, credit)["outstanding"] == "204068.28"

    early = desk.present(credit, amount="1000.00", bank=LEI[ADVISER])
    again = desk.propose(credit, **RAISED)
    desk.done(ADVISER, f"{again}/confirmation", {"confirms": False})
    assert "does not extend" in desk.see(BENEFICIARY, again)["confirmation"]
    desk.done(BENEFICIARY, f"{again}/answer", {"accepts": "whole"})
    stands = line(desk, ADVISER, credit)
    assert (stands["part"], stands["outstanding"]) == ("confirming bank", "1000.00")
    desk.examine(early, complies=True, by=ADVISER)


def test_any_bank_is_shown_the_amendments_with_the_text(desk: Desk) -> None:
    """SCREDITS-30: by the beneficiary that presents to it."""
    credit = desk.advise(a_message(desk.today, **WITH_ANY_BANK))
    place = desk.propose(credit, **RAISED)
    assert desk.ask(ADVISER, f"{place}/advice").status_code == 201
    desk.world.settle()
    desk.done(BENEFICIARY, f"{place}/answer", {"accepts": "whole"})
    drawn = desk.present(credit, amount="204068.28", bank=LEI[STRANGER])
    seen = desk.see(STRANGER, place)
    assert (seen["wording"], seen["text_opens"], seen["status"]) == (RAISED["wording"], True, "accepted")
    assert desk.see(STRANGER, f"/credits/{credit}")["copy_opens"] is True
    desk.examine(drawn, complies=True, by=STRANGER)


def test_what_is_offered_is_the_most_that_the_beneficiary_can_make_of_it() -> None:
    """SCREDITS-36: increases with the widest tolerance, and no decrease that it need not accept."""
    now = Amendable(1001, 5, 5, 20_060, 20_030, 21, True, "0x" + "dd" * 32)
    nothing = {"tolerance_plus": 0, "tolerance_minus": 0, "expiry": 0, "latest_shipment": 0}
    rest = {"presentation_days": 0, "partial_drawings": False, "text": "0x" + "01" * 32}
    raised = Amendment(0, 100, 0, **nothing, **rest)
    lowered = Amendment(0, 0, 900, **nothing, **rest)
    wider = Amendment(int(Change.TOLERANCE), 0, 0, **nothing | {"tolerance_plus": 10}, **rest)
    assert now.drawable == 1051
    assert offered(now, []) == 0
    assert offered(now, [lowered]) == 0
    assert offered(now, [raised, lowered, wider]) == 1211 - 1051
    assert wider.over(raised.over(now)).drawable == 1211
    assert lowered.over(now).amount == 101
    assert raised.over(now).document != lowered.over(raised.over(now)).document
