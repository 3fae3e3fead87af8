"""Signatures that are refused: of another order, by another key, too late, a second time."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from eth_keys.datatypes import PrivateKey

from app.auth import service as auth
from app.chain.numbering import order_of
from app.chain.orders import HALF_OF_THE_CURVE
from app.chain.signers.local import CURVE_ORDER
from app.members.domain import Right, bitmap
from tests.app.chain.builders import a_document
from tests.app.chain.world import ALL_SCOPES, World
from tests.app.operations.builders import Interface
from tests.app.orders.builders import (
    BackOffice,
    add_key_outside,
    key_of,
    outside,
    record_outside,
    signed,
    with_outsiders,
)

ANOTHER = "0x" + "ab" * 20


@pytest.fixture
def office(world: World) -> BackOffice:
    return BackOffice(with_outsiders(world), Interface(world))


def domain(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(typed: dict[str, Any]) -> None:
        typed["domain"][name] = value

    return change


def message(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(typed: dict[str, Any]) -> None:
        typed["message"][name] = value

    return change


ALTERED = {
    "another chain": domain("chainId", 1),
    "another registry": domain("verifyingContract", ANOTHER),
    "another version of it": domain("version", "2"),
    "another number": message("party", 77),
    "another nonce": message("nonce", 77),
    "another instrument": message("target", ANOTHER),
    "another call": message("call", "0x" + "cd" * 36),
    "a later deadline": message("deadline", 2**39),
}


@pytest.mark.parametrize("what", ALTERED)
def test_a_signature_of_anything_but_this_order_is_refused(office: BackOffice, what: str) -> None:
    """SORDERS-5"""
    id = record_outside(office.world)
    order = office.order(id)
    ALTERED[what](order["typed_data"])
    given = signed(order["typed_data"], key_of(office.world, "south", "maker", order["party"]))
    answer = office.give(id, given)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-our-signature"), answer.text
    assert "another chain, contract, number, nonce, call or deadline" in answer.json()["detail"]
    assert office.world.operation(id).status == "unsigned"


def test_a_signature_of_one_order_is_worth_nothing_for_the_next(office: BackOffice) -> None:
    """SORDERS-5: though both say the same, they differ in their nonce."""
    document = a_document(office.world)
    first, second = (record_outside(office.world, document=document) for _ in range(2))
    answer = office.give(second, office.signature(first))
    assert (answer.status_code, answer.json()["code"]) == (403, "not-our-signature")


def test_another_members_key_and_another_members_order_are_refused(office: BackOffice) -> None:
    """SORDERS-6"""
    world = office.world
    id, theirs = record_outside(world), record_outside(world, "north")
    order = office.order(id)
    by_north = signed(order["typed_data"], key_of(world, "north", "maker", world.parties("north")[0]))
    answer = office.give(id, by_north)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-our-signature")
    assert str(world.parties("north")[0]) not in answer.text, "whose it is is not told"
    assert office.give(theirs, by_north).status_code == 404


def test_the_key_of_the_members_other_number_is_refused(office: BackOffice) -> None:
    """SORDERS-6"""
    world = office.world
    id = record_outside(world)
    other = key_of(world, "south", "maker", world.parties("south")[1])
    answer = office.give(id, signed(office.order(id)["typed_data"], other))
    assert (answer.status_code, answer.json()["code"]) == (403, "not-our-signature")


def test_a_key_without_the_right_is_refused(office: BackOffice) -> None:
    """SORDERS-6: the checker's key may make nothing, the maker's may check nothing."""
    world = office.world
    id = add_key_outside(world)
    order = office.order(id)
    maker, checker = (
        signed(order["typed_data"], key_of(world, "south", role, order["party"]))
        for role in ("maker", "checker")
    )
    answer = office.give(id, checker)
    assert (answer.status_code, answer.json()["code"]) == (403, "key-lacks-right")
    assert "may not make what takes the right ADMINISTER" in answer.json()["detail"]
    office.give(id, maker)
    world.settle()
    answer = office.give(id, maker, "checker")
    assert (answer.status_code, answer.json()["code"]) == (403, "key-lacks-right")
    assert world.operation(id).status == "awaiting_check"


def test_two_keys_of_one_person_are_not_two_persons(office: BackOffice) -> None:
    """SORDERS-6"""
    world, second = office.world, PrivateKey(secrets.token_bytes(32))
    everything = bitmap(list(Right))
    added = add_key_outside(world, key=(second.public_key.to_address(), 1, everything, everything))
    for role in ("maker", "checker"):
        office.sign(added, role)
        world.settle()
    assert world.operation(added).status == "final"
    id = add_key_outside(world)
    office.sign(id)
    world.settle()
    answer = office.give(id, signed(office.order(id)["typed_data"], second.to_bytes()), "checker")
    assert (answer.status_code, answer.json()["code"]) == (403, "same-person"), answer.text


@pytest.mark.parametrize("by_signature", [True, False])
def test_whose_key_signed_does_not_check_it_under_another_user(
    office: BackOffice, by_signature: bool
) -> None:
    """SORDERS-15: a key of person 3 signs what another user asked for, and the user who is person 3 approves,
    with the key of person 2 that is here, or by a signature of that key.
    """
    world, third = office.world, PrivateKey(secrets.token_bytes(32))
    everything = bitmap(list(Right))
    added = add_key_outside(world, key=(third.public_key.to_address(), 3, everything, everything))
    for role in ("maker", "checker"):
        office.sign(added, role)
        world.settle()
    with world.database.writing() as session:
        user = auth.create_user(
            session,
            member_id="south",
            name="third",
            person=3,
            role="checker",
            scopes=ALL_SCOPES,
            signs_outside=by_signature,
        )
        token = auth.create_token(session, user)
    id = add_key_outside(world)
    assert office.give(id, signed(office.order(id)["typed_data"], third.to_bytes())).status_code == 202
    world.settle()
    body = {"signature": office.signature(id, "checker")} if by_signature else None
    path = f"/operations/{id}/{'signature' if by_signature else 'approve'}"
    answer = office.interface.ask("POST", path, token=token, body=body)
    assert (answer.status_code, answer.json().get("code")) == (403, "same-person"), answer.text
    assert world.operation(id).status == "awaiting_check"


@pytest.mark.parametrize(("place", "who"), [("maker", "checker"), ("checker", "maker")])
def test_a_user_signs_in_the_place_of_their_role(office: BackOffice, place: str, who: str) -> None:
    """SORDERS-6"""
    world = office.world
    id = add_key_outside(world)
    if place == "checker":
        office.sign(id)
        world.settle()
    answer = office.give(id, office.signature(id, place), who)
    assert (answer.status_code, answer.json()["code"]) == (403, f"{place}-needed")


def test_an_order_whose_time_is_over_is_refused(office: BackOffice) -> None:
    """SORDERS-7"""
    world = office.world
    id = record_outside(world)
    given = office.signature(id)
    later = world.settings.order_lifetime_seconds + 60
    world.settings = world.settings.model_copy(update={"clock_offset_seconds": later})
    answer = BackOffice(world, Interface(world)).give(id, given)
    assert (answer.status_code, answer.json()["code"]) == (409, "order-expired")
    assert answer.json()["values"]["deadline"] == world.operation(id).order_deadline


def test_a_signature_is_taken_once(office: BackOffice) -> None:
    """SORDERS-8: the same request again is answered with the same operation, another one refused."""
    world = office.world
    id = record_outside(world)
    given = office.signature(id)
    assert office.give(id, given, key="one").status_code == 202
    assert office.give(id, given, key="one").json()["id"] == id
    answer = office.give(id, given)
    assert (answer.status_code, answer.json()["code"]) == (409, "operation-status")
    world.settle()
    assert world.operation(id).status == "final"


def test_an_order_that_the_member_brought_to_the_chain_itself_is_not_done_twice(office: BackOffice) -> None:
    """SORDERS-8: anybody may bring it, and one nonce is used once."""
    world, document = office.world, a_document(office.world)
    id = record_outside(world, document=document)
    given = office.signature(id)
    registry = world.deployment.contract("MemberRegistry").address
    order = order_of(world.operation(id))
    world.transact(registry, order.perform(world.deployment, [bytes.fromhex(given[2:])]))
    assert office.give(id, given).status_code == 202
    world.settle()
    operation = world.operation(id)
    assert operation.refusal is not None
    assert (operation.status, operation.refusal["code"]) == ("failed", "order-used")
    assert operation.transaction is None, "it got no nonce"


def other_half(signature: bytes) -> bytes:
    s = CURVE_ORDER - int.from_bytes(signature[32:64], "big")
    assert s > HALF_OF_THE_CURVE
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


MALFORMED: dict[str, Callable[[bytes], bytes]] = {
    "short": lambda given: given[:64],
    "long": lambda given: given + b"\0",
    "another last byte": lambda given: given[:64] + bytes([given[64] - 27]),
    "the other half of the curve": other_half,
    "no point": lambda given: b"\xff" * 32 + given[32:],
}


@pytest.mark.parametrize("what", MALFORMED)
def test_what_is_no_signature_in_its_one_form_is_malformed(office: BackOffice, what: str) -> None:
    """SORDERS-9"""
    id = record_outside(office.world)
    given = MALFORMED[what](bytes.fromhex(office.signature(id)[2:]))
    answer = office.give(id, "0x" + given.hex())
    assert answer.status_code == 422, answer.text
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/signature"]
    assert office.world.operation(id).status == "unsigned"


def test_nobody_gives_a_signature_to_what_waits_for_none(office: BackOffice) -> None:
    """SORDERS-8"""
    id = record_outside(office.world)
    given = office.signature(id)
    office.interface.ask("POST", f"/operations/{id}/cancel", role=outside("maker"))
    answer = office.give(id, given)
    assert (answer.status_code, answer.json()["code"]) == (409, "operation-status")
