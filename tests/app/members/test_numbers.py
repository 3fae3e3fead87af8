"""Numbers for deals: allotted, asked for, given, and believed only where the chain agrees."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from eth_keys.datatypes import PrivateKey
from sqlalchemy import select

from app.chain.signers.local import KeyMissing, LocalSigner, derive
from app.errors import Conflict, NotFound
from app.mail.store import MessageCopy
from app.members import enrol, service
from app.members.domain import account_of, commitment_of, party_of
from app.members.store import Alias, Counterparty
from tests.app.chain.world import MEMBERS, World

NORTH, SOUTH = "529900T8BM49AURSDO55", "213800WSGIIZCXF1P572"


def test_a_member_has_one_number_in_a_deal_and_another_in_the_next(world: World) -> None:
    """SERVICE-60"""
    with world.database.writing() as session:
        first = service.allot(session, "south", "deal-one")
        assert service.allot(session, "south", "deal-one").party == first.party
        assert service.allot(session, "south", "deal-two").party != first.party
        with pytest.raises(Conflict, match="no admitted number left"):
            service.allot(session, "south", "deal-three")


def test_a_number_that_the_chain_does_not_know_is_not_allotted(world: World) -> None:
    """SERVICE-61"""
    with world.database.writing() as session:
        for alias in session.scalars(select(Alias).where(Alias.member_id == "south")):
            alias.deal = f"taken {alias.party}"
        session.add(
            Alias(
                party=7,
                member_id="south",
                salt=b"\x00" * 32,
                maker_key="0x" + "1" * 40,
                checker_key="0x" + "2" * 40,
            )
        )
        session.flush()
        with pytest.raises(Conflict, match="no admitted number left"):
            service.allot(session, "south", "deal")


def test_a_counterparty_tells_its_number_and_the_chain_confirms_it(world: World) -> None:
    """SERVICE-62: by mail, each side keeping its own copy."""
    deal = service.new_deal()
    with world.database.writing() as session:
        party = service.number_of(session, member_id="south", deal=deal, organisation=NORTH)
        assert party in world.parties("north")
        assert service.number_of(session, member_id="south", deal=deal, organisation=NORTH) == party
        assert service.alias_in(session, "north", deal).party == party
        assert service.organisation_behind(session, member_id="south", deal=deal, party=party) == NORTH
    with world.database.reading() as session:
        copies = session.scalars(select(MessageCopy).order_by(MessageCopy.number)).all()
        seen = sorted((copy.member_id, copy.direction, copy.kind, copy.other) for copy in copies)
    assert seen == [
        ("north", "in", "number-wanted", SOUTH),
        ("north", "out", "number-given", SOUTH),
        ("south", "in", "number-given", NORTH),
        ("south", "out", "number-wanted", NORTH),
    ]


def test_a_number_whose_commitment_does_not_open_is_not_believed(world: World) -> None:
    """SERVICE-63"""
    deal = service.new_deal()
    with world.database.writing() as session:
        service.number_of(session, member_id="south", deal=deal, organisation=NORTH)
        known = session.get_one(Counterparty, ("south", deal, NORTH))
        known.party = world.parties("south")[1]
        session.flush()
        with pytest.raises(Conflict, match="does not know number"):
            service.number_of(session, member_id="south", deal=deal, organisation=NORTH)


def test_another_members_number_is_not_found(world: World) -> None:
    """SERVICE-64"""
    with world.database.reading() as session, pytest.raises(NotFound):
        service.own_alias(session, "south", world.parties("north")[0])


def test_accounts_and_numbers_are_computed_from_each_other(world: World) -> None:
    """SERVICE-65"""
    account = account_of(4_000_000_001)
    assert party_of(account) == 4_000_000_001
    assert account_of(0) == "0x" + "00" * 20
    assert party_of("0x" + "12" * 20) == 0
    assert commitment_of(1, NORTH, b"\x00" * 32) != commitment_of(2, NORTH, b"\x00" * 32)


def test_enrolment_writes_keys_for_their_owner_only_and_nothing_private_in_the_request(
    tmp_path: Path,
) -> None:
    """SERVICE-66"""
    members, keys, out = tmp_path / "members.json", tmp_path / "keys", tmp_path / "admission.json"
    members.write_text(json.dumps([entry | {"numbers": 3} for entry in MEMBERS]))
    arguments = ["--members", str(members), "--keys", str(keys), "--out", str(out)]
    assert enrol.main(arguments) == 0
    request = out.read_text()
    parties = json.loads(request)["parties"]
    assert len(parties) == 6
    assert all(name not in request for name in (NORTH, SOUTH, "Nordhafen", "north", "salt"))
    for party in parties:
        assert [(op["person"], bool(op["make"]), bool(op["check"])) for op in party["operators"]] == [
            (1, True, False),
            (2, False, True),
        ]
    for file in keys.rglob("*"):
        if file.is_file():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    private = json.loads((keys / "members" / "north.json").read_text())
    entry = private["numbers"][0]
    (admitted,) = [party for party in parties if party["number"] == entry["number"]]
    assert admitted["organisation"] == commitment_of(entry["number"], NORTH, bytes.fromhex(entry["salt"]))
    for kind in ("maker", "checker"):
        assert LocalSigner(keys, kind).address("north", entry["number"]) == entry[f"{kind}_key"]
    assert enrol.main(arguments) == 1


def test_keys_of_two_numbers_differ_and_come_from_one_master() -> None:
    """SERVICE-67"""
    master = b"\x05" * 32
    keys = {PrivateKey(derive(master, party)).public_key.to_address() for party in range(1, 50)}
    assert len(keys) == 49
    assert derive(master, 1) == derive(master, 1)
    assert derive(b"\x06" * 32, 1) != derive(master, 1)


def test_a_signer_of_one_kind_cannot_open_the_other(tmp_path: Path) -> None:
    """SERVICE-68"""
    enrol.enrol(MEMBERS[:1], tmp_path)
    (tmp_path / "checker-passphrases" / "north").unlink()
    assert LocalSigner(tmp_path, "maker").address("north", 5)
    with pytest.raises(KeyMissing, match=r"the checker's key of north cannot be opened"):
        LocalSigner(tmp_path, "checker").address("north", 5)
    wrong = tmp_path / "checker-passphrases" / "north"
    wrong.write_text("not the passphrase")
    with pytest.raises(KeyMissing) as said:
        LocalSigner(tmp_path, "checker").address("north", 5)
    assert "not the passphrase" not in str(said.value)


def test_two_that_want_a_number_at_once_get_two(world: World) -> None:
    """SERVICE-60: the second waits for the first, and sees what it took."""
    with ThreadPoolExecutor(1) as other:
        with world.database.writing() as session:
            first = service.allot(session, "south", service.new_deal()).party
            second = other.submit(allotted, world)
            wait([second], timeout=0.5)
            assert not second.done()
        assert {first, second.result(timeout=60)} == set(world.parties("south"))


def allotted(world: World) -> int:
    with world.database.writing() as session:
        return service.allot(session, "south", service.new_deal()).party
