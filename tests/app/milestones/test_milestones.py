"""Money released as work is done, over HTTP, on a real chain."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from app.demo.chain_reader import ChainReader
from app.demo.compare import compare_rows
from app.errors import DomainError
from app.mail.domain import Message
from app.members import service as members
from app.milestones import contract
from app.milestones.domain import Terms
from app.milestones.services import drafting
from app.milestones.store import copy_of
from tests.app.cash.builders import NORTH, SOUTH, a_deal, finish, held, limit, token_in
from tests.app.credits.builders import LEI
from tests.app.escrow.builders import soon, wait_until_after
from tests.app.milestones.builders import (
    AGENT,
    ARBITER,
    BUYER,
    SELLER,
    WHAT,
    drafted,
    funded,
    seen,
    take,
    wanted,
)
from tests.app.operations.builders import Interface

EVERYBODY = (BUYER, SELLER, ARBITER, AGENT)
GROUNDS, AWARD, ORDER = "The steel is another.", "Half of it was done.", "Injunction 3 O 12/26"


def refused(
    interface: Interface, escrow: dict[str, Any], step: str, member: str, body: dict[str, Any]
) -> tuple[int, str]:
    answer = interface.ask("POST", f"/milestone-escrows/{escrow['id']}/{step}", member=member, body=body)
    return answer.status_code, answer.json()["code"]


def terms_of(interface: Interface, escrow: dict[str, Any], member: str) -> Terms:
    with interface.world.database.reading() as session:
        copy = copy_of(session, member, escrow["id"])
        assert copy is not None
        return Terms.from_json(copy.terms)


def cash_of(interface: Interface, member: str, escrow: dict[str, Any]) -> str | None:
    row = held(interface, member, escrow["deal"])
    return row and row["amount"]


# ------------------------------------------------------------------------------------------------ refusals


def test_every_fault_of_a_draft_is_told_at_once(interface: Interface) -> None:
    """SMILESTONE-1"""
    body = wanted(
        interface,
        a_deal(interface.world),
        seller=NORTH,
        arbiter=NORTH,
        agent="no LEI",
        fee=0,
        currency="EUR",
        milestones=[{"what": "Keel laid", "amount": "1.005"}, {"what": "Launched", "amount": "0"}],
        deadline="2001-01-01T00:00:00Z",
    )
    answer = interface.ask("POST", "/milestone-escrows", member=BUYER, body=body)
    assert answer.status_code == 422
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "#/seller",
        "#/arbiter",
        "#/agent",
        "#/fee",
        "#/currency",
        "#/milestones/0/amount",
        "#/milestones/1/amount",
        "#/deadline",
    }


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"milestones": []}, "#/milestones"),
        ({"milestones": [{"what": "One of nine", "amount": "1"}] * 9}, "#/milestones"),
        ({"milestones": [{"what": "Much", "amount": "184467440737095516.15"}] * 2}, "#/milestones"),
        ({"fee": 10_001}, "#/fee"),
        ({"agent": None}, "#/fee"),
        ({"arbitration_seconds": 0}, "#/arbitration_seconds"),
        ({"deadline": "2099-01-01T00:00:00"}, "#/deadline"),
        ({"arbiter": SOUTH}, "#/arbiter"),
    ],
)
def test_a_draft_that_the_chain_would_not_take_is_not_made(
    interface: Interface, fields: dict[str, Any], pointer: str
) -> None:
    """SMILESTONE-1"""
    body = wanted(interface, a_deal(interface.world), **fields)
    answer = interface.ask("POST", "/milestone-escrows", member=BUYER, body=body)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


def test_terms_that_name_others_are_not_taken_in(interface: Interface) -> None:
    """SMILESTONE-3"""
    world = interface.world
    escrow = drafted(interface, paid_up=False)
    terms, deal = terms_of(interface, escrow, BUYER), escrow["deal"]
    with world.database.reading() as session:
        openings = [
            members.opening_of(session, member_id=BUYER, deal=deal, organisation=lei)
            for lei in (NORTH, SOUTH, LEI[ARBITER], LEI[AGENT])
        ]
    told = [
        {"party": one.party, "organisation": one.organisation, "salt": one.salt.hex()}
        for one in openings
        if one is not None
    ]
    parties = {"buyer": NORTH, "seller": SOUTH, "arbiter": LEI[ARBITER], "agent": LEI[AGENT]}
    good: dict[str, Any] = {
        "deal": deal,
        "contract": world.deployment.contract(contract.NAME).address,
        "terms": terms.as_json(),
        "parties": parties,
        "what": WHAT,
        "openings": told,
    }
    false = [told[0], told[1], {**told[2], "salt": "00" * 32}, told[3]]
    other = replace(terms, arbiter=terms.agent)
    swapped = {**parties, "buyer": SOUTH, "seller": NORTH}
    turned = replace(terms, buyer=terms.seller, seller=terms.buyer)
    wrong = [
        (good | {"terms": other.as_json()}, "milestones-other-numbers"),
        (good | {"parties": {**parties, "agent": LEI[ARBITER]}}, "milestones-other-numbers"),
        (good | {"parties": swapped, "terms": turned.as_json()}, "milestones-not-the-buyers"),
        (good | {"openings": false}, "number-not-theirs"),
        (good | {"openings": told[:2]}, "message-unreadable"),
        (good | {"contract": "0x" + "1" * 40}, "milestones-elsewhere"),
        (good | {"deal": "another"}, "no-such-deal"),
        (good | {"terms": replace(terms, deadline=2**62).as_json()}, "message-unreadable"),
        (good | {"parties": {"captain": NORTH}}, "message-unreadable"),
        ({}, "message-unreadable"),
    ]
    for body, code in wrong:
        message = Message("1", NORTH, SOUTH, drafting.KIND, body, datetime.now(UTC))
        with world.database.reading() as session, pytest.raises(DomainError) as why:
            drafting.take_draft(session, SELLER, message)
        assert why.value.refusal.code == code
    message = Message("1", NORTH, LEI["liner"], drafting.KIND, good, datetime.now(UTC))
    with world.database.reading() as session, pytest.raises(DomainError) as why:
        drafting.take_draft(session, "liner", message)
    assert why.value.refusal.code == "no-such-deal"


def test_the_wrong_side_or_status_is_refused_before_anything_is_queued(interface: Interface) -> None:
    """SMILESTONE-5"""
    escrow = drafted(interface, paid_up=False)
    assert refused(interface, escrow, "fund", SELLER, {}) == (403, "milestone-not-buyer")
    assert refused(interface, escrow, "refund", BUYER, {}) == (403, "milestone-not-seller")
    assert refused(interface, escrow, "dispute", AGENT, {"grounds": GROUNDS}) == (403, "milestone-not-party")
    assert refused(interface, escrow, "collect", ARBITER, {}) == (403, "milestone-not-agent")
    division = {"to_seller": "1.00", "award": AWARD}
    assert refused(interface, escrow, "divide", AGENT, division) == (403, "milestone-not-arbiter")
    assert refused(interface, escrow, "divide", ARBITER, division) == (409, "milestone-status")
    assert refused(interface, escrow, "release", BUYER, {"milestone": 1}) == (409, "milestone-status")
    assert refused(interface, escrow, "refund", SELLER, {}) == (409, "milestone-status")
    assert seen(interface, escrow, SELLER)["status"] == "drafted"


def test_more_than_is_left_is_refused_before_anything_is_queued(interface: Interface) -> None:
    """SMILESTONE-5, SMILESTONE-6, SMILESTONE-8"""
    escrow = funded(interface)
    known = str(uuid4())
    done = take(interface, escrow, "release", BUYER, {"milestone": 1, "amount": "99.00", "uetr": known})
    assert done["status"] == "final", done["refusal"]
    for body, code in (
        ({"milestone": 1, "amount": "1.01"}, "milestone-amount-too-large"),
        ({"milestone": 2, "uetr": known}, "cash-paid-already"),
    ):
        assert refused(interface, escrow, "release", BUYER, body) == (409, code)
    for body, pointer in (
        ({"milestone": 4}, "#/milestone"),
        ({"milestone": 2, "amount": "0"}, "#/amount"),
        ({"milestone": 2, "uetr": "x"}, "#/uetr"),
    ):
        path = f"/milestone-escrows/{escrow['id']}/release"
        answer = interface.ask("POST", path, member=BUYER, body=body)
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    done = take(interface, escrow, "release", BUYER, {"milestone": 1})
    assert done["describes"]["amount"] == "1.00"
    body = {"milestone": 1}
    assert refused(interface, escrow, "release", BUYER, body) == (409, "milestone-amount-too-large")


def test_deadlines_are_the_chains(interface: Interface) -> None:
    """SMILESTONE-7: what comes too early or too late fails there, in words."""
    escrow = funded(interface)
    early = take(interface, escrow, "reclaim", BUYER, {})
    assert (early["status"], early["refusal"]["code"]) == ("failed", "milestone-too-early")
    wait_until_after(interface.world, terms_of(interface, escrow, BUYER).deadline)
    late = take(interface, escrow, "dispute", SELLER, {"grounds": GROUNDS})
    assert (late["status"], late["refusal"]["code"]) == ("failed", "milestone-too-late")
    assert take(interface, escrow, "reclaim", BUYER, {})["status"] == "final"
    view = seen(interface, escrow, SELLER)
    assert (view["status"], view["left"], view["you_may"]) == ("reclaimed", "0.00", [])
    assert cash_of(interface, BUYER, escrow) == "600.01"


# ------------------------------------------------------------------------------------------------ successes


def test_everybody_holds_the_terms_and_computes_the_contracts_id(interface: Interface) -> None:
    """SMILESTONE-2, SMILESTONE-3"""
    escrow = drafted(interface, paid_up=False)
    terms = terms_of(interface, escrow, BUYER)
    for member, side in zip(EVERYBODY, ("buyer", "seller", "arbiter", "agent"), strict=True):
        view = seen(interface, escrow, member)
        assert view["your_sides"] == [side]
        assert terms_of(interface, escrow, member) == terms
        assert {name: one["lei"] for name, one in view["parties"].items()} == {
            "buyer": NORTH,
            "seller": SOUTH,
            "arbiter": LEI[ARBITER],
            "agent": LEI[AGENT],
        }
        assert [one["what"] for one in view["milestones"]] == WHAT
        assert (view["total"], view["paid"], view["left"]) == ("600.01", "0.00", "0.00")
    given = tuple(vars(terms).values())
    assert interface.world.view(contract.NAME, "idOf", given) == (escrow["id"],)


def test_milestones_are_released_in_parts_and_the_agent_has_its_fee(interface: Interface) -> None:
    """SMILESTONE-4, SMILESTONE-8, SMILESTONE-11"""
    escrow = drafted(interface)
    asked = interface.ask("POST", f"/milestone-escrows/{escrow['id']}/fund", member=BUYER, body={}).json()
    said = asked["describes"]
    assert (said["amount"], said["currency"], said["seller"], asked["eyes"]) == ("600.01", "USD", SOUTH, 2)
    assert finish(interface.world, asked, BUYER)["status"] == "final"
    view = seen(interface, escrow, SELLER)
    assert (view["status"], view["left"], view["you_may"]) == ("funded", "600.01", ["dispute", "refund"])

    known = str(uuid4())
    part = {"milestone": 2, "amount": "40.00", "uetr": known}
    done = take(interface, escrow, "release", BUYER, part)
    assert (done["eyes"], done["status"]) == (2, "final"), done["refusal"]
    assert (done["describes"]["what"], done["describes"]["uetr"]) == ("Launched", known)
    assert cash_of(interface, SELLER, escrow) == "39.90"
    for member in EVERYBODY:
        view = seen(interface, escrow, member)
        assert (view["paid"], view["left"], view["fee_due"]) == ("40.00", "560.01", "0.10")
        assert [one["released"] for one in view["milestones"]] == ["0.00", "40.00", "0.00"]
        event = view["history"][-1]
        assert (event["event"], event["milestone"], event["amount"], event["fee"]) == (
            "Released",
            2,
            "40.00",
            "0.10",
        )
        assert event["uetrs"] == [known]
    payment = interface.ask("GET", f"/cash/{view['token']}/payments/{known}", member=SELLER).json()
    assert (payment["status"], payment["you_may_reverse"]) == ("settled", False)

    assert seen(interface, escrow, AGENT)["you_may"] == ["collect"]
    done = take(interface, escrow, "collect", AGENT, {})
    assert (done["eyes"], done["status"]) == (1, "final"), done["refusal"]
    assert refused(interface, escrow, "collect", AGENT, {}) == (409, "milestone-nothing-left")
    for milestone in (1, 2, 3):
        assert take(interface, escrow, "release", BUYER, {"milestone": milestone})["status"] == "final"
    view = seen(interface, escrow, BUYER)
    assert (view["status"], view["left"], view["fee_due"], view["you_may"]) == ("settled", "0.00", "1.40", [])
    assert cash_of(interface, SELLER, escrow) == "598.51"


def test_the_arbiter_divides_what_is_disputed(interface: Interface) -> None:
    """SMILESTONE-4, SMILESTONE-8, SMILESTONE-9, SMILESTONE-11"""
    escrow = funded(interface)
    done = take(interface, escrow, "dispute", SELLER, {"grounds": GROUNDS})
    assert (done["eyes"], done["status"]) == (1, "final"), done["refusal"]
    view = seen(interface, escrow, ARBITER)
    assert (view["status"], view["you_may"], view["history"][-1]["stated"]) == (
        "disputed",
        ["divide"],
        GROUNDS,
    )
    assert view["history"][-1]["by"] == view["parties"]["seller"]["number"]
    assert view["arbiter_until"] is not None
    path = f"/milestone-escrows/{escrow['id']}/divide"
    for body, pointer in (
        ({"to_seller": "1.005", "award": AWARD}, "#/to_seller"),
        ({"to_seller": "1", "award": AWARD, "refund_uetr": "x"}, "#/refund_uetr"),
    ):
        answer = interface.ask("POST", path, member=ARBITER, body=body)
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    known = str(uuid4())
    same = {"to_seller": "1", "award": AWARD, "uetr": known, "refund_uetr": known}
    answer = interface.ask("POST", path, member=ARBITER, body=same)
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/refund_uetr"]
    body = {"to_seller": "600.02", "award": AWARD}
    assert refused(interface, escrow, "divide", ARBITER, body) == (409, "milestone-amount-too-large")

    done = take(interface, escrow, "divide", ARBITER, {"to_seller": "200.00", "award": AWARD})
    assert (done["eyes"], done["status"]) == (2, "final"), done["refusal"]
    assert (done["describes"]["to_buyer"], done["describes"]["award"]) == ("400.01", AWARD)
    assert cash_of(interface, SELLER, escrow) == "199.50"
    assert cash_of(interface, BUYER, escrow) == "400.01"
    for member in EVERYBODY:
        view = seen(interface, escrow, member)
        assert (view["status"], view["history"][-1]["stated"]) == ("divided", AWARD)
        assert len(view["history"][-1]["uetrs"]) == 2


def test_the_seller_gives_back_what_is_left(interface: Interface) -> None:
    """SMILESTONE-4: within its limit by one person."""
    escrow = funded(interface)
    limit(interface.world, SELLER, escrow["deal"], token_in(interface.world), ceiling=60_001, own=60_001)
    done = take(interface, escrow, "refund", SELLER, {})
    assert (done["eyes"], done["status"]) == (1, "final"), done["refusal"]
    view = seen(interface, escrow, BUYER)
    assert (view["status"], view["history"][-1]["amount"]) == ("refunded", "600.01")
    assert cash_of(interface, BUYER, escrow) == "600.01"


def test_an_authority_stops_an_escrow_and_lets_it_go(interface: Interface) -> None:
    """SMILESTONE-10, SMILESTONE-5: by its id; no deadline runs meanwhile."""
    escrow = funded(interface)
    body = {"order": ORDER}
    assert refused(interface, escrow, "stop", BUYER, body) == (403, "not-an-authority")
    assert refused(interface, escrow, "stop", "liner", body) == (404, "no-such-escrow")
    assert refused(interface, {"id": "0x" + "1" * 64}, "stop", SELLER, body) == (404, "no-such-escrow")
    assert refused(interface, escrow, "lift", SELLER, body) == (409, "not-stopped-by-you")
    done = take(interface, escrow, "stop", SELLER, body)
    assert (done["eyes"], done["status"]) == (2, "final"), done["refusal"]
    assert done["describes"]["order"] == ORDER
    view = seen(interface, escrow, BUYER)
    assert (view["you_may"], view["stopped_by"]) == ([], view["history"][-1]["by"])
    assert view["history"][-1]["stated"] is None, "the authority holds no terms, and tells nobody in them"
    assert refused(interface, escrow, "release", BUYER, {"milestone": 1}) == (409, "payment-stopped")
    assert refused(interface, escrow, "stop", SELLER, body) == (409, "stopped-already")
    assert [(stop["bank"], stop["ground"]) for stop in view["stops"]] == [(None, "injunction")]
    before = datetime.fromisoformat(view["deadline"])
    wait_until_after(interface.world, soon(interface.world) - 240)
    done = take(interface, escrow, "lift", SELLER, body)
    assert (done["eyes"], done["status"]) == (2, "final"), done["refusal"]
    view = seen(interface, escrow, BUYER)
    assert datetime.fromisoformat(view["deadline"]) > before
    assert (view["stopped_by"], view["stops"]) == (None, [])
    assert take(interface, escrow, "release", BUYER, {"milestone": 1})["status"] == "final"
    assert take(interface, escrow, "refund", SELLER, {})["status"] == "final"
    assert refused(interface, escrow, "stop", SELLER, body) == (409, "milestone-status")


def test_an_escrow_is_its_members_own(interface: Interface) -> None:
    """SMILESTONE-12"""
    escrow = drafted(interface, paid_up=False)
    answer = interface.ask("GET", f"/milestone-escrows/{escrow['id']}", member="liner")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-escrow")
    assert interface.ask("GET", "/milestone-escrows", member="liner").json()["items"] == []
    path = "/milestone-escrows?limit=1"
    assert interface.ask("GET", path, member=ARBITER).json()["items"][0]["id"] == escrow["id"]


def test_the_mirror_holds_what_the_chain_holds(interface: Interface) -> None:
    """SMILESTONE-11: asked of the contract and its logs, cash included, after everything above."""
    world = interface.world
    escrow = funded(interface)
    assert take(interface, escrow, "release", BUYER, {"milestone": 1, "amount": "4.00"})["status"] == "final"
    assert take(interface, escrow, "stop", SELLER, {"order": ORDER})["status"] == "final"
    reader = ChainReader(world.node.url)
    with world.database.engine.connect() as connection:
        found = compare_rows(connection, reader, world.folder / "deployments" / "test.json")
    reader.close()
    ours = [line for line in found.differences if "milestone" in line or "cash" in line]
    assert ours == [], json.dumps(ours, indent=1)
