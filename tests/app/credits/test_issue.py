"""The bank undertakes by two persons; the text travels with what is final, and stays within its circle."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

from app.chain.outbox import IdempotencyKey, claim
from app.credits.contract import credit_id
from app.credits.domain import sealed
from app.credits.services import issuing
from app.credits.services.records import chain_terms
from app.credits.store import CreditCopy, CreditRow
from tests.app.credits.builders import (
    ADVISER,
    AMOUNT,
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


def copy_of(desk: Desk, member: str, credit: str) -> CreditCopy:
    with desk.world.database.reading() as session:
        return session.query(CreditCopy).filter_by(member_id=member, id=credit).one()


def test_the_chain_is_told_what_the_text_says(desk: Desk) -> None:
    """SCREDITS-3"""
    message = a_message(desk.today)
    credit = desk.issue(message)
    (on_chain,) = desk.world.view("LetterOfCredit", "creditOf", credit)
    shown = desk.see(BANK, f"/credits/{credit}")
    assert on_chain["drawable"] == 19_356_828
    assert shown["operative"]["amount"] == AMOUNT
    assert shown["figures"]["available"] == "193568.28"
    assert shown["operative"]["issued"] == desk.today.isoformat()
    assert shown["operative"]["expiry"] == (desk.today + timedelta(days=60)).isoformat()
    assert shown["operative"]["latest_shipment"] == (desk.today + timedelta(days=30)).isoformat()
    assert shown["operative"]["presentation_days"] == 21
    assert shown["operative"]["partial_drawings"] is False
    assert shown["operative"]["title_to"] == "issuing bank"
    with desk.world.database.reading() as session:
        row = session.query(CreditRow).filter_by(id=credit).one()
        told = chain_terms(row)
    assert told.expiry == (desk.today + timedelta(days=60)).toordinal() - 719_163
    assert credit_id(desk.world.deployment, told) == credit, "the mirror has every field of the terms"
    copy = copy_of(desk, BANK, credit)
    assert copy.message == message.encode()
    assert shown["operative"]["document"] == sealed(message.encode(), copy.salt)
    assert len({told.applicant, told.issuing_bank, told.advising_bank, told.beneficiary}) == 4
    assert (told.nominated_bank, told.confirming_bank) == (told.advising_bank, 0)


def test_title_and_partial_drawings_as_asked(desk: Desk) -> None:
    """SCREDITS-3"""
    message = a_message(desk.today, f43P="ALLOWED")
    credit = desk.issue(message, title_to_applicant=True)
    operative = desk.see(BANK, f"/credits/{credit}")["operative"]
    assert operative["partial_drawings"] is True
    assert operative["title_to"] == "applicant"


def test_an_application_becomes_one_credit_unless_the_checker_says_no(desk: Desk) -> None:
    """SCREDITS-3"""
    application = desk.apply()["id"]
    first = desk.ask(BANK, "/credits", {"application": application}).json()
    again = desk.ask(BANK, "/credits", {"application": application})
    assert again.status_code == 409
    assert again.json()["code"] == "application-in-hand"
    desk.world.settle()
    own_maker = desk.ask(BANK, f"/operations/{first['id']}/approve")
    assert own_maker.status_code == 403
    said = {"reason": "The tenor is wrong."}
    assert desk.ask(BANK, f"/operations/{first['id']}/reject", said, role="checker").status_code == 202
    desk.world.settle()
    for member in (BUYER, ADVISER):
        path = f"/credits/{first['describes']['credit']}"
        assert desk.interface.ask("GET", path, member=member).status_code == 404, "it was never sent"
    ended = desk.done(BANK, "/credits", {"application": application})
    assert ended["describes"]["credit"] != first["describes"]["credit"]


def test_of_two_makers_at_once_one_issues(desk: Desk) -> None:
    """SCREDITS-3: the second asks while what the first asked for is not committed yet."""
    application = desk.apply()["id"]
    maker = desk.world.callers[BANK, "maker"]
    key = IdempotencyKey(BANK, "of the first", "any")
    with ThreadPoolExecutor(1) as second:
        with desk.world.database.writing() as session:
            assert claim(session, key)
            first = issuing.issue(session, maker, application, False, None, key).id
            asked = second.submit(desk.ask, BANK, "/credits", {"application": application})
            wait([asked], timeout=2)
        answer = asked.result()
    assert (answer.status_code, answer.json().get("code")) == (409, "application-in-hand"), answer.text
    assert answer.json()["values"]["operation"] == first


def test_only_the_bank_that_was_asked_issues(desk: Desk) -> None:
    application = desk.apply()["id"]
    own = desk.ask(BUYER, "/credits", {"application": application})
    assert own.status_code == 403
    assert own.json()["code"] == "not-the-bank-asked"
    assert desk.ask(ADVISER, "/credits", {"application": application}).status_code == 404


def test_a_credit_dated_ahead_is_refused_before_anybody_signs(desk: Desk) -> None:
    later = desk.today + timedelta(days=3)
    application = desk.apply(a_message(desk.today, f31C=f"{later:%y%m%d}"))["id"]
    answer = desk.ask(BANK, "/credits", {"application": application})
    assert answer.status_code == 409
    assert answer.json()["code"] == "credit-terms"


def test_the_text_follows_what_is_final_and_reaches_nobody_else(desk: Desk) -> None:
    """SCREDITS-4, SCREDITS-6"""
    application = desk.apply()["id"]
    credit = desk.ask(BANK, "/credits", {"application": application}).json()["describes"]["credit"]
    desk.world.settle()
    waiting = desk.see(BANK, f"/credits/{credit}")
    assert (waiting["status"], waiting["finality"], waiting["figures"]) == ("unknown", None, None)
    assert desk.interface.ask("GET", f"/credits/{credit}", member=ADVISER).status_code == 404

    operation = desk.ask(BANK, f"/operations/{waiting['operation']}/approve", role="checker").json()
    desk.world.settle()
    assert desk.see(BANK, f"/operations/{operation['id']}")["status"] == "final"
    for member in (BUYER, ADVISER):
        seen = desk.see(member, f"/credits/{credit}")
        assert (seen["status"], seen["finality"], seen["copy_opens"]) == ("issued", "final", True)
        assert seen["issuing_bank"]["name"] == NAME[BANK]
    assert desk.see(BUYER, f"/credits/applications/{application}")["credit"] == credit
    assert desk.interface.ask("GET", f"/credits/{credit}", member=BENEFICIARY).status_code == 404

    early = desk.ask(BUYER, f"/credits/{credit}/advise")
    assert early.status_code == 403
    assert early.json()["code"] == "not-advising-bank"
    desk.done(ADVISER, f"/credits/{credit}/advise")
    seen = desk.see(BENEFICIARY, f"/credits/{credit}")
    assert (seen["status"], seen["part"], seen["copy_opens"]) == ("advised", "beneficiary", True)
    for member in (STRANGER, CARRIER):
        assert desk.interface.ask("GET", f"/credits/{credit}", member=member).status_code == 404
        assert credit not in desk.interface.ask("GET", "/credits?limit=200", member=member).text

    again = desk.ask(ADVISER, f"/credits/{credit}/advise")
    assert again.status_code == 409
    assert again.json()["code"] == "credit-status"


def test_what_is_between_banks_does_not_reach_the_beneficiary(desk: Desk) -> None:
    """SCREDITS-5"""
    secret = "CONFIRM AT 0,375 PCT FOR OUR ACCOUNT"
    message = a_message(desk.today, f49H=secret)
    credit = desk.advise(message)
    held = desk.interface.ask("GET", f"/credits/{credit}/message", member=ADVISER)
    assert held.content == message.encode()
    theirs = desk.interface.ask("GET", f"/credits/{credit}/message", member=BENEFICIARY)
    assert secret not in theirs.text
    assert theirs.content == message.replace(f":49H:{secret}\r\n", "").encode()
    assert secret not in desk.interface.ask("GET", f"/credits/{credit}", member=BENEFICIARY).text
    for member in (BUYER, ADVISER, BENEFICIARY):
        assert desk.see(member, f"/credits/{credit}")["copy_opens"] is True


def test_a_text_that_does_not_open_is_shown_as_such_and_not_acted_upon(desk: Desk) -> None:
    """SCREDITS-6"""
    credit = desk.issue()
    with desk.world.database.writing() as session:
        copy = session.query(CreditCopy).filter_by(member_id=ADVISER, id=credit).one()
        copy.message = copy.message.replace(b"184350,75", b"184350,76")
    assert desk.see(ADVISER, f"/credits/{credit}")["copy_opens"] is False
    answer = desk.ask(ADVISER, f"/credits/{credit}/advise")
    assert answer.status_code == 409
    assert answer.json()["code"] == "text-does-not-open"


def test_the_bank_s_liability_is_the_sum_of_its_lines(desk: Desk) -> None:
    """SCREDITS-16"""
    credit = desk.issue()
    found = desk.see(BANK, "/credits/liabilities")
    (line,) = [entry for entry in found["lines"] if entry["credit"] == credit]
    assert (line["outstanding"], line["under_examination"]) == ("193568.28", "0.00")
    assert line["applicant"]["lei"] == LEI[BUYER]
    (total,) = found["totals"]
    cents = sum(round(float(entry["outstanding"]) * 100) for entry in found["lines"])
    assert round(float(total["outstanding"]) * 100) == cents
    nothing = desk.see(BUYER, "/credits/liabilities")
    assert [nothing[part] for part in ("totals", "by_customer", "by_country", "lines")] == [[], [], [], []]


def test_a_credit_is_cancelled_by_bank_and_beneficiary_together(desk: Desk) -> None:
    """SCREDITS-20"""
    credit = desk.advise()
    wrong = desk.ask(BUYER, f"/credits/{credit}/cancel")
    assert wrong.status_code == 403
    assert wrong.json()["code"] == "not-a-party"
    assert desk.done(BANK, f"/credits/{credit}/cancel")["eyes"] == 2
    seen = desk.see(BENEFICIARY, f"/credits/{credit}")
    assert seen["status"] == "advised"
    assert [who["name"] for who in seen["cancellation_agreed_by"]] == [NAME[BANK]]
    twice = desk.ask(BANK, f"/credits/{credit}/cancel")
    assert twice.json()["code"] == "consented-already"
    assert desk.done(BENEFICIARY, f"/credits/{credit}/cancel")["eyes"] == 1
    ended = desk.see(BANK, f"/credits/{credit}")
    assert (ended["status"], ended["figures"]["outstanding"]) == ("cancelled", "0.00")
    late = desk.ask(BENEFICIARY, f"/credits/{credit}/presentations", desk.presentation())
    assert late.status_code == 409
    assert late.json()["code"] == "credit-status"


def test_a_credit_is_not_closed_before_it_has_surely_expired(desk: Desk) -> None:
    """The chain's own refusal, in the words of the domain. SCREDITS-17, SCREDITS-20"""
    credit = desk.advise()
    ended = desk.ended(BANK, f"/credits/{credit}/expire")
    assert ended["status"] == "failed"
    assert ended["refusal"]["code"] == "credit-not-expired"
    assert (desk.today + timedelta(days=60)).isoformat() in ended["refusal"]["sentence"]
