"""Title against cash over HTTP, on a real chain."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.bills import services as bills
from app.cash import services as cash
from app.cash.domain import uetr_of
from app.cash.store import IssuerTold
from app.chain import reorg
from app.chain.mirror import image_of, mirrored_models
from app.errors import DomainError
from app.escrow import service
from app.escrow.domain import Terms
from app.escrow.store import EscrowCopy, copy_of
from app.mail.domain import Message
from app.members import service as members
from app.workers import handlers, ignored
from tests.app.cash.builders import NORTH, SOUTH, a_deal, held, limit, number_in, token_in
from tests.app.escrow.builders import CONTENT, drafted, funded, seen, soon, take, wait_until_after
from tests.app.operations.builders import Interface


def terms_of(interface: Interface, escrow: dict[str, str], member: str) -> Terms:
    with interface.world.database.reading() as session:
        copy = copy_of(session, member, escrow["id"])
        assert copy is not None
        return Terms(copy.seller, copy.buyer, copy.bill, copy.cash, copy.amount, copy.deadline, copy.salt)


def refused(interface: Interface, escrow: dict[str, str], step: str, member: str) -> tuple[int, str]:
    answer = interface.ask("POST", f"/escrows/{escrow['id']}/{step}", member=member)
    return answer.status_code, answer.json()["code"]


# ------------------------------------------------------------------------------------------------ refusals


def test_every_fault_of_a_draft_is_told_at_once(interface: Interface) -> None:
    """SESCROW-1"""
    body = {
        "seller": NORTH,
        "bill": "0x1234",
        "token": token_in(interface.world, "JPY"),
        "amount": "1.5",
        "currency": "USD",
        "deadline": "2001-01-01T00:00:00Z",
    }
    answer = interface.ask("POST", "/escrows", member="north", body=body)
    assert answer.status_code == 422
    found = {fault["pointer"] for fault in answer.json()["errors"]}
    assert found == {"#/seller", "#/bill", "#/amount", "#/currency", "#/deadline"}


def test_a_deadline_has_its_time_zone(interface: Interface) -> None:
    """SESCROW-1"""
    body = {
        "seller": SOUTH,
        "bill": "0x" + "0b" * 32,
        "token": token_in(interface.world),
        "amount": "1",
        "deadline": "2099-01-01T00:00:00",
    }
    answer = interface.ask("POST", "/escrows", member="north", body=body)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/deadline"]


def test_the_wrong_side_or_status_is_refused_before_anything_is_queued(interface: Interface) -> None:
    """SESCROW-5"""
    escrow = drafted(interface, paid_up=False)
    assert refused(interface, escrow, "fund", "south") == (403, "escrow-not-buyer")
    assert refused(interface, escrow, "deliver", "north") == (403, "escrow-not-seller")
    for step, member in (("deliver", "south"), ("release", "south"), ("reclaim", "north")):
        assert refused(interface, escrow, step, member) == (409, "escrow-status")
    assert seen(interface, escrow, "south")["status"] == "drafted"


def test_terms_that_name_others_are_not_taken_in(interface: Interface) -> None:
    """SESCROW-3"""
    world = interface.world
    escrow = drafted(interface, paid_up=False)
    terms = terms_of(interface, escrow, "north")
    with world.database.reading() as session:
        salt = members.alias_in(session, "north", escrow["deal"]).salt.hex()
    address = world.deployment.contract("DvpEscrow").address
    good = {"deal": escrow["deal"], "contract": address, "buyer_salt": salt}
    wrong = [
        (good | {"terms": replace(terms, seller=terms.buyer).as_json()}, "escrow-not-ours"),
        (good | {"terms": replace(terms, buyer=terms.seller).as_json()}, "number-not-theirs"),
        (good | {"terms": terms.as_json(), "buyer_salt": "00" * 32}, "number-not-theirs"),
        (good | {"terms": terms.as_json(), "contract": "0x" + "1" * 40}, "escrow-elsewhere"),
        (good | {"terms": replace(terms, cash="0x" + "1" * 40).as_json()}, "no-such-token"),
        (good | {"terms": terms.as_json(), "deal": "another"}, "no-such-deal"),
        (good | {"terms": terms.as_json() | {"amount": str(2**64)}}, "message-unreadable"),
        (good | {"terms": terms.as_json() | {"deadline": 2**62}}, "message-unreadable"),
        (good, "message-unreadable"),
    ]
    for body, code in wrong:
        message = Message("1", NORTH, SOUTH, service.KIND, body, datetime.now(UTC))
        with world.database.reading() as session, pytest.raises(DomainError) as why:
            service.take_draft(session, "south", message)
        assert why.value.refusal.code == code


def test_the_buyer_cannot_pay_in_what_it_does_not_hold(interface: Interface) -> None:
    """SESCROW-4: the chain decides, and nothing has changed."""
    escrow = drafted(interface, paid_up=False)
    done = take(interface, escrow, "fund", "north")
    assert (done["status"], done["refusal"]["code"]) == ("failed", "cash-not-enough")
    assert seen(interface, escrow, "north")["status"] == "drafted"


def test_the_deadline_is_the_chains(interface: Interface) -> None:
    """SESCROW-7: reclaiming before it and delivering after it fail, in words."""
    escrow = funded(interface)
    early = take(interface, escrow, "reclaim", "north")
    assert (early["status"], early["refusal"]["code"]) == ("failed", "escrow-too-early")
    wait_until_after(interface.world, terms_of(interface, escrow, "north").deadline)
    late = take(interface, escrow, "deliver", "south")
    assert (late["status"], late["refusal"]["code"]) == ("failed", "escrow-too-late")
    assert take(interface, escrow, "reclaim", "north")["status"] == "final"
    assert seen(interface, escrow, "south")["status"] == "reclaimed"
    row = held(interface, "north", escrow["deal"])
    assert row is not None
    assert row["amount"] == "100.00"


# ------------------------------------------------------------------------------------------------ successes


def test_both_sides_hold_the_terms_and_compute_the_contracts_id(interface: Interface) -> None:
    """SESCROW-2, SESCROW-3"""
    world = interface.world
    escrow = drafted(interface, paid_up=False)
    ours, theirs = (seen(interface, escrow, member) for member in ("north", "south"))
    assert (ours["side"], theirs["side"]) == ("buyer", "seller")
    assert (ours["counterparty"]["lei"], theirs["counterparty"]["lei"]) == (SOUTH, NORTH)
    for name in ("id", "bill", "token", "amount", "currency", "deadline", "salt", "status", "deal"):
        assert ours[name] == theirs[name]
    terms = terms_of(interface, escrow, "south")
    assert terms == terms_of(interface, escrow, "north")
    given = tuple(vars(terms).values())
    assert world.view("DvpEscrow", "idOf", given) == (escrow["id"],)
    assert theirs["counterparty"]["number"] == number_in(world, "north", escrow["deal"])


def test_funding_takes_two_persons_and_delivery_moves_both_legs(interface: Interface) -> None:
    """SESCROW-4, SESCROW-8"""
    world = interface.world
    escrow = drafted(interface)
    with world.database.writing() as session:
        told = session.get(IssuerTold, ("south", token_in(world)))
        if told is not None:
            session.delete(told)
    done = take(interface, escrow, "fund", "north")
    assert (done["eyes"], done["status"]) == (2, "final"), done["refusal"]
    view = seen(interface, escrow, "south")
    assert (view["status"], view["finality"]) == ("funded", "final")
    assert view["you_may"] == ["deliver", "release"]
    with world.database.reading() as session:
        token = cash.token(session, token_in(world))
        assert cash.issuer_of(session, "south", token) == NORTH, "who is to be paid learns whose debt it is"
        assert bills.copy_of(session, "north", escrow["bill"]) is None

    done = take(interface, escrow, "deliver", "south")
    assert (done["eyes"], done["status"]) == (1, "final"), done["refusal"]
    view = seen(interface, escrow, "north")
    assert view["status"] == "settled"
    assert [happened["event"] for happened in view["history"]] == ["Funded", "Settled"]
    assert view["history"][1]["transaction"] == done["transaction_hash"]
    row = held(interface, "south", escrow["deal"])
    assert row is not None
    assert row["amount"] == "100.00"
    movements = f"/cash/{token_in(world)}/movements?limit=1"
    (into,) = interface.ask("GET", movements, member="north").json()["items"]
    (out,) = interface.ask("GET", movements, member="south").json()["items"]
    assert (into["kind"], out["kind"]) == ("settled", "settled")
    assert [into["uetr"], out["uetr"]] == [uetr_of(moved["payment"]) for moved in (into, out)]
    assert into["uetr"] != out["uetr"]
    with world.database.reading() as session:
        bill = bills.on_chain(session, escrow["bill"])
        assert bill is not None
        assert bill.holder == bill.owner == number_in(world, "north", escrow["deal"])
        copy = bills.copy_of(session, "north", escrow["bill"])
        assert copy is not None
        assert copy.content == CONTENT
    for step, member in (("fund", "north"), ("deliver", "south"), ("release", "south"), ("reclaim", "north")):
        assert refused(interface, escrow, step, member) == (409, "escrow-status")


def test_within_its_limit_one_person_of_the_buyer_pays_in(interface: Interface) -> None:
    """SESCROW-4"""
    escrow = drafted(interface)
    limit(interface.world, "north", escrow["deal"], token_in(interface.world), ceiling=10_000, own=10_000)
    done = take(interface, escrow, "fund", "north")
    assert (done["eyes"], done["status"]) == (1, "final"), done["refusal"]


def test_the_seller_may_give_the_deal_up(interface: Interface) -> None:
    """SESCROW-5"""
    escrow = funded(interface)
    assert take(interface, escrow, "release", "south")["status"] == "final"
    assert seen(interface, escrow, "north")["status"] == "released"
    row = held(interface, "north", escrow["deal"])
    assert row is not None
    assert row["amount"] == "100.00"


def test_the_checker_reads_what_is_paid_for_what(interface: Interface) -> None:
    """SESCROW-4"""
    escrow = drafted(interface, paid_up=False)
    asked = interface.ask("POST", f"/escrows/{escrow['id']}/fund", member="north").json()
    said = asked["describes"]
    assert (said["amount"], said["currency"], said["counterparty"]) == ("100.00", "USD", SOUTH)
    assert (said["bill"], said["escrow"]) == (escrow["bill"], escrow["id"])


def test_an_escrow_is_the_two_sides_own(interface: Interface) -> None:
    """SESCROW-9: another member's copy is none of ours."""
    world = interface.world
    deal = a_deal(world)
    body = {
        "seller": SOUTH,
        "deal": deal,
        "bill": "0x" + "0b" * 32,
        "token": token_in(world),
        "amount": "1",
        "deadline": datetime.fromtimestamp(soon(world), UTC).isoformat(),
    }
    escrow = interface.ask("POST", "/escrows", member="north", body=body).json()
    with world.database.writing() as session:
        copy = copy_of(session, "south", escrow["id"])
        assert isinstance(copy, EscrowCopy)
        session.delete(copy)
    answer = interface.ask("GET", f"/escrows/{escrow['id']}", member="south")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-escrow")
    assert escrow["id"] not in interface.ask("GET", "/escrows?limit=200", member="south").text
    assert interface.ask("GET", "/escrows?limit=1", member="north").json()["items"][0]["id"] == escrow["id"]


def test_rebuilt_from_the_stored_logs_every_row_is_the_same(interface: Interface) -> None:
    """SESCROW-8: of bills and cash as well, after everything above."""
    world = interface.world
    take(interface, funded(interface), "deliver", "south")
    with Session(world.database.engine) as session:
        before = rows(session)
        reorg.rebuild(session, world.deployment, handlers(), ignored())
        assert rows(session) == before
        assert {name for name, _ in before} >= {"chain_escrows", "chain_escrow_steps", "chain_cash_movements"}
        session.rollback()


def rows(session: Session) -> list[tuple[str, str]]:
    return [
        (name, json.dumps(image_of(row), sort_keys=True))
        for name, model in sorted(mirrored_models().items())
        for row in session.scalars(select(model).order_by(*inspect(model).primary_key))
    ]
