"""Persons of a world's members who keep their keys to themselves: the test holds them, and signs."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from httpx import Response

from app.auth import service as auth
from app.chain.outbox import queue
from app.chain.signers.local import derive
from tests.app.chain.builders import a_document, an_address
from tests.app.chain.world import ALL_SCOPES, World
from tests.app.operations.builders import Interface

MASTERS: dict[tuple[str, str, str], bytes] = {}
PERSONS = {"maker": 1, "checker": 2}


def outside(role: str) -> str:
    """What the world's tokens call the user of that role who signs outside."""
    return f"{role} outside"


def with_outsiders(world: World) -> World:
    """Each member gets a maker and a checker more, who sign outside."""
    with world.database.writing() as session:
        for member in world.private:
            for role, person in PERSONS.items():
                user = auth.create_user(
                    session,
                    member_id=member,
                    name=f"{role} of {member}, outside",
                    person=person,
                    role=role,
                    scopes=ALL_SCOPES,
                    signs_outside=True,
                )
                token = auth.create_token(session, user)
                world.tokens[member, outside(role)] = token
    return world


def key_of(world: World, member: str, role: str, party: int) -> bytes:
    """The key that the chain knows for this person, out of its keystore."""
    name = (str(world.settings.keys_dir.resolve()), member, role)
    if name not in MASTERS:
        keys = world.settings.keys_dir
        keystore = json.loads((keys / role / f"{member}.json").read_text())
        passphrase = (keys / f"{role}-passphrases" / member).read_text()
        MASTERS[name] = bytes(Account.decrypt(keystore, passphrase))
    return derive(MASTERS[name], party)


def signed(typed_data: dict[str, Any], key: bytes) -> str:
    """As any wallet would: by another library than the service's."""
    return "0x" + bytes(Account.sign_message(encode_typed_data(full_message=typed_data), key).signature).hex()


@dataclass
class BackOffice:
    """A member that signs for itself."""

    world: World
    interface: Interface
    member: str = "south"

    def order(self, id: str, role: str = "maker") -> dict[str, Any]:
        answer = self.interface.ask("GET", f"/operations/{id}/order", member=self.member, role=outside(role))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def signature(self, id: str, role: str = "maker") -> str:
        order = self.order(id, role)
        return signed(order["typed_data"], key_of(self.world, self.member, role, order["party"]))

    def give(self, id: str, signature: str, role: str = "maker", key: str | None = None) -> Response:
        return self.interface.ask(
            "POST",
            f"/operations/{id}/signature",
            member=self.member,
            role=outside(role),
            key=key,
            body={"signature": signature},
        )

    def sign(self, id: str, role: str = "maker") -> dict[str, Any]:
        answer = self.give(id, self.signature(id, role), role)
        assert answer.status_code == 202, answer.text
        return dict(answer.json())


def record_outside(world: World, member: str = "south", document: bytes | None = None) -> str:
    """One person's act, asked for by a maker who signs outside; the operation's id."""
    call = world.deployment.encode("DocumentRegistry", "record", document or a_document(world))
    return ask(world, member, "DocumentRegistry", call, 1, "RECORD")


def add_key_outside(world: World, member: str = "south", key: tuple[Any, ...] | None = None) -> str:
    """What takes two persons, asked for by a maker who signs outside; the operation's id."""
    call = world.deployment.encode("MemberRegistry", "addKey", key or (an_address(), 3, 1, 1))
    return ask(world, member, "MemberRegistry", call, 2, "ADMINISTER")


def ask(world: World, member: str, contract: str, call: bytes, eyes: int, right: str) -> str:
    with world.database.writing() as session:
        return queue(
            session,
            member_id=member,
            user=replace(world.callers[member, "maker"], signs_outside=True),
            party=world.parties(member)[0],
            instrument=contract,
            call=call,
            describes={"action": f"{contract} for a test"},
            eyes=2 if eyes == 2 else 1,
            right=right,
        ).id
