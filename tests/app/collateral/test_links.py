"""Security in a credit, offered, taken and let go over HTTP."""

from __future__ import annotations

from typing import Any

from tests.app.collateral.builders import AGREED, offered, second, wanted
from tests.app.credits.builders import ADVISER, BANK, BENEFICIARY, BUYER, LEI, STRANGER, Desk


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_security_is_offered_taken_and_let_go(desk: Desk) -> None:
    """SCOLLATERAL-1, SCOLLATERAL-2, SCOLLATERAL-3, SCOLLATERAL-4"""
    master = desk.advise()
    link = offered(desk, master)
    seen = desk.see(ADVISER, link)
    assert (seen["your_side"], seen["status"], seen["agreed"]) == ("bank", "offered", AGREED)
    assert (seen["beneficiary"]["lei"], seen["amount"]) == (LEI[BENEFICIARY], "100.00")
    assert seen["you_may"] == ["take", "release"]
    credit = second(desk)
    assert desk.done(ADVISER, f"{link}/take", {"credit": credit})["eyes"] == 1
    for member in (ADVISER, BENEFICIARY):
        assert (desk.see(member, link)["status"], desk.see(member, link)["second"]) == ("taken", credit)
    early = desk.ended(BENEFICIARY, f"{link}/end")
    assert early["refusal"]["code"] == "collateral-still-secures"
    assert desk.done(ADVISER, f"{link}/release")["eyes"] == 2
    assert desk.see(BENEFICIARY, link)["status"] == "released"


def test_all_links_together_are_never_more_than_the_credit(desk: Desk) -> None:
    """SCOLLATERAL-1"""
    master = desk.advise()
    drawable = desk.see(BENEFICIARY, f"/credits/{master}")["figures"]["drawable"]
    link = offered(desk, master, amount=drawable)
    more = desk.ask(BENEFICIARY, "/collateral", wanted(master, amount="0.01"))
    assert code(more) == (409, "collateral-above-master")
    desk.done(BENEFICIARY, f"{link}/withdraw")
    offered(desk, master, amount=drawable)


def test_who_is_not_the_beneficiary_offers_nothing(desk: Desk) -> None:
    """SCOLLATERAL-1"""
    master = desk.advise()
    assert code(desk.ask(BANK, "/collateral", wanted(master))) == (403, "collateral-not-beneficiary")
    assert code(desk.ask(STRANGER, "/collateral", wanted(master))) == (404, "no-such-credit")
    wrong = desk.ask(BENEFICIARY, "/collateral", wanted(master, amount="1.001"))
    assert wrong.status_code == 422


def test_the_bank_takes_it_for_its_own_credit_to_that_applicant(desk: Desk) -> None:
    """SCOLLATERAL-3"""
    link, master = offered(desk), desk.advise()
    others = second(desk, applicant=BUYER)
    for credit in (others, master):
        answer = desk.ask(ADVISER, f"{link}/take", {"credit": credit})
        assert code(answer) == (409, "collateral-other-second")
    unknown = desk.ask(ADVISER, f"{link}/take", {"credit": "0x" + "00" * 32})
    assert code(unknown) == (404, "no-such-credit")


def test_a_second_credit_that_was_cancelled_releases(desk: Desk) -> None:
    """SCOLLATERAL-4: the beneficiary shows it, without the bank."""
    link, credit = offered(desk), second(desk)
    desk.done(ADVISER, f"{link}/take", {"credit": credit})
    desk.done(BANK, f"/credits/{credit}/advise")
    desk.done(ADVISER, f"/credits/{credit}/cancel")
    desk.done(BUYER, f"/credits/{credit}/cancel")
    desk.done(BENEFICIARY, f"{link}/end")
    seen = desk.see(BENEFICIARY, link)
    assert (seen["status"], seen["you_may"]) == ("released", [])
    assert code(desk.ask(ADVISER, f"{link}/release")) == (409, "collateral-status")


def test_each_side_takes_its_own_steps(desk: Desk) -> None:
    """SCOLLATERAL-4"""
    link = offered(desk)
    for step in ("release", "take"):
        body = {"credit": "0x" + "00" * 32} if step == "take" else None
        assert code(desk.ask(BENEFICIARY, f"{link}/{step}", body)) == (403, "collateral-not-bank")
    for step in ("withdraw", "end"):
        assert code(desk.ask(ADVISER, f"{link}/{step}")) == (403, "collateral-not-beneficiary")
    assert code(desk.ask(BENEFICIARY, f"{link}/end")) == (409, "collateral-status")


def test_a_link_is_its_two_members_own(desk: Desk) -> None:
    """SCOLLATERAL-5"""
    link = offered(desk)
    for member in (BANK, BUYER, STRANGER):
        answer = desk.interface.ask("GET", link, member=member)
        assert code(answer) == (404, "no-such-link")
        assert desk.see(member, "/collateral")["items"] == []
    assert desk.see(ADVISER, "/collateral?limit=1")["items"][0]["id"] == link.rpartition("/")[2]
