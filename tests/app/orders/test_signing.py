"""Orders signed by persons whose keys are not with the service."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eth_account import Account
from eth_keys.datatypes import PrivateKey

from app.chain.numbering import order_of
from app.chain.signers.local import LocalSigner
from app.chain.states import Status
from app.chain.store import Transaction
from app.members.store import KeyRow
from tests.app.chain.builders import a_document, add_key, approve, record_document
from tests.app.chain.nodes import Node
from tests.app.chain.world import World, build_world
from tests.app.operations.builders import Interface
from tests.app.orders.builders import (
    BackOffice,
    add_key_outside,
    outside,
    record_outside,
    signed,
    with_outsiders,
)


@pytest.fixture
def office(world: World) -> BackOffice:
    return BackOffice(with_outsiders(world), Interface(world))


def carrier_of(world: World, id: str) -> Transaction:
    carried = world.operation(id).transaction
    assert carried is not None
    return carried


def test_one_persons_act_waits_for_its_signature_and_is_carried_under_it(office: BackOffice) -> None:
    """SORDERS-1, SORDERS-3"""
    world, document = office.world, a_document(office.world)
    id = record_outside(world, document=document)
    world.settle()
    assert world.operation(id).status == "unsigned"
    answer = office.sign(id)
    assert answer["status"] == "queued"
    world.settle()
    assert world.operation(id).status == "final"
    (record,) = world.view("DocumentRegistry", "documentOf", document)
    assert record["issuer"] == world.operation(id).party


def test_the_courier_is_a_key_that_no_number_has_and_another_for_each_number(office: BackOffice) -> None:
    """SORDERS-4"""
    world = office.world
    id = record_outside(world)
    office.sign(id)
    world.settle()
    carried = carrier_of(world, id)
    assert carried.key_kind == "courier"
    assert world.view("MemberRegistry", "operatorOf", carried.signer)[0]["party"] == 0
    with world.database.reading() as session:
        assert session.query(KeyRow).filter_by(id=carried.signer).first() is None
    courier = LocalSigner(world.settings.keys_dir, "courier")
    keys = {courier.address("south", party) for party in world.parties("south")}
    assert len(keys) == len(world.parties("south"))
    assert carried.signer in keys


def test_an_order_is_shown_in_words_in_values_and_as_typed_data(office: BackOffice) -> None:
    """SORDERS-2"""
    world, document = office.world, a_document(office.world)
    id = record_outside(world, document=document)
    order = office.order(id)
    (theirs,) = world.view("MemberRegistry", "digestOf", tuple(order["typed_data"]["message"].values()))
    assert order["digest"] == theirs
    assert order["arguments"] == {"document": "0x" + document.hex()}
    assert (order["instrument"], order["function"], order["eyes"]) == ("DocumentRegistry", "record", 1)
    words = order["in_words"]
    for part in (
        f"Number {order['party']}",
        "DocumentRegistry for a test",
        f"Order {order['nonce']}",
        "until 20",
    ):
        assert part in words
    assert order["signed_by"] == []


def test_what_takes_two_may_be_signed_outside_by_both(office: BackOffice) -> None:
    """SORDERS-3, SORDERS-4: both signatures are on the order, and whoever carries it stands for nobody."""
    world = office.world
    id = add_key_outside(world)
    assert office.sign(id)["status"] == "made"
    world.settle()
    assert world.operation(id).status == "awaiting_check"
    assert [one["place"] for one in office.order(id, "checker")["signed_by"]] == ["maker"]
    office.sign(id, "checker")
    world.settle()
    assert world.operation(id).status == "final"
    assert carrier_of(world, id).key_kind == "courier"
    assert [one["place"] for one in office.order(id)["signed_by"]] == ["maker", "checker"]


def test_a_maker_outside_and_a_checker_here_are_two_persons_as_well(office: BackOffice) -> None:
    """SORDERS-3"""
    world = office.world
    id = add_key_outside(world)
    office.sign(id)
    world.settle()
    approve(world, id)
    world.settle()
    assert world.operation(id).status == "final"
    assert carrier_of(world, id).key_kind == "checker"


def test_a_maker_here_and_a_checker_outside_are_two_persons_as_well(office: BackOffice) -> None:
    """SORDERS-3"""
    world = office.world
    id = add_key(world)
    world.settle()
    office.sign(id, "checker")
    world.settle()
    assert world.operation(id).status == "final"
    assert carrier_of(world, id).key_kind == "courier"


def test_a_checker_who_signs_outside_cannot_merely_approve(office: BackOffice) -> None:
    """SORDERS-11"""
    id = add_key(office.world)
    office.world.settle()
    answer = office.interface.ask("POST", f"/operations/{id}/approve", role=outside("checker"))
    assert (answer.status_code, answer.json()["code"]) == (403, "signs-outside")


def test_the_maker_hears_what_the_chain_would_refuse_before_a_checker_signs(office: BackOffice) -> None:
    """SORDERS-10"""
    world = office.world
    taken = LocalSigner(world.settings.keys_dir, "maker").address("south", world.parties("south")[0])
    id = add_key_outside(world, key=(taken, 3, 1, 1))
    office.sign(id)
    world.settle()
    operation = world.operation(id)
    assert operation.refusal is not None
    assert (operation.status, operation.refusal["code"]) == ("failed", "key-taken")


def test_a_maker_cancels_what_it_has_not_signed(office: BackOffice) -> None:
    """SORDERS-13"""
    id = record_outside(office.world)
    answer = office.interface.ask("POST", f"/operations/{id}/cancel", role=outside("maker"))
    assert answer.json()["status"] == "cancelled"
    late = office.give(id, office.signature(id))
    assert (late.status_code, late.json()["code"]) == (409, "operation-status")


def test_many_orders_asked_for_at_once_get_numbers_of_their_own(office: BackOffice) -> None:
    """SORDERS-1: the first of a number among them."""
    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(lambda _: record_outside(office.world), range(8)))
    assert sorted(office.order(id)["nonce"] for id in ids) == list(range(8))
    for id in ids:
        office.sign(id)
    office.world.settle()
    assert {office.world.operation(id).status for id in ids} == {"final"}


def test_what_goes_out_under_a_key_of_the_service_has_no_order_to_sign(office: BackOffice) -> None:
    """SORDERS-1"""
    id = record_document(office.world)
    answer = office.interface.ask("GET", f"/operations/{id}/order")
    assert (answer.status_code, answer.json()["code"]) == (409, "no-order")


def test_a_member_none_of_whose_keys_are_here(node: Node, database: str, tmp_path: Path) -> None:
    """SORDERS-12: enrolled by its addresses; the service opens no key that the chain knows."""
    keys = {role: PrivateKey(secrets.token_bytes(32)) for role in ("maker", "checker")}
    addresses = {role: key.public_key.to_address() for role, key in keys.items()}
    outer = {
        "id": "outer",
        "name": "Banca di Fuori",
        "lei": "5493001KJTIIGC8Y1R12",
        "bic": None,
        "country": "IT",
        "roles": ["BANK"],
        "outside_keys": [addresses],
    }
    with build_world(node, tmp_path, database=database, more_members=[outer]) as world:
        assert not (world.settings.keys_dir / "checker" / "outer.json").exists()
        opened = LocalSigner(world.settings.keys_dir, "maker").address("outer", world.parties("outer")[0])
        assert world.view("MemberRegistry", "operatorOf", opened)[0]["party"] == 0
        office = BackOffice(world, Interface(world), "outer")
        id = add_key_outside(world, "outer")
        for role in ("maker", "checker"):
            order = office.interface.ask("GET", f"/operations/{id}/order", member="outer", role=role).json()
            answer = office.interface.ask(
                "POST",
                f"/operations/{id}/signature",
                member="outer",
                role=role,
                body={"signature": signed(order["typed_data"], keys[role].to_bytes())},
            )
            assert answer.status_code == 202, answer.text
            world.settle()
        assert world.operation(id).status == Status.FINAL
        given = order_of(world.operation(id)).digest(world.deployment)
        assert (
            Account._recover_hash(given, signature=world.operation(id).maker_signature).lower()
            == (addresses["maker"])
        )
