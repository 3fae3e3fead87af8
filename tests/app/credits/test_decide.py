"""The bank refuses once and completely, waives by its own decision, honours against the bills."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from uuid import uuid4

import pytest

from app.chain.outbox import IdempotencyKey, claim
from app.credits.domain import Discrepancy, Disposal, canonical, sealed
from app.credits.services import deciding
from tests.app.credits.builders import BANK, BENEFICIARY, BUYER, STRANGER, WRONG, Desk, a_message

TWO = [*WRONG, {"text": "The invoice is not signed.", "article": "UCP 600 art. 18 a"}]


@pytest.fixture(scope="module")
def credit(desk: Desk) -> str:
    return desk.advise(a_message(desk.today, f43P="ALLOWED"))


@pytest.fixture
def place(desk: Desk, credit: str) -> str:
    """A presentation that was found discrepant."""
    found = desk.present(credit, amount="100.00")
    desk.examine(found, complies=False)
    return found


def test_a_notice_is_complete_or_not_sent_at_all(desk: Desk, place: str) -> None:
    """SCREDITS-13"""
    for wrong in (
        {"discrepancies": [], "disposal": "HOLD"},
        {"discrepancies": TWO},
        {"discrepancies": TWO, "disposal": "BURN"},
        {"discrepancies": [{"text": "It is wrong.", "article": ""}], "disposal": "HOLD"},
        {"discrepancies": [{"text": " ", "article": "UCP 600 art. 18"}], "disposal": "HOLD"},
    ):
        assert desk.ask(BANK, f"{place}/refusal", wrong).status_code == 422
    assert desk.see(BANK, place)["status"] == "discrepant"


def test_a_notice_reaches_the_presenter_when_two_persons_made_it_final(desk: Desk, place: str) -> None:
    """SCREDITS-13"""
    asked = desk.ask(BANK, f"{place}/refusal", {"discrepancies": TWO, "disposal": "NOTIFY"}).json()
    desk.world.settle()
    assert desk.see(BENEFICIARY, place)["notices"] == []
    notice = desk.see(BANK, f"/operations/{asked['id']}")["describes"]["notice"]
    assert [entry["number"] for entry in notice["discrepancies"]] == [1, 2]
    assert desk.ask(BANK, f"/operations/{asked['id']}/approve", role="checker").status_code == 202
    desk.world.settle()
    (received,) = desk.see(BENEFICIARY, place)["notices"]
    assert (received["effective"], received["opens"], received["count"]) == (True, True, 2)
    assert [entry["text"] for entry in received["discrepancies"]] == [entry["text"] for entry in TWO]
    assert received["disposal"] == "NOTIFY"
    assert received["sent_at"]
    assert received["on_chain_at"]
    assert sealed(canonical(notice), bytes.fromhex(received["salt"][2:])) == received["commitment"]
    (seen,) = desk.see(BUYER, place)["notices"]
    assert (seen["count"], seen["discrepancies"]) == (2, None), "the text is between bank and presenter"


def test_a_second_notice_is_not_sent(desk: Desk, place: str) -> None:
    """SCREDITS-14"""
    body = {"discrepancies": WRONG, "disposal": "HOLD"}
    first = desk.ask(BANK, f"{place}/refusal", body).json()["id"]
    desk.world.settle()
    waiting = desk.ask(BANK, f"{place}/refusal", body)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "refusal-under-way")
    assert waiting.json()["values"]["operation"] == first

    # What the checker turned down, or its maker took back, was no notice.
    said = {"reason": "The draft is missing."}
    assert desk.ask(BANK, f"/operations/{first}/reject", said, role="checker").status_code == 202
    taken_back = desk.ask(BANK, f"{place}/refusal", body).json()["id"]
    assert desk.ask(BANK, f"/operations/{taken_back}/cancel").status_code == 202
    desk.refuse(place)
    for disposal in ("RETURN", "HOLD"):
        again = desk.ask(BANK, f"{place}/refusal", {"discrepancies": TWO, "disposal": disposal})
        assert (again.status_code, again.json()["code"]) == (409, "refusal-given-already")
    (ours,) = desk.see(BANK, place)["notices"]
    (theirs,) = desk.see(BENEFICIARY, place)["notices"]
    assert ours["sent_at"] == theirs["sent_at"]
    assert ours["sent_at"], "the bank knows at what second it left"

    desk.refuse_round_the_service(place)
    shown = desk.see(BANK, place)
    assert [one["effective"] for one in shown["notices"]] == [True, False]
    assert shown["status"] == "refused"
    assert desk.ask(BANK, f"{place}/refusal", body).json()["code"] == "refusal-given-already"


def test_of_two_makers_at_once_one_refuses(desk: Desk, place: str) -> None:
    """SCREDITS-14: the second asks while what the first asked for is not committed yet."""
    maker, key = desk.world.callers[BANK, "maker"], IdempotencyKey(BANK, f"first {uuid4().hex}", "any")
    _, _, credit, _, presentation = place.split("/")
    wrong = [Discrepancy(**WRONG[0])]
    with ThreadPoolExecutor(1) as second:
        with desk.world.database.writing() as session:
            assert claim(session, key)
            deciding.refuse(session, maker, credit, presentation, wrong, Disposal.HOLD, key)
            body = {"discrepancies": WRONG, "disposal": "HOLD"}
            asked = second.submit(desk.ask, BANK, f"{place}/refusal", body)
            wait([asked], timeout=2)
        answer = asked.result()
    assert (answer.status_code, answer.json().get("code")) == (409, "refusal-under-way"), answer.text


def test_nothing_is_refused_before_it_is_examined_nor_honoured_when_discrepant(
    desk: Desk, credit: str, place: str
) -> None:
    lodged = desk.present(credit, amount="101.00")
    refusal = {"discrepancies": WRONG, "disposal": "HOLD"}
    assert desk.ask(BANK, f"{lodged}/refusal", refusal).json()["code"] == "presentation-status"
    assert desk.ask(BANK, f"{lodged}/honour").json()["code"] == "presentation-status"
    assert desk.ask(BANK, f"{place}/honour").json()["code"] == "presentation-status"
    assert desk.ask(BENEFICIARY, f"{place}/refusal", refusal).json()["code"] == "documents-elsewhere"


def test_a_waiver_is_the_bank_s_decision_whatever_the_applicant_says(desk: Desk, place: str) -> None:
    """SCREDITS-15"""
    path = f"{place}/waiver-requests"
    asked = desk.ask(BANK, path, {"question": "Do you accept this?"})
    assert asked.status_code == 201, asked.text
    (theirs,) = desk.see(BUYER, place)["waiver_requests"]
    assert theirs["question"] == "Do you accept this?"
    assert [entry["text"] for entry in theirs["discrepancies"]] == [WRONG[0]["text"]]
    assert desk.see(BENEFICIARY, place)["waiver_requests"] == []
    answer = f"{path}/{theirs['id']}/answer"
    said = {"accepts": False, "answer": "We do not accept."}
    assert desk.ask(BENEFICIARY, answer, said).status_code == 404
    assert desk.ask(BANK, answer, said).status_code == 404
    assert desk.ask(BUYER, answer, said).status_code == 201
    assert desk.ask(BUYER, answer, said | {"accepts": True}).json()["code"] == "waiver-answered-already"
    (known,) = desk.see(BANK, place)["waiver_requests"]
    assert (known["accepts"], known["answer"]) == (False, "We do not accept.")
    seen = desk.see(BANK, place)
    assert (seen["status"], seen["clock"]["running"]) == ("discrepant", True)

    assert desk.done(BANK, f"{place}/waiver")["eyes"] == 2
    assert desk.see(BENEFICIARY, place)["status"] == "waived"
    again = desk.ask(BANK, path, {"question": "And now?"})
    assert again.json()["code"] == "presentation-status"


def test_one_person_alone_pays_nothing(desk: Desk, credit: str, place: str) -> None:
    """SCREDITS-19"""
    desk.done(BANK, f"{place}/waiver")
    desk.mint(credit, "100.00")
    asked = desk.ask(BANK, f"{place}/honour").json()
    desk.world.settle()
    assert asked["eyes"] == 2
    assert desk.see(BANK, f"/operations/{asked['id']}")["status"] == "awaiting_check"
    assert desk.ask(BANK, f"/operations/{asked['id']}/approve").status_code == 403
    assert desk.ask(BANK, f"/operations/{asked['id']}/cancel").status_code == 202
    assert desk.see(BENEFICIARY, place)["status"] == "waived"


def test_without_cash_nothing_moves(desk: Desk) -> None:
    """SCREDITS-19"""
    place = desk.present(desk.advise())
    desk.examine(place, complies=True)
    ended = desk.ended(BANK, f"{place}/honour")
    assert ended["status"] == "failed"
    assert ended["refusal"]["code"] not in ("chain-refused", "chain-refused-silently")
    assert desk.see(BANK, place)["status"] == "complying"


def test_what_was_honoured_is_released_to_the_applicant(desk: Desk, credit: str, place: str) -> None:
    """SCREDITS-19"""
    assert desk.ask(BANK, f"{place}/release").json()["code"] == "presentation-status"
    desk.done(BANK, f"{place}/waiver")
    desk.mint(credit, "100.00")
    desk.done(BANK, f"{place}/honour")
    assert desk.see(BUYER, place)["documents"] is None
    assert desk.ask(BUYER, f"{place}/release").json()["code"] == "not-issuing-bank"
    assert desk.ask(BANK, f"{place}/release").status_code == 201
    theirs = desk.see(BUYER, place)
    assert (theirs["documents_open"], len(theirs["documents"])) == (True, 2)
    content = desk.interface.ask("GET", f"{place}/documents/0", member=BUYER).content
    assert content == desk.interface.ask("GET", f"{place}/documents/0", member=BENEFICIARY).content
    assert desk.see(BANK, place)["clock"]["running"] is False
    assert desk.interface.ask("GET", place, member=STRANGER).status_code == 404
