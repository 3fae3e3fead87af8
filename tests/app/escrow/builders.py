"""Escrows and the bills that they are about, made in a world as its users would make them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from app.bills.domain import BillCopy
from app.bills.services.copies import keep
from app.chain.outbox import queue
from app.documents.domain import commitment_of
from app.escrow.domain import Side, Terms
from app.escrow.store import EscrowCopy
from app.members import service as members
from tests.app.cash.builders import NORTH, SOUTH, a_deal, finish, minted, number_in, token_in
from tests.app.chain.world import World
from tests.app.operations.builders import Interface

CONTENT = b'{"transportDocumentReference": "PAZ-1"}'


def a_bill(world: World, deal: str) -> str:
    """Issued by south to its own order and held by it, with a copy of what it commits to."""
    salt = secrets.token_bytes(32)
    bill = commitment_of(salt, CONTENT)
    party = number_in(world, "south", deal)
    with world.database.writing() as session:
        copy = BillCopy(bill, deal, salt, CONTENT, "PAZ-1", SOUTH, SOUTH, None)
        keep(session, "south", copy)
        id = queue(
            session,
            member_id="south",
            user=world.callers["south", "maker"],
            party=party,
            instrument="BillOfLading",
            call=world.deployment.encode("BillOfLading", "issue", bill, party, party, 1),
            describes={"action": "issue a bill"},
            eyes=1,
            right="CARRY",
        ).id
    assert finish(world, {"id": id}, "south")["status"] == "final"
    return bill


def soon(world: World) -> int:
    """Five minutes from now by the chain's clock, in seconds since 1970."""
    return int(world.node.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16) + 300


def wait_until_after(world: World, deadline: int) -> None:
    """By the chain's clock, which goes on when it is told to."""
    ahead = deadline - int(world.node.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
    world.node.ask("evm_increaseTime", ahead + 1)
    world.node.ask("evm_mine")


def drafted(interface: Interface, amount: str = "100.00", paid_up: bool = True) -> dict[str, Any]:
    """North buys a bill that south holds; `paid_up`: north holds the cash for it."""
    world = interface.world
    deal = a_deal(world)
    if paid_up:
        minted(interface, deal, amount, to=NORTH)
    body = {
        "seller": SOUTH,
        "deal": deal,
        "bill": a_bill(world, deal),
        "token": token_in(world),
        "amount": amount,
        "deadline": datetime.fromtimestamp(soon(world), UTC).isoformat(),
    }
    answer = interface.ask("POST", "/escrows", member="north", body=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def take(interface: Interface, escrow: dict[str, Any], step: str, member: str) -> dict[str, Any]:
    """A step over HTTP, carried through to its end."""
    answer = interface.ask("POST", f"/escrows/{escrow['id']}/{step}", member=member)
    assert answer.status_code == 202, answer.text
    return finish(interface.world, answer.json(), member)


def funded(interface: Interface) -> dict[str, Any]:
    escrow = drafted(interface)
    done = take(interface, escrow, "fund", "north")
    assert done["status"] == "final", done["refusal"]
    return escrow


def seen(interface: Interface, escrow: dict[str, Any], member: str) -> dict[str, Any]:
    return dict(interface.ask("GET", f"/escrows/{escrow['id']}", member=member).json())


def a_copy_of_souths(world: World, side: Side) -> str:
    """Terms that south alone holds; the escrow's id."""
    with world.database.writing() as session:
        deal = members.new_deal()
        own = members.allot(session, "south", deal).party
        seller, buyer = (own, 1) if side is Side.SELLER else (1, own)
        terms = Terms(
            seller, buyer, secrets.token_bytes(32), token_in(world), 100, soon(world), secrets.token_bytes(32)
        )
        session.add(
            EscrowCopy(
                member_id="south",
                escrow=terms.id,
                contract=world.deployment.contract("DvpEscrow").address,
                deal=deal,
                side=side.value,
                counterparty=NORTH,
                seller=seller,
                buyer=buyer,
                bill=terms.bill,
                cash=terms.cash,
                amount=terms.amount,
                deadline=terms.deadline,
                salt=terms.salt,
                kept_at=session.info["clock"].now(),
            )
        )
    return terms.id
