"""Exchanges between the bank north, which holds dollars of its own, and south, which holds its yen."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from app.cash.domain import reference_of
from app.exchange import contract
from app.exchange.domain import Leg, Side, Terms
from app.exchange.store import ExchangeCopy
from app.members import service as members
from tests.app.cash.builders import NORTH, a_deal, finish, minted, token_in
from tests.app.chain.world import World
from tests.app.escrow.builders import soon
from tests.app.operations.builders import Interface


def wanted(interface: Interface, deal: str, **fields: Any) -> dict[str, Any]:
    """South's offer: 15,000 yen for 100.00 dollars."""
    world = interface.world
    return {
        "counterparty": NORTH,
        "deal": deal,
        "you_pay": {"token": token_in(world, "JPY"), "amount": "15000", "uetr": str(uuid4())},
        "you_are_paid": {"token": token_in(world), "amount": "100.00", "uetr": str(uuid4())},
        "until": datetime.fromtimestamp(soon(world), UTC).isoformat(),
    } | fields


def paid_up(interface: Interface, yen: str = "15000", dollars: str = "100.00") -> str:
    """A deal in which each holds what it is to pay."""
    deal = a_deal(interface.world)
    minted(interface, deal, yen, currency="JPY")
    minted(interface, deal, dollars, to=NORTH)
    return deal


def offered(interface: Interface, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Offered by south, final on the chain, and as north sees it."""
    body = body or wanted(interface, paid_up(interface))
    answer = interface.ask("POST", "/exchanges", body=body)
    assert answer.status_code == 202, answer.text
    done = finish(interface.world, answer.json(), "south")
    assert done["status"] == "final", done["refusal"]
    return seen(interface, done["describes"]["exchange"], "north")


def seen(interface: Interface, id: str, member: str) -> dict[str, Any]:
    answer = interface.ask("GET", f"/exchanges/{id}", member=member)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def take(interface: Interface, id: str, step: str, member: str) -> dict[str, Any]:
    """A step over HTTP, carried through to its end."""
    answer = interface.ask("POST", f"/exchanges/{id}/{step}", member=member)
    assert answer.status_code == 202, answer.text
    return finish(interface.world, answer.json(), member)


def a_copy_of_souths(world: World, side: Side) -> str:
    """Terms that south alone holds; the exchange's id."""
    with world.database.writing() as session:
        deal = members.new_deal()
        numbers = (members.allot(session, "south", deal).party, 1)
        legs = (
            Leg(number, token_in(world, currency), 100, bytes.fromhex(reference_of(str(uuid4()), number)[2:]))
            for number, currency in zip(
                numbers if side is Side.OFFERING else numbers[::-1], ("JPY", "USD"), strict=True
            )
        )
        terms = Terms(*legs, salt=secrets.token_bytes(32))
        session.add(
            ExchangeCopy(
                member_id="south",
                exchange=terms.id,
                contract=world.deployment.contract(contract.NAME).address,
                deal=deal,
                side=side.value,
                counterparty=NORTH,
                terms=terms.as_json(),
                until=soon(world),
                kept_at=session.info["clock"].now(),
            )
        )
    return terms.id
