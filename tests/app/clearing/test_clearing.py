"""Payments across banks over HTTP, on a real chain."""

from __future__ import annotations

from uuid import uuid4

from app.cash.domain import orderer_of, reference_of
from app.clearing import contract
from app.clearing.domain import not_payee
from tests.app.clearing.builders import LEI, a_deal, corridor, done, funded, held, order, token_of
from tests.app.operations.builders import Interface

MISTAKE = {"reason": "Paid to the wrong house."}


def shown(interface: Interface, uetr: str, member: str) -> tuple[int, dict[str, object]]:
    answer = interface.ask("GET", f"/clearing/payments/{uetr}", member=member)
    return answer.status_code, answer.json()


def test_a_line_is_set_by_the_bank_whose_side_it_is(interface: Interface) -> None:
    """SCLEARING-1"""
    body = corridor(interface.world) | {"amount": "1.00"}
    for side, member in (("mandate", "east"), ("accept", "north"), ("mandate", "south")):
        answer = interface.ask("POST", f"/clearing/lines/{side}", member=member, body=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "clearing-not-issuer")
    answer = interface.ask("POST", "/clearing/lines/mandate", member="north", body=body | {"amount": "1.001"})
    assert answer.status_code == 422
    asked = interface.ask("POST", "/clearing/lines/mandate", member="north", body=body | {"amount": "0"})
    assert asked.json()["eyes"] == 2


def test_everybody_sees_what_is_left_of_the_lines(interface: Interface) -> None:
    """SCLEARING-2"""
    (line,) = interface.ask("GET", "/clearing/lines", member="west").json()["items"]
    by = corridor(interface.world)
    assert (line["source"]["token"], line["to"]["token"], line["settlement"]) == tuple(by.values())
    assert line["source"]["appointed"] is True
    assert line["to"]["appointed"] is True
    assert float(line["source"]["left"]) <= 5000
    assert line["currency"] == "USD"


def test_every_fault_of_a_payment_is_told_at_once(interface: Interface) -> None:
    """SCLEARING-3"""
    body = order(interface, "d", payee=LEI["south"], amount="1.005", currency="EUR", uetr="x")
    answer = interface.ask("POST", "/clearing/payments", body=body)
    assert answer.status_code == 422
    found = {fault["pointer"] for fault in answer.json()["errors"]}
    assert found == {"#/payee", "#/amount", "#/currency", "#/uetr"}


def test_a_customer_of_one_bank_pays_a_customer_of_another(interface: Interface) -> None:
    """SCLEARING-3, SCLEARING-4, SCLEARING-6, SCLEARING-9, SERVICE-138: and each book says so."""
    world, deal = interface.world, a_deal(interface.world)
    funded(interface, deal)
    banks = ("centre", "north"), ("centre", "east"), ("north", "south"), ("east", "west")
    before = [float(held(interface, bank, member)) for bank, member in banks]
    body = order(interface, deal)
    ended = done(interface, "/clearing/payments", "south", body)
    assert (ended["status"], ended["eyes"]) == ("final", 2), ended["refusal"]
    after = [float(held(interface, bank, member)) for bank, member in banks]
    assert [round(b - a, 2) for a, b in zip(before, after, strict=True)] == [-300, 300, -300, 300]
    payment = shown(interface, body["uetr"], "south")[1]["payment"]
    assert shown(interface, body["uetr"], "east")[0] == 404, "who paid did not know that it is the bank"
    for member in ("south", "west", "north", "east"):
        status, seen = shown(interface, str(payment if member == "east" else body["uetr"]), member)
        assert status == 200, member
        assert (seen["status"], seen["amount"], seen["payment"]) == (
            "cleared",
            "300.00",
            reference_of(body["uetr"], orderer_of(str(seen["payment"]))),
        )
        assert seen["you_may_give_back"] is (member == "west")
    assert shown(interface, body["uetr"], "west")[1]["uetr"] == body["uetr"]
    assert shown(interface, body["uetr"], "centre")[0] == 404
    assert shown(interface, str(uuid4()), "south")[0] == 404
    listed = interface.ask("GET", "/clearing/payments", member="west").json()["items"]
    assert listed[0]["payment"] == shown(interface, body["uetr"], "west")[1]["payment"]
    assert "items" in interface.ask("GET", "/clearing/payments", member="centre").json()
    for member in ("north", "east"):
        path = f"/cash/{token_of(world, 'centre')}/movements?limit=1"
        (cover,) = interface.ask("GET", path, member=member).json()["items"]
        assert (cover["kind"], cover["payment"]) == ("settled", listed[0]["payment"])
        assert cover["uetr"] == shown(interface, listed[0]["payment"], member)[1]["uetr"]
    assert cover["uetr"] in (body["uetr"], None), "as far as the bank was told, and no other"
    path = f"/cash/{token_of(world, 'north')}/payments/{body['uetr']}"
    assert interface.ask("GET", path).json()["status"] == "cleared"


