"""Receivables over HTTP, on a real chain."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from eth_abi.abi import encode
from sqlalchemy.orm import Session

from app.chain import reorg
from app.demo.chain_reader import ChainReader
from app.demo.compare import compare_rows
from app.errors import Conflict
from app.hashes import keccak
from app.mail.domain import Message
from app.receivables.claims import Claim, Part, Sale, Terms
from app.receivables.services import keeping
from app.workers import handlers, ignored
from tests.app.cash.builders import NORTH, SOUTH, held, limit, minted, paid, token_in
from tests.app.operations.builders import Interface
from tests.app.receivables.finance import BUYER, EAST, done, seen
from tests.app.receivables.test_financings import rows
from tests.app.receivables.trade import (
    FACE,
    RATE,
    act,
    body_of,
    in_days,
    invoiced,
    look,
    offered,
    refused,
    registered,
    reserved_for,
    sold,
)


def test_ids_are_computed_as_the_contract_does(interface: Interface) -> None:
    """SRECEIVABLES-33: of terms and parts, and so the hashes that are offered and claimed."""
    word, largest = "0x" + "f5" * 32, 2**64 - 1
    terms = Terms(1, 2, token_in(interface.world), largest, 2**32 - 1, word)
    part = Part(2**32 - 1, largest, word)
    assert interface.world.view("ReceivableBook", "idOf", astuple(terms))[0] == terms.id
    assert interface.world.view("ReceivableBook", "partIdOf", word, astuple(part))[0] == part.id(word)
    sale = Sale(word, 1, 2, largest, 3, True, 2**40 - 1, word)
    spelled = ["bytes32", "uint32", "uint32", "uint64", "uint64", "bool", "uint40", "bytes32"]
    raw = bytes.fromhex(word[2:])
    packed = encode(spelled, [raw, 1, 2, largest, 3, True, 2**40 - 1, raw])
    assert sale.hash == "0x" + keccak(packed).hex()
    assert (
        Claim(word, 7, word).hash
        == "0x" + keccak(encode(["bytes32", "uint64", "bytes32"], [raw, 7, raw])).hex()
    )


def test_every_fault_of_an_invoice_is_told(interface: Interface) -> None:
    """SRECEIVABLES-33"""
    ask = lambda **changed: interface.ask("POST", "/receivables", body=body_of(interface, **changed))  # noqa: E731
    wrong = invoiced(seller={"lei": NORTH}, buyer={"lei": NORTH})
    wrong["amount"] = {"amount": "0", "currency": "JPY"}
    answer = ask(document=wrong, due="2020-01-01")
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [
        "#/document",
        "#/document/buyer",
        "#/document/amount/currency",
        "#/document/amount",
        "#/due",
    ]
    answer = ask(document=invoiced(buyer={"registration": "EE:1"}))
    assert answer.json()["errors"][0]["pointer"] == "#/document/buyer/lei"
    assert ask(token="0x" + "00" * 20).status_code == 404


def test_from_invoice_to_repayment(interface: Interface) -> None:
    """SRECEIVABLES-33, SRECEIVABLES-36, SRECEIVABLES-37, SRECEIVABLES-38: approved, sold, noticed, repaid."""
    receivable = registered(interface)
    assert (receivable["status"], receivable["finality"]) == ("registered", "final")
    assert receivable["you_may"] == ["reduce", "offer", "assign"]
    theirs = look(interface, receivable["id"], "buyer")
    assert theirs["document"] == receivable["document"]
    assert theirs["you_may"] == ["approve", "dispute", "repay"]
    approved = act(interface, theirs, "approve", "buyer")
    assert (done(approved)["eyes"], approved["describes"]["amount"]) == (2, FACE)

    offer = offered(interface, receivable)
    assert offer["you_may"] == ["buy"]
    assert offer["sale"]["price_made_of"]["face"] == FACE
    assert offer["holder"]["lei"] == SOUTH
    assert look(interface, receivable["id"], "buyer")["sale"] is None, (
        "the price is not the obligor's to know"
    )
    financing = reserved_for(interface, offer)
    minted(interface, offer["deal"], FACE, to=NORTH)
    bought = act(interface, offer, "accept", "north", {"financing": financing["id"]})
    assert (done(bought)["eyes"], bought["describes"]["amount"]) == (2, offer["sale"]["price"])
    row = held(interface, "south", offer["deal"])
    assert row is not None
    assert row["amount"] == offer["sale"]["price"]
    view = look(interface, receivable["id"], "north")
    assert (view["holder"]["lei"], view["payee"]["lei"]) == (NORTH, SOUTH)
    kept = seen(interface, financing)
    assert (kept["status"], kept["through_the_ledger"], kept["you_may"]) == ("financed", True, [])

    done(act(interface, view, "notice", "north"))
    told = look(interface, receivable["id"], "buyer")
    assert (told["payee"]["lei"], told["you_may"]) == (NORTH, ["acknowledge", "repay"])
    done(act(interface, told, "acknowledge", "buyer"))
    minted(interface, offer["deal"], FACE, to=BUYER)
    paid = act(interface, told, "repay", "buyer")
    assert (done(paid)["eyes"], paid["describes"]["amount"]) == (2, FACE)
    view = look(interface, receivable["id"], "north")
    assert (view["status"], view["you_may"]) == ("paid", [])
    assert [event["event"] for event in view["history"]] == [
        *("Registered", "Approved", "Offered", "Sold"),
        *("NoticeGiven", "NoticeAcknowledged", "Repaid"),
    ]
    assert seen(interface, financing)["status"] == "settled"
    for step, member in (("repay", "buyer"), ("notice", "north"), ("approve", "buyer")):
        assert refused(interface, view, step, member) == (409, "receivable-status")


def test_in_payables_finance_the_buyer_begins(interface: Interface) -> None:
    """SRECEIVABLES-34: the supplier finds it approved, and elects to be paid early."""
    receivable = registered(interface, "buyer")
    assert receivable["status"] == "approved"
    mine = look(interface, receivable["id"], "south")
    assert mine["you_may"] == ["reduce", "offer", "assign", "split"]
    assert offered(interface, mine)["sale"]["with_recourse"] is False


def test_within_its_limit_one_person_approves(interface: Interface) -> None:
    """SRECEIVABLES-34"""
    receivable = registered(interface, document=invoiced("10.00"))
    limit(interface.world, "buyer", receivable["deal"], token_in(interface.world), 1_000, 1_000)
    assert done(act(interface, receivable, "approve", "buyer"))["eyes"] == 1


def test_a_dispute_stops_the_sale_and_its_grounds_reach_the_seller(interface: Interface) -> None:
    """SRECEIVABLES-35: and a credit note settles it, which the buyer gets."""
    receivable = registered(interface)
    done(act(interface, receivable, "dispute", "buyer", {"text": "Twelve cartons were wet."}))
    mine = look(interface, receivable["id"], "south")
    assert (mine["disputed"], mine["notes"][0]["text"]) == (True, "Twelve cartons were wet.")
    body = {"buyer": NORTH, "with_recourse": False, "until": "2099-01-01T00:00:00Z", **RATE}
    assert refused(interface, mine, "offer", "south", body) == (409, "receivable-disputed")
    note = {"amount": "250.00", "text": "Twelve cartons credited."}
    assert done(act(interface, mine, "credit-note", "south", note))["eyes"] == 2
    done(act(interface, mine, "end-dispute", "buyer"))
    theirs = look(interface, receivable["id"], "buyer")
    assert (theirs["amount"], theirs["disputed"]) == ("48000.00", False)
    assert [entry["what"] for entry in theirs["notes"]] == ["dispute", "reduce"]
    assert (
        interface.ask(
            "POST",
            f"/receivables/{receivable['id']}/credit-note",
            body={"amount": "48000.01", "text": "Too much."},
        ).status_code
        == 422
    )


def test_a_price_is_that_of_the_discount(interface: Interface) -> None:
    """SRECEIVABLES-36: actual days over 360, rounded once; what is wrong with the terms is named."""
    receivable = registered(interface, document=invoiced("100000.00"), due=in_days(90).isoformat())
    path = f"/receivables/{receivable['id']}/quote"
    quote = interface.ask("POST", path, body={"rate": "0.06"}).json()
    assert (quote["paid_out"], quote["discount"], quote["days"]) == ("98500.00", "1500.00", 90)
    haircut = {"rate": "0.06", "method": "YIELD", "day_count": "ACT_365", "advance": 8000, "fee": "25.00"}
    quote = interface.ask("POST", path, body=haircut).json()
    assert (quote["remainder"], quote["fee"]) == ("20000.00", "25.00")
    parts = sum(float(quote[part]) for part in ("paid_out", "fee", "discount", "remainder"))
    assert round(parts, 2) == 100_000.00
    for wrong, where in (({"rate": "6%"}, "#/rate"), ({"rate": "0.06", "fee": "x"}, "#/fee")):
        assert interface.ask("POST", path, body=wrong).json()["errors"][0]["pointer"] == where
    assert interface.ask("POST", path, body={"rate": "900"}).json()["code"] == "nothing-to-pay-out"


def test_nothing_is_bought_without_a_reservation_of_that_invoice(interface: Interface) -> None:
    """SRECEIVABLES-37"""
    receivable = registered(interface)
    offer = offered(interface, receivable)
    assert refused(interface, offer, "accept", "north", {}) == (409, "reservation-needed")
    other = reserved_for(interface, offer | {"document": invoiced()})
    wrong = {"financing": other["id"]}
    assert refused(interface, offer, "accept", "north", wrong) == (409, "financing-of-another")
    body = {"document": offer["document"], "share": 10_000, "reference": "too early", "deal": offer["deal"]}
    early = interface.ask("POST", "/financings", member="north", body=body).json()
    wrong = {"financing": early["id"]}
    assert refused(interface, offer, "accept", "north", wrong) == (409, "financing-status")
    done(act(interface, receivable, "withdraw-offer", "south"))
    assert look(interface, receivable["id"], "north")["sale"] is None
    assert refused(interface, offer, "accept", "north", {})[1] == "not-offered"


def test_disputed_it_is_bought_back_with_recourse(interface: Interface) -> None:
    """SRECEIVABLES-38: the seller gets the claim, pays it and holds it again, free to be financed."""
    receivable = registered(interface)
    view = sold(interface, receivable, with_recourse=True)
    assert refused(interface, view, "claim", "north", {"amount": FACE}) == (409, "not-overdue")
    done(act(interface, view, "dispute", "buyer", {"text": "Never came."}))
    done(act(interface, view, "claim", "north", {"amount": "48300.00"}))
    mine = look(interface, receivable["id"], "south")
    assert (mine["claim"], "repurchase" in mine["you_may"]) == ("48300.00", True)
    assert look(interface, receivable["id"], "buyer")["claim"] is None
    minted(interface, view["deal"], "10000.00", to=SOUTH)
    assert done(act(interface, mine, "repurchase", "south"))["eyes"] == 2
    mine = look(interface, receivable["id"], "south")
    assert (mine["holder"]["lei"], mine["recourse"], mine["financing"]) == (SOUTH, None, None)


def test_a_part_goes_down_to_the_next_tier(interface: Interface) -> None:
    """SRECEIVABLES-39: each holder and the obligor have its copy; the whole is no longer."""
    receivable = registered(interface, "buyer")
    parts = [{"holder": EAST, "amount": "8250.00"}, {"holder": SOUTH, "amount": "39999.99"}]
    body = {"parts": parts}
    assert refused(interface, receivable, "split", "south", body) == (409, "parts-not-the-whole")
    parts[1]["amount"] = "40000.00"
    ended = done(act(interface, receivable, "split", "south", body))
    assert ended["eyes"] == 2
    assert look(interface, receivable["id"], "south")["status"] == "split"
    items = interface.ask("GET", "/receivables?limit=200", member="east").json()["items"]
    part = next(one for one in items if one["part_of"] == receivable["id"])
    assert (part["amount"], part["share"], part["due"]) == ("8250.00", 1_709, receivable["due"])
    assert (part["holder"]["lei"], part["payee"]["lei"]) == (EAST, SOUTH)
    assert part["you_may"] == ["reduce", "offer", "assign", "split", "giveNotice"]
    done(act(interface, part, "notice", "east"))
    # The bank has no part in that deal, and is given a number.
    numbers = interface.ask("GET", "/numbers?limit=200", member="buyer").json()["items"]
    number = next(one["number"] for one in numbers if one["deal"] == part["deal"])
    assert paid(interface, "mint", "north", {"number": number, "amount": "8250.00"})["status"] == "final"
    done(act(interface, part, "repay", "buyer"))
    row = held(interface, "east", part["deal"])
    assert row is not None
    assert row["amount"] == "8250.00"


def test_assigned_it_is_the_next_holders(interface: Interface) -> None:
    """SRECEIVABLES-39"""
    receivable = registered(interface)
    assert (
        interface.ask("POST", f"/receivables/{receivable['id']}/assign", body={"to": BUYER}).status_code
        == 422
    )
    no_lei = interface.ask("POST", f"/receivables/{receivable['id']}/assign", body={"to": "9" * 23})
    assert (no_lei.status_code, no_lei.json()["errors"][0]["pointer"]) == (422, "#/to")
    done(act(interface, receivable, "assign", "south", {"to": EAST}))
    assert "giveNotice" in look(interface, receivable["id"], "east")["you_may"]
    assert refused(interface, receivable, "assign", "south", {"to": NORTH}) == (403, "not-holder")


@pytest.mark.parametrize(
    ("step", "member", "body", "code"),
    [
        ("approve", "south", None, "not-obligor"),
        ("repay", "south", None, "not-obligor"),
        ("credit-note", "buyer", {"amount": "1.00", "text": "None."}, "not-holder"),
        ("notice", "buyer", None, "not-holder"),
        ("accept", "buyer", {}, "not-the-buyer"),
        ("repurchase", "buyer", None, "not-liable"),
    ],
)
def test_who_may_not_is_told_before_anything_is_queued(
    interface: Interface, step: str, member: str, body: object, code: str
) -> None:
    """SRECEIVABLES-40"""
    receivable = registered(interface)
    assert refused(interface, receivable, step, member, body) == (403, code)


def test_a_receivable_is_its_parties_own(interface: Interface) -> None:
    """SRECEIVABLES-40: and they find it by the day on which it is due."""
    receivable = registered(interface, due=in_days(400).isoformat())
    answer = interface.ask("GET", f"/receivables/{receivable['id']}", member="east")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-receivable")
    found = interface.ask("GET", f"/receivables?due_from={in_days(399)}&due_until={in_days(400)}").json()
    assert [one["id"] for one in found["items"]] == [receivable["id"]]
    days = [one["due"] for one in interface.ask("GET", "/receivables?limit=200").json()["items"]]
    assert days == sorted(days)


MADE_OF = {
    **{"face": "0.04", "paid_out": "0.04", "fee": "0.00", "discount": "0.00", "remainder": "0.00"},
    **{"currency": "USD", "days": 7, "day_count": "ACT_360"},
}


def told_of(interface: Interface, member: str, receivable: str) -> dict[str, Any]:
    """What a holder tells of a receivable, as that member holds it."""
    with interface.world.database.reading() as session:
        copy = keeping.own_copy(session, member, receivable)
        names = ("contract", "deal", "seller", "obligor", "terms", "document", "salt")
        told = {name: getattr(copy, name) for name in names}
        return told | {"receivable": copy.id, "amount": "1", "openings": [], "sale": copy.sale}


def not_taken(interface: Interface, member: str, body: dict[str, Any]) -> str:
    message = Message("m", SOUTH, BUYER, keeping.OFFERED, body, datetime.now(UTC))
    with interface.world.database.writing() as session:
        with pytest.raises(Conflict) as refusal:
            keeping.take_offered(session, member, message)
        session.rollback()
    return refusal.value.refusal.code


def test_what_does_not_fit_the_chain_is_not_taken_in(interface: Interface) -> None:
    """SRECEIVABLES-40: another invoice, another contract, a sale that is not offered."""
    receivable = registered(interface)
    body = told_of(interface, "south", receivable["id"]) | {
        "sale": {
            **{"receivable": receivable["id"], "seller": 1, "buyer": 2, "amount": 3, "price": 4},
            **{"with_recourse": False, "until": 5, "salt": "0x" + "00" * 32},
        },
        "price_made_of": MADE_OF,
    }
    for changed, code in (
        ({"document": {**body["document"], "number": "X"}}, "invoice-does-not-open"),
        ({"contract": "0x" + "00" * 20}, "receivable-elsewhere"),
        ({"terms": {**body["terms"], "amount": 1}}, "receivable-not-on-chain"),
        ({"terms": {}}, "message-unreadable"),
        ({"price_made_of": {}}, "message-unreadable"),
        ({"price_made_of": {**MADE_OF, "fee": "0.01"}}, "message-unreadable"),
        ({"price_made_of": {**MADE_OF, "days": "7"}}, "message-unreadable"),
        ({}, "not-offered"),
    ):
        assert not_taken(interface, "buyer", body | changed) == code, changed


def test_a_price_is_made_of_what_makes_it(interface: Interface) -> None:
    """SRECEIVABLES-40"""
    offer = offered(interface, registered(interface))
    body = told_of(interface, "north", offer["id"])
    made = body["sale"].pop("price_made_of")
    other = {**made, "face": made["paid_out"], "discount": "0.00", "fee": "0.00", "remainder": "0.00"}
    other |= {"paid_out": "1.00", "discount": str(Decimal(other["face"]) - 1)}
    assert not_taken(interface, "north", body | {"price_made_of": other}) == "price-made-otherwise"


def test_the_read_model_is_what_the_chain_says(interface: Interface) -> None:
    """SRECEIVABLES-41: rebuilt from the stored logs it is the same, and so by calls of our own."""
    world = interface.world
    with Session(world.database.engine) as session:
        before = rows(session)
        reorg.rebuild(session, world.deployment, handlers(), ignored())
        assert rows(session) == before
        assert {name for name, _ in before} >= {"chain_receivables", "chain_receivable_events"}
        session.rollback()
    reader = ChainReader(world.node.url)
    with world.database.engine.connect() as connection:
        file = world.folder / "deployments" / "test.json"
        found = compare_rows(connection, reader, file)
    reader.close()
    ours = [
        line
        for line in found.differences
        if "receivable" in line or "financing" in line or "fingerprint" in line
    ]
    assert ours == [], json.dumps(ours, indent=1)
