"""Payments under a UETR, over HTTP on a real chain: once, found again, reversed, forced."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from app.cash import services
from app.cash.domain import commitment_of, orderer_of, reference_of
from app.cash.store import ReasonTold
from tests.app.cash.builders import NORTH, SOUTH, a_deal, finish, held, minted, number_in, paid, token_in
from tests.app.operations.builders import Interface

UETR = "eb6305c9-1f7f-49de-aed0-16487c27b42d"


def payment_of(interface: Interface, uetr: str, member: str = "south") -> Any:
    return interface.ask("GET", f"/cash/{token_in(interface.world)}/payments/{uetr}", member=member)


def reversing(interface: Interface, uetr: str, member: str, reason: str = "Paid twice.") -> Any:
    path = f"/cash/{token_in(interface.world)}/payments/{uetr}/reverse"
    return interface.ask("POST", path, member=member, body={"reason": reason})


def reversed_by(interface: Interface, uetr: str, member: str, reason: str = "Paid twice.") -> dict[str, Any]:
    """Carried through to its end."""
    body = {"reason": reason}
    return paid(interface, f"payments/{uetr}/reverse", member, body)


def amount_held(interface: Interface, member: str, deal: str) -> str:
    row = held(interface, member, deal)
    return str(row["amount"]) if row else "0.00"


def transferred(interface: Interface, deal: str, amount: str = "30.00") -> str:
    """South paid north so much in the deal; the UETR."""
    uetr = str(uuid4())
    body = {"to": NORTH, "deal": deal, "amount": amount, "uetr": uetr}
    done = paid(interface, "transfer", "south", body)
    assert done["status"] == "final", done["refusal"]
    return uetr


def test_what_is_no_uetr_is_a_fault_of_the_request(interface: Interface) -> None:
    """SCASH-12: a UUID of another version, or in capitals, is none."""
    for text in ("x", UETR.upper(), UETR.replace("-4", "-1"), UETR.replace("-a", "-c")):
        body = {"to": NORTH, "deal": "d", "amount": "1.00", "uetr": text}
        answer = interface.ask("POST", f"/cash/{token_in(interface.world)}/transfer", body=body)
        assert answer.status_code == 422, text
        assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/uetr"]


def test_a_payment_without_a_uetr_gets_one_and_who_is_paid_learns_it(interface: Interface) -> None:
    """SCASH-12, SCASH-14, SCASH-15"""
    deal = a_deal(interface.world)
    done = paid(interface, "mint", "north", {"to": SOUTH, "deal": deal, "amount": "100.00"})
    uetr = done["describes"]["uetr"]
    for member in ("north", "south"):
        seen = payment_of(interface, uetr, member).json()
        assert (seen["status"], seen["payment"]) == (
            "paid_in",
            reference_of(uetr, orderer_of(seen["payment"])),
        )
        assert (seen["made"]["kind"], seen["made"]["amount"]) == ("minted", "100.00")
        assert seen["made"]["uetr"] == uetr
        assert seen["you_may_reverse"] is (member == "north")


def test_a_uetr_pays_once(interface: Interface) -> None:
    """SCASH-13: in whatever way."""
    deal = a_deal(interface.world)
    minted(interface, deal, "100.00")
    uetr = transferred(interface, deal)
    for member, verb, body in (
        ("south", "transfer", {"to": NORTH}),
        ("south", "redeem", {}),
    ):
        path = f"/cash/{token_in(interface.world)}/{verb}"
        again = interface.ask(
            "POST", path, member=member, body=body | {"deal": deal, "amount": "30.00", "uetr": uetr}
        )
        assert (again.status_code, again.json()["code"]) == (409, "cash-paid-already"), verb
    assert amount_held(interface, "south", deal) == "70.00"


def test_two_who_use_one_uetr_pay_and_neither_takes_it_from_the_other(interface: Interface) -> None:
    """SERVICE-135, SERVICE-136: the bank uses the UETR that its customer pays under; both are made, and
    who has a part in both is asked which one is meant.
    """
    world, deal = interface.world, a_deal(interface.world)
    minted(interface, deal, "100.00")
    uetr = transferred(interface, deal)
    done = paid(interface, "mint", "north", {"to": SOUTH, "deal": deal, "amount": "1.00", "uetr": uetr})
    assert done["status"] == "final", done["refusal"]
    several = payment_of(interface, uetr)
    assert (several.status_code, several.json()["code"]) == (409, "several-payments")
    with world.database.reading() as session:
        issuer = services.token_of(session, "north", "USD").issuer
    numbers = {"transferred": number_in(world, "south", deal), "minted": issuer}
    told = set(several.json()["values"]["payments"])
    assert told == {reference_of(uetr, number) for number in numbers.values()}
    for kind, number in numbers.items():
        seen = payment_of(interface, reference_of(uetr, number)).json()
        assert (seen["made"]["kind"], seen["uetr"]) == (kind, uetr)
    assert reversing(interface, uetr, "north").json()["code"] == "several-payments"
    again = reversed_by(interface, reference_of(uetr, issuer), "north", "Minted under a customer's UETR.")
    assert again["status"] == "final", again["refusal"]


def test_of_two_on_their_way_under_one_uetr_the_chain_takes_one(interface: Interface) -> None:
    """SCASH-13: the other fails with the same code."""
    world, deal, uetr = interface.world, a_deal(interface.world), str(uuid4())
    minted(interface, deal, "100.00")
    body = {"to": NORTH, "deal": deal, "amount": "10.00", "uetr": uetr}
    path = f"/cash/{token_in(world)}/transfer"
    asked = [interface.ask("POST", path, body=body).json() for _ in range(2)]
    ended = [finish(world, operation, "south") for operation in asked]
    assert sorted(done["status"] for done in ended) == ["failed", "final"]
    codes = [done["refusal"]["code"] for done in ended if done["refusal"]]
    assert codes == ["cash-paid-already"]
    assert amount_held(interface, "south", deal) == "90.00"


def test_a_payment_of_others_is_not_there(interface: Interface) -> None:
    """SCASH-15"""
    deal = a_deal(interface.world)
    minted(interface, deal, "5.00", to=NORTH)
    seen = interface.ask("GET", f"/cash/{token_in(interface.world)}/movements?limit=1", member="north")
    uetr = seen.json()["items"][0]["uetr"]
    assert payment_of(interface, uetr, "north").status_code == 200
    for answer in (
        payment_of(interface, uetr, "south"),
        payment_of(interface, str(uuid4()), "south"),
        payment_of(interface, "nonsense", "south"),
        reversing(interface, uetr, "south"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-payment")


def test_who_was_paid_gives_back_and_nobody_else(interface: Interface) -> None:
    """SCASH-16: by two persons, once; the payer gets the reason, and both movements stay."""
    deal = a_deal(interface.world)
    minted(interface, deal, "100.00")
    uetr = transferred(interface, deal)
    refused = reversing(interface, uetr, "south")
    assert (refused.status_code, refused.json()["code"]) == (403, "cash-not-payee")
    done = reversed_by(interface, uetr, "north", "Paid twice: the first was of 12 March.")
    assert (done["status"], done["eyes"]) == ("final", 2), done["refusal"]
    assert amount_held(interface, "south", deal) == "100.00"
    seen = payment_of(interface, uetr).json()
    assert (seen["status"], seen["reason"]) == ("reversed", "Paid twice: the first was of 12 March.")
    assert (seen["made"]["kind"], seen["reversal"]["kind"]) == ("transferred", "reversed")
    assert seen["reversal"]["payee"]["lei"] == SOUTH
    again = reversing(interface, uetr, "north")
    assert (again.status_code, again.json()["code"]) == (409, "cash-not-reversible")


def test_the_reason_on_the_chain_opens_with_text_and_salt(interface: Interface) -> None:
    """SCASH-16: and a text that is another does not."""
    world, deal = interface.world, a_deal(interface.world)
    minted(interface, deal, "100.00")
    uetr = transferred(interface, deal)
    reversed_by(interface, uetr, "north", "A mistake.")
    seen = payment_of(interface, uetr).json()
    with world.database.reading() as session:
        told = session.get_one(ReasonTold, ("south", seen["reason_hash"]))
        assert commitment_of("A mistake.", told.salt) == seen["reason_hash"]
        assert commitment_of("A mistake?", told.salt) != seen["reason_hash"]


@pytest.mark.parametrize("verb", ["mint", "redeem"])
def test_the_bank_reverses_what_it_paid_in_or_out(interface: Interface, verb: str) -> None:
    """SCASH-14, SCASH-16: the holder does not."""
    deal, uetr = a_deal(interface.world), str(uuid4())
    minted(interface, deal, "100.00")
    body = {"deal": deal, "amount": "20.00", "uetr": uetr}
    if verb == "mint":
        paid(interface, "mint", "north", body | {"to": SOUTH})
    else:
        paid(interface, "redeem", "south", body)
    refused = reversing(interface, uetr, "south")
    assert (refused.status_code, refused.json()["code"]) == (403, "cash-not-issuer")
    done = reversed_by(interface, uetr, "north")
    assert done["status"] == "final", done["refusal"]
    assert amount_held(interface, "south", deal) == "100.00"
    assert payment_of(interface, uetr).json()["reversal"]["kind"] == "reversed"


def test_the_bank_forces_what_a_court_orders(interface: Interface) -> None:
    """SCASH-17: out of a frozen account; the payment that it undoes says so."""
    world, deal = interface.world, a_deal(interface.world)
    minted(interface, deal, "100.00", to=NORTH)
    uetr, forced = str(uuid4()), str(uuid4())
    paid(interface, "transfer", "north", {"to": SOUTH, "deal": deal, "amount": "40.00", "uetr": uetr})
    paid(interface, "freeze", "north", {"organisation": SOUTH, "deal": deal})
    body = {
        "payer": {"organisation": SOUTH, "deal": deal},
        "payee": {"number": number_in(world, "north", deal)},
        "amount": "40.00",
        "uetr": forced,
        "undoes": uetr,
        "order": "Landgericht Hamburg, 312 O 77/26",
    }
    path = f"/cash/{token_in(world)}/force"
    refused = interface.ask("POST", path, member="south", body=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "cash-not-issuer")
    faults = interface.ask("POST", path, member="north", body=body | {"payer": {}, "amount": "x"})
    assert faults.status_code == 422
    done = paid(interface, "force", "north", body)
    assert (done["status"], done["eyes"]) == ("final", 2), done["refusal"]
    assert amount_held(interface, "south", deal) == "0.00"
    for member in ("north", "south"):
        seen = payment_of(interface, forced, member).json()
        assert (seen["status"], seen["made"]["kind"]) == ("forced", "forced")
        assert (seen["undoes"], seen["order"]) == (
            reference_of(uetr, number_in(world, "north", deal)),
            body["order"],
        )
    undone = payment_of(interface, uetr).json()
    with world.database.reading() as session:
        issuer = services.token_of(session, "north", "USD").issuer
    assert (undone["status"], undone["undone_by"]) == ("reversed", reference_of(forced, issuer))


def test_a_bank_is_owed_under_its_bare_number(interface: Interface) -> None:
    """SCASH-18: as another bank keeps settlement money; a bank's own number stands for one here."""
    world = interface.world
    with world.database.reading() as session:
        number = services.token_of(session, "north", "KWD").issuer
    for body in ({}, {"to": NORTH}, {"to": NORTH, "deal": "d", "number": number}):
        path = f"/cash/{token_in(world)}/mint"
        refused = interface.ask("POST", path, member="north", body=body | {"amount": "1.00"})
        assert refused.status_code == 422
    done = paid(interface, "mint", "north", {"number": number, "amount": "7.00"})
    assert done["status"] == "final", done["refusal"]
    assert (
        payment_of(interface, done["describes"]["uetr"], "north").json()["made"]["payee"]["number"] == number
    )


def test_a_bank_appoints_instruments_of_the_deployment(interface: Interface) -> None:
    """SCASH-18"""
    world = interface.world
    instrument = world.deployment.contract("InterbankPayments").address
    path = f"/cash/{token_in(world)}/appoint"
    body = {"instrument": instrument, "appointed": True}
    assert interface.ask("POST", path, member="south", body=body).json()["code"] == "cash-not-issuer"
    unknown = body | {"instrument": "0x" + "11" * 20}
    assert interface.ask("POST", path, member="north", body=unknown).status_code == 422
    for appointed in (True, True, False):
        done = paid(interface, "appoint", "north", body | {"appointed": appointed})
        assert (done["status"], done["eyes"]) == ("final", 2), done["refusal"]
        with world.database.reading() as session:
            token = services.token_of(session, "north", "USD")
            assert services.appointed(session, token, instrument) is appointed
