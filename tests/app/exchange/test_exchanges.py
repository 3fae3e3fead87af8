"""Payment versus payment over HTTP, on a real chain."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from app.cash import services as cash
from app.cash.store import IssuerTold
from app.demo.chain_reader import ChainReader
from app.demo.compare import compare_rows
from app.errors import DomainError
from app.exchange import contract, service
from app.exchange.domain import Terms
from app.exchange.store import copy_of
from app.mail.domain import Message
from app.members import service as members
from tests.app.cash.builders import NORTH, SOUTH, a_deal, finish, held, limit, token_in
from tests.app.escrow.builders import wait_until_after
from tests.app.exchange.builders import offered, paid_up, seen, take, wanted
from tests.app.operations.builders import Interface


def refused(interface: Interface, id: str, step: str, member: str) -> tuple[int, str]:
    answer = interface.ask("POST", f"/exchanges/{id}/{step}", member=member)
    return answer.status_code, answer.json()["code"]


def terms_of(interface: Interface, id: str, member: str) -> Terms:
    with interface.world.database.reading() as session:
        copy = copy_of(session, member, id)
        assert copy is not None
        return Terms.from_json(copy.terms)


def amount(interface: Interface, member: str, deal: str, currency: str) -> str | None:
    row = held(interface, member, deal, currency)
    return row and row["amount"]


# ------------------------------------------------------------------------------------------------ refusals


def test_every_fault_of_an_offer_is_told_at_once(interface: Interface) -> None:
    """SEXCHANGE-1"""
    yen, known = token_in(interface.world, "JPY"), str(uuid4())
    body = {
        "counterparty": SOUTH,
        "you_pay": {"token": yen, "amount": "1.5", "currency": "USD", "uetr": known},
        "you_are_paid": {"token": yen, "amount": "0", "uetr": known},
        "until": "2001-01-01T00:00:00Z",
    }
    answer = interface.ask("POST", "/exchanges", body=body)
    assert answer.status_code == 422
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "#/counterparty",
        "#/you_pay/amount",
        "#/you_pay/currency",
        "#/you_are_paid/token",
        "#/you_are_paid/amount",
        "#/you_are_paid/uetr",
        "#/until",
    }


def test_a_last_moment_has_its_time_zone_and_a_uetr_its_form(interface: Interface) -> None:
    """SEXCHANGE-1"""
    body = wanted(interface, a_deal(interface.world), until="2099-01-01T00:00:00")
    answer = interface.ask("POST", "/exchanges", body=body)
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/until"]
    for outside in ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"):
        answer = interface.ask("POST", "/exchanges", body=body | {"until": outside})
        assert answer.status_code == 422, "it is in no year that is shown in UTC"
        assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/until"]
    body = wanted(interface, a_deal(interface.world))
    body["you_are_paid"]["uetr"] = "1234"
    answer = interface.ask("POST", "/exchanges", body=body)
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/you_are_paid/uetr"]


def test_a_uetr_that_has_paid_is_refused_at_once(interface: Interface) -> None:
    """SEXCHANGE-1"""
    body = wanted(interface, paid_up(interface))
    made = take(interface, offered(interface, body)["id"], "accept", "north")
    assert made["status"] == "final", made["refusal"]
    for leg in ("you_pay", "you_are_paid"):
        again = wanted(interface, body["deal"])
        again[leg]["uetr"] = body[leg]["uetr"]
        answer = interface.ask("POST", "/exchanges", body=again)
        assert (answer.status_code, answer.json()["code"]) == (409, "cash-paid-already")


def test_the_wrong_side_or_status_is_refused_before_anything_is_queued(interface: Interface) -> None:
    """SEXCHANGE-6"""
    id = offered(interface, wanted(interface, a_deal(interface.world)))["id"]
    assert refused(interface, id, "accept", "south") == (403, "exchange-not-asked")
    assert refused(interface, id, "withdraw", "north") == (403, "exchange-not-offering")
    assert take(interface, id, "withdraw", "south")["status"] == "final"
    assert refused(interface, id, "accept", "north") == (409, "exchange-status")
    assert refused(interface, id, "withdraw", "south") == (409, "exchange-status")
    assert seen(interface, id, "north")["status"] == "withdrawn"


def test_terms_that_name_others_are_not_taken_in(interface: Interface) -> None:
    """SEXCHANGE-4"""
    world = interface.world
    deal = a_deal(world)
    body = wanted(interface, deal)
    id = offered(interface, body)["id"]
    terms = terms_of(interface, id, "south")
    with world.database.reading() as session:
        salt = members.alias_in(session, "south", deal).salt.hex()
    good: dict[str, Any] = {
        "deal": deal,
        "contract": world.deployment.contract(contract.NAME).address,
        "terms": terms.as_json(),
        "until": 4_000_000_000,
        "uetrs": [body["you_pay"]["uetr"], body["you_are_paid"]["uetr"]],
        "salt_of_number": salt,
    }
    swapped = replace(terms, asked=replace(terms.asked, payer=terms.offered.payer))
    foreign = replace(terms, offered=replace(terms.offered, payer=terms.asked.payer))
    unknown = replace(terms, asked=replace(terms.asked, cash="0x" + "1" * 40))
    wrong = [
        (good | {"terms": swapped.as_json()}, "exchange-not-ours"),
        (good | {"terms": foreign.as_json()}, "number-not-theirs"),
        (good | {"terms": unknown.as_json()}, "no-such-token"),
        (good | {"salt_of_number": "00" * 32}, "number-not-theirs"),
        (good | {"contract": "0x" + "1" * 40}, "exchange-elsewhere"),
        (good | {"uetrs": good["uetrs"][::-1]}, "exchange-other-uetrs"),
        (good | {"uetrs": good["uetrs"][:1]}, "exchange-other-uetrs"),
        (good | {"uetrs": ["no UETR", str(uuid4())]}, "exchange-other-uetrs"),
        (good | {"until": 2**62}, "message-unreadable"),
        (good | {"terms": {}}, "message-unreadable"),
        ({}, "message-unreadable"),
    ]
    for told, code in wrong:
        message = Message("1", SOUTH, NORTH, service.KIND, told, datetime.now(UTC))
        with world.database.reading() as session, pytest.raises(DomainError) as why:
            service.take_offer(session, "north", message)
        assert why.value.refusal.code == code


def test_what_fails_on_the_chain_says_so_and_has_moved_nothing(interface: Interface) -> None:
    """SEXCHANGE-7: south has yen, north no dollars."""
    deal = a_deal(interface.world)
    id = offered(interface, wanted(interface, deal))["id"]
    done = take(interface, id, "accept", "north")
    assert (done["status"], done["refusal"]["code"]) == ("failed", "cash-not-enough")
    assert seen(interface, id, "north")["status"] == "offered"


def test_the_last_moment_is_the_chains(interface: Interface) -> None:
    """SEXCHANGE-7: what is past can still be withdrawn, and is not accepted."""
    view = offered(interface)
    until = int(datetime.fromisoformat(view["until"]).timestamp())
    wait_until_after(interface.world, until)
    late = take(interface, view["id"], "accept", "north")
    assert (late["status"], late["refusal"]["code"]) == ("failed", "exchange-too-late")
    assert take(interface, view["id"], "withdraw", "south")["status"] == "final"


# ------------------------------------------------------------------------------------------------ successes


def test_who_is_asked_hears_of_an_offer_when_it_is_final(interface: Interface) -> None:
    """SEXCHANGE-2, SEXCHANGE-3, SEXCHANGE-4"""
    world = interface.world
    body = wanted(interface, a_deal(world))
    asked = interface.ask("POST", "/exchanges", body=body).json()
    said = asked["describes"]
    assert asked["eyes"] == 2
    assert (said["you_pay"]["amount"], said["you_pay"]["currency"]) == ("15000", "JPY")
    assert (said["you_are_paid"]["amount"], said["you_are_paid"]["currency"]) == ("100.00", "USD")
    assert (said["counterparty"], said["you_pay"]["uetr"]) == (NORTH, body["you_pay"]["uetr"])
    assert datetime.fromisoformat(said["until"]) == datetime.fromisoformat(body["until"])
    id = said["exchange"]
    assert interface.ask("GET", f"/exchanges/{id}", member="north").status_code == 404
    assert seen(interface, id, "south")["status"] == "drafted"
    assert refused(interface, id, "withdraw", "south") == (409, "exchange-status")

    assert finish(world, asked, "south")["status"] == "final"
    ours, theirs = seen(interface, id, "south"), seen(interface, id, "north")
    assert (ours["side"], theirs["side"]) == ("offering", "asked")
    assert ours["you_pay"] == theirs["you_are_paid"]
    assert ours["you_are_paid"] == theirs["you_pay"]
    assert theirs["you_pay"]["uetr"] == body["you_are_paid"]["uetr"]
    assert (ours["you_may"], theirs["you_may"]) == (["withdraw"], ["accept"])
    assert (theirs["status"], theirs["finality"]) == ("offered", "final")
    terms = terms_of(interface, id, "north")
    legs = (tuple(vars(leg).values()) for leg in (terms.offered, terms.asked))
    assert world.view(contract.NAME, "idOf", (*legs, terms.salt)) == (id,)


def test_acceptance_makes_both_payments(interface: Interface) -> None:
    """SEXCHANGE-4, SEXCHANGE-5, SEXCHANGE-8: and both are found by their UETRs."""
    world = interface.world
    deal = paid_up(interface)
    body = wanted(interface, deal)
    id = offered(interface, body)["id"]
    with world.database.writing() as session:
        told = session.get(IssuerTold, ("south", token_in(world)))
        if told is not None:
            session.delete(told)
    done = take(interface, id, "accept", "north")
    assert (done["eyes"], done["status"]) == (2, "final"), done["refusal"]
    for member, paid, kept in (("south", "USD", "JPY"), ("north", "JPY", "USD")):
        assert amount(interface, member, deal, kept) in ("0", "0.00")
        assert amount(interface, member, deal, paid) == {"USD": "100.00", "JPY": "15000"}[paid]
        view = seen(interface, id, member)
        assert view["status"] == "exchanged"
        assert view["you_may"] == []
        assert [step["event"] for step in view["history"]] == ["Offered", "Exchanged"]
        assert view["history"][1]["transaction"] == done["transaction_hash"]
        for leg in (view["you_pay"], view["you_are_paid"]):
            payment = interface.ask(
                "GET", f"/cash/{leg['token']}/payments/{leg['uetr']}", member=member
            ).json()
            assert (payment["status"], payment["you_may_reverse"]) == ("settled", False)
            assert payment["made"]["kind"] == "settled"
    with world.database.reading() as session:
        token = cash.token(session, token_in(world))
        assert cash.issuer_of(session, "south", token) == NORTH, "who was paid learns whose debt it is"


def test_within_its_limit_one_person_accepts(interface: Interface) -> None:
    """SEXCHANGE-5"""
    deal = paid_up(interface)
    id = offered(interface, wanted(interface, deal))["id"]
    limit(interface.world, "north", deal, token_in(interface.world), ceiling=10_000, own=10_000)
    done = take(interface, id, "accept", "north")
    assert (done["eyes"], done["status"]) == (1, "final"), done["refusal"]


def test_one_person_withdraws(interface: Interface) -> None:
    """SEXCHANGE-5"""
    id = offered(interface, wanted(interface, a_deal(interface.world)))["id"]
    done = take(interface, id, "withdraw", "south")
    assert (done["eyes"], done["status"]) == (1, "final"), done["refusal"]


def test_an_exchange_is_the_two_sides_own(interface: Interface) -> None:
    """SEXCHANGE-10: another member's copy is none of ours."""
    id = offered(interface, wanted(interface, a_deal(interface.world)))["id"]
    with interface.world.database.writing() as session:
        session.delete(copy_of(session, "north", id))
    answer = interface.ask("GET", f"/exchanges/{id}", member="north")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-exchange")
    assert id not in interface.ask("GET", "/exchanges?limit=200", member="north").text
    assert interface.ask("GET", "/exchanges?limit=1").json()["items"][0]["id"] == id


def test_the_mirror_holds_what_the_chain_holds(interface: Interface) -> None:
    """SEXCHANGE-9: asked of the contract and its logs, cash included, after everything above."""
    world = interface.world
    take(interface, offered(interface)["id"], "accept", "north")
    reader = ChainReader(world.node.url)
    with world.database.engine.connect() as connection:
        found = compare_rows(connection, reader, world.folder / "deployments" / "test.json")
    reader.close()
    ours = [line for line in found.differences if "exchange" in line or "cash" in line]
    assert ours == [], json.dumps(ours, indent=1)
