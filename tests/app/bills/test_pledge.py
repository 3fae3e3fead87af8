"""A carrier that trades for itself pledges its bill to a bank, and what becomes of the pledge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.bills.pledging import (
    SETS,
    Pledge,
    PledgeStatus,
    SeenPledge,
    may_agree,
    may_endorse,
    may_enforce,
    may_release,
    may_release_on_trust,
    open_acts,
    require_agreed,
    require_pledgeable,
)
from app.bills.refusals import REFUSALS
from app.bills.schemas import PledgeOut
from app.bills.store import PledgeRow
from app.errors import DomainError
from app.members.domain import Named
from tests.app.bills.builders import LEI, Trade, a_deal, name_of
from tests.app.bills.test_projection import now, rebuilt, require_equal

BANK, PLEDGOR = "north", "south"
TERMS = {"to": LEI[BANK], "due": "2100-01-01T00:00:00Z", "agreement": "the bill for your advance"}

PLEDGED = Pledge("0x" + "5a" * 32, "0x" + "b1" * 20, 22, 44, 0, 2000, PledgeStatus.PLEDGED, "0x", 1)
ON_TRUST = replace(PLEDGED, status=PledgeStatus.ON_TRUST)
RELEASED = replace(PLEDGED, status=PledgeStatus.RELEASED)
AGREED = replace(PLEDGED, endorsee=33)
ONLY_PLEDGED = 1 << PledgeStatus.PLEDGED
EITHER = ONLY_PLEDGED | 1 << PledgeStatus.ON_TRUST


@pytest.fixture
def own(trade: Trade) -> Trade:
    return Trade(trade.world, trade.interface, trade.deal, shipper=PLEDGOR, carrier=PLEDGOR)


@pytest.mark.parametrize(
    ("rule", "pledge", "party", "now", "error", "values"),
    [
        (may_release, RELEASED, 44, 0, "PledgesWrongStatus", {"status": 3, "allowed": EITHER}),
        (may_release, PLEDGED, 22, 0, "PledgesNotPledgee", {"pledgee": 44, "party": 22}),
        (may_release_on_trust, ON_TRUST, 44, 0, "PledgesWrongStatus", {"status": 2, "allowed": ONLY_PLEDGED}),
        (may_agree, RELEASED, 44, 0, "PledgesWrongStatus", {"status": 3, "allowed": ONLY_PLEDGED}),
        (may_endorse, AGREED, 44, 0, "PledgesNotPledgor", {"pledgor": 22, "party": 44}),
        (may_enforce, PLEDGED, 44, 1999, "PledgesNotDue", {"due": 2000, "time": 1999}),
    ],
)
def test_a_refusal_of_a_pledge_is_the_one_that_the_chain_would_give(
    rule: Any, pledge: Pledge, party: int, now: int, error: str, values: dict[str, int]
) -> None:
    """SBILLS-9"""
    with pytest.raises(DomainError) as refused:
        rule(pledge, party, now)
    assert type(refused.value) is REFUSALS[error].kind
    expected = REFUSALS[error].refusal({"bill": pledge.bill} | values)
    said = refused.value.refusal
    assert (said.code, said.found, said.allowed) == (expected.code, expected.found, expected.allowed)


def test_what_a_pledge_lets_each_do_now() -> None:
    """SBILLS-11"""
    assert open_acts(PLEDGED, {44}, 1999) == ["release", "release-on-trust", "agree"]
    assert open_acts(PLEDGED, {44}, 2000)[-1] == "enforce"
    assert open_acts(PLEDGED, {22}, 2000) == []
    assert open_acts(AGREED, {22}, 0) == ["endorse"]
    assert open_acts(ON_TRUST, {44}, 2000) == ["release"]
    assert open_acts(RELEASED, {22, 44}, 2000) == []
    assert SETS[EITHER] == "pledged or on trust"
    require_agreed(AGREED, 33)
    require_pledgeable(ON_TRUST, 44)
    require_pledgeable(None, 44)
    for refused in (lambda: require_agreed(AGREED, 44), lambda: require_pledgeable(ON_TRUST, 33)):
        with pytest.raises(DomainError):
            refused()


def row(trade: Trade, bill: str) -> tuple[int, ...]:
    with trade.world.database.reading() as session:
        found = session.scalars(select(PledgeRow).where(PledgeRow.id == bill)).one()
        return (found.pledgor, found.pledgee, found.endorsee, found.due, found.status)


def act(trade: Trade, member: str, bill: str, what: str, **body: Any) -> None:
    """And the mirror says of bill and pledge what the contracts say."""
    trade.act(member, bill, what, **body)
    require_equal(trade, bill)
    (found,) = trade.world.view("PledgeBook", "pledgeOf", bill)
    assert row(trade, bill) == tuple(found.values())


def test_a_pledge_is_given_released_on_trust_and_released(own: Trade) -> None:
    """SBILLS-12, SBILLS-14, SBILLS-22"""
    bill = own.issue()
    act(own, PLEDGOR, bill, "pledge", **TERMS)
    seen = own.bill(PLEDGOR, bill)
    assert (seen["kept_by"], seen["you_may"]) == (["pledge"], ["record-indemnity"])
    assert own.see(PLEDGOR, f"/bills/{bill}/pledge")["you_are"] == ["pledgor"]
    shown = own.see(BANK, f"/bills/{bill}/pledge")
    assert (shown["status"], shown["you_may"]) == ("pledged", ["release", "release-on-trust", "agree"])
    assert bill in {pledge["bill"] for pledge in own.see(BANK, "/bills/pledges?limit=200")["items"]}
    act(own, BANK, bill, "pledge/release-on-trust", receipt="in trust for you")
    assert own.bill(PLEDGOR, bill)["kept_by"] == []
    act(own, BANK, bill, "pledge/release")
    bank, pledgor = name_of(BANK), name_of(PLEDGOR)
    assert own.title(BANK, bill)[2:] == [
        f"{pledgor} pledged the bill to {bank}",
        f"the bill of {pledgor} went into the keeping of a pledge book",
        f"{bank} gave the bill to {pledgor} against a trust receipt",
        f"the bill of {pledgor} came out of keeping",
        f"{bank} released its pledge: the bill is {pledgor}'s again",
    ]
    assert [now(own.world)] * 2 == rebuilt(own.world)


def test_agreement_and_receipt_are_kept_by_both_and_the_chain_commits_to_them(own: Trade) -> None:
    """SBILLS-23"""
    bill = own.issue()
    act(own, PLEDGOR, bill, "pledge", **TERMS)
    committed = own.see(BANK, f"/bills/{bill}/pledge")["agreement"]
    for member in (PLEDGOR, BANK):
        content = own.interface.ask("GET", f"/documents/{committed}/content", member=member)
        assert content.text == TERMS["agreement"]
    assert own.interface.ask("GET", f"/bills/{bill}/document", member=BANK).status_code == 200
    act(own, BANK, bill, "pledge/release-on-trust", receipt="in trust for you")
    receipts = own.see(PLEDGOR, "/documents?kind=trust-receipt&limit=200")["items"]
    assert receipts


def test_the_pledgor_endorses_to_whom_the_bank_agreed(own: Trade) -> None:
    """SBILLS-12, SBILLS-22"""
    bill = own.issue()
    act(own, PLEDGOR, bill, "pledge", **TERMS)
    elsewhere = a_deal(own.world, BANK, PLEDGOR)
    buyer = {"to": LEI[BANK], "deal": elsewhere}
    early = own.ask(PLEDGOR, bill, "pledge/endorse", **buyer)
    assert (early.status_code, early.json()["code"]) == (409, "endorsement-not-agreed")
    act(own, BANK, bill, "pledge/agree", **buyer)
    act(own, BANK, bill, "pledge/agree", to=None)
    act(own, BANK, bill, "pledge/agree", **buyer)
    act(own, PLEDGOR, bill, "pledge/endorse", **buyer)
    assert own.bill(BANK, bill)["you_are"] == ["holder", "owner"]
    assert own.see(PLEDGOR, f"/bills/{bill}/pledge")["status"] == "endorsed"
    assert [now(own.world)] * 2 == rebuilt(own.world)


def test_what_is_not_the_pledgees_or_not_to_come_is_refused_at_once(own: Trade) -> None:
    """SBILLS-9"""
    bill = own.issue()
    past = own.ask(PLEDGOR, bill, "pledge", **TERMS | {"due": "2001-01-01T00:00:00Z"})
    assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "#/due")
    own.act(PLEDGOR, bill, "pledge", **TERMS)
    for what, body in (("release", {}), ("agree", {"to": None})):
        other = own.ask(PLEDGOR, bill, f"pledge/{what}", **body)
        assert (other.status_code, other.json()["code"]) == (403, "pledged-to-another")
    early = own.ask(BANK, bill, "pledge/enforce", notice="unpaid")
    assert (early.status_code, early.json()["code"]) == (409, "pledge-not-due")


def test_a_pledge_that_falls_due_beyond_all_calendars_is_shown() -> None:
    """SERVICE-132: its bank did not choose the day, and finds it among the others."""
    seen = SeenPledge(replace(PLEDGED, due=2**40 - 1), True, {n: Named(n) for n in (22, 44)}, [], [])
    assert PledgeOut.of(seen).due.year == 8999


def test_a_pledge_between_others_is_not_found(trade: Trade) -> None:
    """SBILLS-19"""
    bill = trade.issue()
    answer = trade.interface.ask("GET", f"/bills/{bill}/pledge", member=BANK)
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-pledge")