def test_a_uetr_that_paid_is_refused_across_banks_and_within_one(interface: Interface) -> None:
    """SCLEARING-3"""
    deal = a_deal(interface.world)
    funded(interface, deal)
    body = order(interface, deal)
    done(interface, "/clearing/payments", "south", body)
    plain = {"to": LEI["west"], "deal": deal, "amount": "1.00", "uetr": body["uetr"]}
    path = f"/cash/{token_of(interface.world, 'north')}/transfer"
    for answer in (
        interface.ask("POST", "/clearing/payments", body=body),
        interface.ask("POST", path, body=plain),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "cash-paid-already")


def test_what_the_lines_do_not_bear_fails_on_the_chain_in_words(interface: Interface) -> None:
    """SCLEARING-5"""
    deal = a_deal(interface.world)
    funded(interface, deal, "4500.00")
    ended = done(interface, "/clearing/payments", "south", order(interface, deal, "4100.00"))
    assert ended["refusal"]["code"] == "clearing-above-acceptance"
    assert "takes in" in ended["refusal"]["allowed"]


def test_the_payee_gives_back_and_nobody_else(interface: Interface) -> None:
    """SCLEARING-7: once; the payer gets the reason."""
    deal = a_deal(interface.world)
    funded(interface, deal)
    body = order(interface, deal)
    done(interface, "/clearing/payments", "south", body)
    path = f"/clearing/payments/{body['uetr']}/return"
    before = float(held(interface, "north", "south"))
    payment = shown(interface, body["uetr"], "south")[1]["payment"]
    for member, name in (("south", body["uetr"]), ("north", body["uetr"]), ("east", payment)):
        refused = interface.ask("POST", f"/clearing/payments/{name}/return", member=member, body=MISTAKE)
        assert (refused.status_code, refused.json()["code"]) == (403, not_payee().refusal.code)
    ended = done(interface, path, "west", MISTAKE)
    assert (ended["status"], ended["eyes"]) == ("final", 2), ended["refusal"]
    assert float(held(interface, "north", "south")) == before + 300
    seen = shown(interface, body["uetr"], "south")[1]
    assert (seen["status"], seen["reason"]) == ("returned", MISTAKE["reason"])
    assert seen["returned"] is not None
    again = interface.ask("POST", path, member="west", body=MISTAKE)
    assert (again.status_code, again.json()["code"]) == (409, "clearing-status")


def test_the_mirror_holds_what_the_contract_holds(interface: Interface) -> None:
    """SCLEARING-8: asked of the contract itself."""
    world = interface.world
    (line,) = interface.ask("GET", "/clearing/lines", member="north").json()["items"]
    mandated, accepted = world.view(contract.NAME, "lineOf", tuple(corridor(world).values()))[0].values()
    assert (line["source"]["left"], line["to"]["left"]) == (f"{mandated / 100:.2f}", f"{accepted / 100:.2f}")
